import { parquetReadObjects } from 'hyparquet';
import type { ColumnSource } from 'hyparquet-writer';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { draw, PURPOSE } from '../../core/base/random.js';
import type { TripDraft } from '../../core/scenario/trip.js';
import { parquetOf, sourceOf } from '../testing/parquet-file.js';
import { rowsOf } from './parquet/column-cursor.js';
import { readFooter } from './parquet/footer.js';
import type { TripPlaces } from './trip-reader.js';
import { readCsvTrips } from './trips-csv.js';
import { readParquetTrips } from './trips-parquet.js';

/** Two addresses a kilometre apart on the equator, in UTM zone 33. */
const TOWN: TripPlaces = {
  crs: '+proj=utm +zone=33 +datum=WGS84 +units=m +no_defs',
  addresses: [addressAt('home', 500_000), addressAt('work', 501_000)],
  gates: [],
};

function addressAt(name: string, x_m: number) {
  const people = { residentCount: 1, jobCount: 1 };
  const place = { block: '', link: 'a', position_m: 0, walk_m: 5, isGuessed: false };
  return { name, x_m, y_m: 0, ...people, ...place };
}

const OPTIONS = { columns: [], reach_m: 200, areOutsidersAtGates: false };
const read = (bytes: Buffer, columns: readonly string[] = []) =>
  readParquetTrips(sourceOf(bytes), TOWN, { ...OPTIONS, columns });

const codesOf = (run: () => unknown): string => {
  try {
    run();
    return 'read';
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.problems.map(({ code, message }) => `${code} ${message}`).join('\n');
  }
};

const taxi = (departures: Date[]): ColumnSource[] => [
  { name: 'tpep_pickup_datetime', data: departures, type: 'TIMESTAMP' },
  { name: 'passenger_count', data: departures.map(() => 1), type: 'DOUBLE' },
  { name: 'pickup_longitude', data: departures.map(() => 15), type: 'DOUBLE' },
  { name: 'pickup_latitude', data: departures.map(() => 0), type: 'DOUBLE' },
  { name: 'dropoff_longitude', data: departures.map(() => 15.009), type: 'DOUBLE' },
  { name: 'dropoff_latitude', data: departures.map(() => 0), type: 'DOUBLE' },
];

const at = (hour: number, minute: number): Date => new Date(Date.UTC(2023, 4, 1, hour, minute));

test.each(['UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD'] as const)(
  'timestamps and degrees of a taxi file packed by %s become trips',
  (codec) => {
    const { trips, leftOutCount } = read(parquetOf(taxi([at(9, 30), at(8, 0)]), { codec }));
    expect(leftOutCount).toBe(0);
    expect(
      trips.map(({ departure_s, origin, destination, name }) => [
        departure_s,
        origin,
        destination,
        name,
      ]),
    ).toEqual([
      [28_800, 'home', 'work', 'trip 2'],
      [34_200, 'home', 'work', 'trip 1'],
    ]);
  },
);

test('columns are named as in CSV, by number too, and missing ones are told', () => {
  const columns: ColumnSource[] = [
    { name: 'when', data: [28_800, 36_000], type: 'INT32' },
    { name: 'a', data: ['home', 'work'], type: 'STRING' },
    { name: 'b', data: ['work', 'nowhere'], type: 'STRING' },
  ];
  const { trips, leftOut } = read(parquetOf(columns), ['departure=1', 'origin=a', 'destination=3']);
  expect(trips).toHaveLength(1);
  expect(leftOut.map(({ code, line, column }) => [code, line, column])).toEqual([
    ['DEM-066', 2, 3],
  ]);
  expect(codesOf(() => read(parquetOf(columns)))).toMatch(/^DEM-070 no column is a departure/);
});

/** A thousand rows of all kinds of columns, some of them missing. */
function mixedColumns(rowCount: number): ColumnSource[] {
  const rows = Array.from({ length: rowCount }, (_, row) => row);
  const chance = (row: number, count: number): number => draw(3, PURPOSE.place, row, count);
  return [
    { name: 'bigs', data: rows.map((row) => BigInt(row) * 1_000_003n - 7n), type: 'INT64' },
    { name: 'truths', data: rows.map((row) => chance(row, 0) < 0.5), type: 'BOOLEAN' },
    {
      name: 'some',
      data: rows.map((row) => (chance(row, 1) < 0.2 ? null : chance(row, 2))) as number[],
      type: 'DOUBLE',
      nullable: true,
    },
    {
      name: 'few',
      data: rows.map((row) => `zone ${Math.floor(7 * chance(row, 3))}`),
      type: 'STRING',
    },
    { name: 'many', data: rows.map((row) => `é ${chance(row, 4)}`), type: 'STRING' },
    { name: 'floats', data: rows.map((row) => Math.fround(chance(row, 5))), type: 'FLOAT' },
    {
      name: 'deltas',
      data: rows.map((row) => row * 3 - 500),
      type: 'INT32',
      encoding: 'DELTA_BINARY_PACKED',
    },
    {
      name: 'lengths',
      data: rows.map((row) => `p${row}`),
      type: 'STRING',
      encoding: 'DELTA_LENGTH_BYTE_ARRAY',
    },
    {
      name: 'prefixed',
      data: rows.map((row) => `person ${row}`),
      type: 'STRING',
      encoding: 'DELTA_BYTE_ARRAY',
    },
    {
      name: 'split',
      data: rows.map((row) => chance(row, 6)),
      type: 'DOUBLE',
      encoding: 'BYTE_STREAM_SPLIT',
    },
  ];
}

