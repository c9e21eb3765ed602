/**
 * Time to plan the moves of an idle fleet: shares by zone, and who drives where with the least
 * driving. The hash covers who is sent where.
 */
import { performance } from 'node:perf_hooks';
import { pathToFileURL } from 'node:url';
import type { LinkId } from '../../core/base/ids.js';
import { draw, mix, PURPOSE } from '../../core/base/random.js';
import { createFleet, noteVehicleAt } from '../../core/fleet/fleet.js';
import { createRebalancing, shareOut } from '../../core/fleet/rebalancing.js';
import type { FleetVehicleId } from '../../core/state/fleet-tables.js';
import { createGridCity } from '../../core/testing/grid-city.js';

export interface RebalancingBenchSize {
  readonly vehicleCount: number;
  readonly blockCount: number;
  /** Every so many links one waits for requests. */
  readonly zoneEvery: number;
  readonly repeatCount: number;
}

/** The example district's fleet, all idle, and about as many zones as it has lots. */
export const FULL: RebalancingBenchSize = {
  vehicleCount: 500,
  blockCount: 25,
  zoneEvery: 6,
  repeatCount: 9,
};
export const SMOKE: RebalancingBenchSize = {
  vehicleCount: 30,
  blockCount: 6,
  zoneEvery: 4,
  repeatCount: 2,
};

export interface RebalancingBenchResult {
  readonly moveCount: number;
  readonly min_ms: number;
  readonly median_ms: number;
  readonly hash: string;
}

export function benchRebalancing(size: RebalancingBenchSize = FULL): RebalancingBenchResult {
  const rounds = Array.from({ length: size.repeatCount }, () => planOnce(size));
  const times_ms = rounds.map(({ spent_ms }) => spent_ms).sort((a, b) => a - b);
  const { moveCount, hash } = rounds[0]!;
  return { moveCount, hash, min_ms: times_ms[0]!, median_ms: times_ms[times_ms.length >> 1]! };
}

function planOnce({ vehicleCount, blockCount, zoneEvery }: RebalancingBenchSize) {
  const city = createGridCity(blockCount, blockCount);
  const fleet = createFleet({
    vehicleCount,
    seatCount: 4,
    requestCapacity: 1,
    maxWait_s: 480,
    maxDetour: 1.4,
    detourAllowance_s: 180,
    dwell_s: 30,
  });
  for (let row = 0; row < vehicleCount; row++) {
    const link = Math.floor(draw(1, PURPOSE.testOrder, row, 0) * city.linkCount) as LinkId;
    noteVehicleAt(fleet, row as FleetVehicleId, link, 0, 0);
  }
  const zoneCount = Math.floor(city.linkCount / zoneEvery);
  const zones = {
    zoneCount,
    zoneOfLink: new Int32Array(city.linkCount),
    link: Int32Array.from({ length: zoneCount }, (_, zone) => zone * zoneEvery),
    position_m: new Float64Array(zoneCount),
  };
  const rebalancing = createRebalancing(zones, vehicleCount);
  const forecast = (_: number, __: number, expected: Float64Array): void => {
    for (let zone = 0; zone < zoneCount; zone++) {
      expected[zone] = Math.floor(10 * draw(1, PURPOSE.testOrder, zone, 1));
    }
  };
  const ask = { time_s: 0, horizon_s: 900, forecast };
  const canMove = new Uint8Array(vehicleCount).fill(1);
  const start_ms = performance.now();
  shareOut(fleet, rebalancing, canMove, ask, city.travelTime);
  const spent_ms = performance.now() - start_ms;
  let hash = 0;
  for (let move = 0; move < rebalancing.moveCount; move++) {
    hash = mix((hash ^ rebalancing.vehicle[move]!) + rebalancing.zone[move]!);
  }
  const hexHash = (hash >>> 0).toString(16).padStart(8, '0');
  return { spent_ms, moveCount: rebalancing.moveCount, hash: hexHash };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const size = process.argv.includes('--smoke') ? SMOKE : FULL;
  const { moveCount, min_ms, median_ms, hash } = benchRebalancing(size);
  console.log(
    `${size.vehicleCount} vehicles: ${moveCount} moves, min ${min_ms.toFixed(1)} ms, ` +
      `median ${median_ms.toFixed(1)} ms, hash ${hash}`,
  );
}
