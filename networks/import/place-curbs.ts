/**
 * Puts stretches of curb from outside onto the links of a network: each beside the link that has it
 * on its right. Where stretches overlap, the one named first keeps its metres.
 *
 * CRB-101 nothing to lie along, CRB-102 shorter than a car, CRB-103 overlap cut away.
 */
import { greatestOf, leastOf } from '../../core/base/extremes.js';
import type { CurbSpan } from '../../core/network/curb-use.js';
import { indexLinks, nearestLink } from '../../core/network/nearest.js';
import type {
  CurbDraft,
  LinkDraft,
  NetworkDraft,
  Point,
} from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { NoteBook } from '../complete/note-book.js';

export interface CurbStretch {
  readonly name: string;
  /** In the network's plane; of a polygon its corners. */
  readonly points: readonly Point[];
  /** Towards the land, from the middle of the points; null where they lie at the kerb themselves. */
  readonly outwards: Point | null;
  readonly depth_m: number;
  readonly timetable: readonly CurbSpan[];
}

export interface PlacedCurbs {
  readonly network: NetworkDraft;
  readonly notes: readonly RepairNote[];
}

/** A kerb is within a street's width of the middle of its carriageway. */
const FARTHEST_m = 30;
/** No car stands in less. */
const SHORTEST_m = 3;

/** The network's own curbs give way to those that are placed. */
export function placeCurbs(network: NetworkDraft, stretches: readonly CurbStretch[]): PlacedCurbs {
  const notes = new NoteBook();
  const index = indexLinks(network.links);
  const links = new Map(network.links.map((link) => [link.name, link]));
  const taken = new Map<string, { start_m: number; end_m: number }[]>();
  const curbs: CurbDraft[] = [];
  const names = new Set<string>();
  for (const stretch of stretches) {
    const [x_m, y_m] = lookedFor(stretch);
    const found = nearestLink(index, x_m, y_m, ({ side }) => side === 'right');
    if (found === null || found.distance_m > FARTHEST_m) {
      notes.repair('CRB-101', stretch.name, 'lies along no link of the network and was left out');
      continue;
    }
    const link = links.get(found.link)!;
    const span = spanOn(link, stretch.points);
    const list = taken.get(link.name) ?? [];
    taken.set(link.name, list);
    const free = freePart(span, list);
    if (free.end_m - free.start_m < SHORTEST_m) {
      const isOverlap = span.end_m - span.start_m >= SHORTEST_m;
      const [code, why] = isOverlap
        ? (['CRB-103', 'lies on metres of another stretch and was left out'] as const)
        : (['CRB-102', `is shorter than ${SHORTEST_m} m on its link and was left out`] as const);
      notes.repair(code, stretch.name, why);
      continue;
    }
    if (free.start_m !== span.start_m || free.end_m !== span.end_m) {
      notes.repair('CRB-103', stretch.name, 'was cut where it overlaps another stretch');
    }
    list.push(free);
    const { depth_m, timetable } = stretch;
    curbs.push({
      name: uniqueName(stretch.name, names),
      link: link.name,
      ...free,
      depth_m,
      timetable,
    });
  }
  return { network: { ...network, curbs }, notes: notes.notes };
}

const ASIDE_m = 4;

/** The middle of the points, a little towards the land. */
function lookedFor({ points, outwards }: CurbStretch): Point {
  const [first, last] = [points[0]!, points.at(-1)!];
  const middle: Point =
    outwards === null
      ? [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
      : [(first[0] + last[0]) / 2, (first[1] + last[1]) / 2];
  if (outwards === null) return middle;
  return [middle[0] + outwards[0] * ASIDE_m, middle[1] + outwards[1] * ASIDE_m];
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** From the first to the last place of the points along the link. */
function spanOn(link: LinkDraft, points: readonly Point[]): { start_m: number; end_m: number } {
  const index = indexLinks([link]);
  const places = points.map(([x_m, y_m]) => nearestLink(index, x_m, y_m)!.position_m);
  return {
    start_m: toCentimetre(Math.max(0, leastOf(places))),
    end_m: toCentimetre(Math.min(link.length_m, greatestOf(places))),
  };
}

const toCentimetre = (value_m: number): number => Math.floor(value_m * 100) / 100;

/** The longest part of a span that no other has taken. */
function freePart(
  span: { start_m: number; end_m: number },
  taken: readonly { start_m: number; end_m: number }[],
): { start_m: number; end_m: number } {
  let parts = [span];
  for (const other of taken) {
    parts = parts.flatMap(({ start_m, end_m }) =>
      [
        { start_m, end_m: Math.min(end_m, other.start_m) },
        { start_m: Math.max(start_m, other.end_m), end_m },
      ].filter((part) => part.end_m > part.start_m),
    );
  }
  return parts.reduce(
    (best, part) => (part.end_m - part.start_m > best.end_m - best.start_m ? part : best),
    { start_m: span.start_m, end_m: span.start_m },
  );
}

function uniqueName(name: string, names: Set<string>): string {
  let unique = name;
  for (let copy = 2; names.has(unique); copy++) unique = `${name}-${copy}`;
  names.add(unique);
  return unique;
}
