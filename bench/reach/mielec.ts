/**
 * A fleet under growing load: the town of Mielec with its 388 to 1,640 requests a day in seven levels
 * of demand, 25 taxis or 10 shuttles of 4 seats, by dispatcher: wait, rejected share and empty
 * distance in one table.
 *
 *     BLOCKWISE_DATA=… npm run bench -- reach/mielec [--smoke] [--traffic]
 *
 * Network, requests, fleets and stop times are those of MATSim's scenario; driving takes its free time,
 * as in that scenario, which has no other traffic. With `--traffic` the same vehicles drive lane by
 * lane, over junctions that the data does not have: stops and signals by the warrant. Without the data
 * one level is drawn on a grid. Who hears of no vehicle in half the longest wait is rejected.
 */
import { pathToFileURL } from 'node:url';
import { createBatchAssignment } from '../../core/fleet/batch-assignment.js';
import type { DispatchSettings } from '../../core/fleet/dispatch.js';
import type { Fleet } from '../../core/fleet/fleet.js';
import { createInsertion } from '../../core/fleet/insertion.js';
import { createNearestIdle } from '../../core/fleet/nearest-idle.js';
import { createShareability } from '../../core/fleet/shareability.js';
import type { DispatcherName } from '../../core/scenario/scenario.js';
import { gridRoads } from '../cities/road-graphs.js';
import { type KernelStreets, kernelStreets, onMap } from './manhattan-streets.js';
import { type Level, levelOf, MIELEC_LEVELS, readMielec } from './mielec-town.js';
import { precomputedStreets } from './precomputed-streets.js';
import { type DayFigures, minutes, percent, type ServedDay, serveDay } from './served-day.js';
import { drawRequests } from './taxi-requests.js';
import { serveInTraffic } from './traffic-day.js';

interface Service {
  readonly name: string;
  readonly kind: 'taxi' | 'drt';
  readonly fleetFile: string;
  readonly settings: Omit<ServedDay['settings'], 'vehicleCount'>;
  readonly dispatcher: DispatcherName;
}

function dispatcherOf(name: DispatcherName, { settings }: Fleet): DispatchSettings['dispatcher'] {
  switch (name) {
    case 'nearest-idle':
      return createNearestIdle();
    case 'batch':
      return createBatchAssignment();
    case 'insertion':
      return createInsertion(settings);
    case 'shareability':
      return createShareability(settings);
  }
}

/** The scenario's taxis stand 120 s to let people in and 60 s to let them out; here the mean. */
const TAXI = { seatCount: 4, maxWait_s: 600, maxDetour: 1, detourAllowance_s: 0, dwell_s: 90 };
/**
 * The scenario's shuttles: its longest travel time, 1.3 times the direct one and 400 s, has the wait in
 * it, for which there are 600 s; here ride and wait have limits of their own.
 */
const SHUTTLE = {
  seatCount: 4,
  maxWait_s: 600,
  maxDetour: 1.3,
  detourAllowance_s: 400,
  dwell_s: 60,
};

const taxis = { kind: 'taxi', fleetFile: 'taxis-25.xml.gz', settings: TAXI } as const;
const shuttles = { kind: 'drt', fleetFile: 'vehicles-10-cap-4.xml.gz', settings: SHUTTLE } as const;
const SERVICES: readonly Service[] = [
  { ...taxis, name: '25 taxis, nearest idle', dispatcher: 'nearest-idle' },
  { ...taxis, name: '25 taxis, batch', dispatcher: 'batch' },
  { ...shuttles, name: '10 shuttles, insertion', dispatcher: 'insertion' },
  { ...shuttles, name: '10 shuttles, shareability', dispatcher: 'shareability' },
];

const DISPATCH_s = 10;

export interface MielecReport {
  readonly rows: readonly MielecRow[];
  readonly lines: readonly string[];
}

type MielecFigures = Pick<
  DayFigures,
  'requestCount' | 'servedCount' | 'meanWait_s' | 'emptyShare' | 'vkt_km' | 'wall_s' | 'hash'
>;

