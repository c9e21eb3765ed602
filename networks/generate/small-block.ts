/**
 * Small blocks: a street of one lane a direction every 120 m, cars parked on both sides.
 * Right-of-way 19.6 m = two lanes of 3.3 m, two curb lanes of 2.5 m, two sidewalks of 4 m.
 */
import type { GenerateSpec, LayoutHabits } from './generate-spec.js';

export const SMALL_BLOCK_HABITS: LayoutHabits = {
  curbLane_m: 2.5,
  rank: 2,
  // A surface lot of 90 stalls takes a quarter of a block of 100 m; so does a structure of 250.
  lotStalls: { surface: 90, structure: 250 },
};

/** The example district: 2.4 km × 2.4 km, 192 lane-km, 23,500 stalls. */
export const SMALL_BLOCK_DISTRICT: GenerateSpec = {
  name: 'small blocks, 120 m',
  layout: 'small-block',
  side_m: 2400,
  spacing_m: 120,
  rightOfWay_m: 19.6,
  lanesPerDirection: 1,
  leftPocket_m: 0,
  curbStallCount: 8_000,
  // 12 m for pick-up and drop-off and 6 m for loading on each face of a block.
  pudoBayCount: 3_200,
  loadingBayCount: 1_600,
  lotStallCount: 15_500,
  surfaceShare: 0.4,
  remoteLotCount: 10,
  remoteStallCount: 24_000,
  residentCount: 57_600,
  jobCount: 43_200,
  addressCount: 3_600,
  jobCentreShare: 0.7,
  jobScale_m: 800,
  keepClearOf: [{ spacing_m: 480, rightOfWay_m: 34.4 }],
  gateStretch_m: 480,
  seed: 1,
};
