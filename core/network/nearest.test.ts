import { expect, test } from 'vitest';
import { draw, PURPOSE } from '../base/random.js';
import { streetMap } from '../testing/street-map.js';
import { indexLinks, nearestByScan, nearestLink } from './nearest.js';
import type { LinkDraft, Point } from './network-draft.js';

const random = (entity: number, count: number) => draw(7, PURPOSE.testOrder, entity, count);

test('a point beside a street finds its place, distance and side', () => {
  const index = indexLinks(streetMap('a->-b').links);
  expect(nearestLink(index, 30, -4)).toEqual({
    link: 'ab',
    position_m: 30,
    distance_m: 4,
    side: 'right',
  });
  expect(nearestLink(index, 30, 4)).toMatchObject({ side: 'left' });
  expect(nearestLink(index, 30, 0)).toMatchObject({ side: 'right', distance_m: 0 });
  expect(nearestLink(index, 203, 4)).toMatchObject({
    position_m: 200,
    distance_m: 5,
  });
});

test('both directions of a street are equally near: the first name wins, or the side asked', () => {
  const index = indexLinks(streetMap('a--b').links);
  expect(nearestLink(index, 40, 9)).toMatchObject({ link: 'ab', side: 'left' });
  expect(nearestLink(index, 40, 9, ({ side }) => side === 'right')).toEqual({
    link: 'ba',
    position_m: expect.closeTo(110, 9),
    distance_m: 9,
    side: 'right',
  });
  expect(nearestLink(index, 40, 9, () => false)).toBeNull();
});

test('positions follow a bent geometry and are scaled to the length of the link', () => {
  const [straight] = streetMap('a->-b').links;
  const bent: LinkDraft = {
    ...straight!,
    length_m: 140,
    geometry: [
      [0, 0],
      [100, 0],
      [100, 50],
      [100, 100],
    ],
  };
  expect(nearestLink(indexLinks([bent]), 103, 70)).toEqual({
    link: 'ab',
    position_m: (170 / 200) * 140,
    distance_m: 3,
    side: 'right',
  });
});

test('at a sharp bend the outer side is the side, whichever piece is looked at first', () => {
  const [straight] = streetMap('a->-b').links;
  const hairpin: LinkDraft = {
    ...straight!,
    geometry: [
      [0, 0],
      [100, 0],
      [0, -17],
    ],
  };
  expect(nearestLink(indexLinks([hairpin]), 110, -1)).toMatchObject({ side: 'left' });
  expect(nearestLink(indexLinks([hairpin]), 50, -1)).toMatchObject({ side: 'right' });
});

test('the index finds what a scan of all links finds, near and far away', () => {
  const [pattern] = streetMap('a->-b').links;
  const links = Array.from({ length: 150 }, (_, row): LinkDraft => {
    const points = Array.from(
      { length: 2 + Math.floor(random(row, 0) * 3) },
      (_, at): Point => [
        Math.round(random(row, 2 * at + 1) * 40) * 25,
        Math.round(random(row, 2 * at + 2) * 40) * 25,
      ],
    );
    return { ...pattern!, name: `link ${row}`, geometry: points };
  });
  const index = indexLinks(links);
  for (let point = 0; point < 150; point++) {
    const x_m = Math.round(random(1000 + point, 0) * 3000 - 1000);
    const y_m = Math.round(random(1000 + point, 1) * 3000 - 1000);
    const isOdd = ({ link }: { link: string }) => Number(link.at(-1)) % 2 === 1;
    const found = [nearestLink(index, x_m, y_m), nearestLink(index, x_m, y_m, isOdd)];
    expect(found).toEqual([nearestByScan(links, x_m, y_m), nearestByScan(links, x_m, y_m, isOdd)]);
  }
});

test('without links there is nothing near', () => {
  expect(nearestLink(indexLinks([]), 0, 0)).toBeNull();
});
