/** A case of the validation book: something measured in the simulator whose true value is known. */

export interface ValidationCase {
  /** Chapter of the book, then what is measured; unique. */
  readonly name: string;
  readonly unit: string;
  readonly target: number;
  readonly tolerance: Tolerance;
  readonly run: Measurement;
  /** The same measurement of a broken model. It must not pass, or the case could not fail. */
  readonly broken: Measurement;
  /** It reads files of the folder that `BLOCKWISE_DATA` names; skipped where that is not at hand. */
  readonly needsData?: true;
  /** It takes seconds; left out unless asked for. */
  readonly isLong?: true;
}

export type Measurement = () => Achieved | Promise<Achieved>;
/** What came out; with a standard error where chance has a part in it. */
export type Achieved = number | { readonly mean: number; readonly standardError: number };

export interface Tolerance {
  /** Largest difference from the target, in the case's unit … */
  readonly difference: number;
  /** … plus this many standard errors of what came out; 0. */
  readonly standardErrors?: number;
  /** The target is a bound: anything below it passes too. */
  readonly isBound?: true;
  readonly because: string;
}

/** Rounding of sums of a few thousand numbers, far below the sixth digit that is asked for. */
export const exactly = (target: number, because = 'a closed form, exact in steps'): Tolerance => ({
  difference: Math.max(1e-9, 1e-6 * Math.abs(target)),
  because,
});

export const counted: Tolerance = { difference: 0, because: 'a count' };

/** For several cases that look at one run. */
export function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

export const numberOf = (achieved: Achieved): number =>
  typeof achieved === 'number' ? achieved : achieved.mean;

/** How far `achieved` may be from the target. */
export function allowance({ tolerance }: ValidationCase, achieved: Achieved): number {
  const standardError = typeof achieved === 'number' ? 0 : achieved.standardError;
  return tolerance.difference + (tolerance.standardErrors ?? 0) * standardError;
}

/** Not a number never passes. */
export function passes(one: ValidationCase, achieved: Achieved): boolean {
  const above = numberOf(achieved) - one.target;
  const allowed = allowance(one, achieved);
  return above <= allowed && (one.tolerance.isBound === true || -above <= allowed);
}
