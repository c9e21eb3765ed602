import { expect, test } from 'vitest';
import type { CurbSpan } from '../../network/curb-use.js';
import type { CurbDraft, NetworkDraft } from '../../network/network-draft.js';
import { simulate } from '../../simulate.js';
import type { Snapshot } from '../../state/snapshot.js';
import { crowdedTown } from '../../testing/crowded-town.js';
import { eventsOf, play, SCENE_START_s, type Scene, tripOf } from '../../testing/scene.js';
import { addressOn, curbOn, lotOn, streetMap } from '../../testing/street-map.js';

const DAY_s = 86_400;
/** The inn has stalls at its door and a yard for forty cars three minutes' walk away. */
const town = (curbs: readonly CurbDraft[]): NetworkDraft => ({
  ...streetMap('W--a--b--E', '   |  |   ', '   c--d   ', { step_m: 60, uturns: 'WE' }),
  addresses: [addressOn('ab', { name: 'inn', position_m: 80, x_m: 260, y_m: 130 })],
  curbs,
  lots: [
    lotOn('Wa', { name: 'depot', position_m: 60, stallCount: 40, isRemote: true, x_m: 60 }),
    lotOn('cd', { name: 'yard', position_m: 40, stallCount: 40, x_m: 230, y_m: -20 }),
  ],
});
const stalls = curbOn('ab', { start_m: 10, end_m: 82 });

/** Twelve guests who stay from ten minutes to two hours. */
const guests = Array.from({ length: 12 }, (_, at) => {
  const leaves_s = 60 * at + 600 * (at + 1);
  return [
    tripOf(`guest${at}`, 'gate-W', 'inn', 60 * at),
    tripOf(`guest${at}`, 'inn', 'gate-E', leaves_s),
  ];
}).flat();

const CURB = 0;
const LOT = 1;
const parkedAt = (scene: Scene, place: number): number => {
  const run = play(scene);
  run.until(SCENE_START_s + 1200);
  return eventsOf(run, 'parked').filter((event) => event['place'] === place).length;
};

test('the dearer the curb, the fewer drivers who weigh prices park there, and the more in the yard', () => {
  const fees = [0, 1, 2, 4, 8, 16];
  const places = fees.map((curbFee_perHour) => {
    const settings = {
      parking: { stallChoice: 'cheapest' as const, curbFee_perHour, lotFee_perHour: 1 },
    };
    const scene: Scene = { regime: 'today', network: town([stalls]), trips: guests, settings };
    return [parkedAt(scene, CURB), parkedAt(scene, LOT)] as const;
  });
  for (const [at, [curb, lot]] of places.slice(1).entries()) {
    expect(curb).toBeLessThanOrEqual(places[at]![0]);
    expect(lot).toBeGreaterThanOrEqual(places[at]![1]);
    expect(curb + lot).toBe(12);
  }
  expect(places[0]).toEqual([12, 0]);
  expect(places.at(-1)).toEqual([0, 12]);
  // Not all at once: who stays long moves first.
  expect(new Set(places.map(([curb]) => curb)).size).toBeGreaterThan(2);
});

test('drivers who take the nearest stall park at the curb whatever it costs', () => {
  const settings = { parking: { curbFee_perHour: 16 } };
  const scene: Scene = { regime: 'today', network: town([stalls]), trips: guests, settings };
  expect(parkedAt(scene, CURB)).toBe(12);
});

const paidBy = (parking: object, curbs: readonly CurbDraft[] = [stalls]): number => {
  const trips = guests.slice(0, 2);
  const scene: Scene = {
    regime: 'today',
    network: town(curbs),
    trips,
    settings: { parking },
  };
  const run = play(scene);
  run.until(SCENE_START_s + 1200);
  const [parked] = eventsOf(run, 'parked');
  const [unparked] = eventsOf(run, 'unparked');
  const [charged, ...others] = eventsOf(run, 'feeCharged');
  expect(others).toEqual([]);
  return charged!['fee']! / (unparked!['time_s']! - parked!['time_s']!);
};

