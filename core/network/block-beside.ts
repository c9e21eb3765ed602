/** Which block a curb zone lies beside: traffic keeps right, so it is the land to the right. */
import { alongLine } from './along-line.js';
import type { BlockDraft, CurbDraft, NetworkDraft, Point } from './network-draft.js';

/** Looked at to the right of a link's centre line: behind its lanes, its curb and its sidewalk. */
const ASIDE_m = [6, 10, 16, 24, 32];

/** Gives the block's name, or the empty text where the land to the right is no block's. */
export function blockFinder(draft: NetworkDraft): (curb: CurbDraft) => string {
  const links = new Map(draft.links.map((link) => [link.name, link]));
  const bounds = draft.blocks.map(boundsOf);
  const blockAt = (point: Point): string | null => {
    for (const [at, block] of draft.blocks.entries()) {
      if (isWithin(bounds[at]!, point) && holds(block.polygon, point)) return block.name;
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

interface Bounds {
  readonly least: Point;
  readonly most: Point;
}

function boundsOf({ polygon }: BlockDraft): Bounds {
  let [west_m, south_m, east_m, north_m] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x_m, y_m] of polygon) {
    west_m = Math.min(west_m, x_m);
    south_m = Math.min(south_m, y_m);
    east_m = Math.max(east_m, x_m);
    north_m = Math.max(north_m, y_m);
  }
  return { least: [west_m, south_m], most: [east_m, north_m] };
}

const isWithin = ({ least, most }: Bounds, [x_m, y_m]: Point): boolean =>
  x_m >= least[0] && x_m <= most[0] && y_m >= least[1] && y_m <= most[1];

/** Is the point inside? Counts the edges to its right. */
function holds(polygon: readonly Point[], [x_m, y_m]: Point): boolean {
  let isHeld = false;
  for (const [at, [fromX_m, fromY_m]] of polygon.entries()) {
    const [toX_m, toY_m] = polygon[(at + 1) % polygon.length]!;
    if (fromY_m > y_m === toY_m > y_m) continue;
    const edge_m = fromX_m + ((y_m - fromY_m) / (toY_m - fromY_m)) * (toX_m - fromX_m);
    if (x_m < edge_m) isHeld = !isHeld;
  }
  return isHeld;
}
