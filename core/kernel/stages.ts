/**
 * The step: every stage in order, the rows it works on, and the columns it writes. A parallel stage
 * (`each`) cuts its rows into blocks fixed by the scenario and writes only rows of its own block; what
 * it has to say to others goes into the block's outbox, merged in block order. Read this second,
 * after core/state/tables.ts.
 */
import type { MoverId } from '../base/ids.js';
import { switchUses } from '../curb/zones.js';
import { enterRoad } from '../traffic/entry.js';
import { type HandOverResult, handOver } from '../traffic/hand-over.js';
import { createJunctionScratch, grantEntries, listBusyNodes } from '../traffic/junctions.js';
import { changeLanes } from '../traffic/lane-changing.js';
import { choosePositions, type MotionOutbox, moveVehicles } from '../traffic/motion.js';
import { switchSignals } from '../traffic/signals.js';
import { MOVER_END } from '../traffic/traffic-state.js';
import type { World } from '../world.js';
import { rebalanceFleet } from './fleet-rebalancing.js';
import { dispatchRides } from './fleet-requests.js';
import { rerouteLost, settleEntered, settleLeft, settleStops, wakeDue } from './journeys.js';

export interface Stage {
  readonly name: string;
  /** Rows of a parallel stage; a serial stage has one. */
  readonly rowCount: () => number;
  readonly blockRows: number;
  /** Works rows [start, end) of block `block`. */
  readonly work: (start: number, end: number, block: number) => void;
}

/** Runs a stage's blocks. In order here; tests run them in another order, to the same bytes. */
export type Executor = (stage: Stage) => void;

export const inOrder: Executor = ({ rowCount, blockRows, work }) => {
  const rows = rowCount();
  for (let start = 0, block = 0; start < rows; start += blockRows, block++) {
    work(start, Math.min(start + blockRows, rows), block);
  }
};

/** Rows a block. Tests of small worlds make them small, so that there are many blocks. */
export interface BlockSizes {
  readonly nodes: number;
  readonly movers: number;
}

/** Large enough that a block's own cost does not count. */
const BLOCK_SIZES: BlockSizes = { nodes: 64, movers: 512 };

/** How often requests are looked at, s. */
const DISPATCH_PERIOD_s = 5;

export function stagesOf(world: World, blockSizes = BLOCK_SIZES): Stage[] {
  const { network, traffic, clock } = world;
  const scratch = createJunctionScratch();
  const outboxes: MotionOutbox[] = [];
  const crossing: number[] = [];
  const stopping: number[] = [];
  const atLine: number[] = [];
  const misplaced: number[] = [];
  const lost: MoverId[] = [];
  const changed: HandOverResult = { entered: [], left: [] };
  const isDispatchStep = (): boolean => clock.time_s % DISPATCH_PERIOD_s < world.scenario.dt_s;
  const isRebalanceStep = (): boolean =>
    clock.time_s % world.scenario.fleet.rebalanceEvery_s < world.scenario.dt_s;
  const nodes = () => network.nodeCount;
  const busyNodes = () => traffic.busyNodes.count[0]!;
  const movers = () => traffic.counters[MOVER_END]!;
  const before_s = () => clock.time_s - world.scenario.dt_s;

  // name, rows, rows a block, work                                                      writes
  return [
    each('signals', nodes, blockSizes.nodes, (from, to) => {
      switchSignals(traffic, from, to, before_s()); //                      node state, turn.signal
    }),
    each('junctions', busyNodes, blockSizes.nodes, (from, to) => {
      grantEntries(traffic, from, to, clock.step, before_s(), scratch); //  grants of its approaches
    }),
    each('choose positions', movers, blockSizes.movers, (from, to) => {
      choosePositions(traffic, from, to, clock.step); //                    mover.next_m
    }),
    each('move', movers, blockSizes.movers, (from, to, block) => {
      moveVehicles(traffic, from, to, clock.step, emptyOutbox(outboxes, block)); // mover position …
    }),
    serial('hand over', () => {
      mergeOutboxes(outboxes, Math.ceil(movers() / blockSizes.movers), {
        crossing,
        stopping,
        atLine,
        misplaced,
      });
      listBusyNodes(traffic, atLine, clock.step); //                        busy nodes
      changed.entered.length = 0;
      changed.left.length = 0;
      handOver(traffic, crossing, clock.time_s, changed); //                lanes, links, mover.lane
    }),
    serial('change lanes', () => {
      lost.length = 0;
      changeLanes(traffic, misplaced, lost); //                             lanes, mover.lane
      rerouteLost(world, lost);
    }),
    serial('curbs', () => {
      if (clock.time_s < clock.nextUse_s) return;
      clock.nextUse_s = switchUses(world.zones, world.timetables, clock.time_s); // zone.use
    }),
    serial('arrivals', () => {
      settleEntered(world, changed.entered); //                             vehicles, trips, stalls, bays
      settleLeft(world, changed.left);
      settleStops(world, stopping);
    }),
    serial('calendar', () => {
      wakeDue(world); //                                                    vehicles, trips
    }),
    serial('dispatch', () => {
      if (world.fleet !== null && isDispatchStep()) dispatchRides(world); // fleet plans
      if (world.fleet !== null && isRebalanceStep()) rebalanceFleet(world);
    }),
    serial('enter', () => {
      const entered: MoverId[] = [];
      enterRoad(traffic, clock.step + 1, clock.time_s, entered); //         lanes, movers
      settleEntered(world, entered);
    }),
  ];
}

const each = (
  name: string,
  rowCount: () => number,
  blockRows: number,
  work: Stage['work'],
): Stage => ({ name, rowCount, blockRows, work });

const serial = (name: string, work: () => void): Stage => ({
  name,
  rowCount: () => 1,
  blockRows: 1,
  work,
});

function emptyOutbox(outboxes: MotionOutbox[], block: number): MotionOutbox {
  while (outboxes.length <= block)
    outboxes.push({ crossing: [], stopping: [], atLine: [], misplaced: [] });
  const outbox = outboxes[block]!;
  outbox.crossing.length = 0;
  outbox.stopping.length = 0;
  outbox.atLine.length = 0;
  outbox.misplaced.length = 0;
  return outbox;
}

function mergeOutboxes(
  outboxes: readonly MotionOutbox[],
  blockCount: number,
  { crossing, stopping, atLine, misplaced }: MotionOutbox,
): void {
  crossing.length = 0;
  stopping.length = 0;
  atLine.length = 0;
  misplaced.length = 0;
  for (let block = 0; block < blockCount; block++) {
    const outbox = outboxes[block]!;
    for (const mover of outbox.crossing) crossing.push(mover);
    for (const mover of outbox.stopping) stopping.push(mover);
    for (const lane of outbox.atLine) atLine.push(lane);
    for (const mover of outbox.misplaced) misplaced.push(mover);
  }
}
