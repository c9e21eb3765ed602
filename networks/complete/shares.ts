/** Whole things shared out by weights, so that none is lost to rounding. */

/**
 * Largest remainders (Hamilton's method); equal remainders go to the earlier one. The counts sum to
 * `total`; all are 0 where every weight is.
 */
export function shareOut(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  if (!(sum > 0)) return weights.map(() => 0);
  const exact = weights.map((weight) => (total * weight) / sum);
  const counts = exact.map(Math.floor);
  const left = total - counts.reduce((a, b) => a + b, 0);
  const byRemainder = exact
    .map((value, at) => ({ at, remainder: value - counts[at]! }))
    .sort((a, b) => b.remainder - a.remainder || a.at - b.at);
  for (const { at } of byRemainder.slice(0, left)) counts[at]!++;
  return counts;
}
