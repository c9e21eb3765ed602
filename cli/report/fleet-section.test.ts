import { expect, test } from 'vitest';
import { chargingSection, operatorSection } from './fleet-section.js';
import { fakeNetworks, fakeRunResult } from './report-fakes.js';

const network = Object.values(fakeNetworks())[0]!;
const run = fakeRunResult(network, 'shared-automated');
const cellOf = (change: object) => ({
  heading: 'town',
  network,
  run: { ...run, ...change },
  pudoHours: null,
});

const batteries = [8.25, 8.5, 8.75, 9, 9.25].map((hour) => ({
  time_s: hour * 3600,
  stock_kWh: 100 + hour,
  used_kWh: 11,
  charged_kWh: 7,
  lowest_kWh: 3.5,
  sparedCount: 4,
}));
const chargers = batteries.flatMap(({ time_s }) =>
  ['west', 'east'].map((place, at) => ({
    time_s,
    kind: 'lot' as const,
    place,
    chargerCount: 2,
    chargingCount: 1 + at,
    queueingCount: 3 * at,
    startedCount: at,
    charged_kWh: 5 * at,
    wait_s: at === 0 ? Number.NaN : 90,
    queueing_s: 0,
    occupancy: 0.5,
  })),
);

test('a run without batteries has no such section', () => {
  expect(chargingSection(cellOf({}))).toBeNull();
});

test('energy is summed by the hour, vehicles are those at its end', () => {
  const html = chargingSection(cellOf({ batteries, chargers }))!.text;
  // Four quarters of 11 and 7 kWh; 1 + 2 charge and 3 wait.
  const hour = ['9:00', '44', '28', '109', '3.5', '3', '3', '4'];
  const cells = html.replace(/<[^>]*>/g, '|').replace(/\|+/g, '|');
  expect(cells).toContain(hour.join('|'));
  expect(cells).toContain('|lot east|2|5|25|90|3|50\u202F%|');
  expect(cells).toContain('|lot west|2|0|0|—|0|50\u202F%|');
});

test('operators stand beside each other where there are several', () => {
  const row = (operator: string, wait_s: number) => ({
    operator,
    requestCount: 10,
    refusedCount: 1,
    rejectedCount: 2,
    pickedUpCount: 4,
    droppedOffCount: 4,
    wait_s,
    detour: 1.5,
    occupied_m: 3000,
    pickup_m: 500,
    rebalancing_m: 0,
    toParking_m: 500,
  });
  const fleet = [row('first', 60), row('second', Number.NaN), row('first', 120)];
  const html = operatorSection(cellOf({ fleet }))!.text;
  const cells = html.replace(/<[^>]*>/g, '|').replace(/\|+/g, '|');
  expect(cells).toContain('|first|20|6|8|90|1.50|25\u202F%|');
  expect(cells).toContain('|second|10|3|4|0|1.50|25\u202F%|');
  expect(operatorSection(cellOf({ fleet: [fleet[0]] }))).toBeNull();
});
