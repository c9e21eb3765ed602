/** What a SUMO network file says, element by element; nothing is judged or left out but the inside of junctions. */
import { countedText, type TextSource } from '../../core/base/counted-text.js';
import { Problems, shown } from '../../core/base/errors.js';
import { readXml, XmlAttributes, type XmlElement } from '../../core/base/xml.js';
import type { Point } from '../../core/network/network-draft.js';

export interface SumoNet {
  readonly location: SumoLocation | null;
  /** Streets; the ways inside junctions are in `inner`. */
  readonly edges: readonly SumoEdge[];
  /** Lanes inside junctions by their id. */
  readonly inner: ReadonlyMap<string, SumoLane>;
  readonly junctions: readonly SumoJunction[];
  readonly connections: readonly SumoConnection[];
  readonly programs: readonly SumoProgram[];
}

export interface SumoLocation {
  /** What was added to projected coordinates. */
  readonly offset: Point;
  readonly corners: readonly [low: Point, high: Point];
  readonly projection: string;
}

export interface SumoEdge {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly type: string;
  readonly name: string;
  /** By index, rightmost 0. */
  readonly lanes: readonly SumoLane[];
}

export interface SumoLane {
  readonly id: string;
  readonly index: number;
  readonly speed_mps: number;
  readonly length_m: number;
  readonly width_m: number | null;
  readonly allow: string;
  readonly disallow: string;
  readonly shape: readonly Point[];
}

export interface SumoJunction {
  readonly id: string;
  readonly type: string;
  readonly at: Point;
  /** Its ways by index: the lane inside that each ends with, and whom it meets. */
  readonly ways: readonly SumoWay[];
}

/** One way through a junction, from a lane to a lane. */
export interface SumoWay {
  readonly lane: string;
  /** By index of the others, 1 where they cross or merge; empty where the file does not say. */
  readonly foes: readonly boolean[];
  /** By index of the others, those to whom it gives way. */
  readonly givesWay: readonly boolean[];
}

export interface SumoConnection {
  readonly from: string;
  readonly to: string;
  readonly fromLane: number;
  readonly toLane: number;
  /** Lane inside the junction, or ''. */
  readonly via: string;
  /** Signal program that controls it, or '', and the place in its states. */
  readonly signal: string;
  readonly signalIndex: number;
  readonly direction: string;
  readonly state: string;
}

export interface SumoProgram {
  readonly id: string;
  readonly program: string;
  readonly type: string;
  readonly offset_s: number;
  readonly phases: readonly { readonly duration_s: number; readonly state: string }[];
}

const TEXT_CODES = { badZip: 'SUMO-001', tooLarge: 'SUMO-002', notUtf8: 'SUMO-012' };
const XML_CODES = {
  malformed: 'SUMO-003',
  doctype: 'SUMO-004',
  limits: 'SUMO-005',
  root: 'SUMO-006',
};
const BAD_VALUE = 'SUMO-007';

/** Throws UserError with every problem of the file. */
export async function readSumoNet(source: TextSource, limit_bytes: number): Promise<SumoNet> {
  return read(source, limit_bytes, ['net']);
}

/** Signal programs of an additional file. */
export async function readSumoPrograms(
  source: TextSource,
  limit_bytes: number,
): Promise<readonly SumoProgram[]> {
  const { programs } = await read(source, limit_bytes, [
    'additional',
    'add',
    'routes',
    'tlLogics',
    'net',
  ]);
  return programs;
}

async function read(
  source: TextSource,
  limit_bytes: number,
  roots: readonly string[],
): Promise<SumoNet> {
  const problems = new Problems(source.file);
  const collector = new NetCollector(problems);
  await readXml(source.file, countedText(source, limit_bytes, TEXT_CODES), {
    codes: XML_CODES,
    roots,
    open: (element) => collector.open(element),
    close: (name) => collector.close(name),
  });
  problems.throwIfAny();
  return collector.net();
}

interface OpenJunction extends Omit<SumoJunction, 'ways'> {
  readonly ways: { lane: string; foes: readonly boolean[]; givesWay: readonly boolean[] }[];
}

