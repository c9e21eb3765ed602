/**
 * Rebalancing by blocks: the ground is cut into squares, and idle vehicles drive from squares that
 * have more than their share to neighbours that have less.
 *
 * After Fagnant and Kockelman 2014, "The travel and environmental implications of shared autonomous
 * vehicles, using agent-based model scenarios", Transportation Research Part C 40, whose four
 * strategies are followed as far as the description at hand says; what it leaves open is ours:
 *
 * R1 balances large blocks. A block's balance is vehicles × (its share of vehicles − its share of the
 *    requests expected), waiting ones included. The block with the largest imbalance is first; below
 *    −least it pulls from the neighbour with most to spare, above it pushes to the one with least.
 * R2 does the same with smaller blocks and the vehicles that R1 has left.
 * R3 sends a vehicle to each zone that has none within reach, from the nearest with more than one.
 * R4 spreads stockpiles: a zone with `surplus` more than its neighbour sends one over.
 *
 * Neighbours share a side. No vehicle moves twice in one plan, and none moves where the receiver would
 * then have more than the giver. A link belongs to the square of the place where its vehicles wait.
 */
import { NONE } from '../base/ids.js';
import { FLEET_VEHICLE_STATE, REQUEST_STATE } from '../state/fleet-tables.js';
import { type BlockGrid, distanceBetween_m } from './block-grid.js';
import type { Fleet, TravelTime } from './fleet.js';
import type { ForecastAsk, Rebalancing } from './rebalancing.js';

export interface BlockBalance {
  /** Blocks that are balanced, one grid after the other: R1, R2. */
  readonly grids: readonly BlockGrid[];
  /** Vehicles by which a block may be out of balance. */
  readonly least: number;
  /** Zones that are filled and between which stockpiles spread, R3 and R4; null for neither. */
  readonly zones: BlockGrid | null;
  /** A zone is filled that has no idle vehicle within this. */
  readonly reach_m: number;
  /** Vehicles that a zone has more than its neighbour before one moves over. */
  readonly surplus: number;
}

/** What each vehicle may do for a plan. */
export const TAKES_PART = {
  /** Not there: off duty, or low on battery. */
  no: 0,
  /** It may be sent elsewhere. */
  moves: 1,
  /** It is counted where it stands, or where it is bound, and left alone. */
  counts: 2,
} as const;

/** Plans moves between blocks, then between zones; `part` by vehicle says what it may do. */
export function balanceBlocks(
  fleet: Fleet,
  rebalancing: Rebalancing,
  part: ArrayLike<number>,
  ask: ForecastAsk & { readonly balance: BlockBalance },
  travelTime: TravelTime,
): void {
  const { grids, zones, least, reach_m, surplus } = ask.balance;
  rebalancing.moveCount = 0;
  const plan: Plan = { fleet, rebalancing, travelTime, ...stockOf(fleet, rebalancing, part) };
  const wanted = wantedByPlace(fleet, rebalancing, ask);
  for (const grid of grids) balanceGrid(plan, grid, wanted, least);
  if (zones === null) return;
  fillZones(plan, zones, reach_m);
  spreadStockpiles(plan, zones, surplus);
}

interface Plan {
  readonly fleet: Fleet;
  readonly rebalancing: Rebalancing;
  readonly travelTime: TravelTime;
  /** Idle vehicles that take part, by row. */
  readonly stock: readonly number[];
  /** By vehicle: the waiting place that it is counted at. */
  readonly placeOf: Int32Array;
  /** By vehicle: 1 while it may still be moved. */
  readonly isFree: Uint8Array;
}

function stockOf({ vehicles }: Fleet, { zones }: Rebalancing, part: ArrayLike<number>) {
  const { state, link, waitsIn, capacity } = vehicles;
  const stock: number[] = [];
  const placeOf = new Int32Array(capacity).fill(NONE);
  const isFree = new Uint8Array(capacity);
  for (let vehicle = 0; vehicle < capacity; vehicle++) {
    if (state[vehicle] !== FLEET_VEHICLE_STATE.idle || part[vehicle] === TAKES_PART.no) continue;
    if ((link[vehicle] as number) === NONE) continue;
    // Where it has been sent, if anywhere: links of a lot may be nearer to another.
    const place = waitsIn[vehicle] !== NONE ? waitsIn[vehicle]! : zones.zoneOfLink[link[vehicle]]!;
    if (place === NONE) continue;
    placeOf[vehicle] = place;
    isFree[vehicle] = part[vehicle] === TAKES_PART.moves ? 1 : 0;
    stock.push(vehicle);
  }
  return { stock, placeOf, isFree };
}

