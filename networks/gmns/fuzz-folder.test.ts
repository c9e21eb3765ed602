import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { everything } from './every-feature.js';
import { networkFiles, readNetworkFiles } from './network-folder.js';

/** A folder of each origin: one of ours and, without our columns, another program's. */
const OURS = [...networkFiles(everything())].filter(([file]) => file.endsWith('.csv'));
const FOREIGN: readonly (readonly [string, string])[] = [
  ['config.csv', 'dataset_name,long_length,speed,crs\nx,mile,mph,4326\n'],
  ['node.csv', 'node_id,x_coord,y_coord,ctrl_type\na,1,2,\nb,1.01,2,stop\nc,1,2.01,signal\n'],
  [
    'link.csv',
    'link_id,from_node_id,to_node_id,directed,length,lanes,geometry\n' +
      '1,a,b,1,0.7,2,"LINESTRING (1 2, 1.01 2)"\n2,c,a,0,,,\n3,b,c,false,0.9,1,\n',
  ],
  ['lane.csv', 'lane_id,link_id,lane_num\n1,1,-1\n2,1,1\n'],
  ['movement.csv', 'mvmt_id,node_id,ib_link_id,start_ib_lane,ob_link_id,type\n1,b,1,-1,3,left\n'],
];

/** What often breaks readers: limits of numbers, odd texts, quotes, names of object members. */
const INSERTS = [
  '',
  '"',
  ',',
  '\n',
  '\r',
  '-',
  '9'.repeat(400),
  '1e308',
  'NaN',
  '\u0000',
  '(',
  ')',
  '__proto__',
  '\uD800',
];

const mutation = fc.record({
  file: fc.noBias(fc.nat()),
  at: fc.noBias(fc.nat()),
  length: fc.oneof(fc.constant(1), fc.nat({ max: 12 })),
  insert: fc.oneof(
    fc.constantFrom('7', '0', '.', 'x'),
    fc.constantFrom(...INSERTS),
    fc.string({ unit: 'binary', maxLength: 3 }),
  ),
});
const damage = fc.record({
  isOurs: fc.boolean(),
  lost: fc.option(fc.nat(), { freq: 4 }),
  mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
});
type Damage = typeof damage extends fc.Arbitrary<infer Value> ? Value : never;

function damaged({ isOurs, lost, mutations }: Damage): ReadonlyMap<string, string> {
  const files = new Map(isOurs ? OURS : FOREIGN);
  const names = [...files.keys()];
  for (const { file, at, length, insert } of mutations) {
    const name = names[file % names.length]!;
    const text = files.get(name)!;
    const from = at % (text.length + 1);
    files.set(name, text.slice(0, from) + insert + text.slice(from + length));
  }
  if (lost !== null) files.delete(names[lost % names.length]!);
  return files;
}

test('whatever is damaged, a folder gives a network of finite numbers or coded problems', () => {
  const outcomes = { read: 0, refused: 0 };
  fc.assert(
    fc.property(damage, (each) => {
      try {
        const { network } = readNetworkFiles(damaged(each), { dir: 'x' });
        outcomes.read++;
        for (const { length_m, freeSpeed_mps, carriageway_m } of network.links) {
          expect([length_m, freeSpeed_mps, carriageway_m].every(Number.isFinite)).toBe(true);
        }
        expect(network.movements.every(({ length_m }) => Number.isFinite(length_m))).toBe(true);
      } catch (error) {
        if (!(error instanceof UserError)) throw error;
        outcomes.refused++;
        expect(
          error.problems.every(({ code, file }) => /^(?:NET|GMN)-\d{3}$/.test(code) && file),
        ).toBe(true);
      }
    }),
    { seed: 1, numRuns: 600 },
  );
  // Damage that always or never matters would show nothing.
  expect(outcomes.read).toBeGreaterThan(30);
  expect(outcomes.refused).toBeGreaterThan(30);
});

test('a cell of a million digits is refused in no time', () => {
  const files = new Map(FOREIGN);
  const digits = '1'.repeat(1_000_000);
  files.set('node.csv', `node_id,x_coord,y_coord\na,${digits}x,0\n`);
  files.set(
    'link.csv',
    `link_id,from_node_id,to_node_id,geometry\n1,a,a,"LINESTRING (${digits}x 0, 1 1)"\n`,
  );
  expect(() => readNetworkFiles(files, { dir: 'x' })).toThrow('at most 64 characters');
}, 2000);
