/** The page beside a converted network: what changed, on a map and in a table. */
import { groupBy } from '../../core/base/group-by.js';
import type { LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { CHANGE_KINDS, type Change, type ChangeKind } from '../../networks/convert/changes.js';
import { paragraph, section } from './figures.js';
import { beside, stroke } from './layout-map.js';
import { legend, outline } from './legend.js';
import { drawMap } from './map.js';
import { type MapFrame, mapFrames, movedRight } from './map-frame.js';
import { element, type Markup } from './markup.js';
import { grouped, NOT_DEFINED } from './numbers.js';
import { page } from './page.js';
import { lineKey, type Sign, type SignedPlace, signKey, signPaths } from './signs.js';
import { linePath, path, type XY } from './svg.js';
import { table } from './tables.js';

export interface ChangeReportInput {
  readonly before: NetworkDraft;
  readonly after: NetworkDraft;
  readonly changes: readonly Change[];
  /** What was made, in a sentence. */
  readonly summary: string;
}

/** A whole HTML page. */
export function changeReport({ before, after, changes, summary }: ChangeReportInput): string {
  const frame = mapFrames([after])[0]!;
  const byKind = groupBy(changes, ({ kind }) => kind);
  const drawn = (kind: ChangeKind): readonly Change[] => byKind.get(kind) ?? [];
  const maps = { before, after, frame, drawn };
  return page(`${after.name}: changes`, [
    element('h1', {}, after.name),
    element('p', { class: 'question' }, `${sentence(summary)}.`),
    after.attribution === ''
      ? null
      : element('p', { class: 'quiet' }, `Map data: ${after.attribution}`),
    section(
      'What changed',
      paragraph(
        'Lines are streets, on the side on which they are driven; arrows show the way of those that are driven one way now. Signs stand where something is closed, opened or turned otherwise; pointing at one tells its name.',
      ),
      legend([
        { heading: 'Streets', items: lineKeys(drawn) },
        { heading: 'Places', items: [...signKeys(drawn), outline('edge of the district')] },
      ]),
      element('div', { class: 'grid columns-1' }, element('figure', {}, changeMap(maps))),
      element(
        'div',
        { class: 'text' },
        table({
          caption: 'All changes; each stands in changes.csv',
          head: [['change', 'times', 'length', 'for example']],
          rows: CHANGE_KINDS.filter((kind) => byKind.has(kind)).map((kind) => ({
            cells: kindCells(kind, byKind.get(kind)!),
          })),
        }),
      ),
    ),
  ]);
}

interface Drawn {
  readonly before: NetworkDraft;
  readonly after: NetworkDraft;
  readonly frame: MapFrame;
  readonly drawn: (kind: ChangeKind) => readonly Change[];
}

interface LineKind {
  readonly kind: ChangeKind;
  readonly label: string;
  readonly colour: string;
  readonly width: number;
  readonly hasArrow?: true;
}

/** Drawn in this order: the last lie on top. */
const LINES: readonly LineKind[] = [
  { kind: 'slowed', label: 'slowed', colour: '#b79ac8', width: 1.4 },
  { kind: 'closed', label: 'closed at one end', colour: '#6d1020', width: 2 },
  { kind: 'one-way', label: 'one way now', colour: '#e69f00', width: 2, hasArrow: true },
  { kind: 'reversed', label: 'driven the other way', colour: '#c9482a', width: 2, hasArrow: true },
  { kind: 'two-way', label: 'both ways now', colour: '#3f7fbf', width: 2 },
  { kind: 'new street', label: 'new street', colour: '#2f8f5f', width: 2.6 },
];

interface PlaceKind {
  readonly kind: ChangeKind;
  readonly label: string;
  readonly sign: Sign;
}

const PLACES: readonly PlaceKind[] = [
  {
    kind: 'curb removed',
    label: 'curb removed',
    sign: { shape: 'diamond', colour: '#cfb4da' },
  },
  {
    kind: 'lot entrance moved',
    label: 'entrance of a lot moved',
    sign: { shape: 'square', colour: '#6ba6d8' },
  },
  { kind: 'turns', label: 'other turns', sign: { shape: 'circle', colour: '#f2cf6b' } },
  {
    kind: 'plan dropped',
    label: 'signal plan anew',
    sign: { shape: 'triangle', colour: '#12406e' },
  },
  { kind: 'opened', label: 'opened', sign: { shape: 'triangle', colour: '#2f8f5f' } },
  { kind: 'closed', label: 'closed here', sign: { shape: 'square', colour: '#6d1020' } },
];

function changeMap({ before, after, frame, drawn }: Drawn): Markup {
  const links = new Map([...before.links, ...after.links].map((link) => [link.name, link]));
  const nodes = new Map(after.nodes.map((node) => [node.name, node]));
  return drawMap(`${after.name}: changes`, after, frame, [
    LINES.flatMap(({ kind, colour, width, hasArrow }) => {
      const lines = drawn(kind).flatMap(({ subject }) => links.get(subject) ?? []);
      const ways = lines.map((link) => beside(link, width, frame)).join('');
      const arrows = hasArrow === true ? lines.map((link) => arrowOf(link, frame)).join('') : '';
      return [
        path(ways, { ...stroke(colour, width), class: kind.replace(' ', '-') }),
        path(arrows, { fill: colour, stroke: '#ffffff', 'stroke-width': 4 }),
      ];
    }),
    PLACES.flatMap(({ kind, sign }) => {
      const places = drawn(kind).map(({ subject, message, node, x_m, y_m }): SignedPlace => {
        const closed = node === undefined ? undefined : endOf(links.get(subject), node);
        const at = closed ?? nodes.get(node ?? '') ?? { x_m, y_m };
        return { at: frame.toPage([at.x_m, at.y_m]), words: `${subject}: ${message}` };
      });
      return signPaths(places, sign);
    }),
  ]);
}

/** Where a street meets the node: junctions have a size. */
function endOf(link: LinkDraft | undefined, node: string) {
  if (link === undefined) return undefined;
  const [x_m, y_m] = link.from === node ? link.geometry[0]! : link.geometry.at(-1)!;
  return { x_m, y_m };
}

/** Half the width of an arrow, in page units. */
const ARROW = 3.2;

function arrowOf(link: LinkDraft, frame: MapFrame): string {
  const line = movedRight(link.geometry, 1 / frame.pagePerMetre).map(frame.toPage);
  const lengths = line.slice(1).map(([x, y], at) => Math.hypot(x - line[at]![0], y - line[at]![1]));
  let left = lengths.reduce((sum, length) => sum + length, 0) / 2;
  const at = lengths.findIndex((length) => {
    left -= length;
    return left <= 0;
  });
  const [[ax, ay], [bx, by]] = [line[Math.max(0, at)]!, line[Math.max(0, at) + 1]!];
  const length = lengths[Math.max(0, at)]!;
  if (length === 0) return '';
  const [dx, dy] = [((bx - ax) / length) * ARROW, ((by - ay) / length) * ARROW];
  const share = 1 + left / length;
  const [x, y] = [ax + (bx - ax) * share, ay + (by - ay) * share];
  const corners: XY[] = [
    [x + 1.6 * dx, y + 1.6 * dy],
    [x - dx - dy, y - dy + dx],
    [x - dx + dy, y - dy - dx],
  ];
  return `${linePath(corners)}z`;
}

const lineKeys = (drawn: Drawn['drawn']): Markup[] =>
  LINES.filter(({ kind }) => drawn(kind).length > 0).map(({ kind, label, colour, width }) =>
    lineKey(`${label} (${drawn(kind).length})`, { colour, width }),
  );

const signKeys = (drawn: Drawn['drawn']): Markup[] =>
  PLACES.filter(({ kind }) => drawn(kind).length > 0).map(({ kind, label, sign }) =>
    signKey(`${label} (${drawn(kind).length})`, sign),
  );

function kindCells(kind: ChangeKind, changes: readonly Change[]): readonly string[] {
  const length_m = changes.reduce((sum, change) => sum + change.length_m, 0);
  const { subject, message } = changes[0]!;
  return [
    kind,
    grouped(changes.length, 0),
    length_m > 0 ? `${grouped(length_m, 0)} m` : NOT_DEFINED,
    `${subject}: ${message}`,
  ];
}

const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
