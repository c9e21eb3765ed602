/**
 * The value below which `share` (0..1) of the sample lies, exact: the sample is sorted, and between
 * two values it is interpolated linearly at rank share × (count − 1), counted from 0. NaN values
 * are left out; an empty sample gives NaN.
 */
export function quantile(sample: ArrayLike<number>, share: number): number {
  return quantileOfSorted(sortedNumbers(sample), share);
}

/** The same for several shares, sorting once. */
export function quantiles(sample: ArrayLike<number>, shares: readonly number[]): number[] {
  const sorted = sortedNumbers(sample);
  return shares.map((share) => quantileOfSorted(sorted, share));
}

const sortedNumbers = (sample: ArrayLike<number>): Float64Array =>
  new Float64Array(sample).filter((value) => !Number.isNaN(value)).sort();

function quantileOfSorted(sorted: Float64Array, share: number): number {
  if (sorted.length === 0) return NaN;
  const rank = share * (sorted.length - 1);
  const below = sorted[Math.floor(rank)]!;
  const above = sorted[Math.ceil(rank)]!;
  return below + (above - below) * (rank - Math.floor(rank));
}
