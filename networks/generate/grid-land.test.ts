import { expect, test } from 'vitest';
import { gridOf } from './grid.js';
import { blockOf, frontage, gridBlocks } from './grid-land.js';

const grid = gridOf({ side_m: 960, spacing_m: 240, rightOfWay_m: 40 });
const blocks = gridBlocks(grid);

test('a uniform point of a square block walks a sixth of its side to the edge', () => {
  const block = blocks.find(({ name }) => name === 'block-2-3')!;
  const [[west, south]] = [block.polygon[0]!];
  // The middle of every cell of a lattice: its error is of the order of 1 / steps².
  const steps = 300;
  let walks_m = 0;
  for (let row = 0; row < steps; row++) {
    for (let column = 0; column < steps; column++) {
      const x_m = west + ((column + 0.5) * 200) / steps;
      const y_m = south + ((row + 0.5) * 200) / steps;
      walks_m += frontage(block, [x_m, y_m]).distance_m;
    }
  }
  expect(walks_m / steps ** 2).toBeCloseTo(200 / 6, 2);
});

test('traffic goes clockwise round a block, which lies to its right', () => {
  const block = blocks.find(({ name }) => name === 'block-2-3')!;
  expect(block.faces.map(({ link }) => link)).toEqual([
    'x1y3-x2y3',
    'x2y3-x2y2',
    'x2y2-x1y2',
    'x1y2-x1y3',
  ]);
  // Ten metres from the west of a block that reaches from 140 to 340 m and from 380 to 580 m.
  expect(frontage(block, [150, 500])).toMatchObject({
    face: { link: 'x1y2-x1y3' },
    position_m: 120,
    distance_m: 10,
  });
});

test('the rim has no street: blocks that it cuts have fewer faces', () => {
  const faces = (name: string) => blocks.find((block) => block.name === name)!.faces;
  expect(faces('block-1-1').map(({ link, length_m }) => [link, length_m])).toEqual([
    ['y1w-x1y1', 100],
    ['x1y1-x1s', 100],
  ]);
  expect(faces('block-1-1').map((face) => face.endsAtJunction)).toEqual([true, false]);
  expect(faces('block-1-3')).toHaveLength(3);
});

test('a point belongs to the block whose land it is on', () => {
  expect(blockOf(grid, blocks, [0, 0]).name).toBe('block-1-1');
  expect(blockOf(grid, blocks, [960, 141]).name).toBe('block-5-2');
  expect(blocks.every((block) => blockOf(grid, blocks, block.polygon[2]!) === block)).toBe(true);
});
