import { expect, test } from 'vitest';
import { staticNetworkOf } from '../../network/static-network.js';
import { plainLink } from '../../testing/static-networks.js';
import {
  type CostFunctions,
  costAt,
  costFunctions,
  costIntegral,
  createLinkCosts,
  marginalFunctions,
  raised,
  writeCost,
} from './link-costs.js';

const FREE = { length: 0, toll: 0 };

/** Volume-delay functions of a road of capacity 200 and free time 8. */
function road(b: number, power: number, weights = FREE): CostFunctions {
  const link = { ...plainLink, to: 1, capacity: 200, length: 5, freeTime: 8, toll: 3, b, power };
  const size = { nodeCount: 2, zoneCount: 2, firstThroughNode: 0 };
  return costFunctions(staticNetworkOf(size, [link]), weights);
}

test('powers are products and roots', () => {
  for (const value of [0, 0.25, 1, 1.7, 30]) {
    expect(raised(value, 0)).toBe(1);
    expect(raised(value, 1)).toBe(value);
    expect(raised(value, 3)).toBe(value * value * value);
    expect(raised(value, 0.5)).toBe(Math.sqrt(value));
    for (const power of [0.1, 1.3, 4.8, 12.6, 2 / 3]) {
      const expected = value ** power;
      // Fifty roots and products, each rounded once.
      expect(Math.abs(raised(value, power) - expected)).toBeLessThanOrEqual(1e-14 * expected);
    }
  }
});

test('the cost at capacity is 1 + b of the free time, plus length and toll by their weights', () => {
  const volumes: [number, number][] = [
    [0, 8],
    [200, 8 * 1.15],
    [400, 8 * (1 + 0.15 * 16)],
  ];
  for (const [volume, time] of volumes) {
    expect(costAt(road(0.15, 4), 0, volume)).toBeCloseTo(time, 12);
    const weights = { length: 0.04, toll: 0.02 };
    expect(costAt(road(0.15, 4, weights), 0, volume)).toBeCloseTo(time + 0.2 + 0.06, 12);
  }
});

test('a power of 0 is congestion that is always there', () => {
  for (const volume of [0, 100, 900]) {
    expect(costAt(road(0.5, 0), 0, volume)).toBe(12);
    expect(costIntegral(road(0.5, 0), 0, volume)).toBe(12 * volume);
    expect(costAt(marginalFunctions(road(0.5, 0)), 0, volume)).toBe(12);
  }
});

test.each([1, 1.5, 2.5, 4, 6])('at power %s written costs, slopes and areas agree', (power) => {
  const functions = road(0.15, power);
  const costs = createLinkCosts(functions);
  const step = 1e-3;
  for (const volume of [50, 200, 700]) {
    writeCost(costs, 0, volume);
    expect(costs.cost[0]).toBeCloseTo(costAt(functions, 0, volume), 11);
    const rise = costAt(functions, 0, volume + step) - costAt(functions, 0, volume - step);
    // Central differences are off by the third derivative times step²/6.
    expect(costs.slope[0]! / (rise / (2 * step))).toBeCloseTo(1, 6);
    const area =
      costIntegral(functions, 0, volume + step) - costIntegral(functions, 0, volume - step);
    expect(area / (2 * step) / costs.cost[0]!).toBeCloseTo(1, 6);
  }
});

test('the area under the marginal cost is what all vehicles spend', () => {
  for (const power of [0, 1, 2.5, 4]) {
    const functions = road(0.15, power, { length: 0.3, toll: 0.1 });
    for (const volume of [1, 150, 600]) {
      const spent = volume * costAt(functions, 0, volume);
      expect(costIntegral(marginalFunctions(functions), 0, volume) / spent).toBeCloseTo(1, 12);
    }
  }
});
