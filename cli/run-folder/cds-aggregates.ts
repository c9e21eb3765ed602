/**
 * `cdsAggregates.csv`: sessions at curb zones by hour, with the names of the Curb Data Specification
 * 1.0 (Metrics API, Aggregates), so that a model can be laid beside a city's own feed. A session is a
 * stop or a parked car. The first midnight of the run is that of 2000-01-01.
 */
import { HOUR_s } from '../../core/base/units.js';
import type { ColumnTable } from '../../core/metrics/column-table.js';
import type { Scenario } from '../../core/scenario/scenario.js';
import { curbUuid } from '../../networks/export/curb-uuid.js';
import {
  bytesOf,
  type CsvBytes,
  createCsvBytes,
  LINE_END,
  putByte,
  putNumber,
  putText,
} from './csv-bytes.js';

/** `curbs`: columns of the table of curbs. */
export function cdsAggregates(
  curbs: ColumnTable,
  { output: { period_s } }: Pick<Scenario, 'output'>,
): Buffer {
  const zones = hoursOfZones(curbs, period_s);
  const csv = createCsvBytes(zones.size * ZONE_BYTES);
  putText(csv, 'curb_place_type,curb_place_id,metric_type,date,hour,value\n');
  for (const zone of [...zones.keys()].sort()) {
    const starts = METRIC_TYPES.map((metric) => `zone,${curbUuid(zone)},${metric},`);
    for (const sums of zones.get(zone)!) {
      if (sums === undefined) continue;
      putHour(csv, starts, sums);
    }
  }
  return bytesOf(csv);
}

const METRIC_TYPES = [
  'total_sessions',
  'turnover',
  'average_dwell_time',
  'occupancy_percent',
] as const;

/** A day of a zone, four lines an hour. */
const ZONE_BYTES = 26 * 4 * 90;

interface Hour {
  readonly hour: number;
  sessions: number;
  stood_s: number;
  occupancy: number;
}

/** By zone, the hours with a row; sums in the order of rows. */
function hoursOfZones(
  { rowCount, columns }: ColumnTable,
  period_s: number,
): Map<string, (Hour | undefined)[]> {
  const column = (name: string): ((row: number) => number) => {
    const { numbers, first, stride } = columns[name]!;
    return (row) => numbers[first + row * stride]!;
  };
  const [time_s, zone, occupancy] = [column('time_s'), column('zone'), column('occupancy')];
  const [stopCount, parkings] = [column('stopCount'), column('parkings')];
  const [stopped_s, parked_s] = [column('stopped_s'), column('parked_s')];
  const names = columns['zone']!.texts!;
  const zones = new Map<string, (Hour | undefined)[]>();
  for (let row = 0; row < rowCount; row++) {
    const name = names[zone(row)]!;
    const hours = zones.get(name) ?? [];
    if (hours.length === 0) zones.set(name, hours);
    const hour = Math.floor((time_s(row) - period_s / 2) / HOUR_s);
    const sum = hours[hour] ?? { hour, sessions: 0, stood_s: 0, occupancy: 0 };
    hours[hour] = sum;
    sum.sessions += stopCount(row) + parkings(row);
    sum.stood_s += stopped_s(row) + parked_s(row);
    sum.occupancy += occupancy(row) * period_s;
  }
  return zones;
}

/** Periods without anything in them have no row, and count as empty. */
function putHour(
  csv: CsvBytes,
  starts: readonly string[],
  { hour, sessions, stood_s, occupancy }: Hour,
): void {
  const time = `${dateOf(hour)},${hour % 24},`;
  const putLine = (metric: number, value: number): void => {
    putText(csv, starts[metric]!);
    putText(csv, time);
    putNumber(csv, value);
    putByte(csv, LINE_END);
  };
  putLine(0, sessions);
  putLine(1, sessions);
  putLine(2, sessions === 0 ? -1 : rounded(stood_s / sessions));
  putLine(3, rounded((100 * occupancy) / HOUR_s));
}

const rounded = (value: number): number => Number(value.toFixed(4));

const dateOf = (hour: number): string =>
  `2000-01-${String(1 + Math.floor(hour / 24)).padStart(2, '0')}`;
