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
  /** In the order of their ends; after them those that go on at `end_s`, in the order of vehicles. */
  rows(end_s: number): SessionRow[];
}

const COLUMN = { zone: 0, vehicleClass: 1, isStop: 2, from_s: 3, to_s: 4, vehicle: 5 } as const;
const WIDTH = Object.keys(COLUMN).length;
/** Of the vehicles that stand at a curb now: `zone` is -1 for all others. */
const OPEN = { zone: 0, vehicleClass: 1, isStop: 2, from_s: 3 } as const;
const OPEN_WIDTH = Object.keys(OPEN).length;

export function createSessions(
  facts: NetworkFacts,
  { output }: Pick<Scenario, 'output'>,
  vehicleCount: number,
  keep = keepNothing,
): SessionFold {
  if (output.sessions === 'none') return { takes: {}, rows: () => [] };
  const open = keep(new Float64Array(vehicleCount * OPEN_WIDTH).fill(-1));
  const rows = keep(new GrowingRows(WIDTH));
  const begin = (vehicle: number, ...session: readonly number[]): void =>
    open.set(session, vehicle * OPEN_WIDTH);
  const sessionOf = (vehicle: number, to_s: number): number[] => {
    const [zone, vehicleClass, isStop, from_s] = open.subarray(vehicle * OPEN_WIDTH);
    return [zone!, vehicleClass!, isStop!, from_s!, to_s, vehicle];
  };
  const end = (vehicle: number, time_s: number): void => {
    rows.append(sessionOf(vehicle, time_s));
    open[vehicle * OPEN_WIDTH + OPEN.zone] = -1;
  };
  const rowOf = (numbers: ArrayLike<number>, at: number, hasEnded: boolean): SessionRow => ({
    zone: facts.zones[numbers[at + COLUMN.zone]!]!.name,
    vehicle: numbers[at + COLUMN.vehicle]!,
    vehicleClass: VEHICLE_CLASSES[numbers[at + COLUMN.vehicleClass]!]!,
    isStop: numbers[at + COLUMN.isStop] === 1,
    from_s: numbers[at + COLUMN.from_s]!,
    to_s: numbers[at + COLUMN.to_s]!,
    hasEnded,
  });
  const isOpen = (vehicle: number): boolean => open[vehicle * OPEN_WIDTH + OPEN.zone]! >= 0;
  return {
    takes: takesOf(begin, end),
    rows: (end_s) => [
      ...rows.map((numbers, at) => rowOf(numbers, at, true)),
      ...Array.from({ length: vehicleCount }, (_, vehicle) => vehicle)
        .filter(isOpen)
        .map((vehicle) => rowOf(sessionOf(vehicle, end_s), 0, false)),
    ],
  };
}

function takesOf(
  begin: (vehicle: number, zone: number, vehicleClass: number, isStop: 0 | 1, s: number) => void,
  end: (vehicle: number, time_s: number) => void,
): Fold['takes'] {
  const [parked, unparked] = [fieldOffsets('parked'), fieldOffsets('unparked')];
  const [stopped, ended] = [fieldOffsets('stopped'), fieldOffsets('stopEnded')];
  return {
    parked: (records, at, time_s) => {
      if (records[at + parked.place] !== CURB) return;
      const { vehicle, row, vehicleClass } = parked;
      begin(records[at + vehicle]!, records[at + row]!, records[at + vehicleClass]!, 0, time_s);
    },
    unparked: (records, at, time_s) => {
      if (records[at + unparked.place] === CURB) end(records[at + unparked.vehicle]!, time_s);
    },
    stopped: (records, at, time_s) => {
      if (records[at + stopped.zone]! < 0) return;
      const { vehicle, zone, vehicleClass } = stopped;
      begin(records[at + vehicle]!, records[at + zone]!, records[at + vehicleClass]!, 1, time_s);
    },
    stopEnded: (records, at, time_s) => {
      if (records[at + ended.zone]! >= 0) end(records[at + ended.vehicle]!, time_s);
    },
  };
}
