import { expect, test } from 'vitest';
import {
  checkConservation,
  createConservationScratch,
} from '../../core/kernel/laws/conservation.js';
import { inOrder, stagesOf } from '../../core/kernel/stages.js';
import { BUILT_WORKER } from '../../core/testing/built-worker.js';
import { cityBench, optionsOf } from './city-bench.js';
import { filledCity } from './filled-city.js';
import { cityOf as grid } from './grid.js';
import { growthBench } from './growth.js';
import { cityOf as smallBlock } from './small-block.js';
import { cityOf as superblock } from './superblock.js';

const BUILT_BARE = new URL('../../dist/bench/cities/one-stage-crew.js', import.meta.url);
const CITIES = [smallBlock, superblock, grid].map((cityOf) => cityOf({ isSmoke: true }));

test.each(CITIES)(
  'the benchmark of $name ends in one state with one and two threads',
  async (city) => {
    const options = {
      ...optionsOf(['--smoke']),
      workerFile: BUILT_WORKER,
      bareWorkerFile: BUILT_BARE,
    };
    const first = await cityBench(city, options, filledCity(city));
    expect(first.rows.map(({ threadCount }) => threadCount)).toEqual([1, 2]);
    expect(first.rows.every(({ updatesASecond }) => updatesASecond.median > 0)).toBe(true);
    expect(first.rows.every(({ bareUpdatesASecond }) => bareUpdatesASecond > 0)).toBe(true);
    expect(first.rows[0]!.gainShare).toBe(1);
    const alone = await cityBench(city, { ...options, threadCounts: [1, 1] }, filledCity(city));
    expect(alone.hash).toBe(first.hash);
  },
);

test.each(CITIES)('the streets of $name are filled by the laws, and vehicles drive', (city) => {
  const world = filledCity(city);
  const scratch = createConservationScratch(world);
  checkConservation(world, scratch);
  const stages = stagesOf(world);
  for (let step = 0; step < 120; step++) {
    world.clock.time_s = world.scenario.start_s + (world.clock.step + 1) * world.scenario.dt_s;
    for (const stage of stages) inOrder(stage);
    world.clock.step++;
    checkConservation(world, scratch);
  }
  const { movers } = world.traffic;
  const driven_m = Array.from(movers.odometer_m as ArrayLike<number>).reduce((a, b) => a + b, 0);
  expect(driven_m / city.vehicleCount).toBeGreaterThan(30);
});

test('the time of a step is told for each size of a city', async () => {
  const rows = await growthBench(['--smoke']);
  expect(rows.map(({ vehicleCount }) => vehicleCount)).toEqual([150, 300]);
  for (const { linkCount, update_ns, step_us } of rows) {
    expect(linkCount).toBe(rows[0]!.linkCount);
    expect(step_us).toBeGreaterThan(0);
    expect(update_ns).toBeGreaterThan(0);
  }
});
