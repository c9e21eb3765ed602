/**
 * Takes movers from lane to connector to lane, and off the network. Serial: it changes two lanes at
 * once. Times and ways on links are measured here, where a mover leaves one link for the next.
 */
import { type LaneId, type LinkId, type MoverId, NONE } from '../base/ids.js';
import { joinRear, leaveLane, storage_m } from './lane-queue.js';
import { isBesideItsPocket, isRightLane, turnAfterNext } from './out-lane.js';
import { addRow, MOVER_END, ON_ROAD, type RowList, type TrafficState } from './traffic-state.js';

/** Movers that came onto a link, and movers that left the network at the end of one. */
export interface HandOverResult {
  readonly entered: RowList;
  readonly left: RowList;
}

export function handOver(
  state: TrafficState,
  crossing: RowList,
  time_s: number,
  result: HandOverResult,
): void {
  const { movers, network } = state;
  for (let at = 0; at < crossing.count[0]!; at++) {
    const mover = crossing.rows[at]! as MoverId;
    const lane = movers.lane[mover];
    if (lane === NONE) continue;
    if (lane < network.linkLaneCount) {
      if (movers.turn[mover] === NONE) {
        leaveNetwork(state, mover, time_s);
        addRow(result.left, mover);
        continue;
      }
      enterConnector(state, mover, lane);
    }
    const connector = movers.lane[mover] as LaneId;
    if (movers.position_m[mover]! >= network.lanes.length_m[connector]!) {
      enterLink(state, mover, connector, time_s);
      addRow(result.entered, mover);
    }
  }
}

function enterConnector(state: TrafficState, mover: MoverId, lane: LaneId): void {
  const { movers, lanes, turns, nodes, network } = state;
  const connector = movers.grantedConnector[mover] as LaneId;
  const out = movers.outLane[mover] as LaneId;
  const turn = network.lanes.turn[connector];
  const room_m = storage_m(state, movers.driver[mover]!);
  leaveLane(state, mover);
  lanes.occupied_m[lane]! -= room_m;
  joinRear(state, mover, connector);
  movers.position_m[mover]! -= network.lanes.length_m[lane]!;
  movers.crossedFrom[mover] = lane;
  movers.crossedAt_m[mover] = movers.odometer_m[mover]! - movers.position_m[mover]!;
  lanes.lastOut[lane] = mover;
  turns.count[turn]!++;
  nodes.withinCount[network.turns.node[turn]]!++;
  lanes.reserved[out]!++;
  lanes.occupied_m[out]! += room_m;
  if (movers.waitsWithin[mover] === 0) {
    lanes.source[out] = connector;
    return;
  }
  lanes.waitedFor[out]!++;
  turns.waitingCount[turn]!++;
  movers.stop_m[mover] = network.turns.waitsAt_m[turn]!;
}

function enterLink(state: TrafficState, mover: MoverId, connector: LaneId, time_s: number): void {
  const { movers, lanes, links, turns, nodes, network } = state;
  const out = movers.outLane[mover] as LaneId;
  const turn = network.lanes.turn[connector];
  const from = network.lanes.link[connector] as LinkId;
  measureLink(state, mover, time_s);
  turns.passed_s[turn]! += time_s - movers.linkEntered_s[mover]!;
  turns.passedCount[turn]!++;
  links.exitCount[from]!++;

  leaveLane(state, mover);
  turns.count[turn]!--;
  nodes.withinCount[network.turns.node[turn]]!--;
  lanes.reserved[out]!--;
  joinRear(state, mover, out);
  movers.position_m[mover]! -= network.lanes.length_m[connector]!;
  movers.turn[mover] = turnAfterNext(state, mover);
  movers.routeAt[mover]!++;
  startLink(state, mover, time_s);
}

/** What begins when a mover comes onto the link of the lane it is on. */
export function startLink(state: TrafficState, mover: MoverId, time_s: number): void {
  const { movers, links, network } = state;
  const lane = movers.lane[mover];
  movers.linkEntered_s[mover] = time_s;
  movers.linkStart_m[mover] = movers.position_m[mover]!;
  movers.lackedRoom_s[mover] = 0;
  links.entryCount[network.lanes.link[lane]]!++;
  placeOnLink(state, mover);
}

/** What a mover has to do on its link by the lane it is on: move over, or into the pocket, or nothing. */
export function placeOnLink(state: TrafficState, mover: MoverId): void {
  const lane = state.movers.lane[mover] as LaneId;
  state.movers.isMisplaced[mover] = isRightLane(state, mover, lane) ? 0 : 1;
  setPocketStop(state, mover);
}

/**
 * A mover that needs the pocket must move over where it begins. One that comes to the lane beside it
 * farther on moves over wherever the pocket has a gap, and if it has none drives past.
 */
