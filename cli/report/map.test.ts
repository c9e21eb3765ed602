import { expect, test } from 'vitest';
import type { Point } from '../../core/network/network-draft.js';
import { curbMap, streetMap } from './map.js';
import { linePart, lotSquare, lotSquares, mapFrames, movedRight } from './map-frame.js';
import { curbUses, linkHours, lotShares, worstLinks } from './map-hour.js';
import { TTI_CLASSES } from './palette.js';
import { hourWindow, type ReportCell } from './report-cell.js';
import { fakeNetworks, fakeRunResult, MAP_HOUR } from './report-fakes.js';

const networks = fakeNetworks();
const network = networks['small-block']!;
const cell: ReportCell = {
  heading: 'test',
  network,
  run: fakeRunResult(network, 'private-automated'),
  pudoHours: null,
};
const hour = hourWindow(cell.run, MAP_HOUR)!;
const [frame] = mapFrames([network]);

test('north is up, east is right, and maps of one report have one scale', () => {
  const frames = mapFrames(Object.values(networks));
  for (const { toPage, pagePerMetre } of frames) {
    const [x0, y0] = toPage([0, 0]);
    const [x1, y1] = toPage([100, 200]);
    expect(x1 - x0).toBeCloseTo(100 * frames[0]!.pagePerMetre, 9);
    expect(y0 - y1).toBeCloseTo(200 * frames[0]!.pagePerMetre, 9);
    expect(pagePerMetre).toBe(frames[0]!.pagePerMetre);
  }
});

test('an hour has the periods that end in it, and is the first of its kind', () => {
  expect(hour).toEqual({ from_s: 17 * 3600, to_s: 18 * 3600 });
  expect(hourWindow(cell.run, 2)).toEqual({ from_s: 26 * 3600, to_s: 27 * 3600 });
  expect(hourWindow({ ...cell.run, states: [] }, 17)).toBeNull();
});

test('the index of an hour is its time over its free time, and a blocked period counts', () => {
  const row = { link: 'a', vehicle_m: 0, exitCount: 0, longestQueueCount: 3 };
  const links = [
    { ...row, time_s: hour.from_s, vehicle_s: 999, entryCount: 9, tti: 9 },
    { ...row, time_s: hour.from_s + 900, vehicle_s: 100, entryCount: 4, tti: 2 },
    { ...row, time_s: hour.to_s, vehicle_s: 400, entryCount: 1, tti: Infinity },
    { ...row, time_s: hour.to_s, link: 'b', vehicle_s: 900, entryCount: 0, tti: Infinity },
  ];
  const found = linkHours({ ...cell, run: { ...cell.run, links } }, hour);
  expect(found.get('a')).toEqual({
    link: 'a',
    tti: 10,
    vehicleCount: 5,
    longestQueueCount: 3,
    delay_s: 450,
  });
  expect(found.get('b')!.tti).toBe(Infinity);
  expect(worstLinks(found, 9).map(({ link }) => link)).toEqual(['b', 'a']);
});

test('every link with traffic is drawn once, in the class of its index', () => {
  const links = linkHours(cell, hour);
  const { text } = streetMap(cell, hour, frame!);
  const drawn = TTI_CLASSES.map((_, tti) =>
    [...text.matchAll(new RegExp(`<path d="([^"]*)" class="tti-${tti} `, 'g'))].reduce(
      (sum, [, d]) => sum + d!.split('M').length - 1,
      0,
    ),
  );
  const expected = TTI_CLASSES.map((_, at) => {
    const from = TTI_CLASSES[at - 1]?.below ?? 0;
    const { below } = TTI_CLASSES[at]!;
    return [...links.values()].filter(({ tti }) => tti >= from && tti < below).length;
  });
  expect(drawn).toEqual(expected);
  expect(drawn.filter((count) => count > 0).length).toBeGreaterThanOrEqual(4);
  expect(text.match(/vehicles in the hour<\/title>/g)).toHaveLength(20);
});

test('every zone is drawn once in the colour of its use at the hour', () => {
  const { text } = curbMap(cell, hour, frame!);
  for (const use of ['parking', 'pudo', 'loading']) {
    const zones = network.curbs.filter(({ timetable }) => timetable[0]!.use === use);
    const [, d] = new RegExp(`<path d="([^"]*)" class="curb-${use}"`).exec(text)!;
    expect(d!.split('M').length - 1).toBe(zones.length);
  }
});

test('idle zones follow the timetable of the regime, and measured ones the run', () => {
  const run = {
    ...cell.run,
    curbs: cell.run.curbs.slice(0, 1).map((row) => ({ ...row, use: 'none' })),
  };
  const pudoHours = { from_s: 7 * 3600, to_s: 20 * 3600 };
  const uses = curbUses({ ...cell, run, pudoHours }, hour);
  expect(uses.get(run.curbs[0]!.zone)).toBe('none');
  expect([...uses.values()].filter((use) => use === 'parking')).toEqual([]);
  expect(uses.size).toBe(network.curbs.length);
});

test('lots are filled by the share of their stalls taken at the end of the hour', () => {
  const shares = lotShares(cell, hour);
  const row = cell.run.lots.find(
    ({ time_s, lot }) => time_s === hour.to_s && lot === network.lots[0]!.name,
  )!;
  expect(shares.get(row.lot)).toBe(row.takenCount / row.stallCount);
  expect(shares.size).toBe(network.lots.length);
});

test('squares of lots cover nobody, and those of remote lots lie beyond the rim', () => {
  const squares = lotSquares(network);
  squares.forEach((a, at) => {
    for (const b of squares.slice(at + 1)) {
      const reach_m = (a.side_m + b.side_m) / 2;
      expect(Math.max(Math.abs(a.x_m - b.x_m), Math.abs(a.y_m - b.y_m))).toBeGreaterThan(reach_m);
    }
  });
  const rim = { minX_m: 0, minY_m: 0, maxX_m: 960, maxY_m: 960 };
  for (const lot of network.lots.filter(({ isRemote }) => isRemote)) {
    const { x_m, y_m, side_m } = lotSquare(lot, rim);
    const out_m = Math.max(-x_m, x_m - 960, -y_m, y_m - 960);
    expect(out_m).toBeGreaterThanOrEqual(side_m / 2);
  }
});

test('a part of a line keeps its bends, and a line moved right stays beside it', () => {
  const bent: Point[] = [
    [0, 0],
    [10, 0],
    [10, 10],
  ];
  expect(linePart(bent, 0.25, 0.75)).toEqual([
    [5, 0],
    [10, 0],
    [10, 5],
  ]);
  const straight: Point[] = [
    [0, 0],
    [10, 0],
  ];
  expect(movedRight(straight, 2)).toEqual([
    [0, -2],
    [10, -2],
  ]);
});
