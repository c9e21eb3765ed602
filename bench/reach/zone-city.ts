/**
 * The grid city of Fagnant and Kockelman (2014, Transportation Research Part C 40) beside what is
 * published of it: 10 by 10 miles in zones of a quarter of a mile, 60,551 rides a day, 1,688 shared
 * vehicles, with their step of five minutes and with five seconds; without relocation, with their
 * strategy R1, and with all four (`fleet.rebalanceBy: blocks`). The same cells as those of
 * cli/examples/fagnant-kockelman.study.yaml.
 *
 *     npm run bench -- reach/zone-city [--smoke] [--hours 24] [--threads 2] [--only five-minutes,…]
 *
 * The empty way is printed as it was driven, and as it is from zone to zone: the paper counts in zones,
 * and nothing within one.
 */
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { DEFAULT_FLEET, DEFAULT_SCENARIO, type FleetRules } from '../../core/scenario/scenario.js';
import { simulate } from '../../core/simulate.js';
import { scenarioOf } from '../../core/testing/small-town.js';
import { generateRides } from '../../demand/generate/rides.js';
import { generateNetwork, SMALL_BLOCK_DISTRICT } from '../../networks/generate/generate-network.js';
import { minutes, percent } from './served-day.js';
import { countByZones } from './zone-count.js';

export interface ZoneCitySize {
  readonly zonesAcross: number;
  readonly rideCount: number;
  readonly vehicleCount: number;
  readonly end_s: number;
}

/** People, jobs and stalls are those of the study's whole city, by its land. */
export const FULL: ZoneCitySize = {
  zonesAcross: 40,
  rideCount: 60_551,
  vehicleCount: 1688,
  end_s: DEFAULT_SCENARIO.end_s,
};
export const SMOKE: ZoneCitySize = {
  zonesAcross: 8,
  rideCount: 1200,
  vehicleCount: 30,
  end_s: DEFAULT_SCENARIO.start_s + 2 * 3600,
};

const ZONE_m = 402;
const SEED = 1;

const R1 = { rebalancing: 'perfect', rebalanceBy: 'blocks' } as const;
const ONLY_R1 = { ...DEFAULT_FLEET.blocks, innerSide_m: 0, zoneSide_m: 0 };
const RELOCATIONS: Readonly<Record<string, Partial<FleetRules>>> = {
  '': {},
  '-R1': { ...R1, blocks: ONLY_R1 },
  '-R1-R4': R1,
};
const STEPS = { 'five-minutes': 300, 'five-seconds': 5 } as const;
export const CELLS: Readonly<Record<string, Partial<FleetRules>>> = Object.fromEntries(
  Object.entries(STEPS).flatMap(([step, dispatchEvery_s]) =>
    Object.entries(RELOCATIONS).map(([name, rules]) => [
      step + name,
      { dispatchEvery_s, ...rules },
    ]),
  ),
);

/** Of all cells. Shares of blocks are those of the next hour: five minutes have too few requests. */
export const RULES = {
  dispatcher: 'nearest-idle',
  maxWait_s: 1800,
  rebalanceEvery_s: 300,
  forecast_s: 3600,
  idleStay_s: 86_400,
} as const;

const PUBLISHED =
  'published (Fagnant and Kockelman 2014): about 1,688 vehicles for 60,551 rides, 31 to 41 rides a ' +
  'vehicle, about 10 % of empty way on top, in steps of five minutes and with all four strategies';

export interface ZoneCityReport {
  readonly rows: readonly { readonly cell: string; readonly figures: CityFigures }[];
  readonly lines: readonly string[];
}

export interface CityFigures {
  readonly rideCount: number;
  readonly servedCount: number;
  readonly meanWait_s: number;
  readonly medianWait_s: number;
  /** On top of the occupied way: as driven in all, of that rebalancing, and as counted by zones. */
  readonly emptyShare: number;
  readonly rebalancingShare: number;
  readonly zoneShare: number;
  readonly wall_s: number;
}

