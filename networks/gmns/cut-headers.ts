/** Tables that went through a Shapefile: column names cut to ten letters are read as whole ones. */
import type { RepairNote } from '../../core/network/repair-note.js';
import { FOLDER_NOTES } from './codes.js';

/** Names of a dBASE table are no longer. */
const LONGEST = 10;

/** The text with whole names in its header; `columns` are those of the table. */
export function withWholeHeader(
  text: string,
  { file, columns }: { file: string; columns: readonly string[] },
): { readonly text: string; readonly notes: readonly RepairNote[] } {
  const end = text.search(/\r?\n/);
  const header = end < 0 ? text : text.slice(0, end);
  // Names of columns need no quotes: what has some is no table that was cut.
  if (header.includes('"')) return { text, notes: [] };
  const cells = header.split(',');
  const present = new Set(cells.map((cell) => cell.trim()));
  const whole = cells.map((cell) => {
    const name = cell.trim();
    if (name.length !== LONGEST) return cell;
    const meant = columns.filter((each) => each.length > LONGEST && each.startsWith(name));
    return meant.length === 1 && !present.has(meant[0]!) ? meant[0]! : cell;
  });
  const found = whole.filter((cell, at) => cell !== cells[at]);
  if (found.length === 0) return { text, notes: [] };
  const message = `column names cut to ten letters: read as ${found.join(', ')}`;
  const note: RepairNote = { code: FOLDER_NOTES.header, subject: file, message, kind: 'repair' };
  return { text: whole.join(',') + text.slice(header.length), notes: [note] };
}
