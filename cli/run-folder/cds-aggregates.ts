/**
 * `cdsAggregates.csv`: sessions at curb zones by hour, with the names of the Curb Data Specification
 * 1.0 (Metrics API, Aggregates), so that a model can be laid beside a city's own feed. A session is a
 * stop or a parked car. The first midnight of the run is that of 2000-01-01.
 */
import { createHash } from 'node:crypto';
import { HOUR_s } from '../../core/base/units.js';
import type { CurbRow } from '../../core/metrics/run-result.js';
import type { Scenario } from '../../core/scenario/scenario.js';

interface Hour {
  sessions: number;
  stood_s: number;
  occupancy: number;
  covered_s: number;
}

export function cdsAggregates(
  curbs: readonly CurbRow[],
  { output: { period_s } }: Pick<Scenario, 'output'>,
): string {
  const hours = new Map<string, Map<number, Hour>>();
  for (const row of curbs) {
    const ofZone = hours.get(row.zone) ?? new Map<number, Hour>();
    hours.set(row.zone, ofZone);
    const hour = Math.floor((row.time_s - period_s / 2) / HOUR_s);
    const sum = ofZone.get(hour) ?? { sessions: 0, stood_s: 0, occupancy: 0, covered_s: 0 };
    ofZone.set(hour, sum);
    sum.sessions += row.stopCount + row.parkings;
    sum.stood_s += row.stopped_s + row.parked_s;
    sum.occupancy += row.occupancy * period_s;
    sum.covered_s += period_s;
  }
  const lines = ['curb_place_type,curb_place_id,metric_type,date,hour,value'];
  for (const zone of [...hours.keys()].sort()) {
    const id = zoneUuid(zone);
    const ofZone = hours.get(zone)!;
    for (const hour of [...ofZone.keys()].sort((a, b) => a - b)) {
      for (const [metric, value] of metricsOf(ofZone.get(hour)!)) {
        lines.push(`zone,${id},${metric},${dateOf(hour)},${hour % 24},${value}`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Periods without anything in them have no row, and count as empty. */
function metricsOf({ sessions, stood_s, occupancy }: Hour): [string, number][] {
  const rounded = (value: number): number => Number(value.toFixed(4));
  return [
    ['total_sessions', sessions],
    ['turnover', sessions],
    ['average_dwell_time', sessions === 0 ? -1 : rounded(stood_s / sessions)],
    ['occupancy_percent', rounded((100 * occupancy) / HOUR_s)],
  ];
}

const dateOf = (hour: number): string =>
  `2000-01-${String(1 + Math.floor(hour / 24)).padStart(2, '0')}`;

/** Name space of zone ids: any fixed UUID will do, this one was drawn for it. */
const NAME_SPACE = '6f0d5c1e-7a43-4b7e-9a0b-2f4c8d1e5a90';

/** RFC 4122, version 5: the same name, the same id. */
export function zoneUuid(name: string): string {
  const space = Buffer.from(NAME_SPACE.replaceAll('-', ''), 'hex');
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const parts = [0, 8, 12, 16, 20].map((from, at) => hex.slice(from, [8, 12, 16, 20, 32][at]));
  return parts.join('-');
}
