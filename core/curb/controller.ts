/**
 * Dynamic curbs: moves metres between parking, picking up and dropping off, loading, buses, charging,
 * and free land, a zone at a time, by what was observed on each street side since the last decision.
 *
 * On a street side (the zones of a link) the use that most vehicles missed, else the fullest one
 * above `fullShare`, gets a zone from the use that can best spare one: free land first, else the
 * emptiest use below `spareShare` that nobody missed and that stays below `fullShare` without it.
 * No use comes below its least share of the side's metres or above its most. Where no use wants
 * metres, one that can spare a zone gives it to walking. A zone is closed first: nobody new stops in
 * it, and it changes once it is empty and its notice is over. A zone that has not emptied by the next
 * decision is opened again if its metres are no longer wanted.
 */
import { FITS_m } from '../base/units.js';
import { CURB_USES, type CurbUse } from '../network/curb-use.js';
import type { CurbWatchTable, ServiceWatchTable, ZoneTable } from '../state/tables.js';

/** A share of a street side's metres for each use that vehicles want. */
export type SharesOfUses = Readonly<Record<Exclude<CurbUse, 'none'>, number>>;

export interface CurbControl {
  readonly notice_s: number;
  readonly keep_s: number;
  readonly fullShare: number;
  readonly spareShare: number;
  readonly leastShare: SharesOfUses;
  readonly mostShare: SharesOfUses;
  readonly spareMetres: 'keep' | 'free';
  readonly busZones: 'keep' | 'move';
}

export interface CurbWatches {
  readonly curbWatches: CurbWatchTable;
  /** Null where no metres of buses or of charging are moved. */
  readonly serviceWatches: ServiceWatchTable | null;
}

/** What is decided about: zones, by link, what was observed there, and what each zone may become. */
export interface WatchedCurbs extends CurbWatches {
  readonly zones: ZoneTable;
  readonly zonesOnLink: readonly (readonly number[])[];
  /** By zone, a bit for each use: a zone without chargers cannot be for charging. */
  readonly fits: Uint8Array;
}

export const bitOfUse = (use: number): number => 1 << use;

const FREE = CURB_USES.indexOf('none');
const BUS = CURB_USES.indexOf('bus');
const NOBODY = -1;
/** Codes of the uses that vehicles want; free land is not among them. */
const WANTED = CURB_USES.map((_, use) => use).filter((use) => use !== FREE);
const ALL_BUT_BUS = WANTED.filter((use) => use !== BUS);

/** Metres taken by link, in the order of the uses' codes; nothing is kept of free land. */
const takenColumns = ({ curbWatches, serviceWatches }: CurbWatches) => [
  curbWatches.parking_m,
  curbWatches.pudo_m,
  curbWatches.loading_m,
  undefined,
  serviceWatches?.bus_m,
  serviceWatches?.charging_m,
];

const missedColumns = ({ curbWatches, serviceWatches }: CurbWatches) => [
  curbWatches.parkingMissed,
  curbWatches.pudoMissed,
  curbWatches.loadingMissed,
  undefined,
  serviceWatches?.busMissed,
  serviceWatches?.chargingMissed,
];

/** Adds a look at the metres taken now, by the use of their zone. */
export function lookAtCurbs(curbs: WatchedCurbs): void {
  const { zones, curbWatches, zonesOnLink } = curbs;
  const sums = takenColumns(curbs);
  for (const [link, list] of zonesOnLink.entries()) {
    if (list.length === 0) continue;
    curbWatches.lookCount[link]!++;
    for (const zone of list) {
      const sum = sums[zones.use[zone]!];
      if (sum !== undefined) sum[link]! += zones.taken_m[zone]!;
    }
  }
}

/** A vehicle found no room of a use on a link. */
export function noteMissed(watches: CurbWatches, link: number, use: number): void {
  const counts = missedColumns(watches)[use];
  if (counts !== undefined) counts[link]!++;
}

/** Decides for every street side which zone is to change, closes it, and begins a new watch. */
export function decideUses(curbs: WatchedCurbs, control: CurbControl, time_s: number): void {
  const { zones, zonesOnLink, curbWatches, serviceWatches } = curbs;
  for (const [link, list] of zonesOnLink.entries()) {
    if (list.length < 2) continue;
    const side = sideOf(curbs, link, list);
    const wanted = mostWanted(side, control);
    const closed = list.find((zone) => zones.closesFor[zone] !== 0);
    if (closed !== undefined) {
      const isStillWanted = zones.closesFor[closed]! - 1 === wanted;
      if (!isStillWanted && wanted !== NOBODY) zones.closesFor[closed] = 0;
    } else {
      closeOne(curbs, side, wanted, control, time_s);
    }
  }
  for (const watches of [curbWatches, serviceWatches ?? {}]) {
    for (const column of Object.values(watches)) {
      if (ArrayBuffer.isView(column)) (column as Float64Array).fill(0);
    }
  }
}

/** Changes the use of closed zones that are empty and whose notice is over; adds them to `changed`. */
export function openEmptied(
  zones: ZoneTable,
  zoneCount: number,
  { notice_s }: Pick<CurbControl, 'notice_s'>,
  time_s: number,
  changed: number[],
): void {
  for (let zone = 0; zone < zoneCount; zone++) {
    if (zones.closesFor[zone] === 0) continue;
    if (zones.parkedCount[zone]! + zones.stoppedCount[zone]! + zones.heldCount[zone]! > 0) continue;
    if (time_s < zones.closedAt_s[zone]! + notice_s) continue;
    zones.use[zone] = zones.closesFor[zone]! - 1;
    zones.closesFor[zone] = 0;
    zones.usedSince_s[zone] = time_s;
    changed.push(zone);
  }
}

