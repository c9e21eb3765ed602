/** Where the things that problems and repairs speak of stand on the map. */
import type { LinkDraft, NetworkDraft, Point } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';

const KINDS = [
  'links',
  'curbs',
  'lots',
  'addresses',
  'gates',
  'nodes',
  'blocks',
  'movements',
] as const;
type Kind = (typeof KINDS)[number];

/** The points of things by their names, kind by kind: a link and a node may share a name. */
export type Places = Readonly<Record<Kind, ReadonlyMap<string, Point>>>;

export function placesOf(network: NetworkDraft): Places {
  const links = new Map(network.links.map((link) => [link.name, link]));
  const along = (name: string): Point | null => {
    const link = links.get(name);
    return link === undefined ? null : middleOf(link);
  };
  const standing = ({ name, x_m, y_m }: { name: string; x_m: number; y_m: number }) =>
    [name, [x_m, y_m]] as const;
  return {
    links: placed(network.links.map((link) => [link.name, middleOf(link)])),
    curbs: placed(network.curbs.map(({ name, link }) => [name, along(link)])),
    lots: placed(network.lots.map(standing)),
    addresses: placed(network.addresses.map(standing)),
    gates: placed(network.gates.map(standing)),
    nodes: placed(network.nodes.map(standing)),
    blocks: placed(
      network.blocks.map(({ name, polygon }) => [
        name,
        polygon.length === 0 ? null : meanOf(polygon),
      ]),
    ),
    movements: placed(
      network.movements.map(({ from, to }) => [
        `${from}>${to}`,
        links.get(from)?.geometry.at(-1) ?? null,
      ]),
    ),
  };
}

function placed(things: readonly (readonly [string, Point | null])[]): ReadonlyMap<string, Point> {
  const isPlaced = (thing: readonly [string, Point | null]): thing is [string, Point] =>
    thing[1]?.every(Number.isFinite) === true;
  return new Map(things.filter(isPlaced));
}

/** The thing that a field such as `links.a.b.length_m` is about: names may hold dots themselves. */
export function placeOfField(field: string, places: Places): Point | null {
  const [kind, ...parts] = field.split('.');
  const named = places[kind as Kind] as Places[Kind] | undefined;
  if (named === undefined) return null;
  for (let count = parts.length; count > 0; count--) {
    const place = named.get(parts.slice(0, count).join('.'));
    if (place !== undefined) return place;
  }
  return null;
}

/** Repairs whose subject is a junction; those of others are links, or what stands along them. */
const OF_JUNCTIONS = /junction|node|signal/;
/** Their subjects are not in the network any more: another thing may have the name. */
const OF_GONE_THINGS = /left out|its links are joined/;

/** Importers name things also as `gate g` or, of OpenStreetMap, `node 7` for the node n7. */
export function placeOfNote({ subject, message }: RepairNote, places: Places): Point | null {
  if (OF_GONE_THINGS.test(message)) return null;
  const names = [subject, subject.replace(/^node /, 'n')];
  const kinds: readonly Kind[] = OF_JUNCTIONS.test(message) ? ['nodes', ...KINDS] : KINDS;
  for (const kind of kinds) {
    for (const name of names) {
      const place = places[kind].get(name);
      if (place !== undefined) return place;
    }
  }
  return null;
}

function middleOf({ geometry }: LinkDraft): Point {
  const at = Math.floor((geometry.length - 1) / 2);
  const [a, b] = [geometry[at]!, geometry[at + 1] ?? geometry[at]!];
  return [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
}

const meanOf = (points: readonly Point[]): Point => [
  points.reduce((sum, [x_m]) => sum + x_m, 0) / points.length,
  points.reduce((sum, [, y_m]) => sum + y_m, 0) / points.length,
];
