/**
 * Rows of link.csv to links. Folders of ours say everything; of other programs' rows the missing
 * is assumed and the impossible mended, and both are noted.
 */
import { KMH_mps } from '../../core/base/units.js';
import type { LaneUse } from '../../core/network/lane-use.js';
import type { LinkDraft, NodeDraft, Point } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import { distance_m, drawnLength_m } from '../complete/polyline.js';
import {
  LANE_WIDTH_m,
  SIDEWALK_m,
  type StreetClass,
  streetClassOf,
  UNKNOWN_STREET,
} from '../complete/street-classes.js';
import { isForCars, laneClassesIn } from './allowed-uses.js';
import { FOLDER_NOTES } from './codes.js';
import { LENGTH_m, SPEED_mps } from './gmns-config.js';
import { laneUsesOf } from './lane-use-table.js';
import type { LinkRow } from './link-table.js';
import type { Plane } from './planar.js';
import type { Folder } from './tables.js';

/** What one unit of the folder is worth in ours. */
export interface FolderUnits {
  readonly shortLength_m: number;
  readonly longLength_m: number;
  readonly speed_mps: number;
}

export function unitsOf({ config }: Folder, notes: NoteBook): FolderUnits {
  const row = config.rows[0];
  if (row?.shortLength === undefined || row.longLength === undefined || row.speed === undefined) {
    const message = 'units are not all stated: lengths in m and speeds in km/h where missing';
    notes.guess(FOLDER_NOTES.units, 'config.csv', message);
  }
  return {
    shortLength_m: LENGTH_m[row?.shortLength ?? 'm'],
    longLength_m: LENGTH_m[row?.longLength ?? 'm'],
    speed_mps: row?.speed === undefined ? KMH_mps : SPEED_mps[row.speed],
  };
}

export interface LinkContext {
  readonly folder: Folder;
  readonly nodes: readonly NodeDraft[];
  readonly units: FolderUnits;
  readonly plane: Plane;
  readonly notes: NoteBook;
}

/** The links of each row, by its `link_id`: one, two for both directions, or none. */
export function assembleLinks(context: LinkContext): ReadonlyMap<string, readonly LinkDraft[]> {
  const reader = new LinkReader(context);
  const links = new Map<string, readonly LinkDraft[]>();
  for (const row of context.folder.link.rows) links.set(row.name, reader.linksOf(row));
  return links;
}

/** Rows that this program wrote mean what they say; only those of others are mended. */
export const isOurs = (row: LinkRow): boolean => row.street !== undefined;

const BACK = '_back';
/** Lines may stop at the rim of a large junction, whose node is in its middle. */
const FARTHEST_END_m = 50;

class LinkReader {
  readonly #context: LinkContext;
  readonly #nodes: ReadonlyMap<string, NodeDraft>;
  readonly #shapes: ReadonlyMap<string, readonly Point[] | undefined>;
  readonly #lanes: ReadonlyMap<string, LaneCounts>;
  readonly #uses: ReadonlyMap<string, readonly LaneUse[]>;
  readonly #names: Set<string>;
  readonly #pairs = new Map<string, number>();

  constructor(context: LinkContext) {
    const { folder, nodes } = context;
    this.#context = context;
    this.#nodes = new Map(nodes.map((node) => [node.name, node]));
    this.#shapes = new Map(folder.geometry.rows.map(({ name, geometry }) => [name, geometry]));
    this.#lanes = laneCounts(folder);
    this.#uses = laneUsesOf(folder.lane.rows, folder.laneUse.rows);
    this.#names = new Set(folder.link.rows.map((row) => row.name));
  }

