import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breakEvenStay_s, cheapest, costOf, cruising, type IdleOption } from './idle-choice.js';

const costs = { drive_perKm: 0.3, time_perHour: 6 };
const stay: IdleOption = { way_m: 0, time_s: 0, retrieval_s: 0, fee_perHour: 4 };
const remote: IdleOption = { way_m: 3000, time_s: 600, retrieval_s: 60, fee_perHour: 1 };

test('theory: it leaves exactly when way, time and retrieval cost less than the fees differ', () => {
  // 3 km · 0.3 + (600 s + 60 s) · 6 an hour = 0.9 + 1.1 = 2.0; saved are 3 an hour: after 40 minutes.
  expect(costOf(remote, 0, costs)).toBeCloseTo(2, 12);
  expect(breakEvenStay_s(remote, stay.fee_perHour, costs)).toBeCloseTo(2400, 9);
  expect(cheapest([stay, remote], 2399, costs)).toBe(0);
  expect(cheapest([stay, remote], 2401, costs)).toBe(1);
});

test('driving on costs its way and its time, whatever the fees', () => {
  const round = cruising(1800, 8);
  expect(round.way_m).toBe(14_400);
  expect(costOf(round, 1800, costs)).toBeCloseTo(14.4 * 0.3 + 3, 12);
});

test('property: the choice is the leave rule, for any fees and ways', () => {
  const amount = fc.double({ min: 0, max: 50, noNaN: true });
  fc.assert(
    fc.property(
      amount,
      amount,
      amount,
      amount,
      amount,
      amount,
      (km, min, retrieval, fee, away, h) => {
        const option = {
          way_m: km * 1000,
          time_s: min * 60,
          retrieval_s: retrieval,
          fee_perHour: away,
        };
        const added = costOf({ ...option, fee_perHour: 0 }, 0, costs);
        const saved = (fee - away) * h;
        // Sums in another order: within a billionth both are right.
        if (Math.abs(added - saved) < 1e-9 * (1 + added)) return;
        const leaves = cheapest([{ ...stay, fee_perHour: fee }, option], h * 3600, costs) === 1;
        expect(leaves).toBe(added < saved);
      },
    ),
  );
});

test('a fee that falls on nobody else draws nobody: of equals the first is taken, of none none', () => {
  expect(cheapest([stay, stay], 100, costs)).toBe(0);
  expect(cheapest([], 100, costs)).toBe(-1);
  expect(breakEvenStay_s(stay, 1, costs)).toBe(Infinity);
});
