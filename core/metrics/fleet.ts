/** Rides and persons of the fleet: who was on board over which metres, how well promises were kept. */
import { HOUR_s } from '../base/units.js';
import { LEG_PURPOSES, REJECTION_REASONS, VEHICLE_CLASSES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import { OPERATORS, type OperatorRules, operatorsOf, type Scenario } from '../scenario/scenario.js';
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
  /** Refused for now. */
  refusals: 14,
  /** Rejections for good, by reason. */
  reasons: 15,
  /** Of ended legs, by purpose. */
  legs_m: 15 + REJECTION_REASONS.length,
} as const;
const PURPOSES = LEG_PURPOSES.length;
const TALLY_COUNT = TALLY.legs_m + PURPOSES;
/** Time, operator, vehicles on duty, open legs by purpose, tallies. */
const ROW_WIDTH = 3 + PURPOSES + TALLY_COUNT;
const SAV = VEHICLE_CLASSES.indexOf('SAV');
const [NO_VEHICLE, TOO_MANY, NO_WAY, FULL_CURB] = REJECTION_REASONS.map((_, code) => code);
const [OCCUPIED, PICKUP, , TO_PARKING, REBALANCING] = LEG_PURPOSES.map((_, code) => code);

interface FleetMemory {
  /** By vehicle. */
  readonly operatorOf: Uint8Array;
  /** By operator. */
  readonly tallies: Float64Array;
  /** The tallies when the last period was closed. */
  readonly before: Float64Array;
  /** By when a vehicle is promised, by trip, as asked for last. */
  readonly latest_s: Float64Array;
  readonly onBoardCount: Uint16Array;
  /** Up to where a vehicle's persons have been counted. */
  readonly counted_m: Float64Array;
  readonly legStart_m: Float64Array;
  /** Open legs by operator and purpose. */
  readonly openCount: Int32Array;
  /** By operator: vehicles on duty, since when so many, and vehicle-seconds up to then. */
  readonly duty: Float64Array;
}

export function createFleet(
  scenario: Scenario,
  vehicleCount: number,
  tripCount: number,
  keep = keepNothing,
): FleetFold {
  const { regime, fleet } = scenario;
  const operators = regime === 'shared-automated' ? operatorsOf(fleet) : [];
  const memory = createMemory(vehicleCount, tripCount, operators, keep);
  const { tallies, before, openCount, duty } = memory;
  const rows = keep(new GrowingRows(ROW_WIDTH));
  const sizes = operators.map(({ vehicleCount: size }) => size);
  const fleetSize = sizes.reduce((total, size) => total + size, 0);
  for (const [operator, size] of sizes.entries()) {
    duty[operator * DUTY_WIDTH + DUTY.count] = size;
    duty[operator * DUTY_WIDTH + DUTY.since_s] = scenario.start_s;
  }
  const total = (tally: number): number =>
    sizes.reduce((sum, _, operator) => sum + tallies[operator * TALLY_COUNT + tally]!, 0);
  const sum = (name: keyof typeof TALLY): number => total(TALLY[name]);
  const duty_s = (): number =>
    sizes.reduce((all, _, at) => all + duty[at * DUTY_WIDTH + DUTY.vehicle_s]!, 0);
  return {
    takes: {
      ...requestTakes(memory),
      ...boardingTakes(memory, scenario),
      ...legTakes(memory),
      ...shiftTakes(memory),
    },
    closePeriod: (time_s) => {
      for (const operator of sizes.keys()) {
        countDuty(duty, operator, time_s, 0);
        const first = operator * TALLY_COUNT;
        const now = tallies.subarray(first, first + TALLY_COUNT);
        const sums = now.map((value, at) => value - before[first + at]!);
        const open = openCount.subarray(operator * PURPOSES, (operator + 1) * PURPOSES);
        const onDuty = duty[operator * DUTY_WIDTH + DUTY.count]!;
        rows.append([time_s, operator, onDuty, ...open, ...sums]);
      }
      before.set(tallies);
    },
    rows: () => rows.map((numbers, at) => fleetRow(numbers, at, sizes)),
    summary: () => ({
      fleet_size: fleetSize,
      fleet_on_duty_h: duty_s() / HOUR_s,
      trips_per_vehicle: ratio(sum('rides'), fleetSize),
      occupancy_mean: ratio(sum('person_m'), sum('occupied_m')),
      pickup_way_mean_m: ratio(total(TALLY.legs_m + PICKUP!), sum('pickups')),
      detour_mean: ratio(sum('ride_s'), sum('direct_s')),
      late_pickup_share: 100 * ratio(sum('latePickups'), sum('pickups')),
      rejected_no_vehicle: total(TALLY.reasons + NO_VEHICLE!),
      rejected_party: total(TALLY.reasons + TOO_MANY!),
      rejected_no_way: total(TALLY.reasons + NO_WAY!),
      rejected_full_curb: total(TALLY.reasons + FULL_CURB!),
      requests_prebooked: sum('prebooked'),
      requests_repeated: sum('repeated'),
      late_ride_share: 100 * ratio(sum('lateRides'), sum('rides')),
    }),
  };
}

