/** Rides and persons of the fleet: who was on board over which metres, how well promises were kept. */
import { HOUR_s } from '../base/units.js';
import { LEG_PURPOSES, REJECTION_REASONS, VEHICLE_CLASSES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Fold, type Keep, keepNothing, ratio } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import type { MetricValues } from './metric-catalogue.js';
import type { FleetRow } from './run-result.js';

export interface FleetFold extends Fold {
  closePeriod(time_s: number): void;
  rows(): FleetRow[];
  summary(): MetricValues;
}

/** What is added up over the run; a period's row is made from differences. */
const TALLY = {
  requests: 0,
  rejections: 1,
  pickups: 2,
  latePickups: 3,
  wait_s: 4,
  rides: 5,
  lateRides: 6,
  ride_s: 7,
  direct_s: 8,
  person_m: 9,
  occupied_m: 10,
  prebooked: 11,
  repeated: 12,
  traded: 13,
  /** Rejections for good, by reason. */
  reasons: 14,
  /** Of ended legs, by purpose. */
  legs_m: 14 + REJECTION_REASONS.length,
} as const;
const TALLY_COUNT = TALLY.legs_m + LEG_PURPOSES.length;
const SAV = VEHICLE_CLASSES.indexOf('SAV');
const [NO_VEHICLE, TOO_MANY, NO_WAY, FULL_CURB] = REJECTION_REASONS.map((_, code) => code);
const [OCCUPIED, PICKUP, , TO_PARKING, REBALANCING] = LEG_PURPOSES.map((_, code) => code);

interface FleetMemory {
  readonly tallies: Float64Array;
  /** The tallies when the last period was closed. */
  readonly before: Float64Array;
  /** By when a vehicle is promised, by trip, as asked for last. */
  readonly latest_s: Float64Array;
  readonly onBoardCount: Uint16Array;
  /** Up to where a vehicle's persons have been counted. */
  readonly counted_m: Float64Array;
  readonly legStart_m: Float64Array;
  /** Open legs by purpose. */
  readonly openCount: Int32Array;
  /** Vehicles on duty; since when so many, and vehicle-seconds up to then. */
  readonly duty: Float64Array;
}

export function createFleet(
  scenario: Scenario,
  vehicleCount: number,
  tripCount: number,
  keep = keepNothing,
): FleetFold {
  const { regime, fleet } = scenario;
  const memory = createMemory(vehicleCount, tripCount, keep);
  const { tallies, before, openCount, duty } = memory;
  const rows = keep(new GrowingRows(2 + TALLY_COUNT + LEG_PURPOSES.length));
  const fleetSize = regime === 'shared-automated' ? fleet.vehicleCount : 0;
  duty[DUTY.count] = fleetSize;
  duty[DUTY.since_s] = scenario.start_s;
  const sum = (name: keyof typeof TALLY): number => tallies[TALLY[name]]!;
  return {
    takes: {
      ...requestTakes(memory),
      ...boardingTakes(memory, scenario),
      ...legTakes(memory),
      ...shiftTakes(memory),
    },
    closePeriod: (time_s) => {
      if (fleetSize === 0) return;
      countDuty(duty, time_s, 0);
      const sums = tallies.map((now, at) => now - before[at]!);
      rows.append([time_s, ...sums, ...openCount, duty[DUTY.count]!]);
      before.set(tallies);
    },
    rows: () => rows.map((numbers, at) => fleetRow(numbers, at, fleetSize)),
    summary: () => ({
      fleet_size: fleetSize,
      fleet_on_duty_h: duty[DUTY.vehicle_s]! / HOUR_s,
      trips_per_vehicle: ratio(sum('rides'), fleetSize),
      occupancy_mean: ratio(sum('person_m'), sum('occupied_m')),
      pickup_way_mean_m: ratio(tallies[TALLY.legs_m + PICKUP!]!, sum('pickups')),
      detour_mean: ratio(sum('ride_s'), sum('direct_s')),
      late_pickup_share: 100 * ratio(sum('latePickups'), sum('pickups')),
      rejected_no_vehicle: tallies[TALLY.reasons + NO_VEHICLE!]!,
      rejected_party: tallies[TALLY.reasons + TOO_MANY!]!,
      rejected_no_way: tallies[TALLY.reasons + NO_WAY!]!,
      rejected_full_curb: tallies[TALLY.reasons + FULL_CURB!]!,
      requests_prebooked: sum('prebooked'),
      requests_repeated: sum('repeated'),
      late_ride_share: 100 * ratio(sum('lateRides'), sum('rides')),
    }),
  };
}

