/** Lots beyond the rim where only empty vehicles wait: at the same gates in every layout. */
import { landPerStall_m2 } from '../../core/network/lot-geometry.js';
import type { GateDraft, LotDraft } from '../../core/network/network-draft.js';
import { evenCounts } from './apportion.js';
import type { GenerateSpec } from './generate-spec.js';
import { BEYOND_RIM_m, type Grid, RIM_MOVEMENT_m } from './grid.js';

/** Cheap ground with wide aisles. */
const LAND_m2PerStall = 25;
const OUTER_m = BEYOND_RIM_m - RIM_MOVEMENT_m;
/** A gate of several streets has a driveway on each; one of a single street has two. */
const DRIVEWAYS_m = { one: [OUTER_m / 2], two: [OUTER_m / 4, (3 * OUTER_m) / 4] } as const;

/**
 * Lots at every so many gates. A vehicle that leaves the district turns in from the exit link; one
 * that leaves the lot turns out onto the entry link: both are entrances.
 */
export function remoteLots(
  { remoteLotCount, remoteStallCount, remoteLotDepth = 1 }: GenerateSpec,
  grid: Grid,
  gates: readonly GateDraft[],
): LotDraft[] {
  const sizes = evenCounts(remoteStallCount, new Array<number>(remoteLotCount).fill(1));
  return sizes.map((stallCount, lot) => {
    const gate = gates[Math.floor((lot * gates.length) / remoteLotCount)]!;
    const driveways_m = gate.exits.length > 1 ? DRIVEWAYS_m.one : DRIVEWAYS_m.two;
    return {
      name: gate.name.replace('gate-', 'remote-'),
      kind: 'surface',
      stallCount,
      ...landOf(remoteLotDepth),
      levelCount: 1,
      isRemote: true,
      isInside: false,
      x_m: beyond_m(grid, gate.x_m),
      y_m: beyond_m(grid, gate.y_m),
      block: '',
      entrances: [...gate.exits, ...gate.entries].flatMap((link) =>
        driveways_m.map((position_m) => ({ link, position_m })),
      ),
    };
  });
}

/** Lanes open at one end where cars stand one behind another. */
const landOf = (depth: number) =>
  depth === 1
    ? { land_m2PerStall: LAND_m2PerStall }
    : { land_m2PerStall: landPerStall_m2({ depth, isTwoEnded: false }), depth };

/** A coordinate on the rim moves out to the middle of the outer streets. */
function beyond_m({ side_m }: Grid, at_m: number): number {
  if (at_m === 0) return -BEYOND_RIM_m / 2;
  return at_m === side_m ? side_m + BEYOND_RIM_m / 2 : at_m;
}
