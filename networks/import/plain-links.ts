/**
 * Streets of formats that have nodes and links and nothing else: lists of edges, lines, MATSim,
 * TNTP. What they leave out is assumed and told; turns, signals and places are completed as for maps.
 */
import { refused } from '../../core/base/counted-text.js';
import { greatestOf, leastOf } from '../../core/base/extremes.js';
import type {
  LinkDraft,
  NetworkDraft,
  NodeDraft,
  Point,
} from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { completePlaces, completeStreets } from '../complete/complete-network.js';
import type { NoteBook } from '../complete/note-book.js';
import { area_m2, convexHull, distance_m, drawnLength_m } from '../complete/polyline.js';
import {
  LANE_WIDTH_m,
  SIDEWALK_m,
  streetClassOf,
  UNKNOWN_STREET,
} from '../complete/street-classes.js';

/** What is undefined the file does not say. */
export interface PlainLink {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** False where it stands for both directions of a street. */
  readonly isDirected: boolean;
  readonly length_m: number | undefined;
  readonly freeSpeed_mps: number | undefined;
  readonly laneCount: number | undefined;
  /** A word of `street-classes.ts`, or another. */
  readonly facility: string | undefined;
  /** In place of that of the class. */
  readonly rank?: number;
  /** Drawn from node to node; straight without it. */
  readonly geometry: readonly Point[] | undefined;
}

export interface PlainStreets {
  /** As the user knows it, for problems. */
  readonly file: string;
  readonly name: string;
  readonly layout: string;
  readonly crs: string;
  readonly nodes: readonly NodeDraft[];
  readonly links: readonly PlainLink[];
}

/** Under which codes a format's import tells what was repaired or guessed. */
export interface PlainCodes {
  readonly length: string;
  readonly selfLoop: string;
  readonly guess: string;
  readonly district: string;
}

export interface ImportedStreets {
  readonly network: NetworkDraft;
  readonly notes: readonly RepairNote[];
}

/** From side to side. One flat plane holds no more, and cities of several countries are no district. */
const WIDEST_m = 300_000;

/**
 * Every link's ends are among the nodes. Gives a network that can be driven. Throws UserError EDG-007
 * where it is wider than a region.
 */
export function importPlainLinks(
  streets: PlainStreets,
  codes: PlainCodes,
  notes: NoteBook,
): ImportedStreets {
  const driven = completeStreets(drawn(streets, codes, notes));
  const whole = completePlaces(driven.draft);
  return { network: whole.draft, notes: [...notes.notes, ...driven.notes, ...whole.notes] };
}

function drawn(
  { file, name, layout, crs, nodes, links: plain }: PlainStreets,
  codes: PlainCodes,
  notes: NoteBook,
): NetworkDraft {
  const placeOf = new Map(nodes.map((node) => [node.name, [node.x_m, node.y_m] as Point]));
  const links = plain.flatMap((link) => directionsOf(link, { placeOf, codes, notes }));
  const used = new Set(links.flatMap(({ from, to }) => [from, to]));
  const kept = nodes.filter((node) => used.has(node.name));
  for (const places of [kept.map(({ x_m }) => x_m), kept.map(({ y_m }) => y_m)]) {
    if (greatestOf(places) - leastOf(places) <= WIDEST_m) continue;
    throw refused(file, 'EDG-007', `is wider than ${WIDEST_m / 1000} km: cut out a district`);
  }
  notes.guess(codes.district, 'district', 'the convex hull of the nodes');
  const polygon = convexHull(kept.map(({ x_m, y_m }): Point => [x_m, y_m]));
  const district = { polygon, area_m2: polygon.length < 3 ? 0 : area_m2(polygon) };
  const none = { movements: [], curbs: [], lots: [], blocks: [], addresses: [], gates: [] };
  return { name, layout, crs, attribution: '', district, nodes: kept, links, ...none };
}

interface Around {
  readonly placeOf: ReadonlyMap<string, Point>;
  readonly codes: PlainCodes;
  readonly notes: NoteBook;
}

/** One link, both of a street, or none where it leads nowhere. */
function directionsOf(plain: PlainLink, around: Around): readonly LinkDraft[] {
  const { codes, notes } = around;
  if (plain.from === plain.to) {
    notes.repair(codes.selfLoop, plain.name, 'leads from a node to itself: left out');
    return [];
  }
  const link = linkOf(plain, around);
  return plain.isDirected ? [link] : [link, backOf(link)];
}

const backOf = (link: LinkDraft): LinkDraft => ({
  ...link,
  name: `${link.name} back`,
  from: link.to,
  to: link.from,
  geometry: link.geometry.toReversed(),
});

/** Files round lengths. */
const ROUNDING = 0.01;
const ROUNDING_m = 1;
const SHORTEST_m = 1;

function linkOf(plain: PlainLink, { placeOf, codes, notes }: Around): LinkDraft {
  const { name, from, to } = plain;
  const known = plain.facility === undefined ? null : streetClassOf(plain.facility);
  const street = known ?? UNKNOWN_STREET;
  const guessed = [
    ...(known === null && plain.rank === undefined ? ['class'] : []),
    ...(plain.freeSpeed_mps === undefined ? ['speed'] : []),
    ...(plain.laneCount === undefined ? ['lanes'] : []),
  ];
  if (guessed.length > 0) {
    const of = known === null ? 'a local street' : `its class, ${plain.facility}`;
    notes.guess(codes.guess, name, `${guessed.join(', ')} as of ${of}`);
  }
  const geometry = plain.geometry ?? [placeOf.get(from)!, placeOf.get(to)!];
  const crow_m = distance_m(geometry[0]!, geometry.at(-1)!);
  const stated_m = plain.length_m ?? Math.max(SHORTEST_m, drawnLength_m(geometry));
  const length_m = Math.max(stated_m, crow_m, SHORTEST_m);
  if (length_m > stated_m * (1 + ROUNDING) + ROUNDING_m) {
    notes.repair(codes.length, name, 'shorter than the straight line: as long as that');
  }
  const laneCount = plain.laneCount ?? street.laneCount;
  return {
    name,
    from,
    to,
    street: from < to ? `${from} ${to}` : `${to} ${from}`,
    length_m,
    freeSpeed_mps: plain.freeSpeed_mps ?? street.freeSpeed_mps,
    laneCount,
    leftPocket_m: 0,
    rank: plain.rank ?? street.rank,
    carriageway_m: laneCount * LANE_WIDTH_m,
    sidewalk_m: SIDEWALK_m,
    isInside: true,
    geometry,
  };
}
