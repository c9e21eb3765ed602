/**
 * A network as a folder of CSV files: GMNS 0.96 tables of nodes, links, lanes and movements, tables
 * of our own for curbs, lots, blocks, addresses and gates, and a `datapackage.json` that says what
 * every column means. What is written is read back as it was, to the last digit.
 */

import { join } from 'node:path';
import { type Problem, type Problems, UserError } from '../../core/base/errors.js';
import { append } from '../../core/base/extremes.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { checkMovements } from './assemble-movements.js';
import { assembleNetwork, type ReadNetwork } from './assemble-network.js';
import { FOLDER_PROBLEMS } from './codes.js';
import { checkTimetables } from './curb-tables.js';
import { withWholeHeader } from './cut-headers.js';
import { dataPackageText } from './data-package.js';
import { readArchive, readText, writeFiles } from './folder-files.js';
import { checkHours } from './hour-columns.js';
import { checkSignals } from './signal-table.js';
import type { ReadTable, TableFormat } from './table-format.js';
import { type Folder, READ_TABLES, rowsOf, WRITTEN_TABLES } from './tables.js';

export type { ReadNetwork } from './assemble-network.js';

/** A note, or one without a kind, which is taken for a repair. */
export type Repair = Omit<RepairNote, 'kind'> & { readonly kind?: RepairNote['kind'] };

/** Makes `dir` where it is missing and replaces the network's files in it. Throws UserError. */
export async function writeNetworkFolder(
  network: NetworkDraft,
  dir: string,
  { repairs = [] }: { readonly repairs?: readonly Repair[] } = {},
): Promise<void> {
  await writeFiles(dir, networkFiles(network, repairs));
}

/** Text of each file, by name. */
export function networkFiles(
  network: NetworkDraft,
  repairs: readonly Repair[] = [],
): ReadonlyMap<string, string> {
  const notes = repairs.map((repair): RepairNote => ({ kind: 'repair', ...repair }));
  const rows: Readonly<Record<string, readonly object[]>> = rowsOf(network, notes);
  const texts = new Map<string, string>();
  for (const [name, format] of Object.entries(WRITTEN_TABLES)) {
    texts.set(format.file, (format as unknown as TableFormat<object>).write(rows[name]!));
  }
  return texts.set('datapackage.json', dataPackageText(network));
}

/**
 * Reads a folder of this program or another, or an archive of one (`.gmns.zip`). Throws UserError
 * with every problem of all files.
 */
export async function readNetworkFolder(dir: string): Promise<ReadNetwork> {
  if (/\.zip$/i.test(dir)) return readNetworkFiles(await readArchive(dir), { dir });
  const texts = new Map<string, string>();
  const problems: Problem[] = [];
  for (const { file } of Object.values(READ_TABLES)) {
    const text = (await readText(join(dir, file))) ?? (await readText(join(dir, `${file}.gz`)));
    if (typeof text === 'string') texts.set(file, text);
    else if (text !== null) problems.push(text);
  }
  return readNetworkFiles(texts, { dir, unreadable: problems });
}

const REQUIRED: readonly string[] = [READ_TABLES.node.file, READ_TABLES.link.file];

/** As `readNetworkFolder`, from the texts of the files; `dir` stands before their names. */
export function readNetworkFiles(
  texts: ReadonlyMap<string, string>,
  { dir, unreadable = [] }: { dir: string; unreadable?: readonly Problem[] },
): ReadNetwork {
  const { folder, notes } = readTables(texts, dir);
  const tables = Object.values(folder) as unknown as readonly ReadTable<object>[];
  const failed = new Set(unreadable.map(({ file }) => file));
  for (const table of tables) checkPresence(table, failed);
  checkNames(tables);
  checkMovements(folder);
  checkSignals(folder.signal, folder.movement);
  checkTimetables(folder.curb, folder.curbSpan);
  checkHours(folder.laneUse);
  checkHours(folder.movementUse);
  throwAny(unreadable, tables);
  const read = assembleNetwork(folder);
  return { ...read, notes: [...notes, ...read.notes] };
}

function readTables(
  texts: ReadonlyMap<string, string>,
  dir: string,
): { folder: Folder; notes: readonly RepairNote[] } {
  const notes: RepairNote[] = [];
  const tables = Object.entries(READ_TABLES).map(([name, format]) => {
    const text = isRepeated(format.file, texts) ? undefined : texts.get(format.file);
    const path = join(dir, format.file);
    if (text === undefined) return [name, format.absent(path)];
    const whole = withWholeHeader(text, { file: format.file, columns: columnNamesOf(format) });
    append(notes, whole.notes);
    return [name, format.read(path, whole.text)];
  });
  return { folder: Object.fromEntries(tables) as Folder, notes };
}

const columnNamesOf = (format: { readonly columns: object }): readonly string[] =>
  Object.values(format.columns as Record<string, { readonly name: string }>).map(
    ({ name }) => name,
  );

/** What `curb.csv` says better is not read. */
const isRepeated = (file: string, texts: ReadonlyMap<string, string>): boolean =>
  file === READ_TABLES.curbSegment.file && texts.has(READ_TABLES.curb.file);

function checkPresence(
  { format, isPresent, rows, problems }: ReadTable<object>,
  failed: ReadonlySet<string>,
): void {
  if (!REQUIRED.includes(format.file) || failed.has(problems.file)) return;
  if (!isPresent) problems.add(FOLDER_PROBLEMS.unreadable, {}, 'this file is missing');
  else if (rows.length === 0 && problems.count === 0) {
    problems.add(FOLDER_PROBLEMS.noRows, {}, 'must have a row after the header');
  }
}

function checkNames(tables: readonly ReadTable<object>[]): void {
  const isWhole = ({ format, isPresent, rows, problems }: ReadTable<object>): boolean =>
    isPresent ? rows.length > 0 || problems.count === 0 : !REQUIRED.includes(format.file);
  const namesIn = new Map<string, ReadonlySet<string>>();
  for (const table of tables) {
    table.checkUnique();
    // Nothing can refer to a file that could not be read; that file's own problem is enough.
    if (isWhole(table)) namesIn.set(table.format.file, table.names);
  }
  for (const table of tables) table.checkReferences(namesIn);
}

function throwAny(unreadable: readonly Problem[], tables: readonly ReadTable<object>[]): void {
  const found: Problem[] = [...unreadable];
  for (const { problems } of tables) append(found, problemsOf(problems));
  if (found.length > 0) throw new UserError(found);
}

/** Its errors, and how many more there are of a code than are shown. */
function problemsOf(problems: Problems): readonly Problem[] {
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
}
