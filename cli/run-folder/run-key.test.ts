import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { sampleInputs } from '../testing/sample-run.js';
import { digestOfCode, runKey } from './run-key.js';
import { stableJson } from './stable-json.js';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'blockwise-run-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

test('the key changes with every input and with the code, and with nothing else', async () => {
  const code = Promise.resolve('code');
  const key = await runKey(sampleInputs(), code);
  expect(await runKey(sampleInputs(), code)).toBe(key);
  const changed = (change: (inputs: any) => void): Promise<string> => {
    const inputs = sampleInputs();
    change(inputs);
    return runKey(inputs, code);
  };
  const keys = await Promise.all([
    changed((inputs) => inputs.scenario.seed++),
    changed((inputs) => (inputs.scenario.fleet.maxWait_s += 1e-9)),
    changed((inputs) => (inputs.network.nodes[0].x_m = 0.1)),
    changed((inputs) => (inputs.trips[0].departure_s += 0.5)),
    changed((inputs) => inputs.trips.pop()),
    changed((inputs) => (inputs.idleCars[0].address = 'other')),
    runKey(sampleInputs(), Promise.resolve('other code')),
  ]);
  expect(new Set([key, ...keys]).size).toBe(keys.length + 1);
});

test('the digest of the code changes with a byte or a name, not with dates or tests', async () => {
  const room = join(home, 'core', 'deep');
  mkdirSync(room, { recursive: true });
  writeFileSync(join(room, 'a.js'), 'x');
  const before = await digestOfCode(home);
  writeFileSync(join(room, 'a.test.js'), 'x');
  writeFileSync(join(room, 'a.js.map'), 'x');
  writeFileSync(join(room, 'a.js'), 'x');
  expect(await digestOfCode(home)).toBe(before);
  writeFileSync(join(room, 'a.js'), 'y');
  const after = await digestOfCode(home);
  writeFileSync(join(room, 'b.js'), '');
  expect(new Set([before, after, await digestOfCode(home)]).size).toBe(3);
});

test('stable JSON is the same for any order of fields, and tells lists from texts', () => {
  expect(stableJson({ b: [1, { d: 2, c: Number.NaN }], a: undefined, A: 'x"' })).toBe(
    '{"A":"x\\"","b":[1,{"c":"NaN","d":2}]}',
  );
  expect(stableJson({ b: 1, a: 2 })).toBe(stableJson({ a: 2, b: 1 }));
  expect(stableJson([[1], [2]])).not.toBe(stableJson([[1, 2]]));
});
