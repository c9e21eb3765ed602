/**
 * The step: every stage in order, the rows it works on, and the columns it writes. A parallel stage
 * (`each`) cuts its rows into blocks fixed by the scenario and writes only rows of its own block; what
 * it has to say to others goes into the block's outbox, merged in block order. Read this second,
 * after core/state/tables.ts.
 */
import { enterRoad } from '../traffic/entry.js';
import { type HandOverResult, handOver } from '../traffic/hand-over.js';
import { listBusyNodes } from '../traffic/junctions.js';
import { changeLanes } from '../traffic/lane-changing.js';
import {
  createMotionOutbox,
  createMotionReport,
  joinOutboxes,
  joinWishes,
} from '../traffic/motion-outbox.js';
import { endPassings, startPassings } from '../traffic/passing.js';
import { changeForSpeed } from '../traffic/speed-lanes.js';
import { createRowList, emptyRows, MOVER_END } from '../traffic/traffic-state.js';
import type { World } from '../world.js';
import { chargeFleet } from './fleet/fleet-charging.js';
import { rebalanceFleet } from './fleet/fleet-rebalancing.js';
import { dispatchRides } from './fleet/fleet-requests.js';
import { sendOffDutyHome } from './fleet/fleet-shifts.js';
import {
  publishPassings,
  rerouteLost,
  settleEntered,
  settleLeft,
  settleStops,
  wakeDue,
} from './journeys/journeys.js';
import { changeLaneUses } from './lanes/lane-uses.js';
import {
  BLOCK_SIZES,
  isLookStep,
  parallelStages,
  type SharedTraffic,
  type Stage,
} from './parallel-stages.js';
import { customizersOf } from './routes/router.js';
import { noteCalls } from './services/priority-calls.js';
import { changeUses } from './standing/curb-uses.js';

export type { BlockSizes, Stage } from './parallel-stages.js';

/** Runs a stage's blocks. In order here; tests run them in another order, to the same bytes. */
export type Executor = (stage: Stage) => void;

export const inOrder: Executor = ({ rowCount, blockRows, work }) => {
  const rows = rowCount();
  for (let start = 0, block = 0; start < rows; start += blockRows, block++) {
    work(start, Math.min(start + blockRows, rows), block);
  }
};

/** What the threads of a run share; it is opened by each worker. */
export const shareTraffic = (
  { traffic, router }: World,
  blockSizes = BLOCK_SIZES,
): SharedTraffic => ({
  traffic,
  outbox: createMotionOutbox(traffic.movers.capacity, blockSizes.movers),
  blockSizes,
  indexes: customizersOf(router).map(({ shared }) => shared),
});

/** How often batteries of idle vehicles are looked at, s. */
const CHARGING_PERIOD_s = 60;

/** `execute` works the cells of the network's indexes too, whenever costs are put into them. */
export function stagesOf(
  world: World,
  shared = shareTraffic(world),
  execute: Executor = inOrder,
): Stage[] {
  const { traffic, clock } = world;
  const { outbox } = shared;
  const report = createMotionReport(traffic.movers.capacity);
  const rowList = () => createRowList(traffic.movers.capacity);
  const lost = rowList();
  const changed: HandOverResult = { entered: rowList(), left: rowList() };
  const entered = rowList();
  const passing = rowList();
  const blockCount = (): number => Math.ceil(traffic.counters[MOVER_END]! / outbox.blockRows);
  const isDispatchStep = (): boolean =>
    clock.time_s % world.scenario.fleet.dispatchEvery_s < world.scenario.dt_s;
  const isChargingStep = (): boolean => clock.time_s % CHARGING_PERIOD_s < world.scenario.dt_s;
  const isRebalanceStep = (): boolean =>
    clock.time_s % world.scenario.fleet.rebalanceEvery_s < world.scenario.dt_s;

  const { ofStep, ofIndexes } = parallelStages(shared, clock);
  for (const [at, customizer] of customizersOf(world.router).entries()) {
    customizer.workCells = () => execute(ofIndexes[at]!);
  }

  // name, work                                                                          writes
  return [
    ...ofStep,
    serial('hand over', () => {
      joinOutboxes(outbox, blockCount(), report);
      listBusyNodes(traffic, report.atLine, clock.step); //                 busy nodes
      emptyRows(changed.entered);
      emptyRows(changed.left);
      handOver(traffic, report.crossing, clock.time_s, changed); //         lanes, links, mover.lane
    }),
    serial('change lanes', () => {
      emptyRows(lost);
      changeLanes(traffic, report.misplaced, lost, clock.step); //          lanes, mover.lane, yieldTo
      rerouteLost(world, lost);
    }),
    serial('change for speed', () => {
      if (!isLookStep(traffic, clock.step)) return;
      joinWishes(outbox, blockCount(), report);
      if (traffic.laneChanging === 'for-speed') {
        changeForSpeed(traffic, report.wishing, clock.step); //             lanes, mover.lane
      }
    }),
    serial('pass the stopped', () => {
      endPassings(traffic); //                                              links, lanes
      if (!isLookStep(traffic, clock.step) || traffic.passingGap_s === 0) return;
      emptyRows(passing);
      startPassings(traffic, report.wishing, passing);
      publishPassings(world, passing);
    }),
    serial('calls', () => {
      if (world.services !== null || traffic.signalCalls !== null) {
        noteCalls(world); //                                                signal calls, walkers, claims
      }
    }),
    serial('lanes', () => {
      if (clock.time_s >= clock.nextLaneUse_s) changeLaneUses(world); //    lanes.openTo, movers' routes
    }),
    serial('curbs', () => {
      if (clock.time_s >= clock.nextUse_s) changeUses(world); //            zone.use, closesFor
    }),
    serial('arrivals', () => {
      settleEntered(world, changed.entered); //                             vehicles, trips, stalls, bays
      settleLeft(world, changed.left);
      settleStops(world, report.stopping);
    }),
    serial('calendar', () => {
      wakeDue(world); //                                                    vehicles, trips
    }),
    serial('dispatch', () => {
      if (world.fleet !== null && isChargingStep()) {
        chargeFleet(world); //                                                batteries
        sendOffDutyHome(world);
      }
      if (world.fleet !== null && isDispatchStep()) dispatchRides(world); // fleet plans
      if (world.fleet !== null && isRebalanceStep()) rebalanceFleet(world);
    }),
    serial('enter', () => {
      emptyRows(entered);
      enterRoad(traffic, clock.step + 1, clock.time_s, entered); //         lanes, movers
      settleEntered(world, entered);
    }),
  ];
}

const serial = (name: string, work: () => void): Stage => ({
  name,
  code: -1,
  rowCount: ONE_ROW,
  blockRows: 1,
  work,
});

const ONE_ROW = (): number => 1;
