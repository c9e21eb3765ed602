import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { benchmarksOf } from './run.js';

test('a word means all benchmarks of a folder, or one by its name', () => {
  const here = `${mkdtempSync(join(tmpdir(), 'bench-'))}/`;
  try {
    mkdirSync(`${here}kernels`);
    for (const file of ['b.js', 'a.js', 'a.test.js', 'a.js.map']) {
      writeFileSync(`${here}kernels/${file}`, '');
    }
    expect(benchmarksOf('kernel', here)).toEqual(['kernels/a', 'kernels/b']);
    expect(benchmarksOf('kernels/b', here)).toEqual(['kernels/b']);
    expect(benchmarksOf('cities', here)).toEqual([]);
    expect(benchmarksOf('kernels/c', here)).toBeNull();
    expect(benchmarksOf('../kernels/a', here)).toBeNull();
  } finally {
    rmSync(here, { recursive: true });
  }
});
