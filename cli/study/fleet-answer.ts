/** The answer of `blockwise fleet`: what was tried, what is enough, and the bound; as text and files. */
import { formatCsv } from '../../core/base/csv.js';
import type { FleetBound } from '../../core/kernel/fleet/fleet-bound.js';
import { clock, grouped, groupedOrDash, percent } from '../report/numbers.js';
import { layOut } from './text-table.js';

export interface TriedFleet {
  /** Shares 0..1; NaN where there is nothing to tell. */
  readonly rejectedShare: number;
  readonly waitP50_s: number;
  readonly waitP95_s: number;
  readonly emptyShare: number;
  readonly ridesPerVehicle: number;
  readonly chargingWait_s: number;
  readonly unfinishedShare: number;
}

export interface FleetAnswer {
  readonly name: string;
  readonly seed: number;
  readonly dispatcher: string;
  readonly seatCount: number;
  readonly rejectedLimit: number;
  /** Of the 95th percentile; null for none. */
  readonly waitLimit_s: number | null;
  /** Null where the largest fleet that was tried is too small. */
  readonly vehicleCount: number | null;
  readonly bound: FleetBound;
  /** Rising. */
  readonly tried: readonly (TriedFleet & {
    readonly vehicleCount: number;
    readonly isEnough: boolean;
  })[];
}

const POOLING = ['insertion', 'shareability'];

export function answerSentence({ vehicleCount, tried, ...answer }: FleetAnswer): string {
  const wait =
    answer.waitLimit_s === null ? '' : ` and lets 95 % wait up to ${answer.waitLimit_s} s at most`;
  const target = `refuses under ${percent(answer.rejectedLimit)} of the rides${wait}`;
  if (vehicleCount === null) {
    const largest = tried.at(-1)!.vehicleCount;
    return `No fleet up to ${grouped(largest, 0)} vehicles ${target}.`;
  }
  const smaller = tried.filter((trial) => trial.vehicleCount < vehicleCount).at(-1);
  const proof =
    smaller === undefined ? '' : `; ${grouped(smaller.vehicleCount, 0)} were tried and are too few`;
  return `${grouped(vehicleCount, 0)} vehicles: the smallest fleet tried that ${target}${proof}.`;
}

export function boundSentence({ bound, dispatcher, seatCount }: FleetAnswer): string {
  const { vehicleCount, rideCount, from_s, to_s } = bound;
  const rides = `the ${grouped(rideCount, 0)} rides served from ${clock(from_s)} to ${clock(to_s)}`;
  const isPooled = POOLING.includes(dispatcher) && seatCount > 1;
  const pooling = isPooled
    ? ' This fleet pools rides, and may be smaller than that.'
    : ' It does not pool, so that for these moments this is a bound from below.';
  return `On empty streets ${grouped(vehicleCount, 0)} vehicles could make ${rides} one by one, each when it was made, and no fewer (minimum path cover).${pooling}`;
}

export const TRIED_HEAD = [
  'vehicles',
  'refused',
  'wait, median, s',
  'wait, 95 %, s',
  'empty km',
  'rides a vehicle',
  'charger queue, s',
  '',
] as const;

export const triedCells = (tried: FleetAnswer['tried'][number]): string[] => [
  grouped(tried.vehicleCount, 0),
  Number.isFinite(tried.rejectedShare) ? percent(tried.rejectedShare) : '—',
  groupedOrDash(tried.waitP50_s, 0),
  groupedOrDash(tried.waitP95_s, 0),
  Number.isFinite(tried.emptyShare) ? percent(tried.emptyShare) : '—',
  groupedOrDash(tried.ridesPerVehicle, 1),
  groupedOrDash(tried.chargingWait_s, 0),
  tried.isEnough ? 'enough' : 'too few',
];

const WIDTH_CHARS = 110;

export function fleetSizeLines(answer: FleetAnswer): string[] {
  const rows = answer.tried.map((tried) => ({ cells: triedCells(tried) }));
  return [
    answerSentence(answer),
    '',
    ...layOut({ head: [[...TRIED_HEAD]], rows }, WIDTH_CHARS),
    '',
    boundSentence(answer),
  ];
}

const COLUMNS = [
  'vehicleCount',
  'isEnough',
  'rejectedShare',
  'waitP50_s',
  'waitP95_s',
  'emptyShare',
  'ridesPerVehicle',
  'chargingWait_s',
  'unfinishedShare',
] as const;

/** A figure that is not defined is an empty cell, and null in JSON. */
export function fleetSizeFiles(answer: FleetAnswer): { name: string; text: string }[] {
  const cellOf = (value: number | boolean): string | number =>
    typeof value === 'boolean' ? String(value) : Number.isFinite(value) ? value : '';
  return [
    {
      name: 'fleetSize.csv',
      text: formatCsv(
        COLUMNS,
        answer.tried.map((tried) => COLUMNS.map((column) => cellOf(tried[column]))),
      ),
    },
    { name: 'fleetSize.json', text: `${JSON.stringify(answer, null, 2)}\n` },
  ];
}
