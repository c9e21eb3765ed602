/**
 * Gridlock: a ring of links, the first vehicle of each held up because the next has no room. Nothing
 * is moved by magic; the ring is named with its links, the time and the vehicle that closed it.
 */
import { type LaneId, type LinkId, NONE } from '../base/ids.js';
import { numbersPart, type StatePart } from '../base/state-part.js';
import { storage_m } from '../traffic/lane-queue.js';
import { hasRoom, servesTurn, turnAfterNext } from '../traffic/out-lane.js';
import type { World } from '../world.js';

/** Who has stood this long for want of room is taken to be stuck, if the next is as well. */
const STUCK_s = 60;

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

export function watchGridlock(world: World, watch: GridlockWatch): void {
  const rings = findRings(blockersOf(world));
  const { events, clock } = world;
  const present = new Set<string>();
  for (const ring of rings) {
    const key = [...ring].sort((a, b) => a - b).join(',');
    present.add(key);
    if (watch.open.has(key)) continue;
    const number = watch.ringCount++;
    watch.open.set(key, number);
    const vehicle = whoClosed(world, ring);
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

/** By link: the link that has no room for its first vehicle, or NONE. */
function blockersOf(world: World): Int32Array {
  const { network, traffic } = world;
  const blocker = new Int32Array(network.linkCount).fill(NONE);
  for (let lane = 0; lane < network.linkLaneCount; lane++) {
    const link = network.lanes.link[lane];
    const mover = traffic.lanes.front[lane];
    if (blocker[link] !== NONE || mover === NONE) continue;
    const turn = traffic.movers.turn[mover];
    const isStuck =
      traffic.movers.standing_s[mover]! >= STUCK_s && traffic.movers.isHeld[mover] === 0;
    if (isStuck && turn !== NONE && !hasRoomBeyond(world, mover, turn)) {
      blocker[link] = network.turns.to[turn];
    }
  }
  return blocker;
}

function hasRoomBeyond({ network, traffic }: World, mover: number, turn: number): boolean {
  const { links, turns } = network;
  const link = turns.to[turn];
  const next = turnAfterNext(traffic, mover as never);
  const room_m = storage_m(traffic, traffic.movers.driver[mover]!);
  for (let lane = links.firstLane[link]!; lane < links.firstLane[link + 1]!; lane++) {
    const serves = next === NONE || servesTurn(traffic, lane, next);
    if (serves && hasRoom(traffic, lane as LaneId, room_m)) return true;
  }
  return false;
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

/** The vehicle that has stood least among the ring's first ones. */
function whoClosed({ network, traffic }: World, ring: readonly LinkId[]): number {
  let last: number = NONE;
  let least_s = Infinity;
  for (const link of ring) {
    for (
      let lane = network.links.firstLane[link]!;
      lane < network.links.firstLane[link + 1]!;
      lane++
    ) {
      const mover = traffic.lanes.front[lane];
      if (mover === NONE || traffic.movers.standing_s[mover]! >= least_s) continue;
      if (traffic.movers.standing_s[mover]! < STUCK_s) continue;
      least_s = traffic.movers.standing_s[mover]!;
      last = traffic.movers.vehicle[mover];
    }
  }
  return last;
}
