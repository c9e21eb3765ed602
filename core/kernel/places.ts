/**
 * Where things are: addresses, gates, zones and lots by row, who is near whom on foot, and by which
 * access vehicles come back onto the road from each.
 */
import type { AccessId, LinkId } from '../base/ids.js';
import type { CurbUse } from '../network/curb-use.js';
import { byName } from '../network/facts.js';
import type { GateDraft, NetworkDraft, NodeDraft, Point } from '../network/network-draft.js';
import type { LinkPlace } from '../network/road-network.js';
import type { Scenario } from '../scenario/scenario.js';
import type { LotTable, ZoneTable } from '../state/tables.js';
import { type AccessTable, createAccesses, createLots, createZones } from '../state/tables.js';
import { lotUsersOf } from './standing/lot-access.js';

/**
 * Walks follow streets and paths: on average 4/π = 1.27 times the straight way in a grid seen from
 * all directions. One figure for every layout, so that layouts differ by where things are.
 */
const WALK_DETOUR = 1.27;

/**
 * Nearest zones (with parking at some hour, and others) and lots kept for each address; a driver who
 * finds them all full looks everywhere.
 */
const ZONES_NEAR = 12;
const LOTS_NEAR = 12;
/** Of so many by air the quickest to reach is looked for. */
export const LOTS_AROUND = 24;

export interface Places {
  readonly addresses: readonly AddressPlace[];
  readonly gates: readonly GatePlace[];
  /** By gate: where the fleet meets its travellers, the nearest gate that is open both ways. */
  readonly fleetGates: readonly number[];
  readonly addressRow: ReadonlyMap<string, number>;
  readonly gateRow: ReadonlyMap<string, number>;
  /** By address: zones and ordinary lots within reach on foot, nearest first. */
  readonly zonesNear: readonly (readonly Near[])[];
  readonly lotsNear: readonly (readonly Near[])[];
  readonly accesses: AccessTable;
  readonly zones: ZoneTable;
  readonly lots: LotTable;
  /** By link: its zones, in order along it. */
  readonly zonesOnLink: readonly (readonly number[])[];
  /** By zone: is it for parking at any hour? */
  readonly parksAtCurb: readonly boolean[];
  /** The same for charging. */
  readonly chargesAtCurb: readonly boolean[];
  /** Rows of zones and lots by name. */
  readonly zoneRow: ReadonlyMap<string, number>;
  readonly lotRow: ReadonlyMap<string, number>;
  /** Accesses at `starts`, in their order. */
  readonly startAccesses: readonly AccessId[];
  readonly remoteLots: readonly number[];
  readonly ordinaryLots: readonly number[];
  /** Of the same, those that an empty vehicle on a link looks at first. */
  readonly remoteAround: (link: LinkId) => readonly number[];
  readonly ordinaryAround: (link: LinkId) => readonly number[];
}

export interface AddressPlace {
  readonly name: string;
  readonly x_m: number;
  readonly y_m: number;
  readonly link: LinkId;
  readonly position_m: number;
  readonly walk_m: number;
}

export interface GatePlace {
  readonly name: string;
  /** Links that bring traffic in, and the accesses at their start. */
  readonly entries: readonly LinkId[];
  readonly accesses: readonly AccessId[];
  readonly exits: readonly LinkId[];
}

export interface Near {
  readonly row: number;
  readonly walk_m: number;
  /** The same less the walk to the address's own kerb: what the place costs more than the nearest. */
  readonly extra_m: number;
}

