import { expect, test } from 'vitest';
import { UserError } from '../../base/errors.js';
import type { Cordon, LinkPrice } from '../../scenario/routing-settings.js';
import { eventsOf, play, SCENE_START_s, tripOf, untilSettled } from '../../testing/scene.js';
import { streetMap } from '../../testing/street-map.js';

/** Two ways from a to b: straight, and the long way round over c and d. */
const map = streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60 });
const ALL_DAY = { from_s: 0, to_s: 0 } as const;
const onStraight = (price: Partial<LinkPrice>): LinkPrice => ({
  links: ['ab'],
  vehicleClass: 'all',
  ...ALL_DAY,
  toll: 0,
  isAvoided: false,
  ...price,
});
const through = tripOf('car', 'Wa', 'bE', 0, { kind: 'through' });

/** Links that were paid for, and the way of the one car, m. */
function driven(routing: object) {
  const run = play({
    regime: 'today',
    network: map,
    trips: [through],
    settings: { routing: { noise: 0, ...routing } },
  });
  untilSettled(run, 600);
  const [end] = eventsOf(run, 'legEnded');
  const paid = eventsOf(run, 'tollPaid').map(
    ({ link, toll }) => `${run.world.network.linkNames[link!]} ${toll}`,
  );
  return { way_m: end!.odometer_m!, paid };
}

const free = driven({});
/** An extra way of three streets in place of one, at 50 km/h. */
const wayRound = driven({ linkPrices: [onStraight({ toll: 1000 })] });

test('a toll is paid where the way round takes longer than it is worth, and else avoided', () => {
  expect(wayRound.way_m).toBeGreaterThan(free.way_m + 200);
  expect(free.paid).toEqual([]);
  expect(wayRound.paid).toEqual([]);
  const cheap = driven({ linkPrices: [onStraight({ toll: 0.01 })] });
  expect(cheap).toEqual({ way_m: free.way_m, paid: ['ab 0.01'] });
});

test('who values time higher pays what others drive round for', () => {
  const toll = { linkPrices: [onStraight({ toll: 1 })] };
  expect(driven({ ...toll, valueOfTime_perHour: 12 }).way_m).toBe(wayRound.way_m);
  expect(driven({ ...toll, valueOfTime_perHour: 1200 }).paid).toEqual(['ab 1']);
});

test('prices are of a class and of an hour', () => {
  const dear = (price: Partial<LinkPrice>) =>
    driven({ linkPrices: [onStraight({ toll: 1000, ...price })] });
  expect(dear({ vehicleClass: 'HDV' }).way_m).toBe(wayRound.way_m);
  expect(dear({ vehicleClass: 'PAV' })).toEqual(free);
  expect(dear({ from_s: SCENE_START_s - 3600, to_s: SCENE_START_s + 1 }).way_m).toBe(
    wayRound.way_m,
  );
  expect(dear({ from_s: SCENE_START_s + 3600, to_s: SCENE_START_s + 7200 })).toEqual(free);
  // Past midnight.
  expect(dear({ from_s: 22 * 3600, to_s: SCENE_START_s + 1 }).way_m).toBe(wayRound.way_m);
  expect(dear({ from_s: 22 * 3600, to_s: 6 * 3600 })).toEqual(free);
});

test('an avoided link is taken all the same where there is no other way', () => {
  expect(driven({ linkPrices: [onStraight({ isAvoided: true })] })).toEqual({
    way_m: wayRound.way_m,
    paid: [],
  });
  const everyWay = onStraight({ links: ['Wa'], isAvoided: true });
  expect(driven({ linkPrices: [everyWay] })).toEqual(free);
});

test('a cordon costs who drives in, and nobody inside it or on the way out', () => {
  const around = (west_m: number, east_m: number): Cordon => ({
    ...{ west_m, east_m, south_m: -10_000, north_m: 10_000 },
    ...ALL_DAY,
    vehicleClass: 'all',
    toll: 2,
  });
  const xOf_m = (name: string) => map.nodes.find((node) => node.name === name)!.x_m;
  const middle_m = (xOf_m('a') + xOf_m('b')) / 2;
  // The straight way and the way round both lead in; the straight one is shorter.
  expect(driven({ cordon: around(middle_m, 10_000) })).toEqual({ ...free, paid: ['ab 2'] });
  expect(driven({ cordon: around(-10_000, 10_000) })).toEqual(free);
  expect(driven({ cordon: around(-10_000, middle_m) })).toEqual(free);
});

test('a price of something that is no link is refused by name', () => {
  const refused = () => driven({ linkPrices: [onStraight({ links: ['ab', 'nowhere'], toll: 1 })] });
  expect(refused).toThrow(UserError);
  expect(refused).toThrow(/RUN-015.*nowhere/s);
});
