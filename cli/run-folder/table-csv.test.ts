import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, createCsvBytes, putNumber } from './csv-bytes.js';
import {
  BrokenTable,
  columnsOf,
  csvByColumns,
  csvByLibrary,
  type Row,
  readTableCsv,
  tableCsv,
} from './table-csv.js';
import { RUN_TABLES, type TableFormat } from './tables.js';

const format: TableFormat = {
  name: 'trips',
  description: '',
  primaryKey: [],
  columns: [
    { name: 'trip', type: 'string', unit: '', description: '' },
    { name: 'total_s', type: 'number', unit: 's', description: '' },
    { name: 'isInside', type: 'boolean', unit: '', description: '' },
    { name: 'kind', type: 'string', unit: '', description: '' },
  ],
};

const putBytes = (rows: readonly Row[]): string =>
  csvByColumns(format, columnsOf(format, rows)).toString('utf8');

const texts = fc.string({
  unit: fc.constantFrom(...'ab=+-@\'", \n\t\r1é'.split('')),
  maxLength: 5,
});
const rowsOf = fc.array(
  fc.record({
    trip: texts,
    total_s: fc.double().map((value) => (value === 0 ? 0 : value)),
    isInside: fc.boolean(),
    kind: texts,
  }),
  { maxLength: 6 },
);

test('every row is read back as it was written', () => {
  fc.assert(
    fc.property(rowsOf, (rows) => {
      expect(readTableCsv(format, putBytes(rows))).toEqual(rows);
    }),
    { seed: 3, numRuns: 1000 },
  );
});

test('columns put byte by byte and fast-csv write the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf, async (rows) => {
      expect(putBytes(rows)).toBe(await csvByLibrary(format, rows));
    }),
    { seed: 5, numRuns: 300 },
  );
});

test('every number is put as the language writes it', () => {
  const numberText = (value: number): string => {
    const csv = createCsvBytes();
    putNumber(csv, value);
    return bytesOf(csv).toString();
  };
  const edges = [0, -0, 0.5, -0.001, 0.0005, 1e-7, 1e21, 2e9, -2e9, 1999999999.999, 0.1 + 0.2];
  const others = [Infinity, -Infinity, 5e-324, -1.7976931348623157e308, 9, 10, 99, 100, 1e9];
  for (const value of [...edges, ...others]) expect(numberText(value)).toBe(String(value));
  const decimals = fc.tuple(fc.maxSafeInteger(), fc.nat(6)).map(([k, tens]) => k / 10 ** tens);
  const short = fc.tuple(fc.integer(), fc.nat(4)).map(([k, tens]) => k / 10 ** tens);
  fc.assert(
    fc.property(fc.oneof(decimals, short, fc.double({ noNaN: true })), (value) => {
      expect(numberText(value)).toBe(String(value));
    }),
    { seed: 7, numRuns: 3000 },
  );
});

test('texts that a spreadsheet would run are written as texts, numbers stay numbers', async () => {
  const row = { trip: '=HYPERLINK("x")', total_s: -1.5, isInside: true, kind: '-1' };
  const csv = await tableCsv(format, [row]);
  expect(csv.toString()).toBe(`trip,total_s,isInside,kind\n"'=HYPERLINK(""x"")",-1.5,true,'-1\n`);
});

test('an empty table is its header', async () => {
  expect((await tableCsv(format, [])).toString()).toBe('trip,total_s,isInside,kind\n');
  expect(readTableCsv(format, 'trip,total_s,isInside,kind\n')).toEqual([]);
});

test('a table with another header, a short line or a word for a number is broken', () => {
  const header = 'trip,total_s,isInside,kind\n';
  expect(() => readTableCsv(format, 'trip\n')).toThrow(BrokenTable);
  expect(() => readTableCsv(format, `${header}a,1,true\n`)).toThrow('has 3 cells for 4 columns');
  expect(() => readTableCsv(format, `${header}a,x,true,b\n`)).toThrow('should be a number');
});

test('every column of every table has a meaning, and a unit where its name ends in one', () => {
  for (const { name, columns } of RUN_TABLES) {
    for (const column of columns) {
      expect(column.description, `${name}.${column.name}`).not.toBe('');
      const unit = /_(m2|m|s)$/.exec(column.name)?.[1];
      if (unit !== undefined) expect(column.unit).toBe(unit === 'm2' ? 'm²' : unit);
    }
  }
});
