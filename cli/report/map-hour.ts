/** What the maps show of one hour: links by travel-time index and flow, curb uses, lots. */
import { DAY_s } from '../../core/base/units.js';
import { rowsWhere } from '../../core/metrics/column-table.js';
import type { CurbRow, LinkRow } from '../../core/metrics/run-result.js';
import { type CurbUse, useAt } from '../../core/network/curb-use.js';
import type { CurbDraft } from '../../core/network/network-draft.js';
import { type HourWindow, isIn, type ReportCell } from './report-cell.js';

export interface LinkHour {
  readonly link: string;
  /** Time on the link over free-flow time, all vehicles of the hour; Infinity where all stood. */
  readonly tti: number;
  readonly vehicleCount: number;
  readonly longestQueueCount: number;
  /** Time above free flow, all vehicles. */
  readonly delay_s: number;
}

/** Links that saw a vehicle, by name. */
export function linkHours({ run }: ReportCell, hour: HourWindow): Map<string, LinkHour> {
  const sums = new Map<
    string,
    { vehicle_s: number; free_s: number; in: number; out: number; queue: number }
  >();
  for (const row of rowsWhere<LinkRow>(run, 'links', 'time_s', (time_s) => isIn(hour, time_s))) {
    let sum = sums.get(row.link);
    if (sum === undefined) {
      sum = { vehicle_s: 0, free_s: 0, in: 0, out: 0, queue: 0 };
      sums.set(row.link, sum);
    }
    sum.vehicle_s += row.vehicle_s;
    // A period's index is its time over its free time; summing both keeps a blocked period's time.
    sum.free_s += row.vehicle_s > 0 ? row.vehicle_s / row.tti : 0;
    sum.in += row.entryCount;
    sum.out += row.exitCount;
    sum.queue = Math.max(sum.queue, row.longestQueueCount);
  }
  return new Map(
    [...sums].map(([link, sum]) => [
      link,
      {
        link,
        tti: sum.vehicle_s === 0 ? 1 : sum.vehicle_s / sum.free_s,
        vehicleCount: Math.max(sum.in, sum.out),
        longestQueueCount: sum.queue,
        delay_s: sum.vehicle_s - sum.free_s,
      },
    ]),
  );
}

/** Most time lost first. */
export const worstLinks = (links: ReadonlyMap<string, LinkHour>, count: number): LinkHour[] =>
  [...links.values()]
    .filter(({ delay_s }) => delay_s > 0)
    .sort((a, b) => b.delay_s - a.delay_s || (a.link < b.link ? -1 : 1))
    .slice(0, count);

/** The use of each zone at the start of the hour: as the run measured it, else by its timetable. */
export function curbUses(
  { network, run, pudoHours }: ReportCell,
  hour: HourWindow,
): Map<string, CurbUse> {
  const uses = new Map(network.curbs.map((curb) => [curb.name, plannedUse(curb, pudoHours, hour)]));
  const measured = new Set<string>();
  const ofHour = rowsWhere<CurbRow>(run, 'curbs', 'time_s', (time_s) => isIn(hour, time_s));
  for (const { zone, use } of ofHour) {
    if (measured.has(zone)) continue;
    measured.add(zone);
    uses.set(zone, use as CurbUse);
  }
  return uses;
}

function plannedUse(
  { timetable }: CurbDraft,
  pudoHours: ReportCell['pudoHours'],
  { from_s }: HourWindow,
): CurbUse {
  const use = useAt(timetable, from_s);
  const clock_s = from_s % DAY_s;
  const isPudoTime = pudoHours !== null && clock_s >= pudoHours.from_s && clock_s < pudoHours.to_s;
  return use === 'parking' && isPudoTime ? 'pudo' : use;
}

/** Share of the stalls taken at the end of the hour, 0..1, by lot. */
export function lotShares({ run }: ReportCell, hour: HourWindow): Map<string, number> {
  const shares = new Map<string, number>();
  for (const { time_s, lot, takenCount, stallCount } of run.lots) {
    if (isIn(hour, time_s) && stallCount > 0) shares.set(lot, takenCount / stallCount);
  }
  return shares;
}
