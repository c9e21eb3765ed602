/**
 * A city whose streets are full of vehicles from the first step: each stands in its lane with a route
 * of random turns and a gate to leave by, as if it had come through on its way. No run-up, so that a
 * city of any size is ready in seconds, and its number of vehicles is what was asked for.
 */
import { type LaneId, type LinkId, type MoverId, NONE, type TripId } from '../../core/base/ids.js';
import { draw, PURPOSE } from '../../core/base/random.js';
import { ABOARD, DRIVING, TO_GATE } from '../../core/kernel/activities.js';
import { buildWorld } from '../../core/kernel/build-world.js';
import type { CurbDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO, type Scenario } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { placeOnLink, takeMover } from '../../core/traffic/hand-over.js';
import { isPocket, servesTurn } from '../../core/traffic/lane-access.js';
import { joinRear, storage_m } from '../../core/traffic/lane-queue.js';
import { createMoverOrder, sortMovers } from '../../core/traffic/mover-order.js';
import { ON_ROAD } from '../../core/traffic/traffic-state.js';
import type { World } from '../../core/world.js';
import { generateNetwork } from '../../networks/generate/generate-network.js';
import type { GenerateSpec } from '../../networks/generate/generate-spec.js';

const SEED = 11;
/** Between the vehicles of a lane, and from the first one to the stop line. */
const GAP_m = 12;

export interface CitySpec {
  readonly name: string;
  readonly district: GenerateSpec;
  readonly vehicleCount: number;
}

/** The example's land use on a square of another side. */
export function districtOf(example: GenerateSpec, side_m: number): GenerateSpec {
  const share = (side_m / example.side_m) ** 2;
  const scaled = (count: number): number => Math.round(count * share);
  return {
    ...example,
    side_m,
    curbStallCount: scaled(example.curbStallCount),
    pudoBayCount: scaled(example.pudoBayCount),
    loadingBayCount: scaled(example.loadingBayCount),
    lotStallCount: scaled(example.lotStallCount),
    remoteLotCount: 4,
    remoteStallCount: 4 * Math.ceil(scaled(example.remoteStallCount) / 4),
    residentCount: scaled(example.residentCount),
    jobCount: scaled(example.jobCount),
    // Nobody goes to an address here; each is looked round from for curbs and lots.
    addressCount: 400,
  };
}

/** What a benchmark has otherwise than the generator and the preset. */
export interface CityChanges {
  readonly curbs?: (made: NetworkDraft) => readonly CurbDraft[];
  readonly curb?: Scenario['curb'];
  readonly traffic?: Scenario['traffic'];
}

export function filledCity(
  { name, district, vehicleCount }: CitySpec,
  { curbs, curb = DEFAULT_SCENARIO.curb, traffic = DEFAULT_SCENARIO.traffic }: CityChanges = {},
): World {
  const made = generateNetwork(district);
  const network = curbs === undefined ? made : { ...made, curbs: curbs(made) };
  const { start_s } = DEFAULT_SCENARIO;
  const gates = network.gates.map((gate) => gate.name);
  const trips = Array.from({ length: vehicleCount }, (_, at): TripDraft => {
    const origin = Math.floor(draw(SEED, PURPOSE.place, at, 0) * gates.length);
    const beyond = 1 + Math.floor(draw(SEED, PURPOSE.place, at, 1) * (gates.length - 1));
    const car = `car${String(at).padStart(7, '0')}`;
    return {
      name: car,
      kind: 'through',
      vehicle: car,
      departure_s: start_s + 86_000,
      origin: gates[origin]!,
      destination: gates[(origin + beyond) % gates.length]!,
      partySize: 1,
    };
  });
  const scenario: Scenario = {
    ...DEFAULT_SCENARIO,
    name,
    curb,
    traffic,
    signals: { ...DEFAULT_SCENARIO.signals, rounds: 1 },
  };
  const { world } = buildWorld({ scenario, network, trips, idleCars: [] });
  fillLanes(world, vehicleCount);
  sortMovers(world.traffic, world.vehicles, createMoverOrder(world.traffic));
  return world;
}

