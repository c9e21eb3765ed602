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
  } else if (typeof value === 'number') {
    add(Number.isFinite(value) ? `${value}` : `"${value}"`);
  } else {
    add(JSON.stringify(value ?? null));
  }
}

function appendFields(value: Readonly<Record<string, unknown>>, add: (part: string) => void): void {
  let mark = '{';
  for (const { name, text } of fieldsOf(Object.keys(value))) {
    const field = value[name];
    if (field === undefined) continue;
    add(mark + text);
    append(field, add);
    mark = ',';
  }
  add(mark === '{' ? '{}' : '}');
}

interface Field {
  readonly name: string;
  /** As it stands before its value. */
  readonly text: string;
}

/** By names as they were set: trips and links are many of one kind, sorted once and not each. */
const sortedFields = new Map<string, readonly Field[]>();
/** Kinds kept; where names are data, as in tables by name, there is no end of them. */
const MOST_KINDS = 1000;

function fieldsOf(names: readonly string[]): readonly Field[] {
  const kind = names.join('\n');
  const known = sortedFields.get(kind);
  // One name with a line break is not two names without.
  if (known !== undefined && known.length === names.length) return known;
  const fields = [...names].sort().map((name) => ({ name, text: `${JSON.stringify(name)}:` }));
  const isPlain = names.every((name) => !name.includes('\n'));
  if (isPlain && sortedFields.size < MOST_KINDS) sortedFields.set(kind, fields);
  return fields;
}
