/**
 * A fleet under growing load: the town of Mielec with its 388 to 1,640 requests a day in seven levels
 * of demand, 25 taxis or 10 shuttles of 4 seats, by dispatcher: wait, rejected share and empty
 * distance in one table.
 *
 *     BLOCKWISE_DATA=… npm run bench -- reach/mielec [--smoke]
 *
 * Network, requests, fleets and stop times are those of MATSim's scenario; driving takes its free time,
 * as in that scenario, which has no other traffic. Without the data one level is drawn on a grid.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { createBatchAssignment } from '../../core/fleet/batch-assignment.js';
import type { DispatchSettings } from '../../core/fleet/dispatch.js';
import type { Fleet } from '../../core/fleet/fleet.js';
import { createInsertion } from '../../core/fleet/insertion.js';
import { createNearestIdle } from '../../core/fleet/nearest-idle.js';
import { createShareability } from '../../core/fleet/shareability.js';
import { gridRoads } from '../cities/road-graphs.js';
import { type PrecomputedStreets, precomputedStreets } from './precomputed-streets.js';
import {
  type DayFigures,
  type DayRequest,
  minutes,
  percent,
  type ServedDay,
  serveDay,
} from './served-day.js';
import { drawRequests } from './taxi-requests.js';

interface Service {
  readonly name: string;
  readonly kind: 'taxi' | 'drt';
  readonly fleetFile: string;
  readonly settings: Omit<ServedDay['settings'], 'vehicleCount'>;
  readonly dispatcherOf: (fleet: Fleet) => DispatchSettings['dispatcher'];
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
  { ...taxis, name: '25 taxis, nearest idle', dispatcherOf: () => createNearestIdle() },
  { ...taxis, name: '25 taxis, batch', dispatcherOf: () => createBatchAssignment() },
  {
    ...shuttles,
    name: '10 shuttles, insertion',
    dispatcherOf: ({ settings }) => createInsertion(settings),
  },
  {
    ...shuttles,
    name: '10 shuttles, shareability',
    dispatcherOf: ({ settings }) => createShareability(settings),
  },
];

const LEVELS = ['1.0', '1.5', '2.0', '2.5', '3.0', '3.5', '4.0'] as const;
const DISPATCH_s = 10;

export interface MielecReport {
  readonly rows: readonly MielecRow[];
  readonly lines: readonly string[];
}

interface MielecRow {
  readonly level: string;
  readonly service: string;
  readonly figures: DayFigures;
}

export function mielecBench({ isSmoke = false } = {}): MielecReport {
  const town = isSmoke ? null : readTown();
  const levels = town === null ? [drawnLevel()] : LEVELS.map((level) => levelOf(town, level));
  const rows = levels.flatMap(({ level, streets, dayOf }) =>
    SERVICES.map((service): MielecRow => {
      const { requests, starts } = dayOf(service);
      const figures = serveDay({
        streets,
        requests,
        settings: { ...service.settings, vehicleCount: starts.length },
        dispatchBy: (fleet) => ({
          dispatcher: service.dispatcherOf(fleet),
          patience_s: service.settings.maxWait_s,
        }),
        dispatchEvery_s: DISPATCH_s,
        startOf: (vehicle) => starts[vehicle]!,
      });
      return { level, service: service.name, figures };
    }),
  );
  const notes = town === null ? [NO_DATA] : [];
  return { rows, lines: [...notes, ...tableOf(rows)] };
}

const NO_DATA =
  'BLOCKWISE_DATA does not name the data: one level drawn on a generated grid stands for Mielec.';

function tableOf(rows: readonly MielecRow[]): string[] {
  const head = ['level', 'service', 'requests', 'wait min', '95 %', 'rejected', 'empty', 'km'];
  const body = rows.map(({ level, service, figures }) => [
    level,
    service,
    String(figures.requestCount),
    minutes(figures.meanWait_s),
    minutes(figures.wait95_s),
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

interface Level {
  readonly level: string;
  readonly streets: PrecomputedStreets;
  readonly dayOf: (service: Service) => {
    readonly requests: readonly DayRequest[];
    readonly starts: readonly number[];
  };
}

function drawnLevel(): Level {
  const roads = gridRoads(8);
  const streets = precomputedStreets({
    graph: roads.graph,
    arcLength_m: roads.arcCost_s.map((time_s) => 10 * time_s),
    arcTime_s: roads.arcCost_s,
    places: roads.places,
  });
  const requests = drawRequests(roads, null, { count: 60, duration_s: 3600 });
  return { level: 'drawn', streets, dayOf: () => ({ requests, starts: [0, 9, 18, 27, 36] }) };
}

interface Town {
  readonly folder: string;
  readonly streets: PrecomputedStreets;
  /** By link: the junction at its end, where people get in and out. */
  readonly endOf: ReadonlyMap<string, number>;
}