const createMemory = (vehicleCount: number, tripCount: number, keep: Keep): FleetMemory => ({
  tallies: keep(new Float64Array(TALLY_COUNT)),
  before: keep(new Float64Array(TALLY_COUNT)),
  latest_s: keep(new Float64Array(tripCount)),
  onBoardCount: keep(new Uint16Array(vehicleCount)),
  counted_m: keep(new Float64Array(vehicleCount)),
  legStart_m: keep(new Float64Array(vehicleCount)),
  openCount: keep(new Int32Array(LEG_PURPOSES.length)),
  duty: keep(new Float64Array(3)),
});

function fleetRow(numbers: Float64Array, at: number, fleetSize: number): FleetRow {
  const of = (name: keyof typeof TALLY): number => numbers[at + 1 + TALLY[name]]!;
  const rejected = (reason: number): number => numbers[at + 1 + TALLY.reasons + reason]!;
  const leg_m = (purpose: number): number => numbers[at + 1 + TALLY.legs_m + purpose]!;
  const openCount = (purpose: number): number => numbers[at + 1 + TALLY_COUNT + purpose]!;
  const drivingCount = LEG_PURPOSES.reduce((sum, _, purpose) => sum + openCount(purpose), 0);
  return {
    time_s: numbers[at]!,
    requestCount: of('requests'),
    rejectedCount: of('rejections'),
    rejectedNoVehicleCount: rejected(NO_VEHICLE!),
    rejectedPartyCount: rejected(TOO_MANY!),
    rejectedNoWayCount: rejected(NO_WAY!),
    rejectedFullCurbCount: rejected(FULL_CURB!),
    prebookedCount: of('prebooked'),
    repeatedCount: of('repeated'),
    tradedCount: of('traded'),
    pickedUpCount: of('pickups'),
    droppedOffCount: of('rides'),
    wait_s: ratio(of('wait_s'), of('pickups')),
    detour: ratio(of('ride_s'), of('direct_s')),
    occupancy: ratio(of('person_m'), of('occupied_m')),
    pickupWay_m: ratio(leg_m(PICKUP!), of('pickups')),
    occupied_m: leg_m(OCCUPIED!),
    pickup_m: leg_m(PICKUP!),
    rebalancing_m: leg_m(REBALANCING!),
    toParking_m: leg_m(TO_PARKING!),
    occupiedCount: openCount(OCCUPIED!),
    toPickupCount: openCount(PICKUP!),
    rebalancingCount: openCount(REBALANCING!),
    toParkingCount: openCount(TO_PARKING!),
    standingCount: fleetSize - drivingCount,
    onDutyCount: numbers[at + 1 + TALLY_COUNT + LEG_PURPOSES.length]!,
  };
}

const DUTY = { count: 0, since_s: 1, vehicle_s: 2 } as const;

function countDuty(duty: Float64Array, time_s: number, change: number): void {
  duty[DUTY.vehicle_s]! += duty[DUTY.count]! * (time_s - duty[DUTY.since_s]!);
  duty[DUTY.since_s] = time_s;
  duty[DUTY.count]! += change;
}

const shiftTakes = ({ duty }: FleetMemory): Fold['takes'] => ({
  shiftBegan: (_, __, time_s) => countDuty(duty, time_s, 1),
  shiftEnded: (_, __, time_s) => countDuty(duty, time_s, -1),
});

