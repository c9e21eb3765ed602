/**
 * How much land a stall takes: conventional lots with an aisle at every stall, and dense automated
 * lots whose lanes hold `depth` cars one behind another and whose driveways nobody walks along.
 */

/** Of the stalls and driveways of a lot. */
export interface StallSize {
  readonly length_m: number;
  readonly width_m: number;
  /** Way in front of the lanes by which cars come and go. */
  readonly driveway_m: number;
}

/** Doors open and people walk: a stall of 2.5 m × 5.2 m on an aisle of 6 m, 20.5 m² by itself. */
export const CONVENTIONAL_STALL: StallSize = { length_m: 5.2, width_m: 2.5, driveway_m: 6 };

/** Nobody gets out: 11 m², 2 m² less than a conventional stall, on a driveway of one car's turn. */
export const DENSE_STALL: StallSize = { length_m: 5, width_m: 2.2, driveway_m: 5.5 };

/** Ramps, walls, planting and corners, over the stalls and their aisles: 20.5 m² become 25 m². */
export const OTHER_LAND = 1.22;

/** How the lanes of a dense lot lie. */
export interface Stacking {
  /** Cars one behind another in a lane; 1 where every car can leave at once. */
  readonly depth: number;
  /** Lanes open at both ends; else at one. */
  readonly isTwoEnded: boolean;
}

/**
 * Land of a stall, m². Two lanes face each other across a driveway and share it; a lane open at both
 * ends has one on either side.
 */
export function landPerStall_m2(
  { depth, isTwoEnded }: Stacking,
  { length_m, width_m, driveway_m }: StallSize = DENSE_STALL,
): number {
  const driveways_m = (isTwoEnded ? driveway_m : driveway_m / 2) / depth;
  return OTHER_LAND * width_m * (length_m + driveways_m);
}

/** The two readings of one saving: more cars on the same land, and less land for the same cars. */
export interface Saving {
  readonly moreCarsShare: number;
  readonly lessLandShare: number;
}

/** 62 % more cars in the same lot is 1 − 1/1.62 = 38 % less land for the same cars. */
export function savingOf(before_m2: number, after_m2: number): Saving {
  return { moreCarsShare: before_m2 / after_m2 - 1, lessLandShare: 1 - after_m2 / before_m2 };
}
