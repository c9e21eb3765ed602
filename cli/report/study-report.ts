/** The report of a study: the question, the answer, how sure it is, and the figures behind it. */
import { METRICS } from '../../core/metrics/metric-catalogue.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { Regime, Scenario } from '../../core/scenario/scenario.js';
import { HEADLINE } from '../study/headline.js';
import { failureText } from '../study/run-cell.js';
import type { StudyCell, StudyResult } from '../study/study-result.js';
import { answerSection, findingsSection, questionOf } from './answer.js';
import { closingSections } from './closing.js';
import { curbSection, freedLandSection } from './curb-sections.js';
import {
  type CellGrid,
  dayCurveSection,
  folded,
  landSection,
  mapSections,
  paragraph,
  section,
} from './figures.js';
import { frontierSection } from './frontier.js';
import { element, type Markup } from './markup.js';
import { grouped, NOT_DEFINED, THIN_SPACE } from './numbers.js';
import { page } from './page.js';
import { REGIME_WORDS, type ReportCell } from './report-cell.js';
import { notesSection } from './run-report.js';
import { gridlockTable } from './run-tables.js';
import { differenceTables, ladderTable, meansTables, table } from './tables.js';
import { waysSection } from './ways-section.js';

/** A representative run of a cell: that of its first seed. */
export interface StudyReportRun {
  readonly layout: string;
  readonly regime: Regime;
  readonly seed: number;
  readonly network: NetworkDraft;
  readonly run: RunResult;
  readonly pudoHours?: Scenario['curb']['pudoHours'];
}

export interface StudyReportInput {
  readonly result: StudyResult;
  readonly runs: readonly StudyReportRun[];
  /** Hour of the day, 0..23. */
  readonly mapHour: number;
  /** Sentences: what was repaired, guessed or could not be made. */
  readonly notes?: readonly string[];
  /** What was typed. */
  readonly command?: string;
}

/** A whole HTML page. */
export function studyReport({ result, runs, mapHour, notes, command }: StudyReportInput): string {
  const cells = cellGrid(result, runs);
  const oncePerLayout = result.layouts.flatMap((layout) => {
    const first = runs.find((run) => run.layout === layout);
    return first === undefined ? [] : [reportCell(first)];
  });
  const gridlocked = cells.cells.filter(({ run }) => run.gridlock.length > 0);
  return page(`${result.name}: report`, [
    element('h1', {}, result.name),
    element('p', { class: 'question' }, questionOf(result)),
    answerSection(result),
    ...warnings(result),
    howToRead(result),
    findingsSection(result),
    section('Figures', meansTables(result, HEADLINE), fullTable(result)),
    differencesSection(result),
    result.fleetLadder === null ? null : section('Fleet size', ladderTable(result.fleetLadder)),
    ...(cells.cells.length === 0
      ? []
      : [
          ...mapSections(cells, mapHour),
          landSection(cells, oncePerLayout),
          frontierSection(cells.cells),
          freedLandSection(cells.cells),
          curbSection(cells.cells),
          dayCurveSection(cells),
          waysSection(cells.cells),
        ]),
    gridlocked.length === 0 ? null : section('Gridlock', gridlocked.map(gridlockTable)),
    notesSection(notes ?? []),
    ...closingSections({
      command: command ?? 'blockwise study <study file>',
      inside: [paragraph(`Seeds: ${result.seeds.join(', ')}`), keysTable(result)],
    }),
  ]);
}

/** Regime by regime, so that layouts stand side by side. */
function cellGrid(result: StudyResult, runs: readonly StudyReportRun[]): CellGrid {
  const cells = result.regimes.flatMap((regime) =>
    result.layouts.flatMap((layout) => {
      const found = runs.find((run) => run.layout === layout && run.regime === regime);
      return found === undefined ? [] : [reportCell(found)];
    }),
  );
  const layoutCount = result.layouts.length;
  return { cells, columnCount: layoutCount === 1 || layoutCount === 3 ? layoutCount : 2 };
}

const reportCell = ({ layout, regime, network, run, pudoHours }: StudyReportRun): ReportCell => ({
  heading: `${layout}, ${REGIME_WORDS[regime]}`,
  network,
  run,
  pudoHours: pudoHours ?? null,
});

