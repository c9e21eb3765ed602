import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { smallTown } from '../../core/testing/small-town.js';
import { parkingShareLines, parkingSharesOf, readPlaceShares } from './parking-share.js';

test('a district’s share is the land of its lots, and of its curb for parking, over its area', () => {
  const shares = parkingSharesOf(smallTown);
  const [yard] = smallTown.lots;
  expect(shares.offStreet).toBe((yard!.stallCount * yard!.land_m2PerStall) / 360_000);
  expect(shares.atCurb).toBeCloseTo((2 * 36 * smallTown.curbs[0]!.depth_m) / 360_000, 12);
});

test('places are read by their percentage, and told where they have none', () => {
  const text = JSON.stringify({
    a: { percentage: '30%' },
    b: { percentage: '10%' },
    c: { percentage: null },
    d: { percentage: '20.5%' },
  });
  const places = readPlaceShares(text, 'x');
  expect(places).toEqual({ shares: [0.1, 0.205, 0.3], unread: ['c'] });
  expect(parkingShareLines({ name: 'town', offStreet: 0.2, atCurb: 0.05 }, places)).toEqual([
    'town: off-street parking 20.0 % of the land, parking at the curb 5.0 %',
    '3 places: off-street parking from 10.0 % to 30.0 %, quartiles 20.5 %, 20.5 %, 30.0 %',
    '1 of them have less than the district',
    'not read: c',
  ]);
});

test.each(['[]', 'x', '{}', '{"a": {"percentage": "300%"}}'])('%s is refused', (text) => {
  expect(() => readPlaceShares(text, 'x')).toThrow(UserError);
});
