/**
 * Cuts the inner streets of a group of blocks into pockets, each entered from the rim and left by it
 * again at the same junction or at the next, round one block: nobody drives through.
 *
 * - A *loop* runs one way round a corner of the group, with the block on its right, between two
 *   junctions of the rim that are as near to each other along the rim.
 * - A *twig* is a street in both directions from a loop or the rim. Where it would meet another
 *   pocket it is closed at that end.
 */
import type { BlockGroup } from './block-groups.js';
import { endOf, oppositeOf, type StreetPlan, startOf, streetOf } from './street-plan.js';

export interface PocketOptions {
  readonly hasLoops: boolean;
  /** Junctions of the rim at which a group may be entered; all without it. */
  readonly entranceCount?: number;
}

/** What becomes of an inner street. */
export interface StreetRole {
  readonly pocket: string;
  /** The only side that is driven, or null for both. */
  readonly oneWay: number | null;
  /** The node at which the street is closed, or null. */
  readonly closedAt: string | null;
}

export interface GroupPlan {
  readonly group: BlockGroup;
  readonly roleOf: ReadonlyMap<number, StreetRole>;
}

/** A loop may be this much shorter than the way along the rim and still be no short cut. */
const LONGEST_RIM_WAY = 1.5;

export function pocketsOf(plan: StreetPlan, group: BlockGroup, options: PocketOptions): GroupPlan {
  const inner = new Set(group.inner);
  const isRim = (node: string): boolean =>
    plan.streetsAt.get(node)!.some((street) => !inner.has(street));
  const roleOf = new Map<number, StreetRole>();
  if (options.hasLoops) addLoops(plan, group, { inner, isRim, roleOf });
  addTwigs(plan, { inner, isRim, roleOf, entrances: entrancesOf(plan, inner, isRim, options) });
  return { group, roleOf };
}

interface Ground {
  readonly inner: ReadonlySet<number>;
  readonly isRim: (node: string) => boolean;
  readonly roleOf: Map<number, StreetRole>;
}

interface Loop {
  /** In the order in which they are driven. */
  readonly sides: readonly number[];
  readonly length_m: number;
}

/** Short loops first; no street is in two of them. */
function addLoops(plan: StreetPlan, group: BlockGroup, ground: Ground): void {
  const loops = group.faces
    .map((face) => loopRound(plan, face, ground))
    .filter((loop) => loop !== null)
    .sort((a, b) => a.sides.length - b.sides.length || a.length_m - b.length_m);
  for (const { sides } of loops) {
    if (sides.some((side) => ground.roleOf.has(streetOf(side)))) continue;
    const pocket = `${startOf(plan, sides[0]!)} to ${endOf(plan, sides.at(-1)!)}`;
    for (const side of sides) {
      ground.roleOf.set(streetOf(side), { pocket, oneWay: side, closedAt: null });
    }
  }
}

/** The inner streets round a block that is otherwise on the rim, driven with it on the right. */
function loopRound(plan: StreetPlan, face: number, { inner, isRim }: Ground): Loop | null {
  const { sides } = plan.faces[face]!;
  const isInner = sides.map((side) => inner.has(streetOf(side)));
  const begin = isInner.findIndex((is, at) => is && !isInner.at(at - 1));
  if (begin === -1) return null;
  const round = [...sides.slice(begin), ...sides.slice(0, begin)];
  const end = round.findIndex((side) => !inner.has(streetOf(side)));
  const [run, rim] = [round.slice(0, end), round.slice(end)];
  if (rim.some((side) => inner.has(streetOf(side)))) return null;
  const streets = run.map(streetOf);
  // A dead end is passed on both sides, and a junction of the rim in between is a way out.
  const isSimple = new Set(streets).size === run.length;
  const isOpen = run.slice(1).some((side) => isRim(startOf(plan, side)));
  if (run.length < 2 || !isSimple || isOpen) return null;
  const length_m = wayLength_m(plan, run);
  if (wayLength_m(plan, rim) > LONGEST_RIM_WAY * length_m) return null;
  // Sides have the block on their left: driven the other way it is on the right.
  return { sides: run.map(oppositeOf).reverse(), length_m };
}

const wayLength_m = ({ streets }: StreetPlan, sides: readonly number[]): number =>
  sides.reduce((sum, side) => sum + streets[streetOf(side)]!.length_m, 0);

