/**
 * Networks as two CSV files, of nodes and of edges, as scripts write them: columns are found by the
 * names that such files use.
 *
 * | code | what stops the import |
 * |---|---|
 * | EDG-001 | a column that is needed is missing, one is named twice, or `--columns` names none |
 * | EDG-002 | a cell does not hold what its column asks for |
 * | EDG-003 | a row with more or fewer cells than the header, or misplaced quotes |
 * | EDG-004 | an edge names a node that the file does not have, or two nodes have one name |
 * | EDG-005 | no edge is left; or an edge is longer than any street |
 *
 * | code | what is repaired or guessed |
 * |---|---|
 * | EDG-101 | edges shorter than the straight line are as long as that |
 * | EDG-102 | edges from a node to itself, and edges that stand there twice, left out |
 * | EDG-201 | class, speed or lanes where the file does not say |
 * | EDG-202 | every edge taken for both directions of a street: none is there the other way as well |
 * | EDG-203 | the district is the convex hull of the nodes |
 */
import { type CsvRow, CsvTable } from '../../core/base/csv.js';
import { Problems, shown, UserError } from '../../core/base/errors.js';
import type { NodeDraft, Point } from '../../core/network/network-draft.js';
import { NoteBook } from '../complete/note-book.js';
import { distance_m } from '../complete/polyline.js';
import { planeFor } from '../gmns/planar.js';
import { parseWkt } from '../gmns/wkt.js';
import {
  type Columns,
  type EdgeField,
  edgeColumns,
  lengthUnit_m,
  nodeColumns,
  speedUnit_mps,
} from './edge-columns.js';
import { type ImportedStreets, importPlainLinks, type PlainLink } from './plain-links.js';

const CSV_CODES = { missingColumn: 'EDG-001', badCell: 'EDG-002', ragged: 'EDG-003' };
const CODES = { length: 'EDG-101', selfLoop: 'EDG-102', guess: 'EDG-201', district: 'EDG-203' };

export interface NamedText {
  readonly file: string;
  readonly text: string;
}

export interface EdgeListOptions {
  /** System of the nodes' places; degrees where they fit and it is not said, else metres. */
  readonly crs?: string;
  /** `from=u`, `speed=limit_kmh`, …; by the header's names without it. */
  readonly columns?: readonly string[];
}

/** Throws UserError with every problem of the file of nodes, or else of the file of edges. */
export function importEdgeList(
  edges: NamedText,
  nodes: NamedText,
  { crs = '', columns: asked = [] }: EdgeListOptions = {},
): ImportedStreets {
  const notes = new NoteBook();
  const places = readNodes(nodes);
  const plane = planeFor(crs, [...places.values()], notes);
  const drafts = placed(places, plane.place, nodes.file);
  const links = readEdges(edges, { asked, nodes: drafts, place: plane.place, notes });
  const name = nameOf(edges.file);
  const { file } = edges;
  const streets = { name, layout: 'edges', crs: plane.crs, nodes: [...drafts.values()], links };
  return importPlainLinks({ file, ...streets }, CODES, notes);
}

const nameOf = (file: string): string =>
  (file.split(/[/\\]/).at(-1) ?? '').replace(/\.csv(?:\.gz)?$/i, '');

function readNodes({ file, text }: NamedText): Map<string, Point> {
  const problems = new Problems(file);
  const table = new CsvTable(file, text, [], problems, CSV_CODES);
  const columns = nodeColumns(table.columns);
  require(columns, ['node', 'x', 'y'], problems);
  const places = new Map<string, Point>();
  for (const row of table.rows()) {
    const name = row.text(columns.get('node')!);
    if (places.has(name)) {
      const message = `there is another node ${shown(name)}`;
      problems.add('EDG-004', row.placeOf(columns.get('node')!), message);
    }
    places.set(name, [row.number(columns.get('x')!), row.number(columns.get('y')!)]);
  }
  problems.throwIfAny();
  return places;
}

