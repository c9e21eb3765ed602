/** Linear scales and round ticks. */

export type Scale = (value: number) => number;

/** Maps `domain` onto `range`; a domain without extent goes to the start of the range. */
export function linearScale(
  domain: readonly [number, number],
  range: readonly [number, number],
): Scale {
  const extent = domain[1] - domain[0];
  const factor = extent === 0 ? 0 : (range[1] - range[0]) / extent;
  return (value) => range[0] + (value - domain[0]) * factor;
}

/** The smallest of 1, 2, 5 × a power of ten that cuts `extent` into at most `count` parts. */
export function niceStep(extent: number, count: number): number {
  const rough = extent / count;
  if (!(rough > 0)) return 1;
  // By division and multiplication: powers of ten from Math.pow are not the same everywhere.
  let power = 1;
  while (power > rough) power /= 10;
  while (power * 10 <= rough) power *= 10;
  return [1, 2, 5, 10].map((digit) => digit * power).find((step) => step >= rough * (1 - 1e-12))!;
}

/** Ticks at whole steps from the first at or below `low` to the first at or above `high`. */
export function niceTicks(low: number, high: number, count: number): number[] {
  const step = niceStep(high - low, count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(first + 1, Math.ceil(high / step - 1e-9));
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

/** Digits after the point that ticks of this step need. */
export function decimalsOf(step: number): number {
  let decimals = 0;
  while (decimals < 6 && Math.abs(Number(step.toFixed(decimals)) - step) > step / 1000) decimals++;
  return decimals;
}
