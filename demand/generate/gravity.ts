/**
 * Gravity models between zones: trips fall off with exp(-deterrence × distance).
 *
 * Doubly constrained, every zone sends and receives what it must; the balancing factors are found
 * by Furness's iteration (K. P. Furness, "Time function iteration", Traffic Engineering and Control
 * 7, 1965): scale rows, scale columns, until both fit.
 */
import type { Zones } from './zones.js';

/** Trips by [from × count + to]. */
export type Matrix = Float64Array;

/** Pull between each two zones before any weight: exp(-deterrence × distance). */
export function deterrenceMatrix(zones: Zones, deterrence_perM: number): Matrix {
  const { count } = zones;
  const pull = new Float64Array(count * count);
  for (let from = 0; from < count; from++) {
    for (let to = from; to < count; to++) {
      const value = Math.exp(-deterrence_perM * zones.distance_m(from, to));
      pull[from * count + to] = Math.max(value, LEAST_PULL);
      pull[to * count + from] = pull[from * count + to]!;
    }
  }
  return pull;
}

/** Zones hundreds of kilometres apart keep some pull, so that no row of the balance is empty. */
const LEAST_PULL = 1e-100;

/**
 * Trips whose row sums are `sent` and whose column sums are `received`, both scaled to a total of 1,
 * and which otherwise follow `pull`.
 */
export function doublyConstrained(
  pull: Matrix,
  sent: readonly number[],
  received: readonly number[],
): Matrix {
  const count = sent.length;
  const rowTargets = sharesOf(sent);
  const columnTargets = sharesOf(received);
  const trips = pull.map((value, cell) => value * columnTargets[cell % count]!);
  for (let round = 0; round < MOST_ROUNDS; round++) {
    scaleRows(trips, rowTargets);
    if (scaleColumns(trips, columnTargets) < BALANCED) return trips;
  }
  return trips;
}

/** Reached in about ten rounds where people and jobs are mixed, in a hundred where they are apart. */
const BALANCED = 1e-6;
const MOST_ROUNDS = 500;

/** Trips whose row sums are equal, by `attraction` and `pull`: nothing limits what a zone receives. */
export function originConstrained(pull: Matrix, attraction: readonly number[]): Matrix {
  const count = attraction.length;
  const trips = pull.map((value, cell) => value * attraction[cell % count]!);
  scaleRows(trips, new Array(count).fill(1 / count));
  return trips;
}

function sharesOf(amounts: readonly number[]): number[] {
  const total = amounts.reduce((sum, amount) => sum + amount, 0);
  return amounts.map((amount) => amount / total);
}

function scaleRows(trips: Matrix, targets: readonly number[]): void {
  const count = targets.length;
  for (let from = 0; from < count; from++) {
    const row = trips.subarray(from * count, (from + 1) * count);
    let sum = 0;
    for (const value of row) sum += value;
    const scale = sum > 0 ? targets[from]! / sum : 0;
    for (let to = 0; to < count; to++) row[to]! *= scale;
  }
}

/** Returns the largest error, before scaling, of a column's sum, as a share of all trips. */
function scaleColumns(trips: Matrix, targets: readonly number[]): number {
  const count = targets.length;
  const sums = new Float64Array(count);
  for (let first = 0; first < trips.length; first += count) {
    for (let to = 0; to < count; to++) sums[to]! += trips[first + to]!;
  }
  const scales = sums.map((sum, to) => (sum > 0 ? targets[to]! / sum : 0));
  for (let first = 0; first < trips.length; first += count) {
    for (let to = 0; to < count; to++) trips[first + to]! *= scales[to]!;
  }
  return sums.reduce((worst, sum, to) => Math.max(worst, Math.abs(sum - targets[to]!)), 0);
}
