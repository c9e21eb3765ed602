/**
 * Quantiles of Student's t distribution, for confidence intervals of few replicates.
 *
 * From the regularised incomplete beta function I_x(a, b): the two tails of t beyond ±q hold
 * I_x(ν/2, 1/2) with x = ν / (ν + q²). Abramowitz and Stegun, Handbook of Mathematical Functions,
 * chapter 26.
 */

/** The q with P(t ≤ q) = `probability` for `freedom` ≥ 1 degrees of freedom; 0 < probability < 1. */
export function studentQuantile(probability: number, freedom: number): number {
  if (probability < 0.5) return -studentQuantile(1 - probability, freedom);
  const tails = 2 * (1 - probability);
  let low = 0;
  let high = 1;
  while (tailsBeyond(high, freedom) > tails) high *= 2;
  // Halving until the two are neighbouring numbers; the tails fall with the quantile.
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (tailsBeyond(middle, freedom) > tails) low = middle;
    else high = middle;
  }
}

/** P(|t| > quantile). */
function tailsBeyond(quantile: number, freedom: number): number {
  const rest = quantile * quantile;
  return incompleteBeta(freedom / (freedom + rest), rest / (freedom + rest), freedom / 2, 0.5);
}

/** I_x(a, b); `y` is 1 − x, given because it loses its digits when x is near 1. */
export function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  // The fraction converges quickly below the mean of the distribution; beyond it I_x(a,b) = 1 − I_y(b,a).
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(y, x, b, a);
  const scale = Math.exp(a * Math.log(x) + b * Math.log(y) - logBeta(a, b)) / a;
  return scale * betaFraction(x, a, b);
}

/**
 * 1/(1 + d1/(1 + d2/(1 + ...))), evaluated from the front by carrying the ratios of successive
 * numerators and of successive denominators (the modified Lentz method).
 */
function betaFraction(x: number, a: number, b: number): number {
  const nonzero = (value: number): number => (Math.abs(value) < 1e-300 ? 1e-300 : value);
  let numerators = 1;
  let denominators = 1 / nonzero(1 - ((a + b) * x) / (a + 1));
  let value = denominators;
  // Needs some √max(a, b) terms; 10,000 are enough for a hundred million degrees of freedom.
  for (let pair = 1; pair <= 10_000; pair++) {
    const even = (pair * (b - pair) * x) / ((a + 2 * pair - 1) * (a + 2 * pair));
    denominators = 1 / nonzero(1 + even * denominators);
    numerators = nonzero(1 + even / numerators);
    value *= denominators * numerators;
    const odd = (-(a + pair) * (a + b + pair) * x) / ((a + 2 * pair) * (a + 2 * pair + 1));
    denominators = 1 / nonzero(1 + odd * denominators);
    numerators = nonzero(1 + odd / numerators);
    const step = denominators * numerators;
    value *= step;
    if (Math.abs(step - 1) < 1e-15) return value;
  }
  throw new Error(`the incomplete beta function did not converge for a = ${a}, b = ${b}`);
}

const logBeta = (a: number, b: number): number => logGamma(a) + logGamma(b) - logGamma(a + b);

/** ln Γ(z) for z > 0: Stirling's series above 15, reached by Γ(z) = Γ(z + 1) / z. */
function logGamma(z: number): number {
  let shifted = z;
  let product = 1;
  while (shifted < 15) {
    product *= shifted;
    shifted++;
  }
  const inverse = 1 / shifted;
  const square = inverse * inverse;
  const series =
    inverse *
    (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square * (1 / 1680 - square / 1188))));
  const stirling = (shifted - 0.5) * Math.log(shifted) - shifted + 0.5 * Math.log(2 * Math.PI);
  return stirling + series - Math.log(product);
}