test('every value is what another reader finds (twin), over pages and groups of rows', async () => {
  const bytes = parquetOf(mixedColumns(1000), { rowGroupSize: 300, pageSize: 512, codec: 'GZIP' });
  const source = sourceOf(bytes);
  const footer = readFooter(source);
  const wanted = footer.columns.map((_, column) => column);
  const ours = [...walked(rowsOf(source, footer, wanted), footer.columns)];
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  const { gunzipSync } = await import('node:zlib');
  const twin = await parquetReadObjects({
    file,
    compressors: { GZIP: (input) => gunzipSync(input) },
  });
  const texts = twin.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => [name, value == null ? '' : String(value)]),
    ),
  );
  expect(footer.groups.length).toBe(4);
  expect(ours).toEqual(texts);
});

function* walked(
  rows: ReturnType<typeof rowsOf>,
  columns: readonly { readonly name: string }[],
): Generator<Record<string, string>> {
  for (const cursors of rows) {
    yield Object.fromEntries(
      columns.map(({ name }, column) => [name, cursors.get(column)!.text()]),
    );
  }
}

test('the same table gives the same trips as CSV and as Parquet (twin)', () => {
  const rows = Array.from({ length: 50 }, (_, row) => row);
  const clock = (row: number): string => `${String(6 + (row % 12)).padStart(2, '0')}:15`;
  const ends = (row: number): string[] => (row % 2 === 0 ? ['home', 'work'] : ['work', 'home']);
  const csv = rows.map((row) => [`t${row}`, clock(row), ...ends(row), 'resident', `${row % 4}`]);
  const names = ['name', 'departure', 'origin', 'destination', 'class', 'party_size'];
  const parquet = names.map((name, column) => ({ name, data: csv.map((row) => row[column]!) }));
  const text = [names, ...csv].map((cells) => cells.join(',')).join('\n');
  const told = ({ trips, leftOutCount }: { trips: readonly TripDraft[]; leftOutCount: number }) =>
    [trips, leftOutCount] as const;
  const fromCsv = told(readCsvTrips(text, 'a.csv', TOWN, OPTIONS));
  expect(told(read(parquetOf(parquet)))).toEqual(fromCsv);
  expect(fromCsv[1]).toBe(rows.filter((row) => row % 4 === 0).length);
});

test('what is no Parquet, cut off, or damaged is told with its byte', () => {
  const whole = parquetOf(taxi([at(8, 0)]));
  expect(codesOf(() => read(Buffer.from('departure,origin\n')))).toMatch(/^PRQ-001 is no Parquet/);
  expect(codesOf(() => read(Buffer.alloc(0)))).toMatch(/^PRQ-001/);
  expect(codesOf(() => read(whole.subarray(0, -1)))).toMatch(/^PRQ-001/);
  const footerless = Buffer.concat([
    whole.subarray(0, 4),
    Buffer.from('ffffff7f', 'hex'),
    Buffer.from('PAR1'),
  ]);
  expect(codesOf(() => read(footerless))).toMatch(/^PRQ-002 is damaged at byte 4: the footer/);
  const hollow = Buffer.from(whole);
  hollow.fill(0, 4, 40);
  expect(codesOf(() => read(hollow))).toMatch(/^PRQ-002 is damaged at byte/);
  expect(
    codesOf(() =>
      read(parquetOf(taxi([at(8, 0)]), { codec: 'LZ4', compressors: { LZ4: (b) => b } })),
    ),
  ).toMatch(/^PRQ-003 byte \d+: packed by LZ4/);
});

test('a page that unpacks to far more than it is, and more rows than bytes can be, are refused', () => {
  const named = (departures: string[], origin: (row: number) => string) => [
    { name: 'departure', data: departures },
    { name: 'origin', data: departures.map((_, row) => origin(row)) },
    { name: 'destination', data: departures.map(() => 'work') },
  ];
  const bomb = named(['8:00'], () => 'x'.repeat(80 << 20));
  expect(codesOf(() => read(parquetOf(bomb, { codec: 'GZIP', statistics: false })))).toMatch(
    /^PRQ-004 byte \d+: origin unpacks to far more than it is/,
  );
  // One run of one value, whatever the number of rows.
  const copies = (count: number) => named(new Array<string>(count).fill('8:00'), () => 'home');
  expect(codesOf(() => read(parquetOf(copies(10_000))))).toBe('read');
  expect(codesOf(() => read(parquetOf(copies(110_000))))).toMatch(
    /^PRQ-004 byte \d+: 110000 rows in \d+ bytes cannot be trips/,
  );
});
