import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BrokenTable, csvByColumns, csvByLibrary, readTableCsv, tableCsv } from './table-csv.js';
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
      expect(readTableCsv(format, csvByColumns(format, rows))).toEqual(rows);
    }),
    { seed: 3, numRuns: 1000 },
  );
});

test('joined columns and fast-csv write the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(rowsOf, async (rows) => {
      expect(csvByColumns(format, rows)).toBe(await csvByLibrary(format, rows));
    }),
    { seed: 5, numRuns: 300 },
  );
});

test('texts that a spreadsheet would run are written as texts, numbers stay numbers', async () => {
  const row = { trip: '=HYPERLINK("x")', total_s: -1.5, isInside: true, kind: '-1' };
  const csv = await tableCsv(format, [row]);
  expect(csv).toBe(`trip,total_s,isInside,kind\n"'=HYPERLINK(""x"")",-1.5,true,'-1\n`);
});

test('an empty table is its header', async () => {
  expect(await tableCsv(format, [])).toBe('trip,total_s,isInside,kind\n');
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
