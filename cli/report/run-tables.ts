/** Tables of single runs: constant land, the hourly ledger, worst links, gridlock, notes. */

import { groupBy } from '../../core/base/group-by.js';
import { HECTARE_m2, HOUR_s } from '../../core/base/units.js';
import { METRICS } from '../../core/metrics/metric-catalogue.js';
import type { LandRow, RunResult } from '../../core/metrics/run-result.js';
import { WORST_LINK_COUNT } from './map.js';
import { linkHours, worstLinks } from './map-hour.js';
import type { Markup } from './markup.js';
import { clock, grouped, groupedOrDash, NOT_DEFINED, percent } from './numbers.js';
import { hourWindow, type ReportCell } from './report-cell.js';
import { metricRows, table } from './tables.js';

/** Every figure of one run's summary. */
export const summaryTable = ({ summary }: RunResult): Markup =>
  table({
    caption: 'Summary of the run',
    head: [['', 'value']],
    rows: metricRows(METRICS, ({ key, decimals }) => [
      groupedOrDash(summary[key] ?? Number.NaN, decimals),
    ]),
  });

/** Land that no hour changes; too large to stand in one chart with parking. */
export function constantLandTable(cells: readonly ReportCell[]): Markup {
  const PARTS = [
    ['blocks without their lots', ({ blocks_m2 }: LandRow) => blocks_m2],
    ['moving lanes and junctions', ({ movingLanes_m2 }: LandRow) => movingLanes_m2],
    ['sidewalks', ({ sidewalks_m2 }: LandRow) => sidewalks_m2],
    ['curb lanes, all uses', curbLand_m2],
    [
      'lots, taken and free',
      ({ lotsTaken_m2, lotsFree_m2 }: LandRow) => lotsTaken_m2 + lotsFree_m2,
    ],
  ] as const;
  return table({
    caption: 'Land of the district that is the same at every hour, ha and share',
    head: [['', ...cells.map(({ network }) => network.name)]],
    rows: [
      ...PARTS.map(([label, part_m2]) => ({
        cells: [
          label,
          ...cells.map(({ network, run }) => landText(run, part_m2, network.district.area_m2)),
        ],
      })),
      {
        cells: [
          'district',
          ...cells.map(({ network }) => grouped(network.district.area_m2 / HECTARE_m2, 1)),
        ],
      },
    ],
  });
}

const curbLand_m2 = (row: LandRow): number =>
  row.curbParkingTaken_m2 +
  row.curbParkingFree_m2 +
  row.curbPudo_m2 +
  row.curbLoading_m2 +
  row.curbCharging_m2 +
  row.curbUnused_m2;

function landText(run: RunResult, part_m2: (row: LandRow) => number, district_m2: number): string {
  const row = run.land[0];
  if (row === undefined) return NOT_DEFINED;
  const land_m2 = part_m2(row);
  return `${grouped(land_m2 / HECTARE_m2, 1)} (${percent(land_m2 / district_m2)})`;
}

const LEDGER: readonly (readonly [keyof LandRow, string])[] = [
  ['curbParkingTaken_m2', 'curb, parked'],
  ['curbParkingFree_m2', 'curb, free stalls'],
  ['curbPudo_m2', 'curb, pick-up'],
  ['curbLoading_m2', 'curb, loading'],
  ['curbCharging_m2', 'curb, charging'],
  ['curbUnused_m2', 'curb, no use'],
  ['lotsTaken_m2', 'lots, parked'],
  ['lotsFree_m2', 'lots, free'],
  ['movingLanes_m2', 'moving lanes'],
  ['sidewalks_m2', 'sidewalks'],
  ['blocks_m2', 'blocks'],
  ['exportedTaken_m2', 'outside, parked'],
  ['exportedFree_m2', 'outside, free'],
];

export const ledgerTable = ({ heading, run }: ReportCell): Markup =>
  table({
    caption: `${heading}: land at the end of each hour, ha`,
    head: [['', ...LEDGER.map(([, label]) => label)]],
    rows: run.land.map((row) => ({
      cells: [clock(row.time_s), ...LEDGER.map(([key]) => grouped(row[key] / HECTARE_m2, 2))],
    })),
  });

export function worstLinksTable(cell: ReportCell, mapHour: number): Markup | null {
  const hour = hourWindow(cell.run, mapHour);
  if (hour === null) return null;
  const worst = worstLinks(linkHours(cell, hour), WORST_LINK_COUNT);
  if (worst.length === 0) return null;
  return table({
    caption: `${cell.heading}: links that cost most time, ${clock(hour.from_s)} to ${clock(hour.to_s)}`,
    head: [['link', 'travel-time index', 'vehicles', 'longest queue', 'vehicle-hours lost']],
    rows: worst.map(({ link, tti, vehicleCount, longestQueueCount, delay_s }) => ({
      cells: [
        link,
        groupedOrDash(tti, 2),
        grouped(vehicleCount, 0),
        grouped(longestQueueCount, 0),
        grouped(delay_s / HOUR_s, 2),
      ],
    })),
  });
}

/** Rings listed per run; all are counted. */
const RINGS_SHOWN = 20;
const LINKS_SHOWN = 8;

export function gridlockTable({ heading, run }: ReportCell): Markup | null {
  if (run.gridlock.length === 0) return null;
  const rings = [...groupBy(run.gridlock, ({ ring }) => ring)];
  const shown = rings.slice(0, RINGS_SHOWN);
  const rest = rings.length > shown.length ? `, the first ${shown.length} of them` : '';
  return table({
    caption: `${heading}: ${rings.length} rings of links each blocked by the next${rest}`,
    head: [['ring', 'found at', 'links', 'which']],
    rows: shown.map(([ring, rows]) => ({
      cells: [
        String(ring),
        clock(rows[0]!.time_s),
        grouped(rows.length, 0),
        listOf(
          rows.map(({ link }) => link),
          LINKS_SHOWN,
        ),
      ],
    })),
  });
}

const listOf = (names: readonly string[], most: number): string =>
  names.length <= most
    ? names.join(', ')
    : `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
