/**
 * Cars stacked in the lanes of dense lots. A car behind others leaves only when those before it have
 * moved; what that costs is counted in moves, one for each car out of a lane or back into one.
 *
 * In a full lane a car at random has (k−1)/2 cars before it; moved once each where they go to other
 * lanes, twice (k−1 moves) where they are put back. From a lane open at both ends the nearer one
 * serves: (k−2)/4 for even k, (k−1)²/(4k) for odd k.
 */
import { NONE, type VehicleId } from '../base/ids.js';
import { createTable, f64, i32, rowOf, type Table } from '../state/table.js';
import type { LotTable } from '../state/tables.js';

/** One row a lane; a lot's lanes are together. */
export const stackSchema = {
  firstSlot: i32('its slots; they end where those of the next row begin'),
  busyUntil_s: f64('when the retrieval under way ends; the next one waits for it'),
  count: i32('cars in it, in its first slots: the first is deepest, the last at the open end'),
};
/** One row a place for a car. */
export const slotSchema = { vehicle: rowOf<VehicleId>('car in it, or NONE') };

export interface DenseLots {
  readonly stacks: Table<typeof stackSchema>;
  readonly slots: Table<typeof slotSchema>;
  /** By lot: its first stack; they end where those of the next lot begin. */
  readonly firstStack: Int32Array;
}

/** Lots of depth 1 have no stacks: any car in them can leave. The last row of `lots` is an end mark. */
export function createDenseLots(lots: LotTable): DenseLots {
  const lotCount = lots.capacity - 1;
  const firstStack = new Int32Array(lotCount + 1);
  const sizes: number[] = [];
  for (let lot = 0; lot < lotCount; lot++) {
    firstStack[lot] = sizes.length;
    const depth = lots.depth[lot]!;
    if (depth <= 1) continue;
    for (let left = lots.stallCount[lot]!; left > 0; left -= depth) {
      sizes.push(Math.min(left, depth));
    }
  }
  firstStack[lotCount] = sizes.length;
  const stacks = createTable(stackSchema, sizes.length + 1);
  let slot = 0;
  for (const [stack, size] of sizes.entries()) {
    stacks.firstSlot[stack] = slot;
    slot += size;
  }
  stacks.firstSlot[sizes.length] = slot;
  return { stacks, slots: createTable(slotSchema, slot), firstStack };
}

export const isStacked = ({ depth }: LotTable, lot: number): boolean => depth[lot]! > 1;

const roomIn = ({ stacks }: DenseLots, stack: number): number =>
  stacks.firstSlot[stack + 1]! - stacks.firstSlot[stack]! - stacks.count[stack]!;

/** The emptiest lane with room, the first of equals; `except` is passed over. NONE if all are full. */
function emptiestStack(dense: DenseLots, lot: number, except: number): number {
  const { stacks, firstStack } = dense;
  let best: number = NONE;
  let fewest = Infinity;
  for (let stack = firstStack[lot]!; stack < firstStack[lot + 1]!; stack++) {
    if (stack === except || roomIn(dense, stack) === 0) continue;
    if (stacks.count[stack]! < fewest) {
      best = stack;
      fewest = stacks.count[stack]!;
    }
    if (fewest === 0) return best;
  }
  return best;
}

/** Puts the car at the open end of the emptiest lane; gives that lane. */
export function storeCar(dense: DenseLots, lot: number, vehicle: number): number {
  const stack = emptiestStack(dense, lot, NONE);
  if (stack === NONE) throw new Error(`Lot ${lot} has no slot for vehicle ${vehicle}.`);
  push(dense, stack, vehicle);
  return stack;
}

function push({ stacks, slots }: DenseLots, stack: number, vehicle: number): void {
  slots.vehicle[stacks.firstSlot[stack]! + stacks.count[stack]!] = vehicle as VehicleId;
  stacks.count[stack]!++;
}

/** Cars between the vehicle and the nearer open end of its lane. */
export function carsBefore(
  dense: DenseLots,
  stack: number,
  vehicle: number,
  isTwoEnded: boolean,
): number {
  const from = placeIn(dense, stack, vehicle);
  const before = dense.stacks.count[stack]! - 1 - from;
  return isTwoEnded && from < before ? from : before;
}

function placeIn({ stacks, slots }: DenseLots, stack: number, vehicle: number): number {
  const first = stacks.firstSlot[stack]!;
  for (let at = 0; at < stacks.count[stack]!; at++) {
    if (slots.vehicle[first + at] === vehicle) return at;
  }
  throw new Error(`Vehicle ${vehicle} is not in lane ${stack}.`);
}

export interface Retrieval {
  readonly isTwoEnded: boolean;
  /** Cars moved out of the way return to their lane; else to others with room, if there are any. */
  readonly putsBack: boolean;
  /** Told where a car that was moved now stands. */
  readonly moved: (vehicle: number, stack: number) => void;
}

/** Takes the car out of its lane and gives the number of moves of other cars that this took. */
export function retrieveCar(
  dense: DenseLots,
  lot: number,
  at: { readonly stack: number; readonly vehicle: number },
  { isTwoEnded, putsBack, moved }: Retrieval,
): number {
  const { stacks, slots } = dense;
  const first = stacks.firstSlot[at.stack]!;
  const place = placeIn(dense, at.stack, at.vehicle);
  const before = carsBefore(dense, at.stack, at.vehicle, isTwoEnded);
  closeGap(dense, at.stack, place);
  if (before === 0) return 0;
  if (putsBack) return 2 * before;
  // Those at the open end go first; by the other end the deepest ones do.
  const leavesAtFront = place === stacks.count[at.stack]! - before;
  const moves = before;
  for (let left = before; left > 0; left--) {
    const to = emptiestStack(dense, lot, at.stack);
    // No other lane has room: this one and those behind it go back in.
    if (to === NONE) return moves + left;
    const from = leavesAtFront ? stacks.count[at.stack]! - 1 : 0;
    const vehicle = slots.vehicle[first + from]!;
    closeGap(dense, at.stack, from);
    push(dense, to, vehicle);
    moved(vehicle, to);
  }
  return moves;
}

/** Those nearer the open end move up. */
function closeGap({ stacks, slots }: DenseLots, stack: number, place: number): void {
  const first = stacks.firstSlot[stack]!;
  const last = stacks.count[stack]! - 1;
  for (let at = place; at < last; at++) slots.vehicle[first + at] = slots.vehicle[first + at + 1]!;
  slots.vehicle[first + last] = NONE;
  stacks.count[stack] = last;
}

/** Moves of a car at random out of a full lane, on average. */
export function meanMoves(depth: number, isTwoEnded: boolean, putsBack: boolean): number {
  const once = isTwoEnded ? movesOfLane(depth) / depth : (depth - 1) / 2;
  return putsBack ? 2 * once : once;
}

/** Sum over the cars of a full lane open at both ends. */
const movesOfLane = (depth: number): number =>
  depth % 2 === 0 ? (depth * (depth - 2)) / 4 : ((depth - 1) * (depth - 1)) / 4;
