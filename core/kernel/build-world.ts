/** Builds the world of a run from its inputs: tables, controls planned for its demand, stock at the start. */
import { RunError, UserError } from '../base/errors.js';
import { type DriverId, NONE, type TripId, type VehicleId } from '../base/ids.js';
import { draw, hashName, mix, PURPOSE } from '../base/random.js';
import { VEHICLE_CLASSES, type VehicleClass } from '../events/catalogue.js';
import { EventBuffer } from '../events/event-buffer.js';
import type { TripSolver } from '../fleet/trip-choice.js';
import { buildRoadNetwork } from '../network/build-network.js';
import { byName, factsOf } from '../network/facts.js';
import { LOT_USERS } from '../network/lot-users.js';
import type { NetworkDraft } from '../network/network-draft.js';
import { CONTROLS, type RoadNetwork } from '../network/road-network.js';
import { createDenseLots } from '../parking/dense-lot.js';
import type { RouteOrder } from '../routing/network-hierarchy.js';
import type { IdleCar } from '../scenario/demand.js';
import type { EarlierDay } from '../scenario/earlier-day.js';
import { fleetSizeOf, type Scenario } from '../scenario/scenario.js';
import { TRIP_KINDS, type TripDraft } from '../scenario/trip.js';
import {
  createCurbWatches,
  createTrips,
  createVehicles,
  type VehicleTable,
} from '../state/tables.js';
import type { NodePlan } from '../traffic/signal-plan.js';
import type { World } from '../world.js';
import { OUTSIDE, WAKE } from './activities.js';
import { Calendar } from './calendar.js';
import { warrantNodesOf } from './controls/junction-shapes.js';
import { type PlannedControls, planControls } from './controls/plan-controls.js';
import {
  AUTOMATED_DRIVER,
  createTraffic,
  HUMAN_DRIVER,
  ROBOT_DRIVER,
  VAN_DRIVER,
} from './controls/traffic-setup.js';
import { bookedAt_s, createFleetOfRun, operatorFor, placeFleet } from './fleet/fleet-setup.js';
import { givenPlansOf } from './journeys/given-plans.js';
import { givenRoutesOf } from './journeys/given-routes.js';
import { plannedTrips } from './journeys/planned-trips.js';
import { scheduleFetch } from './journeys/private-automated.js';
import { assertLanesLead } from './lanes/check-lane-uses.js';
import { withLaneRules } from './lanes/lane-rules.js';
import { beginLaneUses } from './lanes/lane-uses.js';
import { withLinkGates } from './lanes/link-gates.js';
import { withTidalLanes } from './lanes/tidal-rules.js';
import { type Places, placesOf } from './places.js';
import { expectDay, firstLearning, type Learning } from './routes/day-to-day.js';
import { beginWithDay } from './routes/earlier-day.js';
import { createRouter } from './routes/router.js';
import { gateNamesOf, planServices } from './services/service-plans.js';
import { createServices, scheduleServices, serviceCount } from './services/services.js';
import { beginUses } from './standing/curb-uses.js';
import { lotUsersOf } from './standing/lot-access.js';
import { placeAtStart } from './standing/parking.js';
import { timetableOf } from './standing/timetables.js';
import { serviceWatchesOf, zoneFits } from './standing/zone-fits.js';

export interface RunInputs {
  readonly scenario: Scenario;
  readonly network: NetworkDraft;
  readonly trips: readonly TripDraft[];
  readonly idleCars: readonly IdleCar[];
  /** Trips of another day, for a fleet that waits where these asked for rides. */
  readonly history?: readonly TripDraft[];
  /** Link times of another day, to begin with in place of those expected on empty streets. */
  readonly earlierDay?: EarlierDay;
}

export interface BuiltWorld {
  readonly world: World;
  readonly controls: PlannedControls;
  /** Trips in the order of their rows. */
  readonly trips: readonly TripDraft[];
}

/**
 * `tripSolver`: for scenarios whose fleet is dispatched with an outside solver. `learned`: from the
 * day before, where the day is run again. `routeOrder`: of a large network, where it is known.
 */
