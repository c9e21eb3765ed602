/** JSON that is the same text for equal values, whatever order their fields were set in. */
import type { Hash } from 'node:crypto';

/** Fields in the order of their names; undefined ones left out; NaN and the infinities as texts. */
export function stableJson(value: unknown): string {
  const parts: string[] = [];
  append(value, (part) => parts.push(part));
  return parts.join('');
}

/** Hands the same text to a hash in pieces: a day's trips are too long for one string. */
export function hashStableJson(value: unknown, hash: Hash): void {
  let piece = '';
  append(value, (part) => {
    piece += part;
    if (piece.length < PIECE) return;
    hash.update(piece);
    piece = '';
  });
  hash.update(piece);
}

const PIECE = 1 << 16;

function append(value: unknown, add: (part: string) => void): void {
  if (Array.isArray(value)) {
    add('[');
    for (const [at, item] of value.entries()) {
      if (at > 0) add(',');
      append(item, add);
    }
    add(']');
  } else if (value !== null && typeof value === 'object') {
    appendFields(value as Readonly<Record<string, unknown>>, add);
  } else if (typeof value === 'number' && !Number.isFinite(value)) {
    add(`"${value}"`);
  } else {
    add(JSON.stringify(value ?? null));
  }
}

function appendFields(value: Readonly<Record<string, unknown>>, add: (part: string) => void): void {
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  add('{');
  for (const [at, name] of names.sort().entries()) {
    add(`${at > 0 ? ',' : ''}${JSON.stringify(name)}:`);
    append(value[name], add);
  }
  add('}');
}
