/** JSON whose syntax errors are located, and values of unknown shape asked for step by step. */
import { type Problems, shown } from './errors.js';

/** The value, or undefined after telling what is wrong and where. */
export function parseJson(text: string, problems: Problems, code: string): unknown {
  const plain = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    return JSON.parse(plain);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    problems.add(code, placeOfError(error.message, plain), 'is not well-formed JSON');
    return undefined;
  }
}

/** The engine says `… at position 17 …`, or that the text ends too early. */
function placeOfError(message: string, text: string): { line: number; column: number } {
  const [, digits] = /at position (\d+)/.exec(message) ?? [];
  const position = digits === undefined ? text.length : Number(digits);
  const before = text.slice(0, position);
  const lineStart = before.lastIndexOf('\n') + 1;
  let line = 1;
  for (let at = before.indexOf('\n'); at >= 0; at = before.indexOf('\n', at + 1)) line++;
  return { line, column: position - lineStart + 1 };
}

export type JsonObject = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A member of the object itself: `toString` is none. */
export const memberOf = (value: JsonObject, name: string): unknown =>
  Object.hasOwn(value, name) ? value[name] : undefined;

/** A value in a message, cut short: writing out a large one would take longer than reading it. */
export function shownJson(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`;
  return isObject(value) ? 'an object' : shown(value);
}
