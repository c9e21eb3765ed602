/** What `blockwise network` says of a network that it has made or read. */
import { basename } from 'node:path';
import { noteSentences } from '../inputs.js';
import { plainText } from '../progress.js';
import type { NotedNetwork } from '../rooms.js';
import type { CommandContext } from './context.js';

/** What the network has, and what was repaired or guessed. */
export function printNetwork(
  found: NotedNetwork,
  dir: string,
  { stdout, stderr }: CommandContext,
): void {
  const { network } = found;
  for (const sentence of noteSentences(found)) stderr.write(`${plainText(sentence)}\n`);
  const counts = (['nodes', 'links', 'curbs', 'lots', 'blocks', 'addresses', 'gates'] as const)
    .map((kind) => `${network[kind].length} ${kind}`)
    .join(', ');
  const area_ha = (network.district.area_m2 / 10_000).toFixed(1);
  const name = network.name === '' ? basename(dir) : network.name;
  stdout.write(`${plainText(`${name}: ${area_ha} ha, ${counts}`)}\n${plainText(dir)}\n`);
}
