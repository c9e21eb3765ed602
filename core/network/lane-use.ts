/**
 * Who may drive on a lane, and when: bus lanes, driverless lanes, lanes for people who drive. A lane is
 * open to everyone at any time that no use of it covers; of several uses the last one counts.
 */
import { type LaneId, NONE, type None } from '../base/ids.js';
import type { LinkDraft, MovementDraft } from './network-draft.js';

/** Words for who drives: the vehicle classes of a run. */
export const LANE_CLASSES = ['hdv', 'pav', 'sav', 'van', 'bus', 'service', 'emergency'] as const;
export type LaneClass = (typeof LANE_CLASSES)[number];

/** Words for several classes at once; a file may use them in place of these. */
export const LANE_CLASS_GROUPS: Readonly<Record<string, readonly LaneClass[]>> = {
  human: ['hdv', 'van', 'service'],
  automated: ['pav', 'sav'],
  all: LANE_CLASSES,
};

export interface LaneUse {
  /** Full-length lane of the link, leftmost 0. */
  readonly lane: number;
  /** Seconds after midnight, included. */
  readonly from_s: number;
  /** Seconds after midnight, excluded. */
  readonly to_s: number;
  /** Who may drive on it then; nobody where empty. Emergency vehicles may wherever anybody may. */
  readonly classes: readonly LaneClass[];
  /**
   * Way before the stop line, or before the left pocket, on which it may be used by those of the other
   * classes whose turn no lane that is open to them leads to; 0 for nowhere.
   */
  readonly turning_m: number;
}

/** Who may take a turn at some hours; everyone may at any time that no use of it covers. */
export type TurnUse = Omit<LaneUse, 'lane' | 'turning_m'>;

/** Hours of the day, s after midnight; the end is excluded. */
export interface Hours {
  readonly from_s: number;
  readonly to_s: number;
}

/** The uses of one lane, or of one connector of a turn, as the kernel reads them. */
export interface LaneTimetable {
  readonly lane: LaneId;
  readonly uses: readonly LaneSpan[];
  /** Of a tidal lane: the lane of the other direction on the same strip of road; else NONE. */
  readonly twin: LaneId | None;
  /** Of a tidal lane: when the strip is this direction's; else null. */
  readonly tidalHours: readonly Hours[] | null;
}

export interface LaneSpan {
  readonly from_s: number;
  readonly to_s: number;
  /** Bit k for LANE_CLASSES[k]. */
  readonly openTo: number;
  /** Position from which on others may turn by it; Infinity for nowhere. */
  readonly sharedFrom_m: number;
}

/** Every bit. */
export const EVERYONE = -1;
const NOT_COVERED: LaneSpan = {
  from_s: 0,
  to_s: 0,
  openTo: EVERYONE,
  sharedFrom_m: Number.POSITIVE_INFINITY,
};
const OTHER_DIRECTION: LaneSpan = { ...NOT_COVERED, openTo: 0 };

export const classBit = (laneClass: LaneClass): number => 1 << LANE_CLASSES.indexOf(laneClass);

export function openToOf(classes: readonly LaneClass[]): number {
  if (classes.length === 0) return 0;
  return classes.reduce((bits, each) => bits | classBit(each), classBit('emergency'));
}

const DAY_s = 86_400;

/** What is in force at `time_s`, which may pass midnight. */
export function laneSpanAt({ uses, tidalHours }: LaneTimetable, time_s: number): LaneSpan {
  const clock_s = ((time_s % DAY_s) + DAY_s) % DAY_s;
  const covers = ({ from_s, to_s }: Hours): boolean => clock_s >= from_s && clock_s < to_s;
  if (tidalHours !== null && !tidalHours.some(covers)) return OTHER_DIRECTION;
  let found = NOT_COVERED;
  for (const use of uses) if (covers(use)) found = use;
  return found;
}

