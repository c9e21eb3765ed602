/**
 * Is the gridlock of real places ours, or the place's? The streets of a map, exported, and the same trips
 * from street to street in SUMO and in Blockwise, at shares of a day's demand: how many arrive, how long
 * they take, and how fast the slowest half hour is. Nobody parks, so that only traffic is compared; in
 * both every driver looks for a better way once in 5 minutes or when setting out.
 *
 *     BLOCKWISE_DATA=… npm run bench -- peers/places [--only monaco] [--factors 0.3,1] [--until 24]
 *
 * Needs SUMO and netconvert. `--until` is the clock hour at which both end; a jammed SUMO is slow.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { HOUR_s } from '../../core/base/units.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { DEFAULT_SCENARIO } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { simulate } from '../../core/simulate.js';
import { demandFor } from '../../demand/generate/demand-spec.js';
import { generateDemand } from '../../demand/generate/generate-demand.js';
import { exportSumo } from '../../networks/export/sumo.js';
import { importNetwork } from '../../networks/import/import-network.js';
import { readElements, runText, sumoVersion } from './sumo-side.js';

const MAPS: Readonly<Record<string, string>> = {
  monaco: 'osm-graphhopper/monaco.osm.gz',
  moscow: 'osm-graphhopper/moscow.osm.gz',
  shanghai: 'osm-shanghai/shanghai.osm.gz',
};

export interface DayOutcome {
  readonly arrivedCount: number;
  /** Of those who have arrived, from the planned departure on. */
  readonly tripMean_s: number;
  /** Of all on the road, in the slowest half hour. */
  readonly slowest_mps: number;
}

/** Trips from street to street: from the start of the first to the end of the last. */
export function onStreets(
  { addresses }: Pick<NetworkDraft, 'addresses'>,
  trips: readonly TripDraft[],
): TripDraft[] {
  const linkOf = new Map(addresses.map(({ name, link }) => [name, link]));
  return trips.map((trip) => ({
    ...trip,
    vehicle: trip.name,
    origin: linkOf.get(trip.origin) ?? trip.origin,
    destination: linkOf.get(trip.destination) ?? trip.destination,
  }));
}

interface Day {
  readonly network: NetworkDraft;
  readonly trips: readonly TripDraft[];
  readonly end_s: number;
}

const START_s = DEFAULT_SCENARIO.start_s;
const HALF_HOUR_s = 1800;

export async function ourDay({ network, trips, end_s }: Day): Promise<DayOutcome> {
  const { output } = DEFAULT_SCENARIO;
  const scenario = {
    ...DEFAULT_SCENARIO,
    ...{ name: 'day', end_s, overtime_s: 0, output: { ...output, period_s: HALF_HOUR_s } },
  };
  const { trips: rows, links } = await simulate({ scenario, network, trips, idleCars: [] });
  const arrived = rows.filter(({ status }) => status === 'arrived');
  const driven = new Map<number, { time_s: number; way_m: number }>();
  for (const { time_s, vehicle_s, vehicle_m } of links) {
    const { time_s: before_s, way_m } = driven.get(time_s) ?? { time_s: 0, way_m: 0 };
    driven.set(time_s, { time_s: before_s + vehicle_s, way_m: way_m + vehicle_m });
  }
  const speeds_mps = [...driven.values()].map(({ time_s, way_m }) => way_m / time_s);
  return {
    arrivedCount: arrived.length,
    tripMean_s: arrived.reduce((sum, { total_s }) => sum + total_s, 0) / arrived.length,
    slowest_mps: Math.min(...speeds_mps.filter(Number.isFinite)),
  };
}

export async function sumoDay({ network, trips, end_s }: Day, dir: string): Promise<DayOutcome> {
  const { files } = exportSumo(network, { trips, driving: DEFAULT_SCENARIO });
  for (const [file, content] of files) writeFileSync(join(dir, file), content);
  runText(['netconvert', '-c', join(dir, 'network.netccfg')]);
  const [ends, steps] = [join(dir, 'trips.xml'), join(dir, 'steps.xml')];
  runText([
    ...['sumo', '-n', join(dir, 'network.net.xml'), '-r', join(dir, 'network.rou.xml')],
    ...['--begin', String(START_s), '--end', String(end_s), '--step-length', '1', '--seed', '42'],
    ...['--time-to-teleport', '-1', '--no-step-log', '--no-warnings', '--xml-validation', 'never'],
    ...['--device.rerouting.probability', '1', '--device.rerouting.period', '300'],
    ...['--tripinfo-output', ends, '--summary-output', steps],
  ]);
  let [arrivedCount, total_s] = [0, 0];
  await readElements(ends, 'tripinfos', ({ name, attributes }) => {
    if (name !== 'tripinfo') return;
    arrivedCount++;
    total_s += Number(attributes.duration) + Number(attributes.departDelay);
  });
  const halves = new Map<number, { running: number; way_m: number }>();
  await readElements(steps, 'summary', ({ name, attributes }) => {
    if (name !== 'step' || Number(attributes.running) === 0) return;
    const half = Math.floor(Number(attributes.time) / HALF_HOUR_s);
    const { running, way_m } = halves.get(half) ?? { running: 0, way_m: 0 };
    const count = Number(attributes.running);
    const way = way_m + count * Number(attributes.meanSpeed);
    halves.set(half, { running: running + count, way_m: way });
  });
  const speeds_mps = [...halves.values()].map(({ running, way_m }) => way_m / running);
  const slowest_mps = Math.min(...speeds_mps);
  return { arrivedCount, tripMean_s: total_s / arrivedCount, slowest_mps };
}

export const rowOfDay = (
  place: string,
  factor: number,
  tripCount: number,
  outcomes: readonly DayOutcome[],
): string =>
  [
    ...[place.padEnd(10), factor.toFixed(2), String(tripCount).padStart(7)],
    ...outcomes.flatMap(({ arrivedCount, tripMean_s, slowest_mps }) => [
      String(arrivedCount).padStart(9),
      tripMean_s.toFixed(0).padStart(8),
      slowest_mps.toFixed(2).padStart(9),
    ]),
  ].join('  ');

const HEADS = [
  'place       share    trips    SUMO: arrived, mean trip s, slowest m/s; Blockwise: the same',
];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', default: 'monaco' },
      factors: { type: 'string', default: '0.3,0.6,1' },
      until: { type: 'string', default: '28' },
    },
  });
  const data = process.env['BLOCKWISE_DATA'] ?? '';
  const version = sumoVersion();
  if (version === null || data === '') {
    console.log('SUMO or the data of places is not here: nothing to compare with.');
    return;
  }
  console.log(`SUMO ${version}, steps of 1 s, no teleports; Blockwise, steps of 0.5 s`);
  for (const line of HEADS) console.log(line);
  const end_s = Number(values.until) * HOUR_s;
  for (const place of values.only.split(',')) {
    const { network } = await importNetwork(join(data, MAPS[place]!));
    for (const factor of values.factors.split(',').map(Number)) {
      const made = generateDemand(network, { ...demandFor(network), factor, seed: 1 });
      const trips = onStreets(network, made.trips).filter(({ departure_s }) => departure_s < end_s);
      const day = { network, trips, end_s };
      const dir = mkdtempSync(join(tmpdir(), 'blockwise-places-'));
      try {
        const outcomes = [await sumoDay(day, dir), await ourDay(day)];
        console.log(rowOfDay(place, factor, trips.length, outcomes));
      } finally {
        rmSync(dir, { recursive: true, force: true });
      }
    }
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await main();
}
