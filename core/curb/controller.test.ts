import { expect, test } from 'vitest';
import { CURB_USES } from '../network/curb-use.js';
import { createCurbWatches, createServiceWatches, createZones } from '../state/tables.js';
import {
  bitOfUse,
  type CurbControl,
  decideUses,
  lookAtCurbs,
  noteMissed,
  openEmptied,
  type WatchedCurbs,
} from './controller.js';
import { claimBay, claimStall, releaseStall, useCode } from './zones.js';

const [PARKING, PUDO, LOADING, FREE, BUS, CHARGING] = CURB_USES.map(useCode);

const CONTROL: CurbControl = {
  notice_s: 120,
  keep_s: 600,
  fullShare: 0.85,
  spareShare: 0.5,
  leastShare: { parking: 0, pudo: 0.2, loading: 0, bus: 0, charging: 0 },
  mostShare: { parking: 1, pudo: 1, loading: 1, bus: 1, charging: 1 },
  spareMetres: 'free',
  busZones: 'keep',
};

/** A street side with a zone of 12 m for each use. */
function side(uses: readonly number[], change: Partial<CurbControl> = {}) {
  const zones = createZones(uses.length + 1);
  const list = uses.map((use, zone) => {
    zones.start_m[zone] = 20 * zone;
    zones.end_m[zone] = 20 * zone + 12;
    zones.bayRoom_m[zone] = 12;
    zones.use[zone] = use;
    return zone;
  });
  const control = { ...CONTROL, ...change };
  const watches: WatchedCurbs = {
    zones,
    zonesOnLink: [list],
    curbWatches: createCurbWatches(1),
    serviceWatches: createServiceWatches(1),
    fits: Uint8Array.from(list, () => 0xff),
  };
  return {
    zones,
    watches,
    look: () => lookAtCurbs(watches),
    decide: (time_s: number) => decideUses(watches, control, time_s),
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
  const curb = side([PARKING!, PUDO!], { leastShare: { ...CONTROL.leastShare, parking: 0.5 } });
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

test('charging gets the metres that have chargers, and no others', () => {
  const curb = side([PARKING!, PARKING!, PUDO!]);
  curb.watches.fits[0] = 0xff & ~bitOfUse(CHARGING!);
  curb.look();
  noteMissed(curb.watches, 0, CHARGING!);
  curb.decide(1000);
  expect(curb.open(1120)).toEqual([1]);
  expect(curb.uses()).toEqual([PARKING, CHARGING, PUDO]);
  // No zone is left that has some: what others want is heard.
  curb.watches.fits[2] = 0xff & ~bitOfUse(CHARGING!);
  noteMissed(curb.watches, 0, CHARGING!);
  noteMissed(curb.watches, 0, CHARGING!);
  noteMissed(curb.watches, 0, PUDO!);
  curb.decide(4000);
  expect(curb.open(4120)).toEqual([0]);
  expect(curb.uses()).toEqual([PUDO, CHARGING, PUDO]);
});

test('no use gets beyond its most share, and those who want more do not keep others from theirs', () => {
  const most = { ...CONTROL.mostShare, charging: 0.5 };
  const curb = side([PARKING!, PARKING!, PARKING!, CHARGING!], { mostShare: most });
  const wants = (): void => {
    curb.look();
    for (let count = 0; count < 5; count++) noteMissed(curb.watches, 0, CHARGING!);
    noteMissed(curb.watches, 0, PUDO!);
  };
  wants();
  curb.decide(1000);
  expect(curb.open(1120)).toEqual([0]);
  wants();
  curb.decide(2000);
  expect(curb.open(2120)).toEqual([1]);
  expect(curb.uses()).toEqual([CHARGING, PUDO, PARKING, CHARGING]);
});

test('metres for buses stay, unless they are to be moved: then within their bounds', () => {
  const kept = side([BUS!, PARKING!]);
  kept.look();
  noteMissed(kept.watches, 0, PARKING!);
  kept.decide(1000);
  expect(kept.open(2000)).toEqual([]);
  const moved = side([BUS!, PARKING!], { busZones: 'move' });
  moved.look();
  noteMissed(moved.watches, 0, PARKING!);
  moved.decide(1000);
  expect(moved.open(2000)).toEqual([0]);
  // A bus has found its stop taken away.
  noteMissed(moved.watches, 0, BUS!);
  moved.decide(4000);
  expect(moved.open(5000)).toEqual([0]);
  expect(moved.uses()).toEqual([BUS, PARKING]);
  const leastShare = { ...CONTROL.leastShare, bus: 0.5 };
  const bound = side([BUS!, PARKING!], { busZones: 'move', leastShare });
  bound.look();
  noteMissed(bound.watches, 0, PARKING!);
  bound.decide(1000);
  expect(bound.open(2000)).toEqual([]);
});
