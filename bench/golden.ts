/**
 * Writes the kept hashes of the golden runs anew, and tells which figures have moved: the only way to
 * change them, so that whoever does reads what the change has done to the answers.
 *
 *     npm run golden
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { GOLDEN_RUNS, type Golden, goldenOf } from '../core/testing/golden-runs.js';

/** Lines on what has moved between two kept runs; none where they are equal. */
export function changesOf(name: string, before: Golden | null, after: Golden): string[] {
  if (before === null) return [`${name}: new`];
  if (before.state === after.state && before.result === after.result) return [];
  const keys = new Set([...Object.keys(before.summary), ...Object.keys(after.summary)]);
  const moved = [...keys].filter((key) => before.summary[key] !== after.summary[key]);
  const lines = moved.map((key) => `  ${key}: ${before.summary[key]} -> ${after.summary[key]}`);
  return [`${name}: ${moved.length} figures of the summary have moved`, ...lines];
}

async function writeGoldens(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const run of GOLDEN_RUNS) {
    const file = join(folder, `${run.name}.json`);
    const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Golden) : null;
    const after = await goldenOf(run);
    for (const line of changesOf(run.name, before, after)) console.log(line);
    writeFileSync(file, `${JSON.stringify(after, null, 2)}\n`);
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await writeGoldens(join('core', 'testing', 'golden'));
}