export function placesOf(
  draft: NetworkDraft,
  linkNames: readonly string[],
  scenario: Scenario,
  starts: readonly LinkPlace[] = [],
): Places {
  const linkRow = new Map(linkNames.map((name, row) => [name, row as LinkId]));
  const linkDraft = new Map(draft.links.map((link) => [link.name, link]));
  const curbs = [...draft.curbs].sort(byName);
  const lotDrafts = [...draft.lots].sort(byName);
  const gateDrafts = [...draft.gates].sort(byName);
  const entranceCount = lotDrafts.reduce((count, lot) => count + lot.entrances.length, 0);
  const entryCount = gateDrafts.reduce((count, gate) => count + gate.entries.length, 0);
  const accesses = createAccesses(entryCount + entranceCount + curbs.length + starts.length);
  let access = 0;
  // Files round: who stopped a hair beyond the end of its link would drive over the stop line.
  const within_m = (link: string, position_m: number): number =>
    Math.min(position_m, linkDraft.get(link)!.length_m);
  const open = (link: LinkId, position_m: number, isMoving: boolean): AccessId => {
    accesses.link[access] = link;
    accesses.position_m[access] = position_m;
    accesses.isMoving[access] = isMoving ? 1 : 0;
    return access++ as AccessId;
  };

  const gates = gateDrafts.map((gate): GatePlace => {
    const entries = [...gate.entries].sort().map((name) => linkRow.get(name)!);
    return {
      name: gate.name,
      entries,
      accesses: entries.map((link) => open(link, 0, true)),
      exits: [...gate.exits].sort().map((name) => linkRow.get(name)!),
    };
  });

  const lots = createLots(lotDrafts.length + 1);
  const lotUsers = lotUsersOf(lotDrafts, scenario);
  for (const [lot, draft] of lotDrafts.entries()) {
    const { stallCount, chargerCount = -1, depth = 1, isTwoEnded = false, entrances } = draft;
    const { isRemote, isInside, x_m, y_m } = draft;
    lots.stallCount[lot] = stallCount;
    lots.chargerCount[lot] = chargerCount;
    lots.depth[lot] = depth;
    lots.isTwoEnded[lot] = isTwoEnded ? 1 : 0;
    lots.isRemote[lot] = isRemote ? 1 : 0;
    lots.isInside[lot] = isInside ? 1 : 0;
    lots.users[lot] = lotUsers[lot]!;
    lots.x_m[lot] = x_m;
    lots.y_m[lot] = y_m;
    lots.firstAccess[lot] = access;
    for (const { link, position_m } of entrances)
      open(linkRow.get(link)!, within_m(link, position_m), false);
  }
  lots.firstAccess[lotDrafts.length] = access;

  const zones = createZones(curbs.length + 1);
  const zonesOnLink: number[][] = linkNames.map(() => []);
  for (const [zone, { link, start_m, end_m }] of curbs.entries()) {
    const row = linkRow.get(link)!;
    const middle_m = (start_m + end_m) / 2;
    const [x_m, y_m] = pointAlong(
      linkDraft.get(link)!.geometry,
      middle_m / linkDraft.get(link)!.length_m,
    );
    zones.link[zone] = row;
    zones.start_m[zone] = start_m;
    zones.end_m[zone] = end_m;
    zones.bayRoom_m[zone] = scenario.curb.policy === 'unlimited' ? Infinity : end_m - start_m;
    zones.x_m[zone] = x_m;
    zones.y_m[zone] = y_m;
    zones.access[zone] = open(row, middle_m, false);
    zonesOnLink[row]!.push(zone);
  }
  const startAccesses = starts.map(({ link, position_m }) => open(link, position_m, false));
  for (const list of zonesOnLink)
    list.sort((a, b) => zones.start_m[a]! - zones.start_m[b]! || a - b);

  const addresses = [...draft.addresses].sort(byName).map(
    (address): AddressPlace => ({
      name: address.name,
      x_m: address.x_m,
      y_m: address.y_m,
      link: linkRow.get(address.link)!,
      position_m: within_m(address.link, address.position_m),
      walk_m: address.walk_m,
    }),
  );
  const isOrdinary = (lot: number): boolean => lots.isRemote[lot] === 0;
  const lotRows = lotDrafts.map((_, lot) => lot);
  const ordinaryLots = lotRows.filter(isOrdinary);
  const remoteLots = lotRows.filter((lot) => !isOrdinary(lot));
  const nodeNamed = new Map(draft.nodes.map((node) => [node.name, node]));
  const endOf = (link: LinkId): NodeDraft => nodeNamed.get(linkDraft.get(linkNames[link]!)!.to)!;
  const farthest_m = Math.max(scenario.parking.walkLimit_m, scenario.curb.walkLimit_m);
  const everFor = (meant: CurbUse): boolean[] =>
    curbs.map(({ timetable }) => timetable.some(({ use }) => use === meant));
  const parksAtCurb = everFor('parking');
  const zoneRows = curbs.map((_, zone) => zone);
  const zonesAround = [true, false].map((parks) =>
    bucketsOf(
      zoneRows.filter((zone) => parksAtCurb[zone] === parks),
      zones,
      farthest_m,
    ),
  );
  const zonesNear = (address: AddressPlace): Near[] => {
    const reach_m = WALK_DETOUR * address.walk_m + farthest_m;
    return zonesAround
      .flatMap((around) => nearest(around(address, reach_m), zones, address, ZONES_NEAR, reach_m))
      .sort(byWalk);
  };
  return {
    addresses,
    gates,
    fleetGates: nearestTwoWay(gateDrafts),
    addressRow: new Map(addresses.map(({ name }, row) => [name, row])),
    gateRow: new Map(gates.map(({ name }, row) => [name, row])),
    zonesNear: addresses.map(zonesNear),
    lotsNear: addresses.map((address) => nearest(ordinaryLots, lots, address, LOTS_NEAR, Infinity)),
    accesses,
    zones,
    lots,
    zonesOnLink,
    parksAtCurb,
    chargesAtCurb: everFor('charging'),
    zoneRow: new Map(curbs.map(({ name }, zone) => [name, zone])),
    lotRow: new Map(lotDrafts.map(({ name }, lot) => [name, lot])),
    startAccesses,
    remoteLots,
    ordinaryLots,
    remoteAround: lotsAround(remoteLots, lots, endOf),
    ordinaryAround: lotsAround(ordinaryLots, lots, endOf),
  };
}

interface Coordinates {
  readonly x_m: { readonly [row: number]: number };
  readonly y_m: { readonly [row: number]: number };
}