test('a stay is paid by its length at the price of the hour in which it began', () => {
  expect(paidBy({ curbFee_perHour: 3.6 })).toBeCloseTo(0.001, 12);
  const peakHours = { from_s: SCENE_START_s, to_s: SCENE_START_s + 300 };
  expect(paidBy({ curbFee_perHour: 3.6, peakHours, peakFactor: 5 })).toBeCloseTo(0.005, 12);
  const later = { from_s: SCENE_START_s + 300, to_s: DAY_s };
  expect(paidBy({ curbFee_perHour: 3.6, peakHours: later, peakFactor: 5 })).toBeCloseTo(0.001, 12);
});

test("a zone's own price stands before the general one, hour by hour", () => {
  const timetable: CurbSpan[] = [
    { from_s: 0, to_s: SCENE_START_s - 3600, use: 'parking', fee_perHour: 36 },
    { from_s: SCENE_START_s - 3600, to_s: DAY_s, use: 'parking', fee_perHour: 7.2 },
  ];
  expect(paidBy({ curbFee_perHour: 3.6 }, [{ ...stalls, timetable }])).toBeCloseTo(0.002, 12);
});

test('a dear pick-up zone sends who weighs to the loading zone further on, a cheap one does not', () => {
  const near = curbOn('ab', { start_m: 70, end_m: 82, use: 'pudo' });
  const far = curbOn('ab', { start_m: 20, end_m: 32, use: 'loading' });
  const zonesAt = (pudo: number, bayChoice: 'nearest' | 'cheapest'): number[] => {
    const scene: Scene = {
      regime: 'private-automated',
      network: town([near, far]),
      trips: [guests[0]!],
      settings: { curb: { bayChoice, stopFee: { pudo, loading: 0 } } },
    };
    const run = play(scene);
    run.until(SCENE_START_s + 600);
    const paid = eventsOf(run, 'feeCharged').filter(({ isStop }) => isStop === 1);
    const zones = eventsOf(run, 'stopped').map(({ zone }) => zone!);
    expect(paid.map(({ row }) => row)).toEqual(pudo > 0 ? zones.filter((zone) => zone === 1) : []);
    return zones;
  };
  expect(zonesAt(0.01, 'cheapest')).toEqual([1]);
  expect(zonesAt(2, 'cheapest')).toEqual([0]);
  expect(zonesAt(2, 'nearest')).toEqual([1]);
});

test('empty cars leave a curb for the yard as its price rises', () => {
  const placeAt = (curbFee_perHour: number): number => {
    const scene: Scene = {
      regime: 'private-automated',
      network: town([stalls]),
      trips: guests.slice(22),
      settings: {
        parking: {
          idleChoice: 'cheapest',
          curbFee_perHour,
          lotFee_perHour: 1,
          remoteFee_perHour: 20,
          cruiseLimit_s: 0,
        },
      },
    };
    const run = play(scene);
    run.until(SCENE_START_s + 1500);
    return eventsOf(run, 'parked').at(-1)!['place']!;
  };
  expect([0.5, 1, 8].map(placeAt)).toEqual([CURB, CURB, LOT]);
});

test('zones and lots add up to what was paid, and a resumed run to the same', async () => {
  const given = crowdedTown('today', { stopFee: { pudo: 1, loading: 0.5 } });
  const parking = {
    ...given.scenario.parking,
    stallChoice: 'cheapest' as const,
    peakHours: { from_s: SCENE_START_s + 900, to_s: SCENE_START_s + 1800 },
    peakFactor: 3,
  };
  const inputs = { ...given, scenario: { ...given.scenario, parking } };
  const snapshots: Snapshot[] = [];
  const keep = async (snapshot: Snapshot): Promise<void> => void snapshots.push(snapshot);
  const result = await simulate(inputs, { checkpoints: { every_min: 20, keep } });
  const { summary, curbs, lots } = result;
  const sum = (rows: readonly { revenue: number }[]): number =>
    rows.reduce((total, { revenue }) => total + revenue, 0);
  // Those who still stand when the run ends pay then, after the last period.
  expect(sum(curbs)).toBeGreaterThan(0);
  expect(sum(curbs)).toBeLessThanOrEqual(
    summary['revenue_curb_parking']! + summary['revenue_curb_stops']!,
  );
  expect(sum(lots)).toBeGreaterThan(0);
  expect(sum(lots)).toBeLessThanOrEqual(summary['revenue_lots']!);
  expect(await simulate(inputs, { resumeFrom: snapshots[0]! })).toEqual(result);
});
