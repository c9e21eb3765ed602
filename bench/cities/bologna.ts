/**
 * A real district: the Acosta quarter of Bologna with its morning's cars, from half an hour after the
 * first has set out on. Run where `BLOCKWISE_DATA` names the folder of data.
 *
 *     node dist/bench/cities/bologna.js [--threads 1,2] [--rounds 5]
 */
import { pathToFileURL } from 'node:url';
import { buildWorld } from '../../core/kernel/build-world.js';
import { inOrder, stagesOf } from '../../core/kernel/stages.js';
import { createMoverOrder, sortMovers } from '../../core/traffic/mover-order.js';
import { ON_ROAD } from '../../core/traffic/traffic-state.js';
import type { World } from '../../core/world.js';
import { bolognaCase } from '../peers/bologna-case.js';
import { ourInputs } from '../peers/our-side.js';
import { cityBench, optionsOf } from './city-bench.js';

const DT_s = 0.5;
const RUN_UP_s = 1800;

async function filledBologna(): Promise<World | null> {
  const peerCase = bolognaCase();
  if (peerCase === null) return null;
  const { world } = buildWorld(await ourInputs(peerCase, DT_s));
  const { clock, scenario, events, traffic, vehicles } = world;
  const stages = stagesOf(world);
  while (clock.time_s < scenario.start_s + RUN_UP_s) {
    clock.time_s = scenario.start_s + (clock.step + 1) * scenario.dt_s;
    for (const stage of stages) inOrder(stage);
    clock.step++;
    events.clear();
  }
  sortMovers(traffic, vehicles, createMoverOrder(traffic));
  return world;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const world = await filledBologna();
  if (world === null) console.log('bologna: its data is not here');
  else {
    const city = { name: 'bologna', vehicleCount: world.traffic.counters[ON_ROAD]! };
    const { lines } = await cityBench(city, optionsOf(process.argv), world);
    for (const line of lines) console.log(line);
  }
}