function require<Field extends string>(
  columns: Columns<Field>,
  needed: readonly Field[],
  problems: Problems,
): void {
  for (const field of needed) {
    if (!columns.has(field)) {
      problems.add('EDG-001', { line: 1, field }, 'no column of the header is known to be it');
    }
  }
  problems.throwIfAny();
}

function placed(
  places: ReadonlyMap<string, Point>,
  place: (point: Point) => Point | null,
  file: string,
): Map<string, NodeDraft> {
  const problems = new Problems(file);
  const drafts = new Map<string, NodeDraft>();
  for (const [name, point] of places) {
    const found = place(point);
    if (found === null) {
      const message = 'x must be a longitude, y a latitude from -60 to 84 (are they swapped?)';
      problems.add('EDG-002', { field: `node ${shown(name)}` }, message);
    }
    const [x_m, y_m] = found ?? [0, 0];
    drafts.set(name, { name, x_m, y_m, control: 'warrant' });
  }
  problems.throwIfAny();
  return drafts;
}

interface Around {
  readonly asked: readonly string[];
  readonly nodes: ReadonlyMap<string, NodeDraft>;
  readonly place: (point: Point) => Point | null;
  readonly notes: NoteBook;
}

function readEdges({ file, text }: NamedText, around: Around): PlainLink[] {
  const problems = new Problems(file);
  const table = new CsvTable(file, text, [], problems, CSV_CODES);
  const columns = edgeColumns(table.columns, around.asked, problems);
  require(columns, ['from', 'to'], problems);
  const reader = new EdgeReader(columns, problems, around);
  for (const row of table.rows()) reader.take(row);
  problems.throwIfAny();
  if (reader.links.length > 0) return directed(reader, around.notes);
  const place = { file, line: 0, column: 0, field: '' };
  throw new UserError({ code: 'EDG-005', severity: 'error', ...place, message: 'has no edge' });
}

/** A list in which no edge has one the other way has each street once. */
function directed({ links, isSaid, pairs }: EdgeReader, notes: NoteBook): PlainLink[] {
  if (isSaid || links.some(({ from, to }) => pairs.has(pairOf(to, from)))) return links;
  notes.guess('EDG-202', 'edges', 'each is taken for both directions of a street');
  return links.map((link) => ({ ...link, isDirected: false }));
}

const pairOf = (from: string, to: string): string => JSON.stringify([from, to]);

/** Longer ones are no streets, or damage. */
const LONGEST_m = 100_000;
const MOST_LANES = 20;
const FASTEST_mps = 200;

class EdgeReader {
  readonly links: PlainLink[] = [];
  readonly pairs = new Set<string>();
  /** Does the file say which edges have one direction? */
  readonly isSaid: boolean;
  readonly #columns: Columns<EdgeField>;
  readonly #problems: Problems;
  readonly #around: Around;
  readonly #names = new Set<string>();
  /** The number that the next edge of a name gets: with one name for all none is tried twice. */
  readonly #counts = new Map<string, number>();

  constructor(columns: Columns<EdgeField>, problems: Problems, around: Around) {
    this.#columns = columns;
    this.#problems = problems;
    this.#around = around;
    this.isSaid = columns.has('directed') || columns.has('oneway');
  }

  take(row: CsvRow): void {
    const [from, to] = [this.#node(row, 'from'), this.#node(row, 'to')];
    const pair = pairOf(from, to);
    const named = this.#text(row, 'edge') ?? `${from}-${to}`;
    if (this.pairs.has(pair) && !this.#columns.has('edge')) {
      this.#around.notes.repair('EDG-102', named, 'stands there twice: left out');
      return;
    }
    this.pairs.add(pair);
    const length_m = this.#number(row, 'length', lengthUnit_m);
    this.#checkLength(row, { from, to, length_m });
    this.links.push({
      name: this.#free(named),
      from,
      to,
      isDirected: this.#isDirected(row),
      length_m,
      freeSpeed_mps: this.#within(row, 'speed', FASTEST_mps, speedUnit_mps),
      laneCount: this.#laneCount(row),
      facility: this.#text(row, 'class'),
      geometry: this.#geometry(row),
    });
  }

  #node(row: CsvRow, field: 'from' | 'to'): string {
    const column = this.#columns.get(field)!;
    const name = row.text(column);
    if (name !== '' && !this.#around.nodes.has(name)) {
      const message = `must name a node of the other file, got ${shown(name)}`;
      this.#problems.add('EDG-004', row.placeOf(column), message);
    }
    return name;
  }

