import { expect, test } from 'vitest';
import { draw, PURPOSE } from '../base/random.js';
import { largestComponent, reachedFrom, strongComponents } from './components.js';

function randomGraph(seed: number): number[][] {
  const random = (entity: number, count: number) => draw(seed, PURPOSE.testOrder, entity, count);
  const size = 1 + Math.floor(random(0, 0) * 12);
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, next) => next).filter((next) => random(row + 1, next) < 0.15),
  );
}

test('two rows share a component exactly when each can be reached from the other', () => {
  for (let seed = 0; seed < 300; seed++) {
    const successors = randomGraph(seed);
    const { componentOf } = strongComponents(successors);
    const reach = successors.map((_, row) => reachedFrom([row], successors));
    const rows = [...successors.keys()];
    const together = rows.map((a) => rows.map((b) => componentOf[a] === componentOf[b]));
    const mutual = rows.map((a) => rows.map((b) => reach[a]![b] === 1 && reach[b]![a] === 1));
    expect({ seed, together }).toEqual({ seed, together: mutual });
  }
});

test('edges lead to the same or a lower component, so numbers are a topological order', () => {
  for (let seed = 0; seed < 100; seed++) {
    const successors = randomGraph(seed);
    const { componentOf } = strongComponents(successors);
    const rising = successors.flatMap((nexts, row) =>
      nexts.filter((next) => componentOf[next]! > componentOf[row]!),
    );
    expect({ seed, rising }).toEqual({ seed, rising: [] });
  }
});

test('a chain deeper than the call stack is walked', () => {
  const length = 50_000;
  const chain = Array.from({ length }, (_, row) => (row + 1 < length ? [row + 1] : []));
  expect(strongComponents(chain).componentCount).toBe(length);
  const ring = Array.from({ length }, (_, row) => [(row + 1) % length]);
  expect(strongComponents(ring).componentCount).toBe(1);
});

test('the largest component is the one with most rows, of equals the first', () => {
  expect(largestComponent(strongComponents([[], [2], [3], [1]]))).toEqual([1, 2, 3]);
  expect(largestComponent(strongComponents([[1], [0], [3], [2]]))).toEqual([0, 1]);
  expect(largestComponent(strongComponents([]))).toEqual([]);
});
