import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stackedChart, stackLayers, stackPeak } from './stacked-chart.js';

const seriesOf = (columns: readonly (readonly number[])[]) =>
  columns.map((values, at) => ({ label: `series ${at}`, colour: '#123456', values }));

/** [low, high] of the vertical extent of each bar of a path in fine units. */
function barHeights(d: string): number[] {
  return [...d.matchAll(/M-?\d+ -?\d+l-?\d+ -?\d+ 0 (-?\d+)/g)].map(([, height]) => Number(height));
}

test('layers lie on each other and the last ends at the total', () => {
  const column = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(fc.array(column, { minLength: 1, maxLength: 6 }), (columns) => {
      const layers = stackLayers(seriesOf(columns));
      layers.forEach(({ low, high }, at) => {
        expect(low).toEqual(at === 0 ? [0, 0, 0] : layers[at - 1]!.high);
        expect(high.map((edge, time) => edge - low[time]!)).toEqual(columns[at]);
      });
      const totals = [0, 1, 2].map((time) =>
        columns.reduce((sum, values) => sum + values[time]!, 0),
      );
      expect(layers.at(-1)!.high).toEqual(totals);
      expect(stackPeak(seriesOf(columns))).toBe(Math.max(...totals));
    }),
  );
});

test('bars are drawn as high as their values, above and below the axis', () => {
  const { text } = stackedChart({
    title: 'test',
    unit: 'ha',
    kind: 'bars',
    times_s: [3600, 7200],
    above: seriesOf([
      [10, 20],
      [30, 0],
    ]),
    below: seriesOf([[20, 40]]),
    extent: { above: 60, below: 40 },
  });
  const [first, second, under] = [...text.matchAll(/<path d="([^"]*z)"/g)].map(([, d]) =>
    barHeights(d!),
  );
  // 170 page units of 20 fine units each for the 100 ha from −40 to 60: 34 a hectare.
  expect(first).toEqual([340, 680]);
  expect(second).toEqual([1020]);
  expect(under).toEqual([680, 1360]);
});

test('a chart without rows says so', () => {
  const empty = { title: 'test', unit: '', above: [], below: [], extent: { above: 0, below: 0 } };
  expect(stackedChart({ ...empty, kind: 'areas', times_s: [] }).text).toContain('no rows');
});
