/**
 * A network as importers and generators describe it: named plain objects, SI units, planar metres.
 * `build-network.ts` turns it into tables; `networks/gmns/` writes it to a folder and reads it back.
 *
 * Conventions: x to the east, y to the north; every link is one direction of a street; traffic keeps
 * right, and where it keeps left all that is said of left and right is as seen in a mirror; positions along a link run from its start, 0, to its `length_m` at the stop line.
 */
import type { CurbSpan } from './curb-use.js';
import type { Hours, LaneUse, TurnUse } from './lane-use.js';
import type { LotUsers } from './lot-users.js';

export type Point = readonly [x_m: number, y_m: number];

export interface NetworkDraft {
  readonly name: string;
  /** How it came to be: `small-block`, `superblock`, `osm`, `drawn`, … */
  readonly layout: string;
  /** `local` for generated networks, else a proj string of the planar coordinates. */
  readonly crs: string;
  /** Who must be named where the data came from outside; empty for generated networks. */
  readonly attribution: string;
  /** `left`: a left turn of this draft is one to the right on the map. Right where it is not said. */
  readonly drivingSide?: DrivingSide;
  /** The land under study. Its area is what the land ledger must sum to. */
  readonly district: { readonly polygon: readonly Point[]; readonly area_m2: number };
  readonly nodes: readonly NodeDraft[];
  readonly links: readonly LinkDraft[];
  /** Which turns exist. A pair of links without a row cannot be driven. */
  readonly movements: readonly MovementDraft[];
  readonly curbs: readonly CurbDraft[];
  readonly lots: readonly LotDraft[];
  readonly blocks: readonly BlockDraft[];
  readonly addresses: readonly AddressDraft[];
  readonly gates: readonly GateDraft[];
  /** Fixed-time plans that came with the data. Signals without one get theirs computed. */
  readonly signals?: readonly SignalDraft[];
}

export const DRIVING_SIDES = ['right', 'left'] as const;
export type DrivingSide = (typeof DRIVING_SIDES)[number];

export type Control =
  /** No conflicts to resolve: a bend, a merge, the outer end of a gate. */
  | 'none'
  /** Everyone stops; first come, first served. */
  | 'allWayStop'
  /** Links of lower `rank` yield to links of higher rank. */
  | 'yield'
  /** As `yield`, and on all links but those of the highest rank everyone stops at the line first. */
  | 'stop'
  | 'signal'
  /** Automated vehicles pass in the order in which they come; people stop, as at an all-way stop. */
  | 'reservation'
  /** To be decided from routed volumes by the warrant rule, signal or all-way stop. */
  | 'warrant';

export interface NodeDraft {
  readonly name: string;
  readonly x_m: number;
  readonly y_m: number;
  readonly control: Control;
}

export interface LinkDraft {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Both directions of a street share it; opposite links are found by it. */
  readonly street: string;
  /** From leaving the junction `from` to the stop line at `to`; junctions have lengths of their own. */
  readonly length_m: number;
  readonly freeSpeed_mps: number;
  /** Full-length lanes, pockets not counted. */
  readonly laneCount: number;
  /** Left-turn pocket beside the leftmost lane, at the downstream end; 0 for none. */
  readonly leftPocket_m: number;
  /** Importance at yield junctions: a higher rank goes first. 0 for a driveway, 5 for a motorway. */
  readonly rank: number;
  /** Land this direction takes, kerb to kerb, curb lanes not counted. */
  readonly carriageway_m: number;
  /** Sidewalk on this side. */
  readonly sidewalk_m: number;
  /** False for streets beyond the rim: they carry traffic but are not the district's land. */
  readonly isInside: boolean;
  /** Who may drive on which of its lanes, and when; everyone where nothing is said. */
  readonly laneUses?: readonly LaneUse[];
  /**
   * Hours in which its leftmost lane is its own: a tidal lane, on a strip of road that both directions
   * of the street use in turn and both count among their lanes. The strip is in the carriageway of one.
   */
  readonly tidalHours?: readonly Hours[];
  /** Centre line of this direction. At least two points. */
  readonly geometry: readonly Point[];
}

export type TurnKind = 'left' | 'thru' | 'right' | 'uturn';

