/**
 * `curb_seg.csv` of GMNS: curb zones as other programs know them. Written beside `curb.csv`, which has
 * more; read where that is missing. A segment lies on the right of its link as driven from
 * `ref_node_id`; where a link is one-way and the node is its end, it is measured from there.
 */
import { allDay, CURB_USES, type CurbSpan, type CurbUse } from '../../core/network/curb-use.js';
import type { CurbDraft, LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import { FOLDER_NOTES } from './codes.js';
import { name, number, optional, reference, text } from './column.js';
import { TableFormat } from './table-format.js';

export interface CurbSegmentRow {
  readonly name: string;
  readonly link: string;
  readonly refNode: string;
  /** Both in the short length of `config.csv`, a metre in folders of this program. */
  readonly start: number;
  readonly end: number;
  readonly regulation: string;
  readonly width: number | undefined;
}

export const curbSegmentTable = new TableFormat<CurbSegmentRow>('curb_seg.csv', 'Curb segments', {
  key: 'name',
  columns: {
    name: name('curb_seg_id', 'name of the segment, that of the zone in curb.csv'),
    link: reference('link_id', 'link.csv', 'link along which it lies'),
    refNode: reference('ref_node_id', 'node.csv', 'node from which it is measured'),
    start: number('start_lr', 'm', 'where it begins, from that node', { least: 0 }),
    end: number('end_lr', 'm', 'where it ends, from that node', { least: 0 }),
    regulation: text('regulation', 'what it is for, by the hour where that changes'),
    width: optional(number('width', 'm', 'depth of the curb lane', { least: 0 })),
  },
});

export function curbSegmentRowsOf({ curbs, links }: NetworkDraft): CurbSegmentRow[] {
  const startOf = new Map(links.map(({ name: link, from }) => [link, from]));
  return curbs.map((curb) => ({
    name: curb.name,
    link: curb.link,
    refNode: startOf.get(curb.link)!,
    start: curb.start_m,
    end: curb.end_m,
    regulation: regulationOf(curb.timetable),
    width: curb.depth_m,
  }));
}

const isAllDay = ({ from_s, to_s }: CurbSpan): boolean => from_s === 0 && to_s === DAY_s;
const DAY_s = 86_400;

const regulationOf = (timetable: readonly CurbSpan[]): string =>
  timetable
    .map((span) =>
      isAllDay(span) ? span.use : `${clock(span.from_s)}-${clock(span.to_s)} ${span.use}`,
    )
    .join('; ');

/** To the second where it must be. */
function clock(time_s: number): string {
  const two = (part: number): string => String(part).padStart(2, '0');
  const seconds = time_s % 60 === 0 ? '' : `:${two(time_s % 60)}`;
  return `${two(Math.floor(time_s / 3600))}:${two(Math.floor(time_s / 60) % 60)}${seconds}`;
}

/** Depth where a file does not say. */
const DEPTH_m = 2.5;
/** No car stands in less. */
const SHORTEST_m = 3;

/** Zones of the segments; those that cannot be placed or understood are noted and left out. */
export function curbsOfSegments(
  rows: readonly CurbSegmentRow[],
  linksOf: ReadonlyMap<string, readonly LinkDraft[]>,
  { shortLength_m, notes }: { readonly shortLength_m: number; readonly notes: NoteBook },
): CurbDraft[] {
  const curbs: CurbDraft[] = [];
  for (const row of rows) {
    const span = placeOf(row, linksOf.get(row.link) ?? [], shortLength_m);
    const timetable = timetableOf(row.regulation);
    if (span === null) {
      notes.repair(FOLDER_NOTES.curbSegment, row.name, 'lies along no link for cars: left out');
    } else if (timetable === null) {
      notes.repair(FOLDER_NOTES.regulation, row.name, 'has a regulation not understood: left out');
    } else if (span.end_m - span.start_m < SHORTEST_m) {
      notes.repair(FOLDER_NOTES.curbSegment, row.name, 'is shorter than a car: left out');
    } else {
      const depth_m = row.width === undefined ? DEPTH_m : row.width * shortLength_m;
      curbs.push({ name: row.name, ...span, depth_m, timetable });
    }
  }
  return curbs;
}

function placeOf(
  { refNode, start, end }: CurbSegmentRow,
  links: readonly LinkDraft[],
  shortLength_m: number,
): { link: string; start_m: number; end_m: number } | null {
  const away = links.find(({ from }) => from === refNode);
  const towards = links.find(({ to }) => to === refNode);
  const link = away ?? towards;
  if (link === undefined) return null;
  const [from_m, to_m] = [
    Math.min(start, end) * shortLength_m,
    Math.max(start, end) * shortLength_m,
  ];
  const within = (position_m: number): number => Math.max(0, Math.min(link.length_m, position_m));
  if (away !== undefined) return { link: link.name, start_m: within(from_m), end_m: within(to_m) };
  const { length_m } = link;
  return { link: link.name, start_m: within(length_m - to_m), end_m: within(length_m - from_m) };
}

/** Words of other programs, and the activities of the Curb Data Specification. */
const MEANINGS: ReadonlyMap<string, CurbUse> = new Map([
  ...CURB_USES.map((use) => [use, use] as const),
  ['parking allowed', 'parking'],
  ['metered parking', 'parking'],
  ['loading zone', 'loading'],
  ['unloading', 'loading'],
  ['passenger loading', 'pudo'],
  ['passenger loading zone', 'pudo'],
  ['no parking', 'pudo'],
  ['stopping', 'pudo'],
  ['no stopping', 'none'],
  ['no standing', 'none'],
  ['electric vehicle charging', 'charging'],
  ['ev charging', 'charging'],
]);

const SPAN = /^(\d\d):(\d\d)(?::(\d\d))?-(\d\d):(\d\d)(?::(\d\d))? (.+)$/;

/** Null where it is not understood, or does not follow the hours from 0:00 to 24:00. */
function timetableOf(regulation: string): readonly CurbSpan[] | null {
  const words = regulation.trim().toLowerCase();
  const always = MEANINGS.get(words);
  if (always !== undefined) return allDay(always);
  const spans: CurbSpan[] = [];
  for (const part of words.split(';')) {
    const found = SPAN.exec(part.trim());
    const use = found === null ? undefined : MEANINGS.get(found[7]!);
    if (found === null || use === undefined) return null;
    const [from_s, to_s] = [found.slice(1, 4), found.slice(4, 7)].map(
      ([h, m, s]) => Number(h) * 3600 + Number(m) * 60 + Number(s ?? 0),
    );
    if (from_s !== (spans.at(-1)?.to_s ?? 0) || to_s! <= from_s) return null;
    spans.push({ from_s, to_s: to_s!, use });
  }
  return spans.at(-1)?.to_s === DAY_s ? spans : null;
}
