/** Turns from geometry, where the data has none: what exists, what it is called, which lanes. */
import { append } from '../../core/base/extremes.js';
import type { TurnUse } from '../../core/network/lane-use.js';
import type {
  LinkDraft,
  MovementDraft,
  NetworkDraft,
  TurnKind,
} from '../../core/network/network-draft.js';
import { turnKindOf } from '../../core/network/turn-lanes.js';
import { directionIn, directionOut, distance_m } from './polyline.js';
import { shareLanes, type TurnLanes } from './share-lanes.js';
import { type Arms, armsOfNodes, type Completed, requireJunctions } from './street-graph.js';

export interface MovementOptions {
  /** Turns that signs forbid. */
  readonly isBanned?: (turn: { from: string; to: string; node: string }) => boolean;
  /** Who may take turns that signs forbid at some hours. */
  readonly usesOf?: (turn: { from: string; to: string; node: string }) => readonly TurnUse[];
  /** Turn arrows of a link's lanes, by link. */
  readonly turnLanes?: ReadonlyMap<string, TurnLanes>;
}

/**
 * Adds movements to every link that has none. A U-turn exists only where nothing else does. Where
 * signs would forbid every way on, they are taken for wrong and noted.
 */
export function deriveMovements(draft: NetworkDraft, options: MovementOptions = {}): Completed {
  requireJunctions(draft);
  const known = new Set(draft.movements.map((movement) => movement.from));
  const arms = armsOfNodes(draft);
  const movements: MovementDraft[] = [];
  const notes: Completed['notes'][number][] = [];
  for (const { name } of draft.nodes) {
    for (const from of arms.get(name)!.incoming) {
      if (known.has(from.name)) continue;
      const { ways, areBansIgnored } = waysOn(from, arms.get(name)!, options);
      if (areBansIgnored) notes.push(bansIgnored(from.name));
      const found = movementsOf(from, ways, options.turnLanes?.get(from.name));
      append(
        movements,
        found.map((each) => withUses(each, options.usesOf?.(each) ?? [])),
      );
    }
  }
  if (movements.length > 0) {
    const message = `${movements.length} turns, their lanes and lengths taken from the geometry`;
    notes.push({ code: 'NET-302', subject: 'movements', message, kind: 'guess' });
  }
  return { draft: { ...draft, movements: [...draft.movements, ...movements] }, notes };
}

/** The movement with more hours at which it is for some only. */
export const withUses = (movement: MovementDraft, uses: readonly TurnUse[]): MovementDraft =>
  uses.length === 0 ? movement : { ...movement, uses: [...(movement.uses ?? []), ...uses] };

const bansIgnored = (link: string) =>
  ({
    code: 'NET-303',
    subject: link,
    message: 'every way on was forbidden: the signs are ignored',
    kind: 'repair',
  }) as const;

export interface Way {
  readonly to: LinkDraft;
  readonly kind: TurnKind;
}

function waysOn(
  from: LinkDraft,
  { outgoing }: Arms,
  { isBanned }: MovementOptions,
): { ways: readonly Way[]; areBansIgnored: boolean } {
  const ways = outgoing.map((to) => ({ to, kind: kindOf(from, to) }));
  const node = from.to;
  const allowed = ways.filter(
    ({ to }) => isBanned === undefined || !isBanned({ from: from.name, to: to.name, node }),
  );
  const areBansIgnored = allowed.length === 0 && ways.length > 0;
  const open = areBansIgnored ? ways : allowed;
  const onward = open.filter(({ kind }) => kind !== 'uturn');
  return { ways: onward.length > 0 ? onward : open, areBansIgnored };
}

/** Back into the same street is a U-turn, whatever its angle; a sharp bend of a street is not. */
export function kindOf(from: LinkDraft, to: LinkDraft): TurnKind {
  if (to.to === from.from && to.street === from.street) return 'uturn';
  return turnKindOf(directionIn(from.geometry), directionOut(to.geometry));
}

/** The ways on from a link as movements, with their lanes. */
export function movementsOf(
  from: LinkDraft,
  ways: readonly Way[],
  turnLanes: TurnLanes | undefined,
): MovementDraft[] {
  const lanesOf = shareLanes(from, { kinds: ways.map((way) => way.kind), turnLanes });
  return ways.map(({ to, kind }) => ({
    node: from.to,
    from: from.name,
    to: to.name,
    kind,
    length_m: wayThrough_m({ from, to, kind }),
    speed_mps: Math.min(from.freeSpeed_mps, to.freeSpeed_mps, TURN_SPEED_mps[kind]),
    fromLanes: lanesOf.get(kind)!,
  }));
}

/** An arc through a right angle is longer than its chord by π / (2 √2); a half circle by π / 2. */
const ARC_FACTOR: Readonly<Record<TurnKind, number>> = {
  thru: 1,
  left: 1.11,
  right: 1.11,
  uturn: 1.57,
};

/** A lane needs a length, a bend has hardly any, and a U-turn takes the width of the street. */
const SHORTEST_m: Readonly<Record<TurnKind, number>> = { thru: 1, left: 2, right: 2, uturn: 12 };

/** Ways through the junction at a comfortable sideways 2 m/s² on radii of 20, 10 and 5 m. */
export const TURN_SPEED_mps: Readonly<Record<TurnKind, number>> = {
  thru: Number.POSITIVE_INFINITY,
  left: 6.3,
  right: 4.5,
  uturn: 3.2,
};

/** Between the ends of the two lines, as driven. */
export function wayThrough_m(way: { from: LinkDraft; to: LinkDraft; kind: TurnKind }): number {
  const chord_m = distance_m(way.from.geometry.at(-1)!, way.to.geometry[0]!);
  return Math.max(SHORTEST_m[way.kind], chord_m * ARC_FACTOR[way.kind]);
}