function warnings(result: StudyResult): Markup[] {
  const warn = (text: string): Markup => element('p', { class: 'warning' }, text);
  return [
    ...result.cells.filter(({ flags }) => flags.isBounded).map((cell) => warn(boundedText(cell))),
    ...result.failures.map((failure) =>
      warn(`A run failed: ${failure.run}: ${failureText(failure)}`),
    ),
  ];
}

function boundedText({ layout, regime, flags }: StudyCell): string {
  const reasons = [
    flags.gridlock.length > 0 ? `gridlock with seeds ${flags.gridlock.join(', ')}` : '',
    flags.unfinished.length > 0
      ? `over 1${THIN_SPACE}% unfinished trips with seeds ${flags.unfinished.join(', ')}`
      : '',
  ].filter((text) => text !== '');
  const served =
    flags.servedShare === null ? NOT_DEFINED : `${grouped(flags.servedShare, 1)}${THIN_SPACE}%`;
  return `${layout}, ${REGIME_WORDS[regime]}: ${reasons.join('; ')}. ${served} of the trips arrived; its figures are bounds, and nothing is claimed from them.`;
}

function howToRead(result: StudyResult): Markup {
  const { seeds, twins } = result;
  const replicates =
    seeds.length === 1
      ? 'Each cell of the study was run with one seed, so there are no intervals and nothing is claimed about differences.'
      : `Each cell of the study (a layout in a regime) was run with ${seeds.length} seeds. A seed is one day: the same people, trips and draws in every cell.`;
  return section(
    'How to read it',
    element(
      'ul',
      {},
      [
        replicates,
        `Differences are taken seed by seed, so that what chance does to both sides cancels. An interval of 95${THIN_SPACE}% comes from the spread of these differences; one that holds zero means that no difference was shown, not that there is none.`,
        'Marks of differences: * the interval excludes zero; = exactly equal with every seed; ! a side is only a bound.',
        `Where a cell has gridlock or over 1${THIN_SPACE}% unfinished trips its means are marked: ≥ the whole day would give at least as much, ≤ at most as much, ~ a mean of those that got through. Percentages in words are of the mean of the side that is compared with.`,
        'Parking land in total is the land required inside the district and outside it: land that parking leaves must not vanish because it was moved.',
        'Delay per trip is the time spent waiting and in the vehicle, less that of the direct way on empty streets: of a shared ride it also holds the wait for the vehicle and the way round to others. Walking is told apart.',
        'Maps and curves show the run of the first seed of each cell; tables show all seeds. Folded tables are printed only when they are open.',
        ...twins.map(({ layouts, isExactlyEqual, comparedCount, unequalCount }) =>
          isExactlyEqual
            ? `${layouts.join(' and ')} are the same layout under two names: all ${grouped(comparedCount, 0)} figures are exactly equal, as they must be.`
            : `${layouts.join(' and ')} are the same layout under two names, but ${grouped(unequalCount, 0)} of ${grouped(comparedCount, 0)} figures are NOT equal.`,
        ),
      ].map((text) => element('li', {}, text)),
    ),
  );
}

const fullTable = (result: StudyResult): Markup =>
  folded('All figures', meansTables(result, METRICS));

function differencesSection(result: StudyResult): Markup | null {
  if (result.differences.length === 0) return null;
  const metrics = HEADLINE;
  return section(
    'Differences',
    differenceTables(result, { kind: 'between-layouts', caption: 'Between layouts', metrics }),
    differenceTables(result, { kind: 'between-regimes', caption: 'Between regimes', metrics }),
    folded(
      'How much more a change of regime does on the second layout',
      differenceTables(result, {
        kind: 'difference-of-differences',
        caption: 'Differences of differences',
        metrics,
      }),
    ),
  );
}

function keysTable({ cells }: StudyResult): Markup {
  const runs = cells.flatMap((cell) =>
    cell.runs.map((run) => ({
      cells: [
        `${cell.layout}, ${REGIME_WORDS[cell.regime]}`,
        String(run.seed),
        element('code', {}, run.key),
        element('code', {}, run.folder),
      ],
    })),
  );
  return folded('Runs and their keys', [
    table({
      caption: 'Finished runs',
      head: [['cell', 'seed', 'key', 'folder, from the study’s']],
      rows: runs,
    }),
  ]);
}
