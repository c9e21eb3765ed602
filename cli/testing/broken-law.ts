/**
 * A program: runs random worlds until a law is broken and prints it; prints nothing where none is.
 * Tests start it in copies of the built simulator from which a line has been taken out.
 */
import { acceptedWorlds, lawBrokenIn } from '../../core/testing/checked-worlds.js';

const [worldCount] = process.argv.slice(2).map(Number);

for (const world of acceptedWorlds(worldCount!)) {
  const broken = lawBrokenIn(world);
  if (broken === null) continue;
  process.stdout.write(`${broken}\n`);
  break;
}
