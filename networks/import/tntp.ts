/**
 * Networks of the TNTP format (github.com/bstabler/TransportationNetworks) for static assignment: the
 * network file, and the node file with coordinates where there is one.
 *
 * Besides the codes of core/base/tntp-text.ts:
 *
 * | code | what is wrong |
 * |---|---|
 * | TNTP-005 | a number that is no node of the network |
 * | TNTP-006 | a link that ends where it begins |
 * | TNTP-007 | more or fewer links than the file says it has |
 * | TNTP-008 | a node stands twice in the node file, or is missing from it (warning) |
 */
import { type Problem, Problems, shown } from '../../core/base/errors.js';
import {
  numberOf,
  parseTntp,
  type TntpText,
  type TntpWord,
  wholeTag,
} from '../../core/base/tntp-text.js';
import {
  type StaticLink,
  type StaticNetwork,
  staticNetworkOf,
} from '../../core/network/static-network.js';

export interface TntpSource {
  readonly text: string;
  /** As the user knows it. */
  readonly file: string;
}

export interface TntpNetwork {
  readonly network: StaticNetwork;
  readonly warnings: readonly Problem[];
}

/** Throws UserError with every problem of the network file, or else of the node file. */
export function readTntpNetwork(source: TntpSource, nodes: TntpSource | null = null): TntpNetwork {
  const problems = new Problems(source.file);
  const parsed = parseTntp(source.text, problems, { hasTags: true });
  const size = sizeOf(parsed, problems);
  const links = parsed.lines.map((words) => linkOf(words, size.nodeCount, problems));
  checkLinkCount(parsed, links.length, problems);
  problems.throwIfAny();
  const network = staticNetworkOf(size, links);
  if (nodes === null) return { network, warnings: problems.list };
  const nodeProblems = new Problems(nodes.file);
  readCoordinates(nodes.text, network, nodeProblems);
  nodeProblems.throwIfAny();
  return { network, warnings: [...problems.list, ...nodeProblems.list] };
}

/** Memory is taken by node, so a header alone must not be able to ask for all of it. */
const MOST_NODES = 5_000_000;

function sizeOf(parsed: TntpText, problems: Problems) {
  const limits = { least: 1, most: MOST_NODES };
  const nodeCount = wholeTag(parsed, 'NUMBER OF NODES', limits, problems);
  // Without it nothing can be held against it.
  const most = parsed.tags.has('NUMBER OF NODES') ? nodeCount : limits.most;
  const zoneCount = wholeTag(parsed, 'NUMBER OF ZONES', { least: 1, most }, problems);
  const first = wholeTag(parsed, 'FIRST THRU NODE', { least: 1, most: most + 1 }, problems);
  return { nodeCount, zoneCount, firstThroughNode: first - 1 };
}

function checkLinkCount(parsed: TntpText, linkCount: number, problems: Problems): void {
  const name = 'NUMBER OF LINKS';
  const said = wholeTag(parsed, name, { least: 0, most: Number.MAX_SAFE_INTEGER }, problems);
  const word = parsed.tags.get(name);
  if (word === undefined || said === linkCount) return;
  const { line, column } = word;
  const message = `the file has ${linkCount} links, not ${shown(word.text)}`;
  problems.add('TNTP-007', { line, column, field: name }, message);
}

/** Columns of a link's row, in order. */
const COLUMNS = [
  'init_node',
  'term_node',
  'capacity',
  'length',
  'free_flow_time',
  'b',
  'power',
  'speed',
  'toll',
  'link_type',
] as const;
type Column = (typeof COLUMNS)[number];

const HARMLESS: StaticLink = {
  from: 0,
  to: 0,
  capacity: 1,
  length: 0,
  freeTime: 0,
  b: 0,
  power: 0,
  toll: 0,
};

