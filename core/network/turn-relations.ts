/**
 * Which turns of a junction cross, which merge, and who yields: as the data say, where they say it of
 * the whole junction. Else from the order of the streets around it alone: each street has a point
 * where traffic comes in and, to the right of it seen from above, one where traffic goes out; two
 * turns cross when the chords between their points do.
 */
import type { MovementDraft, MovementEnds } from './network-draft.js';
import { RELATIONS, type RoadNetwork, TURN_KINDS } from './road-network.js';

type Tables = Pick<RoadNetwork, 'nodes' | 'links' | 'turns' | 'turnOfNode'>;
type Relations = Pick<RoadNetwork, 'conflicts' | 'merges' | 'relations'>;
type Relation = (turn: number, other: number) => boolean;

const LEFT = TURN_KINDS.indexOf('left');
const UTURN = TURN_KINDS.indexOf('uturn');

/** Half the angle between where a street's traffic goes out and comes in; any small angle does. */
const HALF_STREET_rad = 1e-3;

/** Traffic within this of the opposite direction is oncoming; a cross street is at a right angle. */
const ONCOMING_rad = Math.PI / 4;

/**
 * Fills the turns' firstConflict, firstMerge, place and firstRelation, and returns the lists they point
 * into. `movements` are those of the turns' rows.
 */
export function turnRelations(tables: Tables, movements: readonly MovementDraft[]): Relations {
  const { nodes, turns, turnOfNode } = tables;
  const turnCount = turnOfNode.length;
  const crossing: number[][] = Array.from({ length: turnCount }, () => []);
  const merging: number[][] = Array.from({ length: turnCount }, () => []);
  const isStated = new Uint8Array(nodes.capacity);
  for (let node = 0; node < nodes.capacity - 1; node++) {
    const here = turnOfNode.subarray(nodes.firstTurn[node], nodes.firstTurn[node + 1]);
    if (statesCrossings(here, movements)) isStated[node] = 1;
    const cross: Relation = (a, b) =>
      isStated[node] === 1
        ? names(movements[a]!.crosses, movements[b]!) || names(movements[b]!.crosses, movements[a]!)
        : waysCross(tables, a, b);
    for (const a of here) {
      for (const b of here) {
        if (turns.from[a] === turns.from[b]) continue;
        if (turns.to[a] === turns.to[b]) merging[a]!.push(b);
        else if (cross(a, b)) crossing[a]!.push(b);
      }
    }
  }
  const yieldsTo: Relation = (a, b) =>
    isStated[turns.node[a]] === 1
      ? names(movements[a]!.givesWayTo, movements[b]!)
      : yields(tables, a, b);
  const letsPass: Relation = (a, b) => yieldsTo(a, b) && isOncoming(tables, a, b);
  fillOffsets(turns.firstConflict, crossing);
  fillOffsets(turns.firstMerge, merging);
  const relations = new Uint8Array(placeTurns(tables));
  const relate = (a: number, b: number, bits: number): void => {
    relations[turns.firstRelation[a]! + turns.place[b]!]! |= bits;
  };
  for (let turn = 0; turn < turnCount; turn++) {
    for (const other of crossing[turn]!) relate(turn, other, RELATIONS.crosses);
    for (const other of merging[turn]!) relate(turn, other, RELATIONS.merges);
    for (const other of [...crossing[turn]!, ...merging[turn]!]) {
      if (yieldsTo(turn, other)) relate(turn, other, RELATIONS.hasWay);
      if (letsPass(turn, other)) relate(turn, other, RELATIONS.isLetPass);
      if (letsPass(other, turn)) relate(turn, other, RELATIONS.letsPass);
    }
  }
  return {
    conflicts: Int32Array.from(crossing.flat()),
    merges: Int32Array.from(merging.flat()),
    relations,
  };
}

/** Gives each turn its place and its row of relations; returns how many entries all rows have. */
function placeTurns({ nodes, turns, turnOfNode }: Tables): number {
  let entryCount = 0;
  for (let node = 0; node < nodes.capacity - 1; node++) {
    const first = nodes.firstTurn[node]!;
    const end = nodes.firstTurn[node + 1]!;
    for (let at = first; at < end; at++) {
      const turn = turnOfNode[at]!;
      turns.place[turn] = at - first;
      turns.firstRelation[turn] = entryCount;
      entryCount += end - first;
    }
  }
  return entryCount;
}

function fillOffsets(first: { [row: number]: number }, lists: readonly number[][]): void {
  let at = 0;
  for (const [turn, list] of lists.entries()) {
    first[turn] = at;
    at += list.length;
  }
  first[lists.length] = at;
}

const names = (list: readonly MovementEnds[] = [], { from, to }: MovementEnds): boolean =>
  list.some((ends) => ends.from === from && ends.to === to);

/** Has every turn a list of crossings, and are all in them turns of this junction? */
function statesCrossings(here: Int32Array, movements: readonly MovementDraft[]): boolean {
  if (here.length === 0) return false;
  const present = new Set([...here].map((turn) => keyOf(movements[turn]!)));
  return [...here].every((turn) => {
    const { crosses, givesWayTo = [] } = movements[turn]!;
    return (
      crosses !== undefined && [...crosses, ...givesWayTo].every((ends) => present.has(keyOf(ends)))
    );
  });
}

const keyOf = ({ from, to }: MovementEnds): string => JSON.stringify([from, to]);

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

/** Does `b` come from the street opposite to that of `a`? */
function isOncoming({ links, turns }: Tables, a: number, b: number): boolean {
  const heading = headingTo(links, turns.from[a]!, turns.from[b]!);
  return Math.abs(heading - Math.PI) < ONCOMING_rad;
}

const headingTo = ({ bearingIn_rad }: Tables['links'], from: number, other: number): number =>
  circle(bearingIn_rad[other]! - bearingIn_rad[from]!);

/** Higher rank first; then straight and right before left; then who comes from the right. */
function yields({ links, turns }: Tables, a: number, b: number): boolean {
  const rankA = links.rank[turns.from[a]]!;
  const rankB = links.rank[turns.from[b]]!;
  if (rankA !== rankB) return rankA < rankB;
  const orderA = leftness(turns.kind[a]!);
  const orderB = leftness(turns.kind[b]!);
  if (orderA !== orderB) return orderA > orderB;
  const heading = headingTo(links, turns.from[a]!, turns.from[b]!);
  // Someone from our right drives to our left: his heading is ours turned counter-clockwise.
  if (heading > HALF_STREET_rad && heading < Math.PI - HALF_STREET_rad) return true;
  if (heading > Math.PI + HALF_STREET_rad && heading < 2 * Math.PI - HALF_STREET_rad) return false;
  return a > b;
}

const leftness = (kind: number): number => (kind === UTURN ? 2 : kind === LEFT ? 1 : 0);
