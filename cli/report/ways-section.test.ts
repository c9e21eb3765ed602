import { expect, test } from 'vitest';
import type { IterationRow, TollRow } from '../../core/metrics/run-result.js';
import { fakeNetworks, fakeRunResult } from './report-fakes.js';
import { waysSection } from './ways-section.js';

const network = Object.values(fakeNetworks())[0]!;
const day = (iteration: number, relativeGap: number): IterationRow => ({
  iteration,
  relativeGap,
  routedCount: 1000,
  changedCount: 10,
  cost_h: 50,
  vht_h: 60,
});
const paid: TollRow = {
  time_s: 900,
  link: 'ab',
  vehicleClass: 'HDV',
  paymentCount: 3,
  revenue: 7.5,
};

const cell = (heading: string, iterations: IterationRow[], tolls: TollRow[] = []) => ({
  heading,
  network,
  run: { ...fakeRunResult(network, 'today'), iterations, tolls },
  pudoHours: null,
});
const textOf = (cells: ReturnType<typeof cell>[]): string => waysSection(cells)?.text ?? '';

test('says nothing where no gap was measured and nothing was paid', () => {
  expect(waysSection([cell('plain', [])])).toBeNull();
});

test('states the gap of every cell, and between which they lie', () => {
  const text = textOf([
    cell('reactive', [day(1, 0.146)]),
    cell('learned', [day(1, 0.146), day(2, 0.02)]),
    cell('plain', []),
  ]);
  expect(text).toMatch(/between 2\.0\D*and 15\D/);
  expect(text.match(/<tr>/g)).toHaveLength(3);
  expect(text).not.toContain('Tolls paid');
});

test('adds up what was paid', () => {
  const text = textOf([cell('cordon', [], [paid, paid])]);
  expect(text).toContain('Tolls paid');
  expect(text).toMatch(/>6<.*>15</s);
  expect(text).not.toContain('Gap of ways');
});
