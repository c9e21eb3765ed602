/** What a stretch of curb may be used for, and when (CDS: policy, activity, time span). */
export const CURB_USES = ['parking', 'pudo', 'loading', 'none', 'bus', 'charging'] as const;

/**
 * `parking`: any car may stay. `pudo`: picking up and dropping off. `loading`: vans, and whoever
 * drops off. `none`: no stopping; the metres are free land for that time. `bus`: buses at their stops.
 * `charging`: electric vehicles while they charge.
 */
export type CurbUse = (typeof CURB_USES)[number];

export interface CurbSpan {
  /** Seconds after midnight, included. */
  readonly from_s: number;
  /** Seconds after midnight, excluded. */
  readonly to_s: number;
  readonly use: CurbUse;
  /** Price of parking in this time; the scenario's where it is not said. */
  readonly fee_perHour?: number;
}

const DAY_s = 86_400;

export const allDay = (use: CurbUse): readonly CurbSpan[] => [{ from_s: 0, to_s: DAY_s, use }];

/** The use at `time_s`, which may pass midnight. The timetable covers the day. */
export function useAt(timetable: readonly CurbSpan[], time_s: number): CurbUse {
  const clock_s = ((time_s % DAY_s) + DAY_s) % DAY_s;
  for (const span of timetable) {
    if (clock_s >= span.from_s && clock_s < span.to_s) return span.use;
  }
  throw new Error(`The timetable has no use at ${clock_s} s.`);
}
