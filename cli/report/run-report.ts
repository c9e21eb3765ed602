/** The report of one run. */
import type { RunResult } from '../../core/metrics/run-result.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { Scenario } from '../../core/scenario/scenario.js';
import { closingSections } from './closing.js';
import { curbSection, freedLandSection } from './curb-sections.js';
import { dayCurveSection, landSection, mapSections, paragraph, section } from './figures.js';
import { chargingSection, operatorSection } from './fleet-section.js';
import { element, type Markup } from './markup.js';
import { grouped, groupedOrDash, percent } from './numbers.js';
import { page } from './page.js';
import type { ReportCell } from './report-cell.js';
import { gridlockTable, summaryTable } from './run-tables.js';
import { serviceSections } from './service-sections.js';
import { waysSection } from './ways-section.js';

export interface RunReportInput {
  readonly scenarioName: string;
  readonly network: NetworkDraft;
  readonly run: RunResult;
  /** Hour of the day, 0..23. */
  readonly mapHour: number;
  readonly pudoHours?: Scenario['curb']['pudoHours'];
  /** Sentences: what was repaired, guessed or could not be made. */
  readonly notes?: readonly string[];
  /** What was typed. */
  readonly command?: string;
  readonly seed?: number;
  readonly key?: string;
}

/** A whole HTML page. */
export function runReport(input: RunReportInput): string {
  const { scenarioName, network, run, mapHour } = input;
  const pudoHours = input.pudoHours ?? null;
  const cell: ReportCell = { heading: network.name, network, run, pudoHours };
  const cells = { cells: [cell], columnCount: 1 };
  const sections = [
    element('h1', {}, scenarioName),
    element(
      'p',
      { class: 'question' },
      `One run on ${network.name}: how much land do parked cars take, and how does the traffic flow?`,
    ),
    answer(run),
    warning(run),
    section(
      'Figures of the run',
      paragraph('One run is one day drawn by one seed; what chance does to it only a study shows.'),
      summaryTable(run),
    ),
    ...mapSections(cells, mapHour),
    landSection(cells, [cell]),
    freedLandSection([cell]),
    curbSection([cell]),
    ...serviceSections(run),
    dayCurveSection(cells),
    operatorSection(cell),
    chargingSection(cell),
    waysSection([cell]),
    run.gridlock.length === 0 ? null : section('Gridlock', gridlockTable(cell)),
    notesSection(input.notes ?? []),
    ...closingSections({
      command: input.command ?? 'blockwise run <scenario file>',
      inside: [
        input.seed === undefined ? null : element('p', {}, `Seed: ${input.seed}`),
        input.key === undefined ? null : element('p', {}, 'Key: ', element('code', {}, input.key)),
      ],
    }),
  ];
  return page(`${scenarioName}: report`, sections);
}

export function notesSection(notes: readonly string[]): Markup | null {
  if (notes.length === 0) return null;
  const lines = notes.map((note) => element('li', {}, note));
  return section('Repairs and guesses', element('ul', {}, lines));
}

function answer({ summary }: RunResult): Markup {
  const value = (key: string, decimals: number, size = 1): string =>
    groupedOrDash((summary[key] ?? Number.NaN) / size, decimals);
  return element(
    'div',
    { class: 'answer' },
    paragraph(
      `Parked cars take ${value('land_used_m2', 1, 1e4)} ha of the district at their peak (${value('land_used_share', 1)} %), and ${value('land_exported_used_m2', 1, 1e4)} ha outside it. ` +
        `Trips are delayed by ${value('delay_per_trip_s', 0)} s on average; driving takes ${value('tti', 2)} times as long as on empty streets.`,
    ),
  );
}

/** Above it means say too little about those who did not arrive. */
const UNFINISHED_LIMIT = 0.01;

function warning({ summary }: RunResult): Markup | null {
  const trips = summary['trips'] ?? 0;
  const unfinished = summary['trips_unfinished'] ?? 0;
  const rings = summary['gridlock_rings'] ?? 0;
  if (rings === 0 && unfinished <= UNFINISHED_LIMIT * trips) return null;
  const share = trips === 0 ? '' : ` (${percent(unfinished / trips)})`;
  return element(
    'p',
    { class: 'warning' },
    `Delays and times are lower bounds: ${grouped(unfinished, 0)} trips${share} were unfinished at the end, ${grouped(summary['trips_not_entered'] ?? 0, 0)} of them never got onto the network, and ${grouped(rings, 0)} rings of blocked links were found.`,
  );
}
