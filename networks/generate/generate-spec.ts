/** What a generated district is made from, and what must hold between its numbers. */
import { Problems } from '../../core/base/errors.js';

/** Streets at b/2, 3b/2, … on both axes, each taking a strip of land as wide as its right-of-way. */
export interface StreetPattern {
  readonly spacing_m: number;
  readonly rightOfWay_m: number;
}

export interface GenerateSpec extends StreetPattern {
  readonly name: string;
  readonly layout: 'small-block' | 'superblock';
  /** Side of the square district; a multiple of the spacing and of the gate stretch. */
  readonly side_m: number;
  readonly lanesPerDirection: number;
  /** Speed limit of every street; 50. */
  readonly speed_kmh?: number;
  /** Left-turn pocket before every junction, 0 for none; not counted in lane-km or right-of-way. */
  readonly leftPocket_m: number;
  /** Kerbside stalls of 6 m. */
  readonly curbStallCount: number;
  /** Bays of 6 m for picking up and dropping off. */
  readonly pudoBayCount: number;
  /** Bays of 6 m for loading. */
  readonly loadingBayCount: number;
  /** Stalls in lots inside the district. */
  readonly lotStallCount: number;
  /** Share of them on surface lots; the others are in structures of three levels. */
  readonly surfaceShare: number;
  /** Lots beyond the rim, at most one a gate. */
  readonly remoteLotCount: number;
  readonly remoteStallCount: number;
  readonly residentCount: number;
  readonly jobCount: number;
  readonly addressCount: number;
  /** Share of the jobs that crowd around the centre; the others are spread evenly. */
  readonly jobCentreShare: number;
  /** Distance from the centre over which the density of those falls to 1/e. */
  readonly jobScale_m: number;
  /** Addresses keep clear of these streets too, so that layouts can share them. */
  readonly keepClearOf: readonly StreetPattern[];
  /** Length of the stretch of the rim that is one gate. */
  readonly gateStretch_m: number;
  /** Addresses are a function of it and of the street patterns. */
  readonly seed: number;
}

/** What a layout does with its streets and lots, whatever the size of the district. */
export interface LayoutHabits {
  /** Curb lane on each side, part of the right-of-way; 0 where bays are cut into the sidewalk. */
  readonly curbLane_m: number;
  /** Importance of the streets, as in LinkDraft. */
  readonly rank: number;
  /** Typical size of an inside lot. */
  readonly lotStalls: { readonly surface: number; readonly structure: number };
}

/** Width of a moving lane. */
export const LANE_m = 3.3;

/** Throws a UserError with everything that is wrong with `spec`. */
export function checkSpec(spec: GenerateSpec, habits: LayoutHabits): void {
  const problems = new Problems(spec.name);
  const require = (code: string, field: keyof GenerateSpec, holds: boolean, rule: string): void => {
    if (!holds) problems.add(code, { field }, `${rule}, got ${spec[field]}`);
  };
  for (const field of [
    'side_m',
    'spacing_m',
    'rightOfWay_m',
    'gateStretch_m',
    'jobScale_m',
  ] as const)
    require('GEN-001', field, spec[field] > 0 && Number.isFinite(spec[field]), 'must be above 0');
  for (const field of COUNTS)
    require('GEN-002', field, Number.isInteger(spec[field]) && spec[field] >= 0, 'must be a count');
  require('GEN-002', 'lanesPerDirection', spec.lanesPerDirection > 0, 'must be 1 or more');
  require('GEN-001', 'speed_kmh', (spec.speed_kmh ?? 50) > 0, 'must be above 0');
  for (const field of ['surfaceShare', 'jobCentreShare'] as const)
    require('GEN-003', field, spec[field] >= 0 && spec[field] <= 1, 'must be from 0 to 1');
  problems.throwIfAny();

  require('GEN-004', 'side_m', isMultiple(
    spec.side_m,
    spec.spacing_m,
  ), 'must be a multiple of spacing_m');
  require('GEN-004', 'side_m', isMultiple(
    spec.side_m,
    spec.gateStretch_m,
  ), 'must be a multiple of gateStretch_m');
  require('GEN-005', 'gateStretch_m', spec.gateStretch_m >=
    spec.spacing_m, 'must be at least spacing_m, or gates have no street');
  const paved_m = 2 * (spec.lanesPerDirection * LANE_m + habits.curbLane_m);
  require('GEN-006', 'rightOfWay_m', spec.rightOfWay_m >=
    paved_m, `must hold lanes and curbs of ${paved_m.toFixed(1)} m`);
  require('GEN-006', 'rightOfWay_m', spec.rightOfWay_m < spec.spacing_m, 'must be below spacing_m');
  const face_m = (spec.spacing_m - spec.rightOfWay_m) / 2;
  require('GEN-007', 'leftPocket_m', spec.leftPocket_m >= 0 &&
    spec.leftPocket_m <
      face_m, `must be from 0 to below ${face_m.toFixed(1)} m, the shortest street`);
  const gateCount = Math.round((4 * spec.side_m) / spec.gateStretch_m);
  require('GEN-008', 'remoteLotCount', spec.remoteLotCount <=
    gateCount, `must be at most ${gateCount}, one a gate`);
  const hasRemoteLot = spec.remoteStallCount === 0 || spec.remoteLotCount > 0;
  require('GEN-008', 'remoteStallCount', hasRemoteLot, 'needs a remote lot');
  const needsAddresses = spec.residentCount + spec.jobCount > 0;
  require('GEN-009', 'addressCount', !needsAddresses ||
    spec.addressCount > 0, 'must be above 0 to house residents and jobs');
  problems.throwIfAny();
}

const COUNTS = [
  'lanesPerDirection',
  'curbStallCount',
  'pudoBayCount',
  'loadingBayCount',
  'lotStallCount',
  'remoteLotCount',
  'remoteStallCount',
  'residentCount',
  'jobCount',
  'addressCount',
  'seed',
] as const;

const isMultiple = (whole_m: number, part_m: number): boolean =>
  Math.abs(whole_m / part_m - Math.round(whole_m / part_m)) < 1e-9;