interface MielecRow {
  readonly level: string;
  readonly service: string;
  readonly figures: MielecFigures;
}

export async function mielecBench({
  isSmoke = false,
  isInTraffic = false,
} = {}): Promise<MielecReport> {
  const town = isSmoke ? null : readMielec();
  const levels =
    town === null ? [drawnLevel()] : MIELEC_LEVELS.map((level) => levelOf(town, level));
  const kernel = isInTraffic
    ? await (town === null ? kernelStreets(DRAWN_ROADS) : town.inTraffic())
    : null;
  const rows: MielecRow[] = [];
  for (const level of levels) {
    for (const service of SERVICES) {
      const figures =
        kernel === null
          ? onPrecomputedTimes(level, service)
          : await inTraffic(kernel, level, service);
      rows.push({ level: level.level, service: service.name, figures });
    }
  }
  const notes = town === null ? [NO_DATA] : [];
  return { rows, lines: [...notes, ...tableOf(rows)] };
}

function onPrecomputedTimes({ streets, dayOf }: Level, service: Service): MielecFigures {
  const { requests, starts } = dayOf(service);
  return serveDay({
    streets,
    requests,
    settings: { ...service.settings, vehicleCount: starts.length },
    dispatchBy: (fleet) => ({
      dispatcher: dispatcherOf(service.dispatcher, fleet),
      patience_s: service.settings.maxWait_s / 2,
    }),
    dispatchEvery_s: DISPATCH_s,
    startOf: (vehicle) => starts[vehicle]!,
  });
}

function inTraffic(
  { network, linkAt }: KernelStreets,
  { dayOf }: Level,
  service: Service,
): Promise<MielecFigures> {
  const { dispatcher, settings } = service;
  const { requests, starts } = dayOf(service);
  const { dwell_s, ...promises } = settings;
  return serveInTraffic({
    name: 'mielec',
    network,
    requests: requests.flatMap(({ time_s, from, to }) => {
      const [origin, destination] = [linkAt[from]!, linkAt[to]!];
      return origin === destination ? [] : [{ time_s, from: origin, to: destination }];
    }),
    starts: starts.map((node) => linkAt[node]!),
    fleet: { ...promises, dispatcher, dispatchEvery_s: DISPATCH_s },
    dwell_s,
    dt_s: 0.5,
    threadCount: 1,
  });
}

const NO_DATA =
  'BLOCKWISE_DATA does not name the data: one level drawn on a generated grid stands for Mielec.';

function tableOf(rows: readonly MielecRow[]): string[] {
  const head = ['level', 'service', 'requests', 'wait min', 'not served', 'empty', 'km'];
  const body = rows.map(({ level, service, figures }) => [
    level,
    service,
    String(figures.requestCount),
    minutes(figures.meanWait_s),
    percent(1 - figures.servedCount / figures.requestCount),
    percent(figures.emptyShare),
    figures.vkt_km.toFixed(0),
    `${figures.wall_s.toFixed(2)} s`,
    figures.hash,
  ]);
  const all = [[...head, 'took', 'hash'], ...body];
  const widths = all[0]!.map((_, at) => Math.max(...all.map((row) => row[at]!.length)));
  return all.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at]!))
      .join('  ')
      .trimEnd(),
  );
}

const DRAWN_ROADS = onMap(gridRoads(8));

function drawnLevel(): Level {
  const { graph, arcCost_s, places } = DRAWN_ROADS;
  const arcLength_m = arcCost_s.map((time_s) => 10 * time_s);
  const streets = precomputedStreets({ graph, arcLength_m, arcTime_s: arcCost_s, places });
  const requests = drawRequests(DRAWN_ROADS, null, { count: 60, duration_s: 3600 });
  return { level: 'drawn', streets, dayOf: () => ({ requests, starts: [0, 9, 18, 27, 36] }) };
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const isGiven = (flag: string): boolean => process.argv.includes(flag);
  const options = { isSmoke: isGiven('--smoke'), isInTraffic: isGiven('--traffic') };
  for (const line of (await mielecBench(options)).lines) {
    console.log(line);
  }
}
