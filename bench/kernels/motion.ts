/**
 * Car following and motion on a city's real tables, against a bare loop: the same rule for the same
 * vehicles behind the same leaders, on four typed arrays and nothing else.
 *
 *     node dist/bench/kernels/motion.js [--smoke]
 */
import { createHash } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import { positionChooser, vehicleMover } from '../../core/traffic/motion.js';
import { createMotionOutbox } from '../../core/traffic/motion-outbox.js';
import { MOVER_END } from '../../core/traffic/traffic-state.js';
import { SMALL_BLOCK_DISTRICT } from '../../networks/generate/generate-network.js';
import { districtOf, filledCity } from '../cities/filled-city.js';
import { bareLoopOf, moveBare } from './bare-loop.js';

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
  const end = traffic.counters[MOVER_END]!;
  const choose = positionChooser(traffic);
  const move = vehicleMover(traffic, outbox);
  const bare = bareLoopOf(traffic);
  const speeds: { kernel: number[]; bare: number[] } = { kernel: [], bare: [] };
  let step = 0;
  for (let round = 0; round < WARMUP_ROUNDS + rounds; round++) {
    const kernel = updatesASecond(vehicleCount, steps, (at) => {
      choose(0, end, step + at);
      move(0, end, step + at, 0);
    });
    const plain = updatesASecond(vehicleCount, steps, (at) => {
      moveBare(bare, 0, bare.leader.length, step + at);
    });
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
