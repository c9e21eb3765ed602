import { expect, test } from 'vitest';
import { VEHICLE_STATES } from '../../core/metrics/run-result.js';
import {
  CURB_COLOURS,
  flowClass,
  greyOf,
  LAND_INSIDE,
  ROAD_STATES,
  STANDING_STATES,
  TTI_CLASSES,
  ttiClass,
} from './palette.js';

/** Of the whole range of lightness; a tenth is told apart side by side on paper. */
const APART = 0.07;

test('slower traffic is darker on a grey-scale print', () => {
  const greys = TTI_CLASSES.map(({ colour }) => greyOf(colour));
  greys.slice(1).forEach((grey, at) => {
    expect(grey).toBeLessThan(greys[at]! - 0.04);
  });
});

test.each([
  ['land', LAND_INSIDE],
  ['vehicles on the road', ROAD_STATES],
  ['vehicles in stalls', STANDING_STATES],
  ['curb uses', Object.values(CURB_COLOURS)],
])('neighbours in the stack of %s differ in lightness', (_, parts) => {
  parts.slice(1).forEach(({ colour }, at) => {
    expect(Math.abs(greyOf(colour) - greyOf(parts[at]!.colour))).toBeGreaterThan(APART);
  });
});

test('every state of vehicles stands in one of the two stacks', () => {
  const drawn = [...ROAD_STATES, ...STANDING_STATES].map(({ key }) => key);
  expect(drawn.sort()).toEqual([...VEHICLE_STATES].sort());
});

test('classes begin at their lower end, and a blocked link is in the last', () => {
  expect([1, 1.25, 1.999, 2, 5, Infinity].map(ttiClass)).toEqual([0, 1, 2, 3, 5, 5]);
  expect([0, 99, 100, 400, 9999].map(flowClass)).toEqual([0, 0, 1, 2, 2]);
});
