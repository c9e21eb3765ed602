/** Streets of a SUMO network as links: the lanes that a class of vehicles may use, and nothing else. */
import { greatestOf, leastOf } from '../../core/base/extremes.js';
import type { LinkDraft, NodeDraft, Point } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import { distance_m } from '../complete/polyline.js';
import { SIDEWALK_m, streetClassOf } from '../complete/street-classes.js';
import type { SumoEdge, SumoLane, SumoNet } from './sumo-net.js';

/** A link with the SUMO lanes that became its lanes, leftmost first. */
export interface SumoLink {
  readonly link: LinkDraft;
  readonly lanes: readonly SumoLane[];
}

/** By edge id. Edges that no vehicle of the class may use are left out and noted. */
export function sumoLinks(
  net: Pick<SumoNet, 'edges'>,
  nodes: ReadonlyMap<string, NodeDraft>,
  { vehicleClass, notes }: { vehicleClass: string; notes: NoteBook },
): ReadonlyMap<string, SumoLink> {
  const streetOf = streetNames(net.edges);
  const links = new Map<string, SumoLink>();
  for (const edge of net.edges) {
    const lanes = edge.lanes
      .filter((lane) => isFor(lane, vehicleClass) && lane.speed_mps > 0)
      .reverse();
    if (lanes.length === 0) {
      notes.repair('SUMO-101', edge.id, `edge left out: no lane for ${vehicleClass}`);
      continue;
    }
    noteClosedLanes(edge, lanes, { vehicleClass, notes });
    links.set(edge.id, { link: linkOf(edge, lanes, { nodes, streetOf, notes }), lanes });
  }
  return links;
}

const WALKERS = 'pedestrian';

/** SUMO's rule: `allow` lists all that may; else all but those in `disallow` may. */
export function isFor({ allow, disallow }: SumoLane, vehicleClass: string): boolean {
  const names = (list: string): boolean => {
    const words = list.split(/\s+/);
    return words.includes(vehicleClass) || words.includes('all');
  };
  if (allow !== '') return names(allow);
  return disallow === '' || !names(disallow);
}

function noteClosedLanes(
  edge: SumoEdge,
  lanes: readonly SumoLane[],
  { vehicleClass, notes }: { vehicleClass: string; notes: NoteBook },
): void {
  const closed = edge.lanes.filter((lane) => !lanes.includes(lane) && !isSidewalk(lane));
  if (closed.length === 0) return;
  notes.repair('SUMO-102', edge.id, `lanes left out that are not for ${vehicleClass}`);
}

const isSidewalk = ({ allow }: SumoLane): boolean => allow === WALKERS;

function linkOf(
  edge: SumoEdge,
  lanes: readonly SumoLane[],
  context: {
    nodes: ReadonlyMap<string, NodeDraft>;
    streetOf: ReadonlyMap<string, string>;
    notes: NoteBook;
  },
): LinkDraft {
  const { nodes, streetOf, notes } = context;
  const speeds_mps = lanes.map(({ speed_mps }) => speed_mps);
  const freeSpeed_mps = greatestOf(speeds_mps);
  if (leastOf(speeds_mps) < freeSpeed_mps) {
    notes.repair('SUMO-103', edge.id, 'lanes of different speeds: all get the highest');
  }
  const sidewalks_m = edge.lanes.filter(isSidewalk).map(widthOf);
  if (sidewalks_m.length === 0) {
    notes.guess('SUMO-201', edge.id, `no sidewalk in the file: ${SIDEWALK_m} m assumed`);
  }
  return {
    name: edge.id,
    from: edge.from,
    to: edge.to,
    street: streetOf.get(edge.id)!,
    length_m: lengthOf(edge, lanes, { freeSpeed_mps, notes }),
    freeSpeed_mps,
    laneCount: lanes.length,
    leftPocket_m: 0,
    rank: rankOf(edge, { laneCount: lanes.length, freeSpeed_mps, notes }),
    carriageway_m: sum(edge.lanes.filter((lane) => !isSidewalk(lane)).map(widthOf)),
    sidewalk_m: sidewalks_m.length === 0 ? SIDEWALK_m : sum(sidewalks_m),
    isInside: true,
    geometry: geometryOf(edge, lanes, { nodes, notes }),
  };
}

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

/** What SUMO takes where a lane says nothing. */
const USUAL_WIDTH_m = 3.2;
const widthOf = ({ width_m }: SumoLane): number => width_m ?? USUAL_WIDTH_m;

/** A vehicle and its gap must have room, and nobody may drive past a link within a second. */
const SHORTEST_m = 8;
const SHORTEST_s = 1;

function lengthOf(
  edge: SumoEdge,
  lanes: readonly SumoLane[],
  { freeSpeed_mps, notes }: { freeSpeed_mps: number; notes: NoteBook },
): number {
  const length_m = sum(lanes.map((lane) => lane.length_m)) / lanes.length;
  const least_m = Math.max(SHORTEST_m, SHORTEST_s * freeSpeed_mps);
  if (length_m >= least_m) return length_m;
  notes.repair(
    'SUMO-104',
    edge.id,
    'lengthened to a second of driving, so that vehicles have room',
  );
  return least_m;
}

/** By the type where it ends in a class of OpenStreetMap, else by lanes and speed. */
function rankOf(
  { id, type }: SumoEdge,
  {
    laneCount,
    freeSpeed_mps,
    notes,
  }: { laneCount: number; freeSpeed_mps: number; notes: NoteBook },
): number {
  const known = streetClassOf(type.split('.').at(-1) ?? '');
  if (known !== null) return known.rank;
  notes.guess('SUMO-202', id, 'class of the street is not known: taken from its lanes and speed');
  const [SLOW_mps, FAST_mps] = [8.5, 19];
  if (freeSpeed_mps <= SLOW_mps) return 1;
  if (freeSpeed_mps >= FAST_mps) return 4;
  return laneCount > 1 ? 3 : 2;
}

/** The line of the middle lane; straight between the junctions where it has none. */
function geometryOf(
  edge: SumoEdge,
  lanes: readonly SumoLane[],
  { nodes, notes }: { nodes: ReadonlyMap<string, NodeDraft>; notes: NoteBook },
): readonly Point[] {
  const { shape } = lanes[Math.floor(lanes.length / 2)]!;
  const line = shape.filter((point, at) => at === 0 || distance_m(point, shape[at - 1]!) > 0);
  if (line.length >= 2) return line;
  notes.guess('SUMO-203', edge.id, 'has no line: drawn straight');
  const [from, to] = [nodes.get(edge.from)!, nodes.get(edge.to)!];
  const isPoint = from.x_m === to.x_m && from.y_m === to.y_m;
  return [
    [from.x_m, from.y_m],
    [isPoint ? to.x_m + 1 : to.x_m, to.y_m],
  ];
}

/** Both directions share a street; the second edge between the same junctions is another street. */
function streetNames(edges: readonly SumoEdge[]): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  return new Map(
    edges.map(({ id, from, to }) => {
      const direction = JSON.stringify([from, to]);
      const count = (counts.get(direction) ?? 0) + 1;
      counts.set(direction, count);
      const ends = from < to ? `${from}-${to}` : `${to}-${from}`;
      return [id, count === 1 ? ends : `${ends}-${count}`];
    }),
  );
}
