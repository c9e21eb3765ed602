/** When the trips of a car begin: tours of stops with stays, put into the day one after another. */
import { UserError } from '../../core/base/errors.js';
import { PURPOSE } from '../../core/base/random.js';
import { HOUR_s } from '../../core/base/units.js';
import type { TripDraft, TripKind } from '../../core/scenario/trip.js';
import { DAY, type DayCurve } from '../day-curve.js';
import type { Draws } from './draws.js';
import { type Place, plausibleDrive_s } from './places.js';
import { WeightedChoice } from './weighted-choice.js';

export interface Tour {
  /** When tours of this kind set out. */
  readonly curve: DayCurve;
  readonly from: Place;
  readonly stops: readonly Stop[];
  readonly to: Place;
}

export interface Stop {
  readonly place: Place;
  readonly stay_s: number;
  /** Where the next trip starts, when not at `place`: outside, a car may come back by another gate. */
  readonly leavesFrom?: Place;
}

/** Nobody drives on sooner: time to park, walk, do something and walk back. */
export const LEAST_STAY_s = 300;

/** One kind of stay: with `share` of all, between `from_h` and `to_h` hours, all equally likely. */
export interface StayBand {
  readonly share: number;
  readonly from_h: number;
  readonly to_h: number;
}

export type Stays = WeightedChoice<StayBand>;

export const staysOf = (...bands: readonly StayBand[]): Stays =>
  new WeightedChoice(bands, (band) => band.share);

/** Full days and part time. */
export const WORK_STAYS = staysOf(
  { share: 0.75, from_h: 8.25, to_h: 9.5 },
  { share: 0.25, from_h: 3.5, to_h: 6 },
);

export function drawStay_s(draws: Draws, stays: Stays): number {
  const { from_h, to_h } = stays.pick(draws.next(PURPOSE.stay));
  return (from_h + (to_h - from_h) * draws.next(PURPOSE.stay)) * HOUR_s;
}

/**
 * The trips of a car that makes `tours` in this order. Each tour sets out by its curve, but after
 * the one before is back and so early that all that follows can end by the end of the day.
 */
export function tripsOfTours(
  who: { kind: TripKind; vehicle: string; partySize: number },
  tours: readonly Tour[],
  draws: Draws,
): TripDraft[] {
  const planned = fitIntoDay(tours, who.vehicle);
  const trips: TripDraft[] = [];
  let from_s: number = DAY.start_s;
  let left_s = planned.reduce((sum, tour) => sum + tour.duration_s, 0);
  for (const { curve, legs, duration_s } of planned) {
    // Whole seconds at both ends, so that the whole second drawn lies between them.
    const window = { from_s, to_s: DAY.end_s - left_s };
    let departure_s = Math.floor(curve.timeBetween(draws.next(PURPOSE.departure), window));
    for (const { origin, destination, drive_s, stay_s } of legs) {
      trips.push({
        name: `${who.vehicle}-${trips.length + 1}`,
        kind: who.kind,
        vehicle: who.vehicle,
        departure_s,
        origin: origin.name,
        destination: destination.name,
        partySize: who.partySize,
      });
      departure_s += drive_s + stay_s;
    }
    from_s = departure_s;
    left_s -= duration_s;
  }
  return trips;
}

interface PlannedTour {
  readonly curve: DayCurve;
  readonly legs: readonly Leg[];
  /** From setting out until the next tour may. */
  readonly duration_s: number;
}

interface Leg {
  readonly origin: Place;
  readonly destination: Place;
  readonly drive_s: number;
  /** Stay at the destination until the next leg, or the least one after the last. */
  readonly stay_s: number;
}

/** Stays are cut in proportion, down to the least one, where the day is too short for them. */
function fitIntoDay(tours: readonly Tour[], vehicle: string): PlannedTour[] {
  const planned = tours.map((tour) => planTour(tour, 1));
  const day_s = DAY.end_s - DAY.start_s;
  const asked_s = total_s(planned);
  if (asked_s <= day_s) return planned;
  const least_s = total_s(tours.map((tour) => planTour(tour, 0)));
  if (least_s > day_s) throw tooFar(vehicle);
  const share = (day_s - least_s) / (asked_s - least_s);
  return tours.map((tour) => planTour(tour, share));
}

/** `share` of what each stay is longer than the least one. */
function planTour({ curve, from, stops, to }: Tour, share: number): PlannedTour {
  const origins = [from, ...stops.map(({ place, leavesFrom }) => leavesFrom ?? place)];
  const destinations = [...stops.map((stop) => stop.place), to];
  const legs = destinations.map((destination, leg) => {
    const origin = origins[leg]!;
    const asked_s = Math.max(stops[leg]?.stay_s ?? 0, LEAST_STAY_s);
    const stay_s = LEAST_STAY_s + Math.floor(share * (asked_s - LEAST_STAY_s));
    return { origin, destination, drive_s: plausibleDrive_s(origin, destination), stay_s };
  });
  const duration_s = legs.reduce((sum, { drive_s, stay_s }) => sum + drive_s + stay_s, 0);
  return { curve, legs, duration_s };
}

const total_s = (tours: readonly PlannedTour[]): number =>
  tours.reduce((sum, tour) => sum + tour.duration_s, 0);

function tooFar(vehicle: string): UserError {
  const message = `the places of ${vehicle} are so far apart that its trips take more than a day`;
  const place = { file: 'network', line: 0, column: 0, field: '' };
  return new UserError({ code: 'DEM-002', severity: 'error', ...place, message });
}
