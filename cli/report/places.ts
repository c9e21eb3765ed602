/** Where the things that problems and repairs speak of stand on the map. */
import type { LinkDraft, NetworkDraft, Point } from '../../core/network/network-draft.js';

/** The point of a thing by its name, or null where nothing of the network has that name. */
export type PlaceOf = (name: string) => Point | null;

/** Links, nodes, curbs, lots, addresses, gates and blocks by name; movements as `from>to`. */
export function placesOf(network: NetworkDraft): PlaceOf {
  const places = new Map<string, Point>();
  const add = (name: string, point: Point): void => {
    if (!places.has(name) && point.every(Number.isFinite)) places.set(name, point);
  };
  const links = new Map(network.links.map((link) => [link.name, link]));
  for (const link of network.links) add(link.name, middleOf(link));
  for (const { name, x_m, y_m } of network.nodes) add(name, [x_m, y_m]);
  for (const { name, x_m, y_m } of network.lots) add(name, [x_m, y_m]);
  for (const { name, x_m, y_m } of network.addresses) add(name, [x_m, y_m]);
  for (const { name, x_m, y_m } of network.gates) add(name, [x_m, y_m]);
  for (const { name, link } of network.curbs) {
    const along = links.get(link);
    if (along !== undefined) add(name, middleOf(along));
  }
  for (const { from, to } of network.movements) {
    const before = links.get(from);
    if (before !== undefined) add(`${from}>${to}`, before.geometry.at(-1)!);
  }
  for (const { name, polygon } of network.blocks) {
    if (polygon.length > 0) add(name, meanOf(polygon));
  }
  return (name) => places.get(name) ?? null;
}

/** The thing that a field such as `links.a.b.length_m` is about: names may hold dots themselves. */
export function placeOfField(field: string, placeOf: PlaceOf): Point | null {
  const parts = field.split('.').slice(1);
  for (let count = parts.length; count > 0; count--) {
    const place = placeOf(parts.slice(0, count).join('.'));
    if (place !== null) return place;
  }
  return null;
}

/** Importers name things also as `gate g`, `way 7` or `node n`. */
export function placeOfSubject(subject: string, placeOf: PlaceOf): Point | null {
  const short = subject.replace(/^[a-z]+ /, '');
  return placeOf(subject) ?? placeOf(short) ?? placeOf(`n${short}`);
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
