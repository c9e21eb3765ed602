import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { EVENT_TYPES, EVENT_WIDTH, type EventType } from '../../core/events/catalogue.js';
import { DEFAULT_FLEET, type FleetRules } from '../../core/scenario/scenario.js';
import { addressOn, lotOn } from '../../core/testing/street-map.js';
import { CELLS, FULL, RULES, SMOKE, zoneCity } from './zone-city.js';
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

test('the bench has the cells and numbers of the study', () => {
  const file = new URL('../../cli/examples/fagnant-kockelman.study.yaml', import.meta.url);
  const study = parse(readFileSync(file, 'utf8'), { maxAliasCount: -1 });
  const { blocks } = DEFAULT_FLEET;
  const cells = Object.entries<{ fleet: Partial<FleetRules> }>(study.cells).map(
    ([name, { fleet }]) => {
      const given = fleet.blocks === undefined ? {} : { blocks: { ...blocks, ...fleet.blocks } };
      return [name, { ...fleet, ...given }] as const;
    },
  );
  expect(Object.fromEntries(cells)).toEqual(CELLS);
  expect(Object.keys(study.layouts)).toEqual(Object.keys(CELLS));
  expect(study.demand.rideCount).toBe(FULL.rideCount);
  expect(study.scenario.fleet).toMatchObject({ vehicleCount: FULL.vehicleCount, ...RULES });
});

const doors = {
  addresses: [
    addressOn('ab', { name: 'west', position_m: 20, x_m: 75, y_m: 10 }),
    addressOn('ab', { name: 'east', position_m: 80, x_m: 225, y_m: 130 }),
  ],
  lots: [lotOn('ab', { name: 'yard', position_m: 10, stallCount: 9, x_m: 320, y_m: 10 })],
};
const rides = [
  { name: 'b', origin: 'east', destination: 'west' },
  { name: 'a', origin: 'west', destination: 'east' },
];
type Count = ReturnType<typeof countByZones>;
const take = (count: Count, type: EventType, ...fields: number[]): void => {
  const record = new Float64Array(EVENT_WIDTH);
  record.set([EVENT_TYPES.indexOf(type), 0, ...fields]);
  count.watch.takes[type]!(record, 0, 0);
};

test('the way by zones is from middle to middle, and nothing within a zone', () => {
  const [SAV, HDV, LOT, YARD] = [2, 0, 1, 0];
  const wayAt = (zoneSide_m: number) => {
    const count = countByZones(doors, rides, zoneSide_m);
    take(count, 'parked', 7, SAV, LOT, YARD, 0);
    take(count, 'parked', 8, HDV, LOT, YARD, 0);
    // Fetched from the west and brought east; the second gets in where the first gets out.
    take(count, 'pickedUp', 0, 7, 0, 0, 1);
    take(count, 'droppedOff', 0, 7, 0, 0, 0, 0);
    take(count, 'pickedUp', 1, 7, 0, 0, 1);
    take(count, 'droppedOff', 1, 7, 0, 0, 0, 0);
    take(count, 'parked', 7, SAV, LOT, YARD, 0);
    return count.total();
  };
  // Columns of the yard and the doors: 3, 0 and 2; rows 0, 0 and 1.
  expect(wayAt(100)).toEqual({ occupied_m: 600, empty_m: 600 });
  expect(wayAt(400)).toEqual({ occupied_m: 0, empty_m: 0 });
});
