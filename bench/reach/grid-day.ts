/**
 * A whole day of 50,000 requests and 500 vehicles with insertion pooling on the example district of
 * small blocks, in two variants: vehicles that are traffic, lane by lane, and vehicles that drive as
 * precomputed link times say. MATSim's published figure for as many requests and vehicles on a
 * synthetic grid, with dispatch on precomputed times, is 115.5 s on eight partitions.
 *
 *     npm run bench -- reach/grid-day [--smoke] [--threads 2] [--dt 1] [--only kernel,precomputed]
 *
 * Both variants have the same streets, requests and promises. Nobody else is on the streets.
 */
import { availableParallelism } from 'node:os';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { draw, mix, PURPOSE } from '../../core/base/random.js';
import { createInsertion } from '../../core/fleet/insertion.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO, type Scenario } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { simulate } from '../../core/simulate.js';
import { DAY, DAY_CURVES } from '../../demand/day-curve.js';
import { generateNetwork, SMALL_BLOCK_DISTRICT } from '../../networks/generate/generate-network.js';
import { districtOf } from '../cities/filled-city.js';
import { streetsOfDraft } from './network-streets.js';
import { lineOf, minutes, percent, serveDay } from './served-day.js';

export interface GridDaySize {
  readonly side_m: number;
  readonly requestCount: number;
  readonly vehicleCount: number;
  readonly start_s: number;
  readonly end_s: number;
}

export const FULL: GridDaySize = {
  side_m: 2400,
  requestCount: 50_000,
  vehicleCount: 500,
  ...DAY,
};
export const SMOKE: GridDaySize = {
  side_m: 480,
  requestCount: 60,
  vehicleCount: 6,
  start_s: 8 * 3600,
  end_s: 8.5 * 3600,
};

export interface GridDayOptions {
  readonly dt_s: number;
  readonly threadCount: number;
  readonly only?: readonly string[];
  /** The built worker; tests run the sources and must name it. */
  readonly workerFile?: URL;
}

export interface GridDayReport {
  readonly hashes: readonly string[];
  readonly servedCounts: readonly number[];
  readonly lines: readonly string[];
}

/** Promises as in the example study. */
const { maxWait_s, maxDetour, detourAllowance_s, seatCount } = DEFAULT_SCENARIO.fleet;
const { dwell_s } = DEFAULT_SCENARIO.curb;
const SEED = 3;
/** What a junction costs on the kernel's streets, rounded: stopping, waiting, setting off. */
const JUNCTION_s = 6;
const DISPATCH_s = 5;

export async function gridDay(size: GridDaySize, options: GridDayOptions): Promise<GridDayReport> {
  const network = generateNetwork({
    ...districtOf(SMALL_BLOCK_DISTRICT, size.side_m),
    addressCount: Math.round(SMALL_BLOCK_DISTRICT.addressCount * (size.side_m / 2400) ** 2),
  });
  const trips = tripsOf(network, size);
  const { only = ['precomputed', 'kernel'] } = options;
  const variants = [
    ...(only.includes('precomputed') ? [onPrecomputedTimes(network, trips, size)] : []),
    ...(only.includes('kernel') ? [await inTraffic(network, trips, size, options)] : []),
  ];
  return {
    hashes: variants.map(({ hash }) => hash),
    servedCounts: variants.map(({ servedCount }) => servedCount),
    lines: [
      `${network.links.length} links, ${trips.length} requests, ${size.vehicleCount} vehicles`,
      ...variants.map(({ line }) => line),
    ],
  };
}

interface Variant {
  readonly hash: string;
  readonly servedCount: number;
  readonly line: string;
}

/** Between addresses drawn from all, at the hours of visitors. */
function tripsOf({ addresses }: NetworkDraft, size: GridDaySize): TripDraft[] {
  const drawn = (trip: number, what: number): number => draw(SEED, PURPOSE.place, trip, what);
  const trips = Array.from({ length: size.requestCount }, (_, trip): TripDraft => {
    const from = Math.floor(drawn(trip, 0) * addresses.length);
    const beyond = 1 + Math.floor(drawn(trip, 1) * (addresses.length - 1));
    const name = `r${String(trip).padStart(6, '0')}`;
    return {
      name,
      kind: 'resident',
      vehicle: name,
      departure_s: DAY_CURVES.visit.timeBetween(drawn(trip, 2), {
        from_s: size.start_s,
        to_s: size.end_s,
      }),
      origin: addresses[from]!.name,
      destination: addresses[(from + beyond) % addresses.length]!.name,
      partySize: 1,
    };
  });
  return trips.sort((a, b) => a.departure_s - b.departure_s || (a.name < b.name ? -1 : 1));
}

