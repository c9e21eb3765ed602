/**
 * Times from a set of links to all others, without the ways: Dial's buckets in place of a heap.
 *
 * Links wait in buckets of equal width, emptied in order. Within a bucket the order does not matter:
 * a link improved by its own bucket goes back into it, so times are exact for any width. A width
 * of the smallest cost makes that rare. The plain form is `growPaths`; on 1,520 links and 4,328
 * turns this took 81 µs where that took 220 µs, side by side.
 */
import { NONE } from '../base/ids.js';
import type { Source } from './shortest-path.js';
import type { Arcs } from './turn-graph.js';

/** Used in a circle. A power of two. */
export const BUCKET_COUNT = 256;

/** Links that wait in buckets. */
export interface WaitingLinks {
  /** Doubly linked lists of waiting links. `before` is NONE for the first of its bucket. */
  readonly firstOfBucket: Int32Array;
  readonly after: Int32Array;
  readonly before: Int32Array;
  /** Bucket by link, NONE while it does not wait. */
  readonly bucket: Int32Array;
}

export interface CostTree extends WaitingLinks {
  /** Result by link: time from the best source, Infinity where there is no way. */
  readonly cost_s: Float64Array;
  /** 1 by link while `regrowCosts` has to look at what leaves it. */
  readonly isDue: Uint8Array;
}

export const createWaitingLinks = (linkCount: number): WaitingLinks => ({
  firstOfBucket: new Int32Array(BUCKET_COUNT).fill(NONE),
  after: new Int32Array(linkCount),
  before: new Int32Array(linkCount),
  bucket: new Int32Array(linkCount).fill(NONE),
});

export function createCostTree(linkCount: number): CostTree {
  return {
    ...createWaitingLinks(linkCount),
    cost_s: new Float64Array(linkCount),
    isDue: new Uint8Array(linkCount),
  };
}

/** Buckets a second: as narrow as the smallest cost, yet one turn of the circle holds the largest. */
export function bucketsPerSecond(arcCost_s: ArrayLike<number>): number {
  let smallest_s = Number.POSITIVE_INFINITY;
  let largest_s = 0;
  for (let arc = 0; arc < arcCost_s.length; arc++) {
    const cost_s = arcCost_s[arc]!;
    if (cost_s < smallest_s) smallest_s = cost_s;
    if (cost_s > largest_s && cost_s !== Number.POSITIVE_INFINITY) largest_s = cost_s;
  }
  const narrowest_s = largest_s / (BUCKET_COUNT - 2);
  const width_s = Math.max(smallest_s, narrowest_s);
  return width_s > 0 && width_s < Number.POSITIVE_INFINITY ? 1 / width_s : 1;
}

/**
 * Writes `tree.cost_s` anew. Costs are in the order of `arcs`, not negative; Infinity closes an arc.
 * `perSecond` comes from `bucketsPerSecond` of the same costs.
 */
export function growCosts(
  tree: CostTree,
  { first, head }: Arcs,
  costs: { readonly arcCost_s: ArrayLike<number>; readonly perSecond: number },
  sources: readonly Source[],
): void {
  const { cost_s, firstOfBucket } = tree;
  const { arcCost_s, perSecond } = costs;
  cost_s.fill(Number.POSITIVE_INFINITY);
  let waitingCount = 0;
  let now = 0;
  for (let at = 0; at < sources.length; at++) {
    const source = sources[at]!;
    if (source.cost_s >= cost_s[source.link]!) continue;
    cost_s[source.link] = source.cost_s;
    waitingCount += wait(tree, source.link, source.cost_s * perSecond, now);
  }
  while (waitingCount > 0) {
    const link = firstOfBucket[now & (BUCKET_COUNT - 1)]!;
    if (link === NONE) {
      now++;
      continue;
    }
    takeFirst(tree, link);
    waitingCount--;
    const linkCost_s = cost_s[link]!;
    const end = first[link + 1]!;
    for (let arc = first[link]!; arc < end; arc++) {
      const next = head[arc]!;
      const nextCost_s = linkCost_s + arcCost_s[arc]!;
      if (nextCost_s >= cost_s[next]!) continue;
      cost_s[next] = nextCost_s;
      waitingCount += wait(tree, next, nextCost_s * perSecond, now);
    }
  }
}

