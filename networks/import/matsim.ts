/**
 * Networks of MATSim (`network.xml`, version 1 or 2, also gzipped): nodes and one-way links, without
 * junctions. Turns, signals and places are completed as for maps.
 *
 * | code | what stops the import |
 * |---|---|
 * | MAT-001, 002, 003 | damaged gzip; too large; not UTF-8 |
 * | MAT-004, 005, 006, 007 | not well-formed XML; a DOCTYPE with definitions; too deep or too many; not a network |
 * | MAT-008 | an attribute is missing or no number |
 * | MAT-009 | a link names a node that the file does not have, or two things have one id |
 * | MAT-010 | no link for cars |
 * | MAT-011 | the file cannot be read |
 *
 * | code | what is repaired or guessed |
 * |---|---|
 * | MAT-101 | links without length between two nodes, or shorter than the straight line |
 * | MAT-102 | links for other modes, left out |
 * | MAT-103 | links from a node to itself, left out |
 * | MAT-201 | class of streets by capacity of a lane and speed |
 * | MAT-202 | coordinates of an unknown system are metres of a plane |
 * | MAT-203 | the district is the convex hull of the nodes |
 */
import { countedText, refused } from '../../core/base/counted-text.js';
import { Problems, shown } from '../../core/base/errors.js';
import { readXml, XmlAttributes, type XmlElement } from '../../core/base/xml.js';
import type { NodeDraft } from '../../core/network/network-draft.js';
import { NoteBook } from '../complete/note-book.js';
import { distance_m } from '../complete/polyline.js';
import { type ByteSource, bytesOf } from './file-bytes.js';
import { type ImportedStreets, importPlainLinks, type PlainLink } from './plain-links.js';

const CODES = {
  badZip: 'MAT-001',
  tooLarge: 'MAT-002',
  notUtf8: 'MAT-003',
  malformed: 'MAT-004',
  doctype: 'MAT-005',
  limits: 'MAT-006',
  root: 'MAT-007',
};
const LIMIT_bytes = 512 << 20;

const NOTES = { length: 'MAT-101', selfLoop: 'MAT-103', guess: 'MAT-201', district: 'MAT-203' };

/** Throws UserError with every problem of the file. */
export async function importMatsim(source: string | ByteSource): Promise<ImportedStreets> {
  const given = typeof source === 'string' ? { file: source } : source;
  const { file } = given;
  const reader = new MatsimReader(file);
  const bytes = bytesOf(given, 'MAT-011');
  await readXml(file, countedText({ file, bytes }, LIMIT_bytes, CODES), {
    codes: CODES,
    roots: ['network'],
    open: (element) => reader.open(element),
  });
  const notes = new NoteBook();
  const { nodes, links } = reader.streets(notes);
  if (links.length === 0) throw refused(file, 'MAT-010', 'has no link for cars');
  notes.guess('MAT-201', 'links', 'class of each street by the capacity of a lane');
  notes.guess('MAT-202', 'coordinates', 'taken for metres of a plane');
  const name = (file.split(/[/\\]/).at(-1) ?? '').replace(/(?:\.xml)?(?:\.gz)?$/i, '');
  return importPlainLinks(
    { file, name, layout: 'matsim', crs: 'local', nodes, links },
    NOTES,
    notes,
  );
}

interface MatsimLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly length_m: number;
  readonly speed_mps: number;
  readonly capacity: number;
  readonly laneCount: number;
  readonly isForCars: boolean;
}

class MatsimReader {
  readonly #problems: Problems;
  readonly #nodes = new Map<string, NodeDraft>();
  readonly #links = new Map<string, MatsimLink>();
  readonly #places = new Map<string, { line: number; column: number }>();
  #capacityPeriod_h = 1;

  constructor(file: string) {
    this.#problems = new Problems(file);
  }

