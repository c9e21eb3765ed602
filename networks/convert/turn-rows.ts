/** Movements made anew where streets changed, keeping what the data says of the old ones. */
import type { LinkDraft, MovementDraft } from '../../core/network/network-draft.js';
import { kindOf, movementsOf, withUses } from '../complete/derive-movements.js';

/** Ways on from a link; those that were there keep their length and speed, lanes are shared anew. */
export function turnsFrom(
  from: LinkDraft,
  targets: readonly LinkDraft[],
  old: readonly MovementDraft[],
): readonly MovementDraft[] {
  const oldTo = new Map(old.map((movement) => [movement.to, movement]));
  const ways = targets.map((to) => ({ to, kind: oldTo.get(to.name)?.kind ?? kindOf(from, to) }));
  return movementsOf(from, ways, undefined).map((movement) => {
    const known = oldTo.get(movement.to);
    return known === undefined
      ? movement
      : withUses(
          { ...movement, length_m: known.length_m, speed_mps: known.speed_mps },
          known.uses ?? [],
        );
  });
}

/** Back into the same street; a sharp bend into another one is none. */
export const isWayBack = (from: LinkDraft, to: LinkDraft): boolean =>
  to.to === from.from && to.street === from.street;

/**
 * A junction stays as large as it was: links end where they ended, so the longest way over it must
 * not shrink because that very turn is gone.
 */
export function keepJunctionSizes(
  before: readonly MovementDraft[],
  after: readonly MovementDraft[],
): readonly MovementDraft[] {
  const [was, is] = [longestByNode(before), longestByNode(after)];
  const mended = new Set<string>();
  return after.map((movement) => {
    const { node, length_m } = movement;
    const [was_m, is_m] = [was.get(node) ?? 0, is.get(node)!];
    if (is_m >= was_m || length_m < is_m || mended.has(node)) return movement;
    mended.add(node);
    return { ...movement, length_m: was_m };
  });
}

function longestByNode(movements: readonly MovementDraft[]): ReadonlyMap<string, number> {
  const longest = new Map<string, number>();
  for (const { node, length_m } of movements) {
    longest.set(node, Math.max(longest.get(node) ?? 0, length_m));
  }
  return longest;
}
