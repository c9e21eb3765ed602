/** The turns that a leg takes: given with it, kept from the day before, or the best by the times known. */
import { NONE } from '../../base/ids.js';
import type { LinkPlace } from '../../network/road-network.js';
import { isPocket, servesTurn } from '../../traffic/lane-access.js';
import type { World } from '../../world.js';
import { TO_GATE } from '../activities.js';
import { isGuided } from '../routes/day-to-day.js';
import { noteChosen, takeKeptRoute } from '../routes/route-book.js';
import { aim, type Destination, planRoute } from '../routes/router.js';
import { takeGivenRoute } from './given-routes.js';
import type { NewLeg, Target } from './legs.js';

/** Of one who is not on a lane yet. */
const ALL_TURNS = -1;

/** The way of a leg that begins off the road: as the trip says, as the day before, or the best. */
export function firstRoute(
  world: World,
  vehicle: number,
  mover: number,
  from: LinkPlace,
  { trip, purpose, way }: NewLeg,
  target: Target,
): number {
  const given =
    way === undefined
      ? takeGivenRoute(world, trip, mover, from.link, target.link)
      : takeWay(world, mover, way);
  if (given !== NONE) return given;
  const learner = purpose === 'occupied' ? trip : NONE;
  aim(world.router, world.network, from, destinationOf(target));
  const kept = takeKeptRoute(world, learner, mover);
  const count = kept === NONE ? bestRoute(world, vehicle, mover, ALL_TURNS) : kept;
  if (count !== NONE) noteChosen(world, { trip: learner, mover, turnCount: count });
  return count;
}

export const destinationOf = ({ kind, row, link, position_m }: Target): Destination => ({
  link,
  position_m,
  gate: kind === TO_GATE && link === NONE ? row : NONE,
});

export function bestRoute(
  { router, network, scenario, vehicles, clock }: World,
  vehicle: number,
  mover: number,
  firstTurnMask: number,
): number {
  const hash = vehicles.nameHash[vehicle]!;
  return planRoute(router, network, {
    mover,
    hash,
    vehicleClass: vehicles.vehicleClass[vehicle]!,
    isGuided: isGuided(scenario, hash),
    firstTurnMask,
    time_s: clock.time_s,
  });
}

export const firstTurnOf = ({ traffic }: World, mover: number): never =>
  (traffic.movers.routeCount[mover]! > 0
    ? traffic.routes[mover * traffic.routeCapacity]!
    : NONE) as never;

/** Writes turns into the mover's slots; their number, or NONE where they are more than it can hold. */
export function takeWay({ traffic }: World, mover: number, way: readonly number[]): number {
  const { routes, routeCapacity } = traffic;
  if (way.length >= routeCapacity) return NONE;
  routes.set(way, mover * routeCapacity);
  return way.length;
}

/** Bit k: the lane leads to the k-th turn of its link from `position_m` on. */
export function firstTurnMask(
  { network, traffic }: World,
  lane: number,
  position_m: number,
): number {
  const { links, lanes, turns } = network;
  const link = lanes.link[lane];
  const first = links.firstTurn[link]!;
  let mask = 0;
  for (let turn = first; turn < links.firstTurn[link + 1]!; turn++) {
    const from = lanes.fromLane[turns.firstConnector[turn]];
    const isPast = lane !== from && isPocket(traffic, from) && position_m > lanes.start_m[from]!;
    if (servesTurn(traffic, lane, turn) && !isPast) mask |= 1 << (turn - first);
  }
  return mask;
}
