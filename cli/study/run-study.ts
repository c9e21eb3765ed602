/**
 * Runs a study: the fleet ladder first, then every cell with every seed. A run that fails is noted
 * and the study goes on. Finished runs are in the store, so that a study that was stopped takes them
 * from there when it is started again.
 */
import { RunError } from '../../core/base/errors.js';
import type { FleetBound } from '../../core/kernel/fleet/fleet-bound.js';
import { type RunSpec, runOf, runsOf } from './design.js';
import {
  climbLadder,
  type FleetLadder,
  type LadderRung,
  type LayoutBound,
  mostRungsTried,
} from './fleet-ladder.js';
import {
  failureOf,
  failureText,
  type RunCell,
  type RunFailure,
  type RunOutcome,
} from './run-cell.js';
import type { Study } from './study.js';

export interface StudyOptions {
  readonly runCell: RunCell;
  /** Bounds the fleet of a finished run from below. */
  readonly boundFleet?: (spec: RunSpec) => Promise<FleetBound>;
  /** Runs at once. */
  readonly jobs: number;
  /** Stops the study: `runStudy` then throws the signal's reason. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: StudyProgress) => void;
  /** A clock for the time left; only progress reads it. */
  readonly now_s: () => number;
}

export interface StudyProgress {
  readonly phase: 'fleet' | 'runs';
  /** The run that ended just now; null at the start of a phase. */
  readonly ended: { readonly label: string; readonly outcome: RunOutcome } | null;
  readonly done: number;
  /** In the phase `fleet` the most that the search can take. */
  readonly total: number;
  /** Null until a run tells how long one takes. */
  readonly left_s: number | null;
}

export interface StudyRuns {
  readonly ladder: FleetLadder | null;
  /** In the order of the design. */
  readonly runs: readonly { readonly spec: RunSpec; readonly outcome: RunOutcome }[];
  /** Every run that failed, those of the ladder included. */
  readonly failures: readonly (RunFailure & { readonly run: string })[];
}

export async function runStudy(study: Study, options: StudyOptions): Promise<StudyRuns> {
  const runner = new Runner(options);
  const ladder = study.fleet === null ? null : await findFleet(study, runner);
  const specs = runsOf(study, ladder?.vehicleCount ?? null);
  runner.beginPhase('runs', specs.length);
  const outcomes = await runner.runAll(specs, (spec) => spec.name);
  return {
    ladder,
    runs: specs.map((spec, run) => ({ spec, outcome: outcomes[run]! })),
    failures: runner.failures,
  };
}

/**
 * Where no run has found room there is nothing to compare: the error that the study ends with, told
 * once. Runs that fail for other causes are listed beside those that don't.
 */
export function noRoom({ runs }: Pick<StudyRuns, 'runs'>): RunError | null {
  const first = runs[0]?.outcome;
  if (first === undefined || first.isDone || !/^CAP-/.test(first.code)) return null;
  const isAlike = runs.every(({ outcome }) => !outcome.isDone && outcome.code === first.code);
  if (!isAlike) return null;
  const { code, message } = first;
  const why = message.replace(`${code} `, '');
  return new RunError(code, `none of the ${runs.length} runs had room; of the first, ${why}`);
}

async function findFleet(study: Study, runner: Runner): Promise<FleetLadder> {
  const search = study.fleet!;
  runner.beginPhase('fleet', mostRungsTried(search.ladder.length) * study.layouts.length);
  const specsOf = (vehicleCount: number): RunSpec[] =>
    study.layouts.map((layout) =>
      runOf(study, { layout, regime: 'shared-automated', seed: study.seeds[0]!, vehicleCount }),
    );
  const runRung = async (vehicleCount: number): Promise<LadderRung['rejected']> => {
    const specs = specsOf(vehicleCount);
    const outcomes = await runner.runAll(specs, (spec) => `${spec.name}, ${vehicleCount} vehicles`);
    return specs.map(({ layoutName }, run) => ({
      layout: layoutName,
      share: figureOf(outcomes[run]!, 'rejected_share', 100),
      waitP95_s: figureOf(outcomes[run]!, 'wait_p95_s', 1),
    }));
  };
  return climbLadder(search, runRung, (vehicleCount) => runner.boundAll(specsOf(vehicleCount)));
}

/** Null where it is not defined; shares are in per cent in a summary. */
function figureOf(outcome: RunOutcome, key: string, divisor: number): number | null {
  const figure = outcome.isDone ? outcome.summary[key] : null;
  return Number.isFinite(figure) ? figure! / divisor : null;
}

