/** Which block a curb zone lies beside: traffic keeps right, so it is the land to the right. */
import { alongLine } from './along-line.js';
import type { BlockDraft, CurbDraft, NetworkDraft, Point } from './network-draft.js';

/** Looked at to the right of a link's centre line: behind its lanes, its curb and its sidewalk. */
const ASIDE_m = [6, 10, 16, 24, 32];

/** Gives the block's name, or the empty text where the land to the right is no block's. */
export function blockFinder(draft: NetworkDraft): (curb: CurbDraft) => string {
  const links = new Map(draft.links.map((link) => [link.name, link]));
  const { blocks } = draft;
  const bounds_m = boundsOf(blocks);
  const blockAt = (point: Point): string | null => {
    for (let block = 0; block < blocks.length; block++) {
      if (!isWithin(bounds_m, block, point)) continue;
      if (holds(blocks[block]!.polygon, point)) return blocks[block]!.name;
    }
    return null;
  };
  return (curb) => {
    const link = links.get(curb.link);
    if (link === undefined || draft.blocks.length === 0) return '';
    const middle = (curb.start_m + curb.end_m) / 2 / link.length_m;
    const { point, heading } = alongLine(link.geometry, middle);
    for (const aside_m of ASIDE_m) {
      const x_m = point[0] + heading[1] * aside_m;
      const y_m = point[1] - heading[0] * aside_m;
      const block = blockAt([x_m, y_m]);
      if (block !== null) return block;
    }
    return '';
  };
}

/** West, south, east and north of each block: every curb is looked for in all of them. */
function boundsOf(blocks: readonly BlockDraft[]): Float64Array {
  const bounds_m = new Float64Array(4 * blocks.length);
  for (const [block, { polygon }] of blocks.entries()) {
    let [west_m, south_m, east_m, north_m] = [Infinity, Infinity, -Infinity, -Infinity];
    for (const [x_m, y_m] of polygon) {
      west_m = Math.min(west_m, x_m);
      south_m = Math.min(south_m, y_m);
      east_m = Math.max(east_m, x_m);
      north_m = Math.max(north_m, y_m);
    }
    bounds_m.set([west_m, south_m, east_m, north_m], 4 * block);
  }
  return bounds_m;
}

function isWithin(bounds_m: Float64Array, block: number, [x_m, y_m]: Point): boolean {
  const at = 4 * block;
  return (
    x_m >= bounds_m[at]! &&
    y_m >= bounds_m[at + 1]! &&
    x_m <= bounds_m[at + 2]! &&
    y_m <= bounds_m[at + 3]!
  );
}

/** Is the point inside? Counts the edges to its right. */
function holds(polygon: readonly Point[], [x_m, y_m]: Point): boolean {
  let isHeld = false;
  for (let at = 0; at < polygon.length; at++) {
    const [fromX_m, fromY_m] = polygon[at]!;
    const [toX_m, toY_m] = polygon[(at + 1) % polygon.length]!;
    if (fromY_m > y_m === toY_m > y_m) continue;
    const edge_m = fromX_m + ((y_m - fromY_m) / (toY_m - fromY_m)) * (toX_m - fromX_m);
    if (x_m < edge_m) isHeld = !isHeld;
  }
  return isHeld;
}