function linkOf(words: readonly TntpWord[], nodeCount: number, problems: Problems): StaticLink {
  const cells = cellsOf(words, COLUMNS.length, problems);
  if (cells === null) return HARMLESS;
  const number = (column: Column, demand: string, accepts: (value: number) => boolean): number =>
    numberIn(cells[COLUMNS.indexOf(column)]!, column, demand, accepts, problems);
  const notNegative = (column: Column) =>
    number(column, 'must be 0 or more', (value) => value >= 0);
  const from = nodeIn(cells[0]!, 'init_node', nodeCount, problems);
  const to = nodeIn(cells[1]!, 'term_node', nodeCount, problems);
  if (from === to && from >= 0) {
    const message = `must differ from init_node, got ${shown(cells[1]!.text)} twice`;
    problems.add('TNTP-006', { ...placeOf(cells[1]!), field: 'term_node' }, message);
  }
  const b = notNegative('b');
  const link: StaticLink = {
    from,
    to,
    b,
    // Without congestion nobody asks for the capacity.
    capacity:
      b === 0
        ? notNegative('capacity')
        : number('capacity', 'must be above 0 where b is', (value) => value > 0),
    length: notNegative('length'),
    freeTime: notNegative('free_flow_time'),
    // Below 1 the first vehicle would cost without limit more than none.
    power: number('power', 'must be 0, or 1 or more', (value) => value === 0 || value >= 1),
    toll: notNegative('toll'),
  };
  number('speed', 'must be a number', () => true);
  number('link_type', 'must be a number', () => true);
  return link;
}

/** The cells before the closing semicolon, which some files leave out; null if not `count`. */
function cellsOf(
  words: readonly TntpWord[],
  count: number,
  problems: Problems,
): readonly TntpWord[] | null {
  const cells = words.at(-1)!.text === ';' ? words.slice(0, -1) : words;
  if (cells.length === count) return cells;
  problems.add('TNTP-003', { line: words[0]!.line }, `${cells.length} cells, must be ${count}`);
  return null;
}

function numberIn(
  word: TntpWord,
  field: string,
  demand: string,
  accepts: (value: number) => boolean,
  problems: Problems,
): number {
  const value = numberOf(word.text);
  if (accepts(value) && !Number.isNaN(value)) return value;
  problems.add('TNTP-004', { ...placeOf(word), field }, `${demand}, got ${shown(word.text)}`);
  return 0;
}

/** Row of the node, −1 where there is no such node. */
function nodeIn(word: TntpWord, field: string, nodeCount: number, problems: Problems): number {
  const value = numberOf(word.text);
  if (Number.isInteger(value) && value >= 1 && value <= nodeCount) return value - 1;
  const message = `must be a node from 1 to ${nodeCount}, got ${shown(word.text)}`;
  problems.add('TNTP-005', { ...placeOf(word), field }, message);
  return -1;
}

const placeOf = ({ line, column }: TntpWord) => ({ line, column });

/** Writes `x` and `y` of the network. The first line may name the columns. */
function readCoordinates(text: string, network: StaticNetwork, problems: Problems): void {
  const { lines } = parseTntp(text, problems, { hasTags: false });
  const isNamed = lines.length > 0 && lines[0]![0]!.text.toLowerCase() === 'node';
  const lineOf = new Int32Array(network.nodeCount);
  for (const words of isNamed ? lines.slice(1) : lines) {
    const cells = cellsOf(words, 3, problems);
    if (cells === null) continue;
    const node = nodeIn(cells[0]!, 'node', network.nodeCount, problems);
    if (node < 0) continue;
    if (lineOf[node]! > 0) {
      const message = `${shown(cells[0]!.text)} already stands on line ${lineOf[node]}`;
      problems.add('TNTP-008', { ...placeOf(cells[0]!), field: 'node' }, message);
    }
    lineOf[node] = cells[0]!.line;
    network.x[node] = numberIn(cells[1]!, 'X', 'must be a number', () => true, problems);
    network.y[node] = numberIn(cells[2]!, 'Y', 'must be a number', () => true, problems);
  }
  const missingCount = lineOf.reduce((count, line) => count + (line === 0 ? 1 : 0), 0);
  if (missingCount === 0) return;
  const message = `has no coordinates for ${missingCount} of ${network.nodeCount} nodes`;
  problems.add('TNTP-008', {}, message, 'warning');
}
