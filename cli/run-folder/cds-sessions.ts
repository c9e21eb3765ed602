/**
 * `cdsSessions.csv`: stays and stops at curb zones, with the names of the Curb Data Specification 1.0
 * (Metrics API, Sessions): ids are made from names, times are ms, lengths cm. The first midnight of the
 * run is that of 2000-01-01, UTC. What goes on when the run ends has no end, as a feed's open session.
 */
import type { SessionRow } from '../../core/metrics/run-result.js';
import type { Scenario } from '../../core/scenario/scenario.js';
import { curbUuid } from '../../networks/export/curb-uuid.js';

const MIDNIGHT_ms = 946_684_800_000;

export const SESSION_COLUMNS = [
  'session_type',
  'event_session_id',
  'event_id_start',
  'event_id_end',
  'event_time_start',
  'event_time_end',
  'curb_zone_id',
  'vehicle_length',
  'vehicle_type',
] as const;

/** Those of the driverless cars of people and of the fleet are the automated ones. */
const DRIVER_OF: Readonly<Record<string, keyof Scenario['drivers']>> = {
  HDV: 'human',
  VAN: 'van',
  ROBOT: 'robot',
};
const TYPE_OF: Readonly<Record<string, string>> = { VAN: 'van', ROBOT: 'delivery_robot' };

/** A header alone where the run kept none. */
export function cdsSessions(
  sessions: readonly SessionRow[],
  { drivers }: Pick<Scenario, 'drivers'>,
): string {
  const lines = [SESSION_COLUMNS.join(',')];
  const zoneIds = new Map<string, string>();
  for (const { zone, vehicle, vehicleClass, from_s, to_s, hasEnded } of sessions) {
    const name = `session ${vehicle} ${from_s}`;
    const zoneId = zoneIds.get(zone) ?? curbUuid(zone);
    zoneIds.set(zone, zoneId);
    const { length_m } = drivers[DRIVER_OF[vehicleClass] ?? 'automated'];
    lines.push(
      [
        'parking',
        curbUuid(name),
        curbUuid(`${name} start`),
        hasEnded ? curbUuid(`${name} end`) : '',
        MIDNIGHT_ms + Math.round(from_s * 1000),
        hasEnded ? MIDNIGHT_ms + Math.round(to_s * 1000) : '',
        zoneId,
        Math.round(length_m * 100),
        TYPE_OF[vehicleClass] ?? 'car',
      ].join(','),
    );
  }
  return `${lines.join('\n')}\n`;
}
