import { expect, test } from 'vitest';
import { controlOf, nodeRowOf } from './node-table.js';

const CONTROLS = [
  'none',
  'allWayStop',
  'yield',
  'stop',
  'signal',
  'reservation',
  'warrant',
] as const;

test.each(CONTROLS)('the control %s is read as it was written', (control) => {
  expect(controlOf(nodeRowOf({ name: 'a', x_m: 0, y_m: 0, control }))).toBe(control);
});

test("GMNS's own column alone tells a two-way from an all-way stop", () => {
  const row = { name: 'a', x: 0, y: 0, control: undefined };
  expect(controlOf({ ...row, controlType: 'stop' })).toBe('stop');
  expect(controlOf({ ...row, controlType: '4_stop' })).toBe('allWayStop');
});

test('where the two columns disagree the one of GMNS counts', () => {
  const row = { name: 'a', x: 0, y: 0, controlType: 'signal', control: 'reservation' } as const;
  expect(controlOf(row)).toBe('signal');
});
