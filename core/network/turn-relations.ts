/**
 * Which turns of a junction cross, which merge, and who yields. Found from the order of the streets
 * around the junction alone: each street has a point where traffic comes in and, to the right of it
 * seen from above, one where traffic goes out; two turns cross when the chords between their points do.
 */
import { type RoadNetwork, TURN_KINDS } from './road-network.js';

type Tables = Pick<RoadNetwork, 'nodes' | 'links' | 'turns' | 'turnOfNode'>;
type Relations = Pick<RoadNetwork, 'conflicts' | 'yieldsTo' | 'merges' | 'yieldsToMerge'>;

const LEFT = TURN_KINDS.indexOf('left');
const UTURN = TURN_KINDS.indexOf('uturn');

/** Half the angle between where a street's traffic goes out and comes in; any small angle does. */
const HALF_STREET_rad = 1e-3;

/** Fills turns.firstConflict and turns.firstMerge and returns the lists they point into. */
export function turnRelations(tables: Tables): Relations {
  const { nodes, turns, turnOfNode } = tables;
  const turnCount = turnOfNode.length;
  const crossing: number[][] = Array.from({ length: turnCount }, () => []);
  const merging: number[][] = Array.from({ length: turnCount }, () => []);
  for (let node = 0; node < nodes.capacity - 1; node++) {
    const here = turnOfNode.subarray(nodes.firstTurn[node], nodes.firstTurn[node + 1]);
    for (const a of here) {
      for (const b of here) {
        if (turns.from[a] === turns.from[b]) continue;
        if (turns.to[a] === turns.to[b]) merging[a]!.push(b);
        else if (waysCross(tables, a, b)) crossing[a]!.push(b);
      }
    }
  }
  const yieldsOf = (lists: number[][]): Uint8Array =>
    Uint8Array.from(
      lists.flatMap((others, turn) => others.map((other) => (yields(tables, turn, other) ? 1 : 0))),
    );
  fillOffsets(turns.firstConflict, crossing);
  fillOffsets(turns.firstMerge, merging);
  return {
    conflicts: Int32Array.from(crossing.flat()),
    yieldsTo: yieldsOf(crossing),
    merges: Int32Array.from(merging.flat()),
    yieldsToMerge: yieldsOf(merging),
  };
}

function fillOffsets(first: { [row: number]: number }, lists: readonly number[][]): void {
  let at = 0;
  for (const [turn, list] of lists.entries()) {
    first[turn] = at;
    at += list.length;
  }
  first[lists.length] = at;
}

function waysCross({ links, turns }: Tables, a: number, b: number): boolean {
  const inA = inPoint(links.bearingIn_rad[turns.from[a]]!);
  const outA = outPoint(links.bearingOut_rad[turns.to[a]]!);
  const inB = inPoint(links.bearingIn_rad[turns.from[b]]!);
  const outB = outPoint(links.bearingOut_rad[turns.to[b]]!);
  return isBetween(inB, inA, outA) !== isBetween(outB, inA, outA);
}

const inPoint = (bearingIn_rad: number): number =>
  circle(bearingIn_rad + Math.PI + HALF_STREET_rad);
const outPoint = (bearingOut_rad: number): number => circle(bearingOut_rad - HALF_STREET_rad);

function circle(angle_rad: number): number {
  const turn = 2 * Math.PI;
  return ((angle_rad % turn) + turn) % turn;
}

/** Is `angle` met on the way counter-clockwise from `start` to `end`? */
const isBetween = (angle: number, start: number, end: number): boolean =>
  circle(angle - start) < circle(end - start);

/** Higher rank first; then straight and right before left; then who comes from the right. */
function yields({ links, turns }: Tables, a: number, b: number): boolean {
  const rankA = links.rank[turns.from[a]]!;
  const rankB = links.rank[turns.from[b]]!;
  if (rankA !== rankB) return rankA < rankB;
  const orderA = leftness(turns.kind[a]!);
  const orderB = leftness(turns.kind[b]!);
  if (orderA !== orderB) return orderA > orderB;
  const heading = circle(links.bearingIn_rad[turns.from[b]]! - links.bearingIn_rad[turns.from[a]]!);
  // Someone from our right drives to our left: his heading is ours turned counter-clockwise.
  if (heading > HALF_STREET_rad && heading < Math.PI - HALF_STREET_rad) return true;
  if (heading > Math.PI + HALF_STREET_rad && heading < 2 * Math.PI - HALF_STREET_rad) return false;
  return a > b;
}

const leftness = (kind: number): number => (kind === UTURN ? 2 : kind === LEFT ? 1 : 0);
