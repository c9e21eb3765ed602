/**
 * The curb of a link as parking tags of OpenStreetMap, in the present scheme and in the older one, so
 * that either can be put on its street: `right` is the side seen in the link's direction.
 */
import type { CurbUse } from '../../core/network/curb-use.js';
import { CURB_USES } from '../../core/network/curb-use.js';
import type { CurbDraft } from '../../core/network/network-draft.js';

type TagsOfUse = Readonly<Record<string, string>>;

/** A link without zones says nothing, which is not "no parking". */
const TAGS: ReadonlyMap<CurbUse, TagsOfUse> = new Map<CurbUse, TagsOfUse>([
  [
    'parking',
    {
      'parking:right': 'lane',
      'parking:right:orientation': 'parallel',
      'parking:lane:right': 'parallel',
    },
  ],
  [
    'pudo',
    {
      'parking:right': 'no',
      'parking:right:restriction': 'no_parking',
      'parking:lane:right': 'no_parking',
    },
  ],
  [
    'loading',
    {
      'parking:right': 'lane',
      'parking:right:restriction': 'loading_only',
      'parking:lane:right': 'parallel',
    },
  ],
  [
    'charging',
    {
      'parking:right': 'lane',
      'parking:right:restriction': 'charging_only',
      'parking:lane:right': 'parallel',
    },
  ],
  [
    'none',
    {
      'parking:right': 'no',
      'parking:right:restriction': 'no_stopping',
      'parking:lane:right': 'no_stopping',
    },
  ],
]);

/** By the use that most of its metres have longest; no tags for a link without zones. */
export function parkingTagsOf(curbs: readonly CurbDraft[]): TagsOfUse {
  const use = mainUse(curbs);
  return (use === null ? undefined : TAGS.get(use)) ?? {};
}

/** Metres times hours; ties go to the first of CURB_USES. */
function mainUse(curbs: readonly CurbDraft[]): CurbUse | null {
  if (curbs.length === 0) return null;
  const weight = (use: CurbUse): number =>
    curbs.reduce(
      (sum, { start_m, end_m, timetable }) =>
        sum +
        timetable.reduce(
          (part, span) =>
            part + (span.use === use ? (end_m - start_m) * (span.to_s - span.from_s) : 0),
          0,
        ),
      0,
    );
  return CURB_USES.reduce((best, use) => (weight(use) > weight(best) ? use : best));
}
