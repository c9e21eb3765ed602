/** Nodes, links and movements of a grid: streets on both axes that go on beyond the rim. */
import { groupBy } from '../../core/base/group-by.js';
import type {
  LinkDraft,
  MovementDraft,
  NodeDraft,
  Point,
  TurnKind,
} from '../../core/network/network-draft.js';
import { lanesOfTurns, turnKindOf } from '../../core/network/turn-lanes.js';
import { LANE_m } from './generate-spec.js';
import {
  type Grid,
  isJunction,
  linkName,
  nodeName,
  RIM_MOVEMENT_m,
  reachAfter_m,
  reachBefore_m,
  streetAt_m,
  toMicron,
} from './grid.js';

export interface StreetDesign {
  readonly lanesPerDirection: number;
  readonly freeSpeed_mps: number;
  readonly leftPocket_m: number;
  readonly rank: number;
  /** Sidewalk of a link; lay-bys narrow it. */
  readonly sidewalkOf_m: (link: string) => number;
}

/** Turning speeds of passenger cars on the radii of these junctions, 8 to 24 m. */
const TURN_SPEED_mps = { left: 7, right: 5, uturn: 5 } as const;

export function gridStreets(
  grid: Grid,
  design: StreetDesign,
): { nodes: NodeDraft[]; links: LinkDraft[]; movements: MovementDraft[] } {
  const nodes = nodesOf(grid);
  const links = linksOf(grid, design);
  return { nodes, links, movements: movementsOf(grid, nodes, links) };
}

function nodesOf(grid: Grid): NodeDraft[] {
  const places = Array.from({ length: grid.streetCount + 4 }, (_, at) => at - 2);
  return places.flatMap((row) =>
    places
      .filter((column) => isJunction(grid, column) || isJunction(grid, row))
      .map((column) => ({
        name: nodeName(grid, column, row),
        x_m: streetAt_m(grid, column),
        y_m: streetAt_m(grid, row),
        control: isJunction(grid, column) && isJunction(grid, row) ? 'warrant' : 'none',
      })),
  );
}

function linksOf(grid: Grid, design: StreetDesign): LinkDraft[] {
  const streets = Array.from({ length: grid.streetCount }, (_, street) => street);
  const stretches = Array.from({ length: grid.streetCount + 3 }, (_, at) => at - 2);
  return streets.flatMap((street) =>
    stretches.flatMap((at) => [
      ...bothWays(grid, design, [at, street], [at + 1, street]),
      ...bothWays(grid, design, [street, at], [street, at + 1]),
    ]),
  );
}

/** The two links of a street between neighbouring nodes, given as column and row. */
function bothWays(grid: Grid, design: StreetDesign, low: Point, high: Point): LinkDraft[] {
  const [lowName, highName] = [nodeName(grid, ...low), nodeName(grid, ...high)];
  const axis = low[0] === high[0] ? 1 : 0;
  const heading: Point = axis === 0 ? [1, 0] : [0, 1];
  const back: Point = axis === 0 ? [-1, 0] : [0, -1];
  const start_m = toMicron(streetAt_m(grid, low[axis]) + reachAfter_m(grid, low[axis]));
  const end_m = toMicron(streetAt_m(grid, high[axis]) - reachBefore_m(grid, high[axis]));
  const centre_m = streetAt_m(grid, low[1 - axis]!);
  const pointAt = (along_m: number): Point =>
    axis === 0 ? [along_m, centre_m] : [centre_m, along_m];
  const street = linkName(lowName, highName);
  const length_m = toMicron(end_m - start_m);
  const isInside = low[axis] >= -1 && high[axis] <= grid.streetCount;
  const link = (from: string, to: string, end: number): Omit<LinkDraft, 'geometry'> => {
    const name = linkName(from, to);
    return {
      name,
      from,
      to,
      street,
      length_m,
      freeSpeed_mps: design.freeSpeed_mps,
      laneCount: design.lanesPerDirection,
      leftPocket_m: isJunction(grid, end) ? design.leftPocket_m : 0,
      rank: design.rank,
      carriageway_m: toMicron(design.lanesPerDirection * LANE_m),
      sidewalk_m: design.sidewalkOf_m(name),
      isInside,
    };
  };
  const offset_m = (design.lanesPerDirection * LANE_m) / 2;
  const [from, to] = [pointAt(start_m), pointAt(end_m)];
  return [
    {
      ...link(lowName, highName, high[axis]),
      geometry: [toTheRight(from, heading, offset_m), toTheRight(to, heading, offset_m)],
    },
    {
      ...link(highName, lowName, low[axis]),
      geometry: [toTheRight(to, back, offset_m), toTheRight(from, back, offset_m)],
    },
  ];
}

const toTheRight = ([x_m, y_m]: Point, [east, north]: Point, offset_m: number): Point => [
  toMicron(x_m + north * offset_m),
  toMicron(y_m - east * offset_m),
];

/**
 * Every turn, the U-turn only from a left-turn pocket, whose signal protects it: without it a
 * driveway on the far side of a divided street would cost a way round four superblocks. At a gate
 * node one may leave, or turn round as one would by the next streets beyond: so the last stretch of
 * a street is reached from both sides.
 */
function movementsOf(
  grid: Grid,
  nodes: readonly NodeDraft[],
  links: readonly LinkDraft[],
): MovementDraft[] {
  const reaching = groupBy(links, (link) => link.to);
  const leaving = groupBy(links, (link) => link.from);
  return nodes.flatMap(({ name: node, control }) =>
    (reaching.get(node) ?? []).flatMap((from) => {
      const turns = (leaving.get(node) ?? [])
        .map((to) => ({ to, kind: turnKindOf(headingOf(from), headingOf(to)) }))
        .filter(({ to, kind }) => kind !== 'uturn' || mayTurnRound(from, to));
      const lanes = lanesOfTurns(
        turns.map(({ kind }) => kind),
        { laneCount: from.laneCount, hasPocket: from.leftPocket_m > 0 },
      );
      return turns.map(({ to, kind }) => ({
        node,
        from: from.name,
        to: to.name,
        kind,
        length_m: control === 'none' ? RIM_MOVEMENT_m : wayThrough_m(grid, from, kind),
        speed_mps: kind === 'thru' ? from.freeSpeed_mps : TURN_SPEED_mps[kind],
        fromLanes: lanes.get(kind)!,
      }));
    }),
  );
}

/** Straight over the junction, or a quarter circle between the centre lines of the directions. */
function wayThrough_m({ rightOfWay_m }: Grid, from: LinkDraft, kind: TurnKind): number {
  if (kind === 'thru') return rightOfWay_m;
  const aside_m = from.carriageway_m / 2;
  // Into the junction, half a circle round the end of the median, and out again.
  if (kind === 'uturn') return toMicron(rightOfWay_m / 2 + (Math.PI - 1) * LANE_m);
  const radius_m = rightOfWay_m / 2 + (kind === 'left' ? aside_m : -aside_m);
  return toMicron((Math.PI / 2) * radius_m);
}

function headingOf({ geometry }: LinkDraft): Point {
  const [start, end] = [geometry[0]!, geometry.at(-1)!];
  return [end[0] - start[0], end[1] - start[1]];
}

const mayTurnRound = (from: LinkDraft, to: LinkDraft): boolean =>
  from.leftPocket_m > 0 || (!from.isInside && !to.isInside);
