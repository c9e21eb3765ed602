/**
 * The two grids on which simulators are compared, made by SUMO's own tools: small blocks, 41 × 41
 * junctions at 100 m with one lane and signals at every fourth, and superblocks, 9 × 9 at 500 m with
 * three lanes and signals at all; 20,000 trips an hour over 800 m or more.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { draw, PURPOSE } from '../../core/base/random.js';
import type { LinkDraft } from '../../core/network/network-draft.js';
import { importSumo } from '../../networks/import/sumo.js';
import type { PeerCase } from './peer-case.js';

const TRIPS_PER_HOUR = 20_000;
const SHORTEST_TRIP_m = 800;
/** As in published runs of SUMO on them. */
export const GRID_END_s = 900;
const SEED = 42;

const COMMON = ['--default.speed', '13.89', '--no-turnarounds', 'true'];

/** netgenerate's names of columns past 26. */
const column = (at: number): string =>
  String.fromCharCode(65 + Math.floor(at / 26), 65 + (at % 26));

function smallSignals(): string {
  const inner = Array.from({ length: 19 }, (_, at) => 2 * at + 2);
  return inner.flatMap((x) => inner.map((y) => `${column(x)}${y}`)).join(',');
}

const LAYOUTS = {
  small: [
    ...['-g', '--grid.number', '41', '--grid.length', '100', '-L', '1'],
    ...['--tls.set', smallSignals(), '--tls.default-type', 'static'],
  ],
  super: ['-g', '--grid.number', '9', '--grid.length', '500', '-L', '3', '-j', 'traffic_light'],
} as const;
export type GridName = keyof typeof LAYOUTS;
export const GRIDS = Object.keys(LAYOUTS) as GridName[];

/**
 * The first `end_s` of the demand. Files that are in `dir` already are used as they are; those of routes
 * are named by the number of trips, those of an hour serve for any time within it.
 */
export async function gridCase(name: GridName, dir: string, end_s = GRID_END_s): Promise<PeerCase> {
  const net = gridNet(name, dir);
  const routesOf = (tripCount: number) => join(dir, `${name}.${tripCount}.rou.xml`);
  const tripCount = Math.round((TRIPS_PER_HOUR * end_s) / 3600);
  const ofHour = routesOf(TRIPS_PER_HOUR);
  const isKnown = end_s <= 3600 && existsSync(ofHour);
  const routes = isKnown ? ofHour : routesOf(tripCount);
  if (!existsSync(routes)) await makeRoutes(name, { net, routes, dir, tripCount });
  return { name, net, routes: [routes], additional: [], end_s };
}

/** The network alone. */
export function gridNet(name: GridName, dir: string): string {
  const net = join(dir, `${name}.net.xml`);
  if (!existsSync(net)) run('netgenerate', [...LAYOUTS[name], ...COMMON, '-o', net]);
  return net;
}

async function makeRoutes(
  name: GridName,
  way: { net: string; routes: string; dir: string; tripCount: number },
): Promise<void> {
  const { net, routes, dir, tripCount } = way;
  const { network } = await importSumo(net, { addsPlaces: false });
  const trips = join(dir, `${name}.${tripCount}.trips.xml`);
  writeFileSync(trips, tripsText(network.links, tripCount));
  run('duarouter', [
    ...['-n', net, '--route-files', trips, '-o', routes],
    ...['--weights.random-factor', '1.6', '--seed', String(SEED)],
    ...['--no-step-log', '--no-warnings', '--xml-validation', 'never'],
  ]);
}

/** Evenly in time, between edges drawn until they are far enough apart. */
export function tripsText(links: readonly LinkDraft[], tripCount: number): string {
  const lines = Array.from({ length: tripCount }, (_, trip) => {
    const [from, to] = drawnPair(links, trip);
    const depart_s = ((trip * 3600) / TRIPS_PER_HOUR).toFixed(2);
    const start = 'departLane="best" departSpeed="max" departPos="base"';
    return `<trip id="v${trip}" depart="${depart_s}" ${start} from="${from}" to="${to}"/>`;
  });
  return `<routes>\n${lines.join('\n')}\n</routes>\n`;
}

/** Two links far enough apart. */
export function drawnPair(links: readonly LinkDraft[], trip: number): [string, string] {
  for (let count = 0; ; count += 2) {
    const [from, to] = [0, 1].map((end) => {
      const share = draw(SEED, PURPOSE.place, trip, count + end);
      return links[Math.floor(share * links.length)]!;
    }) as [LinkDraft, LinkDraft];
    const [[x_m, y_m], [toX_m, toY_m]] = [from.geometry[0]!, to.geometry[0]!];
    if (Math.hypot(toX_m - x_m, toY_m - y_m) >= SHORTEST_TRIP_m) return [from.name, to.name];
  }
}

function run(command: string, args: readonly string[]): void {
  const { status, stderr } = spawnSync(command, args, {
    encoding: 'utf8',
    env: { ...process.env, SUMO_HOME: process.env.SUMO_HOME ?? '/usr/share/sumo' },
  });
  if (status !== 0) throw new Error(`${command} failed:\n${stderr}`);
}