  #text(row: CsvRow, field: EdgeField): string | undefined {
    const column = this.#columns.get(field);
    const text = column === undefined ? '' : row.optionalText(column).trim();
    return text === '' ? undefined : text;
  }

  /** A number above 0 in our unit; undefined where the cell is empty or 0, as files leave it out. */
  #number(row: CsvRow, field: EdgeField, unitOf: (column: string) => number): number | undefined {
    const column = this.#columns.get(field);
    if (column === undefined || !row.has(column)) return undefined;
    const value = row.number(column);
    if (value < 0) this.#refuse(row, column, 'must not be below 0');
    return value > 0 ? value * unitOf(column) : undefined;
  }

  #within(
    row: CsvRow,
    field: EdgeField,
    most: number,
    unitOf: (column: string) => number,
  ): number | undefined {
    const value = this.#number(row, field, unitOf);
    if (value !== undefined && value > most) {
      this.#refuse(row, this.#columns.get(field)!, `must be at most ${most} in m/s`);
    }
    return value;
  }

  #laneCount(row: CsvRow): number | undefined {
    const lanes = this.#number(row, 'lanes', () => 1);
    return lanes === undefined ? undefined : Math.min(MOST_LANES, Math.max(1, Math.round(lanes)));
  }

  /** What is not yes stands for both directions. */
  #isDirected(row: CsvRow): boolean {
    const oneway = this.#text(row, 'oneway');
    if (oneway !== undefined) return /^(?:1|yes|true|t)$/i.test(oneway);
    const text = this.#text(row, 'directed');
    return text === undefined || /^(?:1|yes|true|t)$/i.test(text);
  }

  #geometry(row: CsvRow): readonly Point[] | undefined {
    const text = this.#text(row, 'geometry');
    if (text === undefined) return undefined;
    const column = this.#columns.get('geometry')!;
    const points = parseWkt('LINESTRING', text);
    if (typeof points === 'string') {
      this.#refuse(row, column, points);
      return undefined;
    }
    const line = points.map((point) => this.#around.place(point));
    const isWhole = line.every((point) => point !== null);
    if (!isWhole) this.#refuse(row, column, 'must lie where the nodes do');
    return isWhole ? line : undefined;
  }

  #checkLength(
    row: CsvRow,
    { from, to, length_m = 0 }: { from: string; to: string; length_m: number | undefined },
  ): void {
    const [a, b] = [this.#around.nodes.get(from), this.#around.nodes.get(to)];
    const crow_m = a && b ? distance_m([a.x_m, a.y_m], [b.x_m, b.y_m]) : 0;
    if (Math.max(length_m, crow_m) <= LONGEST_m) return;
    const message = `must be a street, at most ${LONGEST_m / 1000} km long`;
    this.#problems.add('EDG-005', { line: row.line, field: 'length' }, message);
  }

  #refuse(row: CsvRow, column: string, message: string): void {
    this.#problems.add('EDG-002', row.placeOf(column), message);
  }

  /** The name, with a number behind it where another edge has it. */
  #free(name: string): string {
    let free = name;
    let count = this.#counts.get(name) ?? 2;
    while (this.#names.has(free)) free = `${name} ${count++}`;
    this.#counts.set(name, count);
    this.#names.add(free);
    return free;
  }
}
