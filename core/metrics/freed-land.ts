/**
 * Land that parked and stopping vehicles did not need, as pieces that can be given to something else:
 * strips of curb, and lots that can be closed.
 *
 * A zone is free in an hour of the day in which nothing stood in it. Zones side by side on a street
 * that are free in the same hours are one strip; a strip from corner to corner is one that holds all
 * zones of its street side. Free for all the day's hours is land to build on; free for a stretch of
 * hours is land to use in these.
 *
 * A lot can be closed when it is never more than `CLOSE_SHARE` full and the cars in it would fit, hour
 * by hour, into the other open lots within `REACH_m` at their target occupancy. The emptiest is
 * closed first; those that were closed take no cars any more.
 */
import { HOUR_s } from '../base/units.js';
import { fieldOffsets } from '../events/event-buffer.js';
import type { NetworkFacts } from '../network/facts.js';
import type { Scenario } from '../scenario/scenario.js';
import { type Fold, keepNothing } from './fold.js';
import { type LandBooks, landBooks, toM2 } from './land-books.js';
import type { MetricValues } from './metric-catalogue.js';
import { CURB, LOT, type ParkingFold } from './parking.js';
import type { FreedLandRow } from './run-result.js';

export interface FreedLandFold extends Fold {
  rows(): FreedLandRow[];
  summary(): MetricValues;
}

const HOURS = 24;
const ALL_DAY = (1 << HOURS) - 1;
/** Shorter stretches of hours are not worth rearranging a street for. */
const SHORTEST_h = 4;
/** A fuller lot has too many cars to be sent elsewhere. */
const CLOSE_SHARE = 0.25;
/** How far the cars of a closed lot may be sent. */
const REACH_m = 500;

/** `parking` must take each record before this fold does. */
export function createFreedLand(
  facts: NetworkFacts,
  scenario: Scenario,
  parking: ParkingFold,
  keep = keepNothing,
): FreedLandFold {
  const books = landBooks(facts);
  /** Hours in which something stood, by zone; cars and stops that stand on, and since when. */
  const used = keep(new Int32Array(facts.zones.length));
  const standing = keep(new Int32Array(facts.zones.length));
  const since_h = keep(new Int32Array(facts.zones.length));
  const peaks = keep(new Int32Array(facts.lots.length * HOURS));
  const lotSince_h = keep(new Int32Array(facts.lots.length));
  /** Of the last record that told a time. */
  const last_s = keep(new Float64Array(1).fill(scenario.start_s));

  const mark = (zone: number, time_s: number): void => {
    const hour = Math.floor(time_s / HOUR_s);
    for (let at = since_h[zone]!; at <= hour && at < since_h[zone]! + HOURS; at++) {
      used[zone]! |= 1 << (at % HOURS);
    }
    since_h[zone] = hour;
  };
  const change = (zone: number, count: 1 | -1, time_s: number): void => {
    if (zone < 0) return;
    if (standing[zone] === 0) since_h[zone] = Math.floor(time_s / HOUR_s);
    mark(zone, time_s);
    standing[zone]! += count;
  };
  /** The stock before the event held until now; `now` holds from here. */
  const notePeak = (lot: number, before: number, now: number, time_s: number): void => {
    const hour = Math.floor(time_s / HOUR_s);
    const from = Math.max(lotSince_h[lot]!, hour - HOURS + 1);
    for (let at = from; at <= hour; at++) raise(peaks, lot * HOURS + (at % HOURS), before);
    raise(peaks, lot * HOURS + (hour % HOURS), now);
    lotSince_h[lot] = hour;
  };
  lotSince_h.fill(Math.floor(scenario.start_s / HOUR_s));
  const close = (): void => {
    for (const zone of facts.zones.keys()) if (standing[zone]! > 0) mark(zone, last_s[0]!);
    for (const lot of facts.lots.keys()) {
      notePeak(lot, parking.lotTaken[lot]!, parking.lotTaken[lot]!, last_s[0]!);
    }
  };
  const pieces = (): FreedLandRow[] => {
    close();
    return [
      ...curbPieces(facts, books, used),
      ...lotPieces(facts, books, peaks, scenario.parking.lotTargetOccupancy),
    ];
  };
  return {
    takes: takesOf(
      change,
      (lot, count, time_s) => {
        const now = parking.lotTaken[lot]!;
        notePeak(lot, now - count, now, time_s);
      },
      (time_s) => {
        last_s[0] = time_s;
      },
    ),
    rows: pieces,
    summary: () => {
      const rows = pieces().filter(({ hourCount }) => hourCount === HOURS);
      const sum_m2 = (kind: string): number =>
        rows.reduce((sum, row) => sum + (row.kind === kind ? row.area_m2 : 0), 0);
      return { land_freed_curb_m2: sum_m2('curb'), land_freed_lots_m2: sum_m2('lot') };
    },
  };
}

