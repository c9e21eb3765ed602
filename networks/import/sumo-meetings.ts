/** Who meets whom in the junctions of a SUMO network, and who gives way, as the file says. */
import { leastOf } from '../../core/base/extremes.js';
import { groupBy } from '../../core/base/group-by.js';
import type { MovementEnds } from '../../core/network/network-draft.js';
import type { SumoMovement } from './sumo-movements.js';
import type { SumoPassage, WayPlace } from './sumo-passages.js';

/** The movements with whom they cross and to whom they give way, at junctions where all is known. */
export function withMeetings(movements: readonly SumoMovement[]): readonly SumoMovement[] {
  const byNode = groupBy(movements, ({ movement }) => movement.node);
  return movements.map((each) => {
    const here = byNode.get(each.movement.node)!;
    const isKnown = here.every(({ passages }) => passages.every(isPlaced));
    if (!isKnown) return each;
    const { from, to } = each.movement;
    const others = here.filter(({ movement }) => movement.from !== from);
    const crosses = others.filter(
      (other) => other.movement.to !== to && somePair(each, other, doCross),
    );
    const givesWayTo = others.filter((other) => somePair(each, other, doesGiveWay));
    const movement = {
      ...each.movement,
      crosses: endsOf(crosses),
      givesWayTo: endsOf(givesWayTo),
      standsOn_m: standsOn_m(each, crosses),
    };
    return { ...each, movement };
  });
}

/** Length of the ways at the end that none of `others` crosses; the least over lanes. */
function standsOn_m({ passages }: SumoMovement, others: readonly SumoMovement[]): number {
  const lengths_m = passages.map(({ ways }) => {
    const free = [...ways!].reverse();
    const end = free.findIndex((way) => others.some((other) => crossesWay(other, way)));
    return free.slice(0, end < 0 ? free.length : end).reduce((sum, way) => sum + way.length_m, 0);
  });
  return leastOf(lengths_m);
}

const crossesWay = ({ passages }: SumoMovement, way: WayPlace): boolean =>
  passages.some(({ ways }) => ways!.some((other) => doCross(way, other)));

const isPlaced = ({ ways }: SumoPassage): boolean =>
  ways?.every(({ junction, index }) => (junction.ways[index]?.foes.length ?? 0) > 0) ?? false;

const endsOf = (movements: readonly SumoMovement[]): readonly MovementEnds[] =>
  movements.map(({ movement: { from, to } }) => ({ from, to }));

const somePair = (
  a: SumoMovement,
  b: SumoMovement,
  is: (way: WayPlace, other: WayPlace) => boolean,
): boolean =>
  a.passages.some(({ ways }) =>
    ways!.some((way) => b.passages.some((passage) => passage.ways!.some((each) => is(way, each)))),
  );

/** Two that drive over the same way within a joined junction, and part again, cross as well. */
const doCross = (way: WayPlace, other: WayPlace): boolean =>
  way.junction === other.junction &&
  (way.index === other.index || way.junction.ways[way.index]!.foes[other.index] === true);

const doesGiveWay = (way: WayPlace, other: WayPlace): boolean =>
  way.junction === other.junction &&
  way.index !== other.index &&
  way.junction.ways[way.index]!.givesWay[other.index] === true;
