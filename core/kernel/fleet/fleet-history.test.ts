/** Waiting where another day asked for rides. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { DEFAULT_FLEET, type RebalancingName } from '../../scenario/scenario.js';
import type { TripDraft } from '../../scenario/trip.js';
import { simulate } from '../../simulate.js';
import { TOWN_START_s, townRun } from '../../testing/small-town.js';
import { lotOn } from '../../testing/street-map.js';
import type { RunInputs } from '../build-world.js';

const { trips } = townRun('shared-automated');

function townWith(rebalancing: RebalancingName, history?: readonly TripDraft[]): RunInputs {
  const town = townRun('shared-automated', {
    end_s: TOWN_START_s + 1800,
    overtime_s: 0,
    fleet: {
      ...DEFAULT_FLEET,
      vehicleCount: 6,
      rebalanceEvery_s: 60,
      forecast_s: 600,
      rebalancing,
    },
  });
  const { network } = town;
  // A second lot to wait in, or there is nothing to choose between.
  const west = lotOn('ca', { name: 'west', position_m: 60, stallCount: 20, x_m: 170, y_m: 200 });
  const lots = [...network.lots, west];
  return { ...town, network: { ...network, lots }, ...(history === undefined ? {} : { history }) };
}

async function hashOf(inputs: RunInputs): Promise<string> {
  const result = await simulate(inputs);
  return createHash('sha256').update(JSON.stringify(result)).digest('hex');
}

test('twin: a day that was the same is a perfect forecast, to the byte', async () => {
  const perfect = await hashOf(townWith('perfect'));
  expect(await hashOf(townWith('historical', trips))).toBe(perfect);
  // Broken twin: another day's rides begin elsewhere.
  const elsewhere = trips.map((trip) => ({ ...trip, origin: 'flats' }));
  expect(await hashOf(townWith('historical', elsewhere))).not.toBe(perfect);
});

test('vans, through traffic and places that the network lacks are no rides of another day', async () => {
  const added = [
    { ...trips[0]!, name: 'van', kind: 'van' as const, vehicle: 'van' },
    { ...trips[0]!, name: 'through', kind: 'through' as const, vehicle: 'through' },
    { ...trips[0]!, name: 'lost', origin: 'nowhere' },
  ];
  const [with_, without] = [
    townWith('historical', [...trips, ...added]),
    townWith('historical', trips),
  ];
  expect(await hashOf(with_)).toBe(await hashOf(without));
});
