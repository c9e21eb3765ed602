/** Shares of a whole number that are whole numbers themselves and sum to it exactly. */

/** Largest remainder: every share is its exact value rounded down or up. Ties go to the first. */
export function largestRemainders(total: number, weights: readonly number[]): number[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map(() => 0);
  if (!(weightSum > 0)) throw new Error(`No weight to share ${total} by.`);
  const exact = weights.map((weight) => (total * weight) / weightSum);
  const shares = exact.map(Math.floor);
  const left = total - shares.reduce((sum, share) => sum + share, 0);
  const remainder = (place: number): number => exact[place]! - shares[place]!;
  const places = weights.map((_, place) => place);
  places.sort((a, b) => remainder(b) - remainder(a) || a - b);
  for (const place of places.slice(0, left)) shares[place]! += 1;
  return shares;
}

/** Half shares must round up in spite of the last digits of a floating-point sum. */
const ROUNDING = 0.5 + 1e-9;

/** Rounds the running sum, so that what is left over is spread along the list, not heaped. */
export function evenCounts(total: number, weights: readonly number[]): number[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0) return weights.map(() => 0);
  if (!(weightSum > 0)) throw new Error(`No weight to share ${total} by.`);
  let reached = 0;
  let given = 0;
  return weights.map((weight, place) => {
    reached += weight;
    const due =
      place === weights.length - 1 ? total : Math.floor((total * reached) / weightSum + ROUNDING);
    const count = due - given;
    given = due;
    return count;
  });
}

/** Places of `count` equal portions in a row of weights: the middle of each portion falls there. */
export function systematicPlaces(count: number, weights: readonly number[]): number[] {
  const weightSum = weights.reduce((sum, weight) => sum + weight, 0);
  if (count > 0 && !(weightSum > 0)) throw new Error(`No weight to place ${count} portions by.`);
  const places: number[] = [];
  let reached = 0;
  for (const [place, weight] of weights.entries()) {
    reached += weight;
    while (places.length < count && ((places.length + 0.5) / count) * weightSum < reached)
      places.push(place);
  }
  return places;
}