/** Junctions of the rim with an inner street: all of them, or as many far apart ones as asked. */
function entrancesOf(
  plan: StreetPlan,
  inner: ReadonlySet<number>,
  isRim: (node: string) => boolean,
  { entranceCount }: PocketOptions,
): readonly string[] {
  const ends = [...inner].flatMap((street) => {
    const { a, b } = plan.streets[street]!;
    return [a, b];
  });
  const all = [...new Set(ends.filter(isRim))].sort();
  if (entranceCount === undefined || all.length <= entranceCount) return all;
  const placeOf = placesAtRim(plan, inner);
  const chosen = [all[0]!];
  while (chosen.length < entranceCount) {
    const next = all
      .filter((node) => !chosen.includes(node))
      .map((node) => ({ node, gap_m: Math.min(...chosen.map((c) => gap_m(placeOf, node, c))) }))
      .reduce((best, each) => (each.gap_m > best.gap_m ? each : best));
    chosen.push(next.node);
  }
  return [...chosen, ...lostParts(plan, inner, isRim, chosen)];
}

/** Where the stubs of inner streets begin, from the drawn lines. */
function placesAtRim(plan: StreetPlan, inner: ReadonlySet<number>) {
  const placeOf = new Map<string, readonly [number, number]>();
  for (const street of inner) {
    const { a, b, there, back } = plan.streets[street]!;
    const line = there?.geometry ?? [...back!.geometry].reverse();
    placeOf.set(a, line[0]!);
    placeOf.set(b, line.at(-1)!);
  }
  return placeOf;
}

function gap_m(placeOf: ReturnType<typeof placesAtRim>, node: string, other: string): number {
  const [[ax, ay], [bx, by]] = [placeOf.get(node)!, placeOf.get(other)!];
  return Math.sqrt((ax - bx) * (ax - bx) + (ay - by) * (ay - by));
}

/** One entrance for each part of the inner streets that has none of the chosen ones. */
function lostParts(
  plan: StreetPlan,
  inner: ReadonlySet<number>,
  isRim: (node: string) => boolean,
  chosen: readonly string[],
): readonly string[] {
  const seen = new Set<number>();
  const added: string[] = [];
  for (const first of inner) {
    if (seen.has(first)) continue;
    seen.add(first);
    const part = [first];
    const rim = new Set<string>();
    for (const street of part) {
      const { a, b } = plan.streets[street]!;
      for (const node of [a, b]) {
        if (isRim(node)) {
          rim.add(node);
          continue;
        }
        for (const next of plan.streetsAt.get(node)!) {
          if (!inner.has(next) || seen.has(next)) continue;
          seen.add(next);
          part.push(next);
        }
      }
    }
    const isServed = [...rim].some((node) => chosen.includes(node));
    if (!isServed && rim.size > 0) added.push([...rim].sort()[0]!);
  }
  return added;
}

interface Reached {
  readonly node: string;
  readonly pocket: string;
  readonly distance_m: number;
}

/**
 * Every other inner street goes to the pocket from which it is nearest. Streets beyond are reached
 * through it; where both its ends are reached by different pockets it is closed at the farther one.
 */
function addTwigs(
  plan: StreetPlan,
  ground: Ground & { readonly entrances: readonly string[] },
): void {
  const { inner, isRim, roleOf } = ground;
  const reachedAt = new Map<string, Reached>();
  for (const [street, { pocket }] of roleOf) {
    const { a, b } = plan.streets[street]!;
    for (const node of [a, b]) {
      if (!isRim(node) && !reachedAt.has(node))
        reachedAt.set(node, { node, pocket, distance_m: 0 });
    }
  }
  for (const node of ground.entrances) {
    reachedAt.set(node, { node, pocket: `at ${node}`, distance_m: 0 });
  }
  for (;;) {
    const twig = nearestTwig(plan, { inner, roleOf, reachedAt });
    if (twig === null) return;
    const { street, from } = twig;
    const { a, b, length_m } = plan.streets[street]!;
    const far = from.node === a ? b : a;
    const known = reachedAt.get(far);
    const isOwn = known === undefined ? !isRim(far) : known.pocket === from.pocket;
    const closedAt = isOwn ? null : far;
    roleOf.set(street, { pocket: from.pocket, oneWay: null, closedAt });
    if (known !== undefined || isRim(far)) continue;
    const distance_m = from.distance_m + length_m;
    reachedAt.set(far, { node: far, pocket: from.pocket, distance_m });
  }
}

function nearestTwig(
  { streets, streetsAt }: StreetPlan,
  {
    inner,
    roleOf,
    reachedAt,
  }: {
    inner: ReadonlySet<number>;
    roleOf: ReadonlyMap<number, StreetRole>;
    reachedAt: ReadonlyMap<string, Reached>;
  },
): { street: number; from: Reached } | null {
  let best: { street: number; from: Reached; far_m: number } | null = null;
  for (const from of reachedAt.values()) {
    for (const street of streetsAt.get(from.node)!) {
      if (!inner.has(street) || roleOf.has(street)) continue;
      const far_m = from.distance_m + streets[street]!.length_m;
      const isNearer =
        best === null || far_m < best.far_m || (far_m === best.far_m && street < best.street);
      if (isNearer) best = { street, from, far_m };
    }
  }
  return best;
}
