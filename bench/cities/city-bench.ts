/**
 * Steps of a filled city: vehicle updates a second by number of threads, in rounds that take turns on
 * the one city and on a bare loop of the same vehicles; the share of each stage; memory; and a hash of
 * the state at the end, which does not depend on who has worked.
 */
import { availableParallelism } from 'node:os';
import type { SharedTraffic, StepClock } from '../../core/kernel/parallel-stages.js';
import {
  type Executor,
  inOrder,
  type Stage,
  shareTraffic,
  stagesOf,
} from '../../core/kernel/stages.js';
import { hashOfState } from '../../core/kernel/state-parts.js';
import { type Crew, openCrew } from '../../core/kernel/threads/crew.js';
import { ON_ROAD } from '../../core/traffic/traffic-state.js';
import type { World } from '../../core/world.js';
import { bareLoopOf } from '../kernels/bare-loop.js';
import type { CitySpec } from './filled-city.js';
import { type OneStageCrew, openOneStageCrew } from './one-stage-crew.js';

export interface CityBenchOptions {
  readonly threadCounts: readonly number[];
  readonly rounds: number;
  readonly stepsARound: number;
  /** The built worker; tests run the sources and must name it. */
  readonly workerFile?: URL;
  /** The same for the bare loop's. */
  readonly bareWorkerFile?: URL;
  readonly leastBlocks?: number;
}

export interface CityReport {
  readonly name: string;
  readonly vehicleCount: number;
  readonly rows: readonly {
    readonly threadCount: number;
    readonly updatesASecond: { readonly median: number; readonly most: number };
    readonly shareOfStage: Readonly<Record<string, number>>;
    /** The bare loop's, of the same vehicles. */
    readonly bareUpdatesASecond: number;
    /** Median over rounds of the gain over the first number of threads, and of the bare loop's. */
    readonly gain: number;
    readonly bareGain: number;
    /** Median of the one over the other in the same round. */
    readonly gainShare: number;
  }[];
  readonly bytesAVehicle: number;
  readonly bytesALink: number;
  /** Of the state after all rounds: of their number, not of their threads. */
  readonly hash: string;
  readonly lines: readonly string[];
}

/** One number of threads, at work on the city in its rounds. */
interface Runner {
  readonly threadCount: number;
  readonly crew: Crew | null;
  readonly spent_ms: Map<string, number>;
  readonly rates: number[];
  readonly bare: OneStageCrew;
  readonly bareRates: number[];
}

/** Speeds differ until vehicles have spread out and functions are compiled. */
const WARMUP_STEPS = 20;

export async function cityBench(
  city: Pick<CitySpec, 'name' | 'vehicleCount'>,
  options: CityBenchOptions,
  world: World,
): Promise<CityReport> {
  const shared = shareTraffic(world);
  const stages = stagesOf(world, shared);
  const runners: Runner[] = [];
  try {
    for (const threadCount of options.threadCounts) {
      runners.push(await startRunner(shared, world.clock, threadCount, options));
    }
    for (const runner of runners) run(world, stages, runner, WARMUP_STEPS);
    for (const { spent_ms, bare } of runners) {
      spent_ms.clear();
      runBare(bare, options.stepsARound);
    }
    for (let round = 0; round < options.rounds; round++) {
      for (const runner of runners) {
        runner.rates.push(run(world, stages, runner, options.stepsARound));
      }
      for (const { bare, bareRates } of runners) bareRates.push(runBare(bare, options.stepsARound));
    }
    return reportOf(city, world, runners);
  } finally {
    for (const { crew, bare } of runners) {
      await crew?.close();
      await bare.close();
    }
  }
}

async function startRunner(
  shared: SharedTraffic,
  clock: StepClock,
  threadCount: number,
  { workerFile, bareWorkerFile, leastBlocks }: CityBenchOptions,
): Promise<Runner> {
  const crew =
    threadCount === 1
      ? null
      : await openCrew(shared, clock, {
          threadCount,
          coreCount: availableParallelism(),
          ...(workerFile === undefined ? {} : { workerFile }),
          ...(leastBlocks === undefined ? {} : { leastBlocks }),
        });
  const bareLoop = { bare: bareLoopOf(shared.traffic) };
  const bare = await openOneStageCrew(bareLoop, threadCount, bareWorkerFile);
  return { threadCount, crew, spent_ms: new Map(), rates: [], bare, bareRates: [] };
}

/** Makes steps; gives vehicle updates a second. */
function runBare(bare: OneStageCrew, stepCount: number): number {
  const began_ms = performance.now();
  for (let step = 0; step < stepCount; step++) bare.run();
  return (1000 * bare.rowCount * stepCount) / (performance.now() - began_ms);
}