interface OpenEdge extends Omit<SumoEdge, 'lanes'> {
  readonly isInner: boolean;
  readonly lanes: SumoLane[];
}

type OpenProgram = Omit<SumoProgram, 'phases'> & {
  readonly phases: { duration_s: number; state: string }[];
};

/** Ways of people on foot through junctions, and the inside of junctions, are no streets. */
const INNER = new Set(['internal', 'crossing', 'walkingarea']);

class NetCollector {
  readonly #problems: Problems;
  readonly #ids = new Set<string>();
  readonly #edges: OpenEdge[] = [];
  readonly #inner = new Map<string, SumoLane>();
  readonly #junctions: OpenJunction[] = [];
  readonly #connections: SumoConnection[] = [];
  readonly #programs: OpenProgram[] = [];
  #location: SumoLocation | null = null;
  #first: Point | null = null;
  #edge: OpenEdge | null = null;
  #openJunction: OpenJunction | null = null;
  #program: OpenProgram | null = null;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  open(element: XmlElement): void {
    const read = new XmlAttributes(element, this.#problems, BAD_VALUE);
    if (element.name === 'lane' && this.#edge !== null) this.#lane(read);
    else if (element.name === 'phase' && this.#program !== null) this.#phase(read);
    else if (element.name === 'request' && this.#openJunction !== null) this.#request(read);
    else if (element.depth === 1) this.#topLevel(element, read);
  }

  close(name: string): void {
    if (name === 'edge') this.#edge = null;
    if (name === 'junction') this.#openJunction = null;
    if (name === 'tlLogic') this.#program = null;
  }

  net(): SumoNet {
    const edges = this.#edges.map(({ isInner: _, ...edge }) => ({
      ...edge,
      lanes: edge.lanes.sort((a, b) => a.index - b.index),
    }));
    return {
      location: this.#location,
      edges,
      inner: this.#inner,
      junctions: this.#junctions,
      connections: this.#connections,
      programs: this.#programs,
    };
  }

  #topLevel(element: XmlElement, read: XmlAttributes): void {
    switch (element.name) {
      case 'location':
        this.#location = locationOf(read);
        return;
      case 'edge':
        this.#openEdge(element, read);
        return;
      case 'junction':
        if (element.attributes.type !== 'internal') this.#junction(element, read);
        return;
      case 'connection':
        this.#connections.push(connectionOf(read));
        return;
      case 'tlLogic':
        this.#program = programOf(read);
        this.#programs.push(this.#program);
        return;
      default:
    }
  }

  #openEdge(element: XmlElement, read: XmlAttributes): void {
    const isInner = INNER.has(element.attributes.function ?? '');
    const id = read.text('id');
    const ends = isInner ? { from: '', to: '' } : { from: read.text('from'), to: read.text('to') };
    this.#edge = {
      id,
      ...ends,
      type: read.text('type', ''),
      name: read.text('name', ''),
      isInner,
      lanes: [],
    };
    if (isInner) return;
    this.#noteId('edge', id, read);
    this.#edges.push(this.#edge);
  }

  #lane(read: XmlAttributes): void {
    const lane: SumoLane = {
      id: read.text('id'),
      index: read.number('index', { least: 0, most: MOST_LANES - 1 }),
      speed_mps: read.number('speed', { least: 0, most: FASTEST_mps }),
      length_m: read.number('length', { least: 0, most: LONGEST_m }),
      width_m: read.number('width', { absent: -1, most: WIDEST_m }),
      allow: read.text('allow', ''),
      disallow: read.text('disallow', ''),
      shape: shapeOf(read, 'shape').filter((point) => this.#isNear(read, 'shape', point)),
    };
    const edge = this.#edge!;
    const sized = { ...lane, width_m: lane.width_m! > 0 ? lane.width_m : null };
    if (edge.isInner) this.#inner.set(lane.id, sized);
    else edge.lanes.push(sized);
  }

  #junction(element: XmlElement, read: XmlAttributes): void {
    const id = read.text('id');
    this.#noteId('junction', id, read);
    const { type = '' } = element.attributes;
    const at: Point = [read.number('x'), read.number('y')];
    this.#isNear(read, 'x', at);
    const lanes = read.text('intLanes', '').split(/\s+/);
    const ways = lanes
      .filter((lane) => lane !== '')
      .map((lane) => ({ lane, foes: [], givesWay: [] }));
    this.#openJunction = { id, type, at, ways };
    this.#junctions.push(this.#openJunction);
  }

  /** Bits count from the right. */
  #request(read: XmlAttributes): void {
    const way = this.#openJunction!.ways[read.number('index', { least: 0 })];
    if (way === undefined) return;
    const bits = (name: string): boolean[] =>
      [...read.text(name, '')].reverse().map((bit) => bit === '1');
    way.foes = bits('foes');
    way.givesWay = bits('response');
  }

  /** Is it no farther from the first place of the file than a network can reach? */
  #isNear(read: XmlAttributes, name: string, point: Point): boolean {
    this.#first ??= point;
    const away_m = Math.max(...[0, 1].map((axis) => Math.abs(point[axis]! - this.#first![axis]!)));
    if (away_m <= LONGEST_m) return true;
    read.refuse(name, `lies more than ${LONGEST_m / 1000} km from the first place of the network`);
    return false;
  }

  #phase(read: XmlAttributes): void {
    const duration_s = read.number('duration', { least: 0 });
    this.#program!.phases.push({ duration_s, state: read.text('state') });
  }

  #noteId(kind: string, id: string, read: XmlAttributes): void {
    const key = `${kind} ${id}`;
    if (this.#ids.has(key))
      read.refuse('id', `must differ from all others, got ${shown(id)} again`);
    this.#ids.add(key);
  }
}

