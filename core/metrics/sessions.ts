/** Every stay and stop at the curb, one row each, where a run is asked to keep them. */
import { VEHICLE_CLASSES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import type { NetworkFacts } from '../network/facts.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Fold, keepNothing } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import { CURB } from './parking.js';
import type { SessionRow } from './run-result.js';

export interface SessionFold extends Fold {
  /** In the order of their ends; those that go on when the run ends have none and are left out. */
  rows(): SessionRow[];
}

const COLUMN = { zone: 0, vehicleClass: 1, isStop: 2, from_s: 3, to_s: 4, vehicle: 5 } as const;

export function createSessions(
  facts: NetworkFacts,
  { output }: Pick<Scenario, 'output'>,
  vehicleCount: number,
  keep = keepNothing,
): SessionFold {
  if (output.sessions === 'none') return { takes: {}, rows: () => [] };
  const from_s = keep(new Float64Array(vehicleCount));
  const rows = keep(new GrowingRows(Object.keys(COLUMN).length));
  const [parked, unparked] = [fieldOffsets('parked'), fieldOffsets('unparked')];
  const [stopped, ended] = [fieldOffsets('stopped'), fieldOffsets('stopEnded')];
  return {
    takes: {
      parked: (records, at, time_s) => {
        from_s[records[at + parked.vehicle]!] = time_s;
      },
      unparked: (records, at, time_s) => {
        if (records[at + unparked.place] !== CURB) return;
        const vehicle = records[at + unparked.vehicle]!;
        const vehicleClass = records[at + unparked.vehicleClass]!;
        const zone = records[at + unparked.row]!;
        rows.append([zone, vehicleClass, 0, from_s[vehicle]!, time_s, vehicle]);
      },
      stopped: (records, at, time_s) => {
        from_s[records[at + stopped.vehicle]!] = time_s;
      },
      stopEnded: (records, at, time_s) => {
        const zone = records[at + ended.zone]!;
        if (zone < 0) return;
        const vehicle = records[at + ended.vehicle]!;
        const vehicleClass = records[at + ended.vehicleClass]!;
        rows.append([zone, vehicleClass, 1, from_s[vehicle]!, time_s, vehicle]);
      },
    },
    rows: () =>
      rows.map((numbers, at) => ({
        zone: facts.zones[numbers[at + COLUMN.zone]!]!.name,
        vehicle: numbers[at + COLUMN.vehicle]!,
        vehicleClass: VEHICLE_CLASSES[numbers[at + COLUMN.vehicleClass]!]!,
        isStop: numbers[at + COLUMN.isStop] === 1,
        from_s: numbers[at + COLUMN.from_s]!,
        to_s: numbers[at + COLUMN.to_s]!,
      })),
  };
}
