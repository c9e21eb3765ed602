/** Charging of the fleet: energy by period, who charges and waits where, how busy the chargers are. */
import { PARKING_PLACES } from '../events/catalogue.js';
import { fieldOffsets } from '../events/event-buffer.js';
import type { NetworkFacts } from '../network/facts.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Fold, type Keep, keepNothing, ratio } from './fold.js';
import { GrowingRows } from './growing-rows.js';
import type { MetricValues } from './metric-catalogue.js';
import type { BatteryRow, ChargerRow } from './run-result.js';

export interface ChargingFold extends Fold {
  closePeriod(time_s: number): void;
  chargerRows(): ChargerRow[];
  batteryRows(): BatteryRow[];
  summary(): MetricValues;
}

/** Of one place with chargers, in the period under way. */
const TALLY = {
  chargers: 0,
  charging: 1,
  queueing: 2,
  started: 3,
  charged_kWh: 4,
  waited_s: 5,
  charging_s: 6,
  queueing_s: 7,
  /** Up to when the two times before have been counted. */
  counted_s: 8,
} as const;
const WIDTH = 9;
/** Those that begin anew with each period. */
const OF_PERIOD = [
  TALLY.started,
  TALLY.charged_kWh,
  TALLY.waited_s,
  TALLY.charging_s,
  TALLY.queueing_s,
];

/** Of the whole run, and what was measured last. */
const SUM = {
  started: 0,
  waited_s: 1,
  charging_s: 2,
  charger_s: 3,
  flat: 4,
  stock_kWh: 5,
  used_kWh: 6,
  charged_kWh: 7,
  lowest_kWh: 8,
  spared: 9,
  lastUsed_kWh: 10,
  lastCharged_kWh: 11,
  lowestOfRun_kWh: 12,
  opened: 13,
  /** When the last period was closed. */
  closed_s: 14,
} as const;

interface ChargingMemory {
  readonly tallies: Float64Array;
  readonly sums: Float64Array;
  readonly lotCount: number;
}

const LOT = PARKING_PLACES.indexOf('lot');

export function createCharging(
  facts: NetworkFacts,
  { start_s }: Scenario,
  keep: Keep = keepNothing,
): ChargingFold {
  const lotCount = facts.lots.length;
  const placeCount = lotCount + facts.zones.length;
  const tallies = keep(new Float64Array(placeCount * WIDTH));
  const sums = keep(new Float64Array(Object.keys(SUM).length));
  const memory = { tallies, sums, lotCount };
  sums[SUM.lowestOfRun_kWh] = Infinity;
  sums[SUM.closed_s] = start_s;
  for (let place = 0; place < placeCount; place++) {
    tallies[place * WIDTH + TALLY.counted_s] = start_s;
  }
  const chargerRows = keep(new GrowingRows(3 + WIDTH));
  const batteryRows = keep(new GrowingRows(6));
  const nameOf = (place: number): string =>
    place < lotCount ? facts.lots[place]!.name : facts.zones[place - lotCount]!.name;
  return {
    takes: takesOf(memory),
    closePeriod: (time_s) => {
      if (sums[SUM.opened] === 0) return;
      for (let place = 0; place < placeCount; place++) {
        if (tallies[place * WIDTH]! > 0) closePlace(memory, place, time_s, chargerRows);
      }
      const used_kWh = sums[SUM.used_kWh]! - sums[SUM.lastUsed_kWh]!;
      const charged_kWh = sums[SUM.charged_kWh]! - sums[SUM.lastCharged_kWh]!;
      const [stock_kWh, lowest_kWh] = [sums[SUM.stock_kWh]!, sums[SUM.lowest_kWh]!];
      batteryRows.append([time_s, stock_kWh, used_kWh, charged_kWh, lowest_kWh, sums[SUM.spared]!]);
      sums[SUM.lastUsed_kWh] = sums[SUM.used_kWh]!;
      sums[SUM.lastCharged_kWh] = sums[SUM.charged_kWh]!;
      sums[SUM.closed_s] = time_s;
    },
    chargerRows: () => chargerRows.map((numbers, at) => chargerRow(numbers, at, nameOf, lotCount)),
    batteryRows: () => batteryRows.map(batteryRow),
    summary: () => ({
      energy_used_kWh: sums[SUM.used_kWh]!,
      energy_charged_kWh: sums[SUM.charged_kWh]!,
      charger_occupancy: 100 * ratio(sums[SUM.charging_s]!, sums[SUM.charger_s]!),
      charging_wait_mean_s: ratio(sums[SUM.waited_s]!, sums[SUM.started]!),
      battery_lowest_kWh: sums[SUM.opened] === 0 ? NaN : sums[SUM.lowestOfRun_kWh]!,
      ran_flat: sums[SUM.flat]!,
    }),
  };
}

