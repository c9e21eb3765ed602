/**
 * What the commands use of the other rooms, each loaded when it is first needed: `--help` must not
 * wait for a simulator. Tests put small fakes in their place.
 */
import type { Problem } from '../core/base/errors.js';
import type { fleetBound } from '../core/kernel/fleet/fleet-bound.js';
import type { NetworkDraft } from '../core/network/network-draft.js';
import type { Demand, IdleCar } from '../core/scenario/demand.js';
import type { NetworkOverrides, RidesAsked } from '../core/scenario/read-scenario.js';
import type { GeneratedLayout } from '../core/scenario/scenario-fields.js';
import type { TripDraft } from '../core/scenario/trip.js';
import type { RunHooks, RunInputs } from '../core/simulate.js';
import type { ImportedFleet } from '../demand/import/drt-vehicles.js';
import type { importTrips } from '../demand/import/import-trips.js';
import type { KnownPlaces } from '../demand/trips-file.js';
import type { IsInArea } from '../networks/convert/area.js';
import type { toldConversion } from '../networks/convert/convert-network.js';
import type { exportNetwork } from '../networks/export/export-network.js';
import type { Betweenness } from '../networks/measure/betweenness.js';
import type { Outline } from './district-outline.js';
import type { MeasureRow } from './layout-lines.js';
import type { Simulate } from './run-folder/run-once.js';
import { readZippedText } from './text-file.js';

/** What a reader or importer changed or assumed. */
export interface NetworkNote {
  readonly code: string;
  readonly subject: string;
  readonly message: string;
  readonly kind: 'repair' | 'guess';
}

export interface NotedNetwork {
  readonly network: NetworkDraft;
  readonly notes: readonly NetworkNote[];
}

interface NamedText {
  readonly file: string;
  readonly text: string;
}

/** Curbs from outside: two files of the Curb Data Specification, or one of CurbLR. */
export type CurbFeed =
  | { readonly kind: 'cds'; readonly zones: NamedText; readonly policies: NamedText }
  | ({ readonly kind: 'curblr' } & NamedText);

export interface Rooms {
  simulate: Simulate;
  fleetBound(...args: Parameters<typeof fleetBound>): Promise<ReturnType<typeof fleetBound>>;
  generateNetwork(layout: GeneratedLayout, overrides: NetworkOverrides): Promise<NetworkDraft>;
  readNetworkFolder(dir: string): Promise<NotedNetwork>;
  writeNetworkFolder(
    network: NetworkDraft,
    dir: string,
    extra: { repairs: readonly NetworkNote[] },
  ): Promise<void>;
  checkNetwork(network: NetworkDraft): Promise<readonly Problem[]>;
  /** Curbs of a feed in place of the network's own. */
  importCurbs(network: NetworkDraft, feed: CurbFeed): Promise<NotedNetwork>;
  exportCds(network: NetworkDraft): Promise<{ readonly zones: string; readonly policies: string }>;
  /** The share of parking land beside those of other places, a line each. */
  parkingShares(
    network: NetworkDraft,
    places: { readonly text: string; readonly file: string },
  ): Promise<readonly string[]>;
  /** The layout measures by name, and what the network leans on. */
  measureNetwork(network: NetworkDraft): Promise<{
    readonly rows: readonly MeasureRow[];
    readonly betweenness: Betweenness;
  }>;
  importNetwork(
    file: string,
    options: {
      readonly additional: readonly string[];
      readonly district?: Outline | undefined;
      readonly nodes?: string;
      readonly columns: readonly string[];
      readonly crs?: string;
    },
  ): Promise<NotedNetwork>;
  convertNetwork(
    ...args: Parameters<typeof toldConversion>
  ): Promise<ReturnType<typeof toldConversion>>;
  /** A box, or the text of a GeoJSON file, on the plane of `crs`. */
  convertArea(
    area: { readonly box: string } | { readonly text: string; readonly file: string },
    crs: string,
  ): Promise<IsInArea>;
  exportNetwork(
    ...args: Parameters<typeof exportNetwork>
  ): Promise<ReturnType<typeof exportNetwork>>;
  /** Persons' days, or rides where their number is given. */
  generateDemand(
    network: NetworkDraft,
    size: { factor: number; seed: number } & Partial<RidesAsked>,
  ): Promise<Demand>;
  importTrips(
    file: string,
    network: NetworkDraft,
    options: Parameters<typeof importTrips>[2]['options'],
  ): ReturnType<typeof importTrips>;
  /** The fleet of a file, and a scenario of a run with it. */
  importVehicles(
    file: string,
    network: NetworkDraft,
    linksFile: string | undefined,
  ): Promise<{ fleet: ImportedFleet; scenario: string }>;
  tripsText(trips: readonly TripDraft[]): Promise<string>;
  idleCarsText(cars: readonly IdleCar[]): Promise<string>;
  /** What of a day's demand a run of these hours has; the rest is counted in a note. */
  withinHours(
    demand: Demand,
    hours: { readonly start_s: number; readonly end_s: number },
    network: NetworkDraft,
  ): Promise<Demand>;
  readTrips(
    text: string,
    file: string,
    known: KnownPlaces,
    day: { start_s: number; end_s: number },
  ): Promise<TripDraft[]>;
  readIdleCars(
    text: string,
    file: string,
    known: { addresses: ReadonlySet<string>; moving: ReadonlySet<string> },
  ): Promise<IdleCar[]>;
}