/** The first moment after `time_s` at which some use begins or ends; Infinity without uses. */
export function nextLaneChange_s(timetables: readonly LaneTimetable[], time_s: number): number {
  const midnight_s = Math.floor(time_s / DAY_s) * DAY_s;
  let next_s = Number.POSITIVE_INFINITY;
  for (const { uses, tidalHours } of timetables) {
    for (const { from_s, to_s } of [...uses, ...(tidalHours ?? [])]) {
      for (const clock_s of [from_s, to_s]) {
        const at_s = midnight_s + clock_s;
        next_s = Math.min(next_s, at_s > time_s ? at_s : at_s + DAY_s);
      }
    }
  }
  return next_s;
}

/** Timetables of the lanes that have uses or are tidal, in row order; `links` are in row order too. */
export function laneTimetablesOf(
  links: readonly LinkDraft[],
  tables: {
    readonly firstLane: { readonly [link: number]: number };
    readonly opposite: { readonly [link: number]: number };
  },
): LaneTimetable[] {
  return links.flatMap((link, row) => {
    const uses = link.laneUses ?? [];
    const tidalHours = link.tidalHours ?? null;
    const first = tables.firstLane[row]! + (link.leftPocket_m > 0 ? 1 : 0);
    const named = new Set(uses.map(({ lane }) => lane));
    if (tidalHours !== null) named.add(TIDAL_LANE);
    return [...named]
      .sort((a, b) => a - b)
      .map((lane) => {
        const isTidal = tidalHours !== null && lane === TIDAL_LANE;
        return {
          lane: (first + lane) as LaneId,
          uses: uses.filter((use) => use.lane === lane).map((use) => laneSpanOf(link, use)),
          tidalHours: isTidal ? tidalHours : null,
          twin: (isTidal ? tables.firstLane[tables.opposite[row]!]! : NONE) as LaneId | None,
        };
      });
  });
}

/** Timetables of the connectors of turns with hours; `movements` are in row order. */
export function turnTimetablesOf(
  movements: readonly MovementDraft[],
  firstConnector: { readonly [turn: number]: number },
): LaneTimetable[] {
  return movements.flatMap(({ uses = [], fromLanes }, turn) => {
    if (uses.length === 0) return [];
    const spans = uses.map(({ from_s, to_s, classes }): LaneSpan => {
      return { ...NOT_COVERED, from_s, to_s, openTo: openToOf(classes) };
    });
    return fromLanes.map((_, at) => ({
      lane: (firstConnector[turn]! + at) as LaneId,
      uses: spans,
      twin: NONE,
      tidalHours: null,
    }));
  });
}

/** The leftmost lane, beside the other direction. Streets with tidal lanes have no pockets. */
const TIDAL_LANE = 0;

function laneSpanOf({ length_m, leftPocket_m }: LinkDraft, use: LaneUse): LaneSpan {
  const { from_s, to_s, classes, turning_m } = use;
  const from_m = Math.max(0, length_m - leftPocket_m - turning_m);
  const sharedFrom_m = turning_m > 0 ? from_m : Number.POSITIVE_INFINITY;
  return { from_s, to_s, openTo: openToOf(classes), sharedFrom_m };
}

/** What is wrong with a use on a link, or null. */
export function laneUseFault(use: LaneUse, laneCount: number): string | null {
  const { lane, turning_m } = use;
  if (!(Number.isInteger(lane) && lane >= 0 && lane < laneCount)) {
    return `must be on one of the ${laneCount} full-length lanes, leftmost 0, got ${lane}`;
  }
  const fault = turnUseFault(use);
  if (fault !== null) return fault;
  if (!(turning_m >= 0 && Number.isFinite(turning_m))) {
    return `must have a turning way of 0 m or more, got ${turning_m}`;
  }
  return null;
}

/** What is wrong with the hours or classes of a use, or null. */
export function turnUseFault({ from_s, to_s, classes }: TurnUse): string | null {
  if (!(from_s >= 0 && to_s <= DAY_s && from_s < to_s)) {
    return `must begin before it ends, within 0 to ${DAY_s} s, got ${from_s} to ${to_s}`;
  }
  const unknown = classes.findIndex((each) => LANE_CLASSES.indexOf(each) === NONE);
  return unknown < 0 ? null : `must be for ${LANE_CLASSES.join(', ')}, got "${classes[unknown]}"`;
}
