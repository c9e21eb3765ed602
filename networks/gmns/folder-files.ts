/** The files of a network folder on disk: read as text within limits, written whole or not. */
import { constants } from 'node:fs';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { type Problem, Problems, UserError } from '../../core/base/errors.js';
import { readZip } from '../../core/base/zip.js';
import { FOLDER_PROBLEMS } from './codes.js';

/** Larger than the table of any city; what is read is held in memory. */
const LARGEST_FILE_bytes = 256 * 1024 * 1024;

/** Text of a file, unzipped where its name ends in .gz; null where the folder has none, or what is wrong with it. */
export async function readText(path: string): Promise<string | null | Problem> {
  try {
    const { size } = await stat(path);
    if (size > LARGEST_FILE_bytes) {
      const limit = `${LARGEST_FILE_bytes / 1024 / 1024} MiB`;
      return problem(path, FOLDER_PROBLEMS.unreadable, `must not be larger than ${limit}`);
    }
    const bytes = await readFile(path);
    return decoded(path, path.endsWith('.gz') ? unzipped(bytes) : bytes);
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return null;
    return problem(path, FOLDER_PROBLEMS.unreadable, `cannot be read (${code})`);
  }
}

/** No more than a file may hold is unzipped: the system's code says that there is more. */
const unzipped = (bytes: Buffer): Buffer =>
  gunzipSync(bytes, { maxOutputLength: LARGEST_FILE_bytes });

function decoded(path: string, bytes: Buffer): string | Problem {
  const message = 'must be text in UTF-8';
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? problem(path, FOLDER_PROBLEMS.notText, message) : text;
  } catch {
    return problem(path, FOLDER_PROBLEMS.notText, message);
  }
}

const ZIP_CODES = {
  notZip: FOLDER_PROBLEMS.unreadable,
  damaged: FOLDER_PROBLEMS.unreadable,
  tooLarge: FOLDER_PROBLEMS.unreadable,
};

/** Texts of the CSV files of an archive, by name without its folder. Throws UserError. */
export async function readArchive(path: string): Promise<ReadonlyMap<string, string>> {
  const problems = new Problems(path);
  const texts = new Map<string, string>();
  const wrong: Problem[] = [];
  const bytes = await archiveBytes(path);
  for (const [name, content] of readZip(bytes, problems, ZIP_CODES)) {
    const file = name.split('/').at(-1)!;
    if (!file.endsWith('.csv') || name.startsWith('__MACOSX/')) continue;
    const text = decoded(join(path, file), Buffer.from(content));
    if (typeof text === 'string') texts.set(file, text);
    else wrong.push(text);
  }
  problems.throwIfAny();
  if (wrong.length > 0) throw new UserError(wrong);
  return texts;
}

async function archiveBytes(path: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size <= LARGEST_FILE_bytes) return await readFile(path);
  } catch (error) {
    const message = `cannot be read (${codeOf(error)})`;
    throw new UserError(problem(path, FOLDER_PROBLEMS.unreadable, message));
  }
  const limit = `${LARGEST_FILE_bytes / 1024 / 1024} MiB`;
  throw new UserError(
    problem(path, FOLDER_PROBLEMS.unreadable, `must not be larger than ${limit}`),
  );
}

/** Writes `texts` by file name, each under a temporary name first. Throws UserError. */
export async function writeFiles(dir: string, texts: ReadonlyMap<string, string>): Promise<void> {
  let path = dir;
  try {
    await mkdir(dir, { recursive: true });
    for (const [file, text] of texts) {
      path = join(dir, file);
      await writeWhole(path, text);
    }
    await syncFolder(dir);
  } catch (error) {
    const message = `cannot be written (${codeOf(error)})`;
    throw new UserError(problem(path, FOLDER_PROBLEMS.unwritable, message));
  }
}

/** A file with its final name is whole: it is on disk before it gets the name. */
async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function syncFolder(dir: string): Promise<void> {
  const folder = await open(dir, constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** The system's code, e.g. ENOSPC. Other errors are bugs and go on. */
function codeOf(error: unknown): string {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string') throw error;
  return code;
}

function problem(path: string, code: string, message: string): Problem {
  const problems = new Problems(path);
  problems.add(code, {}, message);
  return problems.list[0]!;
}