function createMemory(
  vehicleCount: number,
  tripCount: number,
  operators: readonly OperatorRules[],
  keep: Keep,
): FleetMemory {
  const blocks = Math.max(1, operators.length);
  const operatorOf = new Uint8Array(vehicleCount);
  let vehicle = vehicleCount - operators.reduce((sum, { vehicleCount: size }) => sum + size, 0);
  for (const [operator, { vehicleCount: size }] of operators.entries()) {
    operatorOf.fill(operator, vehicle, vehicle + size);
    vehicle += size;
  }
  return {
    operatorOf,
    tallies: keep(new Float64Array(blocks * TALLY_COUNT)),
    before: keep(new Float64Array(blocks * TALLY_COUNT)),
    latest_s: keep(new Float64Array(tripCount)),
    onBoardCount: keep(new Uint16Array(vehicleCount)),
    counted_m: keep(new Float64Array(vehicleCount)),
    legStart_m: keep(new Float64Array(vehicleCount)),
    openCount: keep(new Int32Array(blocks * PURPOSES)),
    duty: keep(new Float64Array(blocks * DUTY_WIDTH)),
  };
}

function fleetRow(numbers: Float64Array, at: number, sizes: readonly number[]): FleetRow {
  const tally = (code: number): number => numbers[at + 3 + PURPOSES + code]!;
  const of = (name: keyof typeof TALLY): number => tally(TALLY[name]);
  const rejected = (reason: number): number => tally(TALLY.reasons + reason);
  const leg_m = (purpose: number): number => tally(TALLY.legs_m + purpose);
  const openCount = (purpose: number): number => numbers[at + 3 + purpose]!;
  const drivingCount = LEG_PURPOSES.reduce((sum, _, purpose) => sum + openCount(purpose), 0);
  const operator = numbers[at + 1]!;
  return {
    time_s: numbers[at]!,
    operator: OPERATORS[operator]!,
    requestCount: of('requests'),
    rejectedCount: of('rejections'),
    rejectedNoVehicleCount: rejected(NO_VEHICLE!),
    rejectedPartyCount: rejected(TOO_MANY!),
    rejectedNoWayCount: rejected(NO_WAY!),
    rejectedFullCurbCount: rejected(FULL_CURB!),
    prebookedCount: of('prebooked'),
    repeatedCount: of('repeated'),
    tradedCount: of('traded'),
    refusedCount: of('refusals'),
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
    standingCount: sizes[operator]! - drivingCount,
    onDutyCount: numbers[at + 2]!,
  };
}

const DUTY = { count: 0, since_s: 1, vehicle_s: 2 } as const;
const DUTY_WIDTH = 3;

function countDuty(duty: Float64Array, operator: number, time_s: number, change: number): void {
  const first = operator * DUTY_WIDTH;
  const spent_s = time_s - duty[first + DUTY.since_s]!;
  duty[first + DUTY.vehicle_s]! += duty[first + DUTY.count]! * spent_s;
  duty[first + DUTY.since_s] = time_s;
  duty[first + DUTY.count]! += change;
}

function shiftTakes({ duty, operatorOf }: FleetMemory): Fold['takes'] {
  const { vehicle } = fieldOffsets('shiftBegan');
  return {
    shiftBegan: (records, at, time_s) =>
      countDuty(duty, operatorOf[records[at + vehicle]!]!, time_s, 1),
    shiftEnded: (records, at, time_s) =>
      countDuty(duty, operatorOf[records[at + vehicle]!]!, time_s, -1),
  };
}

