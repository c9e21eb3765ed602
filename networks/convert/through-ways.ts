/** Ways through a group of blocks from one junction of its rim to another: the proof of a filter. */
import { groupBy } from '../../core/base/group-by.js';
import type { LinkDraft, MovementDraft, NetworkDraft } from '../../core/network/network-draft.js';
import type { BlockGroup } from './block-groups.js';
import type { StreetPlan } from './street-plan.js';

export interface ThroughWay {
  readonly group: string;
  readonly from: string;
  readonly to: string;
  readonly inside_m: number;
  /** The shortest way along streets that are in no group. */
  readonly rim_m: number;
}

/** Slow and plain: tries every way in. `groups` are of the network before its conversion. */
export function throughWays(
  draft: NetworkDraft,
  groups: readonly BlockGroup[],
  plan: StreetPlan,
): readonly ThroughWay[] {
  const groupAt = new Map<string, string>();
  for (const { name, inner } of groups) {
    for (const row of inner) groupAt.set(endsOf(plan.streets[row]!), name);
  }
  const groupOf = new Map(
    draft.links.map((link) => [link.name, groupAt.get(endsOf({ a: link.from, b: link.to })) ?? '']),
  );
  const rim = draft.links.filter(({ name, isInside }) => isInside && groupOf.get(name) === '');
  const ground: Ground = {
    groupOf,
    movementsFrom: groupBy(draft.movements, ({ from }) => from),
    linkNamed: new Map(draft.links.map((link) => [link.name, link])),
    rimFrom: groupBy(rim, ({ from }) => from),
  };
  const found = new Map<string, ThroughWay>();
  for (const movement of draft.movements) {
    const group = groupOf.get(movement.to)!;
    if (group === '' || groupOf.get(movement.from) === group) continue;
    for (const [to, inside_m] of waysOut(ground, movement.to, group)) {
      if (to === movement.node) continue;
      const rim_m = rimWay_m(ground, movement.node, to);
      found.set(`${group} ${movement.node}>${to}`, {
        group,
        from: movement.node,
        to,
        inside_m,
        rim_m,
      });
    }
  }
  return [...found.values()];
}

const endsOf = ({ a, b }: { a: string; b: string }): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

interface Ground {
  readonly groupOf: ReadonlyMap<string, string>;
  readonly movementsFrom: ReadonlyMap<string, readonly MovementDraft[]>;
  readonly linkNamed: ReadonlyMap<string, LinkDraft>;
  /** Links that are in no group, by the node at which they begin. */
  readonly rimFrom: ReadonlyMap<string, readonly LinkDraft[]>;
}

/** Junctions at which the group is left, with the shortest way inside. */
function waysOut(ground: Ground, start: string, group: string): ReadonlyMap<string, number> {
  const { groupOf, movementsFrom } = ground;
  const outs = new Map<string, number>();
  const onward = (link: string): readonly MovementDraft[] => movementsFrom.get(link) ?? [];
  const ways = nearest(ground, [start], (link) =>
    onward(link).flatMap(({ to }) => (groupOf.get(to) === group ? [to] : [])),
  );
  for (const [link, way_m] of ways) {
    for (const { to, node } of onward(link)) {
      if (groupOf.get(to) === group) continue;
      outs.set(node, Math.min(outs.get(node) ?? Number.POSITIVE_INFINITY, way_m));
    }
  }
  return outs;
}

/** Infinite where the rim does not lead there. */
function rimWay_m(ground: Ground, from: string, to: string): number {
  const { rimFrom, linkNamed } = ground;
  const leaving = (node: string): string[] => (rimFrom.get(node) ?? []).map(({ name }) => name);
  const ways = nearest(ground, leaving(from), (link) => leaving(linkNamed.get(link)!.to));
  let least_m = Number.POSITIVE_INFINITY;
  for (const [link, way_m] of ways) {
    if (linkNamed.get(link)!.to === to) least_m = Math.min(least_m, way_m);
  }
  return least_m;
}

/** Dijkstra with a list for a heap. */
function nearest(
  { linkNamed }: Ground,
  starts: readonly string[],
  next: (link: string) => readonly string[],
): ReadonlyMap<string, number> {
  const length_m = (link: string): number => linkNamed.get(link)!.length_m;
  const done = new Map<string, number>();
  const open = new Map(starts.map((start) => [start, length_m(start)]));
  while (open.size > 0) {
    const [link, way_m] = [...open].reduce((best, each) => (each[1] < best[1] ? each : best));
    open.delete(link);
    done.set(link, way_m);
    for (const other of next(link)) {
      if (done.has(other)) continue;
      const far_m = way_m + length_m(other);
      open.set(other, Math.min(open.get(other) ?? Number.POSITIVE_INFINITY, far_m));
    }
  }
  return done;
}
