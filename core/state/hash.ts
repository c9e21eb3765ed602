/**
 * A hash of a run's state, for telling whether two runs are in the same one. Not against forgers: 64
 * bits from two chains of multiplications over 32-bit words.
 */
import { mix } from '../base/random.js';
import type { StateList, StatePart } from '../base/state-part.js';

/** 16 hexadecimal digits, from all bits of all parts in their order. */
export function hashOfParts(parts: readonly StatePart[]): string {
  const hash = { low: 0x9e3779b9 | 0, high: 0x85ebca6b | 0 };
  for (const part of parts) hashList(hash, part.save());
  return [mix(hash.low ^ Math.imul(hash.high, 0x27d4eb2f)), mix(hash.high)]
    .map((half) => (half >>> 0).toString(16).padStart(8, '0'))
    .join('');
}

interface Chains {
  low: number;
  high: number;
}

/** Length, then all bytes; the last word is filled up with zeros. */
function hashList(chains: Chains, { buffer, byteOffset, byteLength }: StateList): void {
  hashWord(chains, byteLength);
  const wordCount = byteLength >> 2;
  const words = new Int32Array(buffer, byteOffset, wordCount);
  for (let at = 0; at < wordCount; at++) hashWord(chains, words[at]!);
  let last = 0;
  for (const byte of new Uint8Array(buffer, byteOffset + 4 * wordCount, byteLength & 3)) {
    last = (last << 8) | byte;
  }
  hashWord(chains, last);
}

function hashWord(chains: Chains, word: number): void {
  chains.low = (Math.imul(chains.low ^ word, 0x01000193) + 0x6b43a9b5) | 0;
  const turned = (chains.high << 13) | (chains.high >>> 19);
  chains.high = (Math.imul(turned, 5) + (word ^ chains.low)) | 0;
}
