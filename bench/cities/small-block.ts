/**
 * Small blocks on 4 km.
 *
 *     node dist/bench/cities/small-block.js [--smoke] [--threads 1,2] [--rounds 5]
 */
import { pathToFileURL } from 'node:url';
import { SMALL_BLOCK_DISTRICT } from '../../networks/generate/generate-network.js';
import { cityBench, optionsOf } from './city-bench.js';
import { type CitySpec, districtOf, filledCity } from './filled-city.js';

export const cityOf = ({ isSmoke = false } = {}): CitySpec => ({
  name: 'small-block',
  district: districtOf(SMALL_BLOCK_DISTRICT, isSmoke ? 960 : 3840),
  vehicleCount: isSmoke ? 300 : 12_000,
});

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const city = cityOf({ isSmoke: process.argv.includes('--smoke') });
  const { lines } = await cityBench(city, optionsOf(process.argv), filledCity(city));
  for (const line of lines) console.log(line);
}
