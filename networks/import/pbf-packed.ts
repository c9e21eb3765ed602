/** Lists of numbers in PBF messages, read without believing how long they say they are. */
import type { PbfReader } from 'pbf';
import type { UserError } from '../../core/base/errors.js';

export interface PackedReader {
  readonly reader: PbfReader;
  readonly damaged: (what: string) => UserError;
  numbers(): number[];
  signed(): number[];
  /** Each is the difference to the one before. */
  deltas(): number[];
}

export function packedReader(
  reader: PbfReader,
  damaged: (what: string) => UserError,
): PackedReader {
  const read = (next: () => number): number[] => {
    const end = reader.readPackedEnd();
    if (!(end <= reader.length)) throw damaged('a list longer than its blob');
    const numbers: number[] = [];
    while (reader.pos < end) numbers.push(next());
    if (reader.pos !== end) throw damaged('a list that does not end where it says');
    return numbers;
  };
  const plain = (): number => reader.readVarint();
  const signed = (): number => reader.readSVarint();
  return {
    reader,
    damaged,
    numbers: () => read(plain),
    signed: () => read(signed),
    deltas: () => {
      let last = 0;
      return read(() => {
        last += reader.readSVarint();
        return last;
      });
    },
  };
}