const raise = (peaks: Int32Array, at: number, count: number): void => {
  if (count > peaks[at]!) peaks[at] = count;
};

function takesOf(
  change: (zone: number, count: 1 | -1, time_s: number) => void,
  changeLot: (lot: number, count: 1 | -1, time_s: number) => void,
  tick: (time_s: number) => void,
): Fold['takes'] {
  const parked = fieldOffsets('parked');
  const unparked = fieldOffsets('unparked');
  const stopped = fieldOffsets('stopped');
  const ended = fieldOffsets('stopEnded');
  const measured = (time_s: number, place: number, row: number, count: 1 | -1): void => {
    tick(time_s);
    if (place === CURB) change(row, count, time_s);
    else if (place === LOT) changeLot(row, count, time_s);
  };
  return {
    parked: (records, at, time_s) =>
      measured(time_s, records[at + parked.place]!, records[at + parked.row]!, 1),
    unparked: (records, at, time_s) =>
      measured(time_s, records[at + unparked.place]!, records[at + unparked.row]!, -1),
    stopped: (records, at, time_s) => change(records[at + stopped.zone]!, 1, time_s),
    stopEnded: (records, at, time_s) => change(records[at + ended.zone]!, -1, time_s),
    linkMeasured: (_records, _at, time_s) => tick(time_s),
  };
}

function curbPieces(facts: NetworkFacts, { zone_cm2, zoneIsInside }: LandBooks, used: Int32Array) {
  const onLink = new Map<number, number[]>();
  for (const [zone, { link }] of facts.zones.entries()) {
    if (zoneIsInside[zone] === 0) continue;
    const list = onLink.get(link);
    if (list === undefined) onLink.set(link, [zone]);
    else list.push(zone);
  }
  const rows: FreedLandRow[] = [];
  for (const link of [...onLink.keys()].sort((a, b) => a - b)) {
    const zones = onLink.get(link)!.sort(alongLink(facts));
    const windows = zones.map((zone) => longestStretch(~used[zone]! & ALL_DAY));
    for (let first = 0; first < zones.length; ) {
      const window = windows[first]!;
      let end = first + 1;
      while (end < zones.length && isSame(window, windows[end]!)) end++;
      if (window.hourCount >= SHORTEST_h) {
        const piece = zones.slice(first, end);
        const { start_m = 0, block = '' } = facts.zones[piece[0]!]!;
        const last = facts.zones[piece.at(-1)!]!;
        rows.push({
          kind: 'curb',
          name: facts.links[link]!.name,
          block,
          start_m,
          end_m: (last.start_m ?? 0) + last.length_m,
          isCornerToCorner: piece.length === zones.length,
          zoneCount: piece.length,
          length_m: piece.reduce((sum, zone) => sum + facts.zones[zone]!.length_m, 0),
          area_m2: toM2(piece.reduce((sum, zone) => sum + zone_cm2[zone]!, 0)),
          from_s: window.from * HOUR_s,
          hourCount: window.hourCount,
        });
      }
      first = end;
    }
  }
  return rows;
}