/** What there is and what was wanted on a street side, by use. */
interface Side {
  readonly list: readonly number[];
  readonly offered_m: readonly number[];
  /** Metres taken on average. */
  readonly taken_m: readonly number[];
  readonly missed: readonly number[];
  readonly length_m: number;
  /** Bits of the uses that some zone of another use may become. */
  readonly open: number;
  /** What a zone is being emptied for. */
  readonly closing: number;
}

const length_m = ({ start_m, end_m }: ZoneTable, zone: number): number =>
  end_m[zone]! - start_m[zone]!;

function sideOf(curbs: WatchedCurbs, link: number, list: readonly number[]): Side {
  const { zones, curbWatches, fits } = curbs;
  const offered_m = CURB_USES.map(() => 0);
  let open = 0;
  let closing = NOBODY;
  for (const zone of list) {
    // What is being emptied counts for what it will be: it must not be asked for twice.
    const isClosing = zones.closesFor[zone] !== 0;
    const use = isClosing ? zones.closesFor[zone]! - 1 : zones.use[zone]!;
    if (isClosing) closing = use;
    offered_m[use]! += length_m(zones, zone);
    open |= fits[zone]! & ~bitOfUse(zones.use[zone]!);
  }
  const looks = Math.max(1, curbWatches.lookCount[link]!);
  return {
    list,
    offered_m,
    taken_m: takenColumns(curbs).map((sum) => (sum?.[link] ?? 0) / looks),
    missed: missedColumns(curbs).map((count) => count?.[link] ?? 0),
    length_m: offered_m.reduce((sum, metres_m) => sum + metres_m, 0),
    open,
    closing,
  };
}

/** Share of its metres taken, `less_m` of them away; a use without metres is full. */
const takenShare = ({ offered_m, taken_m }: Side, use: number, less_m = 0): number =>
  offered_m[use]! - less_m > 0 ? taken_m[use]! / (offered_m[use]! - less_m) : Infinity;

const movedUses = ({ busZones }: CurbControl): readonly number[] =>
  busZones === 'move' ? WANTED : ALL_BUT_BUS;

/** Of a bound, in metres of the street side; free land has none. */
const bound_m = (side: Side, shares: SharesOfUses, use: number, none: number): number =>
  side.length_m * (use === FREE ? none : shares[CURB_USES[use] as keyof SharesOfUses]);

function mostWanted(side: Side, control: CurbControl): number {
  let best = NOBODY;
  for (const use of movedUses(control)) {
    const isFull = side.offered_m[use]! > 0 && takenShare(side, use) > control.fullShare;
    if (side.missed[use] === 0 && !isFull) continue;
    const isBelowMost = side.offered_m[use]! < bound_m(side, control.mostShare, use, 1);
    // A zone that is being emptied for it has been counted already, and is to go on.
    const mayGrow = (side.open & bitOfUse(use)) !== 0 && (isBelowMost || side.closing === use);
    if (!mayGrow) continue;
    if (best === NOBODY || isMoreWanted(side, use, best)) best = use;
  }
  return best;
}

const isMoreWanted = (side: Side, use: number, than: number): boolean =>
  side.missed[use]! !== side.missed[than]!
    ? side.missed[use]! > side.missed[than]!
    : takenShare(side, use) > takenShare(side, than);

function closeOne(
  curbs: WatchedCurbs,
  side: Side,
  wanted: number,
  control: CurbControl,
  time_s: number,
): void {
  const { zones } = curbs;
  const givers = movedUses(control)
    .filter((use) => use !== wanted && canSpare(side, use, control))
    .sort((a, b) => takenShare(side, a) - takenShare(side, b) || a - b);
  if (wanted === NOBODY && control.spareMetres === 'keep') return;
  const from = wanted === NOBODY ? givers : [FREE, ...givers];
  const to = wanted === NOBODY ? FREE : wanted;
  for (const use of from) {
    const zone = easiestZone(curbs, side, { use, to }, control, time_s);
    if (zone === NOBODY) continue;
    zones.closesFor[zone] = 1 + to;
    zones.closedAt_s[zone] = time_s;
    return;
  }
}

const canSpare = (side: Side, use: number, { spareShare }: CurbControl): boolean =>
  side.missed[use] === 0 && side.offered_m[use]! > 0 && takenShare(side, use) < spareShare;

/**
 * The zone of a use with the fewest metres taken that can be for `to`, if the use can do without it
 * and `to` may have so much more. Ties: the first.
 */
function easiestZone(
  { zones, fits }: WatchedCurbs,
  side: Side,
  { use, to }: { readonly use: number; readonly to: number },
  { keep_s, fullShare, leastShare, mostShare }: CurbControl,
  time_s: number,
): number {
  const least_m = bound_m(side, leastShare, use, 0);
  const room_m = bound_m(side, mostShare, to, 1) - side.offered_m[to]! + FITS_m;
  let best = NOBODY;
  for (const zone of side.list) {
    if (zones.use[zone] !== use || time_s - zones.usedSince_s[zone]! < keep_s) continue;
    const metres_m = length_m(zones, zone);
    if ((fits[zone]! & bitOfUse(to)) === 0 || metres_m > room_m) continue;
    if (use !== FREE) {
      const left_m = side.offered_m[use]! - metres_m;
      if (
        left_m < least_m ||
        (side.taken_m[use]! > 0 && takenShare(side, use, metres_m) > fullShare)
      )
        continue;
    }
    if (best === NOBODY || zones.taken_m[zone]! < zones.taken_m[best]!) best = zone;
  }
  return best;
}
