/**
 * Cars that come to a dense lot and are brought out of it again, at random. The hash covers the moves
 * of every retrieval.
 *
 *     node dist/bench/kernels/dense-lot.js [--smoke]
 */
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { draw, mix, PURPOSE } from '../../core/base/random.js';
import { createDenseLots, retrieveCar, storeCar } from '../../core/parking/dense-lot.js';
import { createLots } from '../../core/state/tables.js';

export interface DenseLotBenchSize {
  readonly stallCount: number;
  readonly depth: number;
  readonly retrievalCount: number;
  readonly repeatCount: number;
}

export const FULL: DenseLotBenchSize = {
  stallCount: 2400,
  depth: 6,
  retrievalCount: 200_000,
  repeatCount: 5,
};
export const SMOKE: DenseLotBenchSize = {
  stallCount: 24,
  depth: 4,
  retrievalCount: 500,
  repeatCount: 2,
};

export interface DenseLotBenchResult extends DenseLotBenchSize {
  readonly meanMoves: number;
  readonly min_ms: number;
  readonly median_ms: number;
  readonly nsPerRetrieval: number;
  readonly hash: string;
}

export function benchDenseLot(size: DenseLotBenchSize = FULL): DenseLotBenchResult {
  const rounds = Array.from({ length: size.repeatCount }, () => comeAndGo(size));
  const { hash, meanMoves } = rounds[0]!;
  if (rounds.some((round) => round.hash !== hash)) throw new Error('Two rounds differ.');
  const times_ms = rounds.map(({ spent_ms }) => spent_ms).sort((a, b) => a - b);
  return {
    ...size,
    meanMoves,
    min_ms: times_ms[0]!,
    median_ms: times_ms[times_ms.length >> 1]!,
    nsPerRetrieval: (1e6 * times_ms[0]!) / size.retrievalCount,
    hash,
  };
}

/** Nine of ten places taken, a car at random out and another one in. */
function comeAndGo({ stallCount, depth, retrievalCount }: DenseLotBenchSize) {
  const lots = createLots(2);
  lots.stallCount[0] = stallCount;
  lots.depth[0] = depth;
  const dense = createDenseLots(lots);
  const carCount = Math.floor(0.9 * stallCount);
  const stackOf = new Int32Array(carCount);
  for (let car = 0; car < carCount; car++) stackOf[car] = storeCar(dense, 0, car);
  const retrieval = {
    isTwoEnded: false,
    putsBack: false,
    moved: (car: number, stack: number) => {
      stackOf[car] = stack;
    },
  };
  let [moves, hash] = [0, 0];
  const began_ms = performance.now();
  for (let at = 0; at < retrievalCount; at++) {
    const car = Math.floor(draw(1, PURPOSE.stay, at) * carCount);
    const took = retrieveCar(dense, 0, { stack: stackOf[car]!, vehicle: car }, retrieval);
    stackOf[car] = storeCar(dense, 0, car);
    moves += took;
    hash = mix((hash ^ took) + car);
  }
  return {
    spent_ms: performance.now() - began_ms,
    meanMoves: moves / retrievalCount,
    hash: (hash >>> 0).toString(16).padStart(8, '0'),
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const size = process.argv.includes('--smoke') ? SMOKE : FULL;
  process.stdout.write(`${JSON.stringify(benchDenseLot(size), null, 2)}\n`);
}
