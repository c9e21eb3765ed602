import { expect, test } from 'vitest';
import { checkNetwork } from '../../core/network/check-network.js';
import { streetMap } from '../../core/testing/street-map.js';
import { completePlaces } from './complete-network.js';
import { dropTraps } from './drop-traps.js';

/** Two blocks, round which one can drive both ways, and a street out of them. */
const RING = [
  'a--b->-c->-d',
  '|  |        ',
  'e--f        ',
  '|  |        ',
  'g--h        ',
] as const;

test('a one-way street that ends nowhere is left out, with every street that only leads to it', () => {
  const map = streetMap(...RING, { gates: '' });
  expect(checkNetwork(map).map(({ code }) => code)).toContain('NET-115');
  const { draft, notes } = dropTraps(map);
  expect(notes.map(({ subject }) => subject)).toEqual(['bc', 'cd']);
  expect(draft.nodes.map(({ name }) => name)).toEqual(['a', 'b', 'e', 'f', 'g', 'h']);
  expect(checkNetwork(draft)).toEqual([]);
});

test('where it leads out by a gate it stays', () => {
  const map = streetMap(...RING, { gates: 'd' });
  expect(dropTraps(map)).toEqual({ draft: map, notes: [] });
});

test('lanes that led only there are shared among the other turns', () => {
  const map = streetMap(...RING, { gates: '', laneCount: 2 });
  const thru = map.movements.find(({ from, to }) => from === 'ab' && to === 'bc')!;
  const parted = {
    ...map,
    movements: map.movements.map((each) =>
      each.from !== 'ab' ? each : { ...each, fromLanes: each === thru ? [0] : [1] },
    ),
  };
  const lanes = dropTraps(parted)
    .draft.movements.filter(({ from }) => from === 'ab')
    .flatMap(({ fromLanes }) => fromLanes);
  expect(new Set(lanes)).toEqual(new Set([0, 1]));
});

test('completing places leaves nothing that cannot be left', () => {
  const map = streetMap(...RING, { gates: '' });
  // A rim of nothing: no end is taken for a gate.
  const { draft } = completePlaces({ ...map, addresses: [], lots: [] }, { rim: -1 });
  expect(draft.links.map(({ name }) => name)).not.toContain('bc');
});
