/**
 * Gridlock: a ring of links, the first vehicle of each held up because the next has no room. Nothing
 * is moved by magic; the ring is named with its links, the time and the vehicle that closed it, within
 * a minute of its closing.
 */
import { type LaneId, type LinkId, NONE } from '../../base/ids.js';
import { numbersPart, type StatePart } from '../../base/state-part.js';
import { storage_m } from '../../traffic/lane-queue.js';
import { hasRoom } from '../../traffic/out-lane.js';
import type { World } from '../../world.js';

/** Who has stood this long for want of room is taken to be stuck, if all that it waits for are. */
const STUCK_s = 30;

/** How often somebody looks: with the time above, well within a minute of the ring's closing. */
const LOOK_s = 20;

/** Steps from look to look within each simulated minute. */
export const lookSteps = (dt_s: number): number => Math.max(1, Math.floor(LOOK_s / dt_s));

export interface GridlockWatch {
  /** Rings now closed: number by key (their links in rising order). */
  readonly open: Map<string, number>;
  ringCount: number;
}

export const createGridlockWatch = (): GridlockWatch => ({ open: new Map(), ringCount: 0 });

/** The open rings as numbers: how many were found, then number, length and links of each. */
export const gridlockPart = (watch: GridlockWatch): StatePart =>
  numbersPart(
    'gridlock',
    () => {
      const numbers = [watch.ringCount];
      for (const [key, ring] of watch.open) {
        const links = key.split(',').map(Number);
        numbers.push(ring, links.length, ...links);
      }
      return numbers;
    },
    ([ringCount, ...rings]) => {
      watch.ringCount = ringCount!;
      watch.open.clear();
      for (let at = 0; at < rings.length; at += 2 + rings[at + 1]!) {
        watch.open.set(rings.slice(at + 2, at + 2 + rings[at + 1]!).join(','), rings[at]!);
      }
    },
  );

/** Publishes rings that are new, and those that are no more. */
export function watchGridlock(world: World, watch: GridlockWatch): void {
  const stuck = stuckLanes(world);
  const rings = findRings(blockersOf(world, stuck));
  const { events, clock } = world;
  const present = new Set<string>();
  for (const ring of rings) {
    const key = [...ring].sort((a, b) => a - b).join(',');
    present.add(key);
    if (watch.open.has(key)) continue;
    const number = watch.ringCount++;
    watch.open.set(key, number);
    const vehicle = whoClosed(world, ring, stuck);
    for (const link of ring) {
      events.publish('gridlocked', clock.time_s, { ring: number, link, vehicle });
    }
  }
  for (const [key, ring] of watch.open) {
    if (present.has(key)) continue;
    watch.open.delete(key);
    events.publish('gridlockCleared', clock.time_s, { ring });
  }
}

/** By link: the link that has no room for the first vehicle of one of its stuck lanes, or NONE. */
function blockersOf(world: World, stuck: Uint8Array): Int32Array {
  const { network, traffic } = world;
  const blocker = new Int32Array(network.linkCount).fill(NONE);
  for (let lane = 0; lane < network.linkLaneCount; lane++) {
    const link = network.lanes.link[lane];
    if (stuck[lane] === 0 || blocker[link] !== NONE) continue;
    const front = traffic.lanes.front[lane];
    if (traffic.movers.isHeld[front] === 1) continue;
    blocker[link] = network.turns.to[traffic.movers.turn[front]];
  }
  return blocker;
}

/**
 * 1 for the lanes that nobody can leave any more: all on them stand, the first has no room in any lane
 * that it might take, and neither can those be left. What a queue that still moves leads to is none.
 */
