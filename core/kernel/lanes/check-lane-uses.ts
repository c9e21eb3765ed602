/**
 * Can every trip be made by the class of its vehicle, as lanes are at its departure? Told before the
 * run begins, since on the road it could only wait for ever.
 */
import { Problems } from '../../base/errors.js';
import { NONE } from '../../base/ids.js';
import { VEHICLE_CLASSES } from '../../events/catalogue.js';
import { strongComponents } from '../../network/components.js';
import { laneSpanAt } from '../../network/lane-use.js';
import type { RoadNetwork } from '../../network/road-network.js';
import type { TripDraft } from '../../scenario/trip.js';
import type { World } from '../../world.js';
import { streetIndex } from '../journeys/trips.js';
import { isLinkOpen, type LaneAccess, laneClassOf, markClosed } from '../routes/class-roads.js';

/** Throws UserError RUN-007 for trips that could be made if all lanes were open to everyone. */
export function assertLanesLead(world: World, drafts: readonly TripDraft[]): void {
  if (world.network.laneTimetables.length === 0) return;
  const problems = new Problems('trips');
  const ways = waysOf(world);
  for (const [trip, { name }] of drafts.entries()) {
    const fault = faultOf(world, ways, trip);
    if (fault !== null) problems.add('RUN-007', { field: name }, fault);
  }
  problems.throwIfAny();
}

function faultOf(world: World, ways: Ways, trip: number): string | null {
  const { trips, vehicles, network, givenRoutes } = world;
  const vehicle = trips.vehicle[trip];
  const code = vehicle === NONE ? VEHICLE_CLASSES.indexOf('SAV') : vehicles.vehicleClass[vehicle]!;
  const roads = ways.roadsFor(trips.departure_s[trip]!, code);
  const who = VEHICLE_CLASSES[code]!.toLowerCase();
  const from = firstLink(world, trip);
  const to = lastLinks(world, trip);
  if (!roads.isOpen(from)) return `begins on "${network.linkNames[from]}", closed to ${who} then`;
  for (let at = givenRoutes.firstTurn[trip]!; at < givenRoutes.firstTurn[trip + 1]!; at++) {
    const turn = givenRoutes.turns[at]!;
    if (!roads.isClosed(turn)) continue;
    const [onto, off] = [network.turns.to[turn], network.turns.from[turn]];
    const where = `"${network.linkNames[off]}" to "${network.linkNames[onto]}"`;
    return `has a route from ${where}, closed to ${who} then`;
  }
  if (to.some((link) => roads.isOpen(link) && roads.leads(from, link))) return null;
  if (!to.some((link) => ways.open.leads(from, link))) return null;
  const names = to.map((link) => `"${network.linkNames[link]}"`).join(' or ');
  return `has no way to ${names} that is open to ${who} then`;
}

function firstLink(world: World, trip: number): number {
  const { trips, places, givenRoutes } = world;
  if (givenRoutes.firstLink[trip] !== NONE) return givenRoutes.firstLink[trip]!;
  const gate = trips.fromGate[trip]!;
  if (gate === NONE) return places.addresses[trips.fromAddress[trip]!]!.link;
  const { entries } = places.gates[gate]!;
  return entries[streetIndex(world, trip, entries.length)]!;
}

function lastLinks({ trips, places, givenRoutes }: World, trip: number): readonly number[] {
  if (givenRoutes.lastLink[trip] !== NONE) return [givenRoutes.lastLink[trip]!];
  const gate = trips.toGate[trip]!;
  return gate === NONE
    ? [places.addresses[trips.toAddress[trip]!]!.link]
    : places.gates[gate]!.exits;
}

/** The roads as they are to a class in some hours. */
interface RoadsThen {
  isOpen(link: number): boolean;
  isClosed(turn: number): boolean;
  leads(from: number, to: number): boolean;
}

interface Ways {
  readonly open: RoadsThen;
  roadsFor(time_s: number, vehicleClass: number): RoadsThen;
}

function waysOf(world: World): Ways {
  const { network } = world;
  const known = new Map<string, RoadsThen>();
  const free = new Float64Array(network.turnCount);
  const roadsFor = (time_s: number, vehicleClass: number): RoadsThen => {
    const spans = network.laneTimetables.map((timetable) => laneSpanAt(timetable, time_s));
    const key = [vehicleClass, ...spans.map(({ openTo }) => openTo)].join();
    let roads = known.get(key);
    if (roads === undefined) {
      const lanes = {
        openTo: new Int32Array(network.laneCount).fill(-1),
        sharedFrom_m: new Float64Array(network.laneCount).fill(Infinity),
      };
      for (const [row, { lane }] of network.laneTimetables.entries()) {
        lanes.openTo[lane] = spans[row]!.openTo;
        lanes.sharedFrom_m[lane] = spans[row]!.sharedFrom_m;
      }
      const cost_s = free.slice();
      const bit = laneClassOf(vehicleClass);
      markClosed({ network, lanes: lanes as LaneAccess }, bit, {
        cost_s,
        fromLane_s: free.slice(),
      });
      const isOpen = (link: number) =>
        isLinkOpen({ network, lanes: lanes as LaneAccess }, bit, link);
      roads = roadsOver(world, cost_s, isOpen);
      known.set(key, roads);
    }
    return roads;
  };
  return { open: roadsOver(world, free, () => true), roadsFor };
}

/**
 * Most pairs of links lie in one part of the network whose links all lead to each other. From the
 * others, as gates, what is reached is found once for each link that trips begin on.
 */
function roadsOver(
  { network }: World,
  cost_s: Float64Array,
  isOpen: (link: number) => boolean,
): RoadsThen {
  const isClosed = (turn: number): boolean => cost_s[turn] === Number.POSITIVE_INFINITY;
  const next = successorsOf(network, isClosed);
  const { componentOf } = strongComponents(next);
  const reachedFrom = new Map<number, Uint8Array>();
  const leads = (from: number, to: number): boolean => {
    if (componentOf[from] === componentOf[to]) return true;
    let reached = reachedFrom.get(from);
    if (reached === undefined) {
      reached = reachOf(next, from);
      reachedFrom.set(from, reached);
    }
    return reached[to] === 1;
  };
  return { isOpen, isClosed, leads };
}

function successorsOf(
  { linkCount, links, turns }: RoadNetwork,
  isClosed: (turn: number) => boolean,
): number[][] {
  return Array.from({ length: linkCount }, (_, link) => {
    const next: number[] = [];
    for (let turn = links.firstTurn[link]!; turn < links.firstTurn[link + 1]!; turn++) {
      if (!isClosed(turn)) next.push(turns.to[turn]);
    }
    return next;
  });
}

function reachOf(next: readonly (readonly number[])[], from: number): Uint8Array {
  const reached = new Uint8Array(next.length);
  const open = [from];
  while (open.length > 0) {
    for (const link of next[open.pop()!]!) {
      if (reached[link] === 1) continue;
      reached[link] = 1;
      open.push(link);
    }
  }
  return reached;
}
