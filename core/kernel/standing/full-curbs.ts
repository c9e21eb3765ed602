/**
 * What a vehicle does whose zone is full when it comes: by class and compliance to another zone, round
 * the block, to a lot, or it waits, gives up what it came for, or stops in the lane.
 */
import { type LinkId, type MoverId, NONE, type VehicleId } from '../../base/ids.js';
import { draw, PURPOSE, type Purpose } from '../../base/random.js';
import { hasBay, isForGoods, isForPeople } from '../../curb/zones.js';
import { FULL_CURB_ANSWERS, type FullCurbAnswer, VEHICLE_CLASSES } from '../../events/catalogue.js';
import { hold } from '../../traffic/hand-over.js';
import type { World } from '../../world.js';
import { AWAITING_BAY, TO_LOT_STOP, WAKE } from '../activities.js';
import { changeLeg, redirect, type Target } from '../journeys/legs.js';
import { bayOf_m, bayTarget } from './curb-bays.js';
import { holdStall, lotTarget, ordinaryLotWithRoom } from './parking.js';

const ROBOT = VEHICLE_CLASSES.indexOf('ROBOT');
const AUTOMATED_CLASSES = [VEHICLE_CLASSES.indexOf('PAV'), VEHICLE_CLASSES.indexOf('SAV'), ROBOT];

export const isAutomated = ({ vehicles }: World, vehicle: number): boolean =>
  AUTOMATED_CLASSES.includes(vehicles.vehicleClass[vehicle]!);

/** By the trip's name: a trip that is left out changes nobody else's draws. An empty vehicle has none. */
export function drawOfStop(world: World, vehicle: number, purpose: Purpose, tries: number): number {
  const { vehicles, trips, scenario } = world;
  const trip = vehicles.trip[vehicle];
  const count = (trip === NONE ? 0 : trips.nameHash[trip]!) + tries;
  return draw(scenario.seed, purpose, vehicles.nameHash[vehicle]!, count);
}

/**
 * Does what the vehicle can and will do; what that was is published. `stop-in-lane` and `refuse` are
 * left to the caller. `mayRefuse`: nobody aboard would be refused.
 */
export function answerFullCurb(
  world: World,
  vehicle: number,
  stop: { readonly address: number; readonly zone: number; readonly mayRefuse: boolean },
): FullCurbAnswer {
  const answer = answerOf(world, vehicle, stop);
  publishRefusal(world, vehicle, stop.zone, answer);
  return answer;
}

export function publishRefusal(
  { events, clock, vehicles }: World,
  vehicle: number,
  zone: number,
  answer: FullCurbAnswer,
): void {
  events.publish('bayRefused', clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    zone,
    answer: FULL_CURB_ANSWERS.indexOf(answer),
  });
}

function answerOf(
  world: World,
  vehicle: number,
  stop: { readonly address: number; readonly zone: number; readonly mayRefuse: boolean },
): FullCurbAnswer {
  const { vehicles, scenario } = world;
  const { compliance, whenFull, tries: most } = scenario.curb;
  const { address, zone } = stop;
  const tries = ++vehicles.searchCount[vehicle]!;
  if (tries > most || address === NONE) return 'stop-in-lane';
  const who = isAutomated(world, vehicle) ? 'automated' : 'human';
  if (drawOfStop(world, vehicle, PURPOSE.compliance, tries) >= compliance[who]) {
    return 'stop-in-lane';
  }
  switch (whenFull[who]) {
    case 'next-zone':
      return goesToNextZone(world, vehicle, address, zone) ? 'next-zone' : 'stop-in-lane';
    case 'circulate':
      return goesRound(world, vehicle, zone) ? 'circulate' : 'stop-in-lane';
    case 'wait-in-lane':
      awaitBay(world, vehicle, zone);
      return 'wait-in-lane';
    case 'refuse':
      if (stop.mayRefuse) return 'refuse';
      return goesToLot(world, vehicle, address) ? 'go-to-lot' : 'stop-in-lane';
    case 'go-to-lot':
      return goesToLot(world, vehicle, address) ? 'go-to-lot' : 'stop-in-lane';
    default:
      return 'stop-in-lane';
  }
}

/** To the nearest other zone near the address with room; the rest of the way is walked. */
function goesToNextZone(world: World, vehicle: number, address: number, tried: number): boolean {
  const { vehicles, places, zones, scenario } = world;
  const { walkLimit_m } = scenario.curb;
  const bay_m = bayOf_m(world, vehicle);
  const isWithPeople = isAutomated(world, vehicle) && vehicles.vehicleClass[vehicle] !== ROBOT;
  const serves = isWithPeople ? isForPeople : isForGoods;
  for (const { row, extra_m } of places.zonesNear[address]!) {
    if (row === tried || extra_m > walkLimit_m || !serves(zones, row)) continue;
    if (hasBay(zones, row, bay_m)) return looksFor(world, vehicle, bayTarget(world, row));
  }
  return false;
}

/** Behind where it stands now: only a way round leads there. */
const BEHIND_m = 1;

/** Round by other streets and back to the same zone. */
function goesRound(world: World, vehicle: number, zone: number): boolean {
  const { traffic, vehicles } = world;
  const target = bayTarget(world, zone);
  const here_m = traffic.movers.position_m[vehicles.mover[vehicle]]!;
  const position_m = Math.min(target.position_m, here_m - BEHIND_m);
  return position_m >= 0 && looksFor(world, vehicle, { ...target, position_m });
}

/** To the nearest lot on foot with a free stall, which is held for it: as the signs of the lots tell. */
function goesToLot(world: World, vehicle: number, address: number): boolean {
  const { vehicles, network, traffic } = world;
  const lot = ordinaryLotWithRoom(world, address, vehicle);
  if (lot === NONE) return false;
  const mover = vehicles.mover[vehicle];
  const link = network.lanes.link[traffic.movers.lane[mover]] as LinkId;
  const from = { link, position_m: traffic.movers.position_m[mover]! };
  const { position_m, link: at } = lotTarget(world, lot, from);
  const target = { kind: TO_LOT_STOP, row: lot, link: at, position_m };
  if (!looksFor(world, vehicle, target)) return false;
  holdStall(world, lot);
  return true;
}

/** On to the target, the way counting as looking for a bay. */
function looksFor(world: World, vehicle: number, target: Target): boolean {
  if (!redirect(world, vehicle, target)) return false;
  changeLeg(world, vehicle, 'cruising', world.vehicles.trip[vehicle]);
  return true;
}

/** Stands in the lane, last of those who wait for a bay of the zone. */
function awaitBay(world: World, vehicle: number, zone: number): void {
  const { vehicles, zones, traffic, clock, calendar, scenario } = world;
  hold(traffic, vehicles.mover[vehicle] as MoverId);
  vehicles.activity[vehicle] = AWAITING_BAY;
  vehicles.heldSince_s[vehicle] = clock.time_s;
  vehicles.nextWaiting[vehicle] = NONE;
  const last = zones.lastWaiting[zone];
  if (last === NONE) zones.firstWaiting[zone] = vehicle as VehicleId;
  else vehicles.nextWaiting[last] = vehicle as VehicleId;
  zones.lastWaiting[zone] = vehicle as VehicleId;
  calendar.add(clock.time_s + scenario.curb.longestWait_s, WAKE.bayWaitEnds, vehicle);
}
