/**
 * The state of a run at the end of a simulated minute, as copies of its parts. A world built from
 * the same inputs that takes it over goes on to the same bytes. How it is written is not known here.
 */
import type { StateList, StatePart } from '../base/state-part.js';

export interface Snapshot {
  readonly time_s: number;
  readonly parts: readonly { readonly name: string; readonly content: StateList }[];
}

export const takeSnapshot = (time_s: number, parts: readonly StatePart[]): Snapshot => ({
  time_s,
  parts: parts.map((part) => ({ name: part.name, content: part.save().slice() })),
});

/** Throws if the snapshot is of another kind of run: a caller makes sure that the inputs are equal. */
export function restoreSnapshot(snapshot: Snapshot, parts: readonly StatePart[]): void {
  const names = snapshot.parts.map(({ name }) => name);
  if (names.join() !== parts.map(({ name }) => name).join()) {
    throw new Error('This snapshot has other parts than the run.');
  }
  for (const [at, part] of parts.entries()) part.load(snapshot.parts[at]!.content);
}
