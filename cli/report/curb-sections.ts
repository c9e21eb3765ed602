/** Curbs and freed land in a report: what zones moved and refused, and what could be given up. */
import { HECTARE_m2 } from '../../core/base/units.js';
import { rowsWhere } from '../../core/metrics/column-table.js';
import type { CurbRow, FreedLandRow } from '../../core/metrics/run-result.js';
import { folded, paragraph, section } from './figures.js';
import { type Child, element, type Markup } from './markup.js';
import { clock, grouped, groupedOrDash } from './numbers.js';
import { codesTable } from './parking-codes.js';
import type { ReportCell } from './report-cell.js';
import { table } from './tables.js';

const ALWAYS_h = 24;

export function freedLandSection(cells: readonly ReportCell[]): Markup {
  const KINDS: readonly (readonly [string, (row: FreedLandRow) => boolean])[] = [
    [
      'curb from corner to corner, always',
      (row) => isAlways(row) && isCurb(row) && row.isCornerToCorner,
    ],
    [
      'other strips of curb, always',
      (row) => isAlways(row) && isCurb(row) && !row.isCornerToCorner,
    ],
    ['strips of curb, for some hours', (row) => !isAlways(row)],
    ['lots that could be closed', (row) => !isCurb(row)],
  ];
  return section(
    'Land that could be given up',
    paragraph(
      'Curb in which nothing stood all day, or for at least four hours of it, and lots that are never over a quarter full and whose cars would fit into others within 500 m at their target occupancy. Every piece stands in freedLand.csv and, as a polygon, in freedLand.geojson; the map above shows those that are free all day.',
    ),
    table({
      caption: 'Land, ha; below it the number of pieces and their metres of curb',
      head: [['', ...cells.map(({ heading }) => heading)]],
      rows: KINDS.map(([label, isMeant]) => ({
        cells: [label, ...cells.map(({ run }) => freedCell(run.freedLand.filter(isMeant)))],
      })),
    }),
    codesTable(cells),
  );
}

function freedCell(rows: readonly FreedLandRow[]): Child[] {
  const sum = (of: (row: FreedLandRow) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  const curb_m = sum((row) => row.length_m);
  const metres = curb_m === 0 ? '' : `, ${grouped(curb_m, 0)} m`;
  const pieces = `${grouped(rows.length, 0)} ${rows.length === 1 ? 'piece' : 'pieces'}${metres}`;
  return [
    grouped(sum((row) => row.area_m2) / HECTARE_m2, 2),
    element('small', {}, rows.length === 0 ? '' : pieces),
  ];
}

const isAlways = ({ hourCount }: FreedLandRow): boolean => hourCount === ALWAYS_h;
const isCurb = ({ kind }: FreedLandRow): boolean => kind === 'curb';

const ZONES_SHOWN = 20;

/** The zones that turned most vehicles away. */
export function curbSection(cells: readonly ReportCell[]): Markup {
  return section(
    'What the curb moves',
    table({
      caption: 'Curbs of the district over the day',
      head: [['', ...cells.map(({ heading }) => heading)]],
      rows: FIGURES.map(([label, key, decimals]) => ({
        cells: [
          label,
          ...cells.map(({ run }) => groupedOrDash(run.summary[key] ?? Number.NaN, decimals)),
        ],
      })),
    }),
    folded('What vehicles did whose zone was full', cells.map(answers)),
    folded('Zones that turned most vehicles away', cells.map(fullestZones)),
  );
}

const FIGURES = [
  ['persons in and out an hour on 6 m of curb for stops', 'curb_persons_perHour6m', 2],
  ['stops that found no free bay', 'bay_refusals', 0],
  ['stops in the moving lane', 'double_parked', 0],
  ['stops in a lot because the curb was full', 'stops_in_lots', 0],
  ['stops given up because the curb was full', 'stops_given_up', 0],
  ['bays held ahead for guided vehicles', 'bays_held', 0],
  ['lane-hours blocked by stopping vehicles', 'lane_blocked_h', 1],
  ['kilometres of cruising: looking for a place, or driving on without one', 'vkt_cruising_km', 0],
  ['fees of stays at the curb', 'revenue_curb_parking', 0],
  ['fees of stops at the curb', 'revenue_curb_stops', 0],
  ['fees of stays in lots', 'revenue_lots', 0],
  ['changes of use of zones', 'curb_changes', 0],
] as const;

function answers({ heading, run }: ReportCell): Markup | null {
  if (run.fullCurbs.length === 0) return null;
  return table({
    caption: `${heading}: what vehicles did whose zone was full, over the day`,
    head: [['class', 'answer', 'times']],
    rows: run.fullCurbs.map(({ vehicleClass, answer, count }) => ({
      cells: [vehicleClass, answer, grouped(count, 0)],
    })),
  });
}

function fullestZones({ heading, run }: ReportCell): Markup | null {
  const rows = [...rowsWhere<CurbRow>(run, 'curbs', 'refusedCount', (count) => count > 0)]
    .sort((a, b) => b.refusedCount - a.refusedCount || order(a, b))
    .slice(0, ZONES_SHOWN);
  if (rows.length === 0) return null;
  return table({
    caption: `${heading}: quarter-hours in which a zone refused most`,
    head: [['zone', 'until', 'use', 'refused', 'stops', 'occupancy', 'persons/h on 6 m']],
    rows: rows.map((row) => ({
      cells: [
        row.zone,
        clock(row.time_s),
        row.use,
        grouped(row.refusedCount, 0),
        grouped(row.stopCount, 0),
        grouped(row.occupancy, 2),
        grouped(row.persons_perHour6m, 1),
      ],
    })),
  });
}

const order = (a: CurbRow, b: CurbRow): number => a.time_s - b.time_s || (a.zone < b.zone ? -1 : 1);
