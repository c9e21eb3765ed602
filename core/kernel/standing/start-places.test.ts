/** Where the driverless cars of residents stand at the start of a day. */
import { expect, test } from 'vitest';
import { IDLE_CHOICES, type IdleChoice } from '../../scenario/scenario.js';
import { townRun } from '../../testing/small-town.js';
import { buildWorld } from '../build-world.js';

/** Cars in the remote lot and in the one of the town, before anyone sets out. */
function stocks(idleChoice: IdleChoice): { readonly remote: number; readonly town: number } {
  const given = townRun('private-automated');
  const parking = { ...given.scenario.parking, idleChoice };
  const { world } = buildWorld({ ...given, scenario: { ...given.scenario, parking } });
  const { lotRow } = world.places;
  const taken = (lot: string): number => world.lots.takenCount[lotRow.get(lot)!]!;
  return { remote: taken('remote'), town: taken('yard') };
}

test('they stand beyond the rim only where remote lots come first', () => {
  const cars = stocks('remote-first').remote;
  expect(stocks('remote-first').town).toBe(0);
  expect(cars).toBeGreaterThan(0);
  for (const choice of IDLE_CHOICES.filter((each) => each !== 'remote-first')) {
    expect(stocks(choice)).toEqual({ remote: 0, town: cars });
  }
});
