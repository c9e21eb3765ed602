/**
 * The ways that the trips of one origin use: an acyclic part of the network that reaches every node,
 * with the origin's volume on each link. After Dial ("A path-based user-equilibrium traffic
 * assignment algorithm that obviates path storage and enumeration", Transportation Research B 40, 2006).
 */
import { NONE } from '../../base/ids.js';
import type { StaticNetwork, ZoneTrips } from '../../network/static-network.js';

/** Nodes stand at places in an order in which every link of the bush leads to a later place. */
export interface Bush {
  readonly origin: number;
  /** Σ volume · (what a cheaper way within the bush would save), when it was last measured. */
  excess: number;
  placeCount: number;
  arcCount: number;
  /** Node by place; the origin is first. */
  node: Int32Array;
  /** Arcs that end at place p are firstArc[p] to before firstArc[p + 1]. */
  firstArc: Int32Array;
  link: Int32Array;
  /** Place where the arc begins. */
  tail: Int32Array;
  volume: Float64Array;
}

/** Room shared by all bushes, written anew for each. */
export interface BushScratch {
  /** By node: its place, NONE outside the bush. */
  readonly place: Int32Array;
  /** By link: 1 if it will be in the bush, and the volume it brings. */
  readonly isMember: Uint8Array;
  readonly memberVolume: Float64Array;
  readonly memberCount: { value: number };
  readonly waiting: Int32Array;
  /** By node: links of the bush that end there and do not yet have a place. */
  readonly openCount: Int32Array;
  /** By place: cost of the cheapest way from the origin, and the arc it comes in by. */
  readonly least: Float64Array;
  readonly leastArc: Int32Array;
  /** By place: cost of the dearest way in use, and its arc; −Infinity and NONE where nobody drives. */
  readonly most: Float64Array;
  readonly mostArc: Int32Array;
  /** Arcs of the two ways between which volume is shifted. */
  readonly cheapWay: Int32Array;
  readonly dearWay: Int32Array;
  /** By node: links that end there, in the order of their rows. */
  readonly firstIn: Int32Array;
  readonly linkIn: Int32Array;
  readonly through: Float64Array;
}

export function createBushScratch({ nodeCount, linkCount, linkTo }: StaticNetwork): BushScratch {
  const firstIn = new Int32Array(nodeCount + 1);
  for (const node of linkTo) firstIn[node + 1]!++;
  for (let node = 0; node < nodeCount; node++) firstIn[node + 1]! += firstIn[node]!;
  const next = firstIn.slice();
  const linkIn = new Int32Array(linkCount);
  for (let link = 0; link < linkCount; link++) linkIn[next[linkTo[link]!]!++] = link;
  return {
    place: new Int32Array(nodeCount).fill(NONE),
    isMember: new Uint8Array(linkCount),
    memberVolume: new Float64Array(linkCount),
    memberCount: { value: 0 },
    waiting: new Int32Array(nodeCount),
    openCount: new Int32Array(nodeCount),
    least: new Float64Array(nodeCount),
    leastArc: new Int32Array(nodeCount),
    most: new Float64Array(nodeCount),
    mostArc: new Int32Array(nodeCount),
    cheapWay: new Int32Array(nodeCount),
    dearWay: new Int32Array(nodeCount),
    firstIn,
    linkIn,
    through: new Float64Array(nodeCount),
  };
}

export const emptyBush = (origin: number): Bush => ({
  origin,
  excess: 0,
  placeCount: 0,
  arcCount: 0,
  node: new Int32Array(0),
  firstArc: new Int32Array(1),
  link: new Int32Array(0),
  tail: new Int32Array(0),
  volume: new Float64Array(0),
});

/** Marks a link for the next `layOut`. */
export function enlist(scratch: BushScratch, link: number, volume: number): void {
  scratch.isMember[link] = 1;
  scratch.memberVolume[link] = volume;
  scratch.memberCount.value++;
}

