import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { readTntpNetwork } from './tntp.js';

const HEAD = [
  '<NUMBER OF ZONES> 2\t\t',
  '<NUMBER OF NODES> 4',
  '<FIRST THRU NODE> 3',
  '<NUMBER OF LINKS> 3',
  '<ORIGINAL HEADER>~ \tInit node \tTerm node ;',
  '<END OF METADATA>',
  '',
  '~\tinit_node\tterm_node\tcapacity\tlength\tfree_flow_time\tb\tpower\tspeed\ttoll\tlink_type\t;',
];
const LINKS = [
  '\t3\t4\t1800\t2.5\t3\t0.15\t4\t50\t0\t1\t;',
  '\t1\t3\t9000\t1\t0\t0.15\t4\t0\t25\t3\t;',
  '\t4\t2\t900\t1.5\t2e0\t0\t0\t40\t0\t1;',
];
const NODES = ['Node\tX\tY\t;', '1\t-96.7\t43.6\t;', '2\t1\t2\t;', '3\t3\t4', '4\t5\t6\t;'];

const read = (lines: readonly string[], nodes: readonly string[] | null = null) =>
  readTntpNetwork(
    { file: 'a_net.tntp', text: lines.join('\n') },
    nodes === null ? null : { file: 'a_node.tntp', text: nodes.join('\n') },
  );

/** The lines of the message with which it is refused. */
function refusal(lines: readonly string[], nodes: readonly string[] | null = null): string[] {
  try {
    read(lines, nodes);
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n');
    throw error;
  }
  return [];
}

/** The file with one line replaced, by number from 1. */
const withLine = (line: number, text: string): string[] =>
  [...HEAD, ...LINKS].map((each, at) => (at + 1 === line ? text : each));

test('a network has its links in the order of their nodes, counted from 0', () => {
  const { network, warnings } = read([...HEAD, ...LINKS]);
  expect([network.nodeCount, network.zoneCount, network.firstThroughNode]).toEqual([4, 2, 2]);
  expect([...network.linkFrom]).toEqual([0, 2, 3]);
  expect([...network.linkTo]).toEqual([2, 3, 1]);
  expect([...network.firstLink]).toEqual([0, 1, 1, 2, 3]);
  expect([...network.capacity]).toEqual([9000, 1800, 900]);
  expect([...network.length]).toEqual([1, 2.5, 1.5]);
  expect([...network.freeTime]).toEqual([0, 3, 2]);
  expect([...network.b]).toEqual([0.15, 0.15, 0]);
  expect([...network.power]).toEqual([4, 4, 0]);
  expect([...network.toll]).toEqual([25, 0, 0]);
  expect(network.x.every(Number.isNaN)).toBe(true);
  expect(warnings).toEqual([]);
});

test('lines may end in CRLF, and a byte order mark and comments are skipped', () => {
  const text = `\uFEFF${[...HEAD, ...LINKS, '~ the end', ''].join('\r\n')}`;
  expect(read([text])).toEqual(read([...HEAD, ...LINKS]));
});

test('coordinates come from the node file, with or without a header and semicolons', () => {
  for (const nodes of [NODES, NODES.slice(1)]) {
    const { network, warnings } = read([...HEAD, ...LINKS], nodes);
    expect([...network.x]).toEqual([-96.7, 1, 3, 5]);
    expect([...network.y]).toEqual([43.6, 2, 4, 6]);
    expect(warnings).toEqual([]);
  }
});

test('a node without coordinates is a warning, one that stands twice a problem', () => {
  const { network, warnings } = read([...HEAD, ...LINKS], NODES.slice(0, 4));
  expect(network.x[3]).toBeNaN();
  expect(warnings.map(({ code, severity, message }) => [code, severity, message])).toEqual([
    ['TNTP-008', 'warning', 'has no coordinates for 1 of 4 nodes'],
  ]);
  expect(refusal([...HEAD, ...LINKS], [...NODES, '3 a 9 ;', '9 1 1 ;', '1 1 ;'])).toEqual([
    'a_node.tntp:6:1 TNTP-008 node: "3" already stands on line 4',
    'a_node.tntp:6:3 TNTP-004 X: must be a number, got "a"',
    'a_node.tntp:7:1 TNTP-005 node: must be a node from 1 to 4, got "9"',
    'a_node.tntp:8 TNTP-003 2 cells, must be 3',
  ]);
});

