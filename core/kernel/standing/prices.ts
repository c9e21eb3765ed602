/** What it costs to stand somewhere now, and who pays for having stood. */
import { NONE } from '../../base/ids.js';
import { DAY_s, HOUR_s } from '../../base/units.js';
import { useCode } from '../../curb/zones.js';
import { PARKING_PLACES } from '../../events/catalogue.js';
import type { World } from '../../world.js';
import { IN_LOT, PARKED } from '../activities.js';

const PUDO = useCode('pudo');
const CURB = PARKING_PLACES.indexOf('curb');
const LOT = PARKING_PLACES.indexOf('lot');

function peakFactor({ scenario, clock }: World): number {
  const { peakHours, peakFactor: factor } = scenario.parking;
  if (peakHours === null) return 1;
  const ofDay_s = clock.time_s % DAY_s;
  return ofDay_s >= peakHours.from_s && ofDay_s < peakHours.to_s ? factor : 1;
}

/** Of a stall or an idle stay in the zone: its own price, else the general one. */
export function zoneFee_perHour(world: World, zone: number): number {
  const own = world.zones.fee_perHour[zone]!;
  return (own >= 0 ? own : world.scenario.parking.curbFee_perHour) * peakFactor(world);
}

/** Of a stall in the lot for that vehicle. */
export function lotFee_perHour(world: World, vehicle: number, lot: number): number {
  const { scenario, lots, vehicles, places } = world;
  const { lotFee_perHour: fee, remoteFee_perHour, homeFee_perHour } = scenario.parking;
  if (lots.isRemote[lot] === 1) return remoteFee_perHour;
  const home = vehicles.home[vehicle]!;
  const isAtHome = home !== NONE && places.lotsNear[home]![0]?.row === lot;
  return isAtHome ? homeFee_perHour : fee * peakFactor(world);
}

/** Of a stop in a bay of the zone. */
export function stopFee(world: World, zone: number): number {
  const { pudo, loading } = world.scenario.curb.stopFee;
  return (world.zones.use[zone] === PUDO ? pudo : loading) * peakFactor(world);
}

/** The vehicle has just parked: the price of now holds for its stay. */
export function beginStay(world: World, vehicle: number): void {
  const { vehicles, clock } = world;
  const row = vehicles.placeRow[vehicle]!;
  vehicles.parkedAt_s[vehicle] = clock.time_s;
  if (vehicles.place[vehicle] === CURB) {
    vehicles.fee_perHour[vehicle] = zoneFee_perHour(world, row);
  } else if (vehicles.place[vehicle] === LOT) {
    vehicles.fee_perHour[vehicle] = lotFee_perHour(world, vehicle, row);
  } else vehicles.fee_perHour[vehicle] = 0;
}

/** It pays for its stay, which ends now. */
export function payStay(world: World, vehicle: number): void {
  const { vehicles, clock } = world;
  const stay_s = clock.time_s - vehicles.parkedAt_s[vehicle]!;
  charge(world, vehicle, {
    place: vehicles.place[vehicle]!,
    row: vehicles.placeRow[vehicle]!,
    isStop: 0,
    fee: (vehicles.fee_perHour[vehicle]! * stay_s) / HOUR_s,
  });
}

export function payStop(world: World, vehicle: number, zone: number): void {
  charge(world, vehicle, { place: CURB, row: zone, isStop: 1, fee: stopFee(world, zone) });
}

function charge(
  { vehicles, events, clock }: World,
  vehicle: number,
  paid: { place: number; row: number; isStop: number; fee: number },
): void {
  if (paid.fee <= 0) return;
  const vehicleClass = vehicles.vehicleClass[vehicle]!;
  events.publish('feeCharged', clock.time_s, { vehicle, vehicleClass, ...paid });
}

/** The run is over: those who stand pay up to now. */
export function payOpenStays(world: World): void {
  const { vehicles, vehicleCount } = world;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    const activity = vehicles.activity[vehicle];
    if (activity === PARKED || activity === IN_LOT) payStay(world, vehicle);
  }
}
