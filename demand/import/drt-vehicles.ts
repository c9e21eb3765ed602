/**
 * The fleet of MATSim's DVRP and DRT: where each vehicle begins, when it is on duty, how many it
 * carries. What a scenario cannot hold for each vehicle by itself is told.
 *
 * | code | what is left out, or read in another sense |
 * |---|---|
 * | DEM-091 | a vehicle whose attributes cannot be, or whose name is taken |
 * | DEM-092 | a vehicle on a link that the network does not have |
 * | DEM-093 | no vehicle is left, or the lots have no stalls for them (stops the import) |
 * | DEM-094 | several capacities, or none: one for all |
 * | DEM-095 | shifts that vehicles cannot share in turn: one for all |
 * | DEM-096 | vehicles begin in the lots nearest to their links |
 */

import { countedText, refused, type TextSource } from '../../core/base/counted-text.js';
import { type Problem, Problems, shown } from '../../core/base/errors.js';
import { leastOf } from '../../core/base/extremes.js';
import { readXml, type XmlElement } from '../../core/base/xml.js';
import type { LinkDraft, NetworkDraft, Point } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { MATSIM_CODES } from './matsim-codes.js';
import type { LinkMiddles } from './matsim-links.js';
import { DAY_s, timeOfDay_s } from './time-of-day.js';

const LIMIT_bytes = 64 << 20;

/** What a scenario says of it, under `fleet`. */
export interface ImportedFleet {
  readonly vehicleCount: number;
  readonly seatCount: number;
  /** Null for always. */
  readonly shifts: { readonly starts_s: readonly number[]; readonly length_s: number } | null;
  /** Lot by vehicle. */
  readonly depots: readonly string[];
  /** Warnings: vehicles that were left out. */
  readonly leftOut: readonly Problem[];
  readonly notes: readonly RepairNote[];
}

export type FleetGround = Pick<NetworkDraft, 'links' | 'lots'>;

/** Throws UserError when the file is no fleet or nothing is left of it. */
export async function readDrtVehicles(
  source: TextSource,
  network: FleetGround,
  given: LinkMiddles = new Map(),
): Promise<ImportedFleet> {
  const { file } = source;
  const leftOut = new Problems(file);
  const vehicles: DrtVehicle[] = [];
  const middles = new Map([...given, ...network.links.map(middleOf)]);
  const read = vehicleReader(vehicles, middles, leftOut);
  await readXml(file, countedText(source, LIMIT_bytes, MATSIM_CODES), {
    codes: MATSIM_CODES,
    roots: ['vehicles'],
    open: (element) => {
      if (element.name === 'vehicle') read(element);
    },
  });
  if (vehicles.length === 0) {
    throw refused(file, 'DEM-093', `has no vehicle; ${leftOut.count} were left out`);
  }
  const notes: RepairNote[] = [];
  const seatCount = seatsOfAll(vehicles, notes);
  const { shifts, inOrder } = shiftsOf(vehicles, notes);
  const depots = depotsOf(inOrder, network.lots, { middles, file, notes });
  const vehicleCount = vehicles.length;
  return { vehicleCount, seatCount, shifts, depots, leftOut: leftOut.list, notes };
}

const middleOf = ({ name, geometry }: LinkDraft): [string, Point] => [
  name,
  geometry[geometry.length >> 1]!,
];

interface DrtVehicle {
  readonly name: string;
  readonly link: string;
  readonly from_s: number;
  readonly to_s: number;
  /** NaN where the file does not say. */
  readonly seatCount: number;
}

const MOST_SEATS = 60;

function vehicleReader(
  vehicles: DrtVehicle[],
  links: LinkMiddles,
  leftOut: Problems,
): (element: XmlElement) => void {
  const names = new Set<string>();
  return ({ attributes, line, column }) => {
    const leave = (code: string, field: string, message: string): void =>
      leftOut.add(code, { line, column, field }, `left out: ${message}`, 'warning');
    const name = attributes.id ?? '';
    if (name === '' || names.has(name)) {
      leave('DEM-091', 'id', `must be a name that no other vehicle has, got ${shown(name)}`);
      return;
    }
    names.add(name);
    const link = attributes.start_link ?? '';
    if (!links.has(link)) {
      leave('DEM-092', 'start_link', `must be a link of the network, got ${shown(link)}`);
      return;
    }
    const [from_s, to_s] = [clockOf(attributes.t_0 ?? '0'), clockOf(attributes.t_1 ?? '24:00:00')];
    if (!(to_s > from_s)) {
      leave('DEM-091', 't_1', `must be a time after t_0, got ${shown(attributes.t_1 ?? '')}`);
      return;
    }
    const capacity = attributes.capacity;
    const seatCount = capacity === undefined ? Number.NaN : Number(capacity);
    const canBe = Number.isInteger(seatCount) && seatCount >= 1 && seatCount <= MOST_SEATS;
    if (capacity !== undefined && !canBe) {
      const message = `must be 1 to ${MOST_SEATS} seats, got ${shown(capacity)}`;
      leave('DEM-091', 'capacity', message);
      return;
    }
    vehicles.push({ name, link, from_s, to_s, seatCount });
  };
}

/** A shift may end on another day. */
const LATEST_s = 7 * DAY_s;
/** Written "104400" or "104400.0" or "29:00:00". */
function clockOf(text: string): number {
  const time_s = timeOfDay_s(text);
  return time_s <= LATEST_s ? time_s : Number.NaN;
}

/** Seats of a car, where the file says nothing. */
const USUAL_SEATS = 4;

