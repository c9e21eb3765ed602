import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GreenWindow, leastWaitOffsets_s, type PlatoonLink } from './offset-search.js';

const GREEN_s = 30;
const window = (start_s: number, flow_vph = 450): GreenWindow => ({
  start_s,
  green_s: GREEN_s,
  flow_vph,
  flowRatio: flow_vph / 1800,
});

const link = (row: number, from: number, to: number, travel_s: number, flow_vph = 450) => ({
  link: row,
  from,
  to,
  travel_s,
  fed: [window(0, flow_vph)],
  served: [window(0, flow_vph)],
});

/** Vehicle-seconds by hand: every platoon and every green second by second, with nothing worked out before. */
function waitByHand(links: readonly PlatoonLink[], offset_s: readonly number[], cycle_s: number) {
  let wait = 0;
  for (const { from, to, travel_s, fed, served } of links) {
    const rate = served[0]!.flow_vph / served[0]!.flowRatio / 3600;
    let [near, far] = [0, 0];
    for (let second = 0; second < 4 * cycle_s; second++) {
      const ofNear = (((second - travel_s - offset_s[from]!) % cycle_s) + cycle_s) % cycle_s;
      const ofFar = (((second - offset_s[to]!) % cycle_s) + cycle_s) % cycle_s;
      // Uniform arrivals at the near signal, its queue let out at the saturation rate.
      near += fed[0]!.flow_vph / 3600;
      const out = ofNear < GREEN_s ? Math.min(near, rate) : 0;
      near -= out;
      far += out;
      if (ofFar < GREEN_s) far -= Math.min(far, rate);
      if (second >= 3 * cycle_s) wait += far;
    }
  }
  return wait;
}

test('one way the far green begins as the platoon arrives, and nobody waits', () => {
  const signals = [{ cycle_s: 60 }, { cycle_s: 60 }];
  const street = [link(0, 0, 1, 25)];
  const offset_s = leastWaitOffsets_s(signals, street, [0, 0]);
  expect((((offset_s[1]! - offset_s[0]!) % 60) + 60) % 60).toBe(25);
  expect(waitByHand(street, offset_s, 60)).toBeCloseTo(0, 9);
});

test('both ways at a quarter of a cycle the wait cannot be avoided, and is shared out as the flows are', () => {
  const signals = [{ cycle_s: 60 }, { cycle_s: 60 }];
  const street = [link(0, 0, 1, 15, 600), link(1, 1, 0, 15, 100)];
  const offset_s = leastWaitOffsets_s(signals, street, [0, 0]);
  const waits = Array.from({ length: 60 }, (_, far_s) => waitByHand(street, [0, far_s], 60));
  const found = waits[(((offset_s[1]! - offset_s[0]!) % 60) + 60) % 60]!;
  expect(found).toBeCloseTo(Math.min(...waits), 6);
});

test('offsets are never worse than those it starts from, and keep within their cycle (property)', () => {
  const grids = fc.record({
    flows: fc.array(fc.integer({ min: 0, max: 800 }), { minLength: 8, maxLength: 8 }),
    start_s: fc.array(fc.integer({ min: 0, max: 59 }), { minLength: 4, maxLength: 4 }),
    travel_s: fc.integer({ min: 5, max: 50 }),
  });
  fc.assert(
    fc.property(grids, ({ flows, start_s, travel_s }) => {
      const signals = [0, 1, 2, 3].map(() => ({ cycle_s: 60 }));
      const square = [0, 1, 2, 3].flatMap((at) => [
        link(2 * at, at, (at + 1) % 4, travel_s, flows[2 * at]!),
        link(2 * at + 1, (at + 1) % 4, at, travel_s, flows[2 * at + 1]!),
      ]);
      const driven = square.filter(({ fed }) => fed[0]!.flow_vph > 0);
      const offset_s = leastWaitOffsets_s(signals, square, start_s);
      for (const own_s of offset_s) expect(own_s >= 0 && own_s < 60).toBe(true);
      expect(waitByHand(driven, offset_s, 60)).toBeLessThanOrEqual(
        waitByHand(driven, start_s, 60) + 1e-6,
      );
    }),
    { numRuns: 60 },
  );
});

test('signals without links, and links without flow, keep what they start with', () => {
  expect(leastWaitOffsets_s([], [], [])).toEqual([]);
  const signals = [{ cycle_s: 60 }, { cycle_s: 30 }];
  expect(leastWaitOffsets_s(signals, [link(0, 0, 1, 20, 0)], [0, 7])).toEqual([0, 7]);
});
