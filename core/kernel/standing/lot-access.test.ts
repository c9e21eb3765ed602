import { expect, test } from 'vitest';
import type { LotUsers } from '../../network/lot-users.js';
import type { NetworkDraft } from '../../network/network-draft.js';
import { DEFAULT_SCENARIO } from '../../scenario/scenario.js';
import { eventsOf, play, SCENE_START_s, tripOf } from '../../testing/scene.js';
import { addressOn, lotOn, streetMap } from '../../testing/street-map.js';
import { lotUsersOf, usersAt } from './lot-access.js';

const NIGHT = { from_s: 18 * 3600, to_s: 8 * 3600 };

/** A yard beside the inn, for those it is for, and an open one at the other end of the town. */
const town = (users: LotUsers): NetworkDraft => ({
  ...streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60, uturns: 'WE' }),
  addresses: [addressOn('ab', { name: 'inn', position_m: 80, x_m: 260, y_m: 130 })],
  lots: [
    { ...lotOn('ab', { name: 'yard', position_m: 40, stallCount: 9, x_m: 260, y_m: 140 }), users },
    lotOn('cd', { name: 'zoo', position_m: 40, stallCount: 9, x_m: 230, y_m: -60 }),
  ],
});
const [YARD, ZOO] = [0, 1];

/** Lots in which a guest, and then a car that stood there at the start and comes back, park. */
function lotsOfGuestAndResident(users: LotUsers, residentHours: typeof NIGHT): number[] {
  const trips = [
    tripOf('guest', 'gate-W', 'inn', 0),
    tripOf('home', 'inn', 'gate-W', 60, { kind: 'resident' }),
    tripOf('home', 'gate-W', 'inn', 600, { kind: 'resident' }),
  ];
  const settings = { parking: { residentHours } };
  const run = play({ regime: 'today', network: town(users), trips, settings });
  run.until(SCENE_START_s + 1200);
  const inLots = eventsOf(run, 'parked').filter(({ place }) => place === 1);
  return inLots.slice(1).map(({ row }) => row!);
}

test.each<[LotUsers, typeof NIGHT, number[]]>([
  ['all', NIGHT, [YARD, YARD]],
  ['residents', NIGHT, [ZOO, YARD]],
  ['others', NIGHT, [YARD, ZOO]],
  // It is eight in the morning: the hours of the others.
  ['shared', NIGHT, [YARD, ZOO]],
  ['shared', { from_s: 7 * 3600, to_s: 10 * 3600 }, [ZOO, YARD]],
])('a yard for %s, residents %o: a guest and a resident park in lots %j', (users, hours, lots) => {
  expect(lotsOfGuestAndResident(users, hours)).toEqual(lots);
});

test('shared hours may pass midnight', () => {
  const at = (hour: number) => usersAt('shared', NIGHT, hour * 3600);
  expect([7.99, 8, 17.99, 18, 23, 25].map(at)).toEqual([
    'residents',
    'others',
    'others',
    'residents',
    'residents',
    'residents',
  ]);
});

test('private lots are by turns for residents and others; remote ones and mapped ones stay as they are', () => {
  const lots = ['a', 'b', 'c'].map((name) => lotOn('ab', { name, position_m: 0, stallCount: 1 }));
  const parking = { ...DEFAULT_SCENARIO.parking, lotUsers: 'private' as const };
  const mapped = { ...lots[0]!, users: 'shared' as const };
  const remote = { ...lots[0]!, isRemote: true };
  expect([...lotUsersOf([remote, mapped, ...lots], { parking })]).toEqual([0, 3, 1, 2, 1]);
});
