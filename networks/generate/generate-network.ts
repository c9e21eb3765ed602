/** Makes a district of a stated layout: the same spec gives the same network, to the byte. */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { checkSpec, type GenerateSpec, type LayoutHabits } from './generate-spec.js';
import { gridDistrict } from './grid-district.js';
import { SMALL_BLOCK_HABITS } from './small-block.js';
import { SUPERBLOCK_HABITS } from './superblock.js';

export type { GenerateSpec, StreetPattern } from './generate-spec.js';
export { SMALL_BLOCK_DISTRICT } from './small-block.js';
export { SUPERBLOCK_DISTRICT } from './superblock.js';

const HABITS: Readonly<Record<GenerateSpec['layout'], LayoutHabits>> = {
  'small-block': SMALL_BLOCK_HABITS,
  superblock: SUPERBLOCK_HABITS,
};

/** Throws a UserError with everything that is wrong with `spec`, codes GEN-…. */
export function generateNetwork(spec: GenerateSpec): NetworkDraft {
  const habits = HABITS[spec.layout];
  checkSpec(spec, habits);
  return gridDistrict(spec, habits);
}
