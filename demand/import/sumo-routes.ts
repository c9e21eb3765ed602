/**
 * Routes of SUMO (`.rou.xml`, `.trips.xml`, types in additional files) as trips through the network:
 * each comes in at the start of its first edge at its planned time and leaves at the end of its last.
 *
 * | code | what stops the import |
 * |---|---|
 * | DEM-031, 032, 033 | damaged gzip; too large; not UTF-8 |
 * | DEM-034, 035, 036, 037 | not well-formed XML; a DOCTYPE with definitions; too deep or too many; not a file of routes |
 * | DEM-038 | an attribute is missing or no number |
 * | DEM-039 | no vehicle is left |
 *
 * | code | which vehicles are left out, each with its line |
 * |---|---|
 * | DEM-041 | a route over an edge that the network does not have |
 * | DEM-042 | a route with a turn that the network does not have |
 * | DEM-043 | no route and no two edges to drive between |
 * | DEM-044 | a time that is none (`triggered` among them) |
 * | DEM-045 | an id that another vehicle has |
 * | DEM-046 | a flow that cannot be spread over time |
 *
 * | code | what is read in another sense |
 * |---|---|
 * | DEM-051 | places along the first and last edge |
 * | DEM-052 | stops on the way |
 * | DEM-053 | types that differ: all drive like the mean of them |
 * | DEM-054 | classes of vehicles that are no cars |
 * | DEM-055 | elements that are not read |
 * | DEM-056 | edges that the network has within a junction |
 */
import type { TextSource } from '../../core/base/counted-text.js';
import { refused } from '../../core/base/counted-text.js';
import { type Problem, Problems, shown } from '../../core/base/errors.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { byDeparture } from '../../core/scenario/demand.js';
import type { DriverClass } from '../../core/scenario/scenario.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { departuresOf } from './sumo-departures.js';
import { typesOf } from './sumo-types.js';
import { readSumoVehicles, type SumoVehicle, type SumoVehicles } from './sumo-vehicles.js';

export interface SumoDemand {
  /** By departure, then name. */
  readonly trips: readonly TripDraft[];
  /** How the vehicles of these trips drive on average. */
  readonly driver: DriverClass;
  /** Warnings: which vehicles were left out, a hundred examples of each kind, all counted. */
  readonly leftOut: readonly Problem[];
  readonly leftOutCount: number;
  readonly notes: readonly RepairNote[];
}

export interface RouteOptions {
  /** For flows that come by chance. */
  readonly seed?: number;
  /** Most bytes that are read of each file, unzipped. */
  readonly limit_bytes?: number;
}

const USUAL = { seed: 1, limit_bytes: 512 << 20 };

/** Types may stand in a file of their own, before those that use them. Throws UserError. */
export async function readSumoRoutes(
  sources: readonly TextSource[],
  network: NetworkDraft,
  options: RouteOptions = {},
): Promise<SumoDemand> {
  const { seed, limit_bytes } = { ...USUAL, ...options };
  const read = await readSumoVehicles(sources, limit_bytes);
  const file = sources.at(-1)?.file ?? '';
  const reader = new TripReader(file, network, read, seed);
  for (const vehicle of read.vehicles) reader.take(vehicle);
  if (reader.trips.length === 0)
    throw refused(file, 'DEM-039', 'has no vehicle that can be driven');
  const { driver, notes } = typesOf(read, reader.taken);
  return {
    trips: reader.trips.sort(byDeparture),
    driver,
    leftOut: reader.leftOut.list,
    leftOutCount: reader.leftOut.count,
    notes: [...simplified(read, reader), ...notes],
  };
}

class TripReader {
  readonly trips: TripDraft[] = [];
  /** Vehicles, trips and flows that became trips, by how many. */
  readonly taken = new Map<SumoVehicle, number>();
  readonly leftOut: Problems;
  /** Routes that lost pieces which the network has within a junction, or beyond its rim. */
  shortenedCount = 0;
  readonly #links: ReadonlySet<string>;
  readonly #turns: ReadonlySet<string>;
  readonly #read: SumoVehicles;
  readonly #names = new Set<string>();
  readonly #seed: number;

  constructor(file: string, network: NetworkDraft, read: SumoVehicles, seed: number) {
    this.leftOut = new Problems(file);
    this.#links = new Set(network.links.map(({ name }) => name));
    this.#turns = new Set(network.movements.map(({ from, to }) => turnKey(from, to)));
    this.#read = read;
    this.#seed = seed;
  }

