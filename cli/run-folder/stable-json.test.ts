import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashStableJson, stableJson } from './stable-json.js';

/** The plain form: fields sorted for each object anew. */
function plain(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(plain).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const fields = Object.entries(value).filter(([, field]) => field !== undefined);
    const texts = fields
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, field]) => `${JSON.stringify(name)}:${plain(field)}`);
    return `{${texts.join(',')}}`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return `"${value}"`;
  return JSON.stringify(value ?? null);
}

const aName = fc.constantFrom('a', 'b', 'c', 'a\nb', 'b\nc', '"');
const aValue = fc.letrec((tie) => ({
  any: fc.oneof(
    fc.double(),
    fc.string(),
    fc.boolean(),
    fc.constantFrom(undefined, null, -0, 1e21),
    fc.array(tie('any'), { maxLength: 4 }),
    fc.dictionary(aName, tie('any'), { maxKeys: 4 }),
  ),
})).any;

test('twin: sorting the fields of a kind once gives the text of sorting each', () => {
  fc.assert(
    fc.property(fc.array(aValue, { maxLength: 6 }), (values) => {
      expect(stableJson(values)).toBe(plain(values));
    }),
    { numRuns: 500, seed: 1 },
  );
});

test('the hash is that of the text, in whatever order fields were set', () => {
  const hash = createHash('sha256');
  hashStableJson({ b: [1, { y: 2, x: undefined }], a: 'c' }, hash);
  const text = '{"a":"c","b":[1,{"y":2}]}';
  expect(stableJson({ b: [1, { y: 2, x: undefined }], a: 'c' })).toBe(text);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(text).digest('hex'));
});
