/** Repairs and guesses as text: counted by code and kind of message, with a few examples each. */

import { shown } from '../base/errors.js';
import { groupBy } from '../base/group-by.js';
import type { RepairNote } from './repair-note.js';

const EXAMPLES_SHOWN = 5;

/** One line for each code and message, in order of code: `OSM-201 guess, 12: lanes (way 5, way 6 …)`. */
export function describeNotes(notes: readonly RepairNote[]): string {
  const groups = [...groupBy(notes, ({ code, kind, message }) => `${code} ${kind} ${message}`)];
  const lines = groups
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([, group]) => describeGroup(group));
  return lines.join('\n');
}

function describeGroup(group: readonly RepairNote[]): string {
  const { code, kind, message } = group[0]!;
  const subjects = group.slice(0, EXAMPLES_SHOWN).map(({ subject }) => plain(subject));
  const more = group.length > EXAMPLES_SHOWN ? ', …' : '';
  const times = group.length > 1 ? `, ${group.length} times` : '';
  return `${code} ${kind}${times}: ${plain(message)} (${subjects.join(', ')}${more})`;
}

/** Names come from files: no control characters reach a terminal. */
const plain = (text: string): string => shown(text).slice(1, -1);
