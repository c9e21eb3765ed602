/**
 * The order in which a large network's links are contracted for its index of routes: it takes seconds
 * and depends on nothing but the network and the code, so that the store keeps it beside the network.
 * A line that says what the file is, then the links as 32-bit numbers. One that does not fit is said
 * and made anew.
 *
 * CLI-016: it is damaged, or was made by other code.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { endianness } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '../../core/base/errors.js';
import type { RouteOrder } from '../../core/routing/network-hierarchy.js';
import { fileError } from '../text-file.js';
import { makeFolder, syncFolder, writeWhole } from './atomic-file.js';

/** Its folder in a store. */
export const ORDERS = 'orders';
const FORMAT = 'blockwise-order';

export interface StoredOrder {
  readonly order: RouteOrder;
  readonly damage: readonly Problem[];
}

/** `network` is the digest of its content, `code` that of the code that is running. */
export async function storedOrder(
  store: string,
  network: string,
  code: string,
): Promise<StoredOrder> {
  const path = join(store, ORDERS, `${network}.bin`);
  if (!existsSync(path)) return { order: { known: null, made: null }, damage: [] };
  const known = orderIn(await readFile(path), network, code);
  if (typeof known !== 'string') return { order: { known, made: null }, damage: [] };
  const { problems } = fileError('CLI-016', path, `${known}: the order of routes is made anew`);
  return { order: { known: null, made: null }, damage: problems };
}

/** The order, or what is wrong with the file. */
function orderIn(file: Buffer, network: string, code: string): Int32Array | string {
  const lineEnd = file.indexOf('\n');
  const body = file.subarray(lineEnd + 1);
  let head: Partial<Record<string, unknown>> | null;
  try {
    head = JSON.parse(file.subarray(0, Math.max(0, lineEnd)).toString('utf8'));
  } catch {
    head = null;
  }
  if (head?.['format'] !== FORMAT) return 'is damaged at its beginning';
  if (head['network'] !== network) return 'is of another network';
  if (head['code'] !== code) return 'was made by other code';
  if (head['sha256'] !== digestOf(body)) return 'is damaged: its checksum does not match';
  return numbersIn(body);
}

const digestOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

const IS_LITTLE = endianness() === 'LE';

function numbersIn(body: Buffer): Int32Array {
  const order = new Int32Array(body.length >> 2);
  for (let at = 0; at < order.length; at++) order[at] = body.readInt32LE(4 * at);
  return order;
}

/** Keeps an order that the run has made; nothing where it had no need of one, or knew it. */
export async function keepOrder(
  store: string,
  network: string,
  code: string,
  { made }: RouteOrder,
): Promise<void> {
  if (made === null) return;
  const body = Buffer.from(made.buffer.slice(made.byteOffset, made.byteOffset + made.byteLength));
  if (!IS_LITTLE) body.swap32();
  const head = { format: FORMAT, network, code, links: made.length, sha256: digestOf(body) };
  const folder = join(store, ORDERS);
  await makeFolder(folder);
  const line = Buffer.from(`${JSON.stringify(head)}\n`);
  await writeWhole(folder, `${network}.bin`, Buffer.concat([line, body]));
  await syncFolder(folder);
}
