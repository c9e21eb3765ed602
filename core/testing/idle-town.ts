/**
 * A town with a lot beside the inn and a remote one, and one car that comes, waits and goes: where it
 * waits, and what way that takes.
 */
import type { NetworkDraft } from '../network/network-draft.js';
import type { IdleChoice } from '../scenario/scenario.js';
import type { World } from '../world.js';
import { eventsOf, play, SCENE_START_s, tripOf } from './scene.js';
import type { SteppedRun } from './stepped-run.js';
import { addressOn, curbOn, lotOn, streetMap } from './street-map.js';

/** Two blocks with a lot beside the inn and a remote one in the west; a ring to drive round. */
const town: NetworkDraft = {
  ...streetMap('W----a--b--e', '     |  |  |', '     c--d--f', { step_m: 60, uturns: 'W' }),
  addresses: [
    addressOn('ab', { name: 'inn', position_m: 80, x_m: 380, y_m: 130 }),
    addressOn('dc', { name: 'barn', position_m: 60, x_m: 390, y_m: -10 }),
  ],
  curbs: [
    curbOn('ab', { start_m: 70, end_m: 88, use: 'pudo' }),
    curbOn('dc', { start_m: 50, end_m: 68, use: 'pudo' }),
    curbOn('ab', { start_m: 100, end_m: 112, use: 'parking' }),
  ],
  lots: [
    lotOn('be', { name: 'garage', position_m: 60, stallCount: 30, x_m: 540, y_m: 120 }),
    lotOn('Wa', {
      name: 'remote',
      position_m: 30,
      stallCount: 30,
      isRemote: true,
      x_m: 30,
      y_m: 120,
    }),
  ],
};

/** To the inn, and home from there `gap_s` later. */
export function visit(idleChoice: IdleChoice, gap_s: number, parking: object = {}): SteppedRun {
  const run = play({
    regime: 'private-automated',
    network: town,
    trips: [
      tripOf('car', 'barn', 'inn', 600, { kind: 'resident' }),
      tripOf('car', 'inn', 'barn', 600 + gap_s, { kind: 'resident' }),
    ],
    settings: {
      curb: { pullIn_s: 0, pullOut_s: 0 },
      parking: { idleChoice, shortStay_s: 0, ...parking },
    },
  });
  run.until(SCENE_START_s + 1200 + gap_s);
  if (eventsOf(run, 'tripArrived').length !== 2) throw new Error('The car has not come home.');
  return run;
}

export type Place = readonly [link: string, position_m: number];
export const DROP: Place = ['ab', 79];
export const FAR_LOT: Place = ['Wa', 30];
export const NEAR_LOT: Place = ['be', 60];

/** Shortest way on the roads from place to place, by trying every turn: links are few. */
export function drivenWay_m({ network }: World, [from, from_m]: Place, [to, to_m]: Place): number {
  const { links, turns, linkNames } = network;
  const target = linkNames.indexOf(to);
  const best_m = new Float64Array(network.linkCount).fill(Infinity);
  // Way from the start of the search to the start of each link.
  const visit = (link: number, way_m: number): void => {
    for (let turn = links.firstTurn[link]!; turn < links.firstTurn[link + 1]!; turn++) {
      const next = turns.to[turn];
      const there_m = way_m + links.length_m[link]! + turns.length_m[turn]!;
      if (there_m >= best_m[next]!) continue;
      best_m[next] = there_m;
      visit(next, there_m);
    }
  };
  const start = linkNames.indexOf(from);
  visit(start, -from_m);
  const isAhead = start === target && to_m >= from_m;
  return isAhead ? to_m - from_m : best_m[target]! + to_m;
}

/** All way of the car from its first drop-off to its next pick-up. */
export function wayBetween_m(choice: IdleChoice, parking: object = {}): number {
  const stops = eventsOf(visit(choice, 3600, parking), 'stopped');
  return stops[2]!['odometer_m']! - stops[1]!['odometer_m']!;
}
