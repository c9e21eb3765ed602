/** Collects what was repaired or guessed: a note for each thing, like ones beside each other. */
import type { RepairNote } from '../../core/network/repair-note.js';

export class NoteBook {
  readonly #notes = new Map<string, RepairNote[]>();

  repair(code: string, subject: string, message: string): void {
    this.#add({ code, subject, message, kind: 'repair' });
  }

  guess(code: string, subject: string, message: string): void {
    this.#add({ code, subject, message, kind: 'guess' });
  }

  /** By code, kind and message, in the order of first mention. */
  get notes(): readonly RepairNote[] {
    return [...this.#notes.values()].flat();
  }

  #add(note: RepairNote): void {
    const key = `${note.code} ${note.kind} ${note.message}`;
    const alike = this.#notes.get(key);
    if (alike === undefined) this.#notes.set(key, [note]);
    else alike.push(note);
  }
}
