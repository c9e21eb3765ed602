import { expect, test } from 'vitest';
import { DEFAULT_SCENARIO } from '../core/scenario/scenario.js';
import { simulate } from '../core/simulate.js';
import { demandFor } from '../demand/generate/demand-spec.js';
import { generateDemand } from '../demand/generate/generate-demand.js';
import { importOsm } from '../networks/import/osm.js';
import { osmXml } from '../networks/import/small-osm.js';

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
