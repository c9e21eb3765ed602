/**
 * Calls at signals in a small district with buses, emergency vehicles and people on foot: time of the
 * serial stage that notes them and of the signals that hear them, a step. The hash covers the state.
 *
 *     node dist/bench/kernels/signal-calls.js [--smoke]
 */
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import { buildWorld } from '../../core/kernel/build-world.js';
import { inOrder, stagesOf } from '../../core/kernel/stages.js';
import { hashOfState } from '../../core/kernel/state-parts.js';
import { NO_BUSES, NO_CALLS, NO_PRIORITY } from '../../core/scenario/services.js';
import { scenarioOf } from '../../core/testing/small-town.js';
import { generateNetwork, SMALL_BLOCK_DISTRICT } from '../../networks/generate/generate-network.js';

export interface CallsBenchSize {
  readonly side_m: number;
  readonly minutes: number;
  readonly lineCount: number;
}

export const FULL: CallsBenchSize = { side_m: 1920, minutes: 60, lineCount: 8 };
export const SMOKE: CallsBenchSize = { side_m: 480, minutes: 4, lineCount: 1 };

export interface CallsBenchResult extends CallsBenchSize {
  readonly signalCount: number;
  readonly stepCount: number;
  /** Of a simulated minute, the fastest and the median. */
  readonly calls_us: { readonly min: number; readonly median: number };
  readonly signals_us: { readonly min: number; readonly median: number };
  readonly hash: string;
}

const START_s = 8 * 3600;

export function benchCalls(size: CallsBenchSize = FULL): CallsBenchResult {
  const { side_m, minutes, lineCount } = size;
  const made = generateNetwork({
    ...SMALL_BLOCK_DISTRICT,
    side_m,
    curbStallCount: 0,
    lotStallCount: 10,
    pudoBayCount: 0,
    loadingBayCount: 0,
    remoteLotCount: 1,
    remoteStallCount: 10,
    addressCount: 200,
  });
  // Without traffic the warrant rule would give no junction a signal.
  const nodes = made.nodes.map((node) =>
    node.control === 'warrant' ? { ...node, control: 'signal' as const } : node,
  );
  const network = { ...made, nodes };
  const scenario = scenarioOf({
    start_s: START_s,
    end_s: START_s + 60 * minutes,
    signals: {
      rounds: 1,
      priority: { ...NO_PRIORITY, greenExtension_s: 10, earlyGreen_s: 10, walkers_perHour: 120 },
    },
    buses: { ...NO_BUSES, lineCount, headway_s: 120 },
    emergency: { ...NO_CALLS, calls_perDay: 240 },
  });
  const { world } = buildWorld({ scenario, network, trips: [], idleCars: [] });
  const stages = stagesOf(world);
  const times_us: Record<string, number[]> = { calls: [], signals: [] };
  const stepsAMinute = Math.round(60 / scenario.dt_s);
  for (let minute = 0; minute < minutes; minute++) {
    for (const list of Object.values(times_us)) list.push(0);
    for (let step = 0; step < stepsAMinute; step++) {
      world.clock.time_s = START_s + (world.clock.step + 1) * scenario.dt_s;
      for (const stage of stages) {
        const began_ms = performance.now();
        inOrder(stage);
        const list = times_us[stage.name];
        if (list !== undefined) list[minute]! += 1000 * (performance.now() - began_ms);
      }
      world.clock.step++;
      world.events.clear();
    }
  }
  return {
    ...size,
    signalCount: world.traffic.signalBook.filter((plan) => plan !== undefined).length,
    stepCount: world.clock.step,
    calls_us: aStep(times_us['calls']!, stepsAMinute),
    signals_us: aStep(times_us['signals']!, stepsAMinute),
    hash: hashOfState(world),
  };
}

function aStep(minutes_us: readonly number[], stepCount: number): { min: number; median: number } {
  const sorted = minutes_us.map((us) => us / stepCount).sort((a, b) => a - b);
  return { min: sorted[0]!, median: sorted[sorted.length >> 1]! };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const size = process.argv.includes('--smoke') ? SMOKE : FULL;
  process.stdout.write(`${JSON.stringify(benchCalls(size), null, 2)}\n`);
}
