/**
 * Where an empty vehicle waits: the cheapest of staying, the curb, a lot, a remote lot, home, and
 * driving on.
 *
 *     cost = added way · cost a kilometre + added time · cost an hour + retrieval · cost an hour
 *            + fee an hour · expected stay
 *
 * The added way of a place is d(here → place) + d(place → next) − d(here → next). So a vehicle leaves
 * exactly when the way, the time and the retrieval cost less than the difference of the fees for the
 * expected stay.
 */

export interface IdleOption {
  /** Beyond the way from here to where it is wanted next. */
  readonly way_m: number;
  readonly time_s: number;
  /** Bringing it out of a dense lot when it is wanted. */
  readonly retrieval_s: number;
  readonly fee_perHour: number;
}

export interface IdleCosts {
  readonly drive_perKm: number;
  readonly time_perHour: number;
}

const HOUR_s = 3600;
const KM_m = 1000;

export function costOf(
  { way_m, time_s, retrieval_s, fee_perHour }: IdleOption,
  stay_s: number,
  { drive_perKm, time_perHour }: IdleCosts,
): number {
  return (
    (way_m / KM_m) * drive_perKm +
    ((time_s + retrieval_s) / HOUR_s) * time_perHour +
    (stay_s / HOUR_s) * fee_perHour
  );
}

/** Place in `options` of the cheapest; of equals the first. -1 if there is none. */
export function cheapest(options: readonly IdleOption[], stay_s: number, costs: IdleCosts): number {
  let best = -1;
  let least = Infinity;
  for (const [at, option] of options.entries()) {
    const cost = costOf(option, stay_s, costs);
    if (cost < least) {
      best = at;
      least = cost;
    }
  }
  return best;
}

/** Driving on for the whole stay: no fee, but a way for all of it. */
export const cruising = (stay_s: number, speed_mps: number): IdleOption => ({
  way_m: stay_s * speed_mps,
  time_s: stay_s,
  retrieval_s: 0,
  fee_perHour: 0,
});

/** The longest stay for which it is cheaper to stay where it is than to go to the place, s. */
export function breakEvenStay_s(
  away: IdleOption,
  stayFee_perHour: number,
  costs: IdleCosts,
): number {
  const saved_perHour = stayFee_perHour - away.fee_perHour;
  return saved_perHour <= 0 ? Infinity : (costOf(away, 0, costs) / saved_perHour) * HOUR_s;
}
