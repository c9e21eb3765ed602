/**
 * When things begin: departure curves over the day, from 04:00 to 04:00.
 *
 * The tables give a relative density at each full hour, with straight lines between. They are not
 * counts of one place: each has the shape that household travel surveys find for its purpose (twin
 * peaks for work and through traffic, one broad hill for shopping and visits, evenings for leisure,
 * mornings for deliveries), and their heights are set so that the sum over all kinds has 10 % of the
 * day's trips in its top hour, the share that street design takes for a city day (the "K factor").
 */
import { HOUR_s } from '../core/base/units.js';
import { DEFAULT_SCENARIO } from '../core/scenario/scenario.js';

/** The day that is generated; departures lie in it. */
export const DAY = { start_s: DEFAULT_SCENARIO.start_s, end_s: DEFAULT_SCENARIO.end_s } as const;

const FIRST_HOUR = DAY.start_s / HOUR_s;

export class DayCurve {
  readonly #density: readonly number[];
  /** Mass before each full hour. */
  readonly #massBefore: readonly number[];

  /** `density` at 04:00, 05:00, … 28:00: 25 values, none below 0, not all 0. */
  constructor(density: readonly number[]) {
    if (density.length !== 25) throw new Error(`A day curve has 25 values, got ${density.length}.`);
    const massBefore = [0];
    for (let hour = 0; hour < 24; hour++) {
      massBefore.push(massBefore[hour]! + (density[hour]! + density[hour + 1]!) / 2);
    }
    this.#density = density;
    this.#massBefore = massBefore;
  }

  /** Share of the day's departures before `time_s`. */
  shareBefore(time_s: number): number {
    return this.#mass(time_s) / this.#massBefore[24]!;
  }

  /**
   * The time in [from_s, to_s] before which the share `u` of that window's departures begins;
   * `from_s` where nothing begins in the window.
   */
  timeBetween(u: number, { from_s, to_s }: { from_s: number; to_s: number }): number {
    const before = this.#mass(from_s);
    const within = this.#mass(to_s) - before;
    if (!(within > 0)) return from_s;
    const time_s = this.#timeOf(before + u * within);
    return Math.min(Math.max(time_s, from_s), to_s);
  }

  #mass(time_s: number): number {
    const hours = Math.min(Math.max(time_s / HOUR_s - FIRST_HOUR, 0), 24);
    const hour = Math.min(Math.floor(hours), 23);
    const part = hours - hour;
    const left = this.#density[hour]!;
    const right = this.#density[hour + 1]!;
    return this.#massBefore[hour]! + part * (left + ((right - left) * part) / 2);
  }

  #timeOf(mass: number): number {
    let hour = 0;
    while (hour < 23 && this.#massBefore[hour + 1]! <= mass) hour++;
    const left = this.#density[hour]!;
    const right = this.#density[hour + 1]!;
    const rest = mass - this.#massBefore[hour]!;
    // rest = left·p + (right − left)·p²/2, solved for p in the form that holds for left = right.
    const root = Math.sqrt(Math.max(left * left + 2 * (right - left) * rest, 0));
    const part = left + root === 0 ? 0 : (2 * rest) / (left + root);
    return (FIRST_HOUR + hour + Math.min(part, 1)) * HOUR_s;
  }
}

/** Hours 04 to 15, then 16 to 28. */
const curve = (morning: readonly number[], evening: readonly number[]): DayCurve =>
  new DayCurve([...morning, ...evening]);

export const DAY_CURVES = {
  /** Residents leaving for work: one sharp peak, a little for late shifts, none in the evening. */
  work: curve(
    [0.1, 0.5, 3, 11, 10, 2.5, 1, 0.6, 0.8, 1, 0.8, 0.3],
    [0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ),
  /** Commuters crossing the rim: half an hour earlier than residents, who live nearer. */
  commute: curve(
    [0.2, 0.8, 4.5, 12, 9, 2.2, 0.9, 0.6, 0.8, 1, 0.6, 0.2],
    [0.1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ),
  /** Shopping and errands from home: late morning and before supper. */
  errand: curve(
    [0, 0, 0.3, 1, 2.5, 4.5, 6, 6, 5, 5, 5.5, 6.5],
    [7.5, 8, 7, 4.5, 2.5, 1.2, 0.5, 0.2, 0, 0, 0, 0, 0],
  ),
  /** Going out: from the late afternoon. */
  leisure: curve(
    [0, 0, 0, 0, 0.5, 1, 2, 2, 2, 2.5, 3, 3.5],
    [4, 6, 8, 8.5, 6, 3, 1.2, 0.5, 0.2, 0.1, 0, 0, 0],
  ),
  /** Visitors to shops, offices and homes. */
  visit: curve(
    [0, 0, 0.3, 1.5, 3.5, 5.5, 6.5, 6.5, 6, 6, 6.5, 7],
    [7.5, 7.5, 7, 5, 3, 1.5, 0.6, 0.2, 0, 0, 0, 0, 0],
  ),
  /** Vans coming in: deliveries are before noon. */
  delivery: curve(
    [0, 0.5, 3, 6, 9, 10, 10, 9.5, 7, 7, 7, 6],
    [5, 3.5, 2, 1, 0.5, 0, 0, 0, 0, 0, 0, 0, 0],
  ),
  /** Through traffic: twin peaks on a high base, never quite nothing. */
  through: curve(
    [0.6, 1.3, 3.6, 7.8, 8.2, 5.4, 4.7, 4.7, 4.8, 4.9, 5.4, 6.8],
    [9, 9.4, 6.6, 4.4, 3.3, 2.6, 2, 1.4, 0.9, 0.5, 0.4, 0.4, 0.6],
  ),
} as const;
