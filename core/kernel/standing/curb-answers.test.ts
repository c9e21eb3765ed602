import { expect, test } from 'vitest';
import { FULL_CURB_ANSWERS } from '../../events/catalogue.js';
import type { CurbDraft, NetworkDraft } from '../../network/network-draft.js';
import type { Regime, WhenFull } from '../../scenario/scenario.js';
import { simulate } from '../../simulate.js';
import { crowdedTown } from '../../testing/crowded-town.js';
import { eventsOf, play, SCENE_START_s, storyOf, tripOf, wayFor_m } from '../../testing/scene.js';
import { addressOn, curbOn, lotOn, streetMap } from '../../testing/street-map.js';

/** A block to drive round, an inn on one side of it and a yard to park in on the other. */
const town = (curbs: readonly CurbDraft[], stallCount = 40): NetworkDraft => ({
  ...streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60, uturns: 'WE' }),
  addresses: [
    addressOn('ab', { name: 'inn', position_m: 80, x_m: 260, y_m: 130 }),
    addressOn('cd', { name: 'barn', position_m: 80, x_m: 260, y_m: -10 }),
  ],
  curbs,
  lots: [
    lotOn('Wa', { name: 'depot', position_m: 60, stallCount: 40, isRemote: true, x_m: 60 }),
    lotOn('cd', { name: 'yard', position_m: 40, stallCount, x_m: 230 }),
  ],
});
const bay = (use: 'pudo' | 'loading') => curbOn('ab', { start_m: 70, end_m: 76, use });
const YARD = 1;

const answersOf = (run: ReturnType<typeof play>): string[] =>
  eventsOf(run, 'bayRefused').map(({ answer }) => FULL_CURB_ANSWERS[answer!]!);

const whenFull = (answer: WhenFull, curb: object = {}) => ({
  curb: { dwell_s: 60, whenFull: { human: answer, automated: answer }, ...curb },
});

const guests = [0, 8].map((after_s) => tripOf(`guest${after_s}`, 'gate-W', 'inn', after_s));

test('go to a lot: the second car lets its guest out in the yard, who walks, and stays parked there', () => {
  const settings = whenFull('go-to-lot');
  const network = town([bay('pudo')]);
  const run = play({ regime: 'private-automated', network, trips: guests, settings });
  run.until(SCENE_START_s + 900);
  expect(answersOf(run)).toEqual(['go-to-lot']);
  expect(storyOf(run, 1)).not.toContain('stopped in lane');
  expect(storyOf(run, 1).at(-1)).toBe('stoppedInLot');
  expect(eventsOf(run, 'stoppedInLot')).toMatchObject([{ lot: YARD }]);
  const [first, second] = eventsOf(run, 'tripArrived');
  expect(second!['walk_m']).toBeGreaterThan(first!['walk_m']! + 100);
  expect(wayFor_m(run, 'cruising')).toBeGreaterThan(100);
});

test('go to a lot: with every stall taken it stops in the lane', () => {
  const settings = whenFull('go-to-lot');
  const network = town([bay('pudo')], 0);
  const run = play({ regime: 'private-automated', network, trips: guests, settings });
  run.until(SCENE_START_s + 900);
  expect(answersOf(run)).toEqual(['stop-in-lane']);
  expect(storyOf(run, 1)).toContain('stopped in lane');
});

const deliveries = [0, 8].flatMap((after_s) => [
  tripOf(`van${after_s}`, 'gate-W', 'inn', after_s, { kind: 'van' }),
  tripOf(`van${after_s}`, 'inn', 'gate-E', after_s + 300, { kind: 'van' }),
]);

test('a van whose zone is full delivers from a lot and goes on from there', () => {
  const settings = whenFull('go-to-lot', { besideShare: 0, compliance: { human: 1 } });
  const network = town([bay('loading')]);
  const run = play({ regime: 'today', network, trips: deliveries, settings });
  run.until(SCENE_START_s + 1500);
  expect(eventsOf(run, 'stoppedInLot')).toHaveLength(1);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(4);
});

test('refuse: the second van gives its delivery up and drives on to its next place', () => {
  const settings = whenFull('refuse', { besideShare: 0, compliance: { human: 1 } });
  const network = town([bay('loading')]);
  const run = play({ regime: 'today', network, trips: deliveries, settings });
  run.until(SCENE_START_s + 1500);
  expect(answersOf(run)).toEqual(['refuse']);
  expect(eventsOf(run, 'stopGivenUp')).toHaveLength(1);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(3);
  expect(eventsOf(run, 'stopped')).toHaveLength(1);
});

test('who does not comply stops in the lane, whatever the rule', () => {
  const settings = whenFull('refuse', { besideShare: 0, compliance: { human: 0 } });
  const network = town([bay('loading')]);
  const run = play({ regime: 'today', network, trips: deliveries, settings });
  run.until(SCENE_START_s + 1500);
  expect(answersOf(run)).toEqual(['stop-in-lane']);
});

test('refuse: people aboard are not refused but taken to a lot', () => {
  const settings = whenFull('refuse');
  const network = town([bay('pudo')]);
  const run = play({ regime: 'private-automated', network, trips: guests, settings });
  run.until(SCENE_START_s + 900);
  expect(answersOf(run)).toEqual(['go-to-lot']);
  expect(eventsOf(run, 'tripArrived')).toHaveLength(2);
});

/** Two people at the inn who want to leave at the same time. */
const leaving = [0, 1].map((at) => tripOf(`home${at}`, 'inn', 'gate-E', 200, { kind: 'resident' }));

test.each<Regime>(['private-automated', 'shared-automated'])(
  'refuse: whoever would have been fetched at a full curb is not, in the regime %s',
  (regime) => {
    const settings = {
      ...whenFull('refuse', { dwell_s: 240 }),
      fleet: { vehicleCount: 2, dispatcher: 'nearest-idle' as const, maxWait_s: 1200 },
    };
    const trips =
      regime === 'private-automated'
        ? leaving
        : leaving.map(({ vehicle: _, ...trip }) => ({ ...trip, vehicle: '' }));
    const run = play({ regime, network: town([bay('pudo')]), trips, settings });
    run.until(SCENE_START_s + 1500);
    expect(eventsOf(run, 'stopGivenUp')).toHaveLength(1);
    expect(eventsOf(run, 'tripArrived')).toHaveLength(1);
    expect(eventsOf(run, 'tripUnfinished')).toHaveLength(0);
  },
);

/** Vans alone stop at curbs where people drive themselves: too few to fill one. */
const EACH = (['private-automated', 'shared-automated'] as const).flatMap((regime) =>
  (['go-to-lot', 'refuse'] as const).map((rule) => [regime, rule] as const),
);

test.each(EACH)('a crowded hour of %s with the rule %s keeps every law', async (regime, rule) => {
  const inputs = crowdedTown(regime, { whenFull: { human: rule, automated: rule } });
  const { summary, fullCurbs } = await simulate(inputs);
  const refusals = fullCurbs.reduce((sum, { count }) => sum + count, 0);
  expect(refusals).toBe(summary['bay_refusals']);
  expect(refusals).toBeGreaterThan(0);
  expect(summary[rule === 'refuse' ? 'stops_given_up' : 'stops_in_lots']).toBeGreaterThan(0);
});
