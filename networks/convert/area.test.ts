import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { boxArea, polygonArea } from './area.js';

const UTM = '+proj=utm +zone=33 +datum=WGS84 +units=m +no_defs';
const square = (low: number, high: number) => [
  [low, low],
  [high, low],
  [high, high],
  [low, high],
  [low, low],
];

const codesOf = (make: () => unknown): string[] => {
  try {
    make();
    return [];
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ code, line, field }) => `${code} ${line} ${field}`);
  }
};

test('a box of metres, and one of degrees where the network knows where it lies', () => {
  expect(boxArea('0,0,10,20', 'local')([5, 19])).toBe(true);
  expect(boxArea('0,0,10,20', 'local')([5, 21])).toBe(false);
  // The zone's middle meridian is 15° east; there x is 500 km and y 0 on the equator.
  const onEquator = boxArea('14.9,0,15.1,0.1', UTM);
  expect(onEquator([500_000, 1000])).toBe(true);
  expect(onEquator([500_000, -1000])).toBe(false);
});

test('polygons with holes, in every wrapping of GeoJSON', () => {
  const geometry = { type: 'Polygon', coordinates: [square(0, 10), square(4, 6)] };
  const feature = { type: 'Feature', geometry };
  const far = { type: 'MultiPolygon', coordinates: [[square(20, 30)]] };
  const all = [
    feature,
    { type: 'Feature', geometry: far },
    { type: 'Feature', geometry: { type: 'Point', coordinates: [1, 1] } },
  ];
  for (const value of [geometry, feature, { type: 'FeatureCollection', features: all }]) {
    const isIn = polygonArea(JSON.stringify(value), 'a.geojson', 'local');
    expect([isIn([1, 1]), isIn([5, 5]), isIn([11, 1])]).toEqual([true, false, false]);
  }
  const isIn = polygonArea(
    JSON.stringify({ type: 'FeatureCollection', features: all }),
    'a',
    'local',
  );
  expect(isIn([25, 25])).toBe(true);
});

test('what is no area is told with its code and place', () => {
  const read = (text: string) => codesOf(() => polygonArea(text, 'a.geojson', 'local'));
  expect(read('{\n"type": }')).toEqual(['CNV-001 2 ']);
  expect(read('{"type": "Point", "coordinates": [1, 2]}')).toEqual(['CNV-002 0 ']);
  expect(read('{"type": "FeatureCollection", "features": 1}')).toEqual(['CNV-002 0 features']);
  expect(
    read('{"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": null}]}'),
  ).toEqual(['CNV-002 0 features.0.geometry']);
  expect(read('{"type": "Polygon", "coordinates": [[[0, 0], [1, "x"], [1, 1]]]}')).toEqual([
    'CNV-003 0 coordinates',
  ]);
  expect(codesOf(() => boxArea('3,0,1,1', 'local'))).toEqual(['CNV-004 0 ']);
  expect(codesOf(() => boxArea('0,0,,1', 'local'))).toEqual(['CNV-004 0 ']);
});
