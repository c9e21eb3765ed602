/** Arrows on lanes (`turn:lanes`), as the turns that each lane may take. */
import type { TurnKind } from '../../core/network/network-draft.js';
import type { TurnLanes } from '../complete/share-lanes.js';

const KINDS: ReadonlyMap<string, TurnKind> = new Map([
  ['left', 'left'],
  ['slight_left', 'left'],
  ['sharp_left', 'left'],
  ['through', 'thru'],
  ['right', 'right'],
  ['slight_right', 'right'],
  ['sharp_right', 'right'],
  ['reverse', 'uturn'],
]);
/** Lanes without arrows, or with those of a lane that ends. */
const PLAIN: ReadonlySet<string> = new Set(['', 'none', 'merge_to_left', 'merge_to_right']);

/** Leftmost lane first, as the tag has them; null for words that are not understood. */
export function turnArrowsOf(text: string): TurnLanes | null {
  const lanes = text.split('|').map((lane) => {
    const words = lane.split(';').map((word) => word.trim());
    const kinds = words.flatMap((word) => KINDS.get(word) ?? []);
    const isKnown = words.every((word) => KINDS.has(word) || PLAIN.has(word));
    return isKnown ? [...new Set(kinds)] : null;
  });
  return lanes.includes(null) ? null : (lanes as TurnLanes);
}
