/**
 * Scheduled vehicles of a run: buses on their lines, services on wheels, emergency vehicles. Each
 * departure, visit and call is a vehicle of its own, in a block of rows between the cars and the fleet.
 */
import { type AccessId, type DriverId, NONE } from '../../base/ids.js';
import { hashName, mix } from '../../base/random.js';
import { VEHICLE_CLASSES } from '../../events/catalogue.js';
import type { ServiceFacts } from '../../metrics/services.js';
import {
  type LineStopTable,
  lineStopSchema,
  type ServiceTable,
  serviceSchema,
} from '../../state/service-tables.js';
import { createTable } from '../../state/table.js';
import type { World } from '../../world.js';
import { OUTSIDE, WAKE } from '../activities.js';
import { BUS_DRIVER, SERVICE_DRIVER, URGENT_DRIVER } from '../controls/traffic-setup.js';
import type { LinePlan, ServicePlans, StartPlace } from './service-plans.js';

export const BUS = VEHICLE_CLASSES.indexOf('BUS');
export const SERVICE = VEHICLE_CLASSES.indexOf('SERVICE');
export const EMERGENCY = VEHICLE_CLASSES.indexOf('EMERGENCY');

/** What a scheduled vehicle is doing. */
export const SERVICE_STAGES = ['planned', 'underWay', 'atPlace', 'returning', 'done'] as const;
export const [STAGE_PLANNED, UNDER_WAY, AT_PLACE, RETURNING, DONE] = [0, 1, 2, 3, 4] as const;

export interface ServicesOfRun {
  readonly plans: ServicePlans;
  /** Runs of all lines by line and time; vehicles of visits and of calls follow them. */
  readonly runs: readonly RunPlan[];
  /** Row of the first of the block among the vehicles, and how many there are. */
  readonly firstVehicle: number;
  readonly vehicleCount: number;
  /** By line: the row of its first stop in `stops`. */
  readonly firstStop: readonly number[];
  readonly table: ServiceTable;
  readonly stops: LineStopTable;
}

export interface RunPlan {
  readonly name: string;
  /** Row of its line. */
  readonly line: number;
  readonly departure_s: number;
}

export const serviceCount = (plans: ServicePlans | null): number =>
  plans === null ? 0 : runsOf(plans).length + plans.visits.length + plans.calls.length;

export function createServices(
  plans: ServicePlans | null,
  firstVehicle: number,
): ServicesOfRun | null {
  if (plans === null) return null;
  const firstStop: number[] = [];
  let stopCount = 0;
  for (const { stops } of plans.lines) {
    firstStop.push(stopCount);
    stopCount += stops.length;
  }
  const vehicleCount = serviceCount(plans);
  return {
    plans,
    runs: runsOf(plans),
    firstVehicle,
    vehicleCount,
    firstStop,
    table: createTable(serviceSchema, vehicleCount),
    stops: createTable(lineStopSchema, stopCount),
  };
}

const runsOf = ({ lines }: ServicePlans): RunPlan[] =>
  lines.flatMap(({ name, departures_s }, line) =>
    departures_s.map((departure_s) => ({ name: `${name} ${departure_s}`, line, departure_s })),
  );

/** Fills the vehicles' rows and puts what begins when into the calendar. */
export function scheduleServices(world: World): void {
  const { services, calendar, scenario } = world;
  if (services === null) return;
  const { runs, plans, firstVehicle } = services;
  for (const [row, { name, departure_s }] of runs.entries()) {
    fillVehicle(world, firstVehicle + row, name, BUS, BUS_DRIVER);
    calendar.add(departure_s, WAKE.serviceStarts, firstVehicle + row);
  }
  for (const [at, { name, way, arrives_s }] of plans.visits.entries()) {
    const vehicle = firstVehicle + runs.length + at;
    fillVehicle(world, vehicle, name, SERVICE, SERVICE_DRIVER);
    const sets_s = arrives_s - SLOWER * way.free_s - AHEAD_s;
    if (arrives_s < scenario.start_s || arrives_s >= scenario.end_s) continue;
    calendar.add(Math.max(scenario.start_s, sets_s), WAKE.serviceStarts, vehicle);
    const holds_s = Math.max(scenario.start_s, arrives_s - HELD_AHEAD_s);
    calendar.add(holds_s, WAKE.placeHeld, vehicle);
  }
  for (const [at, { name, made_s }] of plans.calls.entries()) {
    const vehicle = firstVehicle + runs.length + plans.visits.length + at;
    fillVehicle(world, vehicle, name, EMERGENCY, URGENT_DRIVER);
    calendar.add(made_s + scenario.emergency.turnout_s, WAKE.serviceStarts, vehicle);
  }
}