export function buildWorld(
  inputs: RunInputs,
  tripSolver: TripSolver | null = null,
  learned: Learning | null = null,
  routeOrder: RouteOrder | null = null,
): BuiltWorld {
  const { scenario, trips, idleCars } = inputs;
  const gated = withLinkGates(inputs.network, trips, gateNamesOf(scenario));
  const streets = withTidalLanes(withLaneRules(gated, scenario.lanes), scenario.tidal);
  const network = buildRoadNetwork(streets);
  const servicePlans = planServices(scenario, streets, network);
  const draft = servicePlans?.draft ?? streets;
  const places = placesOf(draft, network.linkNames, scenario, servicePlans?.starts);
  assertPlacesKnown(trips, idleCars, places);
  const tripDrafts = [...trips].sort(byName);
  const { routeCapacity } = scenario.routing;
  const givenRoutes = givenRoutesOf(network, places, tripDrafts, routeCapacity);
  const controls = planControls(
    network,
    { ...scenario.signals, noise: scenario.routing.noise, seed: scenario.seed },
    {
      trips: plannedTrips(scenario, places, tripDrafts, givenRoutes),
      warrantNodes: warrantNodesOf(draft),
      given: givenPlansOf(draft, network),
      saturation: {
        tau_s: scenario.drivers.human.tau_s,
        spacing_m: scenario.drivers.human.length_m + scenario.drivers.human.standstillGap_m,
      },
    },
  );
  applyControls(network, controls.plans);
  const cars = carsOf(scenario, tripDrafts, idleCars);
  const fleetCount = scenario.regime === 'shared-automated' ? fleetSizeOf(scenario.fleet) : 0;
  const services = createServices(servicePlans, cars.length);
  const firstOfFleet = cars.length + serviceCount(servicePlans);
  const vehicleCount = firstOfFleet + fleetCount;
  const traffic = createTraffic(scenario, network, places, controls.plans, {
    vehicleCount,
    hasServices: services !== null,
  });
  const vehicles = createVehicles(vehicleCount);
  const curbs = [...draft.curbs].sort(byName);
  const timetables = curbs.map((curb) => timetableOf(curb, scenario));
  const fits = zoneFits(scenario, places, servicePlans?.lines ?? []);
  const rowOfCar = new Map(cars.map(({ name }, row) => [name, row]));
  const router = createRouter(
    network,
    places,
    traffic.routes,
    controls.defaultTurn_s,
    scenario.routing,
    scenario.start_s,
    routeOrder,
  );
  const learning = learned ?? firstLearning(scenario, network.turnCount, tripDrafts.length);
  if (learning !== null) expectDay(router, learning);
  const { earlierDay } = inputs;
  if (earlierDay !== undefined) beginWithDay(router, network, earlierDay, { scenario, learning });
  const world: World = {
    scenario,
    network,
    facts: factsOf(draft, {
      timetableOf: (curb) => timetableOf(curb, scenario),
      stall_m: scenario.parking.stall_m,
      lotUsers: (lots) => [...lotUsersOf(lots, scenario)].map((code) => LOT_USERS[code]!),
    }),
    places,
    traffic,
    vehicles,
    vehicleCount,
    trips: createTrips(tripDrafts.length),
    tripCount: tripDrafts.length,
    givenRoutes,
    zones: places.zones,
    lots: places.lots,
    dense: createDenseLots(places.lots),
    curbWatches: createCurbWatches(network.linkCount),
    serviceWatches: serviceWatchesOf(scenario, fits, network.linkCount),
    fits,
    timetables,
    calendar: new Calendar(),
    router,
    learning,
    fleet: createFleetOfRun(scenario, router, fleetCount, {
      firstVehicle: firstOfFleet,
      network,
      riders: tripDrafts,
      tripSolver,
    }),
    services,
    events: new EventBuffer(),
    clock: {
      step: 0,
      time_s: scenario.start_s,
      nextUse_s: scenario.start_s,
      nextLaneUse_s: Infinity,
      aboardCount: 0,
    },
  };
  fillTrips(world, tripDrafts, rowOfCar);
  fillVehicles(world, cars);
  assertLanesLead(world, tripDrafts);
  world.clock.nextUse_s = beginUses(world);
  world.clock.nextLaneUse_s = beginLaneUses(world);
  placeStock(world, tripDrafts, idleCars, rowOfCar);
  placeFleet(world, ridesOf(scenario, inputs.history ?? []));
  scheduleServices(world);
  return { world, controls, trips: tripDrafts };
}

