/** Reads one value of a scenario file as its field asks: the value, or what is wrong with it. */
import { clockText } from '../base/clock-text.js';
import { shown } from '../base/errors.js';
import { classesOf } from './lane-rule.js';
import type { ScenarioField } from './scenario-field.js';

export type FieldValue = string | number | boolean | readonly number[] | readonly string[];

/** A problem with a value, before it has a place. */
export interface Refusal {
  readonly code: 'SCN-002' | 'SCN-003' | 'SCN-004' | 'SCN-005' | 'SCN-009';
  readonly message: string;
  /** Entry of a list that it is about; -1 for the value as a whole. */
  readonly entry: number;
}

export function isRefusal(value: FieldValue | Refusal): value is Refusal {
  return typeof value === 'object' && 'code' in value;
}

/** The value that `field` asks for, or why `value` is not one. A `group` is not a value. */
export function fieldValue(field: ScenarioField, value: unknown): FieldValue | Refusal {
  switch (field.kind) {
    case 'name':
      return nameValue(value);
    case 'path':
      return pathValue(value);
    case 'choice':
      return choiceValue(field, value);
    case 'clock':
      return clockValue(field, value);
    case 'clocks':
      return clocksValue(field, value);
    case 'flag':
      return typeof value === 'boolean' ? value : wrongType('true or false', value);
    case 'number':
    case 'integer':
      return numberValue(field, value);
    case 'text':
      return textValue(field, value);
    case 'texts':
      return textsValue(field, value);
    case 'names':
      return namesValue(value);
    case 'classes':
      return classesValue(field, value);
    case 'place':
      return typeof value === 'number'
        ? numberValue({ ...field, kind: 'integer' }, value)
        : choiceValue(field, value);
    case 'group':
    case 'list':
      throw new Error(`The field ${field.path} has fields of its own.`);
  }
}

const refusal = (code: Refusal['code'], message: string, entry = -1): Refusal => ({
  code,
  message,
  entry,
});

/** Letters, digits and a few signs: names stand in tables, reports and names of folders. */
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} .,_/()-]{0,79}$/u;

function nameValue(value: unknown): string | Refusal {
  if (typeof value !== 'string') return wrongType('a text', value);
  if (NAME.test(value)) return value;
  const message =
    'must be 1 to 80 letters, digits, spaces and . , _ - / ( ), a letter or digit first';
  return refusal('SCN-003', `${message}, got ${shown(value)}`);
}

const LONGEST_TEXT = 200;