function takesOf({ tallies, sums, lotCount }: ChargingMemory): Fold['takes'] {
  const opened = fieldOffsets('chargersOpened');
  const queued = fieldOffsets('chargerQueued');
  const started = fieldOffsets('chargingStarted');
  const ended = fieldOffsets('chargingEnded');
  const measured = fieldOffsets('batteriesMeasured');
  const placeOf = (place: number, row: number): number => (place === LOT ? 0 : lotCount) + row;
  return {
    chargersOpened: (records, at) => {
      const place = placeOf(records[at + opened.place]!, records[at + opened.row]!);
      tallies[place * WIDTH + TALLY.chargers] = records[at + opened.chargerCount]!;
      sums[SUM.opened]!++;
    },
    chargerQueued: (records, at, time_s) => {
      const first = placeOf(records[at + queued.place]!, records[at + queued.row]!) * WIDTH;
      countTime(tallies, first, time_s);
      tallies[first + TALLY.queueing]!++;
    },
    chargingStarted: (records, at, time_s) => {
      const first = placeOf(records[at + started.place]!, records[at + started.row]!) * WIDTH;
      const waited_s = records[at + started.waited_s]!;
      countTime(tallies, first, time_s);
      tallies[first + TALLY.charging]!++;
      tallies[first + TALLY.started]!++;
      tallies[first + TALLY.waited_s]! += waited_s;
      if (records[at + started.hasQueued] === 1) tallies[first + TALLY.queueing]!--;
      sums[SUM.started]!++;
      sums[SUM.waited_s]! += waited_s;
    },
    chargingEnded: (records, at, time_s) => {
      const first = placeOf(records[at + ended.place]!, records[at + ended.row]!) * WIDTH;
      countTime(tallies, first, time_s);
      tallies[first + TALLY.charging]!--;
      tallies[first + TALLY.charged_kWh]! += records[at + ended.charged_kWh]!;
    },
    ranFlat: () => {
      sums[SUM.flat]!++;
    },
    batteriesMeasured: (records, at) => {
      sums[SUM.opened]!++;
      sums[SUM.stock_kWh] = records[at + measured.stock_kWh]!;
      sums[SUM.used_kWh] = records[at + measured.used_kWh]!;
      sums[SUM.charged_kWh] = records[at + measured.charged_kWh]!;
      sums[SUM.lowest_kWh] = records[at + measured.lowest_kWh]!;
      sums[SUM.spared] = records[at + measured.sparedCount]!;
      const lowest_kWh = Math.min(sums[SUM.lowestOfRun_kWh]!, sums[SUM.lowest_kWh]!);
      sums[SUM.lowestOfRun_kWh] = lowest_kWh;
    },
  };
}

/** Charger-seconds and waiting up to now, at the numbers that stood until now. */
function countTime(tallies: Float64Array, first: number, time_s: number): void {
  const spent_s = time_s - tallies[first + TALLY.counted_s]!;
  tallies[first + TALLY.charging_s]! += spent_s * tallies[first + TALLY.charging]!;
  tallies[first + TALLY.queueing_s]! += spent_s * tallies[first + TALLY.queueing]!;
  tallies[first + TALLY.counted_s] = time_s;
}

function closePlace(
  { tallies, sums }: ChargingMemory,
  place: number,
  time_s: number,
  rows: GrowingRows,
): void {
  const first = place * WIDTH;
  countTime(tallies, first, time_s);
  const charger_s = (time_s - sums[SUM.closed_s]!) * tallies[first + TALLY.chargers]!;
  rows.append([time_s, place, charger_s, ...tallies.subarray(first, first + WIDTH)]);
  sums[SUM.charging_s]! += tallies[first + TALLY.charging_s]!;
  sums[SUM.charger_s]! += charger_s;
  for (const tally of OF_PERIOD) tallies[first + tally] = 0;
}

function chargerRow(
  numbers: Float64Array,
  at: number,
  nameOf: (place: number) => string,
  lotCount: number,
): ChargerRow {
  const of = (name: keyof typeof TALLY): number => numbers[at + 3 + TALLY[name]]!;
  const place = numbers[at + 1]!;
  return {
    time_s: numbers[at]!,
    kind: place < lotCount ? 'lot' : 'curb',
    place: nameOf(place),
    chargerCount: of('chargers'),
    chargingCount: of('charging'),
    queueingCount: of('queueing'),
    startedCount: of('started'),
    charged_kWh: of('charged_kWh'),
    wait_s: ratio(of('waited_s'), of('started')),
    queueing_s: of('queueing_s'),
    occupancy: ratio(of('charging_s'), numbers[at + 2]!),
  };
}

const batteryRow = (numbers: Float64Array, at: number): BatteryRow => ({
  time_s: numbers[at]!,
  stock_kWh: numbers[at + 1]!,
  used_kWh: numbers[at + 2]!,
  charged_kWh: numbers[at + 3]!,
  lowest_kWh: numbers[at + 4]!,
  sparedCount: numbers[at + 5]!,
});
