/** Buses, services on wheels and emergency vehicles in a report of a run that has any. */
import { KMH_mps } from '../../core/base/units.js';
import { quantiles } from '../../core/metrics/quantiles.js';
import type {
  BusRow,
  CallRow,
  CrossingRow,
  RunResult,
  VisitRow,
} from '../../core/metrics/run-result.js';
import { folded, paragraph, section } from './figures.js';
import type { Markup } from './markup.js';
import { clock, grouped, groupedOrDash } from './numbers.js';
import { table } from './tables.js';

export const serviceSections = ({
  buses = [],
  visits = [],
  calls = [],
  crossings = [],
}: RunResult): (Markup | null)[] => [
  buses.length === 0 ? null : busSection(buses),
  visits.length === 0 ? null : visitSection(visits),
  calls.length === 0 ? null : callSection(calls),
  crossings.length === 0 ? null : crossingSection(crossings),
];

const HEAD = [
  'buses at the end',
  'stops',
  'in the lane',
  'km/h',
  'dwell, s',
  'headway, s',
  'variation',
  'wait, s',
  'got in',
  'left behind',
];

const QUARTERS_SHOWN = 20;

function busSection(rows: readonly BusRow[]): Markup {
  const lines = [...new Set(rows.map(({ line }) => line))].sort();
  const worst = rows
    .filter(({ headwayCount }) => headwayCount > 1)
    .sort((a, b) => b.headwayVariation - a.headwayVariation || before(a, b))
    .slice(0, QUARTERS_SHOWN);
  return section(
    'Bus lines',
    paragraph(
      'Speed is from stop to stop, standing included. Headways are times between departures from one stop; their variation is the standard deviation over the mean, and the wait is that of persons who come at random. Every quarter-hour stands in buses.csv.',
    ),
    table({
      caption: 'Lines over the day',
      head: [['line', ...HEAD]],
      rows: lines.map((line) => {
        const own = rows.filter((row) => row.line === line);
        return { cells: [line, ...cellsOf(together(own))] };
      }),
    }),
    folded('Quarter-hours with the least regular buses', [
      table({
        caption: 'Least regular quarter-hours',
        head: [['line', 'until', ...HEAD]],
        rows: worst.map((row) => ({ cells: [row.line, clock(row.time_s), ...cellsOf(row)] })),
      }),
    ]),
  );
}

const before = (a: BusRow, b: BusRow): number => a.time_s - b.time_s || (a.line < b.line ? -1 : 1);

const cellsOf = (row: Omit<BusRow, 'time_s' | 'line'>): string[] => [
  grouped(row.runCount, 0),
  grouped(row.stopCount, 0),
  grouped(row.laneStopCount, 0),
  groupedOrDash(row.speed_kmh, 1),
  groupedOrDash(row.dwell_s, 0),
  groupedOrDash(row.headway_s, 0),
  groupedOrDash(row.headwayVariation, 2),
  groupedOrDash(row.wait_s, 0),
  grouped(row.boardedCount, 0),
  grouped(row.leftBehindCount, 0),
];

/** Rows of one line as one: sums, and means weighted by what they are means of. */
export function together(rows: readonly BusRow[]): Omit<BusRow, 'time_s' | 'line'> {
  const sum = (of: (row: BusRow) => number): number =>
    rows.reduce((total, row) => total + of(row), 0);
  const headways = rows.filter(({ headwayCount }) => headwayCount > 0);
  const headwayCount = sum((row) => row.headwayCount);
  const mean_s =
    headways.reduce((a, row) => a + row.headwayCount * row.headway_s, 0) / headwayCount;
  const square_s2 =
    headways.reduce(
      (a, { headwayCount: count, headway_s, headwayVariation }) =>
        a + count * headway_s ** 2 * (1 + headwayVariation ** 2),
      0,
    ) / headwayCount;
  const stopCount = sum((row) => row.stopCount);
  const way_m = sum((row) => row.way_m);
  const run_s = sum((row) => row.run_s);
  return {
    stopCount,
    laneStopCount: sum((row) => row.laneStopCount),
    runCount: sum((row) => row.runCount),
    way_m,
    run_s,
    speed_kmh: way_m / run_s / KMH_mps,
    dwell_s: sum((row) => (row.stopCount > 0 ? row.dwell_s * row.stopCount : 0)) / stopCount,
    headwayCount,
    headway_s: mean_s,
    headwayVariation: Math.sqrt(Math.max(0, square_s2 - mean_s ** 2)) / mean_s,
    wait_s: square_s2 / (2 * mean_s),
    boardedCount: sum((row) => row.boardedCount),
    alightedCount: sum((row) => row.alightedCount),
    leftBehindCount: sum((row) => row.leftBehindCount),
  };
}

