/** Ids of curb zones and policies: UUIDs made from names (RFC 4122, version 5). */
import { createHash } from 'node:crypto';

/** Any fixed UUID will do; this one was drawn for it. */
const NAME_SPACE = '6f0d5c1e-7a43-4b7e-9a0b-2f4c8d1e5a90';

export function curbUuid(name: string): string {
  const space = Buffer.from(NAME_SPACE.replaceAll('-', ''), 'hex');
  const bytes = createHash('sha1').update(space).update(name).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  const parts = [0, 8, 12, 16, 20].map((from, at) => hex.slice(from, [8, 12, 16, 20, 32][at]));
  return parts.join('-');
}
