/** Tables of a study: means with intervals, differences, the fleet ladder; and the helper they share. */
import { METRICS, type Metric } from '../../core/metrics/metric-catalogue.js';
import { type FleetLadder, ladderBoundLines, limitText } from '../study/fleet-ladder.js';
import { type Bound, boundOf } from '../study/headline.js';
import type { Estimate } from '../study/statistics.js';
import type { Difference, StudyCell, StudyDifference, StudyResult } from '../study/study-result.js';
import { sentence, sentenceStart } from './findings.js';
import { type Child, element, type Markup } from './markup.js';
import { grouped, groupedOrDash, NOT_DEFINED, percent, signed, THIN_SPACE } from './numbers.js';
import { REGIME_WORDS } from './report-cell.js';

export interface Table {
  readonly caption: string;
  /** Lines of the head; the first cell heads the labels. */
  readonly head: readonly (readonly Child[])[];
  /** The first cell is the row's label; `heading` runs across. */
  readonly rows: readonly ({ readonly heading: string } | { readonly cells: readonly Child[] })[];
}

export function table({ caption, head, rows }: Table): Markup {
  const columnCount = head[0]!.length;
  const groupRow = (heading: string): Markup =>
    element(
      'tr',
      { class: 'group' },
      element('th', { colspan: columnCount, scope: 'colgroup' }, sentenceStart(heading)),
    );
  return element(
    'div',
    { class: 'table' },
    element(
      'table',
      {},
      element('caption', {}, caption),
      element('thead', {}, head.map(headRow)),
      element(
        'tbody',
        {},
        rows.map((row) => ('cells' in row ? bodyRow(row.cells) : groupRow(row.heading))),
      ),
    ),
  );
}

/** Neighbours with the same text share one cell. */
function headRow(cells: readonly Child[]): Markup {
  const spans: { cell: Child; count: number }[] = [];
  cells.forEach((cell, at) => {
    const last = spans.at(-1);
    if (at > 1 && typeof cell === 'string' && last!.cell === cell) last!.count++;
    else spans.push({ cell, count: 1 });
  });
  return element(
    'tr',
    {},
    spans.map(({ cell, count }) =>
      count === 1
        ? element('th', { scope: 'col' }, cell)
        : element(
            'th',
            { scope: 'colgroup', colspan: count },
            element('span', { class: 'span' }, cell),
          ),
    ),
  );
}

const bodyRow = (cells: readonly Child[]): Markup =>
  element(
    'tr',
    {},
    cells.map((cell, at) =>
      at === 0 ? element('th', { scope: 'row' }, cell) : element('td', {}, cell),
    ),
  );

/** More columns do not fit on a page; they follow in further tables. */
const MOST_COLUMNS = 6;

function columnsInTables<Column>(
  columns: readonly Column[],
  make: (columns: readonly Column[]) => Markup,
): Markup[] {
  const tableCount = Math.ceil(columns.length / MOST_COLUMNS);
  return Array.from({ length: tableCount }, (_, at) =>
    make(columns.slice(at * MOST_COLUMNS, (at + 1) * MOST_COLUMNS)),
  );
}

export function meansTables(result: StudyResult, metrics: readonly Metric[]): Markup[] {
  const interval =
    result.seeds.length === 1
      ? 'one seed'
      : `${result.seeds.length} seeds, ± half the 95${THIN_SPACE}% interval`;
  return columnsInTables(result.cells, (cells) =>
    table({
      caption: `Means of ${interval}`,
      head: [
        ['', ...cells.map(({ layout }) => layout)],
        ['', ...cells.map(({ regime }) => REGIME_WORDS[regime])],
        ['unfinished + of these not entered', ...cells.map(missingText)],
      ],
      rows: metricRows(metrics, (metric) => cells.map((cell) => meanCell(cell, metric, result))),
    }),
  );
}

/** Trips that the means lack, in all finished runs, beside the share served. */
function missingText({ values, flags }: StudyCell): Child {
  const total = (key: string): string =>
    grouped(
      (values[key]?.perSeed ?? []).reduce<number>((sum, value) => sum + (value ?? 0), 0),
      0,
    );
  const served =
    flags.servedShare === null ? NOT_DEFINED : `${grouped(flags.servedShare, 1)}${THIN_SPACE}%`;
  return [
    `${total('trips_unfinished')} + ${total('trips_not_entered')}`,
    small(`served ${served}`),
  ];
}

const small = (text: string): Markup => element('small', {}, text);

