/**
 * Networks of SUMO (`.net.xml`, `.net.xml.gz`) for one class of vehicles, with their signal plans.
 * Links and their lengths, lanes, turns and names stay as they are, so that routes of SUMO fit.
 *
 * | code | what stops the import |
 * |---|---|
 * | SUMO-001 | the gzip data is damaged or cut short |
 * | SUMO-002 | too large |
 * | SUMO-003 | not well-formed XML |
 * | SUMO-004 | a DOCTYPE with definitions of its own |
 * | SUMO-005 | elements too deep or too many, attributes too many, tokens too long |
 * | SUMO-006 | the outermost element is not `<net>` |
 * | SUMO-007 | an attribute is missing, repeated where it must not be, or no number |
 * | SUMO-008 | an edge from or to a junction that is not there |
 * | SUMO-010 | no edge for vehicles of the class |
 * | SUMO-011 | the file cannot be read |
 * | SUMO-012 | not UTF-8 |
 *
 * | code | what is repaired, or left out |
 * |---|---|
 * | SUMO-101, 102 | edges, lanes that are not for the class |
 * | SUMO-103 | lanes of different speeds |
 * | SUMO-104 | links shorter than a second of driving |
 * | SUMO-105, 106 | signal states that are read in another sense |
 * | SUMO-107 | links shorter than their junctions are apart |
 * | SUMO-108, 109 | kinds of junctions that are read as another kind |
 *
 * | code | what is guessed |
 * |---|---|
 * | SUMO-201, 202, 203 | sidewalks; classes of streets; lines |
 * | SUMO-204 | ways through junctions |
 * | SUMO-205, 206 | signals without a program; actuated signals |
 * | SUMO-109 | junctions of an unknown kind |
 * | SUMO-207, 208 | the district's outline; coordinates without a known projection |
 */
import { refused } from '../../core/base/counted-text.js';
import { Problems, shown } from '../../core/base/errors.js';
import { append } from '../../core/base/extremes.js';
import type {
  LinkDraft,
  NetworkDraft,
  NodeDraft,
  Point,
} from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { completePlaces } from '../complete/complete-network.js';
import { NoteBook } from '../complete/note-book.js';
import { area_m2, convexHull, distance_m } from '../complete/polyline.js';
import { type ByteSource, bytesOf } from './file-bytes.js';
import { sumoControls } from './sumo-controls.js';
import { keepLeadingGates } from './sumo-gates.js';
import { type SumoLink, sumoLinks } from './sumo-links.js';
import { type SumoMovement, sumoMovements } from './sumo-movements.js';
import { readSumoNet, readSumoPrograms, type SumoNet } from './sumo-net.js';
import { asItIs, joinPieces } from './sumo-passages.js';
import { planarCrs } from './sumo-projection.js';
import { sumoSignals } from './sumo-signals.js';

export interface SumoOptions {
  /** SUMO's word for the vehicles that the network is for. */
  readonly vehicleClass?: string;
  /** Additional files with signal programs, which count instead of the network's. */
  readonly additional?: readonly (string | ByteSource)[];
  /** Gates at dead ends, and addresses, curbs and lots along the streets. */
  readonly addsPlaces?: boolean;
  /** Pieces too short for a vehicle stay streets: to hand the network on, not to drive on it. */
  readonly keepsPieces?: boolean;
  /** Most bytes that are read of each file, unzipped. */
  readonly limit_bytes?: number;
}

/** Half a gigabyte of XML is a network of some 300,000 edges. */
const USUAL = {
  vehicleClass: 'passenger',
  additional: [],
  addsPlaces: true,
  keepsPieces: false,
  limit_bytes: 512 << 20,
};

export interface ImportedSumo {
  readonly network: NetworkDraft;
  readonly notes: readonly RepairNote[];
}

/** Throws UserError with every problem of a file. */
export async function importSumo(
  source: string | ByteSource,
  options: SumoOptions = {},
): Promise<ImportedSumo> {
  const { vehicleClass, additional, addsPlaces, keepsPieces, limit_bytes } = {
    ...USUAL,
    ...options,
  };
  const { file } = sourceOf(source);
  const net = await readSumoNet(textSource(source), limit_bytes);
  const programs = [...net.programs];
  for (const each of additional) {
    append(programs, await readSumoPrograms(textSource(each), limit_bytes));
  }
  checkEnds(net, file);
  const notes = new NoteBook();
  const draft = draftOf(file, { ...net, programs }, { vehicleClass, keepsPieces, notes });
  if (!addsPlaces) return { network: draft, notes: notes.notes };
  const completed = completePlaces(draft, { rim: EVERYWHERE });
  const gated = keepLeadingGates(completed.draft);
  return {
    network: gated.draft,
    notes: [...notes.notes, ...completed.notes, ...gated.notes],
  };
}

/** Every dead end leads on outside: SUMO's networks are cut out where traffic comes from. */
const EVERYWHERE = 1;