  take(vehicle: SumoVehicle): void {
    const way = this.#wayOf(vehicle);
    if (way === null) return;
    const departures = departuresOf(vehicle, this.#seed);
    if (typeof departures === 'string') {
      this.#leave(vehicle, vehicle.kind === 'flow' ? 'DEM-046' : 'DEM-044', departures);
      return;
    }
    for (const { name, departure_s } of departures) {
      if (this.#names.has(name)) {
        this.#leave(vehicle, 'DEM-045', `left out: there is another ${shown(name)}`);
        continue;
      }
      this.#names.add(name);
      this.trips.push({ name, kind: 'through', vehicle: name, departure_s, ...way, partySize: 1 });
      this.taken.set(vehicle, (this.taken.get(vehicle) ?? 0) + 1);
    }
  }

  #wayOf(vehicle: SumoVehicle): Pick<TripDraft, 'origin' | 'destination' | 'route'> | null {
    const given = vehicle.edges ?? this.#read.routes.get(vehicle.route) ?? null;
    const route = given === null ? null : this.#withoutPieces(given);
    const ends = [vehicle.from, vehicle.to];
    const edges = route ?? (ends.includes('') ? [] : ends);
    if (edges.length === 0) {
      this.#leave(
        vehicle,
        'DEM-043',
        'left out: it has neither a route nor two edges to drive between',
      );
      return null;
    }
    const lost = edges.find((edge) => !this.#links.has(edge));
    if (lost !== undefined) {
      this.#leave(vehicle, 'DEM-041', `left out: the network has no link ${shown(lost)}`);
      return null;
    }
    const way = { origin: edges[0]!, destination: edges.at(-1)! };
    if (route === null) return way;
    const broken = route.findIndex(
      (edge, at) => at > 0 && !this.#turns.has(turnKey(route[at - 1]!, edge)),
    );
    if (broken > 0) {
      const turn = `from ${shown(route[broken - 1])} to ${shown(route[broken])}`;
      this.#leave(vehicle, 'DEM-042', `left out: the network has no turn ${turn}`);
      return null;
    }
    return { ...way, route };
  }

  /**
   * The route without pieces of streets that the network has within a junction: edges that it does
   * not have, between two others with a turn from one to the other.
   */
  #withoutPieces(edges: readonly string[]): readonly string[] {
    const known = edges.filter((edge) => this.#links.has(edge));
    if (known.length === edges.length || known.length === 0) return edges;
    const goesOn = known.every(
      (edge, at) => at === 0 || this.#turns.has(turnKey(known[at - 1]!, edge)),
    );
    if (!goesOn) return edges;
    this.shortenedCount++;
    return known;
  }

  #leave({ kind, id, line, column }: SumoVehicle, code: string, message: string): void {
    const field = `${kind} ${shown(id)}`;
    this.leftOut.add(code, { line, column, field }, message, 'warning');
  }
}

/** NUL is in no name of an XML file. */
const turnKey = (from: string, to: string): string => `${from}\0${to}`;

/** Where vehicles may begin and end for us too. */
const AT_START = new Set(['base', '0', '0.0', '0.00']);
const AT_END = new Set(['max', '-1', '-1.00']);

function simplified(
  { ignored }: SumoVehicles,
  { taken, shortenedCount }: TripReader,
): RepairNote[] {
  const count = (is: (vehicle: SumoVehicle) => boolean): number => {
    let sum = 0;
    for (const [vehicle, tripCount] of taken) if (is(vehicle)) sum += tripCount;
    return sum;
  };
  const moved = count(
    ({ departPos, arrivalPos }) => !AT_START.has(departPos) || !AT_END.has(arrivalPos),
  );
  const stopping = count(({ stopCount }) => stopCount > 0);
  const notes: RepairNote[] = [];
  const note = (code: string, subject: string, message: string): void => {
    notes.push({ code, subject, message, kind: 'repair' });
  };
  if (moved > 0) {
    note('DEM-051', `${moved} trips`, 'drive from the start of an edge to the end of another');
  }
  if (stopping > 0) note('DEM-052', `${stopping} trips`, 'do not stop on the way');
  if (shortenedCount > 0) {
    note(
      'DEM-056',
      `${shortenedCount} routes`,
      'lost edges that are within a junction, or at an end',
    );
  }
  for (const [name, times] of ignored) {
    note('DEM-055', `${times} of <${name}>`, 'are not read');
  }
  return notes;
}
