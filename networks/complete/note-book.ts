/** Collects what was repaired or guessed: one note for the same thing at many places. */
import type { RepairNote } from '../../core/network/repair-note.js';

const SUBJECTS_SHOWN = 5;

export class NoteBook {
  readonly #entries = new Map<string, { note: RepairNote; subjects: string[] }>();

  repair(code: string, subject: string, message: string): void {
    this.#add({ code, subject, message, kind: 'repair' });
  }

  guess(code: string, subject: string, message: string): void {
    this.#add({ code, subject, message, kind: 'guess' });
  }

  /** In the order of first mention, with the first subjects and the number of them all. */
  get notes(): readonly RepairNote[] {
    return [...this.#entries.values()].map(({ note, subjects }) => ({
      ...note,
      subject: listed(subjects),
    }));
  }

  #add(note: RepairNote): void {
    const key = `${note.code} ${note.kind} ${note.message}`;
    const entry = this.#entries.get(key);
    if (entry === undefined) this.#entries.set(key, { note, subjects: [note.subject] });
    else entry.subjects.push(note.subject);
  }
}

function listed(subjects: readonly string[]): string {
  const first = subjects.slice(0, SUBJECTS_SHOWN).join(', ');
  const more = subjects.length - SUBJECTS_SHOWN;
  return more > 0 ? `${first} and ${more} more` : first;
}
