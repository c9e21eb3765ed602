import { expect, test } from 'vitest';
import { importNetwork } from './import-network.js';

test('an option for another kind of file is refused, not passed over', async () => {
  const district = [] as const;
  await expect(importNetwork('town.net.xml', { district })).rejects.toThrow('SUMO-013');
  await expect(importNetwork('town.osm', { additional: ['a.xml'] })).rejects.toThrow('OSM-018');
  await expect(importNetwork('town.osm', { keepPieces: true })).rejects.toThrow('OSM-018');
});
