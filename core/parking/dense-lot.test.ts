import { expect, test } from 'vitest';
import { draw, PURPOSE } from '../base/random.js';
import { createLots } from '../state/tables.js';
import {
  carsBefore,
  createDenseLots,
  type DenseLots,
  meanMoves,
  type Retrieval,
  retrieveCar,
  storeCar,
} from './dense-lot.js';

/** A single lot of `laneCount` lanes. */
function lotOf(depth: number, laneCount: number): DenseLots {
  const lots = createLots(2);
  lots.depth[0] = depth;
  lots.stallCount[0] = depth * laneCount;
  return createDenseLots(lots);
}

const where = new Map<number, number>();
const retrieval = (given: Partial<Retrieval> = {}): Retrieval => ({
  isTwoEnded: false,
  putsBack: false,
  moved: (vehicle, stack) => void where.set(vehicle, stack),
  ...given,
});

function fill(dense: DenseLots, count: number): void {
  for (let vehicle = 0; vehicle < count; vehicle++) {
    where.set(vehicle, storeCar(dense, 0, vehicle));
  }
}

const carsIn = ({ stacks, slots }: DenseLots, stack: number): number[] =>
  Array.from(
    { length: stacks.count[stack]! },
    (_, at) => slots.vehicle[stacks.firstSlot[stack]! + at]!,
  );

test('cars go to the emptiest lane, the first of equals', () => {
  const dense = lotOf(3, 2);
  fill(dense, 5);
  expect(carsIn(dense, 0)).toEqual([0, 2, 4]);
  expect(carsIn(dense, 1)).toEqual([1, 3]);
});

test('the cars before it go to other lanes, and back in where those have no room', () => {
  const dense = lotOf(3, 2);
  fill(dense, 5);
  // 4 finds the last place of the other lane, 2 has to go back.
  expect(retrieveCar(dense, 0, { stack: 0, vehicle: 0 }, retrieval())).toBe(3);
  expect(carsIn(dense, 0)).toEqual([2]);
  expect(carsIn(dense, 1)).toEqual([1, 3, 4]);
  expect(where.get(4)).toBe(1);
});

test('cars that are put back keep their order and are moved twice each', () => {
  const dense = lotOf(4, 1);
  fill(dense, 4);
  expect(retrieveCar(dense, 0, { stack: 0, vehicle: 1 }, retrieval({ putsBack: true }))).toBe(4);
  expect(carsIn(dense, 0)).toEqual([0, 2, 3]);
});

test('from a lane open at both ends the nearer one serves', () => {
  const dense = lotOf(5, 1);
  fill(dense, 5);
  const open = retrieval({ isTwoEnded: true, putsBack: true });
  expect(carsBefore(dense, 0, 1, true)).toBe(1);
  expect(retrieveCar(dense, 0, { stack: 0, vehicle: 1 }, open)).toBe(2);
  expect(carsIn(dense, 0)).toEqual([0, 2, 3, 4]);
});

/** Every car of a full lane in turn, from a fresh lane each. */
function mean(depth: number, given: Partial<Retrieval>): number {
  let moves = 0;
  for (let vehicle = 0; vehicle < depth; vehicle++) {
    const dense = lotOf(depth, depth + 1);
    for (let car = 0; car < depth; car++) {
      // Lanes fill evenly, so the first car of every round stands in the first lane.
      fillFirst(dense, car);
    }
    moves += retrieveCar(dense, 0, { stack: 0, vehicle }, retrieval(given));
  }
  return moves / depth;
}

/** Puts the car into the first lane past the rule of the emptiest. */
function fillFirst({ stacks, slots }: DenseLots, vehicle: number): void {
  slots.vehicle[stacks.count[0]!] = vehicle as never;
  stacks.count[0]!++;
}

test.each([2, 3, 4, 5, 6, 9])('mean moves out of a full lane %i deep are the closed forms', (k) => {
  expect(mean(k, {})).toBeCloseTo((k - 1) / 2, 12);
  expect(mean(k, { putsBack: true })).toBeCloseTo(k - 1, 12);
  const twoEnded = k % 2 === 0 ? (k - 2) / 4 : (k - 1) ** 2 / (4 * k);
  expect(mean(k, { isTwoEnded: true })).toBeCloseTo(twoEnded, 12);
  expect(meanMoves(k, false, false)).toBeCloseTo((k - 1) / 2, 12);
  expect(meanMoves(k, true, true)).toBeCloseTo(2 * twoEnded, 12);
});

test('in a lot one deep nobody is in the way', () => {
  expect(meanMoves(1, false, true)).toBe(0);
  expect(meanMoves(1, true, false)).toBe(0);
  expect(lotOf(1, 10).stacks.capacity).toBe(1);
});

test('over two thousand arrivals and departures every car is where the lanes say it is', () => {
  const dense = lotOf(4, 6);
  where.clear();
  const inside: number[] = [];
  for (let at = 0; at < 2_000; at++) {
    const isFull = inside.length === 24;
    const comes = inside.length === 0 || (!isFull && draw(1, PURPOSE.place, at, 0) < 0.6);
    if (comes) {
      where.set(at, storeCar(dense, 0, at));
      inside.push(at);
    } else {
      const [vehicle] = inside.splice(Math.floor(draw(1, PURPOSE.place, at, 1) * inside.length), 1);
      retrieveCar(dense, 0, { stack: where.get(vehicle!)!, vehicle: vehicle! }, retrieval());
      where.delete(vehicle!);
    }
    const stored = [0, 1, 2, 3, 4, 5].flatMap((stack) =>
      carsIn(dense, stack).map((vehicle) => [vehicle, stack] as const),
    );
    expect(new Map(stored)).toEqual(where);
  }
});

test('a full lot takes no more', () => {
  const dense = lotOf(2, 1);
  fill(dense, 2);
  expect(() => storeCar(dense, 0, 2)).toThrow('no slot');
});
