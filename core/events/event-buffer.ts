/**
 * Fixed-width event records in one growing array: written by stages, drained by metrics each step.
 * The object form, with names, is what stages write and what `readEvents` gives back.
 */
import {
  EVENT_FIELDS,
  EVENT_TYPES,
  EVENT_WIDTH,
  type EventRecord,
  type EventType,
} from './catalogue.js';

const CODES = Object.fromEntries(EVENT_TYPES.map((type, code) => [type, code])) as Readonly<
  Record<EventType, number>
>;

export class EventBuffer {
  /** Records of EVENT_WIDTH numbers each; only the first `count` are of this step. */
  records = new Float64Array(EVENT_WIDTH * 256);
  count = 0;

  publish<Type extends EventType>(type: Type, time_s: number, event: EventRecord<Type>): void {
    if ((this.count + 1) * EVENT_WIDTH > this.records.length) this.#grow();
    const { records } = this;
    const names: readonly string[] = EVENT_FIELDS[type];
    let at = this.count * EVENT_WIDTH;
    records[at++] = CODES[type];
    records[at++] = time_s;
    for (const name of names) records[at++] = event[name as keyof typeof event];
    this.count++;
  }

  clear(): void {
    this.count = 0;
  }

  #grow(): void {
    const grown = new Float64Array(this.records.length * 2);
    grown.set(this.records);
    this.records = grown;
  }
}

/** The number a record of this type begins with. */
export const eventCode = (type: EventType): number => CODES[type];

/** Where a record of this type holds each field, counted from the record's start. */
export function fieldOffsets<Type extends EventType>(
  type: Type,
): Readonly<Record<(typeof EVENT_FIELDS)[Type][number], number>> {
  const names: readonly string[] = EVENT_FIELDS[type];
  return Object.fromEntries(names.map((name, index) => [name, index + 2])) as Readonly<
    Record<(typeof EVENT_FIELDS)[Type][number], number>
  >;
}

export type ReadEvent = { readonly type: EventType; readonly time_s: number } & Readonly<
  Record<string, number | string>
>;

/** The reading view: objects with named fields, for tests and logs. */
export function readEvents({ records, count }: EventBuffer): ReadEvent[] {
  return Array.from({ length: count }, (_, row) => {
    const at = row * EVENT_WIDTH;
    const type = EVENT_TYPES[records[at]!]!;
    const names: readonly string[] = EVENT_FIELDS[type];
    const fields = names.map((name, index) => [name, records[at + 2 + index]!]);
    return { type, time_s: records[at + 1]!, ...Object.fromEntries(fields) } as ReadEvent;
  });
}