/** Way on foot between an address and a point on a street or a lot. */
export const walk_m = (
  from: { readonly x_m: number; readonly y_m: number },
  x_m: number,
  y_m: number,
): number => {
  const dx_m = from.x_m - x_m;
  const dy_m = from.y_m - y_m;
  return WALK_DETOUR * Math.sqrt(dx_m * dx_m + dy_m * dy_m);
};

/** Rows near a point, found by squares of `size_m`: all within `reach_m`, and some more. */
function bucketsOf(
  rows: readonly number[],
  { x_m, y_m }: Coordinates,
  size_m: number,
): (at: { readonly x_m: number; readonly y_m: number }, reach_m: number) => number[] {
  const key = (x: number, y: number): string => `${x},${y}`;
  const squares = new Map<string, number[]>();
  const square = (value_m: number): number => Math.floor(value_m / size_m);
  for (const row of rows) {
    const at = key(square(x_m[row]!), square(y_m[row]!));
    const list = squares.get(at);
    if (list === undefined) squares.set(at, [row]);
    else list.push(row);
  }
  return (at, reach_m) => {
    const found: number[] = [];
    for (let x = square(at.x_m - reach_m); x <= square(at.x_m + reach_m); x++) {
      for (let y = square(at.y_m - reach_m); y <= square(at.y_m + reach_m); y++) {
        for (const row of squares.get(key(x, y)) ?? []) found.push(row);
      }
    }
    return found;
  };
}

const byWalk = (a: Near, b: Near): number => a.walk_m - b.walk_m || a.row - b.row;

function nearest(
  rows: readonly number[],
  { x_m, y_m }: Coordinates,
  address: Pick<AddressPlace, 'x_m' | 'y_m' | 'walk_m'>,
  most: number,
  limit_m: number,
): Near[] {
  const found: Near[] = [];
  for (const row of rows) {
    const way_m = walk_m(address, x_m[row]!, y_m[row]!);
    const last = found.length === most ? found[most - 1]! : null;
    if (way_m > limit_m || (last !== null && way_m > last.walk_m)) continue;
    const near = { row, walk_m: way_m, extra_m: way_m - WALK_DETOUR * address.walk_m };
    if (last !== null && byWalk(near, last) > 0) continue;
    let at = found.length;
    while (at > 0 && byWalk(near, found[at - 1]!) < 0) at--;
    found.splice(at, 0, near);
    if (found.length > most) found.pop();
  }
  return found;
}

/**
 * The `LOTS_AROUND` lots nearest by air to a link's end, in row order, or all where they are no more:
 * what looking for one costs does not grow with their number. Found when first asked for.
 */
export function lotsAround(
  rows: readonly number[],
  lots: Coordinates,
  endOf: (link: LinkId) => { readonly x_m: number; readonly y_m: number },
): (link: LinkId) => readonly number[] {
  if (rows.length <= LOTS_AROUND) return () => rows;
  const known = new Map<LinkId, readonly number[]>();
  return (link) => {
    const found = known.get(link);
    if (found !== undefined) return found;
    const { x_m, y_m } = endOf(link);
    const near = nearest(rows, lots, { x_m, y_m, walk_m: 0 }, LOTS_AROUND, Infinity);
    const around = near.map(({ row }) => row).sort((a, b) => a - b);
    known.set(link, around);
    return around;
  };
}

/** The point at a share of a line's length. */
export function pointAlong(line: readonly Point[], share: number): Point {
  const lengths_m = line.slice(1).map(([x_m, y_m], at) => {
    const [fromX_m, fromY_m] = line[at]!;
    const [east_m, north_m] = [x_m - fromX_m, y_m - fromY_m];
    return Math.sqrt(east_m * east_m + north_m * north_m);
  });
  let rest_m = share * lengths_m.reduce((a, b) => a + b, 0);
  for (const [at, length_m] of lengths_m.entries()) {
    if (rest_m <= length_m && length_m > 0) {
      const part = rest_m / length_m;
      const [fromX_m, fromY_m] = line[at]!;
      const [toX_m, toY_m] = line[at + 1]!;
      return [fromX_m + part * (toX_m - fromX_m), fromY_m + part * (toY_m - fromY_m)];
    }
    rest_m -= length_m;
  }
  return line.at(-1)!;
}

/**
 * By gate the nearest one that is open both ways: itself where it is one, or where there is none; ties
 * go to the first name. Networks from outside have a gate at each end of every link, most of them
 * one-way: those are left out once, not once a gate, which took a quarter of their setting up.
 */
function nearestTwoWay(gates: readonly GateDraft[]): number[] {
  const twoWay = [...gates.keys()].filter(
    (row) => gates[row]!.entries.length > 0 && gates[row]!.exits.length > 0,
  );
  return gates.map(({ x_m, y_m }, gate) => {
    let best = gate;
    let best_m2 = Infinity;
    for (const row of twoWay) {
      const [dx_m, dy_m] = [gates[row]!.x_m - x_m, gates[row]!.y_m - y_m];
      const away_m2 = dx_m * dx_m + dy_m * dy_m;
      if (away_m2 < best_m2) [best, best_m2] = [row, away_m2];
    }
    return best;
  });
}