  open(element: XmlElement): void {
    const read = new XmlAttributes(element, this.#problems, 'MAT-008');
    if (element.name === 'node') this.#node(read);
    else if (element.name === 'link') this.#link(element, read);
    else if (element.name === 'links') {
      this.#capacityPeriod_h = hoursOf(element.attributes.capperiod ?? '');
    }
  }

  #node(read: XmlAttributes): void {
    const name = read.text('id');
    const node = { name, x_m: read.number('x'), y_m: read.number('y') };
    if (this.#nodes.has(name)) read.refuse('id', `there is another node ${shown(name)}`);
    this.#nodes.set(name, { ...node, control: 'warrant' });
  }

  #link({ attributes, line, column }: XmlElement, read: XmlAttributes): void {
    const id = read.text('id');
    if (this.#links.has(id)) read.refuse('id', `there is another link ${shown(id)}`);
    this.#places.set(id, { line, column });
    this.#links.set(id, {
      id,
      from: read.text('from'),
      to: read.text('to'),
      length_m: read.number('length', { least: 0 }),
      speed_mps: Math.max(SLOWEST_mps, read.number('freespeed', { least: 0 })),
      capacity: read.number('capacity', { least: 0 }),
      laneCount: Math.min(
        MOST_LANES,
        Math.max(1, Math.round(read.number('permlanes', { absent: 1 }))),
      ),
      isForCars: (attributes.modes ?? 'car').split(/[\s,]+/).includes('car'),
    });
  }

  streets(notes: NoteBook): { nodes: readonly NodeDraft[]; links: readonly PlainLink[] } {
    for (const { id, from, to, length_m } of this.#links.values()) {
      const [a, b] = [this.#nodes.get(from), this.#nodes.get(to)];
      const crow_m = a && b ? distance_m([a.x_m, a.y_m], [b.x_m, b.y_m]) : 0;
      if (Math.max(length_m, crow_m) > LONGEST_m) {
        const message = `must be a street, at most ${LONGEST_m / 1000} km long`;
        const place = { ...this.#places.get(id)!, field: `link ${shown(id)}` };
        this.#problems.add('MAT-008', place, message);
      }
      for (const node of [from, to]) {
        if (this.#nodes.has(node) || node === '') continue;
        const field = `link ${shown(id)}`;
        const message = `must name a node of the file, got ${shown(node)}`;
        this.#problems.add('MAT-009', { ...this.#places.get(id)!, field }, message);
      }
    }
    this.#problems.throwIfAny();
    const links = [...this.#links.values()].flatMap((link) => this.#plain(link, notes));
    return { nodes: [...this.#nodes.values()], links };
  }

  #plain(link: MatsimLink, notes: NoteBook): readonly PlainLink[] {
    const { id, from, to, laneCount, length_m, speed_mps } = link;
    if (!link.isForCars) {
      notes.repair('MAT-102', id, 'not for cars: left out');
      return [];
    }
    const lane_perH = link.capacity / this.#capacityPeriod_h / laneCount;
    return [
      {
        name: id,
        from,
        to,
        isDirected: true,
        length_m,
        freeSpeed_mps: speed_mps,
        laneCount,
        facility: undefined,
        rank: RANKS.find(([least_perH]) => lane_perH >= least_perH)![1],
        geometry: undefined,
      },
    ];
  }
}

/** Longer ones are connectors between cities, or damage: a place every 50 m would never end. */
const LONGEST_m = 100_000;
/** Placeholders in files are 0; nobody drives so slowly. */
const SLOWEST_mps = 1;
const MOST_LANES = 20;

/** Vehicles an hour and lane, and the rank of the streets that carry them: MATSim's own defaults. */
const RANKS: readonly (readonly [number, number])[] = [
  [1900, 5],
  [1450, 4],
  [950, 3],
  [600, 2],
  [0, 1],
];

function hoursOf(text: string): number {
  const [, hours, minutes, seconds] = /^(\d{1,2}):(\d\d):(\d\d)$/.exec(text.trim()) ?? [];
  const period_h = Number(hours) + Number(minutes) / 60 + Number(seconds) / 3600;
  return period_h > 0 ? period_h : 1;
}