function seatsOfAll(vehicles: readonly DrtVehicle[], notes: RepairNote[]): number {
  const told = vehicles.map(({ seatCount }) => seatCount).filter((count) => !Number.isNaN(count));
  const least = told.length === 0 ? USUAL_SEATS : leastOf(told);
  const differing = vehicles.filter(({ seatCount }) => seatCount !== least).length;
  if (differing > 0) {
    const message = `another capacity, or none: all have ${least} seats`;
    notes.push({ code: 'DEM-094', subject: `${differing} vehicles`, message, kind: 'guess' });
  }
  return least;
}

const SHORTEST_s = 600;
/** A scenario's shifts come again every day, with a pause. */
const LONGEST_s = DAY_s - SHORTEST_s;

/** Vehicles share the shifts in turn, so that those of each must be as many. */
function shiftsOf(
  vehicles: readonly DrtVehicle[],
  notes: RepairNote[],
): { shifts: ImportedFleet['shifts']; inOrder: readonly DrtVehicle[] } {
  const groups = new Map<string, DrtVehicle[]>();
  const sorted = [...vehicles].sort(
    (a, b) => a.from_s - b.from_s || a.to_s - b.to_s || (a.name < b.name ? -1 : 1),
  );
  for (const vehicle of sorted) {
    const key = `${vehicle.from_s} ${vehicle.to_s}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [vehicle]);
    else group.push(vehicle);
  }
  const lists = [...groups.values()];
  const [first] = lists[0]!;
  const length_s = first!.to_s - first!.from_s;
  const starts_s = lists.map(([each]) => each!.from_s);
  const canShare =
    lists.every((list) => list.length === lists[0]!.length) &&
    lists.every(([each]) => each!.to_s - each!.from_s === length_s) &&
    new Set(starts_s).size === starts_s.length &&
    starts_s.at(-1)! <= DAY_s;
  const isAlways = first!.from_s === 0 && length_s >= DAY_s && lists.length === 1;
  if (isAlways) return { shifts: null, inOrder: sorted };
  if (canShare && length_s >= SHORTEST_s && length_s <= LONGEST_s) {
    const inOrder = lists[0]!.flatMap((_, turn) => lists.map((list) => list[turn]!));
    return { shifts: { starts_s, length_s }, inOrder };
  }
  const from_s = Math.min(starts_s[0]!, DAY_s);
  const to_s = sorted.reduce((last_s, vehicle) => Math.max(last_s, vehicle.to_s), 0);
  const span_s = to_s - from_s;
  const isLong = span_s > LONGEST_s;
  const shifts = isLong ? null : { starts_s: [from_s], length_s: Math.max(SHORTEST_s, span_s) };
  const message = isLong
    ? 'shifts of other lengths or numbers: all are always on duty'
    : `shifts of other lengths or numbers: all are on duty from ${from_s} to ${to_s} s`;
  notes.push({ code: 'DEM-095', subject: `${vehicles.length} vehicles`, message, kind: 'guess' });
  return { shifts, inOrder: sorted };
}

/** The lot with a free stall that is nearest to the middle of each vehicle's link. */
function depotsOf(
  vehicles: readonly DrtVehicle[],
  lots: FleetGround['lots'],
  { middles, file, notes }: { middles: LinkMiddles; file: string; notes: RepairNote[] },
): string[] {
  const free = new Map(lots.map(({ name, stallCount }) => [name, stallCount]));
  let farthest_m = 0;
  const depots = vehicles.map(({ link }) => {
    const [x_m, y_m] = middles.get(link)!;
    let [best, least_m] = ['', Number.POSITIVE_INFINITY];
    for (const lot of lots) {
      const away_m = Math.hypot(lot.x_m - x_m, lot.y_m - y_m);
      const isNearer = away_m < least_m || (away_m === least_m && lot.name < best);
      if (isNearer && free.get(lot.name)! > 0) [best, least_m] = [lot.name, away_m];
    }
    if (best === '')
      throw refused(file, 'DEM-093', 'the lots of the network have no stalls for it');
    free.set(best, free.get(best)! - 1);
    farthest_m = Math.max(farthest_m, least_m);
    return best;
  });
  const message = `begin in the nearest lots, ${Math.round(farthest_m)} m from their links or less`;
  notes.push({ code: 'DEM-096', subject: `${vehicles.length} vehicles`, message, kind: 'repair' });
  return depots;
}

/** A scenario of a run with the fleet, in YAML. */
export function fleetScenario(name: string, fleet: ImportedFleet): string {
  const { vehicleCount, seatCount, shifts, depots } = fleet;
  const plain = name.replace(/[^\p{L}\p{N} .,_/()-]/gu, '-').replace(/^[^\p{L}\p{N}]+/u, '');
  return [
    `name: ${JSON.stringify(plain.slice(0, 80) || 'fleet')}`,
    'regime: shared-automated',
    '# MATSim lets idle vehicles wait near where they are. The longest wait and ride are not in the file',
    '# of vehicles: these are maxWaitTime, maxTravelTimeAlpha and -Beta of its scenario of Mielec.',
    'parking:',
    '  idleChoice: nearest',
    'fleet:',
    '  idleStay_s: 3600',
    `  vehicleCount: ${vehicleCount}`,
    `  seatCount: ${seatCount}`,
    '  maxWait_s: 600',
    '  maxDetour: 1.3',
    '  detourAllowance_s: 400',
    ...(shifts === null
      ? []
      : ['  shifts:', `    starts_s: [${shifts.starts_s}]`, `    length_s: ${shifts.length_s}`]),
    `  depots: ${JSON.stringify(depots.slice(0, MOST_DEPOTS))}`,
    '',
  ].join('\n');
}

/** A list of a scenario has no more; further vehicles begin with the first ones. */
const MOST_DEPOTS = 1000;
