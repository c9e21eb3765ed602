/**
 * The networks of the runs in a store, each once, by the digest of its content: the runs of a study
 * share them, and a report draws its maps from them.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { fileError, readTextFile } from '../text-file.js';
import { makeFolder, syncFolder, writeWhole } from './atomic-file.js';
import { digestOf } from './run-key.js';

/** Its folder in a store. */
export const NETWORKS = 'networks';

/** Puts the network into the store unless it is there. */
export async function keepNetwork(
  store: string,
  network: NetworkDraft,
  digest: string,
): Promise<void> {
  const folder = join(store, NETWORKS);
  const name = `${digest}.json`;
  if (existsSync(join(folder, name))) return;
  await makeFolder(folder);
  await writeWhole(folder, name, `${JSON.stringify(network)}\n`);
  await syncFolder(folder);
}

/** The network with this digest, or a UserError (CLI-001 is not there, CLI-009 damaged). */
export async function storedNetwork(store: string, digest: string): Promise<NetworkDraft> {
  const path = join(store, NETWORKS, `${digest}.json`);
  const text = await readTextFile(path);
  let network: NetworkDraft;
  try {
    network = JSON.parse(text) as NetworkDraft;
  } catch {
    throw fileError('CLI-009', path, 'is damaged: not JSON');
  }
  if (digestOf(network) === digest) return network;
  throw fileError('CLI-009', path, 'is damaged: its content is another than its name says');
}
