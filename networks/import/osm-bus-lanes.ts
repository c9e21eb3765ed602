/** Lanes for buses, and for buses and taxis (`psv`), as the tags of a way tell them. */
import type { LaneClass, LaneUse } from '../../core/network/lane-use.js';
import type { Tags } from './osm-data.js';

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
    const found = markedLanes(tags, word, way) ?? countedLanes(tags, word, way);
    if (found === null) continue;
    if (found.lanes.length === 0) return { laneUses: [], unread: [] };
    if (found.lanes.length >= way.laneCount) return { laneUses: [], unread: [found.tag] };
    const hours = { from_s: 0, to_s: 86_400 };
    const useOf = (lane: number): LaneUse => ({ lane, ...hours, classes, turning_m: TURNING_m });
    return { laneUses: found.lanes.map(useOf), unread: [] };
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