function assertPlacesKnown(
  trips: readonly TripDraft[],
  idleCars: readonly IdleCar[],
  { addressRow, gateRow, gates }: Places,
): void {
  const isKnown = (name: string): boolean => addressRow.has(name) || gateRow.has(name);
  const unknown = trips.find((trip) => !isKnown(trip.origin) || !isKnown(trip.destination));
  const lost = idleCars.find(({ address }) => !addressRow.has(address));
  const name = unknown?.name ?? lost?.vehicle;
  if (name !== undefined) {
    throw wrongTrip('RUN-001', name, 'begins or ends at a place that the network does not have');
  }
  const gateOf = (place: string) => gates[gateRow.get(place) ?? NONE];
  const astray = trips.find(
    ({ origin, destination }) =>
      gateOf(origin)?.entries.length === 0 || gateOf(destination)?.exits.length === 0,
  );
  if (astray === undefined) return;
  throw wrongTrip('RUN-006', astray.name, 'comes in by a gate that only leads out, or the reverse');
}

const wrongTrip = (code: string, name: string, message: string): UserError =>
  new UserError({
    code,
    severity: 'error',
    file: 'trips',
    line: 0,
    column: 0,
    field: name,
    message,
  });

/** What the warrant rule has decided; nodes without a plan keep their control. */
function applyControls(network: RoadNetwork, plans: readonly NodePlan[]): void {
  for (const { node, control } of plans) network.nodes.control[node] = CONTROLS.indexOf(control);
}

/** Classes of vehicles that make trips. */
type CarClass = Extract<VehicleClass, 'HDV' | 'PAV' | 'SAV' | 'VAN' | 'ROBOT'>;

interface Car {
  readonly name: string;
  readonly vehicleClass: CarClass;
  readonly driver: DriverId;
}

/** Cars of the run in the order of names: who drives depends on the regime and on the kind of trip. */
function carsOf(
  scenario: Scenario,
  trips: readonly TripDraft[],
  idleCars: readonly IdleCar[],
): Car[] {
  const classOf = new Map<string, CarClass | null>();
  for (const { vehicle, kind } of trips) {
    const isByRobot = kind === 'van' && isRobot(scenario, vehicle);
    classOf.set(vehicle, isByRobot ? 'ROBOT' : classFor(scenario, kind));
  }
  for (const { vehicle } of idleCars) classOf.set(vehicle, classFor(scenario, 'resident'));
  const driverOf: Readonly<Record<CarClass, DriverId>> = {
    HDV: HUMAN_DRIVER,
    PAV: AUTOMATED_DRIVER,
    SAV: AUTOMATED_DRIVER,
    VAN: VAN_DRIVER,
    ROBOT: ROBOT_DRIVER,
  };
  return [...classOf]
    .flatMap(([name, vehicleClass]) =>
      vehicleClass === null ? [] : [{ name, vehicleClass, driver: driverOf[vehicleClass] }],
    )
    .sort(byName);
}

/** By the tour's name alone: with a greater share the same tours and more are made by robots. */
const isRobot = ({ seed, curb }: Scenario, vehicle: string): boolean =>
  draw(seed, PURPOSE.deliveryRobot, hashName(vehicle)) < curb.robots.share;

/** Null for those who ride with the fleet and own no car. */
function classFor({ regime }: Scenario, kind: TripDraft['kind']): CarClass | null {
  if (kind === 'van') return 'VAN';
  if (regime === 'today') return 'HDV';
  if (regime === 'private-automated' || kind === 'through') return 'PAV';
  return null;
}

/** Those who ride with the fleet. */
const ridesOf = (scenario: Scenario, trips: readonly TripDraft[]): readonly TripDraft[] =>
  trips.filter(({ kind }) => classFor(scenario, kind) === null);

