import { expect, test } from 'vitest';
import { buildRoadNetwork } from '../../network/build-network.js';
import type { NetworkDraft } from '../../network/network-draft.js';
import { streetMap } from '../../testing/street-map.js';
import { servedLinks } from './fleet-reach.js';

function servedIn(draft: NetworkDraft): string[] {
  const network = buildRoadNetwork(draft);
  const isServed = servedLinks(network);
  return network.linkNames.filter((_, link) => isServed[link] === 1);
}

/** Two squares side by side, and a street out of them to `a`. */
const squares = (uturns: string): NetworkDraft =>
  streetMap('a--b--c--f', '   |  |  |', '   d--e--g', { uturns });

test('people get in and out where vehicles come there and come back', () => {
  const around = servedIn(squares(''));
  expect(around).toHaveLength(14);
  // From ba nobody comes back, and nobody comes onto ab.
  expect(around).not.toContain('ba');
  expect(around).not.toContain('ab');
  // Broken twin: where one may turn round at its end, both are served.
  const turning = servedIn(squares('a'));
  expect(turning).toEqual([...around, 'ab', 'ba'].sort());
});

test('where no links lead to each other all are served, as far as they lead', () => {
  expect(servedIn(streetMap('a>>b>>c'))).toEqual(['ab', 'bc']);
});