function requestTakes({ tallies, latest_s }: FleetMemory): Fold['takes'] {
  const submitted = fieldOffsets('requestSubmitted');
  const repeated = fieldOffsets('requestRepeated');
  const rejected = fieldOffsets('requestRejected');
  return {
    requestSubmitted: (records, at, time_s) => {
      tallies[TALLY.requests]!++;
      const earliest_s = records[at + submitted.earliest_s]!;
      if (earliest_s > time_s) tallies[TALLY.prebooked]!++;
      latest_s[records[at + submitted.trip]!] = records[at + submitted.latest_s]!;
    },
    requestRepeated: (records, at) => {
      tallies[TALLY.repeated]!++;
      latest_s[records[at + repeated.trip]!] = records[at + repeated.latest_s]!;
    },
    requestTraded: () => {
      tallies[TALLY.traded]!++;
    },
    requestRejected: (records, at) => {
      tallies[TALLY.rejections]!++;
      tallies[TALLY.reasons + records[at + rejected.reason]!]!++;
    },
  };
}

/**
 * Between two boardings of a vehicle its number of persons is constant, so the odometers give
 * person-metres exactly; the end of a leg counts those still on board when the run ends. A promise
 * is a vehicle at the origin by the request's latest_s, and that of the scenario: a ride of a stand, the direct
 * time × maxDetour and detourAllowance_s.
 */
function boardingTakes(memory: FleetMemory, { fleet, curb }: Scenario): Fold['takes'] {
  const { tallies, latest_s, onBoardCount } = memory;
  const picked = fieldOffsets('pickedUp');
  const dropped = fieldOffsets('droppedOff');
  return {
    pickedUp: (records, at, time_s) => {
      const vehicle = records[at + picked.vehicle]!;
      countPersons(memory, vehicle, records[at + picked.odometer_m]!);
      onBoardCount[vehicle] = records[at + picked.onBoardCount]!;
      tallies[TALLY.pickups]!++;
      tallies[TALLY.wait_s]! += records[at + picked.wait_s]!;
      const isLate = time_s > latest_s[records[at + picked.trip]!]!;
      if (isLate) tallies[TALLY.latePickups]!++;
    },
    droppedOff: (records, at) => {
      const vehicle = records[at + dropped.vehicle]!;
      const ride_s = records[at + dropped.ride_s]!;
      const direct_s = records[at + dropped.direct_s]!;
      countPersons(memory, vehicle, records[at + dropped.odometer_m]!);
      onBoardCount[vehicle] = records[at + dropped.onBoardCount]!;
      tallies[TALLY.rides]!++;
      tallies[TALLY.ride_s]! += ride_s;
      tallies[TALLY.direct_s]! += direct_s;
      const longest_s = curb.dwell_s + fleet.maxDetour * direct_s + fleet.detourAllowance_s;
      if (ride_s > longest_s) tallies[TALLY.lateRides]!++;
    },
  };
}

function countPersons(
  { tallies, onBoardCount, counted_m }: FleetMemory,
  vehicle: number,
  odometer_m: number,
): void {
  const personCount = onBoardCount[vehicle]!;
  if (personCount > 0) {
    const way_m = odometer_m - counted_m[vehicle]!;
    tallies[TALLY.person_m]! += personCount * way_m;
    tallies[TALLY.occupied_m]! += way_m;
  }
  counted_m[vehicle] = odometer_m;
}

function legTakes(memory: FleetMemory): Fold['takes'] {
  const { tallies, legStart_m, openCount } = memory;
  const started = fieldOffsets('legStarted');
  const ended = fieldOffsets('legEnded');
  return {
    legStarted: (records, at) => {
      if (records[at + started.vehicleClass] !== SAV) return;
      legStart_m[records[at + started.vehicle]!] = records[at + started.odometer_m]!;
      openCount[records[at + started.purpose]!]!++;
    },
    legEnded: (records, at) => {
      const vehicle = records[at + ended.vehicle]!;
      const odometer_m = records[at + ended.odometer_m]!;
      countPersons(memory, vehicle, odometer_m);
      if (records[at + ended.vehicleClass] !== SAV) return;
      const purpose = records[at + ended.purpose]!;
      tallies[TALLY.legs_m + purpose]! += odometer_m - legStart_m[vehicle]!;
      openCount[purpose]!--;
    },
  };
}
