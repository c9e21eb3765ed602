import { expect, test } from 'vitest';
import { HAS_DATA } from './published-networks.js';
import { BOOK, validate } from './validate.js';
import { passes, type ValidationCase } from './validation-case.js';

const named = (cases: readonly ValidationCase[]) => cases.map((one) => [one.name, one] as const);
const small = named(BOOK.filter(({ needsData, isLong }) => needsData !== true && isLong !== true));
const real = named(BOOK.filter(({ needsData }) => needsData === true));

async function passesRun(one: ValidationCase): Promise<void> {
  const achieved = await one.run();
  expect(passes(one, achieved), `achieved ${JSON.stringify(achieved)}, not ${one.target}`).toBe(
    true,
  );
}

async function failsBroken(one: ValidationCase): Promise<void> {
  expect(passes(one, await one.broken())).toBe(false);
}

test.each(small)('%s', (_, one) => passesRun(one));
test.each(small)('a broken model fails: %s', (_, one) => failsBroken(one));
test.skipIf(!HAS_DATA).each(real)('%s', (_, one) => passesRun(one));
test.skipIf(!HAS_DATA).each(real)('a broken model fails: %s', (_, one) => failsBroken(one));

test('names of cases are unique and every tolerance has its reason', () => {
  expect(new Set(BOOK.map(({ name }) => name)).size).toBe(BOOK.length);
  expect(BOOK.filter(({ tolerance }) => tolerance.because === '')).toEqual([]);
});

const oneCase = (achieved: number): ValidationCase => ({
  name: 'apples',
  unit: 'kg',
  target: 2,
  tolerance: { difference: 0.5, because: 'a rough scale' },
  run: () => achieved,
  broken: () => 9,
});

async function printed(
  book: readonly ValidationCase[],
  options: { isFull?: boolean; hasData?: boolean } = {},
): Promise<[boolean, string]> {
  let text = '';
  const stdout = { write: (part: string) => (text += part) };
  const isPassed = await validate(
    { stdout, signal: new AbortController().signal },
    { ...options, book },
  );
  return [isPassed, text];
}

test('the table aligns its columns, says why a tolerance is wide and ends with the counts', async () => {
  const [isPassed, text] = await printed([oneCase(2.25), { ...oneCase(3), name: 'pears' }]);
  expect(isPassed).toBe(false);
  expect(text.split('\n')).toEqual([
    'case              target         tolerance          achieved',
    'apples              2 kg            ± 0.50       2.250000 kg  pass  a rough scale',
    'pears               2 kg            ± 0.50              3 kg  FAIL  a rough scale',
    '2 cases: 1 passed, 1 failed',
    '',
  ]);
});

test('all is well only when every case passes', async () => {
  expect((await printed([oneCase(2), oneCase(1.5)]))[0]).toBe(true);
  expect((await printed([oneCase(2), oneCase(Number.NaN)]))[0]).toBe(false);
});

test('cases that need data or time are left out and counted', async () => {
  const book: ValidationCase[] = [
    oneCase(2),
    { ...oneCase(2), name: 'pears', needsData: true },
    { ...oneCase(2), name: 'plums', needsData: true, isLong: true },
    { ...oneCase(2), name: 'figs', isLong: true },
  ];
  const lastLine = async (options: { isFull?: boolean; hasData?: boolean }) =>
    (await printed(book, options))[1].split('\n').at(-2);
  expect(await lastLine({ hasData: false })).toBe(
    '4 cases: 1 passed, 0 failed, 2 skipped (BLOCKWISE_DATA names no data), ' +
      '1 skipped (only with --full)',
  );
  expect(await lastLine({ hasData: true })).toBe(
    '4 cases: 2 passed, 0 failed, 2 skipped (only with --full)',
  );
  expect(await lastLine({ hasData: true, isFull: true })).toBe('4 cases: 4 passed, 0 failed');
});

test('a bound is passed from below, and stops at an interrupt', async () => {
  const bound = {
    ...oneCase(0),
    tolerance: { difference: 0, isBound: true, because: 'a bound' },
  } as const;
  expect(passes(bound, 1.9)).toBe(true);
  expect(passes(bound, 2.1)).toBe(false);
  const stop = new AbortController();
  stop.abort(new Error('interrupted'));
  const stdout = { write: () => true };
  await expect(validate({ stdout, signal: stop.signal }, { book: [bound] })).rejects.toThrow(
    'interrupted',
  );
});
