/**
 * Static assignment: seconds to relative gaps, on a made city and on published networks where
 * `BLOCKWISE_DATA` names a folder that has them.
 *
 *     node dist/bench/kernels/assignment.js [--smoke]
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { improve, isDone, startAssignment } from '../../core/routing/assignment/equilibrium.js';
import { type CostWeights, costFunctions } from '../../core/routing/assignment/link-costs.js';
import { type StaticCase, staticCity } from '../../core/testing/static-networks.js';
import { readTntpTrips } from '../../demand/import/tntp-trips.js';
import { readTntpNetwork } from '../../networks/import/tntp.js';

export interface AssignmentBenchRow {
  readonly network: string;
  readonly relativeGap: number;
  readonly iterationCount: number;
  readonly min_s: number;
  readonly median_s: number;
  /** SHA-256 of the links' volumes, first 12 digits: the same on every machine. */
  readonly hash: string;
}

export interface AssignmentBenchReport {
  readonly rows: readonly AssignmentBenchRow[];
  readonly lines: readonly string[];
}

const FREE: CostWeights = { length: 0, toll: 0 };
const REPEATS = 5;
/** So many that the compiler has seen every path once. */
const WARM_UPS = 1;

interface BenchCase {
  readonly name: string;
  readonly scene: StaticCase;
  readonly weights: CostWeights;
  readonly gaps: readonly number[];
}

export function assignmentBench({ isSmoke = false } = {}): AssignmentBenchReport {
  const side = isSmoke ? 6 : 30;
  const made: BenchCase = {
    name: `made city ${side} × ${side}`,
    scene: staticCity({ seed: 3, side, zoneCount: side * 2, volume: isSmoke ? 8 : 4 }),
    weights: FREE,
    gaps: [1e-6, 1e-10],
  };
  const cases = isSmoke ? [made] : [made, ...publishedCases()];
  const rows = cases.flatMap((each) => each.gaps.map((gap) => measured(each, gap, isSmoke)));
  return { rows, lines: rows.map(lineOf) };
}

function publishedCases(): BenchCase[] {
  const folder = join(process.env['BLOCKWISE_DATA'] ?? '', 'tntp');
  if (!existsSync(folder)) return [];
  const chicago = { length: 0.04, toll: 0.02 };
  return [
    published(folder, 'SiouxFalls/SiouxFalls', FREE, [1e-6, 1e-10, 1e-12]),
    published(folder, 'Anaheim/Anaheim', FREE, [1e-6, 1e-10, 1e-13]),
    published(folder, 'Chicago-Sketch/ChicagoSketch', chicago, [1e-4, 1e-6, 2e-8, 1e-12]),
  ];
}

function published(
  folder: string,
  stem: string,
  weights: CostWeights,
  gaps: readonly number[],
): BenchCase {
  const source = (ending: string) => {
    const file = join(folder, `${stem}_${ending}`);
    const isPlain = existsSync(file);
    const text = isPlain ? readFileSync(file) : gunzipSync(readFileSync(`${file}.gz`));
    return { file, text: text.toString() };
  };
  const { network } = readTntpNetwork(source('net.tntp'));
  const { trips } = readTntpTrips(source('trips.tntp'), network);
  return { name: stem.split('/')[1]!, scene: { network, trips }, weights, gaps };
}

/** Times with the certificates that tell when to stop, without reading files. */
function measured(
  { name, scene, weights }: BenchCase,
  gap: number,
  isSmoke: boolean,
): AssignmentBenchRow {
  const functions = costFunctions(scene.network, weights);
  const stop = { relativeGap: gap, iterationCount: 500 };
  const hashes = new Set<string>();
  const seconds: number[] = [];
  let relativeGap = Number.NaN;
  let iterationCount = 0;
  const repeatCount = isSmoke ? 2 : WARM_UPS + REPEATS;
  for (let repeat = 0; repeat < repeatCount; repeat++) {
    const began_ms = performance.now();
    const assignment = startAssignment(scene.network, scene.trips, functions);
    while (!isDone(assignment, stop)) improve(assignment);
    seconds.push((performance.now() - began_ms) / 1000);
    hashes.add(createHash('sha256').update(assignment.state.volume).digest('hex').slice(0, 12));
    relativeGap = assignment.certificate.relativeGap;
    iterationCount = assignment.iterationCount;
  }
  if (relativeGap > gap) throw new Error(`${name} stopped at a gap of ${relativeGap}`);
  if (hashes.size > 1) throw new Error(`${name} has other volumes each time: ${[...hashes]}`);
  const timed = seconds.slice(isSmoke ? 0 : WARM_UPS).sort((a, b) => a - b);
  return {
    network: name,
    relativeGap: gap,
    iterationCount,
    min_s: timed[0]!,
    median_s: timed[timed.length >> 1]!,
    hash: [...hashes][0]!,
  };
}

function lineOf({
  network,
  relativeGap,
  iterationCount,
  min_s,
  median_s,
  hash,
}: AssignmentBenchRow) {
  const times = `min ${min_s.toFixed(3)} s, median ${median_s.toFixed(3)} s`;
  return `${network} to ${relativeGap.toExponential()}: ${iterationCount} iterations, ${times}, one thread, volumes ${hash}`;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const report = assignmentBench({ isSmoke: process.argv.includes('--smoke') });
  for (const line of report.lines) console.log(line);
}
