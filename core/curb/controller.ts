/**
 * Dynamic curbs: moves metres between parking, picking up and dropping off, loading, and free land,
 * a zone at a time, by what was observed on each street side since the last decision.
 *
 * On a street side (the zones of a link) the use that most vehicles missed, else the fullest one
 * above `fullShare`, gets a zone from the use that can best spare one: free land first, else the
 * emptiest use below `spareShare` that nobody missed and that stays below `fullShare` without it.
 * Where no use wants metres, one that can spare a zone gives it to walking. A zone is closed first:
 * nobody new stops in it, and it changes once it is empty and its notice is over. A zone that has not
 * emptied by the next decision is opened again if its metres are no longer wanted.
 */
import { CURB_USES } from '../network/curb-use.js';
import type { CurbWatchTable, ZoneTable } from '../state/tables.js';

export interface CurbControl {
  readonly notice_s: number;
  readonly keep_s: number;
  readonly fullShare: number;
  readonly spareShare: number;
  readonly leastShare: {
    readonly parking: number;
    readonly pudo: number;
    readonly loading: number;
  };
  readonly spareMetres: 'keep' | 'free';
}

const FREE = CURB_USES.indexOf('none');
/** Codes of the uses that vehicles want; free land is not among them. */
const WANTED = [0, 1, 2];

/** Adds a look at the metres taken now, by the use of their zone. */
export function lookAtCurbs(
  zones: ZoneTable,
  watches: CurbWatchTable,
  zonesOnLink: readonly (readonly number[])[],
): void {
  const sums = [watches.parking_m, watches.pudo_m, watches.loading_m];
  for (const [link, list] of zonesOnLink.entries()) {
    if (list.length === 0) continue;
    watches.lookCount[link]!++;
    for (const zone of list) {
      const sum = sums[zones.use[zone]!];
      if (sum !== undefined) sum[link]! += zones.taken_m[zone]!;
    }
  }
}

/** A vehicle found no room of a use on a link. */
export function noteMissed(watches: CurbWatchTable, link: number, use: number): void {
  const counts = [watches.parkingMissed, watches.pudoMissed, watches.loadingMissed][use];
  if (counts !== undefined) counts[link]!++;
}

/** Decides for every street side which zone is to change, closes it, and begins a new watch. */
export function decideUses(
  zones: ZoneTable,
  watches: CurbWatchTable,
  zonesOnLink: readonly (readonly number[])[],
  control: CurbControl,
  time_s: number,
): void {
  for (const [link, list] of zonesOnLink.entries()) {
    if (list.length < 2) continue;
    const side = sideOf(zones, watches, link, list);
    const wanted = mostWanted(side, control);
    const closed = list.find((zone) => zones.closesFor[zone] !== 0);
    if (closed !== undefined) {
      const isStillWanted = zones.closesFor[closed]! - 1 === wanted;
      if (!isStillWanted && wanted !== NOBODY) zones.closesFor[closed] = 0;
    } else {
      closeOne(zones, list, side, wanted, control, time_s);
    }
  }
  for (const column of Object.values(watches)) {
    if (ArrayBuffer.isView(column)) (column as Float64Array).fill(0);
  }
}

/** Changes the use of closed zones that are empty and whose notice is over; adds them to `changed`. */
export function openEmptied(
  zones: ZoneTable,
  zoneCount: number,
  { notice_s }: CurbControl,
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
  readonly offered_m: readonly number[];
  /** Metres taken on average. */
  readonly taken_m: readonly number[];
  readonly missed: readonly number[];
  readonly length_m: number;
}

const length_m = ({ start_m, end_m }: ZoneTable, zone: number): number =>
  end_m[zone]! - start_m[zone]!;

function sideOf(
  zones: ZoneTable,
  watches: CurbWatchTable,
  link: number,
  list: readonly number[],
): Side {
  const offered_m = CURB_USES.map(() => 0);
  for (const zone of list) {
    // What is being emptied counts for what it will be: it must not be asked for twice.
    const use = zones.closesFor[zone] === 0 ? zones.use[zone]! : zones.closesFor[zone]! - 1;
    offered_m[use]! += length_m(zones, zone);
  }
  const looks = Math.max(1, watches.lookCount[link]!);
  return {
    offered_m,
    taken_m: [watches.parking_m, watches.pudo_m, watches.loading_m].map(
      (sum) => sum[link]! / looks,
    ),
    missed: [watches.parkingMissed, watches.pudoMissed, watches.loadingMissed].map(
      (count) => count[link]!,
    ),
    length_m: offered_m.reduce((sum, metres_m) => sum + metres_m, 0),
  };
}

const NOBODY = -1;

/** Share of its metres taken, `less_m` of them away; a use without metres is full. */
const takenShare = ({ offered_m, taken_m }: Side, use: number, less_m = 0): number =>
  offered_m[use]! - less_m > 0 ? taken_m[use]! / (offered_m[use]! - less_m) : Infinity;

function mostWanted(side: Side, { fullShare }: CurbControl): number {
  let best = NOBODY;
  for (const use of WANTED) {
    const isFull = side.offered_m[use]! > 0 && takenShare(side, use) > fullShare;
    if (side.missed[use] === 0 && !isFull) continue;
    if (best === NOBODY || isMoreWanted(side, use, best)) best = use;
  }
  return best;
}

const isMoreWanted = (side: Side, use: number, than: number): boolean =>
  side.missed[use]! !== side.missed[than]!
    ? side.missed[use]! > side.missed[than]!
    : takenShare(side, use) > takenShare(side, than);

function closeOne(
  zones: ZoneTable,
  list: readonly number[],
  side: Side,
  wanted: number,
  control: CurbControl,
  time_s: number,
): void {
  const givers = WANTED.filter((use) => use !== wanted && canSpare(side, use, control)).sort(
    (a, b) => takenShare(side, a) - takenShare(side, b) || a - b,
  );
  if (wanted === NOBODY && control.spareMetres === 'keep') return;
  const from = wanted === NOBODY ? givers : [FREE, ...givers];
  const to = wanted === NOBODY ? FREE : wanted;
  for (const use of from) {
    const zone = easiestZone(zones, list, use, side, control, time_s);
    if (zone === NOBODY) continue;
    zones.closesFor[zone] = 1 + to;
    zones.closedAt_s[zone] = time_s;
    return;
  }
}

const canSpare = (side: Side, use: number, { spareShare }: CurbControl): boolean =>
  side.missed[use] === 0 && side.offered_m[use]! > 0 && takenShare(side, use) < spareShare;

/** The zone of a use with the fewest metres taken, if the use can do without it. Ties: the first. */
function easiestZone(
  zones: ZoneTable,
  list: readonly number[],
  use: number,
  side: Side,
  { keep_s, fullShare, leastShare }: CurbControl,
  time_s: number,
): number {
  const least_m =
    side.length_m * ([leastShare.parking, leastShare.pudo, leastShare.loading][use] ?? 0);
  let best = NOBODY;
  for (const zone of list) {
    if (zones.use[zone] !== use || time_s - zones.usedSince_s[zone]! < keep_s) continue;
    const metres_m = length_m(zones, zone);
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
