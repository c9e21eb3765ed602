/** Parking in the run: where cars look for stalls, taking and leaving them, the stock at the start. */
import { type AccessId, type LinkId, NONE, type None } from '../../base/ids.js';
import { claimStall, hasMetres, isForParking, releaseStall, takeBay } from '../../curb/zones.js';
import { PARKING_PLACES, VEHICLE_CLASSES } from '../../events/catalogue.js';
import type { LinkPlace } from '../../network/road-network.js';
import { claimLotStall, expect, expectNoMore, releaseLotStall } from '../../parking/lots.js';
import type { World } from '../../world.js';
import { IN_BAY, IN_LOT, OUTSIDE, PARKED, TO_LOT, TO_ZONE_STALL } from '../activities.js';
import type { Target } from '../journeys/legs.js';
import { walk_m } from '../places.js';
import { expectedTime_s } from '../routes/router.js';
import { bayOf_m, noteFreed } from './curb-bays.js';
import { admits, hasStallFor } from './lot-access.js';
import { beginStay, payStay } from './prices.js';
import { leaveStack, store } from './retrieval.js';
import { isWorthIt, type StallSeeker } from './stall-choice.js';

const CURB = PARKING_PLACES.indexOf('curb');
const LOT = PARKING_PLACES.indexOf('lot');
const BEYOND = PARKING_PLACES.indexOf('outside');

/** The vehicle, off the road, stands in a stall that has been claimed for it. */
export function park(world: World, vehicle: number, at: { kind: number; row: number }): void {
  const { vehicles } = world;
  vehicles.activity[vehicle] = PARKED;
  vehicles.place[vehicle] = at.kind === TO_LOT ? LOT : CURB;
  vehicles.placeRow[vehicle] = at.row;
  if (at.kind === TO_LOT) store(world, vehicle, at.row);
  publishPlace(world, vehicle, 'parked');
}

/** The vehicle has left the network by a gate. */
export function leaveBy(world: World, vehicle: number, gate: number): void {
  const { vehicles } = world;
  vehicles.activity[vehicle] = OUTSIDE;
  vehicles.place[vehicle] = BEYOND;
  vehicles.placeRow[vehicle] = gate;
  publishPlace(world, vehicle, 'parked');
}

/** Frees its stall and gives the access by which it comes back onto the road. */
export function unpark(world: World, vehicle: number, towards: Target | null): AccessId {
  const { vehicles, zones, lots, scenario, places } = world;
  publishPlace(world, vehicle, 'unparked');
  const row = vehicles.placeRow[vehicle]!;
  if (vehicles.place[vehicle] === CURB) {
    releaseStall(zones, row, scenario.parking.stall_m);
    vehicles.leftZone[vehicle] = row;
    noteFreed(world, row);
    return zones.access[row] as AccessId;
  }
  if (vehicles.place[vehicle] === LOT) {
    releaseLotStall(lots, row);
    leaveStack(world, vehicle);
    return bestEntrance(world, row, towards);
  }
  return places.gates[row]!.accesses[0]!;
}

/** The vehicle, about to set out, has no way to where it wants: it takes up its stall or bay again. */
export function stayPut(world: World, vehicle: number): void {
  const { vehicles, zones, lots, scenario, events, clock } = world;
  const row = vehicles.placeRow[vehicle]!;
  if (vehicles.activity[vehicle] === IN_BAY) {
    takeBay(zones, row, bayOf_m(world, vehicle));
    events.publish('stopped', clock.time_s, {
      vehicle,
      vehicleClass: vehicles.vehicleClass[vehicle]!,
      zone: row,
      link: zones.link[row],
      odometer_m: vehicles.odometer_m[vehicle]!,
    });
  } else if (vehicles.activity[vehicle] === PARKED || vehicles.activity[vehicle] === IN_LOT) {
    if (vehicles.place[vehicle] === CURB) claimStall(zones, row, scenario.parking.stall_m);
    else {
      claimLotStall(lots, row);
      store(world, vehicle, row);
    }
    publishPlace(world, vehicle, 'parked');
  } else if (vehicles.activity[vehicle] === OUTSIDE && row !== NONE) {
    publishPlace(world, vehicle, 'parked');
  }
}

function publishPlace(world: World, vehicle: number, type: 'parked' | 'unparked'): void {
  const { vehicles, events, clock } = world;
  if (type === 'parked') beginStay(world, vehicle);
  else payStay(world, vehicle);
  events.publish(type, clock.time_s, {
    vehicle,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    place: vehicles.place[vehicle]!,
    row: vehicles.placeRow[vehicle]!,
    odometer_m: vehicles.odometer_m[vehicle]!,
  });
}

