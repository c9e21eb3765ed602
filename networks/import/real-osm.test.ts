/** Real extracts, where they are at hand: `BLOCKWISE_DATA` names the folder. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { checkNetwork } from '../../core/network/check-network.js';
import { reachedFrom } from '../../core/network/components.js';
import { factsOf } from '../../core/network/facts.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { importOsm } from './osm.js';

const DATA = process.env['BLOCKWISE_DATA'] ?? '';

/** `drawn_lane_km`: the ways as they are in the file, by its lanes or the usual ones, counted apart. */
const EXTRACTS = [
  {
    file: 'osm-shanghai/shanghai.osm.gz',
    area_ha: 574,
    // All but a fifth of what is drawn: its two-way streets are there in part only and lead nowhere.
    leastKept: 0.8,
    drawn_lane_km: 171,
    signalNodeCount: 288,
    // Some ten main streets lost the rest of their way within the map, and lead on from there.
    gateCount: [20, 75],
  },
  {
    file: 'osm-graphhopper/moscow.osm.gz',
    area_ha: 593,
    leastKept: 0.9,
    drawn_lane_km: 69,
    signalNodeCount: 46,
    gateCount: [15, 30],
  },
  {
    file: 'osm-graphhopper/monaco.osm.gz',
    area_ha: 373,
    leastKept: 0.85,
    drawn_lane_km: 111,
    signalNodeCount: 7,
    gateCount: [8, 20],
  },
] as const;

describe.each(EXTRACTS)('$file', (extract) => {
  const { file, area_ha, signalNodeCount, gateCount } = extract;
  const isThere = DATA !== '' && existsSync(join(DATA, file));
  const testData = test.skipIf(!isThere);
  let network: NetworkDraft;
  beforeAll(async () => {
    if (isThere) network = (await importOsm(join(DATA, file))).network;
  });

  testData('has no errors and no link shorter than two vehicles', () => {
    expect(checkNetwork(network).filter(({ severity }) => severity === 'error')).toEqual([]);
    const shortest_m = Math.min(...network.links.map(({ length_m }) => length_m));
    expect(shortest_m).toBeGreaterThanOrEqual(15);
  });

  testData('every address is reached from every entry, and every exit from every address', () => {
    const row = new Map(network.links.map(({ name }, at) => [name, at]));
    const next = network.links.map((): number[] => []);
    const previous = network.links.map((): number[] => []);
    for (const { from, to } of network.movements) {
      next[row.get(from)!]!.push(row.get(to)!);
      previous[row.get(to)!]!.push(row.get(from)!);
    }
    const addresses = network.addresses.map(({ link }) => row.get(link)!);
    for (const { entries, exits } of network.gates) {
      for (const entry of entries) {
        const isReached = reachedFrom([row.get(entry)!], next);
        expect(addresses.filter((link) => isReached[link] === 0)).toEqual([]);
      }
      for (const exit of exits) {
        const leadsThere = reachedFrom([row.get(exit)!], previous);
        expect(addresses.filter((link) => leadsThere[link] === 0)).toEqual([]);
      }
    }
  });

  testData('has plausible streets, signals and gates', () => {
    expect(network.district.area_m2 / 10_000).toBeCloseTo(area_ha, -1);
    const inside = network.links.filter(({ isInside }) => isInside);
    const lane_km = inside.reduce((sum, l) => sum + l.length_m * l.laneCount, 0) / 1000;
    expect(lane_km / extract.drawn_lane_km).toBeGreaterThan(extract.leastKept);
    expect(lane_km / extract.drawn_lane_km).toBeLessThan(1);
    const signalCount = network.nodes.filter(({ control }) => control === 'signal').length;
    expect(signalCount).toBeGreaterThan(0);
    // Four or five signals to a large crossing, one to a small one.
    expect(signalCount).toBeLessThan(signalNodeCount);
    expect(network.gates.length).toBeGreaterThan(gateCount[0]);
    expect(network.gates.length).toBeLessThan(gateCount[1]);
  });

  testData('has land that sums to the district, with room for the streets', () => {
    const { land, districtArea_m2 } = factsOf(network, {
      timetableOf: ({ timetable }) => timetable,
      stall_m: 6,
    });
    const parts = [land.movingLanes_m2, land.sidewalks_m2, land.curb_m2, land.lots_m2];
    const sum_m2 = parts.reduce((sum, part) => sum + part, land.blocks_m2);
    expect(sum_m2 / districtArea_m2).toBeCloseTo(1, 9);
    expect(Math.min(...parts, land.blocks_m2)).toBeGreaterThan(0);
    const inside = network.links.filter(({ isInside }) => isInside);
    const lanes_m2 = inside.reduce((sum, l) => sum + l.length_m * l.carriageway_m, 0);
    // Streets above one another take their land once.
    expect(land.movingLanes_m2).toBeGreaterThan(0.6 * lanes_m2);
  });
});
