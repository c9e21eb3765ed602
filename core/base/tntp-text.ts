/**
 * The text form of the TNTP files (Transportation Networks for Research): tags in angle brackets up
 * to `<END OF METADATA>`, comments after `~`, then rows of words, with every word located.
 *
 * | code | what is wrong |
 * |---|---|
 * | TNTP-001 | a tag is missing or stands twice |
 * | TNTP-002 | the value of a tag cannot be |
 * | TNTP-003 | a row with more or fewer cells than its kind has |
 * | TNTP-004 | a cell is no number, or one that cannot be |
 */
import { type Problems, shown } from './errors.js';

export interface TntpWord {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  readonly column: number;
}

export interface TntpText {
  /** By name in capitals. */
  readonly tags: ReadonlyMap<string, TntpWord>;
  /** Lines that have words. `:` and `;` are words of their own. */
  readonly lines: readonly (readonly TntpWord[])[];
}

const END = 'END OF METADATA';

/** `hasTags`: without them (node files) the words begin with the first line. */
export function parseTntp(
  text: string,
  problems: Problems,
  { hasTags }: { readonly hasTags: boolean },
): TntpText {
  const tags = new Map<string, TntpWord>();
  const lines: (readonly TntpWord[])[] = [];
  const texts = (text.startsWith('\uFEFF') ? text.slice(1) : text).split('\n');
  let isHead = hasTags;
  for (const [at, lineText] of texts.entries()) {
    const line = at + 1;
    if (lineText.trimStart().startsWith('<')) {
      const name = readTag(lineText, line, tags, problems);
      if (name === END) isHead = false;
      continue;
    }
    const words = wordsOf(lineText, line);
    if (words.length === 0) continue;
    if (isHead) {
      problems.add('TNTP-001', words[0]!, `must not come before <${END}>`);
      isHead = false;
    }
    lines.push(words);
  }
  if (hasTags && !tags.has(END)) problems.add('TNTP-001', { field: END }, 'tag is missing');
  return { tags, lines };
}

function readTag(
  lineText: string,
  line: number,
  tags: Map<string, TntpWord>,
  problems: Problems,
): string {
  const begin = lineText.indexOf('<');
  const end = lineText.indexOf('>');
  const name = lineText
    .slice(begin + 1, end < 0 ? undefined : end)
    .trim()
    .toUpperCase();
  if (end < 0) problems.add('TNTP-001', { line, column: begin + 1 }, 'the tag has no closing >');
  else if (tags.has(name)) {
    const before = tags.get(name)!.line;
    problems.add(
      'TNTP-001',
      { line, column: begin + 1, field: name },
      `already stands on line ${before}`,
    );
  }
  const value = end < 0 ? '' : lineText.slice(end + 1);
  const column = end + 2 + (value.length - value.trimStart().length);
  if (!tags.has(name)) tags.set(name, { text: value.trim(), line, column });
  return name;
}

function wordsOf(lineText: string, line: number): TntpWord[] {
  const comment = lineText.indexOf('~');
  const end = comment < 0 ? lineText.length : comment;
  const words: TntpWord[] = [];
  for (let at = 0; at < end; ) {
    const code = lineText.charCodeAt(at);
    if (isSpace(code)) {
      at++;
      continue;
    }
    const start = at++;
    if (!isMark(code)) {
      while (at < end && !isSpace(lineText.charCodeAt(at)) && !isMark(lineText.charCodeAt(at)))
        at++;
    }
    words.push({ text: lineText.slice(start, at), line, column: start + 1 });
  }
  return words;
}

/** Control characters and the space. */
const isSpace = (code: number): boolean => code <= 0x20 || code === 0xa0;
/** Colon and semicolon. */
const isMark = (code: number): boolean => code === 0x3a || code === 0x3b;

/** A plain decimal number; `Number` alone would take '', '0x10' and 'Infinity'. */
const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** NaN for what is no finite decimal number. */
export function numberOf(text: string): number {
  const value = DECIMAL.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : Number.NaN;
}

/** A tag's whole number within limits; a problem and the lower limit for anything else. */
export function wholeTag(
  { tags }: TntpText,
  name: string,
  { least, most }: { readonly least: number; readonly most: number },
  problems: Problems,
): number {
  const word = tags.get(name);
  if (word === undefined) {
    problems.add('TNTP-001', { field: name }, 'tag is missing');
    return least;
  }
  const value = numberOf(word.text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  const { line, column, text } = word;
  const message = `must be a whole number from ${least} to ${most}, got ${shown(text)}`;
  problems.add('TNTP-002', { line, column, field: name }, message);
  return least;
}
