import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildRoadNetwork } from '../../core/network/build-network.js';
import { hierarchyOf } from '../../core/routing/network-hierarchy.js';
import { streetMap } from '../../core/testing/street-map.js';
import { sampleInputs, sampleResult } from '../testing/sample-run.js';
import { runOnce } from './run-once.js';
import { keepOrder, storedOrder } from './stored-order.js';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'blockwise-order-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const network = buildRoadNetwork(streetMap('a--b--c', '|  |  |', 'd--e--f'));
const made = (): Int32Array => {
  const order = { known: null, made: null as Int32Array | null };
  hierarchyOf(network, order);
  return order.made!;
};
const kept = async (): Promise<string> => {
  await keepOrder(home, 'net', 'code', { known: null, made: made() });
  return join(home, 'orders', 'net.bin');
};

test('an order comes back as it was kept, and gives the same index', async () => {
  await kept();
  const { order, damage } = await storedOrder(home, 'net', 'code');
  expect([order.known, damage]).toEqual([made(), []]);
  expect(hierarchyOf(network, order)).toEqual(hierarchyOf(network));
  expect(order.made).toBeNull();
});

test('one that is damaged, of another network or of other code is said, and none is known', async () => {
  const path = await kept();
  const whole = readFileSync(path);
  const problemWith = async (file: Buffer, code = 'code'): Promise<string> => {
    writeFileSync(path, file);
    const { order, damage } = await storedOrder(home, 'net', code);
    expect(order.known).toBeNull();
    return damage.map(({ code: one, message }) => `${one} ${message}`).join();
  };
  const flipped = Buffer.from(whole);
  flipped[flipped.length - 1]! ^= 1;
  expect(await problemWith(flipped)).toMatch(/^CLI-016 .*checksum.*made anew$/);
  expect(await problemWith(whole.subarray(0, whole.length - 4))).toMatch(/checksum/);
  expect(await problemWith(Buffer.from('nonsense'))).toMatch(/beginning/);
  expect(await problemWith(whole, 'newer')).toMatch(/other code/);
  const other = Buffer.from(whole.toString('latin1').replace('"net"', '"ten"'), 'latin1');
  expect(await problemWith(other)).toMatch(/another network/);
});

test.each([
  ['too short', (order: Int32Array) => order.subarray(1)],
  ['twice the same', (order: Int32Array) => order.map((link, at) => (at === 0 ? order[1]! : link))],
  ['out of range', (order: Int32Array) => order.map((link) => link + 1)],
])('an order that is %s is not taken', (_, change) => {
  const order = { known: change(made()), made: null as Int32Array | null };
  expect(hierarchyOf(network, order)).toEqual(hierarchyOf(network));
  expect(order.made).toEqual(made());
});

test('a run hands its order to the store, and the next run of the network has it', async () => {
  const seen: (Int32Array | null)[] = [];
  const options = {
    store: join(home, 'store'),
    fresh: true,
    simulate: async (inputs: ReturnType<typeof sampleInputs>, hooks = {}) => {
      const { routeOrder } = hooks as { routeOrder: { known: Int32Array | null; made: unknown } };
      seen.push(routeOrder.known);
      if (routeOrder.known === null) routeOrder.made = made();
      return sampleResult(inputs.scenario.seed);
    },
  };
  await runOnce(sampleInputs(), options);
  const second = await runOnce(sampleInputs(), options);
  expect(seen).toEqual([null, made()]);
  expect(second.orderDamage).toEqual([]);
  expect(readdirSync(join(options.store, 'orders'))).toHaveLength(1);
});
