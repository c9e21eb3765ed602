/** Lanes for buses, and for buses and taxis (`psv`), as the tags of a way tell them. */
import type { Hours, LaneClass, LaneUse } from '../../core/network/lane-use.js';
import type { Tags } from './osm-data.js';
import { conditionsOf } from './osm-hours.js';

/** Bus lanes open before junctions for those who turn; about here. */
const TURNING_m = 50;

const WORDS: readonly (readonly [word: string, classes: readonly LaneClass[]])[] = [
  ['bus', ['bus']],
  ['psv', ['sav', 'bus']],
];

interface Side {
  readonly side: 'forward' | 'backward';
  readonly drives: { readonly forward: boolean; readonly backward: boolean };
  readonly laneCount: number;
}

/**
 * `bus:lanes=designated|…` lane by lane, else `lanes:bus=n` or `busway=lane` on the right. A way with
 * no other lane is left open to all and told as unread.
 */
export function busLanesOf(
  tags: Tags,
  way: Side,
): { laneUses: readonly LaneUse[]; unread: readonly string[] } {
  for (const [word, classes] of WORDS) {
    const always = markedLanes(tags, word, way) ?? countedLanes(tags, word, way);
    const found = always === null ? timedLanes(tags, word, way) : { ...always, hours: [ALL_DAY] };
    if (found === null) continue;
    if (found.lanes.length === 0) return { laneUses: [], unread: [] };
    const isAll = found.lanes.length >= way.laneCount;
    if (isAll || found.hours === null) return { laneUses: [], unread: [found.tag] };
    const laneUses = found.lanes.flatMap((lane) =>
      found.hours!.map((hours): LaneUse => ({ lane, ...hours, classes, turning_m: TURNING_m })),
    );
    return { laneUses, unread: [] };
  }
  return { laneUses: [], unread: [] };
}

interface Marked {
  /** As it stands in the data. */
  readonly tag: string;
  readonly lanes: readonly number[];
}

/** The key for this direction, or the plain one of a one-way street. */
function tagFor(
  tags: Tags,
  key: string,
  { side, drives }: Side,
): [key: string, value: string] | null {
  const isOneWay = drives.forward !== drives.backward;
  const keys = isOneWay ? [`${key}:${side}`, key] : [`${key}:${side}`];
  const found = keys.find((each) => tags.has(each));
  return found === undefined ? null : [found, tags.get(found)!];
}

const ALL_DAY: Hours = { from_s: 0, to_s: 86_400 };

/** `lanes:bus:conditional=1 @ (Mo-Fr 07:00-09:00)`, or lane by lane with one condition for all. */
function timedLanes(
  tags: Tags,
  word: string,
  way: Side,
): (Marked & { readonly hours: readonly Hours[] | null }) | null {
  const keys = [`${word}:lanes`, `lanes:${word}`];
  for (const key of keys) {
    const said = timedTag(tags, key, way);
    if (said === null) continue;
    const tag = said.join('=');
    const [only, ...others] = conditionsOf(said[1]);
    if (only === undefined || others.length > 0) return { tag, lanes: [0], hours: null };
    const plain = new Map([[said[0].replace(':conditional', ''), only.value]]);
    const marked = markedLanes(plain, word, way) ?? countedLanes(plain, word, way);
    return { tag, lanes: marked?.lanes ?? [0], hours: marked === null ? null : only.hours };
  }
  return null;
}

/** The direction stands before the condition. */
function timedTag(tags: Tags, key: string, way: Side): [key: string, value: string] | null {
  const isOneWay = way.drives.forward !== way.drives.backward;
  const keys = isOneWay ? [`${key}:${way.side}`, key] : [`${key}:${way.side}`];
  const found = keys.map((each) => `${each}:conditional`).find((each) => tags.has(each));
  return found === undefined ? null : [found, tags.get(found)!];
}

function markedLanes(tags: Tags, word: string, way: Side): Marked | null {
  const said = tagFor(tags, `${word}:lanes`, way);
  if (said === null) return null;
  const marks = said[1].split('|').map((mark) => mark.trim());
  const tag = said.join('=');
  // Marks for another number of lanes say nothing about ours.
  if (marks.length !== way.laneCount) return null;
  const lanes = marks.flatMap((mark, lane) => (mark === 'designated' ? [lane] : []));
  return { tag, lanes };
}

function countedLanes(tags: Tags, word: string, way: Side): Marked | null {
  const said = tagFor(tags, `lanes:${word}`, way);
  const count = said === null ? Number.NaN : Number(said[1]);
  if (said !== null && Number.isInteger(count) && count > 0) {
    return { tag: said.join('='), lanes: rightmost(count, way.laneCount) };
  }
  if (word !== 'bus') return null;
  const beside = way.side === 'forward' ? 'right' : 'left';
  const isOneWay = way.drives.forward !== way.drives.backward;
  const keys = ['busway', 'busway:both', `busway:${isOneWay ? 'right' : beside}`];
  const key = keys.find((each) => tags.get(each) === 'lane');
  return key === undefined ? null : { tag: `${key}=lane`, lanes: rightmost(1, way.laneCount) };
}

const rightmost = (count: number, laneCount: number): number[] =>
  Array.from(
    { length: Math.min(count, laneCount) },
    (_, at) => laneCount - Math.min(count, laneCount) + at,
  );
