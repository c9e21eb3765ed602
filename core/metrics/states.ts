/**
 * What every vehicle is doing, from events alone. A vehicle is in one state or `away` (beyond a
 * gate, or between two events of one instant):
 *
 *     event                   state after it
 *     parked                  parkedCurb, parkedLot, parkedOutside; away beyond a gate
 *     unparked                away; no change if its leg has begun already
 *     legStarted              waitingToEnter; the purpose if the vehicle is on the road already;
 *                             no change while it stands at a stop
 *     roadEntered             the leg's purpose
 *     stopped                 stopped in a bay, doubleParked in the lane
 *     stopEnded from a bay    waitingToEnter while a leg is open, else away
 *     stopEnded in the lane   the leg's purpose while a leg is open, else away
 *     legEnded                away; no change while it stands at a stop
 *
 * "On the road already" means: it left its last leg, or a stop in the lane, in the same instant. So
 * a driver who begins to cruise needs no second roadEntered, and one who left by a gate and comes
 * back waits until roadEntered. A car: [parked] unparked, legStarted, roadEntered, (stopped,
 * stopEnded)*, legEnded, parked; out of a bay it enters the road anew, with another roadEntered. A
 * fleet vehicle at a curb: legEnded, stopped, stopEnded, legStarted, roadEntered; the legStarted
 * may also come while it still stands.
 */
