/**
 * `cdsAggregates.csv`: sessions at curb zones by hour, with the names of the Curb Data Specification
 * 1.0 (Metrics API, Aggregates), so that a model can be laid beside a city's own feed. A session is a
 * stop or a parked car. The first midnight of the run is that of 2000-01-01.
 */
import { HOUR_s } from '../../core/base/units.js';
import type { CurbRow } from '../../core/metrics/run-result.js';
import type { Scenario } from '../../core/scenario/scenario.js';
import { curbUuid } from '../../networks/export/curb-uuid.js';

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
    const id = curbUuid(zone);
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
