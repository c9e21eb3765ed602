/**
 * Superblocks: an arterial of four lanes a direction every 480 m, left pockets, no parking on it.
 * Right-of-way 34.4 m = eight lanes of 3.3 m and two sidewalks of 4 m, into which lay-bys are cut.
 */
import type { GenerateSpec, LayoutHabits } from './generate-spec.js';
import { SMALL_BLOCK_DISTRICT } from './small-block.js';

export const SUPERBLOCK_HABITS: LayoutHabits = {
  curbLane_m: 0,
  rank: 4,
  // Larger than in small blocks: a superblock of 20 ha is served by a few lots at its arterials.
  lotStalls: { surface: 200, structure: 400 },
};

/** The example district with the same land, lane-km, people and stalls as with small blocks. */
export const SUPERBLOCK_DISTRICT: GenerateSpec = {
  ...SMALL_BLOCK_DISTRICT,
  name: 'superblocks, 480 m',
  layout: 'superblock',
  spacing_m: 480,
  rightOfWay_m: 34.4,
  lanesPerDirection: 4,
  leftPocket_m: 100,
  curbStallCount: 0,
  lotStallCount: 23_500,
  keepClearOf: [{ spacing_m: 120, rightOfWay_m: 19.6 }],
};