  linksOf(row: LinkRow): readonly LinkDraft[] {
    const { notes } = this.#context;
    const unusable = this.#unusable(row);
    if (unusable !== null) {
      notes.repair(unusable.code, row.name, unusable.message);
      return [];
    }
    const link = this.#link(row);
    return row.isDirected === false ? [link, this.#backwards(link)] : [link];
  }

  #unusable(row: LinkRow): { code: string; message: string } | null {
    if (isOurs(row)) return null;
    if (!isForCars(row.allowedUses)) {
      return { code: FOLDER_NOTES.notForCars, message: 'left out: not for motor vehicles' };
    }
    if (row.from === row.to) {
      return { code: FOLDER_NOTES.selfLoop, message: 'left out: it ends where it begins' };
    }
    return null;
  }

  #link(row: LinkRow): LinkDraft {
    const street = this.#classOf(row);
    const laneCount = this.#laneCount(row, street);
    const geometry = this.#geometry(row);
    // A row for both directions has no lanes of its own side.
    const laneUses = row.isDirected === false ? [] : this.#usesOf(row, laneCount);
    return {
      name: row.name,
      from: row.from,
      to: row.to,
      street: row.street ?? this.#street(row),
      length_m: this.#length_m(row, geometry),
      freeSpeed_mps: this.#freeSpeed_mps(row, street),
      laneCount,
      leftPocket_m: row.leftPocket_m ?? this.#pocket_m(row, geometry),
      rank: row.rank ?? street.rank,
      carriageway_m: row.carriageway_m ?? laneCount * LANE_WIDTH_m,
      sidewalk_m: row.sidewalk_m ?? (row.walkway === 'none' ? 0 : SIDEWALK_m),
      isInside: row.isInside ?? true,
      ...(laneUses.length === 0 ? {} : { laneUses }),
      ...(row.tidalHours === undefined ? {} : { tidalHours: row.tidalHours }),
      geometry,
    };
  }

  /** Of the lanes that the link has; others' files list lanes for bicycles and parking too. */
  #usesOf(row: LinkRow, laneCount: number): readonly LaneUse[] {
    return (this.#uses.get(row.name) ?? []).filter(({ lane }) => lane < laneCount);
  }

  #backwards(link: LinkDraft): LinkDraft {
    let name = link.name + BACK;
    while (this.#names.has(name)) name += '_';
    this.#names.add(name);
    const geometry = [...link.geometry].reverse();
    return { ...link, name, from: link.to, to: link.from, geometry };
  }

  #classOf(row: LinkRow): StreetClass {
    const known = row.facility === undefined ? null : streetClassOf(row.facility);
    if (known === null && row.rank === undefined) {
      const message = 'class of the street is not known: taken as a local street';
      this.#context.notes.guess(FOLDER_NOTES.speed, row.name, message);
    }
    return known ?? UNKNOWN_STREET;
  }

  #freeSpeed_mps(row: LinkRow, street: StreetClass): number {
    const { notes, units } = this.#context;
    if (row.freeSpeed !== undefined && row.freeSpeed > 0) return row.freeSpeed * units.speed_mps;
    notes.guess(FOLDER_NOTES.speed, row.name, 'speed limit is missing: taken from its class');
    return street.freeSpeed_mps;
  }

  #laneCount(row: LinkRow, street: StreetClass): number {
    const { notes } = this.#context;
    if (row.laneCount !== undefined && row.laneCount > 0) return row.laneCount;
    const listed = this.#lanes.get(row.name)?.through ?? 0;
    if (listed > 0) return listed;
    notes.guess(FOLDER_NOTES.lanes, row.name, 'number of lanes is missing: taken from its class');
    return street.laneCount;
  }

  /** Room for four cars, as short pockets have; at most half of the link. */
  #pocket_m(row: LinkRow, geometry: readonly Point[]): number {
    const hasPocket = this.#lanes.get(row.name)?.hasPocket ?? false;
    if (!hasPocket) return 0;
    const message = 'length of the left-turn pocket is missing: 30 m, at most half of the link';
    this.#context.notes.guess(FOLDER_NOTES.lanes, row.name, message);
    return Math.min(30, drawnLength_m(geometry) / 2);
  }

  /** Opposite links share a street; the second link between the same nodes is another street. */
  #street({ from, to, isDirected }: LinkRow): string {
    const pair = `${from}>${to}`;
    const count = (this.#pairs.get(pair) ?? 0) + 1;
    this.#pairs.set(pair, count);
    if (isDirected === false) {
      const back = `${to}>${from}`;
      this.#pairs.set(back, (this.#pairs.get(back) ?? 0) + 1);
    }
    const ends = from < to ? `${from}-${to}` : `${to}-${from}`;
    return count === 1 ? ends : `${ends}-${count}`;
  }

  #geometry(row: LinkRow): readonly Point[] {
    const { notes, plane } = this.#context;
    const [from, to] = [this.#nodes.get(row.from)!, this.#nodes.get(row.to)!];
    const drawn = row.geometry ?? this.#shapes.get(row.geometryName);
    const placed = drawn?.map((point) => plane.place(point)) ?? [];
    const line = placed.filter((point): point is Point => point !== null);
    if (line.length < 2 || line.length < placed.length) {
      notes.guess(FOLDER_NOTES.geometry, row.name, 'has no line: drawn straight');
      return [
        [from.x_m, from.y_m],
        [to.x_m, to.y_m],
      ];
    }
    return isOurs(row) ? line : this.#fitted(row, line, { from, to });
  }

  /** Some files give both directions of a street the line of one, or a line of another street. */
  #fitted(
    row: LinkRow,
    line: readonly Point[],
    { from, to }: { from: NodeDraft; to: NodeDraft },
  ): readonly Point[] {
    const start: Point = [from.x_m, from.y_m];
    const end: Point = [to.x_m, to.y_m];
    const isReversed = distance_m(line.at(-1)!, start) < distance_m(line[0]!, start);
    const turned = isReversed ? [...line].reverse() : line;
    const miss_m = Math.max(distance_m(turned[0]!, start), distance_m(turned.at(-1)!, end));
    if (miss_m <= FARTHEST_END_m) return turned;
    const message = `its line ends over ${FARTHEST_END_m} m away from its nodes: drawn straight`;
    this.#context.notes.repair(FOLDER_NOTES.geometry, row.name, message);
    return [start, end];
  }

  #length_m(row: LinkRow, geometry: readonly Point[]): number {
    const { notes, units } = this.#context;
    const stated_m = (row.length ?? 0) * units.longLength_m;
    if (isOurs(row) && row.length !== undefined) return stated_m;
    const drawn_m = Math.max(1, drawnLength_m(geometry));
    if (stated_m === 0) {
      notes.guess(FOLDER_NOTES.length, row.name, 'length is missing: measured along its line');
      return drawn_m;
    }
    const mostRatio = geometry.length > 2 ? 1.5 : 5;
    if (stated_m >= drawn_m * 0.67 && stated_m <= drawn_m * mostRatio) return stated_m;
    const message = 'length does not fit its line (wrong unit?): measured along the line';
    notes.repair(FOLDER_NOTES.length, row.name, message);
    return drawn_m;
  }
}

interface LaneCounts {
  readonly through: number;
  readonly hasPocket: boolean;
}

/** What lane.csv and movement.csv say about the lanes of links. */
function laneCounts({ lane, movement }: Folder): ReadonlyMap<string, LaneCounts> {
  const counts = new Map<string, LaneCounts>();
  const count = (link: string, laneNumber: number | undefined, isThrough: boolean): void => {
    const { through, hasPocket } = counts.get(link) ?? { through: 0, hasPocket: false };
    counts.set(link, {
      through: through + (isThrough ? 1 : 0),
      hasPocket: hasPocket || (laneNumber ?? 0) < 0,
    });
  };
  for (const { link, laneNumber, allowedUses } of lane.rows) {
    // A lane for some vehicles only, as buses, is a lane too; one for bicycles is not.
    const isForVehicles = isForCars(allowedUses) || (laneClassesIn(allowedUses) ?? []).length > 0;
    if (isForVehicles) count(link, laneNumber, laneNumber > 0);
  }
  for (const { from, startFromLane } of movement.rows) count(from, startFromLane, false);
  return counts;
}
