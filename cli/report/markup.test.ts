import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { expect, test } from 'vitest';
import { element, escapeText, fixed, raw } from './markup.js';

function read(xml: string): { text: string; attribute: string | undefined; elements: number } {
  const parser = new SaxesParser();
  const found = { text: '', attribute: undefined as string | undefined, elements: 0 };
  parser.on('text', (text) => {
    found.text += text;
  });
  parser.on('opentag', ({ attributes }) => {
    found.elements++;
    found.attribute = attributes['title'] as string;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(xml).close();
  return found;
}

test('any text comes back from its place as text, whatever signs it has', () => {
  const hostile = fc.string({
    unit: fc.constantFrom('<', '>', '&', '"', "'", '/', 'b', '\u{1F697}', ' '),
  });
  fc.assert(
    fc.property(hostile, (text) => {
      const { text: read_, attribute, elements } = read(element('b', { title: text }, text).text);
      expect([read_, attribute, elements]).toEqual([text, text, 1]);
    }),
  );
});

test('what XML forbids and what turns text around becomes the replacement character', () => {
  expect(escapeText('a\u0000b\u001Bc\u202Ed\uD800e\uFFFE')).toBe(
    'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFD',
  );
});

test('any string at all gives well-formed markup', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(read(element('b', { title: text }, text).text).elements).toBe(1);
    }),
  );
});

test('markup inside markup is not escaped twice, and empty attributes are left out', () => {
  expect(
    element('p', { id: undefined }, [element('b', {}, 'a & b'), raw('<i></i>')], null).text,
  ).toBe('<p><b>a &amp; b</b><i></i></p>');
});

test('numbers are written short, without a negative zero, and never when not finite', () => {
  expect([12.5, 12, -0.001, 100, 0.126].map((value) => fixed(value, 2))).toEqual([
    '12.5',
    '12',
    '0',
    '100',
    '0.13',
  ]);
  expect(() => fixed(Number.NaN, 2)).toThrow('finite');
});
