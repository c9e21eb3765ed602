/**
 * Our run of a SUMO case, in a process of its own so that its memory and CPU can be told.
 *
 *     node dist/bench/peers/our-side.js CASE.json DT_S
 */
import { createReadStream, readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { inOrder } from '../../core/kernel/stages.js';
import { describeNotes } from '../../core/network/describe-notes.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO, type Scenario } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { simulate } from '../../core/simulate.js';
import { readSumoRoutes } from '../../demand/import/sumo-routes.js';
import { importSumo } from '../../networks/import/sumo.js';
import { type PeerCase, type PeerCost, type PeerOutcome, WARM_FROM_s } from './peer-case.js';

export interface OurInputs {
  readonly scenario: Scenario;
  readonly network: NetworkDraft;
  readonly trips: readonly TripDraft[];
  readonly idleCars: readonly [];
  /** Sentences: what was repaired, guessed or left out. */
  readonly notes: readonly string[];
}

export async function ourInputs(
  { name, net, routes, additional, end_s }: PeerCase,
  dt_s: number,
  { keepsPieces = false } = {},
): Promise<OurInputs> {
  const { network, notes } = await importSumo(net, { additional, addsPlaces: false, keepsPieces });
  const sources = [...additional, ...routes].map((file) => ({
    file,
    bytes: createReadStream(file) as AsyncIterable<Uint8Array>,
  }));
  const demand = await readSumoRoutes(sources, network);
  const trips = demand.trips.filter(({ departure_s }) => departure_s < end_s);
  const longest = trips.reduce((most, { route = [] }) => Math.max(most, route.length), 8);
  const { drivers, routing, signals, output } = DEFAULT_SCENARIO;
  return {
    scenario: {
      ...DEFAULT_SCENARIO,
      name,
      dt_s,
      start_s: 0,
      end_s,
      overtime_s: 0,
      drivers: { ...drivers, human: demand.driver },
      routing: { ...routing, routeCapacity: longest },
      signals: { ...signals, periodStarts_s: [0] },
      output: { ...output, period_s: WARM_FROM_s },
    },
    network,
    trips,
    idleCars: [],
    notes: [
      ...describeNotes([...notes, ...demand.notes])
        .split('\n')
        .filter((line) => line !== ''),
      ...(demand.leftOutCount > 0 ? [`${demand.leftOutCount} vehicles left out`] : []),
    ],
  };
}

export interface OurRun {
  readonly cost: Omit<PeerCost, 'wall_s'>;
  readonly outcome: Omit<PeerOutcome, 'entered' | 'spent_s'> & {
    readonly entered: readonly (readonly [string, number])[];
    readonly spent_s: readonly (readonly [string, number])[];
  };
  readonly gridlockRingCount: number;
  readonly notes: readonly string[];
}

export async function runOurs(peerCase: PeerCase, dt_s: number): Promise<OurRun> {
  const { notes, ...inputs } = await ourInputs(peerCase, dt_s);
  let began_ms = 0;
  let warm_ms = Infinity;
  let ended_ms = 0;
  const result = await simulate(inputs, {
    executor: (stage) => {
      if (began_ms === 0) began_ms = performance.now();
      inOrder(stage);
    },
    onMinute: ({ time_s }) => {
      ended_ms = performance.now();
      if (time_s === WARM_FROM_s) warm_ms = ended_ms;
    },
  });
  const entered = new Map<string, number>();
  const spent_s = new Map<string, number>();
  let [vehicle_s, vehicle_m, warmVehicle_s] = [0, 0, 0];
  for (const row of result.links) {
    vehicle_s += row.vehicle_s;
    if (row.time_s > WARM_FROM_s) warmVehicle_s += row.vehicle_s;
    vehicle_m += row.vehicle_m;
    entered.set(row.link, (entered.get(row.link) ?? 0) + row.entryCount);
    spent_s.set(row.link, (spent_s.get(row.link) ?? 0) + row.vehicle_s);
  }
  const arrived = result.trips.filter(({ status }) => status === 'arrived');
  const { user, system } = process.cpuUsage();
  return {
    cost: {
      cpu_s: (user + system) / 1e6,
      stepping_s: (ended_ms - began_ms) / 1000,
      updateCount: Math.round(vehicle_s / dt_s),
      vehicle_s,
      warm: {
        stepping_s: (ended_ms - warm_ms) / 1000,
        updateCount: Math.round(warmVehicle_s / dt_s),
      },
      peak_MB: process.resourceUsage().maxRSS / 1024,
    },
    outcome: {
      tripCount: result.trips.length,
      arrivedCount: arrived.length,
      tripMean_s: arrived.reduce((sum, trip) => sum + trip.total_s, 0) / arrived.length,
      speed_mps: vehicle_m / vehicle_s,
      vkt_km: vehicle_m / 1000,
      entered: [...entered],
      spent_s: [...spent_s],
    },
    gridlockRingCount: new Set(result.gridlock.map(({ ring }) => ring)).size,
    notes,
  };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const peerCase = JSON.parse(readFileSync(process.argv[2]!, 'utf8')) as PeerCase;
  console.log(JSON.stringify(await runOurs(peerCase, Number(process.argv[3]))));
}
