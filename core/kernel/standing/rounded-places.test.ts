import { expect, test } from 'vitest';
import { simulate } from '../../simulate.js';
import { smallTown, townRun } from '../../testing/small-town.js';

/** The town's vans without curbs to stop at, their doors `beyond_m` past the ends of the links. */
function deliveries(beyond_m: number) {
  const given = townRun('today');
  const lengthOf = new Map(smallTown.links.map(({ name, length_m }) => [name, length_m]));
  const addresses = smallTown.addresses.map((address) => ({
    ...address,
    position_m: lengthOf.get(address.link)! + beyond_m,
  }));
  return {
    ...given,
    network: { ...smallTown, addresses, curbs: [] },
    trips: given.trips.filter(({ kind }) => kind === 'van'),
    idleCars: [],
  };
}

test('a door that a file puts a hair beyond the end of its link is at the end: vans go on from it', async () => {
  const exact = await simulate(deliveries(0));
  expect(exact.trips.length).toBeGreaterThan(2);
  expect(exact.trips.every(({ status }) => status === 'arrived')).toBe(true);
  // As far as coordinates of doubles are rounded.
  expect(await simulate(deliveries(1e-12))).toEqual(exact);
});