export function metricRows(
  metrics: readonly Metric[],
  cellsOf: (metric: Metric) => readonly Child[],
): Table['rows'] {
  const groups = [...new Set(METRICS.map(({ group }) => group))];
  return groups.flatMap((group) => {
    const ofGroup = metrics.filter((metric) => metric.group === group);
    if (ofGroup.length === 0) return [];
    return [
      { heading: group },
      ...ofGroup.map((metric) => ({ cells: [metricLabel(metric), ...cellsOf(metric)] })),
    ];
  });
}

const metricLabel = ({ label, unit }: Metric): Child =>
  unit === '' ? label : [label, element('span', { class: 'unit' }, ` ${unit}`)];

/** Signs before a mean that is only a bound. */
const BOUND_SIGNS: Readonly<Record<Bound, string>> = {
  lower: '≥ ',
  upper: '≤ ',
  biased: '~ ',
  exact: '',
};

function meanCell({ values, flags }: StudyCell, metric: Metric, result: StudyResult): Child {
  const value = values[metric.key];
  if (value === undefined || value.mean === null) return NOT_DEFINED;
  const sign = flags.isBounded ? BOUND_SIGNS[boundOf(metric.key)] : '';
  return [`${sign}${grouped(value.mean, metric.decimals)}`, spread(value, metric, result)];
}

function spread(value: Estimate, { decimals }: Metric, { seeds }: StudyResult): Markup | null {
  const { low, high, n } = value;
  // Equal with every seed: there is no spread to speak of.
  const half =
    low === null || high === null || low === high ? '' : `± ${grouped((high - low) / 2, decimals)}`;
  const count = n === seeds.length ? '' : ` n=${n}`;
  return half + count === '' ? null : small(`${half}${count}`.trim());
}

export function differenceTables(
  result: StudyResult,
  about: { kind: StudyDifference['kind']; caption: string; metrics: readonly Metric[] },
): Markup[] {
  const ofKind = result.differences.filter(({ kind }) => kind === about.kind);
  return columnsInTables(ofKind, (differences) =>
    table({
      caption: about.caption,
      head: [
        ['', ...differences.map(subtracted)],
        ['', ...differences.map(sharedSide)],
      ],
      rows: metricRows(about.metrics, (metric) =>
        differences.map(({ values }) => differenceCell(values[metric.key], metric, result)),
      ),
    }),
  );
}

function subtracted({ kind, layouts, regimes }: StudyDifference): string {
  const [from, to] = kind === 'between-layouts' ? layouts : regimes.map((one) => REGIME_WORDS[one]);
  return `${to} − ${from}`;
}

const sharedSide = ({ kind, layouts, regimes }: StudyDifference): string =>
  kind === 'between-layouts'
    ? REGIME_WORDS[regimes[0]!]
    : kind === 'between-regimes'
      ? layouts[0]!
      : `${layouts[1]} − ${layouts[0]}`;

function differenceCell(value: Difference | undefined, metric: Metric, result: StudyResult): Child {
  if (value === undefined || value.mean === null) return NOT_DEFINED;
  const mark = value.isBounded ? '!' : value.isExactlyZero ? '=' : value.excludesZero ? '*' : '';
  const number = signed(value.mean, metric.decimals);
  return [
    mark === '*' ? element('strong', {}, number) : number,
    element('span', { class: 'mark' }, mark),
    spread(value, metric, result),
  ];
}

export function ladderTable(ladder: FleetLadder): readonly Markup[] {
  const layouts = ladder.rungs[0]?.rejected.map(({ layout }) => layout) ?? [];
  const bound = ladderBoundLines(ladder);
  const tried = table({
    caption:
      'Fleet sizes tried with the first seed: share of rides rejected and wait of 95 %, s; wanted: ' +
      limitText(ladder),
    head: [['vehicles', ...layouts, 'verdict']],
    rows: ladder.rungs.map(({ vehicleCount, rejected, isBelowLimit }) => ({
      cells: [
        grouped(vehicleCount, 0),
        ...rejected.map(({ share, waitP95_s }) =>
          share === null
            ? 'not measured'
            : `${percent(share)}; ${groupedOrDash(waitP95_s ?? Number.NaN, 0)}`,
        ),
        vehicleCount === ladder.vehicleCount
          ? element('strong', {}, ladder.meetsLimit ? 'chosen' : 'chosen, though above the limit')
          : isBelowLimit
            ? 'enough'
            : 'too few',
      ],
    })),
  });
  return bound.length === 0 ? [tried] : [tried, element('p', {}, sentence(bound.join(' ')))];
}
