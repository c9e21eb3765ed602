import { expect, test } from 'vitest';
import { Problems, UserError } from './errors.js';
import { readXml, XML_LIMITS, XmlAttributes, type XmlElement } from './xml.js';

const codes = { malformed: 'X-1', doctype: 'X-2', limits: 'X-3', root: 'X-4' };
const LIMITS = { depth: 3, attributes: 2, token: 1000, elements: 5 };

async function elementsOf(text: string, limits = XML_LIMITS): Promise<XmlElement[]> {
  const found: XmlElement[] = [];
  const chunks = (async function* () {
    // Cut anywhere: a stream does not know of elements.
    for (let at = 0; at < text.length; at += 7) yield text.slice(at, at + 7);
  })();
  const open = (element: XmlElement) => found.push(element);
  await readXml('a.xml', chunks, { codes, roots: ['a'], open, limits });
  return found;
}

async function codeOf(text: string): Promise<string> {
  try {
    await elementsOf(text, LIMITS);
  } catch (error) {
    if (error instanceof UserError) return error.problems[0]!.code;
    throw error;
  }
  return '';
}

test('elements come with their attributes, their depth and their place', async () => {
  const found = await elementsOf('<a>\n<b x="1&amp;2"/>\n  <b><c/></b></a>');
  expect(found.map(({ name, depth, line }) => [name, depth, line])).toEqual([
    ['a', 0, 1],
    ['b', 1, 2],
    ['b', 1, 3],
    ['c', 2, 3],
  ]);
  expect(found[1]!.attributes.x).toBe('1&2');
});

test('hostile and broken XML is refused with its code, and sound XML of the same kind is not', async () => {
  expect(await codeOf('<a><b x="1" y="2"><c/></b></a>')).toBe('');
  expect(await codeOf('<!DOCTYPE a SYSTEM "far.dtd"><a/>')).toBe('');
  expect(await codeOf('<a><b></a>')).toBe('X-1');
  expect(await codeOf('<!DOCTYPE a [<!ENTITY e "e">]><a/>')).toBe('X-2');
  expect(await codeOf('<a><b><c><d/></c></b></a>')).toBe('X-3');
  expect(await codeOf('<a x="" y="" z=""/>')).toBe('X-3');
  expect(await codeOf('<a><b/><b/><b/><b/><b/></a>')).toBe('X-3');
  expect(await codeOf(`<a x="${'x'.repeat(1001)}"/>`)).toBe('X-3');
  expect(await codeOf('<b/>')).toBe('X-4');
});

test('numbers are read, missing ones are told, and names of objects are no attributes', async () => {
  const [element] = await elementsOf('<a n="2.5" bad="" less="-1"/>');
  const problems = new Problems('a.xml');
  const read = new XmlAttributes(element!, problems, 'X-9');
  expect(read.number('n')).toBe(2.5);
  expect(read.number('none', { absent: 7 })).toBe(7);
  expect(read.text('toString', 'absent')).toBe('absent');
  expect(problems.count).toBe(0);
  read.number('bad');
  read.number('less', { least: 0 });
  read.number('missing');
  expect(problems.list.map(({ field }) => field)).toEqual(['a.bad', 'a.less', 'a.missing']);
});
