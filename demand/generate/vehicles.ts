/** Cars made one after another, by name, until they make as many trips as asked. */
import { PURPOSE } from '../../core/base/random.js';
import type { TripDraft, TripKind } from '../../core/scenario/trip.js';
import type { Draws } from './draws.js';
import { WeightedChoice } from './weighted-choice.js';

export interface Fleet {
  readonly trips: readonly TripDraft[];
  readonly vehicleCount: number;
}

/** True when a car with that many trips leaves either none or enough for another car. */
export type Fits = (tripCount: number) => boolean;

/**
 * Exactly `tripCount` trips, made by cars `prefix`00001, `prefix`00002, …; one fewer where it is odd
 * and all cars make an even number. `make` gives a car's trips, none where nothing fits.
 */
export function makeUntil(
  { tripCount, prefix, leastPerCar }: { tripCount: number; prefix: string; leastPerCar: number },
  make: (vehicle: string, fits: Fits) => readonly TripDraft[],
): Fleet {
  const trips: TripDraft[] = [];
  let vehicleCount = 0;
  const fits: Fits = (count) => {
    const rest = tripCount - trips.length - count;
    return rest === 0 || rest >= leastPerCar;
  };
  while (tripCount - trips.length >= leastPerCar) {
    const made = make(vehicleName(prefix, vehicleCount + 1), fits);
    if (made.length === 0) break;
    trips.push(...made);
    vehicleCount++;
  }
  return { trips, vehicleCount };
}

/** Sorts by number up to 99,999 cars of a kind; beyond that names stay unique. */
export const vehicleName = (prefix: string, number: number): string =>
  `${prefix}${String(number).padStart(5, '0')}`;

/** Relative numbers of parties of 1, 2, 3, … persons. Residents: 1.25 on average. */
const parties = (...weights: readonly number[]) =>
  new WeightedChoice(
    weights.map((_, row) => row + 1),
    (size) => weights[size - 1]!,
  );
const PARTIES: Readonly<Record<TripKind, WeightedChoice<number>>> = {
  resident: parties(80, 16, 3, 1),
  /** 1.1: nearly everyone drives to work alone. */
  commuter: parties(91, 8, 1),
  /** 1.6: friends, families and shoppers come together. */
  visitor: parties(57, 30, 9, 4),
  van: parties(1),
  through: parties(80, 16, 3, 1),
};

/** Persons in a car, the driver counted; the same on all its trips of the day. */
export function drawPartySize(kind: TripKind, draws: Draws): number {
  return PARTIES[kind].pick(draws.next(PURPOSE.party));
}
