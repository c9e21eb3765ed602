/** Streets that signs close to cars at some hours of a working day: `motor_vehicle:conditional`. */
import type { Hours, LaneClass, LaneUse } from '../../core/network/lane-use.js';
import type { Tags } from './osm-data.js';
import { conditionsOf } from './osm-hours.js';

/** The most specific key decides, and who may still drive there then. */
const KEYS: readonly (readonly [key: string, classes: readonly LaneClass[]])[] = [
  ['motorcar', ['van', 'bus', 'service', 'emergency']],
  ['motor_vehicle', ['emergency']],
  ['vehicle', ['emergency']],
  ['access', ['emergency']],
];
const CLOSED: ReadonlySet<string> = new Set(['no', 'private', 'agricultural', 'forestry']);
const ALLOWED: ReadonlySet<string> = new Set(['yes', 'designated', 'permissive']);

export interface Closing {
  /** On every lane; none where the street is never closed. */
  readonly laneUses: readonly LaneUse[];
  /** The key whose hours have been read, so that it need not be told. */
  readonly key: string | null;
}

const NEVER: Closing = { laneUses: [], key: null };

/** Of one direction. What holds for deliveries, residents, seasons or weights is not read here. */
export function closingOf(
  tags: Tags,
  { side, laneCount }: { side: 'forward' | 'backward'; laneCount: number },
): Closing {
  for (const [word, others] of KEYS) {
    const keys = [`${word}:${side}:conditional`, `${word}:conditional`];
    const key = keys.find((each) => tags.has(each));
    if (key === undefined) {
      // A plain sign of this kind is more specific than the conditions of the next.
      if (tags.has(word)) return NEVER;
      continue;
    }
    const conditions = conditionsOf(tags.get(key)!);
    const isRead = conditions.every(({ value, hours }) => CLOSED.has(value) && hours !== null);
    if (conditions.length === 0 || !isRead) return NEVER;
    const busesMay = ['bus', 'psv'].some((each) => ALLOWED.has(tags.get(each) ?? ''));
    const classes = busesMay ? [...new Set<LaneClass>(['bus', ...others])] : others;
    const hours = conditions.flatMap((each) => each.hours!);
    return { laneUses: onEveryLane(laneCount, hours, classes), key };
  }
  return NEVER;
}

const onEveryLane = (
  laneCount: number,
  hours: readonly Hours[],
  classes: readonly LaneClass[],
): LaneUse[] =>
  Array.from({ length: laneCount }, (_, lane) =>
    hours.map(({ from_s, to_s }): LaneUse => ({ lane, from_s, to_s, classes, turning_m: 0 })),
  ).flat();