export const ROOMS: Rooms = {
  async fleetBound(...args) {
    const { fleetBound } = await import('../core/kernel/fleet/fleet-bound.js');
    return fleetBound(...args);
  },
  async simulate(inputs, { shuffleBlocks, ...given } = {}) {
    const { simulate } = await import('../core/simulate.js');
    const hooks = { ...given, ...(await solversFor(inputs)) };
    if (shuffleBlocks === undefined) return simulate(inputs, hooks);
    const { threads } = hooks;
    if (threads !== undefined && threads.threadCount > 1) {
      return simulate(inputs, { ...hooks, threads: { ...threads, delaySeed: shuffleBlocks } });
    }
    const { shuffledBlocks } = await import('../core/kernel/threads/shuffled-blocks.js');
    return simulate(inputs, { ...hooks, executor: shuffledBlocks(shuffleBlocks) });
  },
  async generateNetwork(layout, overrides) {
    const made = await import('../networks/generate/generate-network.js');
    const spec = layout === 'superblock' ? made.SUPERBLOCK_DISTRICT : made.SMALL_BLOCK_DISTRICT;
    return made.generateNetwork({ ...spec, ...overrides });
  },
  async readNetworkFolder(dir) {
    const { readNetworkFolder } = await room('../networks/gmns/network-folder.js');
    return readNetworkFolder(dir);
  },
  async writeNetworkFolder(network, dir, extra) {
    const { writeNetworkFolder } = await room('../networks/gmns/network-folder.js');
    await writeNetworkFolder(network, dir, extra);
  },
  async checkNetwork(network) {
    const { checkNetwork } = await import('../core/network/check-network.js');
    return checkNetwork(network);
  },
  async importNetwork(file, options) {
    const { importNetwork } = await room('../networks/import/import-network.js');
    return importNetwork(file, options);
  },
  async importCurbs(network, feed) {
    if (feed.kind === 'curblr') {
      const { importCurbLr } = await import('../networks/import/curb-lr.js');
      return importCurbLr(network, feed.text, feed.file);
    }
    const { importCds } = await import('../networks/import/cds.js');
    return importCds(network, feed.zones, feed.policies);
  },
  async exportCds(network) {
    const { exportCds } = await import('../networks/export/cds.js');
    return exportCds(network);
  },
  async parkingShares(network, { text, file }) {
    const share = await import('../networks/measure/parking-share.js');
    return share.parkingShareLines(
      share.parkingSharesOf(network),
      share.readPlaceShares(text, file),
    );
  },
  async measureNetwork(network) {
    const { measureLayout } = await import('../networks/measure/layout-measures.js');
    const { demandFor } = await import('../demand/generate/demand-spec.js');
    const { betweennessOf } = await import('../networks/measure/betweenness.js');
    const { layoutRows } = await import('./layout-lines.js');
    const tripCounts = Object.values(demandFor(network).tripCounts);
    const tripsPerDay = tripCounts.reduce((sum, count) => sum + count, 0);
    const betweenness = betweennessOf(network);
    return {
      rows: layoutRows(measureLayout(network), betweenness, tripsPerDay),
      betweenness,
    };
  },
  async convertNetwork(...args) {
    const { toldConversion } = await import('../networks/convert/convert-network.js');
    return toldConversion(...args);
  },
  async convertArea(area, crs) {
    const { boxArea, polygonArea } = await import('../networks/convert/area.js');
    return 'box' in area ? boxArea(area.box, crs) : polygonArea(area.text, area.file, crs);
  },
  async exportNetwork(...args) {
    const { exportNetwork } = await import('../networks/export/export-network.js');
    return exportNetwork(...args);
  },
  async generateDemand(network, { factor, seed, rideCount, deterrence_perKm, returnShare = 0 }) {
    const size = { factor, seed };
    if (rideCount !== undefined && deterrence_perKm !== undefined) {
      const { generateRides } = await import('../demand/generate/rides.js');
      return generateRides(network, { ...size, rideCount, deterrence_perKm, returnShare });
    }
    const { demandFor } = await import('../demand/generate/demand-spec.js');
    const { generateDemand } = await import('../demand/generate/generate-demand.js');
    return generateDemand(network, { ...demandFor(network), ...size });
  },
  async importTrips(file, network, options) {
    const { importTrips } = await import('../demand/import/import-trips.js');
    return importTrips(file, network, { options, readText: readZippedText });
  },
  async importVehicles(file, network, linksFile) {
    const { fleetScenario } = await import('../demand/import/drt-vehicles.js');
    const { importVehicles } = await import('../demand/import/import-trips.js');
    const fleet = await importVehicles(file, network, linksFile);
    const name = (file.split(/[/\\]/).at(-1) ?? '').replace(/(?:\.xml)?(?:\.gz)?$/i, '');
    return { fleet, scenario: fleetScenario(name, fleet) };
  },
  async tripsText(trips) {
    const { writeTrips } = await import('../demand/trips-file.js');
    return writeTrips(trips);
  },
  async idleCarsText(cars) {
    const { writeIdleCars } = await import('../demand/trips-file.js');
    return writeIdleCars(cars);
  },
  async withinHours(demand, hours, { addresses }) {
    const { withinHours } = await import('../demand/run-hours.js');
    return withinHours(demand, hours, new Set(addresses.map(({ name }) => name)));
  },
  async readTrips(text, file, known, day) {
    const { readTrips } = await import('../demand/trips-file.js');
    return readTrips(text, file, known, day);
  },
  async readIdleCars(text, file, known) {
    const { readIdleCars } = await import('../demand/trips-file.js');
    return readIdleCars(text, file, known);
  },
};

/** A module whose types are not at hand where this file is compiled. */
export const room = (path: string): Promise<any> => import(new URL(path, import.meta.url).href);

/** HiGHS is loaded only for runs that ask for it. */
async function solversFor({ scenario }: RunInputs): Promise<Pick<RunHooks, 'tripSolver'>> {
  const { second, third, dispatcher, tripSolver } = scenario.fleet;
  const dispatchers = [dispatcher, second?.dispatcher, third?.dispatcher];
  if (!dispatchers.includes('shareability') || tripSolver !== 'highs') return {};
  const { loadHighsTrips } = await import('./solvers/highs-trips.js');
  return { tripSolver: await loadHighsTrips() };
}
