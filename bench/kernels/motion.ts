/**
 * Car following and motion on a city's real tables, against a bare loop: the same rule for the same
 * vehicles behind the same leaders, on four typed arrays and nothing else.
 *
 *     node dist/bench/kernels/motion.js [--smoke]
 */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { NONE } from '../../core/base/ids.js';
import { choosePositions, moveVehicles } from '../../core/traffic/motion.js';
import { createMotionOutbox, type MotionOutbox } from '../../core/traffic/motion-outbox.js';
import { MOVER_END, type TrafficState } from '../../core/traffic/traffic-state.js';
import { SMALL_BLOCK_DISTRICT } from '../../networks/generate/generate-network.js';
import { districtOf, filledCity } from '../cities/filled-city.js';

export interface MotionBenchReport {
  readonly rows: readonly {
    readonly task: string;
    /** Vehicle updates a second. */
    readonly median: number;
    readonly most: number;
  }[];
  /** Median over rounds of the kernel's speed over the bare loop's in the same round. */
  readonly shareOfBare: number;
  /** Of every position after the last step, first 12 digits. */
  readonly hash: string;
  readonly lines: readonly string[];
}

const CITY = { side_m: 3840, vehicleCount: 12_000, rounds: 9, steps: 100 };
const SMOKE = { side_m: 960, vehicleCount: 300, rounds: 3, steps: 5 };
const WARMUP_ROUNDS = 3;

export function motionBench({ isSmoke = false } = {}): MotionBenchReport {
  const { side_m, vehicleCount, rounds, steps } = isSmoke ? SMOKE : CITY;
  const district = districtOf(SMALL_BLOCK_DISTRICT, side_m);
  const { traffic } = filledCity({ name: 'motion', district, vehicleCount });
  const outbox = createMotionOutbox(vehicleCount, vehicleCount);
  const bare = bareLoopOf(traffic);
  const speeds: { kernel: number[]; bare: number[] } = { kernel: [], bare: [] };
  let step = 0;
  for (let round = 0; round < WARMUP_ROUNDS + rounds; round++) {
    const kernel = updatesASecond(vehicleCount, steps, (at) => moveOn(traffic, outbox, step + at));
    const plain = updatesASecond(vehicleCount, steps, (at) => moveBare(bare, step + at));
    step += steps;
    if (round < WARMUP_ROUNDS) continue;
    speeds.kernel.push(kernel);
    speeds.bare.push(plain);
  }
  const shareOfBare = medianOf(speeds.kernel.map((speed, at) => speed / speeds.bare[at]!));
  const rows = [
    { task: 'choose positions and move', ...summaryOf(speeds.kernel) },
    { task: 'bare loop', ...summaryOf(speeds.bare) },
  ];
  const hash = createHash('sha256')
    .update(traffic.movers.position_m as Float64Array)
    .update(bare.position_m)
    .digest('hex')
    .slice(0, 12);
  const report = { rows, shareOfBare, hash };
  return { ...report, lines: linesOf(report, vehicleCount) };
}

function moveOn(traffic: TrafficState, outbox: MotionOutbox, step: number): void {
  const end = traffic.counters[MOVER_END]!;
  choosePositions(traffic, 0, end, step);
  moveVehicles(traffic, 0, end, step, outbox, 0);
}

/** Positions, of each step and of the ones before, speeds, leaders. */
interface BareLoop {
  readonly position_m: Float64Array;
  readonly past_m: Float64Array;
  readonly speed_mps: Float64Array;
  readonly leader: Int32Array;
}

const SLOTS = 4;
const LAG_STEPS = 3;
const SPACING_m = 7.5;
const FREE_mps = 50 / 3.6;
const DT_s = 0.5;
const ACCELERATION_mps2 = 2;

function bareLoopOf({ movers, counters }: TrafficState): BareLoop {
  const end = counters[MOVER_END]!;
  const position_m = Float64Array.from({ length: end }, (_, row) => movers.position_m[row]!);
  const past_m = new Float64Array(SLOTS * end);
  for (let row = 0; row < end; row++) past_m.fill(position_m[row]!, SLOTS * row, SLOTS * (row + 1));
  const leader = Int32Array.from({ length: end }, (_, row) => movers.ahead[row]!);
  return { position_m, past_m, speed_mps: new Float64Array(end), leader };
}

/** Each vehicle once a step: its leader's past is in a ring, so that order does not matter. */
function moveBare({ position_m, past_m, speed_mps, leader }: BareLoop, step: number): void {
  const now = step & (SLOTS - 1);
  const then = (step + SLOTS - LAG_STEPS + 1) & (SLOTS - 1);
  for (let ego = 0; ego < leader.length; ego++) {
    const x_m = position_m[ego]!;
    const wanted_mps = speed_mps[ego]! + ACCELERATION_mps2 * DT_s;
    let next_m = x_m + Math.min(wanted_mps, FREE_mps) * DT_s;
    const ahead = leader[ego]!;
    if (ahead !== NONE) {
      const limit_m = past_m[SLOTS * ahead + then]! - SPACING_m;
      if (limit_m < next_m) next_m = limit_m;
    }
    if (next_m < x_m) next_m = x_m;
    speed_mps[ego] = (next_m - x_m) / DT_s;
    position_m[ego] = next_m;
    past_m[SLOTS * ego + now] = next_m;
  }
}

function updatesASecond(count: number, steps: number, work: (step: number) => void): number {
  const began_ms = performance.now();
  for (let step = 0; step < steps; step++) work(step);
  return (1000 * count * steps) / (performance.now() - began_ms);
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

const summaryOf = (speeds: readonly number[]) => ({
  median: medianOf(speeds),
  most: Math.max(...speeds),
});

function linesOf(
  { rows, shareOfBare, hash }: Omit<MotionBenchReport, 'lines'>,
  vehicleCount: number,
): string[] {
  const million = (speed: number): string => (speed / 1e6).toFixed(1);
  return [
    `motion of ${vehicleCount} vehicles, one thread, positions ${hash}`,
    ...rows.map(
      ({ task, median, most }) =>
        `${task}: median ${million(median)}, best ${million(most)} million updates a second`,
    ),
    `median share of the bare loop's speed: ${shareOfBare.toFixed(2)}`,
  ];
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const line of motionBench({ isSmoke: process.argv.includes('--smoke') }).lines) {
    console.log(line);
  }
}