/** Gives every node that the enlisted links reach a place, writes their arcs, and forgets the list. */
export function layOut(bush: Bush, network: StaticNetwork, scratch: BushScratch): void {
  const { place, isMember, memberVolume, memberCount, firstIn, linkIn } = scratch;
  const { linkFrom } = network;
  if (bush.link.length < memberCount.value) makeRoom(bush, network.nodeCount, memberCount.value);
  const placeCount = orderNodes(bush, network, scratch);
  const { node: nodeOf, firstArc, link: arcLink, tail, volume } = bush;
  let arc = 0;
  for (let at = 0; at < placeCount; at++) {
    firstArc[at] = arc;
    const node = nodeOf[at]!;
    for (let row = firstIn[node]!; row < firstIn[node + 1]!; row++) {
      const link = linkIn[row]!;
      if (isMember[link] === 0) continue;
      isMember[link] = 0;
      arcLink[arc] = link;
      tail[arc] = place[linkFrom[link]!]!;
      volume[arc] = memberVolume[link]!;
      arc++;
    }
  }
  firstArc[placeCount] = arc;
  if (arc !== memberCount.value) throw new Error(`A bush of origin ${bush.origin} has a cycle.`);
  bush.placeCount = placeCount;
  bush.arcCount = arc;
  memberCount.value = 0;
  for (let at = 0; at < placeCount; at++) place[nodeOf[at]!] = NONE;
}

/** With an eighth to spare, as bushes grow by a few links at a time. */
function makeRoom(bush: Bush, nodeCount: number, arcCount: number): void {
  const room = arcCount + (arcCount >> 3);
  bush.node = new Int32Array(Math.min(nodeCount, room + 1));
  bush.firstArc = new Int32Array(bush.node.length + 1);
  bush.link = new Int32Array(room);
  bush.tail = new Int32Array(room);
  bush.volume = new Float64Array(room);
}

/** Kahn's algorithm over the enlisted links; returns how many nodes got a place. */
function orderNodes(bush: Bush, network: StaticNetwork, scratch: BushScratch): number {
  const { firstLink, linkTo } = network;
  const { place, isMember, openCount, firstIn, linkIn } = scratch;
  const { node: nodeOf } = bush;
  nodeOf[0] = bush.origin;
  place[bush.origin] = 0;
  let placeCount = 1;
  for (let at = 0; at < placeCount; at++) {
    const node = nodeOf[at]!;
    for (let link = firstLink[node]!; link < firstLink[node + 1]!; link++) {
      if (isMember[link] === 0) continue;
      const next = linkTo[link]!;
      if (openCount[next] === 0) {
        for (let row = firstIn[next]!; row < firstIn[next + 1]!; row++) {
          openCount[next]! += isMember[linkIn[row]!]!;
        }
      }
      if (--openCount[next]! > 0) continue;
      place[next] = placeCount;
      nodeOf[placeCount++] = next;
    }
  }
  return placeCount;
}

/**
 * Shares every node's volume among its arcs as they are now shared, from the last place to the first,
 * so that the bush carries its trips to the last digit again. Shares below `NEGLIGIBLE` become 0.
 */
export function restoreBalance(bush: Bush, trips: ZoneTrips, scratch: BushScratch): void {
  const { placeCount, node: nodeOf, firstArc, tail, volume } = bush;
  const { through, place } = scratch;
  for (let at = 0; at < placeCount; at++) place[nodeOf[at]!] = at;
  through.fill(0, 0, placeCount);
  for (let pair = trips.firstPair[bush.origin]!; pair < trips.firstPair[bush.origin + 1]!; pair++) {
    through[place[trips.destination[pair]!]!]! += trips.volume[pair]!;
  }
  for (let at = 0; at < placeCount; at++) place[nodeOf[at]!] = NONE;
  for (let at = placeCount - 1; at > 0; at--) {
    const begin = firstArc[at]!;
    const end = firstArc[at + 1]!;
    const whole = through[at]!;
    if (end - begin === 1) volume[begin] = whole;
    else shareOut(volume, begin, end, whole);
    for (let arc = begin; arc < end; arc++) through[tail[arc]!]! += volume[arc]!;
  }
}

/** A share that is only left over from rounding. */
const NEGLIGIBLE = 1e-13;

function shareOut(volume: Float64Array, begin: number, end: number, whole: number): void {
  let sum = 0;
  for (let arc = begin; arc < end; arc++) {
    if (volume[arc]! <= NEGLIGIBLE * whole) volume[arc] = 0;
    sum += volume[arc]!;
  }
  if (sum === 0) {
    volume[begin] = whole;
    return;
  }
  const factor = whole / sum;
  for (let arc = begin; arc < end; arc++) volume[arc]! *= factor;
}
