import { expect, test } from 'vitest';
import { streetMap } from '../../core/testing/street-map.js';
import { measureLayout, toGraph } from './layout-measures.js';

test('the graph has the nodes and links of the network under their names', () => {
  const graph = toGraph(streetMap('a--b->-c'));
  expect(graph.nodes()).toEqual(['a', 'b', 'c']);
  expect(graph.edges().map((link) => graph.extremities(link).join(''))).toEqual(['ab', 'ba', 'bc']);
  expect(graph.getEdgeAttribute('bc', 'length_m')).toBe(200);
});

test('a drawn cross is measured by hand', () => {
  const cross = streetMap('   n   ', '   |   ', 'w--x--e', '   |   ', '   s   ', { laneCount: 2 });
  const { area_m2 } = cross.district;
  expect(area_m2).toBe(400 * 300);
  expect(measureLayout(cross)).toEqual({
    junctionCount: 1,
    junctions_perKm2: 1 / 0.12,
    // Two directions of 300 m and of 200 m, two lanes; four ways over the junction of 10 m.
    lane_km: (2 * 500 * 2 + 4 * 10 * 2) / 1000,
    lane_kmPerKm2: 2.08 / 0.12,
    meanLink_m: 125,
    rightOfWayShare: null,
    curb_mPerHa: 1000 / 12,
    oneWayShare: 0,
    meanBlock_m2: null,
    deadEndCount: 0,
    strongComponentCount: 1,
  });
});

test('an end of a street is no dead end where it is a gate', () => {
  const street = streetMap('a--b--c');
  const gate = { name: 'g', x_m: 0, y_m: 0, entries: ['ab'], exits: ['ba'], weight: 1 };
  expect(measureLayout({ ...street, gates: [gate] }).deadEndCount).toBe(1);
});

test('one-way streets count by their length, and cut the network into parts', () => {
  const street = measureLayout(streetMap('a--b->-c'));
  expect(street.oneWayShare).toBeCloseTo(200 / 350, 12);
  expect(street.strongComponentCount).toBe(2);
  expect(measureLayout(streetMap('a->-b', '^   v', 'd-<-c'))).toMatchObject({
    oneWayShare: 1,
    strongComponentCount: 1,
  });
});

test('streets beyond the rim are not the district’s', () => {
  const map = streetMap('a--b--c', { links: { bc: { isInside: false }, cb: { isInside: false } } });
  expect(measureLayout(map)).toMatchObject({ lane_km: 0.3, meanLink_m: 150 });
});