const alongLink =
  ({ zones }: NetworkFacts) =>
  (a: number, b: number): number =>
    (zones[a]!.start_m ?? 0) - (zones[b]!.start_m ?? 0) || a - b;

interface Stretch {
  /** Hour of the day in which it begins. */
  readonly from: number;
  readonly hourCount: number;
}

const isSame = (a: Stretch, b: Stretch): boolean =>
  a.from === b.from && a.hourCount === b.hourCount;

/** The longest run of hours in a mask, past midnight too; the earliest of equals. */
export function longestStretch(mask: number): Stretch {
  if ((mask & ALL_DAY) === ALL_DAY) return { from: 0, hourCount: HOURS };
  let best: Stretch = { from: 0, hourCount: 0 };
  for (let from = 0; from < HOURS; from++) {
    let hourCount = 0;
    while (hourCount < HOURS && ((mask >> ((from + hourCount) % HOURS)) & 1) === 1) hourCount++;
    if (hourCount > best.hourCount) best = { from, hourCount };
  }
  return best;
}

function lotPieces(
  facts: NetworkFacts,
  { lot_cm2, lotIsInside }: LandBooks,
  peaks: Int32Array,
  targetOccupancy: number,
): FreedLandRow[] {
  const peakOf = (lot: number): number =>
    peaks
      .subarray(lot * HOURS, (lot + 1) * HOURS)
      .reduce((most, count) => Math.max(most, count), 0);
  const load = peaks.slice();
  const isOpen = facts.lots.map(() => true);
  const shareOf = (lot: number): number => peakOf(lot) / facts.lots[lot]!.stallCount;
  const inOrder = [...facts.lots.keys()]
    .filter((lot) => lotIsInside[lot] === 1 && shareOf(lot) <= CLOSE_SHARE)
    .sort((a, b) => shareOf(a) - shareOf(b) || a - b);
  const closed: number[] = [];
  for (const lot of inOrder) {
    const others = [...facts.lots.keys()].filter(
      (other) => other !== lot && isOpen[other] && isNear(facts, lot, other),
    );
    if (!sendElsewhere(facts, load, lot, others, targetOccupancy)) continue;
    isOpen[lot] = false;
    closed.push(lot);
  }
  return closed
    .sort((a, b) => a - b)
    .map((lot) => ({
      kind: 'lot',
      name: facts.lots[lot]!.name,
      block: facts.lots[lot]!.block ?? '',
      start_m: 0,
      end_m: 0,
      isCornerToCorner: false,
      zoneCount: 0,
      length_m: 0,
      area_m2: toM2(lot_cm2[lot]!),
      from_s: 0,
      hourCount: HOURS,
    }));
}

function isNear({ lots }: NetworkFacts, a: number, b: number): boolean {
  const [from, to] = [lots[a]!, lots[b]!];
  if (from.isRemote !== to.isRemote) return false;
  const east_m = (from.x_m ?? 0) - (to.x_m ?? 0);
  const north_m = (from.y_m ?? 0) - (to.y_m ?? 0);
  return Math.sqrt(east_m * east_m + north_m * north_m) <= REACH_m;
}

/** Shares the lot's cars of every hour among the others, in their order; false, and nothing changed, if they do not fit. */
function sendElsewhere(
  { lots }: NetworkFacts,
  load: Int32Array,
  lot: number,
  others: readonly number[],
  targetOccupancy: number,
): boolean {
  const moved = load.slice();
  for (let hour = 0; hour < HOURS; hour++) {
    let left = moved[lot * HOURS + hour]!;
    moved[lot * HOURS + hour] = 0;
    for (const other of others) {
      const most = Math.floor(lots[other]!.stallCount * targetOccupancy);
      const room = Math.max(0, most - moved[other * HOURS + hour]!);
      const count = Math.min(room, left);
      moved[other * HOURS + hour]! += count;
      left -= count;
    }
    if (left > 0) return false;
  }
  load.set(moved);
  return true;
}