export interface MovementDraft {
  readonly node: string;
  readonly from: string;
  readonly to: string;
  readonly kind: TurnKind;
  /** Way through the junction. */
  readonly length_m: number;
  /** Highest speed on it. */
  readonly speed_mps: number;
  /**
   * Lanes of `from` that may take it, leftmost = 0; a pocket is lane -1.
   * For lanes of `to`: the driver picks the one its next movement needs.
   */
  readonly fromLanes: readonly number[];
  /**
   * For each of `fromLanes` the lanes of `to` that lie before it, from the first to the last: those who
   * look turns ahead choose by them. Absent: those in the same place, seen from the side turned to.
   */
  readonly toLanes?: readonly LaneSpan[];
  /**
   * Movements from other links whose way crosses this one's, where the data say so. Believed where
   * every movement of the junction has a list; else crossings are found from the order of the streets.
   */
  readonly crosses?: readonly MovementEnds[];
  /** Of those, and of those into the same link, the ones that go first. Read together with `crosses`. */
  readonly givesWayTo?: readonly MovementEnds[];
  /**
   * Where a front bumper may wait in the junction for a gap in oncoming traffic, along the way; 0 for
   * nowhere. Absent: in the middle of the way of a left turn.
   */
  readonly waitsAt_m?: number;
  /**
   * Length at the end of the way that nobody crosses: there one may stand while the lane beyond is
   * full. Absent: none, or all of it where nobody crosses the way at all.
   */
  readonly standsOn_m?: number;
  /** Who may take it at some hours, as signs say that forbid turns by the hour; else everyone. */
  readonly uses?: readonly TurnUse[];
}

/** Lanes beside each other, leftmost = 0. */
export type LaneSpan = readonly [first: number, last: number];

/** A movement by its links. */
export interface MovementEnds {
  readonly from: string;
  readonly to: string;
}

/** A stretch of curb along the right side of a link, with a timetable of uses. */
export interface CurbDraft {
  readonly name: string;
  readonly link: string;
  readonly start_m: number;
  readonly end_m: number;
  /** Depth of the curb lane; its land is depth × length. */
  readonly depth_m: number;
  /** Uses over the day; covers 0:00 to 24:00 without gap or overlap, in order. */
  readonly timetable: readonly CurbSpan[];
}

export type LotKind = 'surface' | 'structure' | 'underground' | 'viaduct';

export interface LotDraft {
  readonly name: string;
  readonly kind: LotKind;
  readonly stallCount: number;
  /** Ground taken a stall: a structure's floors share their ground. */
  readonly land_m2PerStall: number;
  readonly levelCount: number;
  /** Cars one behind another in the lanes of a dense automated lot; absent or 1: each can leave. */
  readonly depth?: number;
  /** The lanes of a dense lot are open at both ends; absent: at one. */
  readonly isTwoEnded?: boolean;
  /** Who may drive in; absent: all, or as `parking.lotUsers` says. */
  readonly users?: LotUsers;
  /** Stalls of it with a charger; absent: as many as the scenario gives a lot of its kind. */
  readonly chargerCount?: number;
  /** A remote lot that nobody walks to; only empty vehicles use it. */
  readonly isRemote: boolean;
  /** False: its land is outside the district and stands in the ledger's exported line. */
  readonly isInside: boolean;
  readonly x_m: number;
  readonly y_m: number;
  /** Block it stands in, or empty. */
  readonly block: string;
  /** Where it is entered and left; several for a large one. */
  readonly entrances: readonly { readonly link: string; readonly position_m: number }[];
}

export interface BlockDraft {
  readonly name: string;
  /** Counter-clockwise, streets not included. */
  readonly polygon: readonly Point[];
  readonly area_m2: number;
}

export interface AddressDraft {
  readonly name: string;
  readonly x_m: number;
  readonly y_m: number;
  /** Block it stands in, or empty. */
  readonly block: string;
  readonly residentCount: number;
  readonly jobCount: number;
  /** The place on the street that belongs to it, and the walk between the two. */
  readonly link: string;
  readonly position_m: number;
  readonly walk_m: number;
  /** True where an importer guessed it from the frontage. */
  readonly isGuessed: boolean;
}

/** A stretch of the rim, the same in every layout; its trips share the streets that cross it. */
export interface GateDraft {
  readonly name: string;
  readonly x_m: number;
  readonly y_m: number;
  /** Links that bring traffic in, entered at their start. */
  readonly entries: readonly string[];
  /** Links that take traffic out, left at their end. */
  readonly exits: readonly string[];
  /** Relative share of the traffic to and from outside. */
  readonly weight: number;
}

/** A fixed-time plan of one junction, run as it is instead of a computed one. */
export interface SignalDraft {
  readonly node: string;
  /** The first phase begins at clock times offset_s + n · (sum of the durations). */
  readonly offset_s: number;
  readonly phases: readonly SignalPhaseDraft[];
}

/** What stands on the signal heads for a while. A movement that is in no list is shown red. */
export interface SignalPhaseDraft {
  readonly duration_s: number;
  /** Green with right of way. */
  readonly protected: readonly SignalledMovement[];
  /** Green, giving way to those with right of way. */
  readonly permitted: readonly SignalledMovement[];
  readonly amber: readonly SignalledMovement[];
}

export type SignalledMovement = MovementEnds;
