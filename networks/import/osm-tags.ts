/** What the tags of a way say about driving on it, direction by direction. */

import type { CurbUse } from '../../core/network/curb-use.js';
import type { LaneUse } from '../../core/network/lane-use.js';
import type { TurnLanes } from '../complete/share-lanes.js';
import { type StreetClass, streetClassOf } from '../complete/street-classes.js';
import { type CurbTags, curbTagsOf } from './curb-tags.js';
import { busLanesOf } from './osm-bus-lanes.js';
import { closingOf } from './osm-closings.js';
import type { Tags } from './osm-data.js';
import { conditionsOf } from './osm-hours.js';
import { speedOf_mps } from './osm-speeds.js';
import { turnArrowsOf } from './turn-arrows.js';

export interface Direction {
  readonly laneCount: number;
  readonly freeSpeed_mps: number;
  /** Arrows on its lanes where they are mapped, one entry a lane. */
  readonly turnLanes: TurnLanes | null;
  /** Who may drive on lanes that are for some only; leftmost 0. */
  readonly laneUses: readonly LaneUse[];
  /** Use of the curb on its right; null where nothing is mapped. */
  readonly curb: CurbUse | null;
}

export interface StreetTags {
  readonly name: string;
  readonly rank: number;
  /** In the way's own direction, and against it; null where nobody may drive. */
  readonly forward: Direction | null;
  readonly backward: Direction | null;
  readonly isRoundabout: boolean;
  /** What the tags did not say, or said in words that are not understood. */
  readonly unsaid: readonly ('lanes' | 'speed')[];
  readonly unread: readonly string[];
}

export interface TagOptions {
  /** Drives, alleys and parking aisles too. */
  readonly includesService: boolean;
}

export type Drivability = 'street' | 'closed' | 'other';

const FORBIDDEN: ReadonlySet<string> = new Set(['no', 'private', 'agricultural', 'forestry']);
/** The most specific key that is there decides (OSM's hierarchy of transport modes). */
const ACCESS_KEYS = ['motorcar', 'motor_vehicle', 'vehicle', 'access'] as const;
const DRIVABLE =
  /^(?:(?:motorway|trunk|primary|secondary|tertiary)(?:_link)?|unclassified|residential|living_street)$/;

/** `closed`: a street that signs close to cars; `other`: paths, drives and things under construction. */
export function drivabilityOf(tags: Tags, { includesService }: TagOptions): Drivability {
  const highway = tags.get('highway') ?? '';
  const isStreet = DRIVABLE.test(highway) || (includesService && highway === 'service');
  if (!isStreet || tags.get('area') === 'yes') return 'other';
  const said = ACCESS_KEYS.map((key) => tags.get(key)).find((value) => value !== undefined);
  return said !== undefined && FORBIDDEN.has(said) ? 'closed' : 'street';
}

/** For ways that are streets. */
export function streetTagsOf(tags: Tags): StreetTags {
  const usual = streetClassOf(tags.get('highway')!)!;
  const unread: string[] = [];
  const unsaid: ('lanes' | 'speed')[] = [];
  const drives = directionsOf(tags);
  const usualCount = usualLaneCount(tags, { drives, usual });
  const lanes = lanesOf(tags, { drives, usualCount, unread });
  if (lanes.isGuessed) unsaid.push('lanes');
  const speeds = speedsOf(tags, { drives, unread });
  if (speeds.some((speed) => speed === null)) unsaid.push('speed');
  const [forward_mps, backward_mps] = speeds.map((speed) => speed ?? usual.freeSpeed_mps);
  const read = new Set<string>();
  const way = (isForward: boolean, freeSpeed_mps: number): Direction | null => {
    const side = isForward ? 'forward' : 'backward';
    if (!drives[side]) return null;
    const turnLanes = turnLanesOf(tags, { side, drives, laneCount: lanes[side], unread });
    const { use: curb, unread: unreadCurb } = curbOf(tags, drives, isForward);
    const buses = busLanesOf(tags, { side, drives, laneCount: lanes[side] });
    const closing = closingOf(tags, { side, laneCount: lanes[side] });
    if (closing.key !== null) read.add(closing.key);
    unread.push(...unreadCurb, ...buses.unread);
    // Of several uses of a lane the last one counts: what closes the street closes its bus lanes.
    const laneUses = [...buses.laneUses, ...closing.laneUses];
    return { laneCount: lanes[side], freeSpeed_mps, turnLanes, laneUses, curb };
  };
  const [forward, backward] = [way(true, forward_mps!), way(false, backward_mps!)];
  unread.push(...timedTagsOf(tags, read));
  return {
    name: (tags.get('name') ?? tags.get('ref') ?? '').trim().slice(0, LONGEST_NAME),
    rank: usual.rank,
    forward,
    backward,
    isRoundabout: isRoundabout(tags),
    unsaid,
    unread,
  };
}

const LONGEST_NAME = 80;

/** Directions, speeds and numbers of lanes are the same all day, and closings for some only are not read. */
const TIMED_KEY =
  /^(?:access|vehicle|motor_vehicle|motorcar|oneway|maxspeed|lanes)(?::(?:forward|backward))?:conditional$/;

