/**
 * Random draws without state: each is a hash of (seed, purpose, entity, count), so that a removed
 * trip or another layout shifts nobody's draws (common random numbers).
 *
 * The mixing steps are Murmur3's 32-bit finaliser, chained over the four inputs.
 */

/** Every purpose a draw is made for. Numbers are part of the results: append, never renumber. */
export const PURPOSE = {
  tripNoise: 1,
  gateStreet: 2,
  search: 3,
  compliance: 4,
  dwell: 5,
  homeStall: 6,
  departure: 7,
  place: 8,
  chain: 9,
  gravity: 10,
  party: 11,
  stay: 12,
  layoutJitter: 13,
  testOrder: 14,
  arrivals: 15,
  linkNoise: 16,
  besideBay: 17,
  cruise: 18,
  boarding: 19,
  call: 20,
  walker: 21,
  bayGuidance: 24,
  rerouting: 25,
  prebooking: 40,
  slowBoarding: 41,
  operator: 42,
  routeGuidance: 46,
  routeChange: 47,
  deliveryRobot: 48,
} as const;
export type Purpose = (typeof PURPOSE)[keyof typeof PURPOSE];

/** A draw in [0, 1) with 32 bits. `entity` is a hash of the thing's name (`hashName`), not a row. */
export function draw(seed: number, purpose: Purpose, entity: number, count = 0): number {
  let hash = mix((seed | 0) ^ 0x9e3779b9);
  hash = mix(hash ^ Math.imul(purpose, 0x85ebca6b));
  hash = mix((hash + entity) | 0);
  hash = mix(hash ^ Math.imul(count + 1, 0xc2b2ae35));
  return (hash >>> 0) / 0x1_0000_0000;
}

/** FNV-1a over UTF-16 code units, finished with `mix`: the same name, the same draws. */
export function hashName(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) {
    hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  }
  return mix(hash) | 0;
}

/** Spreads every input bit over all output bits. */
export function mix(value: number): number {
  let hash = value | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}
