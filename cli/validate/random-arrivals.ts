/** Cars that come at random, for cases in which chance has a part, and what their spread says. */
import { draw, PURPOSE } from '../../core/base/random.js';
import { HOUR_s } from '../../core/base/units.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { gateTrip } from '../../core/testing/road-scene.js';

/** Poisson arrivals at gate `from` until `until_s`; another `seed` is another day. */
export function randomTrips({
  from,
  to,
  flow_vph,
  until_s,
  seed,
}: {
  readonly from: string;
  readonly to: string;
  readonly flow_vph: number;
  readonly until_s: number;
  readonly seed: number;
}): TripDraft[] {
  const trips: TripDraft[] = [];
  let time_s = 0;
  for (let car = 0; ; car++) {
    const chance = draw(seed, PURPOSE.departure, flow_vph, car);
    time_s += (-Math.log(1 - chance) * HOUR_s) / flow_vph;
    if (time_s > until_s) return trips;
    const name = `${from}${to}-${String(car).padStart(6, '0')}`;
    trips.push(gateTrip({ from, to, departure_s: time_s, name }));
  }
}

/** Mean of independent days and its standard error. */
export function meanOfDays(days: readonly number[]): { mean: number; standardError: number } {
  const mean = days.reduce((sum, value) => sum + value, 0) / days.length;
  const squares = days.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, standardError: Math.sqrt(squares / (days.length - 1) / days.length) };
}
