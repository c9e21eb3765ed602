/** Roundabouts: small rings of one-way streets, found by where their links lead. */
import { NONE } from '../base/ids.js';
import { type RoadNetwork, TURN_KINDS } from './road-network.js';

const UTURN = TURN_KINDS.indexOf('uturn');

/**
 * Way round a roundabout of some 40 m across, as those with one lane are; ways through its junctions
 * left out. Larger ones hold more vehicles than come in by turns.
 */
const RING_m = 130;

/**
 * Marks `links.isOnRing`: one can drive from the link back onto it by one-way streets, within the way
 * round a roundabout, without turning back. A block is longer round. Of a ring of two links each looks
 * like the other direction of the other.
 */
export function markRings({
  linkCount,
  links,
  turns,
}: Pick<RoadNetwork, 'linkCount' | 'links' | 'turns'>): void {
  const least_m = new Float64Array(linkCount).fill(Infinity);
  for (let link = 0; link < linkCount; link++) {
    if (links.length_m[link]! > RING_m) continue;
    const open = [link];
    const reached = [link];
    least_m[link] = links.length_m[link]!;
    for (let from = open.pop(); from !== undefined; from = open.pop()) {
      for (let turn = links.firstTurn[from]!; turn < links.firstTurn[from + 1]!; turn++) {
        if (turns.kind[turn] === UTURN) continue;
        const to = turns.to[turn]!;
        const isPair = links.opposite[link] === from;
        if (to === link && (isPair || links.opposite[link] === NONE)) links.isOnRing[link] = 1;
        const way_m = least_m[from]! + links.length_m[to]!;
        if (way_m > RING_m || way_m >= least_m[to]!) continue;
        if (links.opposite[to] !== NONE && links.opposite[to] !== link) continue;
        least_m[to] = way_m;
        open.push(to);
        reached.push(to);
      }
    }
    for (const other of reached) least_m[other] = Infinity;
  }
}
