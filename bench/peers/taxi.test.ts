import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { smallSumo } from '../../networks/import/small-sumo.js';
import { runOurTaxis } from './our-taxi-side.js';
import { taxiTable } from './taxi.js';
import { type TaxiCase, writeTaxiRoutes } from './taxi-case.js';

const withTown = async <Result>(use: (town: TaxiCase, dir: string) => Promise<Result>) => {
  const dir = mkdtempSync(join(tmpdir(), 'taxis-'));
  try {
    const net = join(dir, 'town.net.xml');
    writeFileSync(net, smallSumo());
    const requests = [
      { time_s: 5, from: 'in', from_m: 20, to: 'out', to_m: 20 },
      { time_s: 20, from: 'up', from_m: 20, to: 'out', to_m: 20 },
    ];
    return await use({ name: 'town', net, end_s: 400, taxis: ['in', 'up'], requests }, dir);
  } finally {
    rmSync(dir, { recursive: true });
  }
};

test('our taxis serve the requests of a SUMO network, whatever the step', async () => {
  const runs = await withTown(async (town) => [
    await runOurTaxis(town, 0.5),
    await runOurTaxis(town, 1),
  ]);
  for (const { outcome } of runs) {
    expect(outcome).toMatchObject({ requestCount: 2, pickedUpCount: 2, servedCount: 2 });
    expect(outcome.meanWait_s).toBeGreaterThan(0);
    expect(outcome.meanRide_s).toBeGreaterThan(0);
  }
});

test("SUMO's file has a taxi a start and a person a request", async () => {
  const text = await withTown(async (town, dir) =>
    readFileSync(writeTaxiRoutes(town, dir), 'utf8'),
  );
  expect(text.match(/<vehicle /g)).toHaveLength(2);
  expect(text).toContain('<person id="p1" depart="20" departPos="20.00">');
  expect(text).toContain('<ride from="up" to="out" arrivalPos="20.00" lines="taxi"/>');
});

test('the table shows medians, and the medians of the ratios of one round', async () => {
  const outcome = {
    requestCount: 9,
    pickedUpCount: 8,
    servedCount: 7,
    meanWait_s: 60,
    meanRide_s: 300,
  };
  const lines = await withTown(async (town) =>
    taxiTable(town, [
      { name: 'SUMO', wall_s: [8, 20, 9], cpu_s: [8, 8, 8], outcome },
      { name: 'dt 1 s', wall_s: [4, 4, 3], cpu_s: [4, 2, 2], outcome },
    ]),
  );
  expect(lines.at(-2)).toMatch(/SUMO +9\.00 +8\.00 +8 of 9 +7 +60 +300/);
  expect(lines.at(-1)).toMatch(/dt 1 s +4\.00 +3\.0 +2\.00 +4\.0 +8 of 9/);
});
