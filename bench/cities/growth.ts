/**
 * How the time of a step grows: with the vehicles on the same streets, and with the streets at the same
 * number of vehicles a link. Nanoseconds a vehicle update and a step, one thread, the sizes in turn.
 *
 *     node dist/bench/cities/growth.js [--smoke] [--rounds 5]
 */
import { pathToFileURL } from 'node:url';
import { SMALL_BLOCK_DISTRICT } from '../../networks/generate/generate-network.js';
import { cityBench, optionsOf } from './city-bench.js';
import { districtOf, filledCity } from './filled-city.js';

interface Size {
  readonly side_m: number;
  readonly vehicleCount: number;
}

const MORE_VEHICLES: readonly Size[] = [1500, 3000, 6000, 12_000, 18_000].map((vehicleCount) => ({
  side_m: 3840,
  vehicleCount,
}));

/** 12,000 vehicles on 3,840 m, as many to the square metre on all. */
const MORE_LINKS: readonly Size[] = [960, 1920, 3840, 5760, 8160].map((side_m) => ({
  side_m,
  vehicleCount: Math.round(12_000 * (side_m / 3840) ** 2),
}));

const SMOKE: readonly Size[] = [
  { side_m: 960, vehicleCount: 150 },
  { side_m: 960, vehicleCount: 300 },
];

export interface GrowthRow extends Size {
  readonly linkCount: number;
  readonly update_ns: number;
  readonly step_us: number;
}

export async function growthBench(
  argv: readonly string[],
  sizes: readonly Size[] = argv.includes('--smoke') ? SMOKE : [...MORE_VEHICLES, ...MORE_LINKS],
): Promise<GrowthRow[]> {
  const rows: GrowthRow[] = [];
  for (const { side_m, vehicleCount } of sizes) {
    const name = `${side_m} m`;
    const city = { name, district: districtOf(SMALL_BLOCK_DISTRICT, side_m), vehicleCount };
    const world = filledCity(city);
    const options = { ...optionsOf(argv), threadCounts: [1] };
    const { rows: found } = await cityBench(city, options, world);
    const update_ns = 1e9 / found[0]!.updatesASecond.median;
    const step_us = (update_ns * vehicleCount) / 1000;
    rows.push({ side_m, vehicleCount, linkCount: world.network.linkCount, update_ns, step_us });
  }
  return rows;
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log('   links  vehicles  ns an update  us a step');
  for (const { linkCount, vehicleCount, update_ns, step_us } of await growthBench(process.argv)) {
    const cells = [linkCount, vehicleCount, update_ns.toFixed(1), step_us.toFixed(0)];
    console.log(cells.map((cell, at) => String(cell).padStart([8, 10, 14, 11][at]!)).join(''));
  }
}
