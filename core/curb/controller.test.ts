import { expect, test } from 'vitest';
import { createCurbWatches, createZones } from '../state/tables.js';
import {
  type CurbControl,
  decideUses,
  lookAtCurbs,
  noteMissed,
  openEmptied,
} from './controller.js';
import { claimBay, claimStall, releaseStall, useCode } from './zones.js';

const [PARKING, PUDO, LOADING, FREE] = (['parking', 'pudo', 'loading', 'none'] as const).map(
  useCode,
);

const CONTROL: CurbControl = {
  notice_s: 120,
  keep_s: 600,
  fullShare: 0.85,
  spareShare: 0.5,
  leastShare: { parking: 0, pudo: 0.2, loading: 0 },
  spareMetres: 'free',
};

/** A street side with a zone of 12 m for each use. */
function side(uses: readonly number[], change: Partial<CurbControl> = {}) {
  const zones = createZones(uses.length + 1);
  const watches = createCurbWatches(1);
  const list = uses.map((use, zone) => {
    zones.start_m[zone] = 20 * zone;
    zones.end_m[zone] = 20 * zone + 12;
    zones.bayRoom_m[zone] = 12;
    zones.use[zone] = use;
    return zone;
  });
  const control = { ...CONTROL, ...change };
  return {
    zones,
    watches,
    look: () => lookAtCurbs(zones, watches, [list]),
    decide: (time_s: number) => decideUses(zones, watches, [list], control, time_s),
    open: (time_s: number): number[] => {
      const changed: number[] = [];
      openEmptied(zones, uses.length, control, time_s, changed);
      return changed;
    },
    uses: () => list.map((zone) => zones.use[zone]),
  };
}

test('the use that vehicles missed gets a zone from the one with metres to spare, after its notice', () => {
  const curb = side([PARKING!, PARKING!, PUDO!]);
  curb.look();
  noteMissed(curb.watches, 0, PUDO!);
  curb.decide(1000);
  expect(curb.open(1000 + 119)).toEqual([]);
  expect(curb.open(1000 + 120)).toEqual([0]);
  expect(curb.uses()).toEqual([PUDO, PARKING, PUDO]);
});

test('a zone empties before it changes, and nobody new may stop in it', () => {
  const curb = side([PARKING!, PARKING!, PUDO!]);
  for (let look = 0; look < 3; look++) curb.look();
  // A car came into each zone at the last look: on average an eighth of the metres was taken.
  for (const zone of [0, 1]) claimStall(curb.zones, zone, 6);
  curb.look();
  noteMissed(curb.watches, 0, PUDO!);
  curb.decide(1000);
  expect(claimBay(curb.zones, 0, 6)).toBe(false);
  expect(curb.open(2000)).toEqual([]);
  releaseStall(curb.zones, 0, 6);
  expect(curb.open(2060)).toEqual([0]);
  expect(claimBay(curb.zones, 0, 6)).toBe(true);
});

test('no use falls below its least share, none gives what others would miss', () => {
  const curb = side([PARKING!, PUDO!], { leastShare: { parking: 0.5, pudo: 0.2, loading: 0 } });
  curb.look();
  noteMissed(curb.watches, 0, PUDO!);
  curb.decide(1000);
  expect(curb.open(2000)).toEqual([]);
  const both = side([PARKING!, PARKING!, PUDO!]);
  both.look();
  noteMissed(both.watches, 0, PARKING!);
  noteMissed(both.watches, 0, PUDO!);
  noteMissed(both.watches, 0, PUDO!);
  both.decide(1000);
  expect(both.open(2000)).toEqual([]);
});

test('a zone keeps its use for its least time', () => {
  const curb = side([PARKING!, PARKING!, PUDO!]);
  for (const zone of [0, 1, 2]) curb.zones.usedSince_s[zone] = 500;
  curb.look();
  noteMissed(curb.watches, 0, PUDO!);
  curb.decide(1000);
  expect(curb.open(5000)).toEqual([]);
  noteMissed(curb.watches, 0, PUDO!);
  curb.decide(1100);
  expect(curb.open(5000)).toEqual([0]);
});

test('metres that nobody wants become free land, and come back first when somebody does', () => {
  const curb = side([PARKING!, PARKING!, LOADING!]);
  curb.look();
  curb.decide(1000);
  expect(curb.open(1120)).toEqual([0]);
  expect(curb.uses()).toEqual([FREE, PARKING, LOADING]);
  noteMissed(curb.watches, 0, LOADING!);
  curb.decide(2000);
  expect(curb.open(2120)).toEqual([0]);
  expect(curb.uses()).toEqual([LOADING, PARKING, LOADING]);
});

test('where spare metres are kept nothing changes that nobody wants', () => {
  const curb = side([PARKING!, PARKING!, LOADING!], { spareMetres: 'keep' });
  curb.look();
  curb.decide(1000);
  expect(curb.open(5000)).toEqual([]);
});

test('a zone that has not emptied by the next decision is opened if something else is wanted', () => {
  const curb = side([PARKING!, PUDO!, LOADING!]);
  noteMissed(curb.watches, 0, PUDO!);
  curb.decide(1000);
  const closed = [0, 1, 2].find((zone) => curb.zones.closesFor[zone] !== 0)!;
  noteMissed(curb.watches, 0, LOADING!);
  curb.decide(1900);
  expect(curb.zones.closesFor[closed]).toBe(0);
});

test('the same looks give the same decisions, and a street side of one zone is let alone', () => {
  const alone = side([PARKING!]);
  noteMissed(alone.watches, 0, PUDO!);
  alone.decide(1000);
  expect(alone.open(5000)).toEqual([]);
});
