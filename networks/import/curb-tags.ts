/**
 * What the tags of a way say about parking along its sides: the present scheme
 * (`parking:<side>=…`, `parking:<side>:restriction=…`) and the older one it replaced
 * (`parking:lane:<side>`, `parking:condition:<side>`).
 */
import type { CurbUse } from '../../core/network/curb-use.js';
import type { Tags } from './osm-data.js';

export interface CurbTags {
  /** What the side may be used for; null where the tags say nothing, which is not "no parking". */
  readonly use: CurbUse | null;
  /** Tags about parking on this side that are not understood or not used. */
  readonly unread: readonly string[];
}

/** The restriction decides, whatever lane there is. `pudo`: who stands there may let people out. */
const BY_RESTRICTION: ReadonlyMap<string, CurbUse | null> = new Map([
  ['no_stopping', 'none'],
  ['no_standing', 'none'],
  ['no_parking', 'pudo'],
  ['loading_only', 'loading'],
  ['charging_only', 'charging'],
  ['none', null],
]);
const BY_CONDITION: ReadonlyMap<string, CurbUse | null> = new Map([
  ['no_stopping', 'none'],
  ['no_standing', 'none'],
  ['no_parking', 'pudo'],
  ['private', 'none'],
  ['free', null],
  ['ticket', null],
  ['disc', null],
  ['residents', null],
  ['customers', null],
]);
/** `separate`: the stalls are drawn as car parks of their own. */
const BY_LANE: ReadonlyMap<string, CurbUse> = new Map([
  ['lane', 'parking'],
  ['street_side', 'parking'],
  ['on_kerb', 'parking'],
  ['half_on_kerb', 'parking'],
  ['shoulder', 'parking'],
  ['yes', 'parking'],
  ['no', 'pudo'],
  ['separate', 'pudo'],
]);
const BY_OLD_LANE: ReadonlyMap<string, CurbUse> = new Map([
  ['parallel', 'parking'],
  ['diagonal', 'parking'],
  ['perpendicular', 'parking'],
  ['marked', 'parking'],
  ['yes', 'parking'],
  ['no', 'pudo'],
  ['separate', 'pudo'],
  ['no_parking', 'pudo'],
  ['no_stopping', 'none'],
  ['no_standing', 'none'],
  ['fire_lane', 'none'],
]);
const CLOSED: ReadonlySet<string> = new Set(['no', 'private']);

/** `side` is seen in the way's own direction. The specific side counts before `both`. */
export function curbTagsOf(tags: Tags, side: 'left' | 'right'): CurbTags {
  const unread: string[] = [];
  const read = <Value>(
    known: ReadonlyMap<string, Value>,
    keyOf: (side: string) => string,
  ): Value | undefined => {
    const key = [keyOf(side), keyOf('both')].find((each) => tags.has(each));
    if (key === undefined) return undefined;
    const text = tags.get(key)!.trim();
    if (!known.has(text)) unread.push(`${key}=${text}`);
    return known.get(text);
  };
  const restriction = read(BY_RESTRICTION, (each) => `parking:${each}:restriction`);
  const condition = read(BY_CONDITION, (each) => `parking:condition:${each}`);
  const lane = read(BY_LANE, (each) => `parking:${each}`);
  const oldLane = read(BY_OLD_LANE, (each) => `parking:lane:${each}`);
  for (const each of [side, 'both']) {
    const key = `parking:${each}:restriction:conditional`;
    if (tags.has(key)) unread.push(`${key}=${tags.get(key)}`);
  }
  const use = restriction ?? condition ?? lane ?? oldLane ?? null;
  const access = tags.get(`parking:${side}:access`) ?? tags.get('parking:both:access') ?? '';
  return { use: use === 'parking' && CLOSED.has(access) ? 'none' : use, unread };
}
