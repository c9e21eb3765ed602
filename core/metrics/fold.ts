/**
 * A fold takes event records one by one and keeps what its subject needs of them.
 * Its state is typed arrays over rows (trips, vehicles, zones, …), so that a snapshot can hold it.
 */
import type { StateList } from '../base/state-part.js';
import { EVENT_TYPES, type EventType } from '../events/catalogue.js';
import type { GrowingRows } from './growing-rows.js';

/** Takes one record: its fields stand at `at` + the offset from `fieldOffsets`. */
export type Take = (records: Float64Array, at: number, time_s: number) => void;

export interface Fold {
  readonly takes: Readonly<Partial<Record<EventType, Take>>>;
}

/** Notes a fold's memory as part of the run's state, and gives it back. */
export type Keep = <Memory extends StateList | GrowingRows>(memory: Memory) => Memory;

/** For folds that nobody wants to save. */
export const keepNothing: Keep = (memory) => memory;

/** For each event code who takes it, in the order of the folds. */
export function takersByCode(folds: readonly Fold[]): readonly (readonly Take[])[] {
  return EVENT_TYPES.map((type) => folds.flatMap((fold) => fold.takes[type] ?? []));
}

/** A share, mean or speed; NaN where there is nothing to divide by, which is not the same as 0. */
export const ratio = (part: number, whole: number): number => (whole === 0 ? NaN : part / whole);
