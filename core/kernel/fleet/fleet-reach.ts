/** Where a fleet can serve travellers: on streets that it can come to and drive on from. */
import { largestComponent, reachedFrom, strongComponents } from '../../network/components.js';
import type { RoadNetwork } from '../../network/road-network.js';

/**
 * By link: 1 where a vehicle can come to from the largest part in which all streets lead to one
 * another, and from where it comes back. Tables of times are kept by junction and do not know that no
 * turn leads onto a street: rides to it would be promised and never end. Where no two links lead to
 * each other, all count.
 */
export function servedLinks({ linkCount, turnCount, turns }: RoadNetwork): Uint8Array {
  const next = Array.from({ length: linkCount }, (): number[] => []);
  const previous = Array.from({ length: linkCount }, (): number[] => []);
  for (let turn = 0; turn < turnCount; turn++) {
    const [from, to] = [turns.from[turn]!, turns.to[turn]!];
    next[from]!.push(to);
    previous[to]!.push(from);
  }
  const heart = largestComponent(strongComponents(next));
  if (heart.length < 2) return new Uint8Array(linkCount).fill(1);
  const isReached = reachedFrom(heart, next);
  const leadsBack = reachedFrom(heart, previous);
  return isReached.map((reached, link) => reached * leadsBack[link]!);
}