/** Requests expected by waiting place, those that nobody has been promised to yet included. */
function wantedByPlace(
  { requests, ledger }: Fleet,
  { zones, expected }: Rebalancing,
  { time_s, horizon_s, forecast }: ForecastAsk,
): Float64Array {
  expected.fill(0);
  forecast(time_s, horizon_s, expected);
  let request: number = ledger.firstPending[0]!;
  while (request !== NONE) {
    const place = zones.zoneOfLink[requests.originLink[request]]!;
    if (requests.state[request] === REQUEST_STATE.submitted && place !== NONE) expected[place]!++;
    request = requests.nextPending[request]!;
  }
  return expected;
}

/** R1, R2. */
function balanceGrid(plan: Plan, grid: BlockGrid, wanted: Float64Array, least: number): void {
  const balances = balancesOf(plan, grid, wanted);
  if (balances === null) return;
  const offers = new Map<number, Offer[]>();
  const isDone = new Uint8Array(grid.blockCount);
  for (;;) {
    const block = mostUnlike(balances, isDone, least);
    if (block === NONE) return;
    const isPulling = balances[block]! < 0;
    if (!exchange(plan, grid, offers, balances, block, isPulling)) isDone[block] = 1;
  }
}

/** Vehicles × (share of vehicles − share of requests), by block; null where nobody is expected. */
function balancesOf(
  { stock, placeOf }: Plan,
  { blockOfPlace, blockCount }: BlockGrid,
  wanted: Float64Array,
): Float64Array | null {
  let total = 0;
  for (const count of wanted) total += count;
  if (!(total > 0) || stock.length === 0) return null;
  const balances = new Float64Array(blockCount);
  for (const vehicle of stock) balances[blockOfPlace[placeOf[vehicle]!]!]!++;
  const wantedOf = new Float64Array(blockCount);
  for (const [place, block] of blockOfPlace.entries()) wantedOf[block]! += wanted[place]!;
  for (const [block, count] of wantedOf.entries()) {
    balances[block]! -= (stock.length * count) / total;
  }
  return balances;
}

/** The block farthest from balance by more than `least`, of equals the first. */
function mostUnlike(balances: Float64Array, isDone: Uint8Array, least: number): number {
  let block: number = NONE;
  let most = least;
  for (let candidate = 0; candidate < balances.length; candidate++) {
    const unlike = Math.abs(balances[candidate]!);
    if (isDone[candidate] === 1 || unlike <= most) continue;
    most = unlike;
    block = candidate;
  }
  return block;
}

/** One vehicle from or to the neighbour that lies farthest the other way; false if none can. */
function exchange(
  plan: Plan,
  grid: BlockGrid,
  offers: Map<number, Offer[]>,
  balances: Float64Array,
  block: number,
  isPulling: boolean,
): boolean {
  const order = [...grid.neighbours[block]!].sort((a, b) =>
    isPulling ? balances[b]! - balances[a]! || a - b : balances[a]! - balances[b]! || a - b,
  );
  for (const other of order) {
    const [giver, taker] = isPulling ? [other, block] : [block, other];
    // A whole vehicle less here and more there must not turn the difference round.
    if (balances[giver]! - balances[taker]! < 2) return false;
    if (!moveBetween(plan, grid, offers, giver, taker)) continue;
    balances[giver]!--;
    balances[taker]!++;
    return true;
  }
  return false;
}

/** What it takes a vehicle to drive to the nearest waiting place of another block. */
interface Offer {
  readonly vehicle: number;
  readonly place: number;
  readonly time_s: number;
}

/** Moves the vehicle of one block that is the quickest at a place of the other. */
function moveBetween(
  plan: Plan,
  grid: BlockGrid,
  offers: Map<number, Offer[]>,
  giver: number,
  taker: number,
): boolean {
  const pair = giver * grid.blockCount + taker;
  let known = offers.get(pair);
  if (known === undefined) {
    known = offersOf(plan, grid, giver, taker);
    offers.set(pair, known);
  }
  const best = known.find(({ vehicle }) => plan.isFree[vehicle] === 1);
  if (best === undefined) return false;
  move(plan, best.vehicle, best.place);
  return true;
}

