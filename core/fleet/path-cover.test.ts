import { expect, test } from 'vitest';
import { draw, PURPOSE } from '../base/random.js';
import { createAssignment, solveAssignment } from './assignment.js';
import { minimumPathCover, type Successors } from './path-cover.js';

/** Which rides follow which, by a rule. */
function graphOf(rideCount: number, follows: (from: number, to: number) => boolean): Successors {
  const first = new Int32Array(rideCount + 1);
  const rides: number[] = [];
  for (let from = 0; from < rideCount; from++) {
    for (let to = 0; to < rideCount; to++) if (follows(from, to)) rides.push(to);
    first[from + 1] = rides.length;
  }
  return { first, ride: Int32Array.from(rides) };
}

interface Ride {
  readonly start_s: number;
  readonly end_s: number;
  readonly from_m: number;
  readonly to_m: number;
}

const ridesOf = (seed: number, count: number): Ride[] =>
  Array.from({ length: count }, (_, ride) => {
    const chance = (of: number): number => draw(seed, PURPOSE.testOrder, ride, of);
    const [from_m, to_m] = [1000 * chance(0), 1000 * chance(1)];
    const start_s = Math.floor(3600 * chance(2));
    return { start_s, end_s: start_s + Math.abs(to_m - from_m) / 10, from_m, to_m };
  });

/** Along one street, at 10 m/s. */
const canFollow = (one: Ride, other: Ride): boolean =>
  one !== other && one.end_s + Math.abs(one.to_m - other.from_m) / 10 <= other.start_s;

const streetGraph = (rides: readonly Ride[]): Successors =>
  graphOf(rides.length, (from, to) => canFollow(rides[from]!, rides[to]!));

test('theory: rides at one moment need a vehicle each, a chain of rides needs one', () => {
  expect(minimumPathCover(graphOf(7, () => false)).vehicleCount).toBe(7);
  expect(minimumPathCover(graphOf(7, (from, to) => to > from)).vehicleCount).toBe(1);
  expect(minimumPathCover(graphOf(7, (from, to) => to === from + 1)).vehicleCount).toBe(1);
  // Two that only the same one can follow.
  expect(minimumPathCover(graphOf(3, (from, to) => to === 2 && from < 2)).vehicleCount).toBe(2);
  expect(minimumPathCover(graphOf(0, () => false)).vehicleCount).toBe(0);
});

test.each([1, 2, 3, 4, 5, 6])('twin: as few as by optimal assignment, in world %i', (seed) => {
  const rides = ridesOf(seed, 60);
  const { vehicleCount, next } = minimumPathCover(streetGraph(rides));
  const cost = new Float64Array(60 * 60);
  for (let pair = 0; pair < cost.length; pair++) {
    const [from, to] = [rides[Math.floor(pair / 60)]!, rides[pair % 60]!];
    cost[pair] = canFollow(from, to) ? 1 : Number.POSITIVE_INFINITY;
  }
  const answer = createAssignment();
  solveAssignment({ rowCount: 60, columnCount: 60, cost }, answer);
  const followed = Array.from(answer.columnOfRow.subarray(0, 60)).filter((to) => to >= 0).length;
  expect(vehicleCount).toBe(60 - followed);
  // What it answers can be driven: each ride follows one at most, in time.
  const taken = Array.from(next).filter((to) => to >= 0);
  expect(new Set(taken).size).toBe(taken.length);
  for (const [from, to] of next.entries()) {
    if (to >= 0) expect(canFollow(rides[from]!, rides[to]!)).toBe(true);
  }
});

test.each([7, 8, 9])(
  'certificate: as many rides that no vehicle can make two of, in world %i',
  (seed) => {
    const rides = ridesOf(seed, 400);
    const graph = streetGraph(rides);
    const { vehicleCount, next } = minimumPathCover(graph);
    expect(antichainOf(graph, next)).toHaveLength(vehicleCount);
    const chain = antichainOf(graph, next);
    for (const one of chain) {
      for (const other of chain) expect(canFollow(rides[one]!, rides[other]!)).toBe(false);
    }
  },
);

/**
 * By König's theorem: rides that neither stand in the smallest vertex cover as a predecessor nor as
 * a successor. In a transitive graph (Dilworth) as many as there are paths.
 */
function antichainOf({ first, ride }: Successors, next: Int32Array): number[] {
  const before = new Int32Array(next.length).fill(-1);
  for (const [from, to] of next.entries()) if (to >= 0) before[to] = from;
  const isReached = next.map((to) => (to < 0 ? 1 : 0));
  const isEntered = new Uint8Array(next.length);
  const queue = [...isReached.keys()].filter((from) => isReached[from] === 1);
  for (const from of queue) {
    for (let at = first[from]!; at < first[from + 1]!; at++) {
      const to = ride[at]!;
      isEntered[to] = 1;
      const other = before[to]!;
      if (other < 0 || isReached[other] === 1) continue;
      isReached[other] = 1;
      queue.push(other);
    }
  }
  return [...next.keys()].filter((at) => isReached[at] === 1 && isEntered[at] === 0);
}
