/** A study's result as plain text: how it was run, the cells' means, and the differences. */
import type { Metric } from '../../core/metrics/metric-catalogue.js';
import { type FleetLadder, ladderBoundLines, limitText } from './fleet-ladder.js';
import { type Bound, boundOf, HEADLINE } from './headline.js';
import { routeGapLines } from './route-gaps.js';
import { failureText } from './run-cell.js';
import type { Estimate } from './statistics.js';
import type { Difference, StudyCell, StudyDifference, StudyResult } from './study-result.js';
import { layOut, type TextRow } from './text-table.js';

const WIDTH_CHARS = 130;

/** Lines for stdout. `metrics` are the rows. */
export function studyTable(result: StudyResult, metrics: readonly Metric[] = HEADLINE): string {
  const { seeds } = result;
  const replicates =
    seeds.length === 1 ? '1 seed, so no intervals' : `means of ${seeds.length} seeds`;
  const sections = [
    [`${result.name}: ${replicates}`, ...ladderLines(result.fleetLadder)],
    layOut(
      {
        head: meansHead(result.cells),
        rows: rowsOf(metrics, (metric) => meanTexts(result, metric)),
      },
      WIDTH_CHARS,
    ),
    ...differenceSections(result, metrics),
    noteLines(result),
  ];
  return `${sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function ladderLines(ladder: FleetLadder | null): string[] {
  if (ladder === null) return [];
  const limit = limitText(ladder);
  const bound = ladderBoundLines(ladder);
  const rungs = ladder.rungs.map(({ vehicleCount, rejected, isBelowLimit }) => {
    const shares = rejected.map(({ layout, share, waitP95_s }) => {
      const wait =
        ladder.waitLimit_s === null || waitP95_s === null ? '' : ` ${grouped(waitP95_s, 0)} s`;
      return `${layout} ${share === null ? 'not measured' : `${percent(share)}${wait}`}`;
    });
    const verdict = isBelowLimit ? 'enough' : 'too few';
    return `  ${grouped(vehicleCount, 0).padStart(7)} vehicles: ${shares.join(', ')}: ${verdict}`;
  });
  const choice = ladder.meetsLimit
    ? `the smallest with ${limit} on every layout`
    : `the largest on the ladder, though NOT with ${limit}: add larger rungs`;
  return [
    `fleet: ${grouped(ladder.vehicleCount, 0)} vehicles, ${choice}; tried, with the first seed:`,
    ...rungs,
    ...bound.map((line) => `  ${line}`),
  ];
}

const percent = (share: number): string => `${Number((100 * share).toFixed(2))} %`;

/** One row a metric, under the headings of their groups. */
function rowsOf(
  metrics: readonly Metric[],
  textsOf: (metric: Metric) => readonly string[],
): TextRow[] {
  return metrics.flatMap((metric, at) => {
    const cells = [`  ${shortLabel(metric)}`, metric.unit, ...textsOf(metric)];
    return metric.group === metrics[at - 1]?.group
      ? [{ cells }]
      : [{ heading: metric.group }, { cells }];
  });
}

/** Leaves room for two layouts × three regimes in `WIDTH_CHARS`. */
const LABEL_CHARS = 43;

/** A long label without what follows its first colon or comma. */
function shortLabel({ label }: Metric): string {
  return label.length <= LABEL_CHARS ? label : label.split(/[:,]/)[0]!.slice(0, LABEL_CHARS);
}

/** A regime's two words stand below each other, to keep columns narrow. */
function meansHead(cells: readonly StudyCell[]): string[][] {
  const words = cells.map(({ regime }) => regime.split('-'));
  return [
    ['', '', ...cells.map(({ layout }) => layout)],
    ['', '', ...words.map(([first]) => first!)],
    ['', '', ...words.map(([, ...rest]) => rest.join('-'))],
  ];
}

/** Signs before a mean that is only a bound. */
const BOUND_SIGNS: Readonly<Record<Bound, string>> = {
  lower: '≥ ',
  upper: '≤ ',
  biased: '~ ',
  exact: '',
};

function meanTexts(result: StudyResult, metric: Metric): string[] {
  return result.cells.map(({ values, flags }) => {
    const { mean, n } = values[metric.key]!;
    if (mean === null) return NOT_DEFINED;
    const sign = flags.isBounded ? BOUND_SIGNS[boundOf(metric.key)] : '';
    return `${sign}${grouped(mean, metric.decimals)}${countText(n, result)}`;
  });
}

const NOT_DEFINED = '—';

/** Said only where some seeds have no value. */
const countText = (n: number, { seeds }: StudyResult): string =>
  n === seeds.length ? '' : ` (n=${n})`;

function differenceSections(result: StudyResult, metrics: readonly Metric[]): string[][] {
  const { differences } = result;
  const ofKind = (kind: StudyDifference['kind']): StudyDifference[] =>
    differences.filter((difference) => difference.kind === kind);
  const layouts = ofKind('between-layouts').map((difference) => ({
    difference,
    head: [`${difference.layouts[1]}`, `− ${difference.layouts[0]}`, difference.regimes[0]!],
  }));
  const regimes = ofKind('between-regimes').map((difference) => ({
    difference,
    head: [difference.regimes[1]!, `− ${difference.regimes[0]}`, difference.layouts[0]!],
  }));
  return [
    { title: 'Differences between layouts', columns: layouts },
    { title: 'Differences between regimes', columns: regimes },
  ].flatMap(({ title, columns }) => {
    if (columns.length === 0) return [];
    const head = [0, 1, 2].map((line) => ['', '', ...columns.map((column) => column.head[line]!)]);
    const rows = rowsOf(metrics, (metric) =>
      columns.map(({ difference }) =>
        differenceText(difference.values[metric.key]!, metric, result),
      ),
    );
    const interval = result.seeds.length === 1 ? '' : ', ± half the 95 % interval of the pairs';
    return [[`${title}${interval}`, ...layOut({ head, rows }, WIDTH_CHARS)]];
  });
}

/** Marks take two places, so that the numbers stay aligned. */
function differenceText(difference: Difference, metric: Metric, result: StudyResult): string {
  const { mean, n, isBounded, isExactlyZero, excludesZero } = difference;
  if (mean === null) return `${NOT_DEFINED}  `;
  const sign = mean > 0 && Number(mean.toFixed(metric.decimals)) !== 0 ? '+' : '';
  const half = halfOf(difference);
  const spread = half === null ? '' : ` ± ${grouped(half, metric.decimals)}`;
  const mark = isBounded ? ' !' : isExactlyZero ? ' =' : excludesZero ? ' *' : '  ';
  return `${sign}${grouped(mean, metric.decimals)}${spread}${countText(n, result)}${mark}`;
}

const halfOf = ({ low, high }: Estimate): number | null =>
  low === null || high === null ? null : (high - low) / 2;

function noteLines(result: StudyResult): string[] {
  const bounded = result.cells.filter(({ flags }) => flags.isBounded);
  const hasDifferences = result.differences.length > 0;
  return [
    ...(hasDifferences
      ? ['*  the interval excludes zero    =  exactly equal in every seed    —  not defined']
      : []),
    ...(bounded.length > 0
      ? [
          '!  one side is only a bound: the cell has gridlock or over 1 % of its trips unfinished',
          '≥ ≤ ~  lower bound, upper bound, mean of those that got through, in such a cell',
        ]
      : []),
    ...bounded.map(boundedLine),
    ...routeGapLines(result.cells),
    ...result.twins.map(
      ({ layouts, isExactlyEqual, comparedCount, unequalCount }) =>
        `A/A: ${layouts.join(' and ')} are the same layout: ${
          isExactlyEqual
            ? `all ${grouped(comparedCount, 0)} figures exactly equal`
            : `NOT EQUAL in ${grouped(unequalCount, 0)} of ${grouped(comparedCount, 0)} figures`
        }`,
    ),
    ...result.failures.map((failure) => `FAILED ${failure.run}: ${failureText(failure)}`),
  ];
}

function boundedLine({ layout, regime, flags }: StudyCell): string {
  const reasons = [
    ...(flags.gridlock.length > 0 ? [`gridlock with ${seedsText(flags.gridlock)}`] : []),
    ...(flags.unfinished.length > 0
      ? [`unfinished trips over 1 % with ${seedsText(flags.unfinished)}`]
      : []),
  ];
  const served = flags.servedShare === null ? NOT_DEFINED : `${flags.servedShare.toFixed(1)} %`;
  return `${layout}, ${regime}: ${served} of the trips served; ${reasons.join('; ')}`;
}

const seedsText = (seeds: readonly number[]): string =>
  `${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.join(', ')}`;

/** 1234567.8 as 1,234,568; a minus as wide as a plus; no negative zero. */
function grouped(value: number, decimals: number): string {
  const rounded = Math.abs(value).toFixed(decimals);
  const [whole, fraction] = rounded.split('.');
  const digits = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  const sign = value < 0 && Number(rounded) !== 0 ? '−' : '';
  return `${sign}${digits}${fraction === undefined ? '' : `.${fraction}`}`;
}
