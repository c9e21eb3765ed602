/**
 * Certificates of a run: what the log tells twice must agree. A vehicle's way is told by its legs'
 * odometers and by the links; its time by its states and by the links (Edie: the accumulation
 * summed over time is the vehicle-hours); every trip has an end; no place holds more cars than
 * stalls.
 */
export interface RunTotals {
  /** Vehicle-metres of all legs, and of all links. */
  readonly legs_m: number;
  readonly links_m: number;
  /**
   * Vehicle-seconds on the road by the vehicles' states, double-parked included, and of all links.
   */
  readonly accumulation_s: number;
  readonly links_s: number;
  /** Trips without arrival, rejection or a record that they are unfinished. */
  readonly openTripCount: number;
  /** Places with fewer than no cars or more than they have stalls, summed over the hours. */
  readonly misfitCount: number;
}

/** The same terms are added in another order: rounding is far below this share of the sum. */
const TOLERANCE = 1e-6;

/** What does not agree, one sentence each; empty when all does. */
export function crossCheck(totals: RunTotals): string[] {
  const { legs_m, links_m, accumulation_s, links_s, openTripCount, misfitCount } = totals;
  const wrong: string[] = [];
  if (!agree(legs_m, links_m)) {
    wrong.push(`Legs measured ${legs_m} vehicle-metres and links ${links_m}.`);
  }
  if (!agree(accumulation_s, links_s)) {
    wrong.push(`Vehicles were on the road for ${accumulation_s} s and on links for ${links_s} s.`);
  }
  if (openTripCount !== 0) wrong.push(`${openTripCount} trips have no end in the log.`);
  if (misfitCount !== 0) {
    wrong.push(`${misfitCount} times a zone or lot held fewer than no cars or more than stalls.`);
  }
  return wrong;
}

/** False for NaN too. */
const agree = (a: number, b: number): boolean =>
  Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));