/** What holds at some hours only; where the hours are not of a working day, nothing is lost. */
const timedTagsOf = (tags: Tags, read: ReadonlySet<string>): string[] =>
  [...tags].flatMap(([key, text]) => {
    const isTimed =
      TIMED_KEY.test(key) &&
      !read.has(key) &&
      conditionsOf(text).some(({ hours }) => hours?.length !== 0);
    return isTimed ? [`${key}=${text}`] : [];
  });

const isRoundabout = (tags: Tags): boolean =>
  tags.get('junction') === 'roundabout' || tags.get('junction') === 'circular';

interface Drives {
  readonly forward: boolean;
  readonly backward: boolean;
}

function directionsOf(tags: Tags): Drives {
  const highway = tags.get('highway');
  const said = tags.get('oneway');
  if (said === '-1' || said === 'reverse') return { forward: false, backward: true };
  if (said === 'yes' || said === 'true' || said === '1') return { forward: true, backward: false };
  const isImplied = isRoundabout(tags) || highway === 'motorway' || highway === 'motorway_link';
  const isOneWay = said === undefined && isImplied;
  return { forward: true, backward: !isOneWay };
}

/** A main street that is drawn carriageway by carriageway is wide: each of them has two lanes. */
const WIDE_RANK = 3;

function usualLaneCount(
  tags: Tags,
  { drives, usual }: { drives: Drives; usual: StreetClass },
): number {
  const isCarriageway = drives.forward !== drives.backward && !isRoundabout(tags);
  const isMain = usual.rank >= WIDE_RANK && !tags.get('highway')!.endsWith('_link');
  return isCarriageway && isMain ? Math.max(2, usual.laneCount) : usual.laneCount;
}

/** More than this is a mistake in the data. */
const MOST_LANES = 12;

function lanesOf(
  tags: Tags,
  { drives, usualCount, unread }: { drives: Drives; usualCount: number; unread: string[] },
): { forward: number; backward: number; isGuessed: boolean } {
  const count = (key: string): number | null => {
    const text = tags.get(key);
    if (text === undefined) return null;
    // "2;3": it varies along the way; the narrowest place is what traffic feels.
    const counts = text.split(';').map((part) => Number(part.trim() || Number.NaN));
    const least = counts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    if (least >= 1 && least <= MOST_LANES && Number.isInteger(least)) return least;
    unread.push(`${key}=${text}`);
    return null;
  };
  const [total, forward, backward] = [
    count('lanes'),
    count('lanes:forward'),
    count('lanes:backward'),
  ];
  if (!(drives.forward && drives.backward)) {
    const said = (drives.forward ? forward : backward) ?? total;
    const lanes = said ?? usualCount;
    return { forward: lanes, backward: lanes, isGuessed: said === null };
  }
  const share = (own: number | null, other: number | null): number => {
    if (own !== null) return own;
    if (total !== null) return Math.max(1, other === null ? Math.floor(total / 2) : total - other);
    return usualCount;
  };
  const isGuessed = total === null && (forward === null || backward === null);
  return { forward: share(forward, backward), backward: share(backward, forward), isGuessed };
}

/** A one-way street has curbs on both sides, its link on the right: what is better counts. */
function curbOf(tags: Tags, drives: Drives, isForward: boolean): CurbTags {
  const right = curbTagsOf(tags, isForward ? 'right' : 'left');
  if (drives.forward && drives.backward) return right;
  const left = curbTagsOf(tags, isForward ? 'left' : 'right');
  const use = right.use !== 'parking' && left.use === 'parking' ? left.use : right.use;
  const both = left.use === 'parking' && right.use === 'parking';
  const lost = both ? ['parking on the left of a one-way street'] : [];
  return { use, unread: [...new Set([...right.unread, ...left.unread, ...lost])] };
}

function turnLanesOf(
  tags: Tags,
  way: { side: keyof Drives; drives: Drives; laneCount: number; unread: string[] },
): TurnLanes | null {
  const { side, drives, laneCount, unread } = way;
  const isOneWay = drives.forward !== drives.backward;
  const key = tags.has(`turn:lanes:${side}`) || !isOneWay ? `turn:lanes:${side}` : 'turn:lanes';
  const text = tags.get(key);
  if (text === undefined) return null;
  const arrows = turnArrowsOf(text);
  if (arrows !== null && arrows.length === laneCount) return arrows;
  unread.push(`${key}=${text}`);
  return null;
}

function speedsOf(
  tags: Tags,
  { drives, unread }: { drives: Drives; unread: string[] },
): (number | null)[] {
  const highway = tags.get('highway')!;
  const speed = (key: string): number | null => {
    const text = tags.get(key);
    if (text === undefined) return null;
    const speed_mps = speedOf_mps(text, highway);
    // The other keys name a source as often as a limit.
    if (speed_mps === null && key.startsWith('maxspeed') && key !== 'maxspeed:type')
      unread.push(`${key}=${text}`);
    return speed_mps;
  };
  const both = speed('maxspeed') ?? speed('maxspeed:type') ?? speed('source:maxspeed');
  const forward = drives.forward ? (speed('maxspeed:forward') ?? both) : 0;
  const backward = drives.backward ? (speed('maxspeed:backward') ?? both) : 0;
  return [forward, backward];
}
