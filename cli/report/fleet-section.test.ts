import { expect, test } from 'vitest';
import { chargingSection } from './fleet-section.js';
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
