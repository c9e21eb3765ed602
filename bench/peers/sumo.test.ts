import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { streetMap } from '../../core/testing/street-map.js';
import { smallSumo } from '../../networks/import/small-sumo.js';
import { flowAgreement, geh, timeApart } from './link-flows.js';
import { ourInputs, runOurs } from './our-side.js';
import type { PeerCase } from './peer-case.js';
import { comparison, median } from './peer-table.js';
import { tripsText } from './sumo-grids.js';
import { sumoVersion } from './sumo-side.js';

const ROUTES =
  '<routes>' +
  '<vehicle id="a" depart="0" departPos="base"><route edges="in bit out"/></vehicle>' +
  '<vehicle id="b" depart="9"><route edges="up bit out"/></vehicle>' +
  '<vehicle id="late" depart="200"><route edges="in side"/></vehicle>' +
  '<vehicle id="latest" depart="295"><route edges="in bit out"/></vehicle>' +
  '</routes>';

async function withCase<Result>(use: (peerCase: PeerCase) => Promise<Result>): Promise<Result> {
  const dir = mkdtempSync(join(tmpdir(), 'peers-'));
  try {
    const [net, routes] = [join(dir, 'town.net.xml'), join(dir, 'town.rou.xml')];
    writeFileSync(net, smallSumo());
    writeFileSync(routes, ROUTES);
    return await use({ name: 'town', net, routes: [routes], additional: [], end_s: 120 });
  } finally {
    rmSync(dir, { recursive: true });
  }
}

test('our side reads the files of SUMO: its routes, vehicles and signal plans, up to the end', async () => {
  const { scenario, network, trips } = await withCase((peerCase) => ourInputs(peerCase, 0.5));
  expect(trips.map(({ name, route }) => [name, route])).toEqual([
    ['a', ['in', 'out']],
    ['b', ['up', 'out']],
  ]);
  expect(scenario).toMatchObject({ start_s: 0, end_s: 120, dt_s: 0.5 });
  expect(scenario.drivers.human).toMatchObject({ tau_s: 1, length_m: 5, standstillGap_m: 2.5 });
  expect(network.signals).toHaveLength(1);
});

test('our side counts the same vehicle seconds whatever the step', async () => {
  const runs = await withCase(async (peerCase) => [
    await runOurs(peerCase, 0.5),
    await runOurs(peerCase, 1),
  ]);
  for (const { outcome } of runs) expect(outcome).toMatchObject({ tripCount: 2, arrivedCount: 2 });
  const [fine, coarse] = runs.map(({ cost }) => cost);
  expect(fine!.updateCount).toBe(Math.round(2 * fine!.vehicle_s));
  expect(coarse!.updateCount).toBe(Math.round(coarse!.vehicle_s));
  expect(new Map(runs[0]!.outcome.entered).get('out')).toBe(2);
});

test('the steps after the first five minutes are counted apart', async () => {
  const run = async (end_s: number) =>
    (await withCase((peerCase) => runOurs({ ...peerCase, end_s }, 0.5))).cost;
  const [short, long] = [await run(300), await run(600)];
  expect(long.warm.updateCount).toBe(long.updateCount - short.updateCount);
  expect(long.warm.updateCount).toBeGreaterThan(0);
  expect(long.warm.stepping_s).toBeLessThan(long.stepping_s);
});

test('trips of the grids are far enough apart and always the same', () => {
  const { links } = streetMap('a-b-c-d-e', { step_m: 500 });
  const text = tripsText(links, 5000);
  expect(tripsText(links, 5000)).toBe(text);
  const pairs = [...text.matchAll(/from="(\w+)" to="(\w+)"/g)];
  expect(pairs).toHaveLength(5000);
  const startOf = new Map(links.map(({ name, geometry }) => [name, geometry[0]![0]]));
  for (const [, from, to] of pairs) {
    expect(Math.abs(startOf.get(from!)! - startOf.get(to!)!)).toBeGreaterThanOrEqual(800);
  }
});

test('the table gives medians, ratios of the same pair, and how far flows are apart', () => {
  const cost = (stepping_s: number) => ({
    ...{ wall_s: stepping_s, cpu_s: NaN, stepping_s, peak_MB: 1 },
    ...{ updateCount: 100, vehicle_s: 100 },
    warm: { stepping_s: stepping_s / 2, updateCount: 60 },
  });
  const outcome = (arrivedCount: number) => ({
    ...{ tripCount: 10, arrivedCount, tripMean_s: 1, speed_mps: 1, vkt_km: 1 },
    entered: new Map([['x', arrivedCount]]),
    spent_s: new Map([['x', 3600 * arrivedCount]]),
  });
  const sides = [
    { name: 'SUMO', costs: [cost(10), cost(40), cost(20)], outcome: outcome(8) },
    { name: 'dt 1 s', costs: [cost(1), cost(8), cost(1)], outcome: outcome(10) },
  ] as const;
  const lines = comparison('case', sides, 1);
  const row = (label: string): string => lines.find((line) => line.startsWith(label))!;
  // 10:1, 40:8 and 20:1 have the median 10; the medians themselves are 20 and 1.
  expect(row('stepping s')).toMatch(/20\.00 +1\.00 +× 0\.100$/);
  expect(row('… from 300 s on')).toMatch(/^… from 300 s on +6 +120 +× 10\.0$/);
  expect(row('CPU s')).toMatch(/- +- +-$/);
  expect(row('vehicles arrived')).toMatch(/8 +10 +× 1\.250$/);
  expect(row('link flows apart')).toMatch(/25\.0 %$/);
  expect(row('links with GEH below 5')).toMatch(/100\.0 %$/);
  expect(timeApart(sides[1].outcome, sides[0].outcome)).toEqual([
    { link: 'x', ours_h: 10, theirs_h: 8 },
  ]);
});

test('flows are compared on the links that both have; the median lies in the middle', () => {
  expect(flowAgreement(new Map([['a', 5]]), new Map([['b', 5]]), 1)).toMatchObject({
    linkCount: 0,
  });
  expect(flowAgreement(new Map([['a', 6]]), new Map([['a', 4]]), 1).apart).toBe(0.5);
  const [a, b] = [
    new Map([
      ['a', 1],
      ['b', 2],
      ['c', 3],
    ]),
    new Map([
      ['a', 10],
      ['b', 20],
      ['c', 30],
    ]),
  ];
  expect(flowAgreement(a, b, 1).r2).toBeCloseTo(1, 12);
  // Theory: flows of 400 and 500 an hour have a GEH of √(2 · 100² / 900), counted in any time.
  expect(geh(400, 500)).toBeCloseTo(4.714, 3);
  expect(flowAgreement(new Map([['a', 200]]), new Map([['a', 250]]), 0.5).medianGeh).toBeCloseTo(
    4.714,
    3,
  );
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
});

test('where SUMO is not installed there is no version of it', () => {
  expect(sumoVersion('no-such-simulator')).toBeNull();
});
