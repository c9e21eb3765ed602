/** The bytes of a Parquet file, and how a place in them is told to be damaged. */
import { refused } from '../../../core/base/counted-text.js';
import type { UserError } from '../../../core/base/errors.js';

export interface ParquetSource {
  /** As the user knows it. */
  readonly file: string;
  readonly size_bytes: number;
  /** Exactly the bytes from one place to before the other; both lie within the file. */
  readonly read: (from_byte: number, to_byte: number) => Buffer;
}

export const damagedAt = (file: string, byte: number, message: string): UserError =>
  refused(file, 'PRQ-002', `is damaged at byte ${byte}: ${message}`);

export const notRead = (file: string, byte: number, message: string): UserError =>
  refused(file, 'PRQ-003', `byte ${byte}: ${message}`);

export const tooLarge = (file: string, byte: number, message: string): UserError =>
  refused(file, 'PRQ-004', `byte ${byte}: ${message}`);

/** Numbers out of a piece of the file; what goes beyond the piece is damage. */
export class ByteReader {
  at = 0;
  readonly bytes: Buffer;
  readonly #file: string;
  readonly #start_byte: number;

  /** `start_byte`: where the piece begins in the file, or the page that it was unpacked from. */
  constructor(bytes: Buffer, file: string, start_byte: number) {
    this.bytes = bytes;
    this.#file = file;
    this.#start_byte = start_byte;
  }

  get left_bytes(): number {
    return this.bytes.length - this.at;
  }

  /** The same place of the file in other bytes: unpacked, or put in another order. */
  over(bytes: Buffer): ByteReader {
    return new ByteReader(bytes, this.#file, this.#start_byte);
  }

  /** Throws UserError. */
  fail(message: string): never {
    throw damagedAt(this.#file, this.#start_byte + this.at, message);
  }

  /** Moves on by that many bytes and gives the place before. */
  take(count: number): number {
    const { at } = this;
    if (!(count >= 0 && count <= this.left_bytes)) this.fail('it ends within a value');
    this.at += count;
    return at;
  }

  byte(): number {
    return this.bytes[this.take(1)]!;
  }

  uint32(): number {
    return this.bytes.readUInt32LE(this.take(4));
  }

  /** LEB128 of up to 53 bits: sizes and counts beyond cannot be. */
  varint(): number {
    let [value, scale] = [0, 1];
    for (let length = 1; length <= LONGEST_VARINT; length++, scale *= 128) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 128) {
        return Number.isSafeInteger(value) ? value : this.fail('a number is beyond 53 bits');
      }
    }
    return this.fail('a number does not end');
  }

  /** LEB128 with the sign in the last bit, of 64 bits. */
  zigzag(): bigint {
    let [value, shift] = [0n, 0n];
    for (let length = 1; length <= LONGEST_VARINT; length++, shift += 7n) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 128) return BigInt.asIntN(64, (value >> 1n) ^ -(value & 1n));
    }
    return this.fail('a number does not end');
  }
}

/** 64 bits in groups of seven. */
const LONGEST_VARINT = 10;
