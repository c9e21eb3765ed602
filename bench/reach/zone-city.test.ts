import { expect, test } from 'vitest';
import { EVENT_TYPES, EVENT_WIDTH, type EventType } from '../../core/events/catalogue.js';
import { streetMap } from '../../core/testing/street-map.js';
import { CELLS, SMOKE, zoneCity } from './zone-city.js';
import { countByZones } from './zone-count.js';

test('the bench of the city of zones has a row a cell, the same each time', async () => {
  const cells = ['five-minutes', 'five-seconds-R1-R4'];
  const [once, again] = [await zoneCity(SMOKE, { cells }), await zoneCity(SMOKE, { cells })];
  expect(Object.keys(CELLS)).toHaveLength(6);
  const timeless = (rows: typeof once.rows) =>
    rows.map(({ cell, figures }) => ({ cell, figures: { ...figures, wall_s: 0 } }));
  expect(timeless(again.rows)).toEqual(timeless(once.rows));
  const [still, relocated] = once.rows;
  expect(still!.figures.rebalancingShare).toBe(0);
  expect(relocated!.figures.rebalancingShare).toBeGreaterThan(0);
  for (const { figures } of once.rows) {
    expect(figures.servedCount).toBeGreaterThan(0);
    expect(figures.zoneShare).toBeLessThan(figures.emptyShare);
  }
});

/** `a--b--c` with steps of 50 m: links ab, ba, bc, cb, the middles at 75 and 225 m. */
const street = streetMap('a--b--c');
const take = (
  count: ReturnType<typeof countByZones>,
  type: EventType,
  ...fields: number[]
): void => {
  const record = new Float64Array(EVENT_WIDTH);
  record.set([EVENT_TYPES.indexOf(type), 0, ...fields]);
  count.watch.takes[type]!(record, 0, 0);
};

test('the way by zones is from middle to middle, and nothing within a zone', () => {
  const [SAV, HDV, AB, BC] = [2, 0, 0, 2];
  const wayAt = (zoneSide_m: number) => {
    const count = countByZones(street, zoneSide_m);
    take(count, 'stopped', 7, SAV, -1, AB, 0);
    take(count, 'pickedUp', 1, 7, 0, 0, 1);
    take(count, 'stopped', 7, SAV, -1, BC, 0);
    take(count, 'droppedOff', 1, 7, 0, 0, 0, 0);
    take(count, 'stopped', 7, SAV, -1, AB, 0);
    take(count, 'stopped', 8, HDV, -1, AB, 0);
    take(count, 'stopped', 8, HDV, -1, BC, 0);
    return count.total();
  };
  expect(wayAt(100)).toEqual({ occupied_m: 200, empty_m: 200 });
  expect(wayAt(400)).toEqual({ occupied_m: 0, empty_m: 0 });
});
