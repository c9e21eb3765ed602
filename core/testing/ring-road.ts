/**
 * A ring of four one-way streets without an end: cars stand around it at chosen spacings and drive
 * at a chosen speed from the first step on. What flow a density carries shows here.
 */

import type { LaneId } from '../base/ids.js';
import { DRIVING } from '../kernel/activities.js';
import { type CarFollowing, DEFAULT_SCENARIO, type DriverClass } from '../scenario/scenario.js';
import { handOver, takeMover } from '../traffic/hand-over.js';
import { listBusyNodes } from '../traffic/junctions.js';
import { joinRear, storage_m } from '../traffic/lane-queue.js';
import { createRowList, ON_ROAD, rowListOf } from '../traffic/traffic-state.js';
import type { World } from '../world.js';
import { createRoadScene, gateTrip, runScene, turnRow } from './road-scene.js';
import { streetMap } from './street-map.js';

const JUNCTION_m = 1;
const BEFORE_FIRST_STEP = -2;
const CORNERS = ['a', 'b', 'c', 'd'] as const;
const sideAt = (side: number): string => CORNERS[side % 4]! + CORNERS[(side + 1) % 4]!;

export interface RingRoad {
  /** Drivers in the order in which they are passed, upstream. */
  readonly drivers: readonly RingDriver[];
  readonly classes: readonly [DriverClass, DriverClass];
  readonly speed_mps: number;
  readonly freeSpeed_mps: number;
  readonly dt_s: number;
  /** Newell's rule where it is not said. */
  readonly carFollowing?: CarFollowing;
}

export interface RingDriver {
  /** Place in `classes`. */
  readonly driver: 0 | 1;
  /** Front bumper to the front bumper ahead. */
  readonly spacing_m: number;
}

export interface Ring {
  readonly world: World;
  readonly length_m: number;
}

export function createRing(ring: RingRoad): Ring {
  const { drivers, classes, speed_mps, freeSpeed_mps, dt_s, carFollowing = 'newell' } = ring;
  const length_m = drivers.reduce((sum, { spacing_m }) => sum + spacing_m, 0);
  const side_m = length_m / 4;
  const link = { length_m: side_m - JUNCTION_m };
  const network = streetMap('a>b', '^ v', 'd<c', {
    freeSpeed_mps,
    movement_m: JUNCTION_m,
    gates: 'ac',
    links: { ab: link, bc: link, cd: link, da: link },
  });
  const world = createRoadScene({
    network,
    // Cars of the ring; they are put onto it here and never start from a gate.
    trips: drivers.map((_, at) => gateTrip({ from: 'a', to: 'c', departure_s: 1e6 + at })),
    scenario: {
      regime: 'private-automated',
      dt_s,
      traffic: { ...DEFAULT_SCENARIO.traffic, carFollowing },
      drivers: {
        ...DEFAULT_SCENARIO.drivers,
        human: classes[0],
        automated: classes[1],
        van: classes[1],
      },
    },
  });
  let behind_m = 0;
  for (const [at, { driver, spacing_m }] of drivers.entries()) {
    // The first is the one at the end of the ring; its spacing is to the last one, across corner a.
    if (at > 0) behind_m += spacing_m;
    // A micrometre short of the corner, so that nobody stands exactly on one.
    const along_m = length_m - 1e-6 - behind_m;
    putOnRing(world, at, driver, { along_m, side_m, speed_mps });
  }
  // Motion tells which junctions are asked; before the first step nobody has moved.
  const everyLane = Array.from({ length: world.network.linkLaneCount }, (_, lane) => lane);
  listBusyNodes(world.traffic, rowListOf(everyLane), BEFORE_FIRST_STEP);
  return { world, length_m };
}

/** Puts the car `along_m` after corner a, with a past as if it had always driven at this speed. */
function putOnRing(
  world: World,
  vehicle: number,
  driver: number,
  place: { readonly along_m: number; readonly side_m: number; readonly speed_mps: number },
): void {
  const { traffic, vehicles, network } = world;
  const { movers, lanes, history, routes, routeCapacity, counters, dt_s } = traffic;
  const side = Math.floor(place.along_m / place.side_m);
  const mover = takeMover(traffic);
  vehicles.mover[vehicle] = mover;
  vehicles.activity[vehicle] = DRIVING;
  movers.vehicle[mover] = vehicle as never;
  movers.driver[mover] = driver;
  for (let at = 0; at < routeCapacity; at++) {
    const turn = turnRow(world, `${sideAt(side + at)}>${sideAt(side + at + 1)}`);
    routes[mover * routeCapacity + at] = turn;
  }
  movers.routeCount[mover] = routeCapacity;
  movers.turn[mover] = routes[mover * routeCapacity]! as never;
  movers.grantedConnector[mover] = network.turns.firstConnector[movers.turn[mover]];
  const [lane, next] = [0, 1].map(
    (ahead) => network.links.firstLane[network.linkNames.indexOf(sideAt(side + ahead))]! as LaneId,
  );
  movers.outLane[mover] = next!;
  movers.position_m[mover] = place.along_m - side * place.side_m;
  movers.speed_mps[mover] = place.speed_mps;
  for (let back = 0; back < history.slots; back++) {
    history.odometer_m[mover * history.slots + (-back & history.mask)] =
      -place.speed_mps * dt_s * back;
  }
  joinRear(traffic, mover, lane!);
  lanes.occupied_m[lane!]! += storage_m(traffic, driver);
  counters[ON_ROAD]!++;
  if (movers.position_m[mover]! > network.lanes.length_m[lane!]!) {
    handOver(traffic, rowListOf([mover]), 0, { entered: createRowList(1), left: createRowList(1) });
  }
}

/** Mean flow over `duration_s`: way driven by all a second and metre of the ring. */
export function ringFlow_vph({ world, length_m }: Ring, duration_s: number): number {
  const before_m = waySum_m(world);
  const from_s = world.clock.time_s;
  runScene(world, from_s + duration_s);
  const way_m = waySum_m(world) - before_m;
  return (3600 * way_m) / (length_m * (world.clock.time_s - from_s));
}

function waySum_m({ traffic, vehicleCount }: World): number {
  let sum_m = 0;
  for (let mover = 0; mover < vehicleCount; mover++) sum_m += traffic.movers.odometer_m[mover]!;
  return sum_m;
}
