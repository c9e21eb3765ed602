/**
 * Ride sharing on Manhattan by the graph of requests, trips and vehicles: 3,000 vehicles of 4 seats,
 * 20,000 requests an hour, beside what is published for that demand (Alonso-Mora et al. 2017: 98 %
 * served, mean wait 2.8 min, mean delay 3.5 min). On precomputed times, as there, and with vehicles
 * that are traffic, lane by lane (`traffic-…`).
 *
 *     BLOCKWISE_DATA=… npm run bench -- reach/manhattan [--smoke] [--hours 1] [--threads 2]
 *         [--only insertion,shareability,least-delay,traffic-insertion,…]
 *
 * Places and lengths are those of real taxi trips: each request is one of them, both its ends moved to
 * one of the junctions around. Without the data a grid stands for Manhattan, and drawn pairs for the
 * trips.
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { draw, PURPOSE } from '../../core/base/random.js';
import { createInsertion } from '../../core/fleet/insertion.js';
import { createShareability } from '../../core/fleet/shareability.js';
import { gridRoads, type RoadGraph, readManhattan } from '../cities/road-graphs.js';
import { mainPart } from './main-part.js';
import { kernelStreets, onMap } from './manhattan-streets.js';
import { type PrecomputedStreets, precomputedStreets } from './precomputed-streets.js';
import { type DayFigures, type DayRequest, lineOf, serveDay } from './served-day.js';
import { drawRequests, readTaxiTrips } from './taxi-requests.js';
import { lineOfTraffic, serveInTraffic, type TrafficFigures } from './traffic-day.js';

export interface ManhattanSize {
  readonly vehicleCount: number;
  readonly requestsPerHour: number;
  readonly duration_s: number;
  /** Side of the grid where there is no Manhattan. */
  readonly gridSize: number;
  readonly usesData: boolean;
}

export const FULL: ManhattanSize = {
  vehicleCount: 3000,
  requestsPerHour: 20_000,
  duration_s: 3600,
  gridSize: 60,
  usesData: true,
};
export const SMOKE: ManhattanSize = {
  vehicleCount: 15,
  requestsPerHour: 150,
  duration_s: 900,
  gridSize: 8,
  usesData: false,
};

/**
 * `least-delay` counts a second of waiting or riding as three of driving: the published objective is
 * the sum of delays alone, ours by default mostly the time of vehicles.
 */
const POLICIES = {
  insertion: { dispatcher: 'insertion', waitWeight: 0.5, rideWeight: 0 },
  shareability: { dispatcher: 'shareability', waitWeight: 0.5, rideWeight: 0 },
  'least-delay': { dispatcher: 'shareability', waitWeight: 3, rideWeight: 3 },
} as const;
type PolicyName = keyof typeof POLICIES;
const POLICY_NAMES = Object.keys(POLICIES) as PolicyName[];
const IN_TRAFFIC = 'traffic-';
export const VARIANTS = [...POLICY_NAMES, ...POLICY_NAMES.map((name) => IN_TRAFFIC + name)];

/** As published: longest wait 7 min, longest delay 14 min, a batch every 30 s, no time to get in. */
const MAX_WAIT_s = 420;
const MAX_DELAY_s = 840;
const BATCH_s = 30;
/**
 * Mean driving speed, 20 km/h: ours, the published times are estimated street by street and hour by
 * hour and not at hand.
 */
const SPEED_mps = 20 / 3.6;

export interface ManhattanReport {
  readonly rows: readonly {
    readonly variant: string;
    readonly figures: DayFigures | TrafficFigures;
  }[];
  readonly lines: readonly string[];
}

