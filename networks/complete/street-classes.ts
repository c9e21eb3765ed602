/**
 * What a street's class says where the data says nothing more. The words are those of
 * OpenStreetMap's `highway` and of GMNS files' `facility_type`.
 */
import { KMH_mps } from '../../core/base/units.js';

export interface StreetClass {
  /** As `LinkDraft.rank`. */
  readonly rank: number;
  readonly freeSpeed_mps: number;
  /** Lanes in one direction. */
  readonly laneCount: number;
}

const streetClass = (rank: number, speed_kmh: number, laneCount: number): StreetClass => ({
  rank,
  freeSpeed_mps: speed_kmh * KMH_mps,
  laneCount,
});

const MOTORWAY = streetClass(5, 100, 2);
const PRIMARY = streetClass(4, 50, 2);
const SECONDARY = streetClass(3, 50, 1);
const TERTIARY = streetClass(2, 50, 1);
const RESIDENTIAL = streetClass(1, 30, 1);
const SERVICE = streetClass(0, 15, 1);

const CLASSES: ReadonlyMap<string, StreetClass> = new Map([
  ['motorway', MOTORWAY],
  ['freeway', MOTORWAY],
  ['expressway', MOTORWAY],
  ['interstate', MOTORWAY],
  ['ramp', streetClass(4, 50, 1)],
  ['trunk', streetClass(4, 70, 2)],
  ['primary', PRIMARY],
  ['arterial', PRIMARY],
  ['principal arterial', PRIMARY],
  ['minor arterial', SECONDARY],
  ['secondary', SECONDARY],
  ['collector', TERTIARY],
  ['tertiary', TERTIARY],
  ['local', RESIDENTIAL],
  ['residential', RESIDENTIAL],
  ['unclassified', RESIDENTIAL],
  ['living_street', streetClass(0, 10, 1)],
  ['service', SERVICE],
  ['driveway', SERVICE],
  ['alley', SERVICE],
]);

/** The class of a word in any case; a `_link` (ramp) has one lane; null for unknown words. */
export function streetClassOf(word: string): StreetClass | null {
  const plain = word.trim().toLowerCase();
  if (!plain.endsWith('_link')) return CLASSES.get(plain) ?? null;
  const main = CLASSES.get(plain.slice(0, -'_link'.length));
  return main === undefined ? null : { ...main, laneCount: 1 };
}

/** Assumed where nothing is known: a local street. */
export const UNKNOWN_STREET: StreetClass = RESIDENTIAL;
/** Usual width of a lane in towns. */
export const LANE_WIDTH_m = 3.25;
export const SIDEWALK_m = 2.5;
