/**
 * Brings the ways of one bush nearer to equal cost: at every node where ways meet, volume moves from
 * the dearest way in use to the cheapest, by one Newton step over the links in which they differ.
 */
import { NONE } from '../../base/ids.js';
import type { Bush, BushScratch } from './bush.js';
import { type LinkCosts, writeCost } from './link-costs.js';

/** Volumes and costs of all links, kept up as volume moves. */
export interface LinkState {
  readonly volume: Float64Array;
  readonly costs: LinkCosts;
}

/** Writes `least` and `most` of the scratch; returns Σ volume · (what a shorter way would save). */
export function measureBush(bush: Bush, cost: Float64Array, scratch: BushScratch): number {
  const { placeCount, firstArc, link, tail, volume } = bush;
  const { least, leastArc, most, mostArc } = scratch;
  least[0] = 0;
  most[0] = 0;
  let excess = 0;
  for (let at = 1; at < placeCount; at++) {
    const begin = firstArc[at]!;
    const end = firstArc[at + 1]!;
    let cheapest = Number.POSITIVE_INFINITY;
    let cheapestArc = NONE;
    let dearest = Number.NEGATIVE_INFINITY;
    let dearestArc = NONE;
    for (let arc = begin; arc < end; arc++) {
      const from = tail[arc]!;
      const arcCost = cost[link[arc]!]!;
      const arcLeast = least[from]! + arcCost;
      if (arcLeast < cheapest) {
        cheapest = arcLeast;
        cheapestArc = arc;
      }
      if (volume[arc]! > 0) {
        const arcMost = most[from]! + arcCost;
        if (arcMost > dearest) {
          dearest = arcMost;
          dearestArc = arc;
        }
      }
    }
    least[at] = cheapest;
    leastArc[at] = cheapestArc;
    most[at] = dearest;
    mostArc[at] = dearestArc;
    if (end - begin === 1) continue;
    for (let arc = begin; arc < end; arc++) {
      const saving = least[tail[arc]!]! + cost[link[arc]!]! - cheapest;
      excess += volume[arc]! * saving;
    }
  }
  return excess;
}

/** One pass from the last place to the first. Reads what `measureBush` wrote. */
export function shiftVolume(bush: Bush, state: LinkState, scratch: BushScratch): void {
  const { placeCount, firstArc } = bush;
  const { least, leastArc, most, mostArc } = scratch;
  for (let at = placeCount - 1; at > 0; at--) {
    if (firstArc[at + 1]! - firstArc[at]! === 1) continue;
    const dearest = mostArc[at]!;
    if (dearest === NONE || dearest === leastArc[at] || most[at]! <= least[at]!) continue;
    shiftAt(at, bush, state, scratch);
  }
}

function shiftAt(at: number, bush: Bush, state: LinkState, scratch: BushScratch): void {
  const { link, tail, volume } = bush;
  const { leastArc, mostArc, cheapWay, dearWay } = scratch;
  const { cost, slope } = state.costs;
  let cheapAt = at;
  let dearAt = at;
  let cheapCount = 0;
  let dearCount = 0;
  let saving = 0;
  let slopes = 0;
  let movable = Number.POSITIVE_INFINITY;
  do {
    // Of the two ends the one at the later place goes back, until they meet.
    if (cheapAt > dearAt || cheapCount === 0) {
      const arc = leastArc[cheapAt]!;
      cheapWay[cheapCount++] = arc;
      saving -= cost[link[arc]!]!;
      slopes += slope[link[arc]!]!;
      cheapAt = tail[arc]!;
    } else {
      const arc = mostArc[dearAt]!;
      // A shift further down has emptied this way.
      if (arc === NONE || volume[arc] === 0) return;
      dearWay[dearCount++] = arc;
      saving += cost[link[arc]!]!;
      slopes += slope[link[arc]!]!;
      if (volume[arc]! < movable) movable = volume[arc]!;
      dearAt = tail[arc]!;
    }
  } while (cheapAt !== dearAt);
  if (!(saving > 0)) return;
  const step = saving < slopes * movable ? saving / slopes : movable;
  move(cheapWay, cheapCount, step, bush, state);
  move(dearWay, dearCount, -step, bush, state);
}

function move(
  way: Int32Array,
  arcCount: number,
  step: number,
  { link, volume: bushVolume }: Bush,
  { volume, costs }: LinkState,
): void {
  for (let row = 0; row < arcCount; row++) {
    const arc = way[row]!;
    const arcLink = link[arc]!;
    bushVolume[arc]! += step;
    volume[arcLink]! += step;
    // Rounding may leave less than nothing.
    if (bushVolume[arc]! < 0) bushVolume[arc] = 0;
    if (volume[arcLink]! < 0) volume[arcLink] = 0;
    writeCost(costs, arcLink, volume[arcLink]!);
  }
}
