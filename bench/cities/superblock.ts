/**
 * Superblocks on 4 km.
 *
 *     node dist/bench/cities/superblock.js [--smoke] [--threads 1,2] [--rounds 5]
 */
import { pathToFileURL } from 'node:url';
import { SUPERBLOCK_DISTRICT } from '../../networks/generate/generate-network.js';
import { cityBench, optionsOf } from './city-bench.js';
import { type CitySpec, districtOf, filledCity } from './filled-city.js';

export const cityOf = ({ isSmoke = false } = {}): CitySpec => ({
  name: 'superblock',
  district: districtOf(SUPERBLOCK_DISTRICT, isSmoke ? 960 : 3840),
  vehicleCount: isSmoke ? 300 : 12_000,
});

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const city = cityOf({ isSmoke: process.argv.includes('--smoke') });
  const { lines } = await cityBench(city, optionsOf(process.argv), filledCity(city));
  for (const line of lines) console.log(line);
}
