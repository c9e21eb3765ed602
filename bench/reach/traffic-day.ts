/** A fleet's requests served in the kernel's traffic, and the figures that precomputed times give too. */
import { availableParallelism } from 'node:os';
import { mix } from '../../core/base/random.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO, type Scenario } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { simulate } from '../../core/simulate.js';
import { minutes, percent } from './served-day.js';
import { placeOn, withServedPlaces } from './served-places.js';

export interface TrafficDay {
  readonly name: string;
  readonly network: NetworkDraft;
  /** Between links, rising in time. */
  readonly requests: readonly {
    readonly time_s: number;
    readonly from: string;
    readonly to: string;
  }[];
  /** By vehicle: the link where it begins. */
  readonly starts: readonly string[];
  readonly fleet: Partial<Scenario['fleet']>;
  readonly dwell_s: number;
  readonly dt_s: number;
  readonly threadCount: number;
}

export interface TrafficFigures {
  readonly requestCount: number;
  readonly servedCount: number;
  readonly rejectedShare: number;
  readonly meanWait_s: number;
  /** Of persons who have arrived: riding, above driving straight there on empty streets. */
  readonly meanDetour_s: number;
  readonly emptyShare: number;
  readonly vkt_km: number;
  readonly occupancy: number;
  readonly wall_s: number;
  readonly cpu_s: number;
  readonly simulated_s: number;
  readonly hash: string;
}

const MINUTE_s = 60;
const DAY_s = 86_400;

export async function serveInTraffic(day: TrafficDay): Promise<TrafficFigures> {
  const { network, requests, starts, threadCount } = day;
  const trips = requests.map(
    ({ time_s, from, to }, row): TripDraft => ({
      name: `r${String(row).padStart(6, '0')}`,
      kind: 'resident',
      vehicle: `r${String(row).padStart(6, '0')}`,
      departure_s: time_s,
      origin: placeOn(from),
      destination: placeOn(to),
      partySize: 1,
    }),
  );
  const served = requests.flatMap(({ from, to }) => [from, to]);
  const begun = process.cpuUsage();
  const begun_ms = performance.now();
  const scenario = scenarioOf(day);
  const result = await simulate(
    { scenario, network: withServedPlaces(network, served, starts), trips, idleCars: [] },
    threadCount === 1 ? {} : { threads: { threadCount, coreCount: availableParallelism() } },
  );
  const wall_s = (performance.now() - begun_ms) / 1000;
  const { user, system } = process.cpuUsage(begun);
  const arrived = result.trips.filter(({ status }) => status === 'arrived');
  const rejectedCount = result.trips.filter(({ status }) => status === 'rejected').length;
  const meanOf = (of: (trip: (typeof arrived)[number]) => number): number =>
    arrived.reduce((sum, trip) => sum + of(trip), 0) / arrived.length;
  const { empty_share, vkt_km, occupancy_mean } = result.summary;
  return {
    requestCount: trips.length,
    servedCount: arrived.length,
    rejectedShare: rejectedCount / trips.length,
    meanWait_s: meanOf((trip) => trip.wait_s),
    meanDetour_s: meanOf((trip) => trip.inVehicle_s - trip.free_s),
    emptyShare: empty_share! / 100,
    vkt_km: vkt_km!,
    occupancy: occupancy_mean!,
    wall_s,
    cpu_s: (user + system) / 1e6,
    simulated_s: scenario.end_s - scenario.start_s,
    hash: hashOf(result.trips),
  };
}

function scenarioOf({ name, requests, starts, fleet, dwell_s, dt_s }: TrafficDay): Scenario {
  const [first_s, last_s] = [requests[0]!.time_s, requests.at(-1)!.time_s];
  const { curb, signals, fleet: usual } = DEFAULT_SCENARIO;
  return {
    ...DEFAULT_SCENARIO,
    name,
    dt_s,
    start_s: MINUTE_s * Math.floor(first_s / MINUTE_s),
    end_s: MINUTE_s * Math.ceil((last_s + 1) / MINUTE_s),
    regime: 'shared-automated',
    curb: { ...curb, policy: 'unlimited', dwell_s },
    signals: { ...signals, periodStarts_s: [0] },
    fleet: {
      ...usual,
      // Idle vehicles wait where they have become idle, as they do on precomputed times.
      idleStay_s: DAY_s,
      ...fleet,
      vehicleCount: starts.length,
    },
  };
}

function hashOf(trips: readonly { readonly total_s: number }[]): string {
  let hash = 0;
  for (const { total_s } of trips) hash = mix(hash ^ Math.round(16 * total_s));
  return (hash >>> 0).toString(16).padStart(8, '0');
}

export function lineOfTraffic(name: string, figures: TrafficFigures): string {
  const { requestCount, servedCount, rejectedShare, meanWait_s, meanDetour_s } = figures;
  const { emptyShare, occupancy, wall_s, cpu_s, simulated_s, hash } = figures;
  return (
    `${name}: ${requestCount} requests, ${percent(servedCount / requestCount)} served, ` +
    `${percent(rejectedShare)} rejected, wait ${minutes(meanWait_s)} min, ` +
    `ride above the free way ${minutes(meanDetour_s)} min, empty ${percent(emptyShare)}, ` +
    `${occupancy.toFixed(2)} persons aboard; ${wall_s.toFixed(2)} s (CPU ${cpu_s.toFixed(2)} s), ` +
    `${(simulated_s / wall_s).toFixed(0)} x real time, hash ${hash}`
  );
}
