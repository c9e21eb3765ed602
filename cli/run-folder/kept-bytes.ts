/**
 * The bytes of a result's tables, kept as long as the result: a run is written to the store and to its
 * own folder, and one from the store need not be read cell by cell to be written again.
 */
import type { RunResult } from '../../core/metrics/run-result.js';

const kept = new WeakMap<RunResult, Map<string, Buffer>>();

/** Keeps what the file `name` of a result holds. */
export function keepBytes(result: RunResult, name: string, bytes: Buffer): void {
  const files = kept.get(result) ?? new Map<string, Buffer>();
  kept.set(result, files.set(name, bytes));
}

export const keptBytes = (result: RunResult, name: string): Buffer | null =>
  kept.get(result)?.get(name) ?? null;
