/** Blocks: what the streets enclose, less their carriageways, curbs and sidewalks. */
import RBush from 'rbush';
import type {
  AddressDraft,
  BlockDraft,
  LinkDraft,
  NetworkDraft,
  Point,
} from '../../core/network/network-draft.js';
import { area_m2, distance_m, drawnLength_m, insideOf, pointAt } from '../complete/polyline.js';
import type { Completed } from '../complete/street-graph.js';
import { offsetPath } from './offset-path.js';
import { type Face, facesBetween, type Wall } from './planar-faces.js';

/** Smaller or thinner land is median, traffic island or verge, and counts as street. */
const SMALLEST_m2 = 150;
/** Area by outline: half the width of a long strip. */
const THINNEST_m = 3;

/** Adds blocks; addresses and lots inside one are told so. Streets have room for all they hold. */
export function addStreetBlocks(draft: NetworkDraft): Completed {
  const { polygon } = draft.district;
  const rim = polygon.map((corner, row) => wall(corner, polygon[(row + 1) % polygon.length]!, 0));
  const faces = facesBetween([...rim, ...streetWalls(draft)]);
  const found = faces.map(insetOf).filter(isBlock);
  const blocks = found.map(
    (corners, row): BlockDraft => ({
      name: `block ${row + 1}`,
      polygon: corners,
      area_m2: area_m2(corners),
    }),
  );
  const slivers = faces.length - blocks.length;
  const land_m2 = blocks.reduce((sum, block) => sum + block.area_m2, 0);
  const share = Math.round((100 * land_m2) / draft.district.area_m2);
  const message =
    `${blocks.length} drawn between the middles of streets, less their guessed widths ` +
    `(${share} % of the land); ${slivers} slivers count as streets`;
  const note = { code: 'OSM-209', subject: 'blocks', message, kind: 'guess' } as const;
  return { draft: { ...draft, blocks, ...placedIn(blocks, draft) }, notes: [note] };
}

const wall = (a: Point, b: Point, width_m: number): Wall => ({
  a,
  b,
  left_m: width_m,
  right_m: width_m,
});

function insetOf({ corners, margins_m }: Face): readonly Point[] {
  return offsetPath({ path: corners, lefts_m: margins_m, isClosed: true });
}

function isBlock(corners: readonly Point[]): boolean {
  const land_m2 = area_m2(corners);
  const outline_m = drawnLength_m([...corners, corners[0]!]);
  return land_m2 >= SMALLEST_m2 && land_m2 >= THINNEST_m * outline_m;
}

/** Streets as lines from node to node, with what lies on each side of them. */
function streetWalls(draft: NetworkDraft): Wall[] {
  const nodes = new Map(
    draft.nodes.map(({ name, x_m, y_m }): [string, Point] => [name, [x_m, y_m]]),
  );
  const curb_m = new Map(draft.curbs.map(({ link, depth_m }) => [link, depth_m]));
  const verge_m = (link: LinkDraft): number => curb_m.get(link.name) ?? 0;
  const opposites = new Map<string, LinkDraft>();
  for (const link of draft.links) opposites.set(`${link.from}\n${link.to}\n${link.street}`, link);
  const walls: Wall[] = [];
  for (const link of draft.links) {
    const opposite = opposites.get(`${link.to}\n${link.from}\n${link.street}`);
    const isPair = opposite !== undefined && liesBeside(link, opposite);
    if (isPair && opposite.name < link.name) continue;
    const half_m = link.carriageway_m / 2;
    const middle = isPair ? besideLine(link.geometry, half_m) : link.geometry;
    const sides = isPair
      ? { left_m: reach_m(opposite, verge_m), right_m: reach_m(link, verge_m) }
      : {
          left_m: half_m + link.sidewalk_m / 2,
          right_m: half_m + link.sidewalk_m / 2 + verge_m(link),
        };
    const line = [nodes.get(link.from)!, ...middle, nodes.get(link.to)!];
    for (let row = 1; row < line.length; row++) {
      walls.push({ a: line[row - 1]!, b: line[row]!, ...sides });
    }
  }
  return walls;
}

const reach_m = (link: LinkDraft, verge_m: (link: LinkDraft) => number): number =>
  link.carriageway_m + verge_m(link) + link.sidewalk_m;

const besideLine = (path: readonly Point[], left_m: number): readonly Point[] =>
  offsetPath({ path, lefts_m: path.map(() => left_m), isClosed: false });

/** Two directions of one carriageway, with no median between them. */
function liesBeside(a: LinkDraft, b: LinkDraft): boolean {
  const middleOf = ({ geometry }: LinkDraft): Point =>
    pointAt(geometry, drawnLength_m(geometry) / 2);
  const touching_m = (a.carriageway_m + b.carriageway_m) / 2;
  return distance_m(middleOf(a), middleOf(b)) <= touching_m + MEDIAN_m;
}

/** Narrower medians are painted. */
const MEDIAN_m = 1.5;

function placedIn(blocks: readonly BlockDraft[], { addresses, lots }: NetworkDraft) {
  const index = new RBush<BlockBox>();
  index.load(blocks.map(boxOf));
  /** The first block that holds the place; only those whose box does are looked at. */
  const blockAt = (x_m: number, y_m: number): string => {
    const near = index.search({ minX: x_m, minY: y_m, maxX: x_m, maxY: y_m });
    const rows = near.map(({ row }) => row).sort((a, b) => a - b);
    const found = rows.find((row) => insideOf(blocks[row]!.polygon, [x_m, y_m]));
    return found === undefined ? '' : blocks[found]!.name;
  };
  return {
    addresses: addresses.map(
      (address): AddressDraft => ({ ...address, block: blockAt(address.x_m, address.y_m) }),
    ),
    lots: lots.map((lot) => (lot.isInside ? { ...lot, block: blockAt(lot.x_m, lot.y_m) } : lot)),
  };
}

interface BlockBox {
  readonly minX: number;
  readonly minY: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly row: number;
}

function boxOf({ polygon }: BlockDraft, row: number): BlockBox {
  let [minX, minY, maxX, maxY] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of polygon) {
    minX = Math.min(minX, x);
    minY = Math.min(minY, y);
    maxX = Math.max(maxX, x);
    maxY = Math.max(maxY, y);
  }
  return { minX, minY, maxX, maxY, row };
}
