/**
 * Drops the links of a bush that nobody drives and takes in links that make ways shorter.
 *
 * A link from i to j comes in if it shortens the cheapest way to j, and if the dearest way to i and
 * the link cost less than the dearest way to j: dearest costs then rise along every link, old and new,
 * so that no cycle can arise. Where no link passes both tests the second alone decides.
 */
import { NONE } from '../../base/ids.js';
import type { StaticNetwork } from '../../network/static-network.js';
import { type Bush, type BushScratch, enlist, layOut } from './bush.js';

/** Returns how many links came in. */
export function renewBush(
  bush: Bush,
  network: StaticNetwork,
  cost: Float64Array,
  scratch: BushScratch,
): number {
  enlistUsed(bush, cost, scratch);
  const { place } = scratch;
  const { placeCount, node: nodeOf } = bush;
  for (let at = 0; at < placeCount; at++) place[nodeOf[at]!] = at;
  let addedCount = enlistShorter(bush, network, cost, scratch, true);
  if (addedCount < 0) addedCount = enlistShorter(bush, network, cost, scratch, false);
  for (let at = 0; at < placeCount; at++) place[nodeOf[at]!] = NONE;
  layOut(bush, network, scratch);
  return addedCount;
}

/** Enlists links with volume and those of cheapest ways; measures costs along these. */
function enlistUsed(bush: Bush, cost: Float64Array, scratch: BushScratch): void {
  const { placeCount, firstArc, link, tail, volume } = bush;
  const { least, most } = scratch;
  least[0] = 0;
  most[0] = 0;
  for (let at = 1; at < placeCount; at++) {
    const end = firstArc[at + 1]!;
    let cheapest = Number.POSITIVE_INFINITY;
    let cheapestArc = NONE;
    for (let arc = firstArc[at]!; arc < end; arc++) {
      const arcLeast = least[tail[arc]!]! + cost[link[arc]!]!;
      if (arcLeast < cheapest) {
        cheapest = arcLeast;
        cheapestArc = arc;
      }
    }
    let dearest = 0;
    for (let arc = firstArc[at]!; arc < end; arc++) {
      if (volume[arc] === 0 && arc !== cheapestArc) continue;
      enlist(scratch, link[arc]!, volume[arc]!);
      const arcMost = most[tail[arc]!]! + cost[link[arc]!]!;
      if (arcMost > dearest) dearest = arcMost;
    }
    least[at] = cheapest;
    most[at] = dearest;
  }
}

/** Returns how many were enlisted, or −1 if some way can be shortened but no link passes both tests. */
function enlistShorter(
  bush: Bush,
  { firstLink, linkTo, firstThroughNode }: StaticNetwork,
  cost: Float64Array,
  scratch: BushScratch,
  mustShorten: boolean,
): number {
  const { place, isMember, least, most } = scratch;
  let isShortenable = false;
  let addedCount = 0;
  for (let at = 0; at < bush.placeCount; at++) {
    const node = bush.node[at]!;
    if (node < firstThroughNode && at > 0) continue;
    const end = firstLink[node + 1]!;
    for (let link = firstLink[node]!; link < end; link++) {
      if (isMember[link] === 1) continue;
      const headAt = place[linkTo[link]!]!;
      const isShorter = least[at]! + cost[link]! < least[headAt]!;
      if (isShorter) isShortenable = true;
      if (mustShorten && !isShorter) continue;
      if (most[at]! + cost[link]! >= most[headAt]!) continue;
      enlist(scratch, link, 0);
      addedCount++;
    }
  }
  return mustShorten && isShortenable && addedCount === 0 ? -1 : addedCount;
}