function readTown(): Town | null {
  const folder = join(process.env['BLOCKWISE_DATA'] ?? '', 'matsim-maas', 'mielec_2014_02');
  if (!existsSync(join(folder, 'network.xml.gz'))) return null;
  const text = textOf(folder, 'network.xml.gz');
  const nodes = elementsOf(text, 'node');
  const rowOf = new Map(nodes.map(({ id }, row) => [id!, row]));
  const links = elementsOf(text, 'link').sort((a, b) => rowOf.get(a.from!)! - rowOf.get(b.from!)!);
  const firstArc = new Int32Array(nodes.length + 1);
  for (const { from } of links) firstArc[rowOf.get(from!)! + 1]!++;
  for (let node = 0; node < nodes.length; node++) firstArc[node + 1]! += firstArc[node]!;
  const ends = links.map(({ to }) => rowOf.get(to!)!);
  const streets = precomputedStreets({
    graph: {
      vertexCount: nodes.length,
      arcCount: links.length,
      firstArc,
      headOfArc: Int32Array.from(ends),
    },
    arcLength_m: Float64Array.from(links, ({ length }) => Number(length)),
    arcTime_s: Float64Array.from(links, (link) => Number(link.length) / Number(link.freespeed)),
    places: {
      x: Float64Array.from(nodes, ({ x }) => Number(x)),
      y: Float64Array.from(nodes, ({ y }) => Number(y)),
    },
  });
  return { folder, streets, endOf: new Map(links.map(({ id }, row) => [id!, ends[row]!])) };
}

function levelOf({ folder, streets, endOf }: Town, level: string): Level {
  return {
    level,
    streets,
    dayOf({ kind, fleetFile }) {
      const plans = textOf(folder, `plans_only_${kind}_${level}.xml.gz`);
      const acts = elementsOf(plans, 'act(?:ivity)?');
      const requests = acts.flatMap((act, at): DayRequest[] => {
        if (act.end_time === undefined) return [];
        const from = endOf.get(act.link!)!;
        const to = endOf.get(acts[at + 1]!.link!)!;
        return [{ time_s: clock_s(act.end_time), from, to, partySize: 1 }];
      });
      const fleet = elementsOf(textOf(folder, fleetFile), 'vehicle');
      return {
        requests: requests.sort((a, b) => a.time_s - b.time_s),
        starts: fleet.map(({ start_link }) => endOf.get(start_link!)!),
      };
    },
  };
}

const textOf = (folder: string, file: string): string =>
  gunzipSync(readFileSync(join(folder, file))).toString();

/** Attributes of every element of that name; enough for these files, which have nothing else. */
const elementsOf = (text: string, name: string): Record<string, string | undefined>[] =>
  [...text.matchAll(new RegExp(`<${name}\\s([^>]*?)/?>`, 'g'))].map(([, attributes]) =>
    Object.fromEntries(
      [...attributes!.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]),
    ),
  );

const clock_s = (text: string): number =>
  text.split(':').reduce((sum, part) => 60 * sum + Number(part), 0);

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  for (const line of mielecBench({ isSmoke: process.argv.includes('--smoke') }).lines) {
    console.log(line);
  }
}
