/** Ways across a cluster of junctions: which link leads to which, and how far it is. */
import type { TurnUse } from '../../core/network/lane-use.js';
import type { LinkDraft, MovementDraft } from '../../core/network/network-draft.js';

export interface Way {
  readonly to: LinkDraft;
  /** Movements and inner links together. */
  readonly length_m: number;
  /** Lowest limit on it. */
  readonly speed_mps: number;
  /** The movement itself where no inner link lies on the way. */
  readonly direct: MovementDraft | null;
  /** Who may take it at some hours: of all movements on it. */
  readonly uses: readonly TurnUse[];
}

export interface Streets {
  readonly linkNamed: ReadonlyMap<string, LinkDraft>;
  readonly movementsFrom: ReadonlyMap<string, readonly MovementDraft[]>;
  /** True for links inside a junction. */
  readonly isInner: (link: LinkDraft) => boolean;
}

/**
 * The shortest way from `from` to every link that leaves the cluster (Dijkstra over inner links;
 * a cluster has few, so a plain list stands for the heap). In the order in which they are found.
 */
export function waysAcross(from: LinkDraft, streets: Streets): readonly Way[] {
  const found = new Map<string, Way>();
  const seen = new Set<string>();
  const open: Reached[] = [
    { link: from, length_m: 0, speed_mps: Number.POSITIVE_INFINITY, uses: [], isStart: true },
  ];
  for (let next = takeNearest(open); next !== undefined; next = takeNearest(open)) {
    if (seen.has(next.link.name)) continue;
    seen.add(next.link.name);
    for (const movement of streets.movementsFrom.get(next.link.name) ?? []) {
      const to = streets.linkNamed.get(movement.to)!;
      const length_m = next.length_m + movement.length_m;
      const speed_mps = Math.min(next.speed_mps, movement.speed_mps);
      const uses = [...next.uses, ...(movement.uses ?? [])];
      if (streets.isInner(to)) {
        const limit_mps = Math.min(speed_mps, to.freeSpeed_mps);
        const far_m = length_m + to.length_m;
        open.push({ link: to, length_m: far_m, speed_mps: limit_mps, uses, isStart: false });
      } else if (length_m < (found.get(to.name)?.length_m ?? Number.POSITIVE_INFINITY)) {
        const direct = next.isStart ? movement : null;
        found.set(to.name, { to, length_m, speed_mps, direct, uses });
      }
    }
  }
  return [...found.values()];
}

interface Reached {
  readonly link: LinkDraft;
  readonly length_m: number;
  readonly speed_mps: number;
  readonly uses: readonly TurnUse[];
  readonly isStart: boolean;
}

function takeNearest(open: Reached[]): Reached | undefined {
  let nearest = 0;
  for (let at = 1; at < open.length; at++) {
    if (open[at]!.length_m < open[nearest]!.length_m) nearest = at;
  }
  return open.splice(nearest, 1)[0];
}