/**
 * Writes `tree.cost_s` anew as `growCosts` does, for sources whose tree has been grown before on costs
 * much like these: links are gone through in the order of times of that tree, `order[first]` on, and
 * again where a later one has made an earlier one cheaper. Times are the same to the last bit, since
 * each is the least sum along a way from the sources whatever the order; the order only makes a second
 * look rare.
 */
export function regrowCosts(
  tree: CostTree,
  { first, head }: Arcs,
  { arcCost_s }: { readonly arcCost_s: ArrayLike<number> },
  sources: readonly Source[],
  { order, start }: { readonly order: Int32Array; readonly start: number },
): void {
  const { cost_s, isDue } = tree;
  const end = start + cost_s.length;
  cost_s.fill(Number.POSITIVE_INFINITY);
  let dueCount = 0;
  for (let at = 0; at < sources.length; at++) {
    const source = sources[at]!;
    if (source.cost_s >= cost_s[source.link]!) continue;
    cost_s[source.link] = source.cost_s;
    dueCount += 1 - isDue[source.link]!;
    isDue[source.link] = 1;
  }
  while (dueCount > 0) {
    for (let place = start; place < end; place++) {
      const link = order[place]!;
      if (isDue[link] === 0) continue;
      isDue[link] = 0;
      dueCount--;
      const linkCost_s = cost_s[link]!;
      const lastArc = first[link + 1]!;
      for (let arc = first[link]!; arc < lastArc; arc++) {
        const next = head[arc]!;
        const nextCost_s = linkCost_s + arcCost_s[arc]!;
        if (nextCost_s >= cost_s[next]!) continue;
        cost_s[next] = nextCost_s;
        dueCount += 1 - isDue[next]!;
        isDue[next] = 1;
      }
    }
  }
}

/**
 * Notes all links in the order of the times that `tree` holds, to 2^-10 s, from `order[start]` on. Times
 * and links are sorted as one number each: a comparison by a function of ours took four times as long.
 */
export function noteOrder({ cost_s }: CostTree, order: Int32Array, start: number): void {
  const linkCount = cost_s.length;
  const keys = new Float64Array(linkCount);
  for (let link = 0; link < linkCount; link++) {
    const ticks = Math.min(cost_s[link]!, LAST_s) * TICKS_A_SECOND;
    keys[link] = Math.floor(ticks) * linkCount + link;
  }
  keys.sort();
  for (let at = 0; at < linkCount; at++) order[start + at] = keys[at]! % linkCount;
}

const TICKS_A_SECOND = 1024;
/** No way is longer, but for those that do not exist: keys stay below 2^53 for 2^24 links. */
const LAST_s = 524_288;

/** Takes a link out that is the first of its bucket. */
export function takeFirst(
  { firstOfBucket, after, before, bucket }: WaitingLinks,
  link: number,
): void {
  const following = after[link]!;
  firstOfBucket[bucket[link]!] = following;
  if (following !== NONE) before[following] = NONE;
  bucket[link] = NONE;
}

/** Takes out all that wait, `count` links in the buckets from `now` on. */
export function emptyBuckets(
  { firstOfBucket, after, bucket }: WaitingLinks,
  count: number,
  now: number,
): void {
  let left = count;
  for (let place = now; left > 0; place++) {
    const slot = place & (BUCKET_COUNT - 1);
    for (let link = firstOfBucket[slot]!; link !== NONE; link = after[link]!) {
      bucket[link] = NONE;
      left--;
    }
    firstOfBucket[slot] = NONE;
  }
}

/**
 * Moves a link to the bucket at `place`, or to the last one ahead of `now`: too early is not wrong,
 * only more work. Returns 1 if it did not wait before, else 0.
 */
export function wait(
  { firstOfBucket, after, before, bucket }: WaitingLinks,
  link: number,
  place: number,
  now: number,
): number {
  const last = now + BUCKET_COUNT - 1;
  const slot = (place < now ? now : place > last ? last : place | 0) & (BUCKET_COUNT - 1);
  const present = bucket[link]!;
  if (present === slot) return 0;
  if (present !== NONE) {
    const ahead = before[link]!;
    const behind = after[link]!;
    if (ahead === NONE) firstOfBucket[present] = behind;
    else after[ahead] = behind;
    if (behind !== NONE) before[behind] = ahead;
  }
  const first = firstOfBucket[slot]!;
  after[link] = first;
  before[link] = NONE;
  if (first !== NONE) before[first] = link;
  firstOfBucket[slot] = link;
  bucket[link] = slot;
  return present === NONE ? 1 : 0;
}
