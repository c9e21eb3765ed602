/**
 * Ride sharing on Manhattan by the graph of requests, trips and vehicles, on precomputed times: 3,000
 * vehicles of 4 seats, 20,000 requests an hour, beside what is published for that demand
 * (Alonso-Mora et al. 2017: 98 % served, mean wait 2.8 min, mean delay 3.5 min).
 *
 *     BLOCKWISE_DATA=… npm run bench -- reach/manhattan [--smoke] [--hours 1] [--only shareability]
 *
 * Places and lengths are those of real taxi trips: each request is one of them, both its ends moved to
 * one of the junctions around. Without the data a grid stands for Manhattan, and drawn pairs for the
 * trips.
 */
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createInsertion } from '../../core/fleet/insertion.js';
import { createShareability } from '../../core/fleet/shareability.js';
import { gridRoads, type RoadGraph, readManhattan } from '../cities/road-graphs.js';
import { mainPart } from './main-part.js';
import { type PrecomputedStreets, precomputedStreets } from './precomputed-streets.js';
import { type DayFigures, lineOf, serveDay } from './served-day.js';
import { drawRequests, readTaxiTrips } from './taxi-requests.js';

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

export const DISPATCHERS = ['insertion', 'shareability'] as const;
export type DispatcherOfBench = (typeof DISPATCHERS)[number];

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
    readonly dispatcher: DispatcherOfBench;
    readonly figures: DayFigures;
  }[];
  readonly lines: readonly string[];
}

export function manhattanBench(
  size: ManhattanSize = FULL,
  dispatchers: readonly DispatcherOfBench[] = DISPATCHERS,
): ManhattanReport {
  const real = size.usesData ? readManhattan() : null;
  const roads = mainPart(real ?? gridRoads(size.gridSize));
  const begun_ms = performance.now();
  const streets = streetsOf(roads);
  const table_ms = performance.now() - begun_ms;
  const trips = real === null ? null : readTaxiTrips(roads);
  const { requestsPerHour, duration_s } = size;
  const count = Math.round((requestsPerHour * duration_s) / 3600);
  const requests = drawRequests(roads, trips, { count, duration_s });
  const lines = [
    ...(real === null ? [NO_DATA] : []),
    `${roads.name}: ${streets.nodeCount} junctions, ${roads.graph.arcCount} streets, ` +
      `${trips?.length ?? 0} real trips; all times in ${(table_ms / 1000).toFixed(2)} s`,
  ];
  const rows = dispatchers.map((dispatcher) => {
    const figures = serveDay({
      streets,
      requests,
      settings: {
        vehicleCount: size.vehicleCount,
        seatCount: 4,
        maxWait_s: MAX_WAIT_s,
        maxDetour: 1,
        detourAllowance_s: MAX_DELAY_s - MAX_WAIT_s,
        dwell_s: 0,
      },
      dispatchBy: ({ settings }) => ({
        dispatcher:
          dispatcher === 'insertion' ? createInsertion(settings) : createShareability(settings),
        patience_s: MAX_WAIT_s,
      }),
      dispatchEvery_s: BATCH_s,
    });
    lines.push(lineOf(dispatcher, figures));
    return { dispatcher, figures };
  });
  if (real !== null) lines.push(PUBLISHED);
  return { rows, lines };
}

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
      only: { type: 'string', default: DISPATCHERS.join(',') },
    },
  });
  const full = { ...FULL, duration_s: 3600 * Number(values.hours) };
  const wanted = DISPATCHERS.filter((name) => values.only.split(',').includes(name));
  const { lines } = manhattanBench(values.smoke ? SMOKE : full, wanted);
  for (const line of lines) console.log(line);
}