function onPrecomputedTimes(
  network: NetworkDraft,
  trips: readonly TripDraft[],
  { vehicleCount }: GridDaySize,
): Variant {
  const begun_ms = performance.now();
  const { streets, endOf } = streetsOfDraft(network, JUNCTION_s);
  const nodeOf = new Map(network.addresses.map(({ name, link }) => [name, endOf.get(link)!]));
  const requests = trips.flatMap(({ departure_s: time_s, origin, destination, partySize }) => {
    const [from, to] = [nodeOf.get(origin)!, nodeOf.get(destination)!];
    // Some addresses share a junction.
    return from === to ? [] : [{ time_s, from, to, partySize }];
  });
  const starts = [...nodeOf.values()];
  const figures = serveDay({
    streets,
    requests,
    settings: { vehicleCount, seatCount, maxWait_s, maxDetour, detourAllowance_s, dwell_s },
    dispatchBy: ({ settings }) => ({
      dispatcher: createInsertion(settings),
      patience_s: maxWait_s / 2,
    }),
    dispatchEvery_s: DISPATCH_s,
    startOf: (vehicle) => starts[(vehicle * 37) % starts.length]!,
  });
  const wall_s = (performance.now() - begun_ms) / 1000;
  const line = `${lineOf('precomputed', figures)}; ${wall_s.toFixed(2)} s with the table of times`;
  return { hash: figures.hash, servedCount: figures.servedCount, line };
}

async function inTraffic(
  network: NetworkDraft,
  trips: readonly TripDraft[],
  { vehicleCount, start_s, end_s }: GridDaySize,
  { dt_s, threadCount, workerFile }: GridDayOptions,
): Promise<Variant> {
  const scenario: Scenario = {
    ...DEFAULT_SCENARIO,
    name: 'grid-day',
    regime: 'shared-automated',
    dt_s,
    start_s,
    end_s,
    fleet: { ...DEFAULT_SCENARIO.fleet, vehicleCount },
  };
  const begun_ms = performance.now();
  const before = process.cpuUsage();
  const result = await simulate(
    { scenario, network, trips, idleCars: [] },
    threadCount === 1
      ? {}
      : {
          threads: {
            threadCount,
            coreCount: availableParallelism(),
            ...(workerFile === undefined ? {} : { workerFile }),
          },
        },
  );
  const wall_s = (performance.now() - begun_ms) / 1000;
  const { user, system } = process.cpuUsage(before);
  const { summary } = result;
  const served = result.trips.filter(({ status }) => status === 'arrived');
  let hash = 0;
  for (const { total_s } of result.trips) hash = mix(hash ^ Math.round(16 * total_s));
  const driven_s = result.links.reduce((sum, { vehicle_s }) => sum + vehicle_s, 0);
  const { wait_p50_s, wait_p95_s, occupancy_mean, empty_share, vkt_km } = summary;
  const line =
    `kernel, dt ${dt_s} s, ${threadCount} threads: ${trips.length} requests, ` +
    `${percent(served.length / trips.length)} served, ` +
    `wait median ${minutes(wait_p50_s!)} min (95 %: ${minutes(wait_p95_s!)}), ` +
    `empty ${empty_share!.toFixed(1)} %, ${occupancy_mean!.toFixed(2)} persons aboard, ` +
    `${vkt_km!.toFixed(0)} km, ${(driven_s / dt_s / 1e6).toFixed(1)} million vehicle updates; ` +
    `${wall_s.toFixed(2)} s (CPU ${((user + system) / 1e6).toFixed(2)} s), ` +
    `${((end_s - start_s) / wall_s).toFixed(0)} x real time, hash ${(hash >>> 0).toString(16)}`;
  return { hash: (hash >>> 0).toString(16), servedCount: served.length, line };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      threads: { type: 'string', default: '2' },
      dt: { type: 'string', default: '0.5' },
      only: { type: 'string', default: 'precomputed,kernel' },
    },
  });
  const { lines } = await gridDay(values.smoke ? SMOKE : FULL, {
    dt_s: Number(values.dt),
    threadCount: Number(values.threads),
    only: values.only.split(','),
  });
  for (const line of lines) console.log(line);
}