/** By time, then by vehicle. */
function offersOf(plan: Plan, grid: BlockGrid, giver: number, taker: number): Offer[] {
  const { stock, placeOf, isFree } = plan;
  return stock
    .filter((vehicle) => isFree[vehicle] === 1 && grid.blockOfPlace[placeOf[vehicle]!]! === giver)
    .map((vehicle) => nearestPlace(plan, vehicle, grid.placesOf[taker]!))
    .filter(({ time_s }) => time_s < Number.POSITIVE_INFINITY)
    .sort((a, b) => a.time_s - b.time_s || a.vehicle - b.vehicle);
}

function nearestPlace(
  { fleet, rebalancing, travelTime }: Plan,
  vehicle: number,
  places: readonly number[],
): Offer {
  const { link, position_m } = fleet.vehicles;
  const { zones } = rebalancing;
  let best: Offer = { vehicle, place: NONE, time_s: Number.POSITIVE_INFINITY };
  for (const place of places) {
    const to_m = zones.position_m[place]!;
    const time_s = travelTime(link[vehicle]!, position_m[vehicle]!, zones.link[place]!, to_m);
    if (time_s < best.time_s) best = { vehicle, place, time_s };
  }
  return best;
}

/** R3: the zones in order, each from the nearest zone that can spare one. */
function fillZones(plan: Plan, grid: BlockGrid, reach_m: number): void {
  const counts = countsOf(plan, grid);
  for (let zone = 0; zone < grid.blockCount; zone++) {
    const places = grid.placesOf[zone]!;
    if (places.length === 0 || hasVehicleWithin(grid, counts, zone, reach_m)) continue;
    let best: Offer | null = null;
    for (const vehicle of plan.stock) {
      if (plan.isFree[vehicle] !== 1) continue;
      const from = grid.blockOfPlace[plan.placeOf[vehicle]!]!;
      // Else vehicles would cross the city to where nobody lives.
      if (counts[from]! < 2 || distanceBetween_m(grid, from, zone) > 2 * reach_m) continue;
      const offer = nearestPlace(plan, vehicle, places);
      if (offer.time_s < (best?.time_s ?? Number.POSITIVE_INFINITY)) best = offer;
    }
    if (best === null) continue;
    counts[grid.blockOfPlace[plan.placeOf[best.vehicle]!]!]!--;
    counts[zone]!++;
    move(plan, best.vehicle, best.place);
  }
}

function hasVehicleWithin(
  grid: BlockGrid,
  counts: Int32Array,
  zone: number,
  reach_m: number,
): boolean {
  for (let other = 0; other < counts.length; other++) {
    if (counts[other]! > 0 && distanceBetween_m(grid, zone, other) <= reach_m) return true;
  }
  return false;
}

/** R4: the largest difference between neighbours first, of equals the first giver and taker. */
function spreadStockpiles(plan: Plan, grid: BlockGrid, surplus: number): void {
  const counts = countsOf(plan, grid);
  const offers = new Map<number, Offer[]>();
  const isStuck = new Set<number>();
  for (;;) {
    let [giver, taker, most]: [number, number, number] = [NONE, NONE, surplus - 1];
    for (let zone = 0; zone < grid.blockCount; zone++) {
      for (const other of grid.neighbours[zone]!) {
        const more = counts[zone]! - counts[other]!;
        if (more <= most || isStuck.has(zone * grid.blockCount + other)) continue;
        [giver, taker, most] = [zone, other, more];
      }
    }
    if (giver === NONE) return;
    if (moveBetween(plan, grid, offers, giver, taker)) {
      counts[giver]!--;
      counts[taker]!++;
    } else isStuck.add(giver * grid.blockCount + taker);
  }
}

function countsOf({ stock, placeOf }: Plan, { blockOfPlace, blockCount }: BlockGrid): Int32Array {
  const counts = new Int32Array(blockCount);
  for (const vehicle of stock) counts[blockOfPlace[placeOf[vehicle]!]!]!++;
  return counts;
}

function move({ fleet, rebalancing, placeOf, isFree }: Plan, vehicle: number, place: number): void {
  isFree[vehicle] = 0;
  placeOf[vehicle] = place;
  fleet.vehicles.waitsIn[vehicle] = place;
  rebalancing.vehicle[rebalancing.moveCount] = vehicle;
  rebalancing.zone[rebalancing.moveCount++] = place;
}
