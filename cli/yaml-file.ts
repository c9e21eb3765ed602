/**
 * Reads YAML files (scenarios, studies) and remembers where each value stands.
 *
 * CLI-002 not YAML as it is read here. Only plain data: YAML 1.2's core schema, one document, no
 * tags of its own, keys that are texts and stand once.
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import { Problems, shown } from '../core/base/errors.js';
import type { ValuePath, Where } from '../core/scenario/read-scenario.js';
import { readTextFile } from './text-file.js';

export interface YamlFile {
  /** As the user wrote it; problems name it. */
  readonly file: string;
  readonly value: unknown;
  readonly where: Where;
}

/** A megabyte of settings is a mistake, and the parser needs some hundred times the text's size. */
const LONGEST_bytes = 1024 * 1024;

/** The file's value, or a UserError with every syntax error in it. */
export async function readYamlFile(path: string): Promise<YamlFile> {
  return parseYaml(await readTextFile(path, LONGEST_bytes), path);
}

export function parseYaml(text: string, file: string): YamlFile {
  const problems = new Problems(file);
  refuseDepth(text, problems);
  problems.throwIfAny();
  const lines = new LineCounter();
  // Neither a %YAML 1.1 line nor a tag may change what a value means: there 12:30 is 750.
  const document = parseDocument(text, { lineCounter: lines, schema: 'core', prettyErrors: false });
  const placeAt = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  for (const { pos, message } of [...document.errors, ...document.warnings]) {
    problems.add('CLI-002', placeAt(pos[0]), message);
  }
  const where: Where = (path, part = 'value') => placeAt(offsetOf(document, path, part));
  refuseKeys(document.contents, problems, placeAt);
  problems.throwIfAny();
  return { file, value: plainValue(document, problems), where };
}

/** More than any settings need, and far below where the parser's recursion ends the process. */
const DEEPEST = 60;
const WIDEST_INDENT = 200;

/** Each level of a block takes a column or more, so its indentation bounds its depth. */
function refuseDepth(text: string, problems: Problems): void {
  let depth = 0;
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    if (token === '[' || token === '{') depth++;
    else if (token === ']' || token === '}') depth--;
    if (depth > DEEPEST) {
      problems.add('CLI-002', { line }, `is nested more than ${DEEPEST} deep`);
      return;
    }
    line += lineBreaksIn(token);
  }
  for (const [row, each] of text.split('\n').entries()) {
    if (/^[ \t?:-]*/.exec(each)![0].length <= WIDEST_INDENT) continue;
    const message = `is indented by more than ${WIDEST_INDENT} columns`;
    problems.add('CLI-002', { line: row + 1 }, message);
  }
}

function lineBreaksIn(token: string): number {
  let count = 0;
  for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) count++;
  return count;
}

/** A list or a group as a key would become its text, without a word. */
function refuseKeys(
  node: unknown,
  problems: Problems,
  placeAt: (offset: number) => { line: number; column: number },
): void {
  if (isSeq(node)) for (const item of node.items) refuseKeys(item, problems, placeAt);
  if (!isMap(node)) return;
  for (const { key, value } of node.items) {
    if (!isScalar(key)) {
      const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
      problems.add('CLI-002', placeAt(offset), 'a key must be a plain text');
    }
    refuseKeys(value, problems, placeAt);
  }
}

/** Aliases are followed, at most a hundred times: more is how a small file fills the memory. */
function plainValue(document: Document, problems: Problems): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    problems.add('CLI-002', {}, `its aliases cannot be followed: ${shown(error.message)}`);
    problems.throwIfAny();
    throw error;
  }
}

/** Where the deepest part of `path` that exists begins. */
function offsetOf(document: Document, path: ValuePath, part: 'key' | 'value'): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, key] of path.entries()) {
    const isLast = depth === path.length - 1;
    const parent = isAlias(node) ? node.resolve(document) : node;
    if (isSeq(parent) && typeof key === 'number') {
      node = parent.items[key];
    } else if (isMap(parent)) {
      const pair = parent.items.find((each) => keyOf(each) === String(key));
      if (pair === undefined) return offset;
      const keyOffset = startOf(pair.key) ?? offset;
      if (isLast && part === 'key') return keyOffset;
      node = pair.value;
      // A key without a value, e.g. `seed:`, is shown by its key.
      if (isScalar(node) && node.value === null && node.source === '') return keyOffset;
      offset = keyOffset;
    } else {
      return offset;
    }
    offset = startOf(node) ?? offset;
  }
  return offset;
}

const keyOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : '');

const startOf = (node: unknown): number | undefined =>
  isNode(node) ? (node as Node).range?.[0] : undefined;
