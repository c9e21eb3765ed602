/**
 * The roads as each vehicle class may use them now: turns that a class cannot take since no lane of
 * the link behind is open to it, or none that leads to the turn, or since signs forbid it at this
 * hour. Routes of the class avoid them.
 */
import { NONE } from '../../base/ids.js';
import { VEHICLE_CLASSES } from '../../events/catalogue.js';
import { classBit, type LaneClass } from '../../network/lane-use.js';
import type { RoadNetwork } from '../../network/road-network.js';
import type { LaneStateTable } from '../../state/tables.js';
import type { World } from '../../world.js';

/** By vehicle class, in the order of VEHICLE_CLASSES; null for a class to which nothing is closed. */
export type RoadsByClass = (ClassRoads | null)[];

export interface ClassRoads {
  /** By turn: its time, Infinity where it is closed to the class. */
  readonly cost_s: Float64Array;
  /**
   * The same for those who are on a lane already: Infinity only where the link beyond is closed, and
   * an hour more where signs forbid the turn.
   */
  readonly fromLane_s: Float64Array;
}

export const createRoadsByClass = (): RoadsByClass => VEHICLE_CLASSES.map(() => null);

/** Bit of a vehicle class in the lanes' `openTo`. */
export const laneClassOf = (vehicleClass: number): number => {
  const name = VEHICLE_CLASSES[vehicleClass]!;
  // A lane's rule knows no robots: they may drive where vans may.
  return classBit(name === 'ROBOT' ? 'van' : (name.toLowerCase() as LaneClass));
};

/** What the lanes of a link are to a class: reads the state of the run, or that of another moment. */
export type LaneAccess = Pick<LaneStateTable, 'openTo' | 'sharedFrom_m'>;

interface Roads {
  readonly network: RoadNetwork;
  readonly lanes: LaneAccess;
}

/** Makes every class's turn costs anew: `classCost_s`, and Infinity for turns closed to it. */
export function closeTurns(
  classes: RoadsByClass,
  roads: Roads,
  classCost_s: readonly ArrayLike<number>[],
): void {
  if (roads.network.laneTimetables.length === 0) return;
  for (let vehicleClass = 0; vehicleClass < classes.length; vehicleClass++) {
    const turnCost_s = classCost_s[vehicleClass]!;
    const { cost_s, fromLane_s } = classes[vehicleClass] ?? {
      cost_s: new Float64Array(turnCost_s.length),
      fromLane_s: new Float64Array(turnCost_s.length),
    };
    cost_s.set(turnCost_s);
    fromLane_s.set(turnCost_s);
    const closedCount = markClosed(roads, laneClassOf(vehicleClass), { cost_s, fromLane_s });
    classes[vehicleClass] = closedCount === 0 ? null : { cost_s, fromLane_s };
  }
}

/** Sets the cost of each turn that is closed to the class to Infinity; gives their number. */
export function markClosed(roads: Roads, bit: number, { cost_s, fromLane_s }: ClassRoads): number {
  const { network } = roads;
  const { from, to } = network.turns;
  const hasUses = linksWithUses(network);
  let closedCount = 0;
  for (let turn = 0; turn < network.turnCount; turn++) {
    if (hasUses[from[turn]] === 0 && hasUses[to[turn]] === 0) continue;
    const isLinkShut = !isLinkOpen(roads, bit, to[turn]);
    const isForbidden = !isTurnAllowed(roads, bit, turn);
    if (!isLinkShut && !isForbidden && isTurnOpen(roads, bit, turn)) continue;
    cost_s[turn] = Number.POSITIVE_INFINITY;
    if (isLinkShut) fromLane_s[turn] = Number.POSITIVE_INFINITY;
    else if (isForbidden) fromLane_s[turn]! += LAST_RESORT_s;
    closedCount++;
  }
  return closedCount;
}

/**
 * Whose lane leads nowhere else goes by a forbidden turn all the same, and stands in nobody's way. It
 * costs more than any way round.
 */
const LAST_RESORT_s = 3600;