/** The lot's way out that is quickest to the target on present times; ties go to the first. */
function bestEntrance(world: World, lot: number, towards: Target | null): AccessId {
  const { lots, traffic, router } = world;
  const { accesses } = traffic;
  let best = lots.firstAccess[lot]!;
  let best_s = Infinity;
  for (let access = best; access < lots.firstAccess[lot + 1]!; access++) {
    const link = accesses.link[access] as LinkId;
    if (leadsOut(world, link)) continue;
    const place = { link, position_m: accesses.position_m[access]! };
    // To a gate all entrances are as good: the shortest queue decides.
    const time_s =
      towards === null || towards.link === NONE
        ? accesses.count[access]!
        : expectedTime_s(router, place, { ...towards, link: towards.link as LinkId });
    if (time_s < best_s) {
      best = access;
      best_s = time_s;
    }
  }
  return best as AccessId;
}

/** Does the link lead nowhere but out of the network? */
const leadsOut = ({ network }: World, link: LinkId): boolean =>
  network.links.firstTurn[link] === network.links.firstTurn[link + 1];

/** A lot as a target from a place on the road: by its entrance that is quickest to reach. */
export function lotTarget(
  { lots, traffic, router }: World,
  lot: number,
  from: { readonly link: LinkId; readonly position_m: number },
): Target & { readonly time_s: number } {
  const { accesses } = traffic;
  let best = lots.firstAccess[lot]!;
  let best_s = Infinity;
  for (let access = best; access < lots.firstAccess[lot + 1]!; access++) {
    const to = { link: accesses.link[access] as LinkId, position_m: accesses.position_m[access]! };
    const time_s = expectedTime_s(router, from, to);
    if (time_s < best_s) {
      best = access;
      best_s = time_s;
    }
  }
  return {
    kind: TO_LOT,
    row: lot,
    link: accesses.link[best],
    position_m: accesses.position_m[best]!,
    time_s: best_s,
  };
}

/**
 * The lot a driver goes to: the nearest to the address on foot with a free stall, as the signs of a
 * parking guidance system tell; if those near are full, the nearest of all others.
 */
export function lotNear(world: World, address: number, vehicle: number): number | None {
  const { places, lots } = world;
  for (const { row } of places.lotsNear[address]!) {
    if (hasStallFor(world, row, vehicle)) return row;
  }
  const { x_m, y_m } = places.addresses[address]!;
  let best = NONE as number;
  let best_m = Infinity;
  for (const lot of places.ordinaryLots) {
    if (!hasStallFor(world, lot, vehicle)) continue;
    const way_m = walk_m({ x_m, y_m }, lots.x_m[lot]!, lots.y_m[lot]!);
    if (way_m < best_m) {
      best = lot;
      best_m = way_m;
    }
  }
  return best;
}

/** The nearest lot on foot with a free stall where a vehicle can stop and leave at once, or NONE. */
export function ordinaryLotWithRoom(world: World, address: number, vehicle: number): number {
  const { places, lots } = world;
  for (const { row } of places.lotsNear[address]!) {
    if (lots.depth[row] === 1 && hasStallFor(world, row, vehicle)) return row;
  }
  return NONE;
}

type Lot = Target & { readonly time_s: number };

/** The lot an empty vehicle goes to: the quickest to reach with a free stall, remote ones first. */
export const lotForEmpty = (world: World, from: LinkPlace, vehicle: number): Target | null =>
  quickestRemote(world, from, vehicle) ?? quickestOrdinary(world, from, vehicle);

/** The quickest to reach of all lots, remote or not. */
export function nearestLot(world: World, from: LinkPlace, vehicle: number): Target | null {
  const ordinary = quickestOrdinary(world, from, vehicle);
  const remote = quickestRemote(world, from, vehicle);
  return remote !== null && remote.time_s < (ordinary?.time_s ?? Infinity) ? remote : ordinary;
}

const quickestRemote = (world: World, from: LinkPlace, vehicle: number): Lot | null =>
  quickestLot(world, world.places.remoteAround(from.link), world.places.remoteLots, from, vehicle);

const quickestOrdinary = (world: World, from: LinkPlace, vehicle: number): Lot | null => {
  const { ordinaryAround, ordinaryLots } = world.places;
  return quickestLot(world, ordinaryAround(from.link), ordinaryLots, from, vehicle);
};

/** Of those around the place; if these are full, of all. */
const quickestLot = (
  world: World,
  around: readonly number[],
  all: readonly number[],
  from: LinkPlace,
  vehicle: number,
): Lot | null =>
  quickestAmong(world, around, from, vehicle) ??
  (around === all ? null : quickestAmong(world, all, from, vehicle));

