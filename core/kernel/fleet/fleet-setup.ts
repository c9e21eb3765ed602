/** The shared fleet of a run: its plans and dispatcher, and where its vehicles stand at the start. */
import { RunError, shown, UserError } from '../../base/errors.js';
import { draw, hashName, mix, PURPOSE } from '../../base/random.js';
import { VEHICLE_CLASSES } from '../../events/catalogue.js';
import { createBatchAssignment } from '../../fleet/batch-assignment.js';
import { assignRequests, type DispatchSettings } from '../../fleet/dispatch.js';
import { createFleet, type Fleet, type TravelTime } from '../../fleet/fleet.js';
import { createInsertion } from '../../fleet/insertion.js';
import { createNearestIdle } from '../../fleet/nearest-idle.js';
import { createShareability } from '../../fleet/shareability.js';
import type { TripSolver } from '../../fleet/trip-choice.js';
import type { RoadNetwork } from '../../network/road-network.js';
import { claimLotStall } from '../../parking/lots.js';
import { travelTimesOf } from '../../routing/time-table.js';
import {
  type DispatcherName,
  type DriverClass,
  type FleetRules,
  fleetSizeOf,
  operatorsOf,
  type Scenario,
} from '../../scenario/scenario.js';
import type { TripDraft } from '../../scenario/trip.js';
import type { FleetOfRun, World } from '../../world.js';
import { TO_LOT } from '../activities.js';
import { AUTOMATED_DRIVER } from '../controls/traffic-setup.js';
import { mostAskings } from '../journeys/trips.js';
import type { Places } from '../places.js';
import type { Router } from '../routes/router.js';
import { hasStallFor } from '../standing/lot-access.js';
import { park } from '../standing/parking.js';
import { createChargingOfRun, lookAtBattery, plugIn } from './fleet-batteries.js';
import { wayOut } from './fleet-moves.js';
import { servedLinks } from './fleet-reach.js';
import { createRebalancingOfRun } from './fleet-rebalancing.js';
import { beginShifts } from './fleet-shifts.js';
import { noteAt } from './fleet-steering.js';

export function createFleetOfRun(
  { fleet: settings, curb, drivers }: Scenario,
  router: Router,
  vehicleCount: number,
  {
    firstVehicle,
    riders,
    tripSolver,
    network,
  }: {
    readonly firstVehicle: number;
    readonly network: RoadNetwork;
    /** Trips of the run. */
    readonly riders: readonly TripDraft[];
    readonly tripSolver: TripSolver | null;
  },
): FleetOfRun | null {
  if (vehicleCount === 0) return null;
  const operators = operatorsOf(settings);
  const plans = createFleet({
    vehicleCount,
    seatCount: settings.seatCount,
    operators,
    requestCapacity: riders.length * mostAskings(settings),
    maxWait_s: settings.maxWait_s,
    maxDetour: settings.maxDetour,
    detourAllowance_s: settings.detourAllowance_s,
    dwell_s: curb.dwell_s + startLoss_s(router, drivers.automated) + meanExtra_s(settings, riders),
  });
  const [dispatcher, ...others] = operators.map((operator) =>
    dispatcherOf(operator.dispatcher, settings, plans, tripSolver),
  );
  const travelTime = travelTimeOf(router);
  const rules = { dispatcher: dispatcher!, others, patience_s: settings.maxWait_s / 2 };
  return {
    plans,
    firstVehicle,
    travelTime,
    depotOf: new Int32Array(vehicleCount),
    isServed: servedLinks(network),
    hasBookings:
      settings.prebooking.share > 0 || riders.some((trip) => trip.bookedAhead_s !== undefined),
    rebalancing: null,
    charging: null,
    dispatch: (time_s) => assignRequests(plans, time_s, travelTime, rules),
  };
}

/** What parties and slow travellers add to a stand, on average: plans reckon with that. */
function meanExtra_s({ boarding }: FleetRules, riders: readonly TripDraft[]): number {
  const { perPerson_s, slowShare, slow_s } = boarding;
  if (riders.length === 0) return 0;
  const further = riders.reduce((sum, { partySize }) => sum + partySize - 1, 0) / riders.length;
  return perPerson_s * further + slowShare * slow_s;
}

/** The operator that the traveller asks first: the same one in every run of a seed. */
export function operatorFor({ fleet, seed }: Scenario, { name }: TripDraft): number {
  const operators = operatorsOf(fleet);
  if (operators.length === 1) return 0;
  let chance = draw(seed, PURPOSE.operator, hashName(name));
  const found = operators.findIndex(({ share }) => {
    chance -= share;
    return chance < 0;
  });
  return Math.max(found, 0);
}

/** When the ride is asked for ahead of the departure, or -1: nobody asks ahead who is due already. */
export function bookedAt_s(
  { fleet, seed, start_s }: Scenario,
  { name, departure_s, bookedAhead_s }: TripDraft,
): number {
  const { share, lead_s } = fleet.prebooking;
  const isDrawn = share > 0 && draw(seed, PURPOSE.prebooking, hashName(name)) < share;
  const asked_s = Math.max(start_s, departure_s - (bookedAhead_s ?? (isDrawn ? lead_s : 0)));
  return asked_s < departure_s ? asked_s : -1;
}

