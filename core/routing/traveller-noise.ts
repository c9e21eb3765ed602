/** How much dearer than it is each traveller finds each link: ties would load one street only. */
import { mix, PURPOSE } from '../base/random.js';
import type { RouteQuery } from './routes.js';

export const travellerFactor = ({ noise, travellerHash }: RouteQuery, linkHash: number): number =>
  1 + noise * linkNoise(travellerHash, linkHash);

/** This traveller's draw for a link, in [0, 1): a cheap hash, since every expanded link needs it. */
export function linkNoise(travellerHash: number, linkHash: number): number {
  return (mix(travellerHash ^ linkHash) >>> 0) / 0x1_0000_0000;
}

/** What a traveller's noise is drawn with: the same in every layout and regime. */
export const travellerKey = (seed: number, nameHash: number): number =>
  mix(mix(seed ^ Math.imul(PURPOSE.linkNoise, 0x9e3779b9)) ^ nameHash);
