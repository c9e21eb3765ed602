/**
 * Vehicles that look for a better way while they drive, by the times known now. A vehicle does so for
 * the whole day or never, and each in a minute of its own: if all looked at once, all would meet on
 * the same way round.
 */
import { NONE } from '../../base/ids.js';
import { draw, PURPOSE } from '../../base/random.js';
import { MINUTE_s } from '../../base/units.js';
import type { World } from '../../world.js';
import { DRIVING } from '../activities.js';
import { hasGivenRoute } from '../journeys/given-routes.js';
import { presentTarget, redirect } from '../journeys/legs.js';

/** Called at the end of each simulated minute. */
export function rerouteDrivers(world: World): void {
  const { scenario, vehicles, vehicleCount, clock } = world;
  const { reroutedShare, reroute_s } = scenario.routing;
  if (reroutedShare === 0) return;
  const every = Math.round(reroute_s / MINUTE_s);
  const minute = Math.round((clock.time_s - scenario.start_s) / MINUTE_s);
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    if (vehicles.activity[vehicle] !== DRIVING) continue;
    const hash = vehicles.nameHash[vehicle]!;
    if ((hash >>> 0) % every !== minute % every) continue;
    if (draw(scenario.seed, PURPOSE.rerouting, hash) < reroutedShare) lookForWay(world, vehicle);
  }
}

/** A way with one turn left has no other; who drives as its trip says keeps to that. */
function lookForWay(world: World, vehicle: number): void {
  const { vehicles, traffic, network, events, clock } = world;
  const { movers } = traffic;
  const mover = vehicles.mover[vehicle];
  if (movers.lane[mover] === NONE || movers.turn[mover] === NONE) return;
  if (movers.lane[mover] >= network.linkLaneCount || movers.isPocketBound[mover] === 1) return;
  if (movers.routeCount[mover]! - movers.routeAt[mover]! < 2) return;
  if (hasGivenRoute(world, vehicles.trip[vehicle])) return;
  const before = wayOf(world, mover);
  if (!redirect(world, vehicle, presentTarget(world, vehicle))) return;
  if (wayOf(world, mover) === before) return;
  const link = network.lanes.link[movers.lane[mover]];
  events.publish('wayChanged', clock.time_s, { vehicle, link });
}

/** The turns ahead, as text. */
function wayOf({ traffic }: World, mover: number): string {
  const { movers, routes, routeCapacity } = traffic;
  const start = mover * routeCapacity;
  const from = start + movers.routeAt[mover]!;
  return routes.subarray(from, start + movers.routeCount[mover]!).join();
}
