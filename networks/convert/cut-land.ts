/** Blocks with a strip of land taken out of them for a new street. */
import type { BlockDraft, NetworkDraft, Point } from '../../core/network/network-draft.js';
import { area_m2 } from '../complete/polyline.js';

export interface StreetStrip {
  readonly from: Point;
  readonly to: Point;
  readonly half_m: number;
}

export interface CutLand {
  readonly draft: NetworkDraft;
  /** Names of the parts of blocks that were cut. */
  readonly cutBlocks: ReadonlySet<string>;
  /** What each strip took, to be added to a sentence. */
  readonly messages: readonly string[];
}

export function cutLand(draft: NetworkDraft, strips: readonly StreetStrip[]): CutLand {
  let current = draft;
  const cutBlocks = new Set<string>();
  const messages = strips.map((strip) => {
    const cut = cutOnce(current, strip, cutBlocks);
    current = cut.draft;
    return cut.message;
  });
  return { draft: current, cutBlocks, messages };
}

function cutOnce(draft: NetworkDraft, strip: StreetStrip, cutBlocks: Set<string>) {
  const { half_m } = strip;
  const partsOf = new Map<string, readonly BlockDraft[]>();
  let taken_m2 = 0;
  for (const block of draft.blocks) {
    if (!runsThrough(strip, block)) continue;
    const halves = ([1, -1] as const).map((way) => landBeside(block.polygon, strip, way));
    const parts = halves.map((polygon, at): BlockDraft => {
      const name = `${block.name} ${at === 0 ? 'a' : 'b'}`;
      return { name, polygon, area_m2: polygon.length < 3 ? 0 : area_m2(polygon) };
    });
    // A block's area may be known better than its outline: both shrink alike.
    const scale = block.area_m2 / area_m2(block.polygon);
    const kept = parts
      .filter((part) => part.area_m2 > 0)
      .map((part) => ({ ...part, area_m2: part.area_m2 * scale }));
    taken_m2 += block.area_m2 - kept.reduce((sum, part) => sum + part.area_m2, 0);
    partsOf.set(block.name, kept);
    cutBlocks.delete(block.name);
    for (const { name } of kept) cutBlocks.add(name);
  }
  const blocks = draft.blocks.flatMap((block) => partsOf.get(block.name) ?? [block]);
  const placed = <Place extends { block: string; x_m: number; y_m: number }>(
    place: Place,
  ): Place => {
    const parts = partsOf.get(place.block);
    if (parts === undefined) return place;
    const isLeft = aside_m(strip, [place.x_m, place.y_m]) > 0;
    const part = parts.find(({ name }) => name.endsWith(isLeft ? ' a' : ' b')) ?? parts[0];
    return { ...place, block: part?.name ?? '' };
  };
  const inTheWay = draft.addresses.filter(
    ({ block, x_m, y_m }) => partsOf.has(block) && Math.abs(aside_m(strip, [x_m, y_m])) < half_m,
  ).length;
  const addresses = draft.addresses.map(placed);
  const lots = draft.lots.map(placed);
  const houses = inTheWay === 0 ? '' : `, ${inTheWay} addresses stand in its way`;
  const message = taken_m2 === 0 ? '' : `, ${Math.round(taken_m2)} m² of blocks${houses}`;
  return { draft: { ...draft, blocks, addresses, lots }, message };
}

/** Metres to the left of the strip's middle line. */
function aside_m({ from, to }: StreetStrip, [x, y]: Point): number {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  return (dx * (y - from[1]) - dy * (x - from[0])) / Math.sqrt(dx * dx + dy * dy);
}

/** Does the middle line cross the outline at both its ends, or nearly so? */
function runsThrough(strip: StreetStrip, { polygon }: BlockDraft): boolean {
  let crossingCount = 0;
  const { from, to } = strip;
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  for (const [row, a] of polygon.entries()) {
    const b = polygon[(row + 1) % polygon.length]!;
    const [aside, other] = [aside_m(strip, a), aside_m(strip, b)];
    if (aside >= 0 === other >= 0) continue;
    const share = aside / (aside - other);
    const [x, y] = [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share];
    const along = ((x - from[0]) * dx + (y - from[1]) * dy) / (dx * dx + dy * dy);
    if (along >= 0 && along <= 1) crossingCount++;
  }
  return crossingCount >= 2;
}

/** The polygon's part beyond the strip's left (1) or right (-1) edge: Sutherland and Hodgman, 1974. */
function landBeside(polygon: readonly Point[], strip: StreetStrip, way: 1 | -1): readonly Point[] {
  const beyond_m = (point: Point): number => way * aside_m(strip, point) - strip.half_m;
  const kept: Point[] = [];
  for (const [row, a] of polygon.entries()) {
    const b = polygon[(row + 1) % polygon.length]!;
    const [here_m, there_m] = [beyond_m(a), beyond_m(b)];
    if (here_m >= 0) kept.push(a);
    if (here_m >= 0 === there_m >= 0) continue;
    const share = here_m / (here_m - there_m);
    kept.push([a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share]);
  }
  return kept;
}
