import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CsvTable, formatCsv, parseCsv } from './csv.js';
import { Problems } from './errors.js';

const CODES = { missingColumn: 'TST-001', badCell: 'TST-002', ragged: 'TST-003' };

const textsOf = (text: string): string[][] =>
  parseCsv(text).map((line) => line.cells.map((cell) => cell.text));

function read(text: string, required: string[] = []): { table: CsvTable; problems: Problems } {
  const problems = new Problems('a.csv');
  return { table: new CsvTable('a.csv', text, required, problems, CODES), problems };
}

const described = ({ list }: Problems): string[] =>
  list.map((p) => `${p.line}:${p.column} ${p.code} ${p.field}: ${p.message}`);

// The same examples on every machine.
fc.configureGlobal({ seed: 1 });

test('quotes, doubled quotes, commas and line breaks inside quotes belong to the cell', () => {
  expect(textsOf('a,"b ""c"", d","e\nf"\r\ng,,\n')).toEqual([
    ['a', 'b "c", d', 'e\nf'],
    ['g', '', ''],
  ]);
});

test('a byte order mark and blank lines are left out, a quoted empty cell is not', () => {
  expect(textsOf('\uFEFFa\n\n""\r\n\r\nb')).toEqual([['a'], [''], ['b']]);
});

test('cells and records keep their line and column after a quoted line break', () => {
  const [first, second] = parseCsv('a,"x\ny",b\n\ncc,d\n');
  expect(first!.cells.map(({ line, column }) => [line, column])).toEqual([
    [1, 1],
    [1, 3],
    [2, 4],
  ]);
  expect(second!.line).toBe(4);
  expect(second!.cells.map(({ line, column }) => [line, column])).toEqual([
    [4, 1],
    [4, 4],
  ]);
});

test('any texts come back as they were written', () => {
  const cell = fc.oneof(
    fc.string(),
    fc.string({
      unit: fc.constantFrom("'", '=', '+', '-', '@', '"', ',', '\n', '\r', 'a', '\uFEFF'),
    }),
  );
  const rows = fc.array(fc.tuple(cell, cell));
  fc.assert(
    fc.property(rows, (written) => {
      expect(textsOf(formatCsv(['a', 'b'], written)).slice(1)).toEqual(written);
      const single = written.map(([text]) => [text]);
      expect(textsOf(formatCsv(['a'], single)).slice(1)).toEqual(single);
    }),
  );
});

test('any finite number comes back to the last bit, NaN as an empty cell', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  fc.assert(
    fc.property(number, (written) => {
      const { table, problems } = read(formatCsv(['x'], [[written]]), ['x']);
      const [row] = table.rows();
      expect(row!.number('x')).toBe(written);
      expect(problems.count).toBe(0);
    }),
  );
  expect(formatCsv(['x', 'y'], [[Number.NaN, true]])).toBe('x,y\n,true\n');
});

test('no written text cell can be taken for a formula, while negative numbers stay numbers', () => {
  const text = formatCsv(
    ['a', 'b'],
    [
      ['=1+1', -5],
      ['@x', 2],
      ['+3', 1e21],
      ['-4', 0.1],
      ["'=1", 0],
      ["it's", 0],
    ],
  );
  expect(text.split('\n').slice(1, -1)).toEqual([
    "'=1+1,-5",
    "'@x,2",
    "'+3,1e+21",
    "'-4,0.1",
    "''=1,0",
    "it's,0",
  ]);
});

test('every cell of the wrong kind is noted with its place, its demand and what stood there', () => {
  const { table, problems } = read(
    'name,x,n,kind\n ,,1.5,c\n"b",1e999,-1,a\nc,0x10,7,b\nd,Infinity,8,a\n',
    ['name', 'x'],
  );
  for (const row of table.rows()) {
    row.text('name');
    row.number('x');
    row.count('n');
    row.oneOf('kind', ['a', 'b']);
  }
  expect(described(problems)).toEqual([
    '2:1 TST-002 name: must not be empty, got " "',
    '2:3 TST-002 x: must be a number, got ""',
    '2:4 TST-002 n: must be a whole number, 0 or more, got "1.5"',
    '2:8 TST-002 kind: must be one of a, b, got "c"',
    '3:5 TST-002 x: must be a number, got "1e999"',
    '3:11 TST-002 n: must be a whole number, 0 or more, got "-1"',
    '4:3 TST-002 x: must be a number, got "0x10"',
    '5:3 TST-002 x: must be a number, got "Infinity"',
  ]);
});

test('a column may be absent when it is only asked for with has and optionalText', () => {
  const { table, problems } = read('a,b\n1,\n');
  const [row] = table.rows();
  expect([row!.has('a'), row!.has('b'), row!.has('c'), row!.optionalText('c')]).toEqual([
    true,
    false,
    false,
    '',
  ]);
  expect(problems.count).toBe(0);
  expect(row!.positive('c')).toBeNaN();
  expect(described(problems)).toEqual(['2:0 TST-002 c: must be a number above 0, got ""']);
});

test('missing and doubled columns, ragged records and misplaced quotes are noted', () => {
  const doubled = read('a,b,a\n1,2,3\n', ['a', 'c', 'd']);
  expect([...doubled.table.rows()]).toEqual([]);
  expect(described(doubled.problems)).toEqual([
    '1:5 TST-001 a: is named twice',
    '1:0 TST-001 c: column is missing',
    '1:0 TST-001 d: column is missing',
  ]);
  const ragged = read('a,b\n1\n1,2,3\n4,5"6\n"7"8,9\n10,"11\n12,13\n');
  expect([...ragged.table.rows()].map((row) => row.line)).toEqual([4, 5, 6]);
  expect(described(ragged.problems)).toEqual([
    '4:4 TST-003 : a quote inside a cell that has no quotes',
    '5:4 TST-003 : text after the closing quote of a cell',
    '6:4 TST-003 : the quote that opens this cell is never closed',
    '2:0 TST-003 : 1 cells where the header has 2',
    '3:0 TST-003 : 3 cells where the header has 2',
  ]);
  expect(described(read('', ['a']).problems)).toEqual(['1:0 TST-001 a: column is missing']);
});

test('parseCsv alone refuses a misplaced quote instead of guessing', () => {
  expect(() => parseCsv('a\n"b')).toThrow('CSV, line 2, column 1');
});