export async function manhattanBench(
  size: ManhattanSize = FULL,
  {
    variants = VARIANTS,
    threadCount = 1,
  }: { variants?: readonly string[]; threadCount?: number } = {},
): Promise<ManhattanReport> {
  const real = size.usesData ? readManhattan() : null;
  const roads = mainPart(real ?? onMap(gridRoads(size.gridSize)));
  const trips = real === null ? null : readTaxiTrips(roads);
  const { requestsPerHour, duration_s } = size;
  const count = Math.round((requestsPerHour * duration_s) / 3600);
  const requests = drawRequests(roads, trips, { count, duration_s });
  const { vertexCount, arcCount } = roads.graph;
  const lines = [
    ...(real === null ? [NO_DATA] : []),
    `${roads.name}: ${vertexCount} junctions, ${arcCount} streets, ${trips?.length ?? 0} real trips`,
  ];
  const rows: { variant: string; figures: DayFigures | TrafficFigures }[] = [];
  for (const policy of POLICY_NAMES.filter((name) => variants.includes(name))) {
    const figures = onPrecomputedTimes(size, roads, requests, policy);
    rows.push({ variant: policy, figures });
    lines.push(lineOf(policy, figures));
  }
  for (const policy of POLICY_NAMES.filter((name) => variants.includes(IN_TRAFFIC + name))) {
    const figures = await inTraffic(size, roads, requests, { policy, threadCount });
    rows.push({ variant: IN_TRAFFIC + policy, figures });
    lines.push(lineOfTraffic(IN_TRAFFIC + policy, figures));
  }
  if (real !== null) lines.push(PUBLISHED);
  return { rows, lines };
}

function onPrecomputedTimes(
  { vehicleCount }: ManhattanSize,
  roads: RoadGraph,
  requests: readonly DayRequest[],
  policy: PolicyName,
): DayFigures {
  const { dispatcher, ...weights } = POLICIES[policy];
  return serveDay({
    streets: streetsOf(roads),
    requests,
    settings: {
      vehicleCount,
      seatCount: 4,
      maxWait_s: MAX_WAIT_s,
      maxDetour: 1,
      detourAllowance_s: MAX_DELAY_s - MAX_WAIT_s,
      dwell_s: 0,
    },
    dispatchBy: ({ settings }) => ({
      dispatcher:
        dispatcher === 'insertion'
          ? createInsertion(settings, weights)
          : createShareability(settings, weights),
      patience_s: MAX_WAIT_s,
    }),
    dispatchEvery_s: BATCH_s,
  });
}

/** Standing takes time in traffic: 10 s. Who hears of no vehicle for half the longest wait is rejected. */
async function inTraffic(
  { vehicleCount }: ManhattanSize,
  roads: RoadGraph,
  requests: readonly DayRequest[],
  { policy, threadCount }: { policy: PolicyName; threadCount: number },
): Promise<TrafficFigures> {
  const { network, linkAt } = await kernelStreets(roads);
  return serveInTraffic({
    name: 'manhattan',
    network,
    requests: requests.flatMap(({ time_s, from, to }) => {
      const [origin, destination] = [linkAt[from]!, linkAt[to]!];
      return origin === destination ? [] : [{ time_s, from: origin, to: destination }];
    }),
    starts: Array.from({ length: vehicleCount }, (_, vehicle) => {
      const share = draw(START_SEED, PURPOSE.place, vehicle);
      return linkAt[Math.floor(share * linkAt.length)]!;
    }),
    fleet: {
      ...POLICIES[policy],
      dispatchEvery_s: BATCH_s,
      seatCount: 4,
      maxWait_s: MAX_WAIT_s,
      maxDetour: 1,
      detourAllowance_s: MAX_DELAY_s - MAX_WAIT_s,
    },
    dwell_s: 10,
    dt_s: 0.5,
    threadCount,
  });
}

const START_SEED = 8;

const NO_DATA =
  'BLOCKWISE_DATA does not name the data: a generated grid stands for Manhattan, drawn trips for real ones.';
const PUBLISHED = 'published (Alonso-Mora et al. 2017): 98 % served, wait 2.8 min, delay 3.5 min';

function streetsOf({ graph, arcCost_s, places }: RoadGraph): PrecomputedStreets {
  // Costs of both sources are lengths at 10 m/s.
  const arcLength_m = arcCost_s.map((cost_s) => cost_s * 10);
  return precomputedStreets({
    graph,
    arcLength_m,
    arcTime_s: arcLength_m.map((length_m) => length_m / SPEED_mps),
    places,
  });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      hours: { type: 'string', default: '1' },
      threads: { type: 'string', default: '2' },
      only: { type: 'string', default: VARIANTS.join(',') },
    },
  });
  const full = { ...FULL, duration_s: 3600 * Number(values.hours) };
  const { lines } = await manhattanBench(values.smoke ? SMOKE : full, {
    variants: values.only.split(','),
    threadCount: Number(values.threads),
  });
  for (const line of lines) console.log(line);
}