export async function zoneCity(
  size: ZoneCitySize,
  { cells = Object.keys(CELLS), threadCount = 1 }: { cells?: string[]; threadCount?: number } = {},
): Promise<ZoneCityReport> {
  const { network, trips } = cityOf(size);
  const rows: { cell: string; figures: CityFigures }[] = [];
  const lines = [
    `${network.links.length} links, ${trips.length} rides, ${size.vehicleCount} vehicles`,
  ];
  for (const cell of cells) {
    const fleet = CELLS[cell];
    if (fleet === undefined) throw new RangeError(`No cell is called ${JSON.stringify(cell)}.`);
    const count = countByZones(network, trips, ZONE_m);
    const begun_ms = performance.now();
    const { summary, trips: rides } = await simulate(
      { scenario: scenarioFor(size, fleet), network, trips, idleCars: [] },
      {
        watch: count.watch,
        ...(threadCount === 1
          ? {}
          : { threads: { threadCount, coreCount: availableParallelism() } }),
      },
    );
    const wall_s = (performance.now() - begun_ms) / 1000;
    const waits_s = rides
      .filter(({ status }) => status === 'arrived')
      .map(({ wait_s }) => wait_s)
      .sort((a, b) => a - b);
    const { occupied_m, empty_m } = count.total();
    const occupied_km = summary['vkt_occupied_km']!;
    const figures: CityFigures = {
      rideCount: rides.length,
      servedCount: waits_s.length,
      meanWait_s: waits_s.reduce((sum, wait_s) => sum + wait_s, 0) / waits_s.length,
      medianWait_s: waits_s[waits_s.length >> 1]!,
      emptyShare: (summary['vkt_km']! - occupied_km) / occupied_km,
      rebalancingShare: summary['vkt_rebalancing_km']! / occupied_km,
      zoneShare: empty_m / occupied_m,
      wall_s,
    };
    rows.push({ cell, figures });
    lines.push(lineOf(cell, figures, size));
  }
  return { rows, lines: [...lines, PUBLISHED] };
}

function cityOf({ zonesAcross, rideCount }: ZoneCitySize) {
  const share = (zonesAcross / FULL.zonesAcross) ** 2;
  const network = generateNetwork({
    ...SMALL_BLOCK_DISTRICT,
    side_m: zonesAcross * ZONE_m,
    spacing_m: ZONE_m,
    gateStretch_m: 4 * ZONE_m,
    // 33 mph; the peak's slower traffic comes from the streets themselves.
    speed_kmh: 53,
    curbStallCount: 0,
    pudoBayCount: Math.round(12_800 * share),
    loadingBayCount: 0,
    lotStallCount: Math.round(142_400 * share),
    surfaceShare: 1,
    remoteLotCount: 0,
    remoteStallCount: 0,
    residentCount: Math.round(400_000 * share),
    jobCount: Math.round(200_000 * share),
    jobScale_m: 100 * zonesAcross,
    addressCount: Math.round(6400 * share),
  });
  const rides = { seed: SEED, factor: 1, rideCount, deterrence_perKm: 0.2, returnShare: 1 };
  return { network, trips: generateRides(network, rides).trips };
}

function scenarioFor({ vehicleCount, end_s }: ZoneCitySize, fleet: Partial<FleetRules>) {
  return scenarioOf({
    name: 'zone-city',
    seed: SEED,
    regime: 'shared-automated',
    end_s,
    curb: { policy: 'unlimited' },
    parking: { idleChoice: 'nearest' },
    fleet: {
      vehicleCount,
      ...RULES,
      ...fleet,
    },
  });
}

function lineOf(cell: string, figures: CityFigures, { vehicleCount }: ZoneCitySize): string {
  const { rideCount, servedCount, meanWait_s, medianWait_s, wall_s } = figures;
  return (
    `${cell}: ${percent(servedCount / rideCount)} served, ` +
    `${(servedCount / vehicleCount).toFixed(1)} rides a vehicle, wait ${minutes(meanWait_s)} min, ` +
    `median ${minutes(medianWait_s)}, empty on top ${percent(figures.emptyShare)} ` +
    `(rebalancing ${percent(figures.rebalancingShare)}), by zones ${percent(figures.zoneShare)}; ` +
    `${wall_s.toFixed(0)} s`
  );
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      hours: { type: 'string' },
      threads: { type: 'string', default: '2' },
      only: { type: 'string', default: Object.keys(CELLS).join(',') },
    },
  });
  const { hours } = values;
  const { start_s } = DEFAULT_SCENARIO;
  const full = hours === undefined ? FULL : { ...FULL, end_s: start_s + 3600 * Number(hours) };
  const { lines } = await zoneCity(values.smoke ? SMOKE : full, {
    cells: values.only.split(','),
    threadCount: Number(values.threads),
  });
  for (const line of lines) console.log(line);
}
