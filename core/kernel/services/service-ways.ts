/** Ways on empty streets between places on links, as turns: what lines and stations are planned on. */
import { NONE } from '../../base/ids.js';
import type { LinkPlace, RoadNetwork } from '../../network/road-network.js';
import { freeTimesOf } from '../../routing/link-times.js';
import { createShortestPaths, growPaths, type Source } from '../../routing/shortest-path.js';
import { forwardArcs, turnGraphOf } from '../../routing/turn-graph.js';

export interface Way {
  readonly turns: readonly number[];
  readonly free_s: number;
}

export const NO_WAY: Way = { turns: [], free_s: 0 };

/** The way of least cost, or null where there is none. */
export type WayFinder = (from: LinkPlace, to: LinkPlace) => Way | null;

/** `weight` makes links seem longer than they are: lines by the rule keep to wide streets. */
export function wayFinderOf(
  network: RoadNetwork,
  weight: (link: number) => number = () => 1,
): WayFinder {
  const { freeTurn_s, linkFree_s } = freeTimesOf(network);
  const { links, turns } = network;
  const cost_s = freeTurn_s.map((free_s, turn) => free_s * weight(turns.to[turn]!));
  const arcs = forwardArcs(turnGraphOf(network));
  const paths = createShortestPaths(network.linkCount);
  let grownFrom: number = NONE;
  /** By link: the turn by which it is reached from the link that the tree was grown from. */
  const firstTurn = new Map<number, number>();

  const grow = (from: number): void => {
    firstTurn.clear();
    const sources: Source[] = [];
    for (let turn = links.firstTurn[from]!; turn < links.firstTurn[from + 1]!; turn++) {
      const link = turns.to[turn]!;
      const known = firstTurn.get(link);
      if (known !== undefined && cost_s[known]! <= cost_s[turn]!) continue;
      firstTurn.set(link, turn);
      sources.push({ link, cost_s: cost_s[turn]! });
    }
    growPaths(paths, arcs, cost_s, sources);
    grownFrom = from;
  };
  const share = ({ link, position_m }: LinkPlace): number => position_m / links.length_m[link]!;

  return (from, to) => {
    if (from.link === to.link && to.position_m >= from.position_m) {
      return { turns: [], free_s: (share(to) - share(from)) * linkFree_s[to.link]! };
    }
    if (grownFrom !== from.link) grow(from.link);
    if (paths.cost_s[to.link] === Number.POSITIVE_INFINITY) return null;
    const found: number[] = [];
    let link: number = to.link;
    for (let turn = paths.turn[link]!; turn !== NONE; turn = paths.turn[link]!) {
      found.push(turn);
      link = turns.from[turn]!;
    }
    found.push(firstTurn.get(link)!);
    found.reverse();
    const whole_s = found.reduce((sum_s, turn) => sum_s + freeTurn_s[turn]!, 0);
    const free_s =
      whole_s - share(from) * linkFree_s[from.link]! + share(to) * linkFree_s[to.link]!;
    return { turns: found, free_s };
  };
}