const sourceOf = (source: string | ByteSource): ByteSource =>
  typeof source === 'string' ? { file: source } : source;

const textSource = (source: string | ByteSource) => ({
  file: sourceOf(source).file,
  bytes: bytesOf(sourceOf(source), 'SUMO-011'),
});

function checkEnds({ edges, junctions }: SumoNet, file: string): void {
  const problems = new Problems(file);
  const known = new Set(junctions.map(({ id }) => id));
  for (const { id, from, to } of edges) {
    for (const [end, junction] of [
      ['from', from],
      ['to', to],
    ] as const) {
      if (known.has(junction)) continue;
      const message = `must name a junction of the file, got ${shown(junction)}`;
      problems.add('SUMO-008', { field: `edge ${shown(id)} ${end}` }, message);
    }
  }
  problems.throwIfAny();
}

function draftOf(
  file: string,
  net: SumoNet,
  {
    vehicleClass,
    keepsPieces,
    notes,
  }: { vehicleClass: string; keepsPieces: boolean; notes: NoteBook },
): NetworkDraft {
  const joined = keepsPieces ? asItIs(net) : joinPieces(net, notes);
  const places = new Map(
    joined.junctions.map(({ id, at: [x_m, y_m] }): [string, NodeDraft] => [
      id,
      { name: id, x_m, y_m, control: 'none' },
    ]),
  );
  const links = sumoLinks(joined, places, { vehicleClass, notes });
  if (links.size === 0) throw refused(file, 'SUMO-010', `has no edge for ${vehicleClass}`);
  const movements = sumoMovements(joined.passages, links, { vehicleClass, notes });
  const { nodes, links: ranked } = sumoControls(
    { nodes: usedNodes(places, links), links: [...links.values()].map(({ link }) => link) },
    movements,
    joined.junctions,
    notes,
  );
  const none = { curbs: [], lots: [], blocks: [], addresses: [], gates: [] };
  return {
    name: nameOf(file),
    layout: 'sumo',
    crs: planarCrs(net.location, notes),
    attribution: '',
    district: districtOf(net, nodes, notes),
    nodes,
    links: plausible(ranked, movements, { nodes, notes }),
    movements: movements.map(({ movement }) => movement),
    signals: sumoSignals(movements, net.programs, notes),
    ...none,
  };
}

const nameOf = (file: string): string =>
  (file.split(/[/\\]/).at(-1) ?? '').replace(/(?:\.net)?(?:\.xml)?(?:\.gz)?$/i, '');

function usedNodes(
  places: ReadonlyMap<string, NodeDraft>,
  links: ReadonlyMap<string, SumoLink>,
): readonly NodeDraft[] {
  const used = new Set([...links.values()].flatMap(({ link }) => [link.from, link.to]));
  return [...places.values()].filter(({ name }) => used.has(name));
}

/** The boundary of the file, else the convex hull of the junctions. */
function districtOf(
  { location }: SumoNet,
  nodes: readonly NodeDraft[],
  notes: NoteBook,
): NetworkDraft['district'] {
  if (location !== null) {
    const [[west_m, south_m], [east_m, north_m]] = location.corners;
    const polygon: readonly Point[] = [
      [west_m, south_m],
      [east_m, south_m],
      [east_m, north_m],
      [west_m, north_m],
    ];
    const size_m2 = (east_m - west_m) * (north_m - south_m);
    if (size_m2 > 0) return { polygon, area_m2: size_m2 };
  }
  notes.guess('SUMO-207', 'district', 'the file has no boundary: the convex hull of its junctions');
  const polygon = convexHull(nodes.map(({ x_m, y_m }): Point => [x_m, y_m]));
  return { polygon, area_m2: area_m2(polygon) };
}

/** Stated lengths below the straight line between two junctions, less the ways across, are none. */
function plausible(
  links: readonly LinkDraft[],
  movements: readonly SumoMovement[],
  { nodes, notes }: { nodes: readonly NodeDraft[]; notes: NoteBook },
): readonly LinkDraft[] {
  const nodeOf = new Map(nodes.map((node) => [node.name, node]));
  const longest_m = new Map<string, number>();
  for (const { movement } of movements) {
    const { node, length_m } = movement;
    longest_m.set(node, Math.max(longest_m.get(node) ?? 0, length_m));
  }
  return links.map((link) => {
    const [from, to] = [nodeOf.get(link.from)!, nodeOf.get(link.to)!];
    const crow_m = distance_m([from.x_m, from.y_m], [to.x_m, to.y_m]);
    const across_m = (longest_m.get(link.from) ?? 0) + (longest_m.get(link.to) ?? 0);
    if (link.length_m >= crow_m - across_m) return link;
    notes.repair('SUMO-107', link.name, 'lengthened to what its junctions are apart');
    return { ...link, length_m: crow_m - across_m };
  });
}