/** Lane by lane, as many in each as are due; what a lane has no room for comes into the next. */
function fillLanes(world: World, vehicleCount: number): void {
  const { network, traffic } = world;
  const { linkLaneCount, lanes, links } = network;
  // Rows of movers are dealt at random, so that sorting has something to do.
  let vehicle = 0;
  for (let lane = 0; lane < linkLaneCount; lane++) {
    const link = lanes.link[lane];
    const leadsOut = links.firstTurn[link] === links.firstTurn[link + 1];
    if (leadsOut || isPocket(traffic, lane)) continue;
    const due = Math.ceil(((lane + 1) / linkLaneCount) * vehicleCount * CROWDING);
    let position_m = lanes.length_m[lane]! - GAP_m;
    for (; vehicle < Math.min(due, vehicleCount) && position_m > GAP_m; position_m -= GAP_m) {
      putOnLane(world, vehicle++, lane as LaneId, position_m);
    }
  }
  if (vehicle < vehicleCount) throw new Error(`The streets hold ${vehicle} vehicles.`);
}

/** Some lanes take none, so the others are dealt more. */
const CROWDING = 1.2;

function putOnLane(world: World, vehicle: number, lane: LaneId, position_m: number): void {
  const { traffic, vehicles, trips, clock, network } = world;
  const { movers, counters } = traffic;
  const mover = takeMover(traffic);
  vehicles.mover[vehicle] = mover;
  vehicles.activity[vehicle] = DRIVING;
  vehicles.passengerCount[vehicle] = 1;
  vehicles.trip[vehicle] = vehicle as TripId;
  vehicles.hasLeg[vehicle] = 1;
  vehicles.legStart_s[vehicle] = clock.time_s;
  vehicles.legEntered_s[vehicle] = clock.time_s;
  vehicles.targetKind[vehicle] = TO_GATE;
  vehicles.targetRow[vehicle] = trips.toGate[vehicle]!;
  vehicles.target[vehicle] = NONE;
  trips.status[vehicle] = ABOARD;
  trips.started_s[vehicle] = clock.time_s;
  trips.boarded_s[vehicle] = clock.time_s;
  clock.aboardCount++;
  movers.vehicle[mover] = vehicle as never;
  movers.driver[mover] = vehicles.driver[vehicle]!;
  movers.leavesByGate[mover] = 1;
  movers.routeAt[mover] = 0;
  movers.routeCount[mover] = drawRoute(world, mover, lane);
  movers.turn[mover] = traffic.routes[mover * traffic.routeCapacity]! as never;
  movers.position_m[mover] = position_m;
  movers.next_m[mover] = position_m;
  movers.linkEntered_s[mover] = clock.time_s;
  movers.measured_s[mover] = clock.time_s;
  movers.linkStart_m[mover] = position_m;
  joinRear(traffic, mover, lane);
  traffic.lanes.occupied_m[lane]! += storage_m(traffic, movers.driver[mover]!);
  traffic.links.entryCount[network.lanes.link[lane]]!++;
  counters[ON_ROAD]!++;
  placeOnLink(traffic, mover);
}

/** Random turns, the first one from the lane; as many as are stored, or to a link that leads out. */
function drawRoute({ network, traffic }: World, mover: MoverId, lane: LaneId): number {
  const { links, lanes, turns } = network;
  const { routes, routeCapacity } = traffic;
  let link = lanes.link[lane] as LinkId;
  for (let at = 0; at < routeCapacity; at++) {
    const first = links.firstTurn[link]!;
    const count = links.firstTurn[link + 1]! - first;
    if (count === 0) return at;
    const start = Math.floor(draw(SEED, PURPOSE.chain, mover, at) * count);
    let turn = first + start;
    for (let other = 1; at === 0 && other < count && !servesTurn(traffic, lane, turn); other++) {
      turn = first + ((start + other) % count);
    }
    routes[mover * routeCapacity + at] = turn;
    link = turns.to[turn] as LinkId;
  }
  return routeCapacity;
}
