/**
 * The fewest vehicles that could make given rides one after the other: a minimum path cover of the
 * graph in which one ride leads to another that the same vehicle can be in time for (Vazifeh, Santi,
 * Resta, Strogatz, Ratti 2018, "Addressing the minimum fleet problem in on-demand urban mobility",
 * Nature 557). As many rides as can follow another one need no vehicle of their own, and these are a
 * maximum matching, found by Hopcroft and Karp (1973, SIAM Journal on Computing 2(4)).
 */
import { NONE } from '../base/ids.js';

/** Which rides can follow which: those of `ride` stand from `first[ride]` to `first[ride + 1]`. */
export interface Successors {
  readonly first: Int32Array;
  readonly ride: Int32Array;
}

export interface PathCover {
  readonly vehicleCount: number;
  /** By ride: the one that its vehicle makes next, or NONE. */
  readonly next: Int32Array;
}

export function minimumPathCover({ first, ride }: Successors): PathCover {
  const rideCount = first.length - 1;
  const next = new Int32Array(rideCount).fill(NONE);
  const before = new Int32Array(rideCount).fill(NONE);
  const work = {
    first,
    ride,
    next,
    before,
    level: new Int32Array(rideCount),
    queue: new Int32Array(rideCount),
    at: new Int32Array(rideCount),
    path: new Int32Array(rideCount),
  };
  let followed = takeFirstFree(work);
  while (layer(work)) {
    work.at.set(first.subarray(0, rideCount));
    for (let from = 0; from < rideCount; from++) {
      if (next[from] === NONE && lengthen(work, from)) followed++;
    }
  }
  return { vehicleCount: rideCount - followed, next };
}

interface Work extends Successors {
  readonly next: Int32Array;
  readonly before: Int32Array;
  readonly level: Int32Array;
  readonly queue: Int32Array;
  readonly at: Int32Array;
  readonly path: Int32Array;
}

/** A start that leaves little to do: each ride is followed by the first one that is free. */
function takeFirstFree({ first, ride, next, before }: Work): number {
  let followed = 0;
  for (let from = 0; from < next.length; from++) {
    for (let at = first[from]!; at < first[from + 1]!; at++) {
      const to = ride[at]!;
      if (before[to] !== NONE) continue;
      next[from] = to;
      before[to] = from;
      followed++;
      break;
    }
  }
  return followed;
}

/** Levels of alternating paths from rides that nothing follows; false if none ends at a free one. */
function layer({ first, ride, next, before, level, queue }: Work): boolean {
  let end = 0;
  for (let from = 0; from < next.length; from++) {
    level[from] = next[from] === NONE ? 0 : NONE;
    if (next[from] === NONE) queue[end++] = from;
  }
  let isFound = false;
  for (let head = 0; head < end; head++) {
    const from = queue[head]!;
    for (let at = first[from]!; at < first[from + 1]!; at++) {
      const other = before[ride[at]!]!;
      if (other === NONE) isFound = true;
      else if (level[other] === NONE) {
        level[other] = level[from]! + 1;
        queue[end++] = other;
      }
    }
  }
  return isFound;
}

/** Goes down the levels from `start` to a free ride, and lets all on the way be followed anew. */
function lengthen(work: Work, start: number): boolean {
  const { first, ride, before, level, at, path } = work;
  let depth = 0;
  path[0] = start;
  while (depth >= 0) {
    const from = path[depth]!;
    if (at[from]! >= first[from + 1]!) {
      level[from] = NONE;
      depth--;
      continue;
    }
    const other = before[ride[at[from]!++]!]!;
    if (other === NONE) {
      follow(work, depth);
      return true;
    }
    if (level[other] === level[from]! + 1) path[++depth] = other;
  }
  return false;
}

/** Each ride of the path is followed by the successor that was looked at last. */
function follow({ ride, next, before, at, path }: Work, last: number): void {
  for (let step = last; step >= 0; step--) {
    const from = path[step]!;
    const to = ride[at[from]! - 1]!;
    next[from] = to;
    before[to] = from;
  }
}
