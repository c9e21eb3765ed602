/** Makes the tables of the traffic room for a run. */
import type { DriverId } from '../../base/ids.js';
import type { VehicleClass } from '../../events/catalogue.js';
import type { RoadNetwork } from '../../network/road-network.js';
import { bayLength_m } from '../../scenario/bay-lengths.js';
import type { DriverClass, Scenario } from '../../scenario/scenario.js';
import {
  createDrivers,
  createLaneStates,
  createLinkStates,
  createMovers,
  createNodeStates,
  createTurnStates,
  type DriverTable,
} from '../../state/tables.js';
import { approachKindsOf } from '../../traffic/approach-kinds.js';
import { createSignalCalls, type SignalCalls } from '../../traffic/signal-calls.js';
import type { NodePlan } from '../../traffic/signal-plan.js';
import type { SignalBook } from '../../traffic/signals.js';
import {
  approachesOf,
  createHistory,
  createRowList,
  type TrafficState,
} from '../../traffic/traffic-state.js';
import type { Places } from '../places.js';

/** Rows of the driver table. */
export const [
  HUMAN_DRIVER,
  AUTOMATED_DRIVER,
  VAN_DRIVER,
  BUS_DRIVER,
  SERVICE_DRIVER,
  CALM_DRIVER,
  URGENT_DRIVER,
  ROBOT_DRIVER,
] = [0, 1, 2, 3, 4, 5, 6, 7] as unknown as readonly DriverId[] as readonly [
  DriverId,
  DriverId,
  DriverId,
  DriverId,
  DriverId,
  DriverId,
  DriverId,
  DriverId,
];

/** Drivers of those who make trips; the others have rows of their own from here on. */
const TRIP_DRIVERS = 3;

export function createTraffic(
  scenario: Scenario,
  network: RoadNetwork,
  places: Places,
  plans: readonly NodePlan[],
  { vehicleCount, hasServices }: { readonly vehicleCount: number; readonly hasServices: boolean },
): TrafficState {
  const drivers = driversOf(scenario);
  const { routeCapacity } = scenario.routing;
  const driverCount = hasServices ? ROBOT_DRIVER : TRIP_DRIVERS;
  const lags = Array.from({ length: driverCount }, (_, row) => drivers.lagSteps[row]!);
  if (scenario.curb.robots.share > 0) lags.push(drivers.lagSteps[ROBOT_DRIVER]!);
  const longestLag = Math.max(...lags);
  const signalBook: (NodePlan | undefined)[] = Array.from({ length: network.nodeCount });
  for (const plan of plans) if (plan.control === 'signal') signalBook[plan.node] = plan;
  const approaches = approachesOf(network);
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
    approaches,
    accesses: places.accesses,
    activeAccesses: createRowList(places.accesses.capacity),
    freeMovers: createRowList(vehicleCount),
    busyNodes: createRowList(network.nodeCount),
    signalBook,
    signalControl: scenario.signals.control,
    signalCalls: signalCallsOf(scenario, network.nodeCount, signalBook),
    laneChanging: scenario.traffic.laneChanging,
    carFollowing: scenario.traffic.carFollowing,
    approachKinds: approachKindsOf({ network, approaches }),
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

/** Null unless somebody may call. */
function signalCallsOf(
  { signals, emergency }: Scenario,
  nodeCount: number,
  book: SignalBook,
): SignalCalls | null {
  const { priority, pedestrianStart_s: walk_s } = signals;
  const { greenExtension_s, earlyGreen_s, walkers_perHour, leastGreen_s } = priority;
  const preempts = priority.preemption === 'emergency' && emergency.calls_perDay > 0;
  if (!preempts && greenExtension_s + earlyGreen_s + walkers_perHour === 0) return null;
  const settings = { greenExtension_s, earlyGreen_s, walkers_perHour, leastGreen_s, walk_s };
  return createSignalCalls(nodeCount, book, settings);
}

function driversOf(scenario: Scenario): DriverTable {
  const { human, automated, van, bus, service, emergency, robot } = scenario.drivers;
  const styles: readonly (readonly [DriverClass, VehicleClass])[] = [
    [human, 'HDV'],
    [automated, 'SAV'],
    [van, 'VAN'],
    [bus, 'BUS'],
    [service, 'SERVICE'],
    [emergency, 'EMERGENCY'],
    [emergency, 'EMERGENCY'],
    [robot, 'ROBOT'],
  ];
  const table = createDrivers(styles.length);
  for (const [row, [style, vehicleClass]] of styles.entries()) {
    fillDriver(table, row, style, scenario.dt_s);
    table.bay_m[row] = bayLength_m(scenario, vehicleClass);
  }
  table.isAutomated[AUTOMATED_DRIVER] = 1;
  table.isAutomated[ROBOT_DRIVER] = 1;
  table.isUrgent[URGENT_DRIVER] = 1;
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