function quickestAmong(
  world: World,
  among: readonly number[],
  from: LinkPlace,
  vehicle: number,
): Lot | null {
  let best: Lot | null = null;
  for (const lot of among) {
    if (!hasStallFor(world, lot, vehicle)) continue;
    const target = lotTarget(world, lot, from);
    if (target.time_s < (best?.time_s ?? Infinity)) best = target;
  }
  return best;
}

const HOLDERS = [VEHICLE_CLASSES.indexOf('PAV'), VEHICLE_CLASSES.indexOf('SAV')];

/** Empty vehicles have a stall held for them when they set out for a lot; drivers see when they come. */
export const holdsStall = ({ vehicles }: World, vehicle: number): boolean =>
  HOLDERS.includes(vehicles.vehicleClass[vehicle]!);

export const holdStall = ({ lots }: World, lot: number): void => expect(lots, lot);
export const giveUpStall = ({ lots }: World, lot: number): void => expectNoMore(lots, lot);

/** Takes a stall of the lot on arrival, one that was held for the vehicle if it was. */
export function claimAtLot(
  world: World,
  lot: number,
  { vehicle, isHeld }: { readonly vehicle: number; readonly isHeld: boolean },
): boolean {
  if (isHeld) expectNoMore(world.lots, lot);
  else if (!admits(world, lot, vehicle)) return false;
  return claimLotStall(world.lots, lot);
}

/** Is there any curb with parking within reach of the address, by the timetable of the moment? */
export const hasCurbParking = ({ places, zones, scenario }: World, address: number): boolean =>
  places.zonesNear[address]!.some(
    ({ row, walk_m }) => walk_m <= scenario.parking.walkLimit_m && isForParking(zones, row),
  );

/**
 * A free stall on `link` from `from_m` on, within reach of the address; already taken for the caller.
 * A driver who weighs prices leaves one that costs more than the best lot.
 */
export function takeStallOnLink(
  world: World,
  link: number,
  wanted: {
    readonly from_m: number;
    readonly address: number;
    readonly seeker: StallSeeker | null;
  },
): Target | null {
  const { places, zones, scenario } = world;
  const { from_m, address, seeker } = wanted;
  const { stall_m, walkLimit_m } = scenario.parking;
  for (const zone of places.zonesOnLink[link]!) {
    if (!isForParking(zones, zone) || !hasMetres(zones, zone, stall_m)) continue;
    const middle_m = (zones.start_m[zone]! + zones.end_m[zone]!) / 2;
    if (middle_m < from_m) continue;
    if (seeker !== null && !isWorthIt(world, zone, seeker)) continue;
    if (walk_m(places.addresses[address]!, zones.x_m[zone]!, zones.y_m[zone]!) > walkLimit_m)
      continue;
    claimStall(zones, zone, stall_m);
    return { kind: TO_ZONE_STALL, row: zone, link, position_m: middle_m };
  }
  return null;
}

/** For the stock at the start: a stall near the address, at the curb if `mayUseCurb`, taken at once. */
export function placeAtStart(
  world: World,
  vehicle: number,
  address: number,
  mayUseCurb: boolean,
): boolean {
  const { places, zones, lots, scenario } = world;
  const { stall_m, walkLimit_m } = scenario.parking;
  if (mayUseCurb) {
    for (const { row, walk_m: way_m } of places.zonesNear[address]!) {
      if (way_m > walkLimit_m || !isForParking(zones, row)) continue;
      if (!claimStall(zones, row, stall_m)) continue;
      park(world, vehicle, { kind: TO_ZONE_STALL, row });
      return true;
    }
  }
  const lot = mayUseCurb ? lotNear(world, address, vehicle) : lotOfNight(world, address, vehicle);
  if (lot === NONE || !claimLotStall(lots, lot)) return false;
  park(world, vehicle, { kind: TO_LOT, row: lot });
  return true;
}

/**
 * Where an empty car stands at the start: beyond the rim where remote lots come first, else by its
 * owner's home, so that a comparison of where cars wait does not begin with all of them far away.
 */
function lotOfNight(world: World, address: number, vehicle: number): number | None {
  const isRemoteFirst = world.scenario.parking.idleChoice === 'remote-first';
  const near = isRemoteFirst ? NONE : lotNear(world, address, vehicle);
  if (near !== NONE) return near;
  return lotForEmpty(world, world.places.addresses[address]!, vehicle)?.row ?? NONE;
}

/** Way on foot between an address and where the vehicle is parked. */
export function walkFromParked(world: World, vehicle: number, address: number): number {
  const { vehicles, zones, lots, places } = world;
  const row = vehicles.placeRow[vehicle]!;
  const at = vehicles.place[vehicle] === CURB ? zones : lots;
  return walk_m(places.addresses[address]!, at.x_m[row]!, at.y_m[row]!);
}