/** Runs specs, each once in a session, at most `jobs` at a time, and tells how far it is. */
class Runner {
  readonly failures: (RunFailure & { run: string })[] = [];
  readonly #failed = new Set<string>();
  readonly #options: StudyOptions;
  /** The rung that is chosen need not be run again, not even when the store is bypassed. */
  readonly #outcomes = new Map<string, RunOutcome>();
  #phase: StudyProgress['phase'] = 'runs';
  #total = 0;
  #done = 0;
  #workedCount = 0;
  #start_s = 0;

  constructor(options: StudyOptions) {
    this.#options = options;
  }

  beginPhase(phase: StudyProgress['phase'], total: number): void {
    this.#phase = phase;
    this.#total = total;
    this.#done = 0;
    this.#workedCount = 0;
    this.#start_s = this.#options.now_s();
    this.#report(null);
  }

  /** Outcomes in the order of `specs`, whatever order they end in. */
  async runAll(
    specs: readonly RunSpec[],
    labelOf: (spec: RunSpec) => string,
  ): Promise<RunOutcome[]> {
    const outcomes: RunOutcome[] = [];
    let next = 0;
    const takeRuns = async (): Promise<void> => {
      while (next < specs.length) {
        const run = next++;
        outcomes[run] = await this.#run(specs[run]!, labelOf(specs[run]!));
      }
    };
    const jobs = Math.min(this.#options.jobs, specs.length);
    // All are waited for: a study that was stopped leaves no run behind that still writes.
    const lanes = await Promise.allSettled(Array.from({ length: jobs }, takeRuns));
    for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
    for (const [run, spec] of specs.entries())
      this.#noteFailure(spec, labelOf(spec), outcomes[run]!);
    return outcomes;
  }

  /** Once a run, and in the order of the design: the files of a study tell no order of ending. */
  #noteFailure(spec: RunSpec, run: string, outcome: RunOutcome): void {
    const id = JSON.stringify(spec);
    if (outcome.isDone || this.#failed.has(id)) return;
    this.#failed.add(id);
    this.failures.push({ run, code: outcome.code, message: outcome.message });
  }

  /** Of fleets that have been run; null where a run failed. */
  boundAll(specs: readonly RunSpec[]): Promise<LayoutBound[]> {
    return Promise.all(
      specs.map(async (spec) => {
        const isDone = this.#outcomes.get(JSON.stringify(spec))?.isDone === true;
        const bound = isDone ? await this.#options.boundFleet?.(spec) : undefined;
        return { layout: spec.layoutName, bound: bound ?? null };
      }),
    );
  }

  async #run(spec: RunSpec, label: string): Promise<RunOutcome> {
    const { signal, runCell } = this.#options;
    signal?.throwIfAborted();
    const id = JSON.stringify(spec);
    const known = this.#outcomes.get(id);
    const outcome = known ?? (await runCell(spec).catch(failureOf));
    // A run that the stop cut short has not failed.
    signal?.throwIfAborted();
    if (known === undefined) this.#outcomes.set(id, outcome);
    this.#done++;
    if (known === undefined && !(outcome.isDone && outcome.isReused)) this.#workedCount++;
    this.#report({ label, outcome });
    return outcome;
  }

  #report(ended: StudyProgress['ended']): void {
    const { onProgress, now_s } = this.#options;
    const elapsed_s = now_s() - this.#start_s;
    const leftCount = this.#total - this.#done;
    const left_s = this.#workedCount === 0 ? null : (elapsed_s / this.#workedCount) * leftCount;
    onProgress?.({ phase: this.#phase, ended, done: this.#done, total: this.#total, left_s });
  }
}

/** One line for stderr. */
export function progressLine({ phase, ended, done, total, left_s }: StudyProgress): string {
  const width = String(total).length;
  const most = phase === 'fleet' ? 'at most ' : '';
  if (ended === null) {
    return phase === 'fleet' ? `fleet size: ${most}${total} runs` : `${total} runs`;
  }
  const { label, outcome } = ended;
  const counter = `[${String(done).padStart(width)}/${most}${total}]`;
  if (!outcome.isDone) return `${counter} ${label}: failed, ${failureText(outcome)}`;
  const how = outcome.isReused ? 'from the store' : `${outcome.wall_s.toFixed(1)} s`;
  const left = left_s === null || done === total ? '' : `, about ${durationText(left_s)} left`;
  return `${counter} ${label}: ${how}${left}`;
}

function durationText(duration_s: number): string {
  if (duration_s < 90) return `${Math.round(duration_s)} s`;
  const minutes = Math.round(duration_s / 60);
  return minutes < 90 ? `${minutes} min` : `${(minutes / 60).toFixed(1)} h`;
}
