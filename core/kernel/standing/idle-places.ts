/**
 * Where empty vehicles of a run wait: which stalls are within reach, what each costs, and holding one
 * for a vehicle on its way (core/parking/idle-choice has the rule).
 */
import { type LinkId, NONE } from '../../base/ids.js';
import { draw, PURPOSE } from '../../base/random.js';
import { hasMetres, isForCharging, isForParking } from '../../curb/zones.js';
import type { LinkPlace } from '../../network/road-network.js';
import { meanMoves } from '../../parking/dense-lot.js';
import { cheapest, cruising, type IdleOption } from '../../parking/idle-choice.js';
import type { World } from '../../world.js';
import { TO_LOT, TO_NONE, TO_STREET, TO_ZONE_STALL } from '../activities.js';
import { redirect, type Target } from '../journeys/legs.js';
import { walk_m } from '../places.js';
import { expectedTime_s } from '../routes/router.js';
import { hasStallFor } from './lot-access.js';
import { lotForEmpty, lotNear, lotTarget, nearestLot } from './parking.js';
import { lotFee_perHour, zoneFee_perHour } from './prices.js';

export interface Idle {
  /** Where it can set out from. */
  readonly from: LinkPlace;
  /** Address that it is at, or NONE; curbs and lots are looked for around it. */
  readonly address: number;
  /** Address where it is wanted next, or NONE. */
  readonly next: number;
  /** For how long nobody wants it, as far as is known. */
  readonly stay_s: number;
  /** It stands in a bay and may stay there. */
  readonly mayStay: boolean;
}

/** It stays in the bay where it is. */
export const STAYS: Target = { kind: TO_NONE, row: NONE, link: NONE, position_m: 0 };

/** Where it goes: a stall, along the streets, or nowhere (`STAYS`); null if all stalls are taken. */
export function idlePlace(world: World, vehicle: number, idle: Idle): Target | null {
  const { idleChoice, cruiseLimit_s } = world.scenario.parking;
  switch (idleChoice) {
    case 'nearest':
      return nearestLot(world, idle.from, vehicle);
    case 'cruise':
      return idle.stay_s <= cruiseLimit_s
        ? streetFor(world, vehicle)
        : nearestLot(world, idle.from, vehicle);
    case 'cheapest':
      return cheapestPlace(world, vehicle, idle);
    default:
      return lotForEmpty(world, idle.from, vehicle);
  }
}

/** A stay whose end nobody knows is reckoned as a day. */
const LONGEST_s = 86_400;

function cheapestPlace(world: World, vehicle: number, idle: Idle): Target | null {
  const { scenario, places } = world;
  const { parking } = scenario;
  const targets: Target[] = [];
  const options: IdleOption[] = [];
  const add = (target: Target, option: IdleOption): void => {
    targets.push(target);
    options.push(option);
  };
  if (idle.mayStay) {
    const fee_perHour = zoneFee_perHour(world, world.vehicles.placeRow[vehicle]!);
    add(STAYS, { way_m: 0, time_s: 0, retrieval_s: 0, fee_perHour });
  }
  if (idle.address !== NONE) {
    for (const { row } of places.zonesNear[idle.address]!) {
      const target = zoneStall(world, row);
      if (target === null) continue;
      add(target, { ...wayBy(world, idle, target), ...stayAt(world, vehicle, target) });
    }
  }
  for (const lot of lotsWithinReach(world, vehicle, idle.address)) {
    if (!hasStallFor(world, lot, vehicle)) continue;
    const target = lotTarget(world, lot, idle.from);
    if (target.time_s === Infinity) continue;
    add(target, { ...wayBy(world, idle, target), ...stayAt(world, vehicle, target) });
  }
  if (idle.stay_s <= parking.cruiseLimit_s) {
    const street = streetFor(world, vehicle);
    if (street !== null) add(street, cruising(idle.stay_s, parking.cruiseSpeed_mps));
  }
  const at = cheapest(options, Math.min(idle.stay_s, LONGEST_s), parking);
  return at < 0 ? lotForEmpty(world, idle.from, vehicle) : targets[at]!;
}

/** Those near the address, the remote ones, and the one by the owner's home. */
function lotsWithinReach(world: World, vehicle: number, address: number): number[] {
  const { places, vehicles } = world;
  const near = address === NONE ? places.ordinaryLots : places.lotsNear[address]!.map((n) => n.row);
  const home = vehicles.home[vehicle]!;
  const atHome =
    home === NONE ? [] : [lotNear(world, home, vehicle) as number].filter((lot) => lot !== NONE);
  return [...new Set([...near, ...places.remoteLots, ...atHome])];
}