function visitSection(rows: readonly VisitRow[]): Markup {
  return section(
    'Shops, offices and clinics on wheels',
    table({
      caption: 'Visits, and the curb that they took',
      head: [
        ['visit', 'kind', 'place', 'status', 'planned', 'open from', 'late, s', 'metre-hours'],
      ],
      rows: rows.map((row) => ({
        cells: [
          row.visit,
          row.kind,
          row.place,
          row.status,
          clock(row.arrives_s),
          Number.isNaN(row.opened_s) ? '—' : clock(row.opened_s),
          groupedOrDash(row.late_s, 0),
          groupedOrDash(row.taken_mh, 1),
        ],
      })),
    }),
  );
}

const CALLS_SHOWN = 20;

function callSection(rows: readonly CallRow[]): Markup {
  const reached = rows.filter(({ status }) => status === 'reached');
  const times_s = Float64Array.from(reached, ({ response_s }) => response_s);
  const [median_s, high_s] = quantiles(times_s, [0.5, 0.9]);
  const slowest = [...reached].sort((a, b) => b.response_s - a.response_s).slice(0, CALLS_SHOWN);
  return section(
    'Calls for emergency vehicles',
    table({
      caption: 'From the call to the vehicle at the scene',
      head: [['calls', 'reached', 'median, s', '90th percentile, s']],
      rows: [
        {
          cells: [
            grouped(rows.length, 0),
            grouped(reached.length, 0),
            groupedOrDash(median_s!, 0),
            groupedOrDash(high_s!, 0),
          ],
        },
      ],
    }),
    folded('Slowest calls', [
      table({
        caption: 'Slowest calls; all stand in calls.csv',
        head: [
          [
            'call',
            'made',
            'address',
            'station',
            'response, s',
            'on the road, s',
            'way, m',
            'passed',
          ],
        ],
        rows: slowest.map((row) => ({
          cells: [
            row.call,
            clock(row.made_s),
            row.address,
            row.station,
            grouped(row.response_s, 0),
            grouped(row.drive_s, 0),
            grouped(row.way_m, 0),
            grouped(row.passedCount, 0),
          ],
        })),
      }),
    ]),
  );
}

const CROSSINGS_SHOWN = 20;

function crossingSection(rows: readonly CrossingRow[]): Markup {
  const walkerCount = rows.reduce((sum, row) => sum + row.walkerCount, 0);
  const wait_s = rows.reduce((sum, row) => sum + row.walkerCount * row.wait_s, 0) / walkerCount;
  const longest = [...rows]
    .sort(
      (a, b) => b.wait_s - a.wait_s || a.time_s - b.time_s || (a.junction < b.junction ? -1 : 1),
    )
    .slice(0, CROSSINGS_SHOWN);
  return section(
    'People who cross at signals',
    table({
      caption: 'Over the day; every quarter-hour stands in crossings.csv',
      head: [['persons', 'mean wait at the kerb, s']],
      rows: [{ cells: [grouped(walkerCount, 0), groupedOrDash(wait_s, 1)] }],
    }),
    folded('Junctions and quarter-hours with the longest waits', [
      table({
        caption: 'Longest waits',
        head: [['junction', 'until', 'persons', 'mean wait, s']],
        rows: longest.map((row) => ({
          cells: [
            row.junction,
            clock(row.time_s),
            grouped(row.walkerCount, 0),
            grouped(row.wait_s, 1),
          ],
        })),
      }),
    ]),
  );
}