export function setPocketStop(state: TrafficState, mover: MoverId): void {
  const { movers, network } = state;
  const needsPocket = isBesideItsPocket(state, mover);
  const pocket = network.links.firstLane[network.lanes.link[movers.lane[mover]]]!;
  const start_m = network.lanes.start_m[pocket]!;
  const isPast = needsPocket && movers.position_m[mover]! > start_m;
  const isBound = needsPocket && !isPast;
  // Another way may not need the pocket that the mover has been waiting for.
  if (!isBound && movers.isHeld[mover] === 1) release(state, mover);
  if (isPast) movers.isMisplaced[mover] = 1;
  movers.isPocketBound[mover] = isBound ? 1 : 0;
  movers.stop_m[mover] = isBound ? start_m : Infinity;
}

/** Moves a mover over into the pocket beside it if there is room; else it is held where the pocket begins. */
export function enterPocket(state: TrafficState, mover: MoverId): void {
  const { movers, lanes, drivers, network } = state;
  const lane = movers.lane[mover] as LaneId;
  const pocket = network.links.firstLane[network.lanes.link[lane]]! as LaneId;
  const rear = lanes.rear[pocket];
  const driver = movers.driver[mover]!;
  const x_m = movers.position_m[mover]!;
  const room_m = storage_m(state, driver);
  const pocket_m = network.lanes.length_m[pocket]! - network.lanes.start_m[pocket]!;
  // It needs its gap now, and room for the whole of it when all in the pocket stand.
  const isClear =
    rear === NONE ||
    (lanes.occupied_m[pocket]! + room_m <= pocket_m &&
      movers.position_m[rear]! -
        drivers.length_m[movers.driver[rear]!]! -
        drivers.standstillGap_m[driver]! >=
        x_m);
  if (!isClear) {
    if (movers.isHeld[mover] === 0 && x_m >= movers.stop_m[mover]!) hold(state, mover);
    return;
  }
  if (movers.isHeld[mover] === 1) release(state, mover);
  leaveLane(state, mover);
  lanes.occupied_m[lane]! -= room_m;
  joinRear(state, mover, pocket);
  lanes.occupied_m[pocket]! += room_m;
  movers.isPocketBound[mover] = 0;
  movers.stop_m[mover] = Infinity;
}

/** The mover stands in its lane until released; the lane's room now ends behind it. */
export function hold({ movers, lanes }: TrafficState, mover: MoverId): void {
  movers.isHeld[mover] = 1;
  lanes.heldCount[movers.lane[mover]]!++;
}

export function release({ movers, lanes }: TrafficState, mover: MoverId): void {
  movers.isHeld[mover] = 0;
  lanes.heldCount[movers.lane[mover]]!--;
}

/** Takes a mover off the road, from wherever it is on a link. Its row stays until `freeMover`. */
export function leaveNetwork(state: TrafficState, mover: MoverId, time_s: number): void {
  const { movers, lanes, links, network, counters } = state;
  const lane = movers.lane[mover] as LaneId;
  measureLink(state, mover, time_s);
  links.exitCount[network.lanes.link[lane]]!++;
  if (movers.isHeld[mover] === 1) release(state, mover);
  const link = network.lanes.link[lane];
  if (links.passer[link] === mover) links.passer[link] = NONE;
  leaveLane(state, mover);
  movers.crossedFrom[mover] = NONE;
  lanes.occupied_m[lane]! -= storage_m(state, movers.driver[mover]!);
  counters[ON_ROAD]!--;
}

/** Adds what the mover has driven and spent since it was last measured to the link it is on. */
export function measureLink(state: TrafficState, mover: MoverId, time_s: number): void {
  const { movers, links, network } = state;
  const link = network.lanes.link[movers.lane[mover]];
  const way_m = movers.odometer_m[mover]! - movers.measured_m[mover]!;
  const free_s = way_m / network.links.freeSpeed_mps[link]!;
  links.vehicle_s[link]! += time_s - movers.measured_s[mover]!;
  links.vehicle_m[link]! += way_m;
  links.free_s[link]! += free_s;
  movers.free_s[mover]! += free_s;
  movers.measured_s[mover] = time_s;
  movers.measured_m[mover] = movers.odometer_m[mover]!;
}

/** A free row for a mover that is about to queue for the road. */
export function takeMover({ freeMovers, counters }: TrafficState): MoverId {
  const { rows, count } = freeMovers;
  if (count[0]! > 0) return rows[--count[0]!]! as MoverId;
  const mover = counters[MOVER_END]!++;
  if (mover >= rows.length) throw new Error('More movers than vehicles.');
  return mover as MoverId;
}

export function freeMover({ freeMovers, movers }: TrafficState, mover: MoverId): void {
  const { rows, count } = freeMovers;
  movers.vehicle[mover] = NONE;
  rows[count[0]!++] = mover;
}
