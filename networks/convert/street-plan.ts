/**
 * The streets of a network as a plane map: which land lies to the left and right of each, found by
 * walking round every piece of land with the next street on the left at each junction. It needs no
 * coordinates but the directions in which streets leave a junction, so bridges do no harm.
 */
import { groupBy } from '../../core/base/group-by.js';
import type { LinkDraft, NetworkDraft, Point } from '../../core/network/network-draft.js';
import { area_m2, directionIn, directionOut } from '../complete/polyline.js';

/** What lies between two neighbouring nodes, in one direction or both. */
export interface Street {
  /** Name of its first link by name; unique. */
  readonly name: string;
  readonly a: string;
  readonly b: string;
  /** From a to b, and from b to a; null where it cannot be driven that way. */
  readonly there: LinkDraft | null;
  readonly back: LinkDraft | null;
  readonly length_m: number;
  readonly rank: number;
  /** A way in or out of the network, which a conversion leaves as it is. */
  readonly isFixed: boolean;
}

/** Land with streets around it. */
export interface Face {
  /** Sides of streets around it, counter-clockwise, as `sideOf` numbers them. */
  readonly sides: readonly number[];
  /** Middle lines of the streets around it. */
  readonly corners: readonly Point[];
  /** The side that leads on from each corner. */
  readonly cornerSides: readonly number[];
  /** Negative for the land around the whole map. */
  readonly area_m2: number;
}

export interface StreetPlan {
  readonly streets: readonly Street[];
  readonly faces: readonly Face[];
  /** The face to the left of each side of a street. */
  readonly faceOf: Int32Array;
  /** Streets at each node. */
  readonly streetsAt: ReadonlyMap<string, readonly number[]>;
}

/** Side 2 × street goes from a to b with its land on the left, 2 × street + 1 back. */
export const sideOf = (street: number, isBack: boolean): number => 2 * street + (isBack ? 1 : 0);
export const streetOf = (side: number): number => side >> 1;
export const oppositeOf = (side: number): number => side ^ 1;

export function startOf({ streets }: StreetPlan, side: number): string {
  const { a, b } = streets[streetOf(side)]!;
  return (side & 1) === 0 ? a : b;
}

export const endOf = (plan: StreetPlan, side: number): string => startOf(plan, oppositeOf(side));

/** The link that is driven along a side, or null. */
export function linkOf({ streets }: StreetPlan, side: number): LinkDraft | null {
  const { there, back } = streets[streetOf(side)]!;
  return (side & 1) === 0 ? there : back;
}

/** Streets in the order of their names; links outside the district take no part. */
export function planOf(draft: NetworkDraft): StreetPlan {
  const places = new Map(draft.nodes.map(({ name, x_m, y_m }) => [name, [x_m, y_m] as Point]));
  const streets = streetsOf(draft);
  const streetsAt = new Map<string, number[]>(draft.nodes.map(({ name }) => [name, []]));
  for (const [row, { a, b }] of streets.entries()) {
    streetsAt.get(a)!.push(row);
    if (b !== a) streetsAt.get(b)!.push(row);
  }
  return { streets, streetsAt, ...facesOf(streets, places) };
}

function streetsOf(draft: NetworkDraft): readonly Street[] {
  const gateLinks = new Set(draft.gates.flatMap(({ entries, exits }) => [...entries, ...exits]));
  const inside = draft.links.filter((link) => link.isInside);
  const byEnds = groupBy(inside, ({ from, to, street }) =>
    from < to ? `${from}\0${to}\0${street}` : `${to}\0${from}\0${street}`,
  );
  const streets = [...byEnds.values()].flatMap((links) => pairsOf(links, gateLinks));
  return streets.sort((one, other) => (one.name < other.name ? -1 : 1));
}

/** Usually one street; links of one name that lie side by side are streets of their own. */
function pairsOf(links: readonly LinkDraft[], gateLinks: ReadonlySet<string>): Street[] {
  const sorted = [...links].sort((one, other) => (one.name < other.name ? -1 : 1));
  const { from: a, to: b } = sorted[0]!;
  const there = sorted.filter((link) => link.from === a);
  const back = sorted.filter((link) => link.from !== a);
  const count = Math.max(there.length, back.length);
  return Array.from({ length: count }, (_, at): Street => {
    const [one, other] = [there[at] ?? null, back[at] ?? null];
    const both = [one, other].filter((link) => link !== null);
    return {
      name: both[0]!.name,
      a,
      b,
      there: one,
      back: other,
      length_m: Math.max(...both.map((link) => link.length_m)),
      rank: Math.max(...both.map((link) => link.rank)),
      isFixed: both.some((link) => gateLinks.has(link.name)),
    };
  });
}

function facesOf(
  streets: readonly Street[],
  places: ReadonlyMap<string, Point>,
): { faces: readonly Face[]; faceOf: Int32Array } {
  const next = nextSides(streets);
  const faceOf = new Int32Array(2 * streets.length).fill(-1);
  const faces: Face[] = [];
  for (let first = 0; first < faceOf.length; first++) {
    if (faceOf[first] !== -1) continue;
    const sides: number[] = [];
    for (let side = first; faceOf[side] === -1; side = next[side]!) {
      faceOf[side] = faces.length;
      sides.push(side);
    }
    const lines = sides.map((side) => cornersOf(streets[streetOf(side)]!, side, places));
    const corners = lines.flat();
    const cornerSides = lines.flatMap((line, at) => line.map(() => sides[at]!));
    faces.push({ sides, corners, cornerSides, area_m2: area_m2(corners) });
  }
  return { faces, faceOf };
}

function cornersOf(street: Street, side: number, places: ReadonlyMap<string, Point>): Point[] {
  const line = middleLine(street);
  return (side & 1) === 0
    ? [places.get(street.a)!, ...line]
    : [places.get(street.b)!, ...[...line].reverse()];
}

/** From a to b without its ends; of a two-way street, drawn once for each way, the way there. */
const middleLine = ({ there, back }: Street): readonly Point[] =>
  (there?.geometry ?? [...back!.geometry].reverse()).slice(1, -1);

/** For each side, the side on which one goes on round the same land. */
function nextSides(streets: readonly Street[]): Int32Array {
  const leaving = new Map<string, { side: number; angle_rad: number }[]>();
  for (const [row, street] of streets.entries()) {
    for (const isBack of [false, true]) {
      const node = isBack ? street.b : street.a;
      const [x, y] = headingOf(street, isBack);
      const list = leaving.get(node) ?? [];
      if (list.length === 0) leaving.set(node, list);
      list.push({ side: sideOf(row, isBack), angle_rad: Math.atan2(y, x) });
    }
  }
  const next = new Int32Array(2 * streets.length);
  for (const list of leaving.values()) {
    list.sort((one, other) => one.angle_rad - other.angle_rad || one.side - other.side);
    // Coming in against `side`, the sharpest left is the one clockwise before it.
    for (const [at, { side }] of list.entries()) {
      next[oppositeOf(side)] = list[(at + list.length - 1) % list.length]!.side;
    }
  }
  return next;
}

/** Direction in which the street leaves its start, or its end where `isBack`. */
function headingOf({ there, back }: Street, isBack: boolean): Point {
  const [leaves, comes] = isBack ? [back, there] : [there, back];
  if (leaves !== null) return directionOut(leaves.geometry);
  const [x, y] = directionIn(comes!.geometry);
  return [-x, -y];
}