import { NONE } from '../base/ids.js';
import { LEG_PURPOSES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import type { NetworkFacts } from '../network/facts.js';
import { type Fold, type Keep, keepNothing } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import { CURB, LOT } from './parking.js';
import { type StateRow, VEHICLE_STATES, type VehicleState } from './run-result.js';

export interface StateFold extends Fold {
  closePeriod(time_s: number): void;
  rows(): StateRow[];
  /** Vehicle-seconds in each state up to `time_s`. */
  time_s(time_s: number): Record<VehicleState, number>;
  /** Vehicle-seconds so far of those who wait to enter at `time_s`. */
  openWait_s(time_s: number): number;
}

const AWAY = 0;
const codeOf = (state: VehicleState): number => VEHICLE_STATES.indexOf(state) + 1;
const PARKED_CURB = codeOf('parkedCurb');
const PARKED_LOT = codeOf('parkedLot');
const PARKED_OUTSIDE = codeOf('parkedOutside');
const STOPPED = codeOf('stopped');
const DOUBLE_PARKED = codeOf('doubleParked');
const WAITING = codeOf('waitingToEnter');
const CODE_OF_PURPOSE = Uint8Array.from(LEG_PURPOSES, codeOf);
const FIRST_PURPOSE = Math.min(...CODE_OF_PURPOSE);

export function createStates(
  facts: NetworkFacts,
  vehicleCount: number,
  keep = keepNothing,
): StateFold {
  const vehicles = createVehicleStates(vehicleCount, keep);
  const { state, since_s, counts, spent_s } = vehicles;
  const rows = keep(new GrowingRows(1 + VEHICLE_STATES.length));
  return {
    takes: { ...legTakes(vehicles), ...stopTakes(vehicles), ...parkingTakes(vehicles, facts) },
    closePeriod: (time_s) => rows.append([time_s, ...counts.subarray(1)]),
    rows: () =>
      rows.map((numbers, at) => ({
        time_s: numbers[at]!,
        ...byState((code) => numbers[at + code]!),
      })),
    time_s: (time_s) => {
      const total_s = spent_s.slice();
      for (const [vehicle, code] of state.entries()) total_s[code]! += time_s - since_s[vehicle]!;
      return byState((code) => total_s[code]!);
    },
    openWait_s: (time_s) => {
      let wait_s = 0;
      for (const [vehicle, code] of state.entries()) {
        if (code === WAITING) wait_s += time_s - since_s[vehicle]!;
      }
      return wait_s;
    },
  };
}

const byState = (ofCode: (code: number) => number): Record<VehicleState, number> =>
  Object.fromEntries(VEHICLE_STATES.map((state, index) => [state, ofCode(index + 1)])) as Record<
    VehicleState,
    number
  >;

interface VehicleStates {
  /** AWAY or 1 + the row in VEHICLE_STATES. */
  readonly state: Uint8Array;
  readonly since_s: Float64Array;
  /** Purpose of the open leg, or NONE. */
  readonly purpose: Int8Array;
  /** When it ended a leg or a stop in the lane, and so may still be on the road; else NaN. */
  readonly onRoad_s: Float64Array;
  /** By state. */
  readonly counts: Int32Array;
  readonly spent_s: Float64Array;
  readonly move: (vehicle: number, to: number, time_s: number) => void;
}

function createVehicleStates(vehicleCount: number, keep: Keep): VehicleStates {
  const state = keep(new Uint8Array(vehicleCount));
  const since_s = keep(new Float64Array(vehicleCount));
  const counts = keep(new Int32Array(1 + VEHICLE_STATES.length));
  const spent_s = keep(new Float64Array(1 + VEHICLE_STATES.length));
  counts[AWAY] = vehicleCount;
  const move = (vehicle: number, to: number, time_s: number): void => {
    const from = state[vehicle]!;
    spent_s[from]! += time_s - since_s[vehicle]!;
    since_s[vehicle] = time_s;
    counts[from]!--;
    counts[to]!++;
    state[vehicle] = to;
  };
  const purpose = keep(new Int8Array(vehicleCount).fill(NONE));
  const onRoad_s = keep(new Float64Array(vehicleCount).fill(NaN));
  return { state, since_s, purpose, onRoad_s, counts, spent_s, move };
}

const isAtStop = (code: number): boolean => code === STOPPED || code === DOUBLE_PARKED;

function legTakes({ state, purpose, onRoad_s, move }: VehicleStates): Fold['takes'] {
  const started = fieldOffsets('legStarted');
  const entered = fieldOffsets('roadEntered');
  const ended = fieldOffsets('legEnded');
  return {
    legStarted: (records, at, time_s) => {
      const vehicle = records[at + started.vehicle]!;
      purpose[vehicle] = records[at + started.purpose]!;
      if (isAtStop(state[vehicle]!)) return;
      const isOnRoad = onRoad_s[vehicle] === time_s;
      move(vehicle, isOnRoad ? CODE_OF_PURPOSE[purpose[vehicle]!]! : WAITING, time_s);
    },
    roadEntered: (records, at, time_s) => {
      const vehicle = records[at + entered.vehicle]!;
      if (purpose[vehicle] === NONE) onRoad_s[vehicle] = time_s;
      else move(vehicle, CODE_OF_PURPOSE[purpose[vehicle]!]!, time_s);
    },
    legEnded: (records, at, time_s) => {
      const vehicle = records[at + ended.vehicle]!;
      purpose[vehicle] = NONE;
      if (isAtStop(state[vehicle]!)) return;
      if (state[vehicle]! >= FIRST_PURPOSE) onRoad_s[vehicle] = time_s;
      move(vehicle, AWAY, time_s);
    },
  };
}

function stopTakes({ state, purpose, onRoad_s, move }: VehicleStates): Fold['takes'] {
  const stopped = fieldOffsets('stopped');
  const ended = fieldOffsets('stopEnded');
  return {
    stopped: (records, at, time_s) => {
      const vehicle = records[at + stopped.vehicle]!;
      const isInBay = records[at + stopped.zone]! >= 0;
      onRoad_s[vehicle] = NaN;
      move(vehicle, isInBay ? STOPPED : DOUBLE_PARKED, time_s);
    },
    stopEnded: (records, at, time_s) => {
      const vehicle = records[at + ended.vehicle]!;
      if (!isAtStop(state[vehicle]!)) return;
      const isInLane = state[vehicle] === DOUBLE_PARKED;
      if (isInLane) onRoad_s[vehicle] = time_s;
      if (purpose[vehicle] === NONE) move(vehicle, AWAY, time_s);
      else move(vehicle, isInLane ? CODE_OF_PURPOSE[purpose[vehicle]!]! : WAITING, time_s);
    },
  };
}

function parkingTakes(
  { state, onRoad_s, move }: VehicleStates,
  facts: NetworkFacts,
): Fold['takes'] {
  const zoneState = Uint8Array.from(facts.zones, ({ link }) =>
    facts.links[link]!.isInside ? PARKED_CURB : PARKED_OUTSIDE,
  );
  const lotState = Uint8Array.from(facts.lots, ({ isInside }) =>
    isInside ? PARKED_LOT : PARKED_OUTSIDE,
  );
  const parked = fieldOffsets('parked');
  const unparked = fieldOffsets('unparked');
  return {
    parked: (records, at, time_s) => {
      const vehicle = records[at + parked.vehicle]!;
      const place = records[at + parked.place]!;
      const row = records[at + parked.row]!;
      onRoad_s[vehicle] = NaN;
      const to = place === CURB ? zoneState[row]! : place === LOT ? lotState[row]! : AWAY;
      move(vehicle, to, time_s);
    },
    unparked: (records, at, time_s) => {
      const vehicle = records[at + unparked.vehicle]!;
      // A leg that began while it still stood parked waits for the road from now on.
      if (state[vehicle] !== WAITING) move(vehicle, AWAY, time_s);
    },
  };
}