/** May the class take the turn by some connector now? Signs say the same of all of them. */
function isTurnAllowed({ network, lanes }: Roads, bit: number, turn: number): boolean {
  const { firstConnector, connectorCount } = network.turns;
  return connectorCount[turn] === 0 || (lanes.openTo[firstConnector[turn]]! & bit) !== 0;
}

function linksWithUses({ laneTimetables, lanes, linkCount }: RoadNetwork): Uint8Array {
  const has = new Uint8Array(linkCount);
  for (const { lane } of laneTimetables) has[lanes.link[lane]] = 1;
  return has;
}

/** Has the link a full-length lane that is open to the class? */
export function isLinkOpen({ network, lanes }: Roads, bit: number, link: number): boolean {
  const { links } = network;
  const first = links.firstLane[link]! + links.hasPocket[link]!;
  for (let lane = first; lane < links.firstLane[link + 1]!; lane++) {
    if ((lanes.openTo[lane]! & bit) !== 0) return true;
  }
  return false;
}

/**
 * Does an open lane lead to the turn, or one that may be used for turning? Where no lane of the link
 * is open any more, those who are still on it may go on by every turn.
 */
function isTurnOpen(roads: Roads, bit: number, turn: number): boolean {
  const { network, lanes } = roads;
  const { turns, links } = network;
  const link = turns.from[turn];
  if (!isLinkOpen(roads, bit, link)) return true;
  const first = turns.firstConnector[turn];
  for (let at = 0; at < turns.connectorCount[turn]!; at++) {
    const from = network.lanes.fromLane[first + at];
    if (from === NONE) continue;
    // A pocket is reached by the lane beside it.
    const isPocket = links.hasPocket[link] === 1 && from === links.firstLane[link];
    const lane = isPocket ? from + 1 : from;
    if ((lanes.openTo[lane]! & bit) !== 0 || lanes.sharedFrom_m[lane]! < Infinity) return true;
  }
  return false;
}

/**
 * Until `closeFirstTurns` the turns of `link` are closed only where the link beyond is: who is on a lane
 * of it goes on by what that leads to, also when it has been closed meanwhile.
 */
export function openFirstTurns(roads: ClassRoads, network: RoadNetwork, link: number): void {
  exchangeTurns(roads, network, link);
}

export function closeFirstTurns(roads: ClassRoads, network: RoadNetwork, link: number): void {
  exchangeTurns(roads, network, link);
}

function exchangeTurns(
  { cost_s, fromLane_s }: ClassRoads,
  { links }: RoadNetwork,
  link: number,
): void {
  for (let turn = links.firstTurn[link]!; turn < links.firstTurn[link + 1]!; turn++) {
    const closed_s = cost_s[turn]!;
    cost_s[turn] = fromLane_s[turn]!;
    fromLane_s[turn] = closed_s;
  }
}

/** Is the turn closed to, or forbidden for, a vehicle of the class on a lane that leads to it? */
export const isClosedTo = (
  { classes }: { readonly classes: RoadsByClass },
  vehicleClass: number,
  turn: number,
): boolean => {
  const roads = classes[vehicleClass] ?? null;
  return (
    roads?.cost_s[turn] === Number.POSITIVE_INFINITY && roads.fromLane_s[turn]! >= LAST_RESORT_s
  );
};

/** Is a turn of its route closed to its class by now? */
export function hasClosedTurn({ vehicles, traffic, router }: World, vehicle: number): boolean {
  const roads = router.classes[vehicles.vehicleClass[vehicle]!]!;
  if (roads === null) return false;
  const { movers, routes, routeCapacity, network } = traffic;
  const mover = vehicles.mover[vehicle];
  const isCrossing = movers.lane[mover] >= network.linkLaneCount;
  const first = movers.routeAt[mover]! + (isCrossing ? 1 : 0);
  for (let at = first; at < movers.routeCount[mover]!; at++) {
    if (roads.cost_s[routes[mover * routeCapacity + at]!] === Infinity) return true;
  }
  return false;
}