test.each([
  [
    'TNTP-001 a tag that is missing',
    withLine(3, ''),
    'a_net.tntp TNTP-001 FIRST THRU NODE: tag is missing',
  ],
  [
    'TNTP-001 a tag that stands twice',
    withLine(5, ' <number of nodes> 5'),
    'a_net.tntp:5:2 TNTP-001 NUMBER OF NODES: already stands on line 2',
  ],
  [
    'TNTP-001 a tag without an end',
    withLine(5, '<ORIGINAL'),
    'a_net.tntp:5:1 TNTP-001 the tag has no closing >',
  ],
  [
    'TNTP-002 a tag that is no number',
    withLine(1, '<NUMBER OF ZONES>  two'),
    'a_net.tntp:1:20 TNTP-002 NUMBER OF ZONES: must be a whole number from 1 to 4, got "two"',
  ],
  [
    'TNTP-002 more zones than nodes',
    withLine(1, '<NUMBER OF ZONES> 5'),
    'a_net.tntp:1:19 TNTP-002 NUMBER OF ZONES: must be a whole number from 1 to 4, got "5"',
  ],
  [
    'TNTP-002 more nodes than memory',
    withLine(2, '<NUMBER OF NODES> 1e12'),
    'a_net.tntp:2:19 TNTP-002 NUMBER OF NODES: must be a whole number from 1 to 5000000, got "1e12"',
  ],
  [
    'TNTP-003 a row cut short',
    withLine(9, '3 4 1800 ;'),
    'a_net.tntp:9 TNTP-003 3 cells, must be 10',
  ],
  [
    'TNTP-004 a length that is no number',
    withLine(9, '3 4 1800 0x1 3 0.15 4 50 0 1 ;'),
    'a_net.tntp:9:10 TNTP-004 length: must be 0 or more, got "0x1"',
  ],
  [
    'TNTP-004 a capacity of 0',
    withLine(9, '3 4 0 2.5 3 0.15 4 50 0 1 ;'),
    'a_net.tntp:9:5 TNTP-004 capacity: must be above 0 where b is, got "0"',
  ],
  [
    'TNTP-004 a power between 0 and 1',
    withLine(9, '3 4 1800 2.5 3 0.15 .5 50 0 1 ;'),
    'a_net.tntp:9:21 TNTP-004 power: must be 0, or 1 or more, got ".5"',
  ],
  [
    'TNTP-005 a node that is not there',
    withLine(9, '3 5 1800 2.5 3 0.15 4 50 0 1 ;'),
    'a_net.tntp:9:3 TNTP-005 term_node: must be a node from 1 to 4, got "5"',
  ],
  [
    'TNTP-006 a loop',
    withLine(9, '3 3 1800 2.5 3 0.15 4 50 0 1 ;'),
    'a_net.tntp:9:3 TNTP-006 term_node: must differ from init_node, got "3" twice',
  ],
  [
    'TNTP-007 a link too few',
    [...HEAD, ...LINKS.slice(1)],
    'a_net.tntp:4:19 TNTP-007 NUMBER OF LINKS: the file has 2 links, not "3"',
  ],
])('%s is refused with its place', (_, lines, message) => {
  expect(refusal(lines)).toContain(message);
});

test('every problem of a file is told at once', () => {
  const bad = '9 4 -1 x 3 0.15 4 fast 0 1 ;';
  expect(refusal(withLine(9, bad)).map((line) => line.split(' ')[1])).toEqual([
    'TNTP-005',
    'TNTP-004',
    'TNTP-004',
    'TNTP-004',
  ]);
});

test('whatever the file holds, it is read or refused with codes', () => {
  const sound = [...HEAD, ...LINKS].join('\n');
  const mutated = fc.tuple(fc.nat(sound.length), fc.nat(40), fc.string({ maxLength: 12 }));
  fc.assert(
    fc.property(mutated, ([at, length, text]) => {
      const broken = sound.slice(0, at) + text + sound.slice(at + length);
      for (const message of refusal([broken])) expect(message).toMatch(/^a_net\.tntp\S* TNTP-00\d/);
    }),
    { numRuns: 500, seed: 5 },
  );
});

const FOLDER = join(process.env['BLOCKWISE_DATA'] ?? '', 'tntp');
const isThere = process.env['BLOCKWISE_DATA'] !== undefined && existsSync(FOLDER);

test.skipIf(!isThere).each([
  ['SiouxFalls/SiouxFalls', 24, 24, 76, 0],
  ['Anaheim/Anaheim', 38, 416, 914, 38],
  ['Chicago-Sketch/ChicagoSketch', 387, 933, 2950, 0],
  ['chicago-regional/ChicagoRegional', 1790, 12982, 39018, 1790],
])('%s has what its description says', (name, zones, nodes, links, firstThrough) => {
  const text = (path: string): string | null => {
    if (existsSync(path)) return readFileSync(path, 'utf8');
    return existsSync(`${path}.gz`) ? gunzipSync(readFileSync(`${path}.gz`)).toString() : null;
  };
  const path = join(FOLDER, name);
  const nodeText = text(`${path}_node.tntp`);
  const nodeFile = nodeText === null ? null : { file: `${name}_node.tntp`, text: nodeText };
  const { network, warnings } = readTntpNetwork(
    { file: `${name}_net.tntp`, text: text(`${path}_net.tntp`)! },
    nodeFile,
  );
  const { zoneCount, nodeCount, linkCount, firstThroughNode } = network;
  expect([zoneCount, nodeCount, linkCount, firstThroughNode]).toEqual([
    zones,
    nodes,
    links,
    firstThrough,
  ]);
  expect(network.x.some(Number.isNaN)).toBe(nodeText === null);
  expect(warnings).toEqual([]);
});
