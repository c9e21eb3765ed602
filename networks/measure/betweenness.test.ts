import graphologyBetweenness from 'graphology-metrics/centrality/betweenness.js';
import { expect, test } from 'vitest';
import { streetMap } from '../../core/testing/street-map.js';
import { generateNetwork, SMALL_BLOCK_DISTRICT } from '../generate/generate-network.js';
import { betweennessOf, turnGraph } from './betweenness.js';

/** A CommonJS module, which is a function at run time. */
const betweennessCentrality =
  graphologyBetweenness as unknown as typeof graphologyBetweenness.default;

const grid = generateNetwork({
  ...SMALL_BLOCK_DISTRICT,
  side_m: 960,
  addressCount: 50,
  curbStallCount: 100,
  pudoBayCount: 50,
  loadingBayCount: 20,
  lotStallCount: 200,
  remoteLotCount: 2,
});

test('of a street of three links one way, the middle one is on the only way between others', () => {
  const { shares } = betweennessOf(streetMap('a->-b->-c->-d'));
  // Ordered pairs of the other two: ab to cd and back; one of the two can be driven.
  expect(Object.fromEntries(shares)).toEqual({ ab: 0, bc: 0.5, cd: 0 });
});

test('two equally fast ways share what leads over both', () => {
  const { shares } = betweennessOf(streetMap('s->-a->-b    ', '    v   v    ', '    d->-c->-t'));
  // 5 x 4 ordered pairs of the other links: half of `sa` to `ct`, and all of `ab` to `ct`.
  expect(shares.get('bc')).toBe(1.5 / 20);
  expect(shares.get('dc')).toBe(1.5 / 20);
  // Nobody drives on from it.
  expect(shares.get('ct')).toBe(0);
});

test('shares are those that graphology finds, on every link of a district', () => {
  const ours = betweennessOf(grid);
  const theirs = betweennessCentrality(turnGraph(grid), {
    getEdgeWeight: 'time_ms',
    normalized: true,
  });
  expect(ours.sourceCount).toBe(ours.linkCount);
  for (const [link, share] of ours.shares) expect(share).toBeCloseTo(theirs[link]!, 9);
});

test('a sample of sources says how many, and finds the streets that matter', () => {
  const all = betweennessOf(grid);
  const some = betweennessOf(grid, 1);
  expect(some.sourceCount).toBe(200);
  const busiest = [...all.shares].sort((a, b) => b[1] - a[1])[0]!;
  expect(some.shares.get(busiest[0])! / busiest[1]).toBeGreaterThan(0.7);
});

test('over a turn that does not exist no way leads', () => {
  const street = streetMap('a--b--c');
  const closed = {
    ...street,
    movements: street.movements.filter(({ from, to }) => from !== 'ab' || to !== 'bc'),
  };
  expect(turnGraph(street).hasEdge('ab', 'bc')).toBe(true);
  expect(turnGraph(closed).hasEdge('ab', 'bc')).toBe(false);
});