/** The name of a place; whether there is such a place is for whoever knows the network. */
function textValue(_: ScenarioField, value: unknown): string | Refusal {
  if (typeof value !== 'string') return wrongType('a text', value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be in a name.
  if (value.length <= LONGEST_TEXT && !/[\u0000-\u001f\u007f-\u009f]/.test(value)) return value;
  const message = `must be at most ${LONGEST_TEXT} characters without control characters`;
  return refusal('SCN-003', `${message}, got ${shown(value)}`);
}

/** A list of them, not empty unless it may be. */
function textsValue(field: ScenarioField, value: unknown): readonly string[] | Refusal {
  if (!Array.isArray(value)) return wrongType('a list of texts', value);
  if (value.length === 0 && field.mayBeEmpty !== true) {
    return refusal('SCN-003', 'must name at least one place');
  }
  if (value.length > MOST_TEXTS) return refusal('SCN-003', `must be at most ${MOST_TEXTS} places`);
  const texts: string[] = [];
  for (const [entry, each] of value.entries()) {
    const text = textValue(field, each);
    if (typeof text !== 'string') return { ...text, entry };
    texts.push(text);
  }
  return texts;
}

const MOST_TEXTS = 1000;

/**
 * Only the text is judged here; whether a link on disk leads out of the folder is for whoever opens
 * it. Backslashes and drive letters are refused everywhere, so that a file means the same anywhere.
 */
function pathValue(value: unknown): string | Refusal {
  if (typeof value !== 'string') return wrongType('a path', value);
  const isPlain = value !== '' && !/[\\\0]/.test(value);
  const isInside = !/^\/|^[a-z]:/i.test(value) && !value.split('/').includes('..');
  if (isPlain && isInside) return value;
  const message = "must be a path with / inside this file's folder, without ..";
  return refusal('SCN-009', `${message}, got ${shown(value)}`);
}

function choiceValue(field: ScenarioField, value: unknown): string | Refusal {
  if (typeof value === 'string' && field.choices.includes(value)) return value;
  const got = value !== null && typeof value === 'object' ? typeNameOf(value) : shown(value);
  return refusal('SCN-004', `must be one of ${field.choices.join(', ')}, got ${got}`);
}

function numberValue(field: ScenarioField, value: unknown): number | Refusal {
  const noun = field.kind === 'integer' ? 'a whole number' : 'a number';
  if (typeof value !== 'number') return wrongType(noun, value);
  const isWhole = field.kind !== 'integer' || Number.isSafeInteger(value);
  if (Number.isFinite(value) && isWhole && isInRange(field, value)) return value;
  const unit = field.unit === '' ? '' : ` ${field.unit}`;
  const range = `from ${field.min} to ${field.max}${unit}`;
  return refusal('SCN-003', `must be ${noun} ${range}, got ${shown(value)}`);
}

const CLOCK = /^(\d{1,3}):([0-5]\d)(?::([0-5]\d))?$/;

function clockValue(field: ScenarioField, value: unknown): number | Refusal {
  const parts = typeof value === 'string' ? CLOCK.exec(value) : null;
  const time_s =
    parts === null
      ? value
      : Number(parts[1]) * 3600 + Number(parts[2]) * 60 + Number(parts[3] ?? 0);
  if (typeof time_s !== 'number' || !Number.isFinite(time_s)) {
    const got = value !== null && typeof value === 'object' ? typeNameOf(value) : shown(value);
    return refusal('SCN-005', `must be seconds after midnight or "HH:MM", got ${got}`);
  }
  if (isInRange(field, time_s)) return time_s;
  const range = `from ${clockText(field.min)} to ${clockText(field.max)}`;
  return refusal('SCN-003', `must be a clock time ${range}, got ${shown(value)}`);
}

/** Names of a network's things may hold any sign. */
function namesValue(value: unknown): readonly string[] | Refusal {
  const names: unknown[] = Array.isArray(value) ? value : [value];
  if (names.length === 0) return refusal('SCN-003', 'must have at least one name');
  for (const [entry, each] of names.entries()) {
    if (typeof each === 'string' && each !== '') continue;
    const refused = wrongType('a name', each);
    return Array.isArray(value) ? { ...refused, entry } : refused;
  }
  return names as string[];
}

/** One or more of the field's words, or an empty list; each class once, groups of them spelt out. */
function classesValue(field: ScenarioField, value: unknown): readonly string[] | Refusal {
  const words: unknown[] = Array.isArray(value) ? value : [value];
  for (const [entry, each] of words.entries()) {
    const found = choiceValue(field, each);
    if (typeof found !== 'string') return Array.isArray(value) ? { ...found, entry } : found;
  }
  return classesOf(words as string[]);
}

/** A rising list that is not empty. */
function clocksValue(field: ScenarioField, value: unknown): readonly number[] | Refusal {
  if (!Array.isArray(value)) return wrongType('a list of clock times', value);
  if (value.length === 0 && field.mayBeEmpty !== true) {
    return refusal('SCN-003', 'must have at least one clock time');
  }
  const times_s: number[] = [];
  for (const [entry, each] of value.entries()) {
    const time_s = clockValue(field, each);
    if (typeof time_s !== 'number') return { ...time_s, entry };
    if (entry > 0 && time_s <= times_s[entry - 1]!) {
      return refusal('SCN-003', `must be later than the one before, got ${shown(each)}`, entry);
    }
    times_s.push(time_s);
  }
  return times_s;
}

const isInRange = ({ min, max }: ScenarioField, value: number): boolean =>
  value >= min && value <= max;

function wrongType(wanted: string, value: unknown): Refusal {
  const got = typeof value === 'string' ? `the text ${shown(value)}` : typeNameOf(value);
  return refusal('SCN-002', `must be ${wanted}, got ${got}`);
}

export function typeNameOf(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a group of fields';
  return typeof value === 'boolean' ? String(value) : shown(value);
}
