import { expect, test } from 'vitest';
import { deriveMovements } from './derive-movements.js';
import { drawnLength_m } from './polyline.js';
import { testGrid, testStreets } from './test-streets.js';
import { trimToStopLines } from './trim-to-stop-lines.js';

test('links are cut back by half the widest crossing street, at junctions only', () => {
  const places = { m: [0, 0], e: [200, 0], n: [0, 200], w: [-200, 0] } as const;
  const wide = testStreets(places, 'm=e m=n m=w', { carriageway_m: 10 });
  const { links } = trimToStopLines(wide).draft;
  const north = links.find(({ name }) => name === 'm>n')!;
  // 10 m of street each way: half of 20 m at the junction, nothing at the dead end.
  expect(north.length_m).toBe(190);
  expect(north.geometry).toEqual([
    [0, 10],
    [0, 200],
  ]);
});

test('a link that states another length than its line keeps that proportion', () => {
  const { links } = trimToStopLines(
    testStreets({ m: [0, 0], e: [200, 0], n: [0, 200], w: [-200, 0] }, 'm=e m=n m=w', {
      carriageway_m: 10,
      length_m: 400,
    }),
  ).draft;
  expect(links[0]!.length_m).toBe(380);
});

test('short links keep most of themselves', () => {
  const { links } = trimToStopLines(testGrid(3, 8)).draft;
  for (const { geometry, length_m } of links) {
    expect(length_m).toBeCloseTo(drawnLength_m(geometry), 9);
    expect(length_m).toBeGreaterThanOrEqual(0.6 * 4 - 1e-9);
  }
});

test('links and the ways through junctions together are as long as the map', () => {
  const before = testGrid(3, 100);
  const { draft } = deriveMovements(trimToStopLines(before).draft);
  const route = ['w1>0,1', '0,1>1,1', '1,1>2,1', '2,1>e1'];
  const links = draft.links.filter(({ name }) => route.includes(name));
  const turns = draft.movements.filter(
    ({ from, to }) => route.indexOf(to) === route.indexOf(from) + 1 && route.includes(from),
  );
  expect([links.length, turns.length]).toEqual([4, 3]);
  const total_m = [...links, ...turns].reduce((sum, { length_m }) => sum + length_m, 0);
  expect(total_m).toBeCloseTo(300, 9);
});
