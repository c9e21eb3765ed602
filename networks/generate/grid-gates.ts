/** Gates: stretches of the rim whose streets bring traffic in and out, the same in all layouts. */
import type { GateDraft, Point } from '../../core/network/network-draft.js';
import { type Grid, linkName, nodeName, streetAt_m } from './grid.js';

const SIDES = ['n', 'e', 's', 'w'] as const;

/**
 * Clockwise from the north-west corner: `gate-n1` … `gate-nK`, then the east side from the north.
 * On every side the numbers rise to the east or to the north.
 */
export function gridGates(grid: Grid, gateStretch_m: number): GateDraft[] {
  const perSide = Math.round(grid.side_m / gateStretch_m);
  const rising = Array.from({ length: perSide }, (_, stretch) => stretch);
  return SIDES.flatMap((side) => {
    const clockwise = side === 'n' || side === 'w' ? rising : rising.toReversed();
    return clockwise.map((stretch) => gateAt(grid, side, stretch, gateStretch_m));
  });
}

function gateAt(
  grid: Grid,
  side: (typeof SIDES)[number],
  stretch: number,
  gateStretch_m: number,
): GateDraft {
  const isAcross = side === 'n' || side === 's';
  const rim = side === 'n' || side === 'e' ? grid.streetCount : -1;
  const out = rim === -1 ? -2 : grid.streetCount + 1;
  const ends = Array.from({ length: grid.streetCount }, (_, street) => street)
    .filter((street) => Math.floor(streetAt_m(grid, street) / gateStretch_m) === stretch)
    .map((street) => {
      const name = (at: number): string =>
        isAcross ? nodeName(grid, street, at) : nodeName(grid, at, street);
      return { outer: name(out), rim: name(rim) };
    });
  const along_m = (stretch + 0.5) * gateStretch_m;
  const rim_m = streetAt_m(grid, rim);
  const [x_m, y_m]: Point = isAcross ? [along_m, rim_m] : [rim_m, along_m];
  return {
    name: `gate-${side}${stretch + 1}`,
    x_m,
    y_m,
    entries: ends.map((end) => linkName(end.outer, end.rim)),
    exits: ends.map((end) => linkName(end.rim, end.outer)),
    weight: 1,
  };
}
