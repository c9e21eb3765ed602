/** What a generated district is made from, and what must hold between its numbers. */
import { Problems } from '../../core/base/errors.js';

/** Streets at b/2, 3b/2, … on both axes, each taking a strip as wide as its right-of-way. */
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
  /** Kerbside stalls of 6 m for electric vehicles while they charge; 0. */
  readonly chargingBayCount?: number;
  /** Longest curb zone; shorter ones let a controller move fewer metres at a time. */
  readonly longestZone_m?: number;
  /** Stalls in lots inside the district. */
  readonly lotStallCount: number;
  /** Share of them on surface lots; the others are in structures of three levels. */
  readonly surfaceShare: number;
  /** Lots beyond the rim, at most one a gate. */
  readonly remoteLotCount: number;
  readonly remoteStallCount: number;
  /** Cars one behind another in remote lots; 1, conventional ones. */
  readonly remoteLotDepth?: number;
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
  const require: Requirement = (code, field, holds, rule) => {
    if (!holds) problems.add(code, { field }, `${rule}, got ${JSON.stringify(spec[field])}`);
  };
  requireRanges(spec, require);
  problems.throwIfAny();
  requireStreetsThatFit(spec, habits, require);
  requirePlaces(spec, require);
  problems.throwIfAny();
}

type Requirement = (code: string, field: keyof GenerateSpec, holds: boolean, rule: string) => void;

function requireRanges(spec: GenerateSpec, require: Requirement): void {
  for (const field of LENGTHS)
    require('GEN-001', field, spec[field] > 0 && Number.isFinite(spec[field]), 'must be above 0');
  require('GEN-001', 'speed_kmh', (spec.speed_kmh ?? 50) > 0, 'must be above 0');
  const isClear = ({ spacing_m, rightOfWay_m }: StreetPattern): boolean =>
    spacing_m > 0 && rightOfWay_m >= 0 && rightOfWay_m < spacing_m;
  const narrow = 'must be streets narrower than their spacing';
  require('GEN-001', 'keepClearOf', spec.keepClearOf.every(isClear), narrow);
  for (const field of COUNTS)
    require('GEN-002', field, Number.isInteger(spec[field]) && spec[field] >= 0, 'must be a count');
  require('GEN-002', 'lanesPerDirection', spec.lanesPerDirection > 0, 'must be 1 or more');
  for (const field of ['surfaceShare', 'jobCentreShare'] as const)
    require('GEN-003', field, spec[field] >= 0 && spec[field] <= 1, 'must be from 0 to 1');
}

function requireStreetsThatFit(
  { side_m, spacing_m, rightOfWay_m, gateStretch_m, lanesPerDirection, leftPocket_m }: GenerateSpec,
  { curbLane_m }: LayoutHabits,
  require: Requirement,
): void {
  const divides = (part_m: number): boolean =>
    Math.abs(side_m / part_m - Math.round(side_m / part_m)) < 1e-9;
  require('GEN-004', 'side_m', divides(spacing_m), 'must be a multiple of spacing_m');
  require('GEN-004', 'side_m', divides(gateStretch_m), 'must be a multiple of gateStretch_m');
  const hasStreets = gateStretch_m >= spacing_m;
  require('GEN-005', 'gateStretch_m', hasStreets, 'must be at least spacing_m, to hold a street');
  const paved_m = 2 * (lanesPerDirection * LANE_m + curbLane_m);
  const lanes = `must hold lanes and curbs of ${paved_m.toFixed(1)} m`;
  require('GEN-006', 'rightOfWay_m', rightOfWay_m >= paved_m, lanes);
  require('GEN-006', 'rightOfWay_m', rightOfWay_m < spacing_m, 'must be below spacing_m');
  const shortest_m = (spacing_m - rightOfWay_m) / 2;
  const pocket = `must be from 0 to below ${shortest_m.toFixed(1)} m, the shortest link`;
  require('GEN-007', 'leftPocket_m', leftPocket_m >= 0 && leftPocket_m < shortest_m, pocket);
}

function requirePlaces(spec: GenerateSpec, require: Requirement): void {
  const gateCount = Math.round((4 * spec.side_m) / spec.gateStretch_m);
  const oneAGate = `must be at most ${gateCount}, one a gate`;
  require('GEN-008', 'remoteLotCount', spec.remoteLotCount <= gateCount, oneAGate);
  const hasRemoteLot = spec.remoteStallCount === 0 || spec.remoteLotCount > 0;
  require('GEN-008', 'remoteStallCount', hasRemoteLot, 'must be 0 without a remote lot');
  const isLong = (spec.longestZone_m ?? 6) >= 6;
  require('GEN-002', 'longestZone_m', isLong, 'must be 6 or more, a stall');
  const chargingBayCount = spec.chargingBayCount ?? 0;
  const isCount = Number.isInteger(chargingBayCount) && chargingBayCount >= 0;
  require('GEN-002', 'chargingBayCount', isCount, 'must be a count');
  const isDeep = Number.isInteger(spec.remoteLotDepth ?? 1) && (spec.remoteLotDepth ?? 1) >= 1;
  require('GEN-002', 'remoteLotDepth', isDeep, 'must be 1 or more');
  const hasAddress = spec.residentCount + spec.jobCount === 0 || spec.addressCount > 0;
  require('GEN-009', 'addressCount', hasAddress, 'must be above 0 for residents and jobs');
}

const LENGTHS = ['side_m', 'spacing_m', 'rightOfWay_m', 'gateStretch_m', 'jobScale_m'] as const;
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