/** Makes steps; gives vehicle updates a second. */
function run(
  world: World,
  stages: readonly Stage[],
  { crew, spent_ms }: Runner,
  stepCount: number,
): number {
  const { clock, scenario, traffic, events } = world;
  const execute: Executor = crew?.execute ?? inOrder;
  let updates = 0;
  let all_ms = 0;
  for (let step = 0; step < stepCount; step++) {
    clock.time_s = scenario.start_s + (clock.step + 1) * scenario.dt_s;
    updates += traffic.counters[ON_ROAD]!;
    let before_ms = performance.now();
    for (const stage of stages) {
      execute(stage);
      const after_ms = performance.now();
      spent_ms.set(stage.name, (spent_ms.get(stage.name) ?? 0) + after_ms - before_ms);
      all_ms += after_ms - before_ms;
      before_ms = after_ms;
    }
    clock.step++;
    events.clear();
  }
  return (1000 * updates) / all_ms;
}

const medianOf = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

function reportOf(
  { name, vehicleCount }: Pick<CitySpec, 'name' | 'vehicleCount'>,
  world: World,
  runners: readonly Runner[],
): CityReport {
  const first = runners[0]!;
  const rows = runners.map(({ threadCount, rates, bareRates, spent_ms }) => {
    const gains = rates.map((rate, round) => rate / first.rates[round]!);
    const bareGains = bareRates.map((rate, round) => rate / first.bareRates[round]!);
    const all_ms = [...spent_ms.values()].reduce((sum, ms) => sum + ms, 0);
    const shareOfStage = Object.fromEntries(
      [...spent_ms].map(([stage, ms]) => [stage, ms / all_ms]),
    );
    return {
      threadCount,
      updatesASecond: { median: medianOf(rates), most: Math.max(...rates) },
      shareOfStage,
      bareUpdatesASecond: medianOf(bareRates),
      gain: medianOf(gains),
      bareGain: medianOf(bareGains),
      gainShare: medianOf(gains.map((gain, round) => gain / bareGains[round]!)),
    };
  });
  const report = { name, vehicleCount, rows, ...memoryOf(world), hash: hashOfState(world) };
  return { ...report, lines: linesOf(report, world) };
}

/** Tables only; what the engine needs besides is in the peak of the process. */
function memoryOf({ traffic, vehicles, network }: World) {
  const { movers, history, routes, lanes, turns, links, nodes } = traffic;
  const ofVehicles = movers.memory.byteLength + vehicles.memory.byteLength;
  const ofRoads = [
    lanes,
    turns,
    links,
    nodes,
    network.lanes,
    network.turns,
    network.links,
    network.nodes,
  ].reduce((sum, { memory }) => sum + memory.byteLength, 0);
  const all = ofVehicles + history.odometer_m.byteLength + routes.byteLength;
  return { bytesAVehicle: all / movers.capacity, bytesALink: ofRoads / network.linkCount };
}

function linesOf(report: Omit<CityReport, 'lines'>, { network, traffic }: World): string[] {
  const { name, vehicleCount, rows, bytesAVehicle, bytesALink, hash } = report;
  const million = (rate: number): string => `${(rate / 1e6).toFixed(2)} million`;
  const { linkCount, laneCount } = network;
  return [
    `${name}: ${vehicleCount} vehicles, ${linkCount} links, ${laneCount} lanes, state ${hash}`,
    ...rows.flatMap(({ threadCount, updatesASecond: { median, most }, shareOfStage, ...row }) => [
      `${threadCount} threads: median ${million(median)}, best ${million(most)} updates a second; ` +
        `bare loop ${million(row.bareUpdatesASecond)}`,
      ...(threadCount === rows[0]!.threadCount
        ? []
        : [
            `  gain ${row.gain.toFixed(2)}, of the bare loop ${row.bareGain.toFixed(2)}: ` +
              `${row.gainShare.toFixed(2)} of it in the same round`,
          ]),
      `  ${Object.entries(shareOfStage)
        .map(([stage, share]) => `${stage} ${(100 * share).toFixed(0)} %`)
        .join(', ')}`,
    ]),
    `${bytesAVehicle.toFixed(0)} bytes a vehicle, ${bytesALink.toFixed(0)} a link in tables; ` +
      `peak of the process ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB; ` +
      `${traffic.counters[ON_ROAD]} still on the road`,
  ];
}

/** `[--smoke] [--threads 1,2] [--rounds n]` of a bench's own command line. */
export function optionsOf(argv: readonly string[]): CityBenchOptions {
  const after = (flag: string): string | undefined => argv[argv.indexOf(flag) + 1];
  const threads = argv.includes('--threads') ? after('--threads')! : '1,2';
  const rounds = argv.includes('--rounds') ? Number(after('--rounds')) : 5;
  const isSmoke = argv.includes('--smoke');
  return {
    threadCounts: threads.split(',').map(Number),
    rounds: isSmoke ? 2 : rounds,
    stepsARound: isSmoke ? 5 : 40,
    ...(isSmoke ? { leastBlocks: 1 } : {}),
  };
}
