import { expect, test } from 'vitest';
import { streetMap } from '../core/testing/street-map.js';
import { betweennessOf } from '../networks/measure/betweenness.js';
import { measureLayout } from '../networks/measure/layout-measures.js';
import { layoutLine, layoutRows } from './layout-lines.js';

test('measures are told in the units of planners, and what is unknown is left out', () => {
  const cross = streetMap('   n   ', '   |   ', 'w--x--e', '   |   ', '   s   ', { laneCount: 2 });
  const lines = layoutRows(measureLayout(cross), betweennessOf(cross), 1040).map(layoutLine);
  expect(lines.map((line) => line.replace(/ {2,}/, ': '))).toEqual([
    'junctions: 1, 8.3 per km²',
    'dead ends: 0',
    'parts, each driven both ways: 1',
    'lanes: 2.1 km, 17.3 per km²',
    'mean link: 125 m',
    'curb: 83 m per ha',
    'driven one way: 0.0 %',
    'most ways lead over: nx, 0.0 % of all',
    'ways reckoned from: each of the 8 links',
    'trips a day at factor 1: 1040, 500 per km of lane',
  ]);
});