function dispatcherOf(
  dispatcher: DispatcherName,
  { tripSolver, waitWeight, rideWeight }: FleetRules,
  { settings }: Fleet,
  outside: TripSolver | null,
): DispatchSettings['dispatcher'] {
  const weights = { waitWeight, rideWeight };
  switch (dispatcher) {
    case 'nearest-idle':
      return createNearestIdle();
    case 'batch':
      return createBatchAssignment();
    case 'insertion':
      return createInsertion(settings, { waitWeight });
    case 'shareability':
      if (tripSolver === 'own') return createShareability(settings, weights);
      if (outside === null)
        throw new RunError('RUN-005', `No trip solver ${tripSolver} was given.`);
      return createShareability(settings, weights, outside);
  }
}

/**
 * What setting off from a stand costs beyond driving at speed, v / (2a) at constant acceleration:
 * tables of times know moving vehicles only. Without it, plans came 5 s too early at the median stop,
 * and promises with them.
 */
function startLoss_s({ table }: Router, { acceleration_mps2 }: DriverClass): number {
  const { linkLength_m, linkFree_s } = table;
  let length_m = 0;
  let time_s = 0;
  for (let link = 0; link < linkFree_s.length; link++) {
    length_m += linkLength_m[link]!;
    time_s += linkFree_s[link]!;
  }
  return length_m / time_s / (2 * acceleration_mps2);
}

/** On present times; never negative. */
function travelTimeOf({ table }: Router): TravelTime {
  const { between, fromMany } = travelTimesOf(table);
  return Object.assign(between, { fromMany });
}

/**
 * Vehicles stand in their depots in turn, or in the remote lots, or in all. `history`: rides of another day, of which the
 * fleet knows where they were asked for.
 */
export function placeFleet(world: World, history: readonly TripDraft[]): void {
  const { fleet, vehicles, vehicleCount, places, lots, scenario } = world;
  if (fleet === null) return;
  const remoteFirst = places.remoteLots.length > 0 ? places.remoteLots : places.ordinaryLots;
  const depots = depotsOf(scenario.fleet, places);
  const among = depots.length > 0 ? depots : remoteFirst;
  fleet.charging = createChargingOfRun(world);
  let turn = 0;
  for (let vehicle = fleet.firstVehicle; vehicle < vehicleCount; vehicle++) {
    vehicles.vehicleClass[vehicle] = VEHICLE_CLASSES.indexOf('SAV');
    vehicles.driver[vehicle] = AUTOMATED_DRIVER;
    vehicles.nameHash[vehicle] = mix(
      hashName(`sav${vehicle - fleet.firstVehicle}`) ^ scenario.seed,
    );
    vehicles.wake_s[vehicle] = -1;
    const skipped = among.findIndex((_, at) =>
      hasStallFor(world, among[(turn + at) % among.length]!, vehicle),
    );
    if (skipped < 0) throw tooFewStalls(vehicle - fleet.firstVehicle, scenario, depots.length > 0);
    const lot = among[(turn + skipped) % among.length]!;
    turn = (turn + skipped + 1) % among.length;
    claimLotStall(lots, lot);
    park(world, vehicle, { kind: TO_LOT, row: lot });
    noteAt(world, vehicle, wayOut(world, lot));
    lookAtBattery(world, vehicle);
    plugIn(world, vehicle);
    fleet.depotOf[vehicle - fleet.firstVehicle] = lot;
  }
  beginShifts(world);
  fleet.rebalancing = createRebalancingOfRun(world, history);
}

function tooFewStalls(placedCount: number, { fleet }: Scenario, isInDepots: boolean): RunError {
  const where = isInDepots
    ? 'The lots of fleet.depots have'
    : 'Remote lots, or all lots where there is none, have';
  return new RunError(
    'RUN-003',
    `${where} stalls for ${placedCount} of the fleet's ${fleetSizeOf(fleet)} vehicles: it takes fewer ` +
      '(fleet.vehicleCount), or more stalls (network.remoteStallCount, lotStallCount).',
  );
}

/** Rows of the lots that the scenario names. Throws UserError for names that no lot has. */
function depotsOf({ depots }: FleetRules, { lotRow }: Places): number[] {
  const unknown = [...new Set(depots)].filter((name) => !lotRow.has(name));
  if (unknown.length === 0) return depots.map((name) => lotRow.get(name)!);
  const place = { file: 'scenario', line: 0, column: 0, field: 'fleet.depots' };
  throw new UserError(
    unknown.slice(0, MOST_TOLD).map((name) => {
      const message = `there is no lot ${shown(name)} in the network`;
      return { code: 'RUN-016', severity: 'error', ...place, message };
    }),
  );
}

const MOST_TOLD = 100;