function stayAt(world: World, vehicle: number, target: Target) {
  const { scenario, lots } = world;
  const { retrieval_s, move_s, movedCars } = scenario.parking;
  const isLot = target.kind === TO_LOT;
  const fee_perHour = isLot
    ? lotFee_perHour(world, vehicle, target.row)
    : zoneFee_perHour(world, target.row);
  const depth = isLot ? lots.depth[target.row]! : 1;
  if (depth === 1) return { retrieval_s: 0, fee_perHour };
  const isTwoEnded = lots.isTwoEnded[target.row] === 1;
  const moves = meanMoves(depth, isTwoEnded, movedCars === 'put-back');
  return { retrieval_s: retrieval_s + moves * move_s, fee_perHour };
}

/** What going to a place adds to the way to where it is wanted next; ways along a grid's streets. */
function wayBy(
  world: World,
  { from, next }: Idle,
  target: Target,
): { way_m: number; time_s: number } {
  const { router, places } = world;
  const at = { link: target.link as LinkId, position_m: target.position_m };
  const way_m = (a: LinkPlace, b: LinkPlace): number => between_m(world, a, b);
  const there_s = expectedTime_s(router, from, at);
  if (next === NONE) return { way_m: way_m(from, at), time_s: there_s };
  const to = places.addresses[next]!;
  return {
    way_m: way_m(from, at) + way_m(at, to) - way_m(from, to),
    time_s: there_s + expectedTime_s(router, at, to) - expectedTime_s(router, from, to),
  };
}

function between_m(world: World, a: LinkPlace, b: LinkPlace): number {
  const [from, to] = [pointOf(world, a), pointOf(world, b)];
  return walk_m(from, to.x_m, to.y_m);
}

/** Of a place on a link, on the straight line between its junctions. */
function pointOf({ network }: World, { link, position_m }: LinkPlace) {
  const { links, nodes } = network;
  const [start, end] = [links.from[link], links.to[link]];
  const share = position_m / links.length_m[link]!;
  return {
    x_m: nodes.x_m[start]! + share * (nodes.x_m[end]! - nodes.x_m[start]!),
    y_m: nodes.y_m[start]! + share * (nodes.y_m[end]! - nodes.y_m[start]!),
  };
}

export function zoneStall({ zones, scenario }: World, zone: number): Target | null {
  if (!isForParking(zones, zone) || !hasMetres(zones, zone, scenario.parking.stall_m)) return null;
  return stallTarget(zones, zone);
}

function stallTarget(zones: World['zones'], zone: number): Target {
  const position_m = (zones.start_m[zone]! + zones.end_m[zone]!) / 2;
  return { kind: TO_ZONE_STALL, row: zone, link: zones.link[zone], position_m };
}

/** A stall at a zone whose chargers work now, or as far as is known when it comes. */
export function chargerStall(world: World, zone: number): Target | null {
  const { zones, scenario } = world;
  if (!isForCharging(zones, zone)) {
    return scenario.fleet.charging.curbUse === 'parking' ? zoneStall(world, zone) : null;
  }
  return hasMetres(zones, zone, scenario.parking.stall_m) ? stallTarget(zones, zone) : null;
}

/** Its lane led not to the street that was meant: to any that it leads to. */
export function drivesOn(world: World, vehicle: number): boolean {
  for (let attempt = 0; attempt < STREETS_TRIED; attempt++) {
    const street = streetFor(world, vehicle);
    if (street !== null && redirect(world, vehicle, street)) return true;
  }
  return false;
}

/** Links tried for a vehicle that drives on; on each it turns off only at the end. */
const STREETS_TRIED = 4;

/** A street of the district to drive to, another one each time. */
export function streetFor(world: World, vehicle: number): Target | null {
  const { network, vehicles, scenario } = world;
  for (let attempt = 0; attempt < STREETS_TRIED; attempt++) {
    const count = vehicles.cruiseCount[vehicle]!++;
    const chance = draw(scenario.seed, PURPOSE.cruise, vehicles.nameHash[vehicle]!, count);
    const link = Math.floor(chance * network.linkCount) as LinkId;
    const leadsOn = network.links.firstTurn[link] !== network.links.firstTurn[link + 1];
    if (network.links.isInside[link] === 0 || !leadsOn) continue;
    // Far enough from the end to turn off by any lane.
    return { kind: TO_STREET, row: NONE, link, position_m: network.links.length_m[link]! / 2 };
  }
  return null;
}
