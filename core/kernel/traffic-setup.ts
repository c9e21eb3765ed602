/** Makes the tables of the traffic room for a run. */
import type { DriverId } from '../base/ids.js';
import type { RoadNetwork } from '../network/road-network.js';
import type { DriverClass, Scenario } from '../scenario/scenario.js';
import {
  createDrivers,
  createLaneStates,
  createLinkStates,
  createMovers,
  createNodeStates,
  createTurnStates,
  type DriverTable,
} from '../state/tables.js';
import type { NodePlan } from '../traffic/signal-plan.js';
import {
  approachesOf,
  createHistory,
  createRowList,
  type TrafficState,
} from '../traffic/traffic-state.js';
import type { Places } from './places.js';

/** Rows of the driver table. */
export const [HUMAN_DRIVER, AUTOMATED_DRIVER, VAN_DRIVER] = [0, 1, 2] as unknown as readonly [
  DriverId,
  DriverId,
  DriverId,
];

export function createTraffic(
  scenario: Scenario,
  network: RoadNetwork,
  places: Places,
  plans: readonly NodePlan[],
  vehicleCount: number,
): TrafficState {
  const drivers = driversOf(scenario);
  const { routeCapacity } = scenario.routing;
  const longestLag = Math.max(...Array.from({ length: 3 }, (_, row) => drivers.lagSteps[row]!));
  const signalBook: (NodePlan | undefined)[] = Array.from({ length: network.nodeCount });
  for (const plan of plans) if (plan.control === 'signal') signalBook[plan.node] = plan;
  return {
    network,
    movers: createMovers(vehicleCount),
    lanes: createLaneStates(network.laneCount),
    turns: createTurnStates(network.turnCount),
    nodes: createNodeStates(network.nodeCount),
    links: createLinkStates(network.linkCount),
    drivers,
    history: createHistory(vehicleCount, longestLag + 1),
    routes: new Int32Array(new SharedArrayBuffer(4 * vehicleCount * routeCapacity)),
    routeCapacity,
    approaches: approachesOf(network),
    accesses: places.accesses,
    activeAccesses: createRowList(places.accesses.capacity),
    freeMovers: createRowList(vehicleCount),
    busyNodes: createRowList(network.nodeCount),
    signalBook,
    signalControl: scenario.signals.control,
    laneChanging: scenario.traffic.laneChanging,
    passingGap_s: scenario.traffic.passingGap_s,
    passings: createRowList(network.linkCount),
    dt_s: scenario.dt_s,
    topSpeed_mps: topSpeedOf(network),
    counters: new Int32Array(new SharedArrayBuffer(8)),
  };
}

function topSpeedOf({ laneCount, lanes }: RoadNetwork): number {
  let top_mps = 0;
  for (let lane = 0; lane < laneCount; lane++) top_mps = Math.max(top_mps, lanes.speed_mps[lane]!);
  return top_mps;
}

function driversOf({ drivers: { human, automated, van }, dt_s }: Scenario): DriverTable {
  const table = createDrivers(3);
  for (const [row, style] of [human, automated, van].entries()) fillDriver(table, row, style, dt_s);
  table.isAutomated[AUTOMATED_DRIVER] = 1;
  return table;
}

/** Sums of steps and reaction times are decimal fractions: a rest below this is none. */
const WHOLE_STEPS = 1e-9;

export function fillDriver(
  table: DriverTable,
  row: number,
  style: DriverClass,
  dt_s: number,
): void {
  const lag = style.tau_s / dt_s;
  const whole = Math.floor(lag + WHOLE_STEPS);
  table.tau_s[row] = style.tau_s;
  table.lagSteps[row] = whole;
  table.lagRest[row] = lag - whole > WHOLE_STEPS ? lag - whole : 0;
  table.length_m[row] = style.length_m;
  table.standstillGap_m[row] = style.standstillGap_m;
  table.acceleration_mps2[row] = style.acceleration_mps2;
  table.comfortableBraking_mps2[row] = style.comfortableBraking_mps2;
}