export function stuckLanes(world: World): Uint8Array {
  const { linkLaneCount } = world.network;
  const stuck = new Uint8Array(linkLaneCount);
  const candidates: LaneId[] = [];
  for (let row = 0; row < linkLaneCount; row++) {
    const lane = row as LaneId;
    if (!isStanding(world, lane)) continue;
    stuck[lane] = 1;
    candidates.push(lane);
  }
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    for (const lane of candidates) {
      if (stuck[lane] === 0 || waitsForStuck(world, lane, stuck)) continue;
      stuck[lane] = 0;
      isSettled = false;
    }
  }
  return stuck;
}

/** Has its first mover stood long, does everyone, and does nobody there stand on purpose? */
function isStanding({ traffic }: World, lane: LaneId): boolean {
  const { lanes, movers } = traffic;
  const front = lanes.front[lane];
  if (front === NONE || movers.turn[front] === NONE) return false;
  if (movers.standing_s[front]! < STUCK_s || isComing(traffic, lane)) return false;
  for (let mover: number = front; mover !== NONE; mover = movers.behind[mover]) {
    const standsOnPurpose = movers.isHeld[mover] === 1 && movers.isPocketBound[mover] === 0;
    if (standsOnPurpose || movers.standing_s[mover] === 0) return false;
  }
  return true;
}

/**
 * Does somebody in a junction move towards the lane? Who stands there for it is part of its queue, and
 * who waits within a junction for a gap has room on it promised: coming in, that one frees none.
 */
function isComing({ lanes, movers }: World['traffic'], lane: LaneId): boolean {
  if (lanes.reserved[lane] === lanes.waitedFor[lane]) return false;
  let coming = lanes.front[lanes.source[lane]]!;
  while (coming !== NONE && movers.waitsWithin[coming] === 1) coming = movers.behind[coming]!;
  return coming === NONE || movers.standing_s[coming]! < STUCK_s;
}

/** Is each lane that the first mover of `lane` might take full, and stuck itself? */
function waitsForStuck({ network, traffic }: World, lane: LaneId, stuck: Uint8Array): boolean {
  const { links, turns } = network;
  const { lanes, movers } = traffic;
  const front = lanes.front[lane];
  // Who waits for room in the pocket beside it.
  if (movers.isHeld[front] === 1) return stuck[links.firstLane[network.lanes.link[lane]]!] === 1;
  const link = turns.to[movers.turn[front]];
  const room_m = storage_m(traffic, movers.driver[front]!);
  const first = links.firstLane[link]! + links.hasPocket[link]!;
  for (let out = first; out < links.firstLane[link + 1]!; out++) {
    if (stuck[out] === 0 || hasRoom(traffic, out as LaneId, room_m)) return false;
  }
  return true;
}

/** Rings in a map where each row points to at most one other. */
export function findRings(next: Int32Array): LinkId[][] {
  const visitedBy = new Int32Array(next.length).fill(NONE);
  const rings: LinkId[][] = [];
  for (let start = 0; start < next.length; start++) {
    let row = start;
    while (row !== NONE && visitedBy[row] === NONE) {
      visitedBy[row] = start;
      row = next[row]!;
    }
    if (row === NONE || visitedBy[row] !== start) continue;
    const ring = [row as LinkId];
    for (let at = next[row]!; at !== row; at = next[at]!) ring.push(at as LinkId);
    rings.push(ring);
  }
  return rings;
}

/** The vehicle that has stood least among the first ones of the ring's stuck lanes. */
function whoClosed(
  { network, traffic }: World,
  ring: readonly LinkId[],
  stuck: Uint8Array,
): number {
  const { links } = network;
  const { lanes, movers } = traffic;
  let last: number = NONE;
  let least_s = Infinity;
  for (const link of ring) {
    for (let lane = links.firstLane[link]!; lane < links.firstLane[link + 1]!; lane++) {
      if (stuck[lane] === 0) continue;
      const mover = lanes.front[lane];
      if (movers.standing_s[mover]! >= least_s) continue;
      least_s = movers.standing_s[mover]!;
      last = movers.vehicle[mover];
    }
  }
  return last;
}
