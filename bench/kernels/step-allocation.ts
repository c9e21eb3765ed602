/**
 * What a step leaves on the heap once its functions are compiled: the bytes that the engine allocates
 * in the steps of a filled city, by the function that asked for them. A step works on tables, so it is
 * a few closures' worth; one fraction or object for each vehicle would be many times as much.
 *
 *     node dist/bench/kernels/step-allocation.js [--smoke]
 */
import { Session } from 'node:inspector';
import { pathToFileURL } from 'node:url';
import { inOrder, type Stage, stagesOf } from '../../core/kernel/stages.js';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import { ON_ROAD } from '../../core/traffic/traffic-state.js';
import type { World } from '../../core/world.js';
import { filledCity } from '../cities/filled-city.js';
import { cityOf as smallBlock } from '../cities/small-block.js';
import { cityOf as superblock } from '../cities/superblock.js';

export interface AllocationReport {
  readonly name: string;
  readonly vehicleCount: number;
  readonly bytesAStep: number;
  /** More than this is an allocation for each vehicle, or for many of them. */
  readonly most_bytes: number;
  /** The largest first. */
  readonly byFunction: readonly { readonly name: string; readonly bytesAStep: number }[];
}

/**
 * What a step may leave: some closures and boxed clock times, and what vehicles at the ends of their
 * routes take. A boxed fraction takes 12 bytes.
 */
const A_STEP_bytes = 1500;
const AN_UPDATE_bytes = 0.2;

const WARMUP_STEPS = 1200;
/** The least of some windows: in one of them a function may just be compiled anew. */
const WINDOWS = 4;
const STEPS = 100;
/** Of bytes between two samples: small, so that a step is many of them. */
const SAMPLING_bytes = 64;

/** `spoil` is called for each vehicle in each step: a test lets it allocate. */
export function allocationBench({
  isSmoke = false,
  spoil,
}: {
  readonly isSmoke?: boolean;
  readonly spoil?: (vehicle: number) => void;
} = {}): AllocationReport[] {
  const { traffic } = DEFAULT_SCENARIO;
  const cases = [
    ...[smallBlock, superblock].map((cityOf) => ({ city: cityOf({ isSmoke }), traffic })),
    { city: smallBlock({ isSmoke }), traffic: { ...traffic, carFollowing: 'idm' as const } },
  ];
  return cases.map(({ city, traffic }) => {
    const world = filledCity(city, { traffic });
    const stages = stagesOf(world);
    const run = (stepCount: number): void => {
      for (let step = 0; step < stepCount; step++) makeStep(world, stages, spoil);
    };
    run(WARMUP_STEPS);
    const windows = Array.from({ length: WINDOWS }, () => allocatedIn(() => run(STEPS)));
    const least = windows.sort((a, b) => a.total - b.total)[0]!;
    return {
      name: `${city.name}, ${traffic.carFollowing}`,
      vehicleCount: world.traffic.counters[ON_ROAD]!,
      bytesAStep: least.total / STEPS,
      most_bytes: A_STEP_bytes + AN_UPDATE_bytes * city.vehicleCount,
      byFunction: [...least.found]
        .map(([name, bytes]) => ({ name, bytesAStep: bytes / STEPS }))
        .sort((a, b) => b.bytesAStep - a.bytesAStep),
    };
  });
}

function makeStep(
  { clock, scenario, traffic, events }: World,
  stages: readonly Stage[],
  spoil?: (vehicle: number) => void,
): void {
  clock.time_s = scenario.start_s + (clock.step + 1) * scenario.dt_s;
  for (const stage of stages) inOrder(stage);
  clock.step++;
  events.clear();
  if (spoil === undefined) return;
  for (let vehicle = 0; vehicle < traffic.counters[ON_ROAD]!; vehicle++) spoil(vehicle);
}

interface SampledNode {
  readonly callFrame: { readonly functionName: string; readonly url: string };
  readonly selfSize: number;
  readonly children: readonly SampledNode[];
}

interface Allocated {
  readonly found: ReadonlyMap<string, number>;
  readonly total: number;
}

/** Bytes allocated while `work` runs, freed since or not, by function; what its watching takes is left out. */
function allocatedIn(work: () => void): Allocated {
  const session = new Session();
  session.connect();
  const post = (method: string, params: object = {}): Record<string, unknown> => {
    let result: Record<string, unknown> = {};
    session.post(method, params, (error, answer) => {
      if (error !== null) throw new Error(error.message);
      result = answer as Record<string, unknown>;
    });
    return result;
  };
  post('HeapProfiler.enable');
  post('HeapProfiler.startSampling', {
    samplingInterval: SAMPLING_bytes,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  });
  work();
  const { head } = post('HeapProfiler.stopSampling').profile as { readonly head: SampledNode };
  session.disconnect();
  const found = new Map<string, number>();
  addSamples(head, found);
  return { found, total: [...found.values()].reduce((sum, bytes) => sum + bytes, 0) };
}

function addSamples(
  { callFrame, selfSize, children }: SampledNode,
  found: Map<string, number>,
): void {
  const file = callFrame.url.split('/').at(-1)!;
  if (selfSize > 0 && !callFrame.url.startsWith('node:')) {
    const name = `${callFrame.functionName || 'a closure'} of ${file || 'the engine'}`;
    found.set(name, (found.get(name) ?? 0) + selfSize);
  }
  for (const child of children) addSamples(child, found);
}

const linesOf = ({ name, vehicleCount, bytesAStep, most_bytes, byFunction }: AllocationReport) => [
  `${name}: ${vehicleCount} vehicles, ${bytesAStep.toFixed(0)} bytes a step (at most ${most_bytes})`,
  ...byFunction
    .slice(0, 8)
    .map(({ name: by, bytesAStep: bytes }) => `  ${bytes.toFixed(0).padStart(6)} ${by}`),
];

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const reports = allocationBench({ isSmoke: process.argv.includes('--smoke') });
  for (const report of reports) for (const line of linesOf(report)) console.log(line);
  if (reports.some(({ bytesAStep, most_bytes }) => bytesAStep > most_bytes)) process.exitCode = 1;
}
