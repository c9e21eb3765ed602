/** Everything the traffic stages read and write, in one bundle of tables. */
import type { RoadNetwork } from '../network/road-network.js';
import { inSharedMemory } from '../state/table.js';
import type {
  AccessTable,
  DriverTable,
  LaneStateTable,
  LinkStateTable,
  MoverTable,
  NodeStateTable,
  TurnStateTable,
} from '../state/tables.js';
import type { SignalControl } from './adaptive-signals.js';
import type { SignalCalls } from './signal-calls.js';
import type { SignalBook } from './signals.js';

/** Do movers change lanes only for their next turn, or also for speed? */
export type LaneChanging = 'for-turn' | 'for-speed';

export type CarFollowing = 'newell' | 'idm';

export interface TrafficState {
  readonly network: RoadNetwork;
  readonly movers: MoverTable;
  readonly lanes: LaneStateTable;
  readonly turns: TurnStateTable;
  readonly nodes: NodeStateTable;
  readonly links: LinkStateTable;
  readonly drivers: DriverTable;
  readonly history: OdometerHistory;
  /** Turns each mover will take: rows of `routeCapacity` entries. */
  readonly routes: Int32Array;
  readonly routeCapacity: number;
  readonly approaches: Approaches;
  readonly accesses: AccessTable;
  /** Accesses with a queue, in the order in which the queues began. */
  readonly activeAccesses: RowList;
  /** Free mover rows; the last one freed is used first, so that used rows stay together. */
  readonly freeMovers: RowList;
  /** Junctions with a mover near a stop line, found at the end of the last step. */
  readonly busyNodes: RowList;
  readonly signalBook: SignalBook;
  readonly signalControl: SignalControl;
  /** Null where signals hear no calls. */
  readonly signalCalls: SignalCalls | null;
  readonly laneChanging: LaneChanging;
  readonly carFollowing: CarFollowing;
  /** By turn: codes of APPROACH_KINDS. */
  readonly approachKinds: Uint8Array;
  /** Time free of oncoming vehicles in which one passes a stopped one; 0 for never. */
  readonly passingGap_s: number;
  /** Links with a passer. */
  readonly passings: RowList;
  readonly dt_s: number;
  /** Highest limit of a lane or connector: nobody is ever faster. */
  readonly topSpeed_mps: number;
  /** counters[MOVER_END]: mover rows in use lie below it. counters[ON_ROAD]: movers on lanes. */
  readonly counters: Int32Array;
}

export const MOVER_END = 0;
export const ON_ROAD = 1;

/** A list of rows with its length in `count[0]`. */
export interface RowList {
  readonly rows: Int32Array;
  readonly count: Int32Array;
}

export const createRowList = (capacity: number): RowList => ({
  rows: new Int32Array(new SharedArrayBuffer(4 * capacity)),
  count: new Int32Array(new SharedArrayBuffer(4)),
});

export function addRow({ rows, count }: RowList, row: number): void {
  rows[count[0]!++] = row;
}

export const emptyRows = ({ count }: RowList): void => {
  count[0] = 0;
};

export function rowListOf(rows: readonly number[]): RowList {
  const list = createRowList(rows.length);
  list.rows.set(rows);
  list.count[0] = rows.length;
  return list;
}

/**
 * Odometers of the last steps, so that a follower can see where its leader was one reaction time
 * ago, on whatever lane. Reading of mover m at the end of step n: `odometer_m[m * slots + (n & mask)]`.
 */
export interface OdometerHistory {
  readonly slots: number;
  readonly mask: number;
  readonly odometer_m: Float64Array;
}

/** Lanes that end at each junction, in row order. */
export interface Approaches {
  readonly first: Int32Array;
  readonly lane: Int32Array;
  /** By lane or connector: the junction that it leads to, or leads through. */
  readonly nodeOfLane: Int32Array;
}

/** Slots for reaction times up to `lagSteps` whole steps, rounded up to a power of two. */
export function createHistory(moverCount: number, lagSteps: number): OdometerHistory {
  let slots = 2;
  while (slots < lagSteps + 2) slots *= 2;
  const memory = new SharedArrayBuffer(moverCount * slots * Float64Array.BYTES_PER_ELEMENT);
  return { slots, mask: slots - 1, odometer_m: new Float64Array(memory) };
}

export function approachesOf(network: RoadNetwork): Approaches {
  const { nodeCount, laneCount, linkLaneCount, lanes, links } = network;
  const first = new Int32Array(nodeCount + 1);
  for (let lane = 0; lane < linkLaneCount; lane++) first[links.to[lanes.link[lane]] + 1]!++;
  for (let node = 0; node < nodeCount; node++) first[node + 1]! += first[node]!;
  const filled = first.slice();
  const lane = new Int32Array(linkLaneCount);
  for (let row = 0; row < linkLaneCount; row++) lane[filled[links.to[lanes.link[row]]]!++] = row;
  const nodeOfLane = Int32Array.from({ length: laneCount }, (_, row) => links.to[lanes.link[row]]);
  return {
    first: inSharedMemory(first),
    lane: inSharedMemory(lane),
    nodeOfLane: inSharedMemory(nodeOfLane),
  };
}
