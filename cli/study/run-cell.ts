/** One run of a study, from its spec to its stored result: what a worker does for one task. */
import { join } from 'node:path';
import { RunError, UserError } from '../../core/base/errors.js';
import type { MetricValues } from '../../core/metrics/metric-catalogue.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import type { RunSpec } from './design.js';

/** A run that is in the store. */
export interface StoredRun {
  readonly key: string;
  /** Its folder in the store. */
  readonly folder: string;
  readonly summary: MetricValues;
  readonly isReused: boolean;
  /** Talk only: not part of any result. */
  readonly wall_s: number;
}

/** A run that ended with an error; plain data, because errors lose their class between threads. */
export interface RunFailure {
  readonly code: string;
  readonly message: string;
}

export type RunOutcome =
  | ({ readonly isDone: true } & StoredRun)
  | ({ readonly isDone: false } & RunFailure);

/** Runs one cell with one seed, or says why not; what it throws counts as a failure too. */
export type RunCell = (spec: RunSpec) => Promise<RunOutcome>;

/** The parts a cell is run with. */
export interface RunParts<Inputs> {
  /** Makes or reads network, trips and cars, and reads the scenario; what there is to say of them. */
  resolveInputs(spec: RunSpec): Promise<{ inputs: Inputs; notes: readonly string[] }>;
  /** Runs, or takes the result from the store where the same inputs were run before. */
  runOnce(
    inputs: Inputs,
    options: {
      store: string;
      fresh: boolean;
      notes: readonly string[];
      hooks: Record<string, never>;
    },
  ): Promise<{ result: RunResult; key: string; reused: boolean; wall_s: number }>;
}

/** Where results are kept. */
export interface StoreOptions {
  readonly store: string;
  /** Run again even what is in the store. */
  readonly fresh: boolean;
}

export function makeRunCell<Inputs>(parts: RunParts<Inputs>, options: StoreOptions): RunCell {
  const { store, fresh } = options;
  return async (spec) => {
    try {
      const { inputs, notes } = await parts.resolveInputs(spec);
      const { result, key, reused, wall_s } = await parts.runOnce(inputs, {
        store,
        fresh,
        notes,
        hooks: {},
      });
      const { summary } = result;
      return { isDone: true, key, folder: join(store, key), summary, isReused: reused, wall_s };
    } catch (error) {
      return failureOf(error);
    }
  };
}

/** Codes of runs that ended without a code of their own. */
export const FAILURE_CODES = {
  internal: 'STU-020',
  memory: 'STU-021',
} as const;

/** What the user can mend, and a run's own stop, keep their code; a bug keeps its stack. */
export function failureOf(error: unknown): { readonly isDone: false } & RunFailure {
  if (error instanceof UserError) {
    return { isDone: false, code: error.problems[0]!.code, message: error.message };
  }
  if (error instanceof RunError) {
    return { isDone: false, code: error.code, message: error.message };
  }
  if (!(error instanceof Error)) {
    return { isDone: false, code: FAILURE_CODES.internal, message: String(error) };
  }
  if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return { isDone: false, code: FAILURE_CODES.memory, message: 'the run ran out of memory' };
  }
  const message = error.stack ?? error.message;
  return { isDone: false, code: FAILURE_CODES.internal, message };
}

/** A failure in one line, its code once; control characters of input must not reach a terminal. */
export function failureText({ code, message }: RunFailure): string {
  const firstLine = message.split('\n')[0]!;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: see above.
  const clean = firstLine.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?');
  return clean.includes(code) ? clean : `${code} ${clean}`;
}
