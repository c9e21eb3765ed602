/** Means, intervals and contrasts over replicates. A value that is not defined is null throughout. */
import { studentQuantile } from './student-t.js';

/** A mean over seeds with its 95 % confidence interval. */
export interface Estimate {
  /** Null where no seed has a value. */
  readonly mean: number | null;
  /** Ends of the interval; null with fewer than two values. */
  readonly low: number | null;
  readonly high: number | null;
  /** How many seeds have a value. */
  readonly n: number;
  /** In the order of the study's seeds. */
  readonly perSeed: readonly (number | null)[];
}

const CONFIDENCE = 0.95;

export function estimate(perSeed: readonly (number | null)[]): Estimate {
  const values = perSeed.filter((value) => value !== null);
  const n = values.length;
  if (n === 0) return { mean: null, low: null, high: null, n, perSeed };
  const mean = meanOf(values);
  if (n === 1) return { mean, low: null, high: null, n, perSeed };
  const half = (quantileFor(n) * standardDeviation(values)) / Math.sqrt(n);
  return { mean, low: mean - half, high: mean + half, n, perSeed };
}

/** Equal values give themselves, to the bit, so that no rounding turns an exact zero into a spread. */
export function meanOf(values: readonly number[]): number {
  const first = values[0]!;
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length;
}

/** Of a sample: the sum of squares is divided by n − 1. */
export function standardDeviation(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (values.length - 1));
}

const quantiles = new Map<number, number>();

function quantileFor(n: number): number {
  const known = quantiles.get(n);
  if (known !== undefined) return known;
  const quantile = studentQuantile((1 + CONFIDENCE) / 2, n - 1);
  quantiles.set(n, quantile);
  return quantile;
}

/** One side of a paired comparison. */
export interface Term {
  readonly sign: 1 | -1;
  readonly perSeed: readonly (number | null)[];
}

export interface Contrast extends Estimate {
  /** False with fewer than two pairs, and where every pair is equal. */
  readonly excludesZero: boolean;
  /** Every seed has all its values and they cancel to zero exactly. */
  readonly isExactlyZero: boolean;
}

/**
 * Signed sum seed by seed, then its interval: with common random numbers the seeds' noise cancels
 * within a pair. A seed that lacks one of the values has no pair.
 */
export function contrast(terms: readonly Term[]): Contrast {
  const perSeed = terms[0]!.perSeed.map((_, seed) => {
    const values = terms.map((term) => term.perSeed[seed] ?? null);
    if (values.includes(null)) return null;
    return terms.reduce((sum, term, at) => sum + term.sign * values[at]!, 0);
  });
  const result = estimate(perSeed);
  const isExactlyZero = perSeed.every((value) => value === 0);
  const excludesZero =
    !isExactlyZero && result.low !== null && (result.low > 0 || result.high! < 0);
  return { ...result, excludesZero, isExactlyZero };
}
