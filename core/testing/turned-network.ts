/** The same network seen otherwise: turned round, or in a mirror. All names and lengths are kept. */
import type { NetworkDraft, Point } from '../network/network-draft.js';

type Move = (x_m: number, y_m: number) => Point;

/** A quarter of a turn to the left. */
export const rotated = (draft: NetworkDraft): NetworkDraft => moved(draft, (x, y) => [-y, x]);

/** In a mirror that stands along the y-axis: what keeps right keeps left there. */
export const mirrored = ({ drivingSide, ...draft }: NetworkDraft): NetworkDraft => ({
  ...moved(draft, (x, y) => [-x, y]),
  drivingSide: drivingSide === 'left' ? 'right' : 'left',
});

/** Every point of a draft, wherever it stands: a pair of numbers, or `x_m` and `y_m` of a thing. */
function moved<Thing>(thing: Thing, move: Move): Thing {
  if (Array.isArray(thing)) {
    if (isPoint(thing)) return move(thing[0], thing[1]) as Thing;
    return thing.map((part) => moved(part, move)) as Thing;
  }
  if (typeof thing !== 'object' || thing === null) return thing;
  const parts = Object.entries(thing).map(([key, part]) => [
    key,
    key === 'fromLanes' ? part : moved(part, move),
  ]);
  const copy = Object.fromEntries(parts) as { x_m?: number; y_m?: number };
  if (copy.x_m !== undefined && copy.y_m !== undefined) {
    [copy.x_m, copy.y_m] = move(copy.x_m, copy.y_m);
  }
  return copy as Thing;
}

const isPoint = (list: readonly unknown[]): list is Point =>
  list.length === 2 && typeof list[0] === 'number' && typeof list[1] === 'number';
