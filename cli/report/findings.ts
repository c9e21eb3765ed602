/**
 * Differences in plain words. The wording follows the sign and whether the interval excludes zero;
 * nothing is claimed where a side is only a bound, or where one seed says nothing about chance.
 */
import { HECTARE_m2 } from '../../core/base/units.js';
import { boundOf } from '../study/headline.js';
import { type Contrast, contrast, estimate } from '../study/statistics.js';
import type { StudyCell } from '../study/study-result.js';
import { grouped, percent, THIN_SPACE } from './numbers.js';

/** What is compared; several keys are summed seed by seed. */
export interface Measure {
  readonly keys: readonly string[];
  /** `needs` in "needs 12 % less parking land". */
  readonly verb: string;
  readonly noun: string;
  /** For differences that no percentage can say, as the base is zero or very small. */
  readonly unit: { readonly name: string; readonly size: number; readonly decimals: number };
}

const HECTARES = { name: 'ha', size: HECTARE_m2, decimals: 1 };

export const MEASURES: readonly Measure[] = [
  {
    keys: ['land_required_m2', 'land_exported_required_m2'],
    verb: 'needs',
    noun: 'parking land in total',
    unit: HECTARES,
  },
  {
    keys: ['land_required_m2'],
    verb: 'needs',
    noun: 'parking land inside the district',
    unit: HECTARES,
  },
  {
    keys: ['delay_per_trip_s'],
    verb: 'has',
    noun: 'delay per trip',
    unit: { name: 's', size: 1, decimals: 1 },
  },
  {
    keys: ['vkt_km'],
    verb: 'has',
    noun: 'vehicle-kilometres',
    unit: { name: 'km', size: 1, decimals: 0 },
  },
];

/** `subject` against `object`: two layouts in one regime, or two regimes on one layout. */
export interface Comparison {
  readonly subject: string;
  readonly object: string;
  readonly from: StudyCell;
  readonly to: StudyCell;
}

/** `unclear`: the interval holds zero. `unclaimed`: flagged, or one seed only. */
export type Verdict = 'less' | 'more' | 'equal' | 'unclear' | 'unclaimed' | 'undefined';

export interface Finding {
  readonly verdict: Verdict;
  /** Without a full stop, for the middle of a sentence. */
  readonly text: string;
}

export function finding(comparison: Comparison, measure: Measure): Finding {
  const { subject, object, from, to } = comparison;
  const difference = contrast([
    ...measure.keys.map((key) => ({ sign: 1 as const, perSeed: to.values[key]!.perSeed })),
    ...measure.keys.map((key) => ({ sign: -1 as const, perSeed: from.values[key]!.perSeed })),
  ]);
  const { mean, low, excludesZero, isExactlyZero } = difference;
  const { verb, noun } = measure;
  const both = `${subject} and ${object}`;
  if (mean === null) {
    return {
      verdict: 'undefined',
      text: `${both} cannot be compared in ${noun}: a side has no value`,
    };
  }
  const isBounded = [from, to].some(({ flags }) => flags.isBounded);
  if (isBounded && measure.keys.some((key) => boundOf(key) !== 'exact')) {
    return {
      verdict: 'unclaimed',
      text: `nothing is claimed on ${noun} of ${both}: with gridlock or unfinished trips a side is only a bound`,
    };
  }
  const seeds = seedsText(difference);
  if (isExactlyZero) {
    return { verdict: 'equal', text: `${both} have exactly the same ${noun} with every seed` };
  }
  const say = wordsOf(difference, measure, baseOf(from, measure));
  if (low === null) {
    return {
      verdict: 'unclaimed',
      text: `${subject} ${verb} ${say.amount(mean)} ${noun} than ${object} with the one seed that both have, which says nothing about chance`,
    };
  }
  if (!excludesZero) {
    return {
      verdict: 'unclear',
      text: `there is no clear difference in ${noun} between ${both}: ${say.amount(mean)}, 95${THIN_SPACE}% interval ${say.interval}, which includes zero${seeds}`,
    };
  }
  if (mean < 0 && isZero(to, measure)) {
    const has = amountOf(measure, baseOf(from, measure));
    return {
      verdict: 'less',
      text: `${subject} ${verb} no ${noun}, ${object} ${verb} ${has}${seeds}`,
    };
  }
  return {
    verdict: mean < 0 ? 'less' : 'more',
    text: `${subject} ${verb} ${say.amount(mean)} ${noun} than ${object} (95${THIN_SPACE}% interval ${say.interval}${seeds})`,
  };
}

/** Nothing at all with every seed: "100 % less", with an interval beyond that, says it badly. */
const isZero = ({ values }: StudyCell, { keys }: Measure): boolean =>
  keys.every((key) => values[key]!.perSeed.every((value) => value === 0));

const amountOf = ({ unit }: Measure, value: number): string =>
  `${grouped(value / unit.size, unit.decimals)}${THIN_SPACE}${unit.name}`;

const seedsText = ({ n, perSeed }: Contrast): string =>
  n === perSeed.length ? '' : `; ${n} of ${perSeed.length} seeds`;

/** Mean of the side that a percentage is of, over the seeds that have all its values. */
function baseOf({ values }: StudyCell, { keys }: Measure): number {
  const perSeed = values[keys[0]!]!.perSeed.map((_, seed) =>
    keys.reduce<number | null>((sum, key) => {
      const value = values[key]!.perSeed[seed] ?? null;
      return sum === null || value === null ? null : sum + value;
    }, 0),
  );
  return estimate(perSeed).mean ?? 0;
}

/** The last digit that percentages are written with. */
const SMALLEST_SHARE = 0.001;

interface Words {
  /** `12 % less`. */
  readonly amount: (difference: number) => string;
  /** `8 % to 16 % less`, or `8 % less to 2 % more`. */
  readonly interval: string;
}

/** Beyond this many times the base a percentage confuses. */
const LARGEST_SHARE = 3;

function wordsOf({ mean, low, high }: Contrast, measure: Measure, base: number): Words {
  const ends = [mean!, low ?? 0, high ?? 0];
  const isShare = base > 0 && ends.every((end) => Math.abs(end) <= LARGEST_SHARE * base);
  const size = (difference: number): string => {
    const amount = Math.abs(difference);
    if (isShare && amount > 0 && amount < SMALLEST_SHARE * base)
      return `under ${percent(SMALLEST_SHARE)}`;
    if (isShare) return percent(amount / base);
    return amountOf(measure, amount);
  };
  const way = (difference: number): string => (difference < 0 ? 'less' : 'more');
  const amount = (difference: number): string => `${size(difference)} ${way(difference)}`;
  return { amount, interval: intervalText(low, high, { amount, size, way }) };
}

/** The end nearer to zero first. */
function intervalText(
  low: number | null,
  high: number | null,
  say: Record<'amount' | 'size' | 'way', (difference: number) => string>,
): string {
  if (low === null || high === null) return '';
  if (low >= 0) return `${say.size(low)} to ${say.amount(high)}`;
  if (high <= 0) return `${say.size(high)} to ${say.amount(low)}`;
  return `${say.amount(low)} to ${say.amount(high)}`;
}

export const sentence = (text: string): string => `${sentenceStart(text)}.`;

export const sentenceStart = (text: string): string =>
  `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
