import { expect, test } from 'vitest';
import { DEFAULT_SCENARIO } from '../core/scenario/scenario.js';
import { simulate } from '../core/simulate.js';
import { demandFor } from '../demand/generate/demand-spec.js';
import { generateDemand } from '../demand/generate/generate-demand.js';
import { importOsm } from '../networks/import/osm.js';
import { osmXml, type SmallMap } from '../networks/import/small-osm.js';

/** A dual carriageway far apart, so that its ends are gates of one direction, and a street across. */
const TOWN = osmXml({
  nodes: {
    1: [-300, 0],
    2: [0, 0],
    3: [300, 0],
    4: [300, 120],
    5: [0, 120],
    6: [-300, 120],
    7: [0, -200],
    8: [0, 320],
  },
  ways: {
    1: [[1, 2, 3], { highway: 'secondary', oneway: 'yes' }],
    2: [[4, 5, 6], { highway: 'secondary', oneway: 'yes' }],
    3: [[7, 2, 5, 8]],
  },
  bounds_m: [-300, -200, 300, 320],
});

test.each(['today', 'private-automated', 'shared-automated'] as const)(
  'with gates of one direction every trip is served, %s',
  async (regime) => {
    const { network } = await importOsm({ file: 'town.osm', bytes: Buffer.from(TOWN) });
    expect(network.gates.filter(({ exits }) => exits.length === 0)).toHaveLength(2);
    expect(network.gates.filter(({ entries }) => entries.length === 0)).toHaveLength(2);
    const demand = generateDemand(network, { ...demandFor(network), factor: 0.1, seed: 1 });
    const fleet = { ...DEFAULT_SCENARIO.fleet, vehicleCount: 60 };
    const scenario = { ...DEFAULT_SCENARIO, regime, fleet };
    const { summary } = await simulate({ scenario, network, ...demand });
    expect(summary['trips']).toBeGreaterThan(100);
    expect(summary['trips_arrived']).toBe(summary['trips']);
  },
);

/** A ring and a cross in it, of which one street is for walking from 7 to 20 on working days. */
const CLOSING = {
  nodes: {
    1: [0, 0],
    2: [200, 0],
    3: [400, 0],
    4: [400, 200],
    5: [400, 400],
    6: [200, 400],
    7: [0, 400],
    8: [0, 200],
    9: [200, 200],
    10: [-200, 0],
  },
  ways: {
    1: [[10, 1, 2, 3, 4, 5, 6, 7, 8, 1]],
    2: [[8, 9, 4], { highway: 'secondary' }],
    3: [[2, 9, 6], { 'motor_vehicle:conditional': 'no @ (Mo-Fr 07:00-20:00)' }],
  },
  bounds_m: [-200, -50, 450, 450],
} as const satisfies SmallMap;

test.each(['today', 'private-automated', 'shared-automated'] as const)(
  'with a street that is closed by day every trip is served, %s',
  async (regime) => {
    const { network } = await importOsm({ file: 'a.osm', bytes: Buffer.from(osmXml(CLOSING)) });
    const closed = new Set(network.links.filter((l) => l.laneUses).map(({ name }) => name));
    expect([...closed].sort()).toEqual(['n2_n9', 'n6_n9', 'n9_n2', 'n9_n6']);
    const demand = generateDemand(network, { ...demandFor(network), factor: 0.1, seed: 1 });
    expect(demand.trips.some(({ departure_s }) => departure_s > 7 * 3600)).toBe(true);
    const fleet = { ...DEFAULT_SCENARIO.fleet, vehicleCount: 60 };
    const scenario = { ...DEFAULT_SCENARIO, regime, fleet };
    const { summary } = await simulate({ scenario, network, ...demand });
    expect(summary['trips']).toBeGreaterThan(50);
    expect(summary['trips_arrived']).toBe(summary['trips']);
  },
);
