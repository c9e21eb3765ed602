/** V-GEO. Generated grids cut the land as geometry says they must, exactly, the rim included. */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { generateNetwork } from '../../networks/generate/generate-network.js';
import { SUPERBLOCK_DISTRICT } from '../../networks/generate/superblock.js';
import { type LayoutMeasures, measureLayout } from '../../networks/measure/layout-measures.js';
import { exactly, once, type ValidationCase } from './validation-case.js';

interface Layout {
  readonly spacing_m: number;
  /** Both directions. */
  readonly laneCount: number;
}

/** Lanes of 3.3 m and two sidewalks of 4 m, no curb lane. */
const rightOfWay_m = ({ laneCount }: Layout): number => 3.3 * laneCount + 8;

const LAYOUTS: readonly Layout[] = [
  { spacing_m: 100, laneCount: 2 },
  { spacing_m: 200, laneCount: 4 },
  { spacing_m: 400, laneCount: 8 },
  { spacing_m: 800, laneCount: 8 },
];

function streetsOnly(layout: Layout, addressCount = 0): NetworkDraft {
  return generateNetwork({
    ...SUPERBLOCK_DISTRICT,
    side_m: 1600,
    spacing_m: layout.spacing_m,
    rightOfWay_m: rightOfWay_m(layout),
    lanesPerDirection: layout.laneCount / 2,
    leftPocket_m: 0,
    pudoBayCount: 0,
    loadingBayCount: 0,
    lotStallCount: 0,
    remoteLotCount: 0,
    remoteStallCount: 0,
    residentCount: 0,
    jobCount: 0,
    addressCount,
    keepClearOf: [],
    gateStretch_m: 1600,
  });
}

const MEASURES: readonly {
  readonly name: string;
  readonly unit: string;
  target(layout: Layout): number;
  of(measures: LayoutMeasures): number;
}[] = [
  {
    name: 'junctions, 1/b²',
    unit: '/km²',
    target: ({ spacing_m }) => 1e6 / spacing_m ** 2,
    of: (measures) => measures.junctions_perKm2,
  },
  {
    name: 'lanes, 2n/b',
    unit: 'km/km²',
    target: ({ spacing_m, laneCount }) => (2 * laneCount * 1000) / spacing_m,
    of: (measures) => measures.lane_kmPerKm2,
  },
  {
    name: 'right-of-way, 1−(1−r/b)²',
    unit: '%',
    target: (layout) => 100 * (1 - (1 - rightOfWay_m(layout) / layout.spacing_m) ** 2),
    of: (measures) => 100 * measures.rightOfWayShare!,
  },
  {
    name: 'curb, 4(b−r)/b²',
    unit: 'm/ha',
    target: (layout) => (4e4 * (layout.spacing_m - rightOfWay_m(layout))) / layout.spacing_m ** 2,
    of: (measures) => measures.curb_mPerHa,
  },
];

const grids: ValidationCase[] = LAYOUTS.flatMap((layout) => {
  const sound = once(() => measureLayout(streetsOnly(layout)));
  // A square that is cut as if it had streets of another spacing.
  const wider = once(() =>
    measureLayout(streetsOnly({ ...layout, spacing_m: 2 * layout.spacing_m })),
  );
  return MEASURES.map(({ name, unit, target, of }) => ({
    name: `V-GEO ${layout.spacing_m} m, ${layout.laneCount} lanes: ${name}`,
    unit,
    target: target(layout),
    tolerance: exactly(target(layout), 'geometry; coordinates are kept to the micrometre'),
    run: () => of(sound()),
    broken: () => of(wider()),
  }));
});

/** A block of this side in streets of one lane a direction. */
const SPACING_m = 400;
const SIDE_m = SPACING_m - 14.6;
/** Walks begin in the middle of the sidewalk. */
const HALF_SIDEWALK_m = 2;

/** Mean way from addresses of whole blocks to the edge of their block. */
function meanWalk(spacing_m: number): { readonly mean: number; readonly standardError: number } {
  const layout = { spacing_m, laneCount: 2 };
  const { addresses, blocks } = streetsOnly(layout, 8000);
  const whole_m2 = (spacing_m - rightOfWay_m(layout)) ** 2;
  const whole = new Set(
    blocks.filter(({ area_m2 }) => Math.abs(area_m2 - whole_m2) < 0.01).map(({ name }) => name),
  );
  const walks_m = addresses
    .filter(({ block }) => whole.has(block))
    .map(({ walk_m }) => walk_m - HALF_SIDEWALK_m);
  const meanOf = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const mean = meanOf(walks_m);
  const variance_m2 = meanOf(walks_m.map((walk_m) => (walk_m - mean) ** 2));
  return { mean, standardError: Math.sqrt(variance_m2 / walks_m.length) };
}

const walk: ValidationCase = {
  name: `V-GEO block of ${SIDE_m} m: mean walk to the edge, S/6`,
  unit: 'm',
  target: SIDE_m / 6,
  tolerance: { difference: 0, standardErrors: 3, because: '3 standard errors of the mean' },
  run: () => meanWalk(SPACING_m),
  broken: () => meanWalk(SPACING_m / 2),
};

export const cases: readonly ValidationCase[] = [...grids, walk];
