/** Lists of numbers in PBF messages, read without believing how long they say they are. */
import { PbfReader } from 'pbf';
import type { UserError } from '../../core/base/errors.js';

type Damaged = (what: string) => UserError;

export interface PackedReader {
  readonly reader: PbfReader;
  readonly damaged: Damaged;
  numbers(): number[];
  /** Each is the difference to the one before. */
  deltas(): number[];
}

export function packedReader(reader: PbfReader, damaged: Damaged): PackedReader {
  const read = (next: () => number): number[] => {
    const end = reader.readPackedEnd();
    if (!(end <= reader.length)) throw damaged('a list longer than its blob');
    const numbers: number[] = [];
    while (reader.pos < end) numbers.push(next());
    if (reader.pos !== end) throw damaged('a list that does not end where it says');
    return numbers;
  };
  const plain = (): number => reader.readVarint();
  return {
    reader,
    damaged,
    numbers: () => read(plain),
    deltas: () => {
      let last = 0;
      return read(() => {
        last += reader.readSVarint();
        return last;
      });
    },
  };
}

/** A list that is read number by number beside others: long ones need no room of their own. */
export class PackedCursor {
  readonly #reader: PbfReader;
  readonly #damaged: Damaged;
  #end = 0;

  constructor(bytes: Uint8Array, damaged: Damaged) {
    this.#reader = new PbfReader(bytes);
    this.#damaged = damaged;
  }

  /** Of the list that begins where `reader` is, which goes on behind it. */
  begin(reader: PbfReader): void {
    const end = reader.readPackedEnd();
    if (!(end <= reader.length)) throw this.#damaged('a list longer than its blob');
    this.#reader.pos = reader.pos;
    this.#end = end;
    reader.pos = end;
  }

  get isAtEnd(): boolean {
    const { pos } = this.#reader;
    if (pos > this.#end) throw this.#damaged('a list that does not end where it says');
    return pos === this.#end;
  }

  next(): number {
    return this.#reader.readVarint();
  }

  nextSigned(): number {
    return this.#reader.readSVarint();
  }
}
