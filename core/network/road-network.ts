/**
 * The roads as the kernel sees them: typed tables that never change during a run. Built from a
 * NetworkDraft by `build-network.ts`. Rows are numbered in the sorted order of names.
 *
 * A **turn** is one way from a link to another through the junction between them. Each lane that
 * may take a turn has a **connector**: a short lane of its own through the junction.
 */
import type { LaneId, LinkId, LotId, NodeId, None, TurnId, ZoneId } from '../base/ids.js';
import { f64, i32, rowOf, type Table, u8 } from '../state/table.js';
import type { LaneTimetable } from './lane-use.js';

export const CONTROLS = ['none', 'allWayStop', 'yield', 'signal', 'stop', 'reservation'] as const;
export const TURN_KINDS = ['left', 'thru', 'right', 'uturn'] as const;

/**
 * What another turn of a junction is to a turn: its way crosses this one's, or ends in the same link; it
 * has right of way over this one if both may go; those who wait within the junction for this turn let
 * it pass, or those who wait for it let this one pass.
 */
export const RELATIONS = {
  crosses: 1,
  merges: 2,
  hasWay: 4,
  isLetPass: 8,
  letsPass: 16,
} as const;

export const nodeSchema = {
  x_m: f64('to the east'),
  y_m: f64('to the north'),
  control: u8('code in CONTROLS; `warrant` has been decided before a run'),
  /** Turns of a node are contiguous in `turnOfNode`. */
  firstTurn: i32('where its turns begin in turnOfNode; they end where those of the next row begin'),
};
export type NodeTable = Table<typeof nodeSchema>;

export const linkSchema = {
  from: rowOf<NodeId>('junction at its start'),
  to: rowOf<NodeId>('junction at its end'),
  opposite: rowOf<LinkId>('other direction of the same street, or NONE'),
  length_m: f64('from leaving the junction to the stop line'),
  freeSpeed_mps: f64('posted limit, above 0'),
  rank: u8('importance at yield junctions'),
  firstLane: i32('its lanes, leftmost first; a pocket is the first'),
  laneCount: u8('lanes, the pocket included'),
  hasPocket: u8('1 when its first lane is a left-turn pocket'),
  firstTurn: i32('its turns; they end where those of the next row begin'),
  bearingOut_rad: f64('direction of travel on leaving `from`, counter-clockwise from east'),
  bearingIn_rad: f64('direction of travel on reaching `to`'),
  nameHash: i32('what draws about this link are keyed by'),
  isInside: u8('1 when its land belongs to the district'),
  hasRoomBeside: u8(
    '1 on a one-way street with one lane, as wide as two vehicles beside each other',
  ),
  isOnRing: u8('1 on a roundabout'),
};
export type LinkTable = Table<typeof linkSchema>;

export const turnSchema = {
  from: rowOf<LinkId>('link it leaves'),
  to: rowOf<LinkId>('link it enters'),
  node: rowOf<NodeId>('junction it crosses'),
  kind: u8('code in TURN_KINDS'),
  length_m: f64('way through the junction'),
  speed_mps: f64('highest speed on it'),
  waitsAt_m: f64('where on it one may wait for a gap in oncoming traffic; 0 for nowhere'),
  standsOn_m: f64('length at its end on which one may stand, since nobody crosses it'),
  firstConnector: rowOf<LaneId>('its connector lanes, one per lane of `from` that may take it'),
  connectorCount: u8('number of them'),
  firstConflict: i32('its conflicts in `conflicts`; they end where those of the next row begin'),
  firstMerge: i32('its merges in `merges`; they end where those of the next row begin'),
  place: i32('its place among the turns of its junction'),
  firstRelation: i32('its row of `relations`, which has an entry by place'),
};
export type TurnTable = Table<typeof turnSchema>;

/** Link lanes first, by link and leftmost first; then the connectors, by turn and from-lane. */
export const laneSchema = {
  link: rowOf<LinkId>('link it belongs to; for a connector the link it comes from'),
  turn: rowOf<TurnId>('NONE for a lane of a link'),
  fromLane: rowOf<LaneId>('for a connector the lane it continues'),
  firstAhead: rowOf<LaneId>('for a connector the first of the lanes that lie before it'),
  lastAhead: rowOf<LaneId>('the last of them'),
  start_m: f64('where it begins along its link: 0, or the start of a pocket'),
  length_m: f64('position of its end along its link; for a connector its own length'),
  speed_mps: f64('limit'),
  firstConnector: i32('for a link lane: its connectors in connectorOfLane; end with the next row'),
};
export type LaneTable = Table<typeof laneSchema>;

export interface RoadNetwork {
  readonly nodeCount: number;
  readonly linkCount: number;
  readonly turnCount: number;
  /** Lanes of links; connectors follow up to `laneCount`. */
  readonly linkLaneCount: number;
  readonly laneCount: number;
  /** Every table has one row more than things, so that `first…[row + 1]` is always the end. */
  readonly nodes: NodeTable;
  readonly links: LinkTable;
  readonly turns: TurnTable;
  readonly lanes: LaneTable;
  readonly turnOfNode: Int32Array;
  readonly connectorOfLane: Int32Array;
  /** Turns whose way crosses this turn's way. */
  readonly conflicts: Int32Array;
  /** Turns from other links into the same link. */
  readonly merges: Int32Array;
  /** For each turn and each place at its junction: bits of RELATIONS, what the turn there is to it. */
  readonly relations: Uint8Array;
  /** Lanes that are not open to everyone all day, then the connectors of such turns. */
  readonly laneTimetables: readonly LaneTimetable[];
  readonly nodeNames: readonly string[];
  readonly linkNames: readonly string[];
}

/** Where something is along a link. */
export interface LinkPlace {
  readonly link: LinkId;
  readonly position_m: number;
}

export interface ZonePlace extends LinkPlace {
  readonly zone: ZoneId | None;
}

export interface LotPlace extends LinkPlace {
  readonly lot: LotId;
}