/** Who must be in time reckons with half as long again as on empty streets, and a minute. */
const SLOWER = 1.5;
const AHEAD_s = 60;

/** Signs keep its place free from two hours before, as stalls there empty. */
const HELD_AHEAD_s = 7200;

function fillVehicle(
  { vehicles, scenario }: World,
  vehicle: number,
  name: string,
  vehicleClass: number,
  driver: DriverId,
): void {
  vehicles.vehicleClass[vehicle] = vehicleClass;
  vehicles.driver[vehicle] = driver;
  vehicles.nameHash[vehicle] = mix(hashName(name) ^ scenario.seed);
  vehicles.activity[vehicle] = OUTSIDE;
}

export const isScheduled = (vehicleClass: number): boolean => vehicleClass >= BUS;

export const servicesOf = ({ services }: World): ServicesOfRun => {
  if (services === null) throw new Error('The run has no scheduled vehicles.');
  return services;
};

export const rowOfService = (world: World, vehicle: number): number =>
  vehicle - servicesOf(world).firstVehicle;

export function lineOf(world: World, vehicle: number): LinePlan {
  const { runs, plans } = servicesOf(world);
  return plans.lines[runs[rowOfService(world, vehicle)]!.line]!;
}

export const visitOf = (world: World, vehicle: number): number =>
  rowOfService(world, vehicle) - servicesOf(world).runs.length;

export const callOf = (world: World, vehicle: number): number =>
  visitOf(world, vehicle) - servicesOf(world).plans.visits.length;

/** The access by which a vehicle gets onto the road at a start of its plan. */
export function accessOf({ places, services }: World, start: StartPlace): AccessId {
  if (start.gate !== null) {
    const { entries, accesses } = places.gates[places.gateRow.get(start.gate)!]!;
    return accesses[entries.indexOf(start.link)]!;
  }
  const at = services!.plans.starts.findIndex(
    ({ link, position_m }) => link === start.link && position_m === start.position_m,
  );
  return places.startAccesses[at]!;
}

/** Is a bus or an emergency vehicle on its way? A service on wheels keeps no day from ending. */
export function areServicesUnderWay({ services }: World): boolean {
  if (services === null) return false;
  const { table, runs, plans, vehicleCount } = services;
  for (let row = 0; row < vehicleCount; row++) {
    const isVisit = row >= runs.length && row < runs.length + plans.visits.length;
    const stage = table.stage[row]!;
    if (!isVisit && stage !== STAGE_PLANNED && stage !== DONE) return true;
  }
  return false;
}

/** The vehicle, off the road, is out of service for the rest of the run. */
export function endService(world: World, vehicle: number): void {
  const { vehicles, clock } = world;
  const { table } = servicesOf(world);
  table.stage[rowOfService(world, vehicle)] = DONE;
  vehicles.activity[vehicle] = OUTSIDE;
  vehicles.placeRow[vehicle] = NONE;
  clock.aboardCount -= vehicles.passengerCount[vehicle]!;
  vehicles.passengerCount[vehicle] = 0;
}

/** What metrics may know of scheduled vehicles and of people at signals; null where there are none. */
export function serviceFactsOf({ services, traffic, network }: World): ServiceFacts | null {
  const hasWalkers = (traffic.signalCalls?.walkers_perHour ?? 0) > 0;
  if (services === null && !hasWalkers) return null;
  const { lines, visits, calls } = services?.plans ?? { lines: [], visits: [], calls: [] };
  return { lines, visits, calls, crossings: hasWalkers ? network.nodeNames : [] };
}
