/** Opens and closes lanes and turns to vehicle classes as their timetables say, and sees to those concerned. */
import { type LaneId, type LinkId, NONE } from '../../base/ids.js';
import {
  type LaneSpan,
  type LaneTimetable,
  laneSpanAt,
  nextLaneChange_s,
} from '../../network/lane-use.js';
import type { RoadNetwork } from '../../network/road-network.js';
import { hold } from '../../traffic/hand-over.js';
import { isOpenTo } from '../../traffic/lane-access.js';
import { mustMoveOver } from '../../traffic/out-lane.js';
import type { World } from '../../world.js';
import { presentTarget, redirect } from '../journeys/legs.js';
import { closeTurns, hasClosedTurn } from '../routes/class-roads.js';

/** Sets the lanes as they are at the start; gives the clock time of the next change. */
export function beginLaneUses({ network, traffic, router, scenario }: World): number {
  const { laneTimetables } = network;
  for (const timetable of laneTimetables) {
    setLane(traffic.lanes, timetable.lane, laneSpanAt(timetable, scenario.start_s));
  }
  closeTurns(router.classes, traffic, router.classCost_s);
  return nextLaneChange_s(laneTimetables, scenario.start_s);
}

function setLane(
  { openTo, sharedFrom_m }: World['traffic']['lanes'],
  lane: number,
  span: LaneSpan,
): void {
  openTo[lane] = span.openTo;
  sharedFrom_m[lane] = span.sharedFrom_m;
}

/**
 * Changes what is due now. Who is on a lane that closes to it must move over; who has a turn on its
 * way that is closed to it now gets another way if there is one.
 */
export function changeLaneUses(world: World): void {
  const { network, traffic, router, clock } = world;
  const { lanes } = traffic;
  const changed = new Set<number>();
  const wasOpenTo = new Map<number, number>();
  let isWaiting = false;
  for (const { timetable, span } of duePlaces(world)) {
    const { lane, twin } = timetable;
    const isSame =
      lanes.openTo[lane] === span.openTo && lanes.sharedFrom_m[lane] === span.sharedFrom_m;
    if (isSame) continue;
    // A tidal lane empties before it turns.
    if (twin !== NONE && span.openTo !== 0 && !isEmpty(world, twin)) {
      isWaiting = true;
      continue;
    }
    const link = network.lanes.link[lane] as LinkId;
    changed.add(link);
    wasOpenTo.set(lane, lanes.openTo[lane]!);
    setLane(lanes, lane, span);
    lanes.openSince_s[lane] = clock.time_s;
    publishOpened(world, lane, span.openTo);
  }
  for (const link of changed) lookAtLink(world, link, wasOpenTo);
  if (changed.size > 0) {
    closeTurns(router.classes, traffic, router.classCost_s);
    replanClosed(world);
  }
  const next_s = nextLaneChange_s(network.laneTimetables, clock.time_s);
  clock.nextLaneUse_s = isWaiting ? clock.time_s : next_s;
}

function publishOpened({ network, events, clock }: World, lane: LaneId, openTo: number): void {
  const { lanes, turns } = network;
  const link = lanes.link[lane];
  const turn = lanes.turn[lane];
  if (turn === NONE) {
    events.publish('laneOpened', clock.time_s, { link, lane: placeOf(network, lane), openTo });
  } else if (turns.firstConnector[turn] === lane) {
    events.publish('turnOpened', clock.time_s, { link, onto: turns.to[turn], openTo });
  }
}

/** What each lane should be now; those that close come first, so that their twins see it. */
function duePlaces({ network, clock }: World): { timetable: LaneTimetable; span: LaneSpan }[] {
  const due = network.laneTimetables.map((timetable) => ({
    timetable,
    span: laneSpanAt(timetable, clock.time_s),
  }));
  const isClosed = ({ span }: { span: LaneSpan }): boolean => span.openTo === 0;
  return [...due.filter(isClosed), ...due.filter((each) => !isClosed(each))];
}

/** Is the lane closed, and nobody on it or on the way into it out of a junction? */
const isEmpty = ({ traffic: { lanes } }: World, lane: number): boolean =>
  lanes.openTo[lane] === 0 && lanes.count[lane] === 0 && lanes.reserved[lane] === 0;

/** The lane's place on its link: leftmost full-length lane 0. */
function placeOf({ lanes, links }: RoadNetwork, lane: number): number {
  const link = lanes.link[lane];
  return lane - links.firstLane[link]! - links.hasPocket[link]!;
}

/** Everyone on the link looks anew whether it is on a right lane. */
function lookAtLink(world: World, link: number, wasOpenTo: ReadonlyMap<number, number>): void {
  const { traffic, network, vehicles, events, clock } = world;
  const { movers, lanes } = traffic;
  const { links } = network;
  for (let lane = links.firstLane[link]!; lane < links.firstLane[link + 1]!; lane++) {
    const before = wasOpenTo.get(lane);
    for (let mover = lanes.front[lane]; mover !== NONE; mover = movers.behind[mover]) {
      movers.isMisplaced[mover] = mustMoveOver(traffic, mover) ? 1 : 0;
      const isCaught =
        before !== undefined &&
        (before & movers.laneClass[mover]!) !== 0 &&
        !isOpenTo(traffic, mover, lane);
      if (!isCaught) continue;
      const vehicle = movers.vehicle[mover];
      events.publish('caughtInLane', clock.time_s, {
        vehicle,
        vehicleClass: vehicles.vehicleClass[vehicle]!,
        link,
        lane: placeOf(network, lane),
      });
    }
  }
}

/** Those on the road, in the order of their vehicles. Who waits for the road looks when it is on it. */
function replanClosed(world: World): void {
  const { vehicles, vehicleCount, traffic } = world;
  const { movers } = traffic;
  for (let vehicle = 0; vehicle < vehicleCount; vehicle++) {
    const mover = vehicles.mover[vehicle];
    if (mover === NONE || movers.lane[mover] === NONE || !hasClosedTurn(world, vehicle)) continue;
    const isHeld = movers.isHeld[mover] === 1 && movers.isPocketBound[mover] === 0;
    redirect(world, vehicle, presentTarget(world, vehicle));
    // Who is pulling out stands on until it has.
    if (isHeld && movers.isHeld[mover] === 0) hold(traffic, mover);
  }
}