function fillTrips(
  { trips, places }: World,
  drafts: readonly TripDraft[],
  rowOfCar: ReadonlyMap<string, number>,
): void {
  for (const [trip, draft] of drafts.entries()) {
    trips.kind[trip] = TRIP_KINDS.indexOf(draft.kind);
    trips.departure_s[trip] = draft.departure_s;
    trips.partySize[trip] = draft.partySize;
    trips.nameHash[trip] = hashName(draft.name);
    trips.vehicle[trip] = (rowOfCar.get(draft.vehicle) ?? NONE) as VehicleId;
    trips.fromGate[trip] = places.gateRow.get(draft.origin) ?? NONE;
    trips.fromAddress[trip] = places.addressRow.get(draft.origin) ?? NONE;
    trips.toGate[trip] = places.gateRow.get(draft.destination) ?? NONE;
    trips.toAddress[trip] = places.addressRow.get(draft.destination) ?? NONE;
  }
}

function fillVehicles({ vehicles, scenario }: World, cars: readonly Car[]): void {
  for (const [vehicle, { name, vehicleClass, driver }] of cars.entries()) {
    vehicles.vehicleClass[vehicle] = VEHICLE_CLASSES.indexOf(vehicleClass);
    vehicles.driver[vehicle] = driver;
    vehicles.nameHash[vehicle] = mix(hashName(name) ^ scenario.seed);
    vehicles.activity[vehicle] = OUTSIDE;
  }
}

/** Links each car's trips into its chain, puts the calendar's first entries, and parks the stock. */
function placeStock(
  world: World,
  drafts: readonly TripDraft[],
  idleCars: readonly IdleCar[],
  rowOfCar: ReadonlyMap<string, number>,
): void {
  const { trips, vehicles, calendar, places } = world;
  const byDeparture = drafts
    .map((_, trip) => trip)
    .sort((a, b) => drafts[a]!.departure_s - drafts[b]!.departure_s || a - b);
  const lastOf = new Map<number, number>();
  const homes: [vehicle: number, address: number][] = [];
  for (const trip of byDeparture) {
    calendar.add(trips.departure_s[trip]!, WAKE.tripStarts, trip);
    const vehicle = trips.vehicle[trip];
    if (vehicle === NONE) {
      bookRide(world, trip, drafts[trip]!);
      continue;
    }
    const last = lastOf.get(vehicle);
    lastOf.set(vehicle, trip);
    if (last !== undefined) {
      trips.next[last] = trip as TripId;
      continue;
    }
    vehicles.nextTrip[vehicle] = trip as TripId;
    if (trips.fromAddress[trip] !== NONE) homes.push([vehicle, trips.fromAddress[trip]!]);
  }
  for (const { vehicle, address } of idleCars) {
    const row = rowOfCar.get(vehicle);
    if (row !== undefined) homes.push([row, places.addressRow.get(address)!]);
  }
  parkAtStart(
    world,
    homes.sort((a, b) => a[0] - b[0]),
  );
}

/** Whom a traveller asks first, and when, if that is ahead of the departure. */
function bookRide({ trips, calendar, scenario }: World, trip: number, draft: TripDraft): void {
  trips.operator[trip] = operatorFor(scenario, draft);
  trips.booked_s[trip] = bookedAt_s(scenario, draft);
  if (trips.booked_s[trip]! >= 0) calendar.add(trips.booked_s[trip]!, WAKE.rideAsked, trip);
}

function parkAtStart(world: World, homes: readonly (readonly [number, number])[]): void {
  const { vehicles } = world;
  let unplaced = 0;
  for (const [vehicle, address] of homes) {
    const isAutomated = isPrivateAutomated(vehicles, vehicle);
    vehicles.home[vehicle] = address;
    vehicles.lastAddress[vehicle] = address;
    if (!placeAtStart(world, vehicle, address, !isAutomated)) unplaced++;
    else if (isAutomated) scheduleFetch(world, vehicle);
  }
  if (unplaced === 0) return;
  throw new RunError(
    'RUN-002',
    `The network has no stall for ${unplaced} of the ${homes.length} cars that stand in it at the start.`,
  );
}

const isPrivateAutomated = (vehicles: VehicleTable, vehicle: number): boolean =>
  VEHICLE_CLASSES[vehicles.vehicleClass[vehicle]!] === 'PAV';