function requestTakes({ tallies, latest_s, operatorOf }: FleetMemory): Fold['takes'] {
  const submitted = fieldOffsets('requestSubmitted');
  const repeated = fieldOffsets('requestRepeated');
  const refused = fieldOffsets('requestRefused');
  const rejected = fieldOffsets('requestRejected');
  const traded = fieldOffsets('requestTraded');
  return {
    requestSubmitted: (records, at, time_s) => {
      const first = records[at + submitted.operator]! * TALLY_COUNT;
      tallies[first + TALLY.requests]!++;
      if (records[at + submitted.earliest_s]! > time_s) tallies[first + TALLY.prebooked]!++;
      latest_s[records[at + submitted.trip]!] = records[at + submitted.latest_s]!;
    },
    requestRepeated: (records, at) => {
      tallies[records[at + repeated.operator]! * TALLY_COUNT + TALLY.repeated]!++;
      latest_s[records[at + repeated.trip]!] = records[at + repeated.latest_s]!;
    },
    requestTraded: (records, at) => {
      tallies[operatorOf[records[at + traded.vehicle]!]! * TALLY_COUNT + TALLY.traded]!++;
    },
    requestRefused: (records, at) => {
      tallies[records[at + refused.operator]! * TALLY_COUNT + TALLY.refusals]!++;
    },
    requestRejected: (records, at) => {
      const first = records[at + rejected.operator]! * TALLY_COUNT;
      tallies[first + TALLY.rejections]!++;
      tallies[first + TALLY.reasons + records[at + rejected.reason]!]!++;
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
  const { tallies, latest_s, onBoardCount, operatorOf } = memory;
  const picked = fieldOffsets('pickedUp');
  const dropped = fieldOffsets('droppedOff');
  return {
    pickedUp: (records, at, time_s) => {
      const vehicle = records[at + picked.vehicle]!;
      countPersons(memory, vehicle, records[at + picked.odometer_m]!);
      onBoardCount[vehicle] = records[at + picked.onBoardCount]!;
      const first = operatorOf[vehicle]! * TALLY_COUNT;
      tallies[first + TALLY.pickups]!++;
      tallies[first + TALLY.wait_s]! += records[at + picked.wait_s]!;
      const isLate = time_s > latest_s[records[at + picked.trip]!]!;
      if (isLate) tallies[first + TALLY.latePickups]!++;
    },
    droppedOff: (records, at) => {
      const vehicle = records[at + dropped.vehicle]!;
      const ride_s = records[at + dropped.ride_s]!;
      const direct_s = records[at + dropped.direct_s]!;
      countPersons(memory, vehicle, records[at + dropped.odometer_m]!);
      onBoardCount[vehicle] = records[at + dropped.onBoardCount]!;
      const first = operatorOf[vehicle]! * TALLY_COUNT;
      tallies[first + TALLY.rides]!++;
      tallies[first + TALLY.ride_s]! += ride_s;
      tallies[first + TALLY.direct_s]! += direct_s;
      const longest_s = curb.dwell_s + fleet.maxDetour * direct_s + fleet.detourAllowance_s;
      if (ride_s > longest_s) tallies[first + TALLY.lateRides]!++;
    },
  };
}

function countPersons(
  { tallies, onBoardCount, counted_m, operatorOf }: FleetMemory,
  vehicle: number,
  odometer_m: number,
): void {
  const personCount = onBoardCount[vehicle]!;
  if (personCount > 0) {
    const way_m = odometer_m - counted_m[vehicle]!;
    const first = operatorOf[vehicle]! * TALLY_COUNT;
    tallies[first + TALLY.person_m]! += personCount * way_m;
    tallies[first + TALLY.occupied_m]! += way_m;
  }
  counted_m[vehicle] = odometer_m;
}

function legTakes(memory: FleetMemory): Fold['takes'] {
  const { tallies, legStart_m, openCount, operatorOf } = memory;
  const started = fieldOffsets('legStarted');
  const ended = fieldOffsets('legEnded');
  return {
    legStarted: (records, at) => {
      if (records[at + started.vehicleClass] !== SAV) return;
      const vehicle = records[at + started.vehicle]!;
      legStart_m[vehicle] = records[at + started.odometer_m]!;
      openCount[operatorOf[vehicle]! * PURPOSES + records[at + started.purpose]!]!++;
    },
    legEnded: (records, at) => {
      const vehicle = records[at + ended.vehicle]!;
      const odometer_m = records[at + ended.odometer_m]!;
      countPersons(memory, vehicle, odometer_m);
      if (records[at + ended.vehicleClass] !== SAV) return;
      const purpose = records[at + ended.purpose]!;
      const operator = operatorOf[vehicle]!;
      const way_m = odometer_m - legStart_m[vehicle]!;
      tallies[operator * TALLY_COUNT + TALLY.legs_m + purpose]! += way_m;
      openCount[operator * PURPOSES + purpose]!--;
    },
  };
}
