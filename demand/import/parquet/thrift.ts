/**
 * Structures of Thrift's compact protocol, in which Parquet writes its footer and page headers.
 * Source: thrift-compact-protocol.md of Apache Thrift. Depth and lengths are held to the bytes there.
 */
import type { ByteReader } from './parquet-bytes.js';

/** By field number. */
export type ThriftStruct = ReadonlyMap<number, ThriftValue>;
export type ThriftValue = boolean | number | bigint | Buffer | ThriftValue[] | ThriftStruct;

const STOP = 0;
const TYPE = {
  true: 1,
  false: 2,
  byte: 3,
  i16: 4,
  i32: 5,
  i64: 6,
  double: 7,
  binary: 8,
  list: 9,
  set: 10,
  struct: 12,
} as const;

/** Parquet's own structures are nested no deeper than seven. */
const DEEPEST = 16;

export function readThrift(reader: ByteReader, depth = 0): ThriftStruct {
  if (depth > DEEPEST) reader.fail('structures are nested too deep');
  const fields = new Map<number, ThriftValue>();
  let field = 0;
  for (;;) {
    const head = reader.byte();
    const type = head & 0x0f;
    if (type === STOP) return fields;
    const step = head >> 4;
    field = step === 0 ? Number(reader.zigzag()) : field + step;
    fields.set(field, readValue(reader, type, depth));
  }
}

function readValue(reader: ByteReader, type: number, depth: number): ThriftValue {
  switch (type) {
    case TYPE.true:
      return true;
    case TYPE.false:
      return false;
    case TYPE.byte:
      return reader.bytes.readInt8(reader.take(1));
    case TYPE.i16:
    case TYPE.i32:
      return Number(reader.zigzag());
    case TYPE.i64:
      return reader.zigzag();
    case TYPE.double:
      return reader.bytes.readDoubleLE(reader.take(8));
    case TYPE.binary: {
      const length = reader.varint();
      const start = reader.take(length);
      return reader.bytes.subarray(start, start + length);
    }
    case TYPE.list:
    case TYPE.set:
      return readList(reader, depth);
    case TYPE.struct:
      return readThrift(reader, depth + 1);
    default:
      return reader.fail(`a field of type ${type}`);
  }
}

function readList(reader: ByteReader, depth: number): ThriftValue[] {
  if (depth > DEEPEST) reader.fail('structures are nested too deep');
  const head = reader.byte();
  const type = head & 0x0f;
  const count = head >> 4 === 15 ? reader.varint() : head >> 4;
  // Every item takes a byte at least, truths included.
  if (count > reader.left_bytes)
    reader.fail(`a list of ${count} items in ${reader.left_bytes} bytes`);
  const items: ThriftValue[] = [];
  const isTruth = type === TYPE.true || type === TYPE.false;
  for (let item = 0; item < count; item++) {
    items.push(isTruth ? reader.byte() === TYPE.true : readValue(reader, type, depth + 1));
  }
  return items;
}

/** What a field holds, if it is of that kind. */
export const structIn = (
  from: ThriftStruct | undefined,
  field: number,
): ThriftStruct | undefined => {
  const value = from?.get(field);
  return value instanceof Map ? (value as ThriftStruct) : undefined;
};

export const listIn = (from: ThriftStruct, field: number): readonly ThriftValue[] => {
  const value = from.get(field);
  return Array.isArray(value) ? value : [];
};

export const structsIn = (from: ThriftStruct, field: number): readonly ThriftStruct[] =>
  listIn(from, field).filter((item): item is ThriftStruct => item instanceof Map);

export const textIn = (from: ThriftStruct, field: number): string => {
  const value = from.get(field);
  return Buffer.isBuffer(value) ? value.toString('utf8') : '';
};

/** NaN where there is none. */
export const numberIn = (from: ThriftStruct | undefined, field: number): number => {
  const value = from?.get(field);
  return typeof value === 'number' || typeof value === 'bigint' ? Number(value) : Number.NaN;
};
