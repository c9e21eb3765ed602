import { expect, test } from 'vitest';
import { allWayStopDelay_s, signalDelay_s } from './control-delay.js';

test('below capacity the signal delay is the mean wait of uniform arrivals (theory)', () => {
  const [cycle_s, green_s, saturation_vps, flow_vps] = [60, 30, 0.5, 1 / 6];
  // Area of the queue triangle over a cycle ÷ arrivals in it, summed in small steps.
  let queue = 0;
  let waited_s = 0;
  const step_s = 0.001;
  for (let step = 0; step < cycle_s / step_s; step++) {
    const isGreen = step * step_s >= cycle_s - green_s;
    queue = Math.max(0, queue + (flow_vps - (isGreen ? saturation_vps : 0)) * step_s);
    waited_s += queue * step_s;
  }
  const delay_s = signalDelay_s({ cycle_s, green_s, flowRatio: flow_vps / saturation_vps });
  // Steps of 1 ms are off by about that.
  expect(delay_s).toBeCloseTo(waited_s / (flow_vps * cycle_s), 2);
  expect(delay_s).toBeCloseTo(11.25, 9);
});

test('at and above capacity the signal delay is half the red time, without red it is 0', () => {
  expect(signalDelay_s({ cycle_s: 60, green_s: 30, flowRatio: 0.5 })).toBeCloseTo(15, 12);
  expect(signalDelay_s({ cycle_s: 60, green_s: 30, flowRatio: 3 })).toBeCloseTo(15, 12);
  expect(signalDelay_s({ cycle_s: 60, green_s: 60, flowRatio: 0.5 })).toBe(0);
});

test('an all-way stop costs a stop when empty, more under load, and stays finite', () => {
  const delays_s = [0, 400, 800, 1200, 5000].map(allWayStopDelay_s);
  expect(delays_s[0]).toBe(4);
  expect(delays_s).toEqual(delays_s.toSorted((a, b) => a - b));
  expect(new Set(delays_s).size).toBe(5);
  expect(delays_s[4]).toBeLessThan(40);
});
