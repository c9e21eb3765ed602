/** The shared fleet in a report: its operators, its batteries by the hour, how busy its chargers were. */
import { groupBy } from '../../core/base/group-by.js';
import { HOUR_s } from '../../core/base/units.js';
import type { ChargerRow, FleetRow, RunResult } from '../../core/metrics/run-result.js';
import { paragraph, section } from './figures.js';
import type { Markup } from './markup.js';
import { clock, grouped, groupedOrDash, percent } from './numbers.js';
import type { ReportCell } from './report-cell.js';
import { table } from './tables.js';

/** Null for a run with one operator, or none. */
export function operatorSection({ run }: ReportCell): Markup | null {
  const operators = [...groupBy(run.fleet, ({ operator }) => operator)];
  if (operators.length < 2) return null;
  return section(
    'Operators of shared vehicles',
    paragraph('Every period of each operator stands in fleet.csv.'),
    table({
      caption: 'Each operator over the day',
      head: [['', 'asked first', 'refused', 'rides', 'mean wait, s', 'detour', 'empty km, share']],
      rows: operators.map(([operator, rows]) => {
        const sum = (of: (row: FleetRow) => number): number =>
          rows.reduce((total, row) => total + (Number.isNaN(of(row)) ? 0 : of(row)), 0);
        const pickedUpCount = sum((row) => row.pickedUpCount);
        const waited_s = sum((row) => row.wait_s * row.pickedUpCount);
        const ridden = sum((row) => row.detour * row.droppedOffCount);
        const empty_m = sum((row) => row.pickup_m + row.rebalancing_m + row.toParking_m);
        const droppedOffCount = sum((row) => row.droppedOffCount);
        return {
          cells: [
            operator,
            grouped(
              sum((row) => row.requestCount),
              0,
            ),
            grouped(
              sum((row) => row.refusedCount + row.rejectedCount),
              0,
            ),
            grouped(droppedOffCount, 0),
            groupedOrDash(waited_s / pickedUpCount, 0),
            groupedOrDash(ridden / droppedOffCount, 2),
            percent(empty_m / (empty_m + sum((row) => row.occupied_m))),
          ],
        };
      }),
    }),
  );
}

/** Null for a run whose fleet has no batteries. */
export function chargingSection(cell: ReportCell): Markup | null {
  const { run } = cell;
  if (run.batteries.length === 0) return null;
  return section(
    'Charging of the fleet',
    paragraph(
      'Energy is used by way and, unless a vehicle is parked, by time; vehicles that must charge get no rides until they are ready again. Every period stands in batteries.csv, every place with chargers in chargers.csv.',
    ),
    batteryTable(run),
    chargerTable(run),
  );
}

/** One line an hour: what the periods that end in it add up to, and how things stand at its end. */
function batteryTable({ batteries, chargers }: RunResult): Markup {
  const hours = [...groupBy(batteries, ({ time_s }) => Math.ceil(time_s / HOUR_s))];
  const countAt = (time_s: number, of: (row: ChargerRow) => number): string =>
    grouped(
      chargers.filter((row) => row.time_s === time_s).reduce((sum, row) => sum + of(row), 0),
      0,
    );
  return table({
    caption: 'Batteries by the hour: energy in kWh, vehicles at the end of the hour',
    head: [['', 'used', 'charged', 'stock', 'emptiest', 'charging', 'queueing', 'without rides']],
    rows: hours.map(([, rows]) => {
      const last = rows.at(-1)!;
      const sum = (of: 'used_kWh' | 'charged_kWh'): string =>
        grouped(
          rows.reduce((total, row) => total + row[of], 0),
          0,
        );
      return {
        cells: [
          clock(last.time_s),
          sum('used_kWh'),
          sum('charged_kWh'),
          grouped(last.stock_kWh, 0),
          grouped(last.lowest_kWh, 1),
          countAt(last.time_s, ({ chargingCount }) => chargingCount),
          countAt(last.time_s, ({ queueingCount }) => queueingCount),
          grouped(last.sparedCount, 0),
        ],
      };
    }),
  });
}

const PLACES_SHOWN = 20;

/** The places where most was charged. */
function chargerTable({ chargers }: RunResult): Markup {
  const places = [...groupBy(chargers, ({ kind, place }) => `${kind} ${place}`)].map(
    ([name, rows]) => {
      const sum = (of: (row: ChargerRow) => number): number =>
        rows.reduce((total, row) => total + of(row), 0);
      return {
        name,
        chargerCount: rows[0]!.chargerCount,
        startedCount: sum((row) => row.startedCount),
        charged_kWh: sum((row) => row.charged_kWh),
        wait_s: sum((row) => (row.startedCount === 0 ? 0 : row.wait_s * row.startedCount)),
        longestQueueCount: Math.max(...rows.map((row) => row.queueingCount)),
        occupancy: sum((row) => row.occupancy) / rows.length,
      };
    },
  );
  const busiest = places
    .sort((a, b) => b.charged_kWh - a.charged_kWh || (a.name < b.name ? -1 : 1))
    .slice(0, PLACES_SHOWN);
  return table({
    caption: `Chargers, the ${PLACES_SHOWN} places at most where most was charged`,
    head: [['', 'chargers', 'plugged in', 'kWh', 'mean queue, s', 'most queueing', 'in use']],
    rows: busiest.map((place) => ({
      cells: [
        place.name,
        grouped(place.chargerCount, 0),
        grouped(place.startedCount, 0),
        grouped(place.charged_kWh, 0),
        groupedOrDash(place.wait_s / place.startedCount, 0),
        grouped(place.longestQueueCount, 0),
        percent(place.occupancy),
      ],
    })),
  });
}
