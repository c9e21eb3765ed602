/**
 * Runs benchmarks, each in a process of its own.
 *
 *     npm run bench -- kernel              all of bench/kernels
 *     npm run bench -- kernels/routing     one of them
 *     npm run bench -- peers/sumo          side by side with another simulator
 *
 * What follows the name is handed on, e.g. `--smoke`.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** Words for all benchmarks of a folder. */
const FOLDERS: Readonly<Record<string, string>> = {
  kernel: 'kernels',
  kernels: 'kernels',
  city: 'cities',
  cities: 'cities',
  reach: 'reach',
};

/** Names of benchmarks, `folder/file`; null for a word that means none. */
export function benchmarksOf(word: string, here = HERE): readonly string[] | null {
  const folder = FOLDERS[word];
  if (folder !== undefined) return inFolder(folder, here);
  const isName = /^[a-z-]+\/[a-z-]+$/.test(word);
  return isName && existsSync(`${here}${word}.js`) ? [word] : null;
}

function inFolder(folder: string, here: string): string[] {
  if (!existsSync(here + folder)) return [];
  return readdirSync(here + folder)
    .filter((file) => file.endsWith('.js') && !file.endsWith('.test.js'))
    .map((file) => `${folder}/${file.slice(0, -'.js'.length)}`)
    .sort();
}

function main([word = 'kernel', ...rest]: readonly string[]): number {
  const names = benchmarksOf(word);
  if (names === null || names.length === 0) {
    console.error(`No benchmark is called ${JSON.stringify(word)}.`);
    return 2;
  }
  for (const name of names) {
    const { status } = spawnSync(process.execPath, [`${HERE}${name}.js`, ...rest], {
      stdio: 'inherit',
    });
    if (status !== 0) return 1;
  }
  return 0;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  process.exitCode = main(process.argv.slice(2));
}
