/** The uses of a curb zone in a run: the network's timetable, as the scenario's policy takes it. */
import { allDay, CURB_USES, type CurbSpan } from '../../network/curb-use.js';
import type { CurbDraft } from '../../network/network-draft.js';
import type { Scenario } from '../../scenario/scenario.js';

/** Static curbs, and dynamic ones at the start, have the use all day that they have longest. */
export function timetableOf(
  curb: CurbDraft,
  { curb: { policy, pudoHours } }: Scenario,
): readonly CurbSpan[] {
  if (policy === 'static' || policy === 'dynamic') return withFees(curb, longestUse(curb));
  if (pudoHours === null) return curb.timetable;
  return withPudoHours(curb, pudoHours);
}

/** The use all day, at the prices of the timetable where it has that use, for parking. */
function withFees({ timetable }: CurbDraft, use: CurbSpan['use']): readonly CurbSpan[] {
  if (use !== 'parking' || timetable.every(({ fee_perHour }) => fee_perHour === undefined)) {
    return allDay(use);
  }
  return timetable.map((span) =>
    span.use === use ? span : { from_s: span.from_s, to_s: span.to_s, use },
  );
}

/** Of equals the first in the order of CURB_USES. */
function longestUse({ timetable }: CurbDraft): CurbSpan['use'] {
  const lasts_s = (use: CurbSpan['use']): number =>
    timetable.reduce((sum, span) => sum + (span.use === use ? span.to_s - span.from_s : 0), 0);
  return CURB_USES.reduce((best, use) => (lasts_s(use) > lasts_s(best) ? use : best));
}

/** Metres marked for parking are for picking up and dropping off in these hours. */
function withPudoHours(
  { timetable }: CurbDraft,
  pudoHours: { readonly from_s: number; readonly to_s: number },
): readonly CurbSpan[] {
  return timetable.flatMap((span) => {
    if (span.use !== 'parking') return [span];
    const from_s = Math.max(span.from_s, pudoHours.from_s);
    const to_s = Math.min(span.to_s, pudoHours.to_s);
    if (from_s >= to_s) return [span];
    const parts: CurbSpan[] = [
      { ...span, to_s: from_s },
      { from_s, to_s, use: 'pudo' },
      { ...span, from_s: to_s },
    ];
    return parts.filter((part) => part.from_s < part.to_s);
  });
}
