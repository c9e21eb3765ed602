import { expect, test } from 'vitest';
import { runMain } from '../run-main.js';

async function lot(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', ''];
  const code = await runMain(['lot', ...argv], {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    signal: new AbortController().signal,
  });
  return { code, out, err };
}

test('a lot is laid out beside the usual one, its saving in both readings', async () => {
  const { code, out } = await lot('--size', '60x45', '--retrieval', '60');
  expect(code).toBe(0);
  const cells = out.split('\n').map((line) => line.trim().split(/\s{2,}/));
  const usual = cells.find(([name]) => name === 'conventional')!;
  const dense = cells.find(([name]) => name === 'dense, 60 s')!;
  expect(Number(dense[1])).toBeGreaterThan(1.3 * Number(usual[1]));
  const more = Number(dense[1]) / Number(usual[1]) - 1;
  expect(dense[5]).toBe(`${(100 * more).toFixed(0)} %`);
  expect(dense[6]).toBe(`${(100 * (1 - 1 / (1 + more))).toFixed(0)} %`);
});

test('without a time several are shown, and the corners of any land are taken', async () => {
  const { code, out } = await lot('--corners', '0,0 70,0 70,25 30,25 30,60 0,60');
  expect(code).toBe(0);
  expect(out.match(/dense/g)).toHaveLength(5);
});

test.each([
  [[]],
  [['--size', '60']],
  [['--corners', '0,0 1,1']],
  [['--size', '5000x3']],
  [['--size', '60x45', '--retrieval', '']],
])('what is no land or no time is a usage error: %j', async (argv) => {
  const { code, err } = await lot(...argv);
  expect(code).toBe(2);
  expect(err).not.toBe('');
});
