/** The uses of a curb zone in a run: the network's timetable, with the scenario's pick-up hours. */
import type { CurbSpan } from '../network/curb-use.js';
import type { CurbDraft } from '../network/network-draft.js';
import type { Scenario } from '../scenario/scenario.js';

/** Where the scenario sets pick-up hours, metres marked for parking are for pick-up in these hours. */
export function timetableOf(
  curb: CurbDraft,
  { curb: { pudoHours } }: Scenario,
): readonly CurbSpan[] {
  if (pudoHours === null) return curb.timetable;
  return curb.timetable.flatMap((span) => {
    if (span.use !== 'parking') return [span];
    const from_s = Math.max(span.from_s, pudoHours.from_s);
    const to_s = Math.min(span.to_s, pudoHours.to_s);
    if (from_s >= to_s) return [span];
    const parts: CurbSpan[] = [
      { from_s: span.from_s, to_s: from_s, use: 'parking' },
      { from_s, to_s, use: 'pudo' },
      { from_s: to_s, to_s: span.to_s, use: 'parking' },
    ];
    return parts.filter((part) => part.from_s < part.to_s);
  });
}
