import { expect, test } from 'vitest';
import { streetMap } from '../testing/street-map.js';
import { buildRoadNetwork } from './build-network.js';

/** Names of the links on rings of a drawn network with streets of twice that length. */
function ringsOf(drawing: readonly string[], step_m: number): string[] {
  const { links, linkNames } = buildRoadNetwork(streetMap(...drawing, { step_m }));
  return linkNames.filter((_, link) => links.isOnRing[link] === 1);
}

/** One drives round against the clock; w leads in, e leads out. */
const ROUNDABOUT = ['  d<c>e', '  v ^  ', 'w>a>b  '];

test('the streets of a small one-way ring are a roundabout, those in and out are not', () => {
  expect(ringsOf(ROUNDABOUT, 15)).toEqual(['ab', 'bc', 'cd', 'da']);
});

test('a block that one drives round is none, nor are two-way streets round a small one', () => {
  expect(ringsOf(ROUNDABOUT, 30)).toEqual([]);
  expect(ringsOf(['  d-c>e', '  | |  ', 'w>a-b  '], 15)).toEqual([]);
  expect(ringsOf(['w-a-e'], 15)).toEqual([]);
});
