/** The land of a stretch of curb as a polygon: right of the carriageway, as deep as the curb lane. */
import { alongLine } from './along-line.js';
import type { LinkDraft, Point } from './network-draft.js';

/** Corners a long strip has at least on a bend: one every so many metres. */
const STEP_m = 10;

export function curbOutline(
  link: LinkDraft,
  { start_m, end_m, depth_m }: { start_m: number; end_m: number; depth_m: number },
): Point[] {
  const stepCount = isStraight(link) ? 1 : Math.max(1, Math.ceil((end_m - start_m) / STEP_m));
  const kerb_m = link.carriageway_m / 2;
  const side = (aside_m: number): Point[] =>
    Array.from({ length: stepCount + 1 }, (_, step) => {
      const at_m = start_m + ((end_m - start_m) * step) / stepCount;
      const { point, heading } = alongLine(link.geometry, at_m / link.length_m);
      return [point[0] + heading[1] * aside_m, point[1] - heading[0] * aside_m];
    });
  // Counter-clockwise: along the outer edge and back along the inner one.
  return [...side(kerb_m + depth_m), ...side(kerb_m).reverse()];
}

const isStraight = ({ geometry }: LinkDraft): boolean => geometry.length === 2;
