/**
 * What a turn is called and which lanes may take it: the habits of streets that generated and drawn
 * networks follow, and importers fall back on where the data says nothing.
 */
import type { Point, TurnKind } from './network-draft.js';

/** tan 60°: a change of direction above 150° is a U-turn. */
const UTURN_RATIO = Math.sqrt(3);

/** Names the change from direction `into` to direction `outOf`; neither has to be a unit vector. */
export function turnKindOf(into: Point, outOf: Point): TurnKind {
  const along = into[0] * outOf[0] + into[1] * outOf[1];
  const across = into[0] * outOf[1] - into[1] * outOf[0];
  if (along >= Math.abs(across)) return 'thru';
  if (along < 0 && -along > Math.abs(across) * UTURN_RATIO) return 'uturn';
  return across > 0 ? 'left' : 'right';
}

/**
 * Lanes of a link for each of the turns that exist at its end, leftmost 0, a pocket -1.
 * Left turns take the pocket, else the leftmost lane; right turns the rightmost; thru every lane.
 * Where there is no thru, left and right share the lanes, so that no lane ends nowhere.
 */
export function lanesOfTurns(
  kinds: readonly TurnKind[],
  link: { readonly laneCount: number; readonly hasPocket: boolean },
): ReadonlyMap<TurnKind, readonly number[]> {
  const goes = (kind: TurnKind): boolean => kinds.includes(kind);
  const goesLeft = goes('left') || goes('uturn');
  const lanes = Array.from({ length: link.laneCount }, (_, lane) => lane);
  const all = link.hasPocket ? [-1, ...lanes] : lanes;
  const half = Math.max(1, Math.floor(all.length / 2));
  const left = goes('thru') ? all.slice(0, 1) : goes('right') ? all.slice(0, half) : all;
  const right = goes('thru') ? lanes.slice(-1) : goesLeft ? all.slice(half) : all;
  const lanesOf: Readonly<Record<TurnKind, readonly number[]>> = {
    left,
    thru: goesLeft ? lanes : all,
    right: right.length > 0 ? right : lanes,
    uturn: goes('left') ? left.slice(0, 1) : left,
  };
  return new Map(kinds.map((kind) => [kind, lanesOf[kind]]));
}