function locationOf(read: XmlAttributes): SumoLocation {
  const [offset = [0, 0]] = shapeOf(read, 'netOffset');
  const box = numbersOf(read, 'convBoundary');
  const [west_m = 0, south_m = 0, east_m = 0, north_m = 0] = box;
  if (Math.max(east_m - west_m, north_m - south_m) > LONGEST_m) {
    read.refuse('convBoundary', `must be at most ${LONGEST_m / 1000} km across`);
  }
  const corners = [
    [west_m, south_m],
    [east_m, north_m],
  ] as const;
  return { offset, corners, projection: read.text('projParameter', '!') };
}

/** More than any street has; what is beyond is a slip of the pen, and would fill the memory. */
const MOST_LANES = 64;
const FASTEST_mps = 200;
const LONGEST_m = 200_000;
const WIDEST_m = 100;

const connectionOf = (read: XmlAttributes): SumoConnection => ({
  from: read.text('from'),
  to: read.text('to'),
  fromLane: read.number('fromLane', { least: 0 }),
  toLane: read.number('toLane', { least: 0 }),
  via: read.text('via', ''),
  signal: read.text('tl', ''),
  signalIndex: read.number('linkIndex', { absent: -1 }),
  direction: read.text('dir', ''),
  state: read.text('state', ''),
});

const programOf = (read: XmlAttributes): OpenProgram => ({
  id: read.text('id'),
  program: read.text('programID', ''),
  type: read.text('type', 'static'),
  offset_s: read.number('offset', { absent: 0 }),
  phases: [],
});

/** `x,y x,y …`; a third coordinate, the height, is not used. */
function shapeOf(read: XmlAttributes, name: string): Point[] {
  const text = read.text(name, '').trim();
  if (text === '') return [];
  return text.split(/\s+/).flatMap((pair): Point[] => {
    const [x, y] = pair.split(',').map(Number);
    if (Number.isFinite(x) && Number.isFinite(y)) return [[x!, y!]];
    read.refuse(name, `must be pairs of numbers, got ${shown(pair)}`);
    return [];
  });
}

function numbersOf(read: XmlAttributes, name: string): number[] {
  const text = read.text(name, '').trim();
  if (text === '') return [];
  return text.split(',').map((cell) => {
    const number = Number(cell);
    if (Number.isFinite(number)) return number;
    read.refuse(name, `must be numbers, got ${shown(cell)}`);
    return 0;
  });
}
