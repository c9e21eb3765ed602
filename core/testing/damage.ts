/**
 * Files as they come from the world: flipped bits, cuts, swapped rows, numbers that are none, other
 * encodings, deep nesting. A function of the seed, so that what a damage showed can be seen again.
 */
import { draw, PURPOSE } from '../base/random.js';

/** A number below `bound`, the `count`-th that the damage of this seed asks for. */
type Choose = (bound: number) => number;
type Damage = (bytes: Buffer, choose: Choose) => Buffer;

/** What often breaks readers: limits of numbers, odd texts, marks of structure, names of members. */
const INSERTS = [
  ...['', '"', "'", ',', ';', '\n', '\r', '<', '>', '&', '(', ')', '[', '{', '}', ':', '-'],
  ...['\0', '\uFEFF', '\u202E', '\u001b[2J', '__proto__', 'constructor', '<!ENTITY a "b">'],
  ...['=1+1', '<!--', ']]>', '../../x', '*a', '&a'],
];

const NUMBERS = [
  ...['', '0', '-1', '1e308', '-1e308', '1e999', 'NaN', 'Infinity', '0x10', '1_000', '١'],
  ...['9'.repeat(400), '4294967296', '9007199254740993', '1e-320', '-0'],
];

/** The largest numbers of four and eight bytes, and of Google's and Thrift's varints. */
const SIZES = [
  'ffffff7f',
  '7fffffff',
  'ffffffff',
  'ffffffffffffff7f',
  'feffffff0f',
  'ffffffffffffffff7f',
];

const DAMAGES: Readonly<Record<string, Damage>> = {
  'flip a bit': (bytes, choose) => {
    const copy = Buffer.from(bytes);
    if (copy.length > 0) copy[choose(copy.length)]! ^= 1 << choose(8);
    return copy;
  },
  'cut the end': (bytes, choose) => bytes.subarray(0, choose(bytes.length + 1)),
  'lose a piece': (bytes, choose) => {
    const from = choose(bytes.length + 1);
    return spliced(bytes, from, 1 + choose(12), '');
  },
  'repeat a piece': (bytes, choose) => {
    const from = choose(bytes.length + 1);
    return spliced(bytes, from, 0, bytes.subarray(from, from + 1 + choose(60)));
  },
  'swap two rows': (bytes, choose) => {
    const rows = bytes.toString('latin1').split('\n');
    const [one, other] = [choose(rows.length), choose(rows.length)];
    [rows[one], rows[other]] = [rows[other]!, rows[one]!];
    return Buffer.from(rows.join('\n'), 'latin1');
  },
  'write something in': (bytes, choose) =>
    spliced(bytes, choose(bytes.length + 1), choose(3), INSERTS[choose(INSERTS.length)]!),
  'change a number': (bytes, choose) => {
    const text = bytes.toString('latin1');
    const numbers = [...text.matchAll(/-?\d+(?:\.\d+)?/g)];
    if (numbers.length === 0) return bytes;
    const { 0: number, index } = numbers[choose(numbers.length)]!;
    return spliced(bytes, index, number.length, NUMBERS[choose(NUMBERS.length)]!);
  },
  'put a mark first': (bytes) => Buffer.concat([Buffer.from('\uFEFF'), bytes]),
  'end lines with CR LF': (bytes) =>
    Buffer.from(bytes.toString('latin1').replace(/\n/g, '\r\n'), 'latin1'),
  'write it as UTF-16': (bytes) => Buffer.from(bytes.toString('latin1'), 'utf16le'),
  'write a letter of Latin 1': (bytes, choose) =>
    spliced(bytes, choose(bytes.length + 1), 0, Buffer.of(0xe9)),
  'fill a piece': (bytes, choose) => {
    const from = choose(bytes.length + 1);
    const piece = Buffer.alloc(1 + choose(12), [0, 0xff, 0x7f, 0x80][choose(4)]);
    return Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(from + piece.length)]);
  },
  'write a huge size': (bytes, choose) => {
    const size = Buffer.from(SIZES[choose(SIZES.length)]!, 'hex');
    return spliced(bytes, choose(bytes.length + 1), choose(2) * size.length, size);
  },
  'nest deeply': (bytes, choose) => {
    const deep = ['<a>', '[', '{"a":', '(', '- '][choose(5)]!.repeat(3000);
    return spliced(bytes, choose(bytes.length + 1), 0, deep);
  },
};
const NAMES = Object.keys(DAMAGES);

export interface DamagedFile {
  readonly bytes: Buffer;
  /** What was done to it, for the message of a test. */
  readonly how: string;
}

/** The file with one to three damages. */
export function damaged(whole: Uint8Array, seed: number): DamagedFile {
  let count = 0;
  const choose: Choose = (bound) =>
    Math.floor(draw(seed, PURPOSE.testOrder, whole.length, count++) * bound);
  const names = Array.from({ length: 1 + choose(3) }, () => NAMES[choose(NAMES.length)]!);
  const bytes = names.reduce<Buffer>(
    (file, name) => DAMAGES[name]!(file, choose),
    Buffer.from(whole),
  );
  return { bytes, how: `${names.join(', ')} (seed ${seed})` };
}

function spliced(bytes: Buffer, from: number, length: number, insert: string | Buffer): Buffer {
  const piece = typeof insert === 'string' ? Buffer.from(insert) : insert;
  return Buffer.concat([bytes.subarray(0, from), piece, bytes.subarray(from + length)]);
}
