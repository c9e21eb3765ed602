/**
 * A superilla or superblocks out of real streets: the blocks of an area in groups, through traffic
 * only on their rims. A group in which a place could then no longer be reached stays as it is.
 */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { type BlockGroup, blockGroups, type GroupOptions } from './block-groups.js';
import { type Calmed, type Converted, calmStreets } from './calm-streets.js';
import type { Change } from './changes.js';
import { type PocketOptions, pocketsOf } from './pockets.js';
import { lostLinks, type Reach, reachOf } from './reachable.js';
import { planOf, type StreetPlan } from './street-plan.js';

export interface CalmOptions extends GroupOptions, PocketOptions {
  /** No faster inside the groups. */
  readonly innerSpeed_mps: number;
}

export interface CalmedNetwork extends Converted {
  /** Groups that were converted, and their blocks. */
  readonly groupCount: number;
  readonly blockCount: number;
}

/** Fewer streets change in this way; it is tried before a group is left as it is. */
const CAREFUL: PocketOptions = { hasLoops: false };

export function calmNetwork(draft: NetworkDraft, options: CalmOptions): CalmedNetwork {
  const plan = planOf(draft);
  const all = blockGroups(plan, options);
  const was = reachOf(draft);
  let groups = all;
  const careful = new Set<string>();
  for (;;) {
    const plans = groups.map((group) =>
      pocketsOf(plan, group, careful.has(group.name) ? CAREFUL : options),
    );
    const calmed = calmStreets(draft, plan, { groups: plans, ...options });
    const spoilt = spoiltGroups(calmed, { plan, groups, was });
    if (spoilt.size === 0) {
      const left = all.filter((group) => !groups.includes(group));
      return {
        draft: calmed.draft,
        changes: [...calmed.changes, ...left.map((group) => leftAsItIs(plan, group))],
        groupCount: groups.length,
        blockCount: groups.reduce((sum, { faces }) => sum + faces.length, 0),
      };
    }
    groups = groups.filter(({ name }) => !spoilt.has(name) || !careful.has(name));
    for (const name of spoilt) careful.add(name);
  }
}

/** Groups to blame for what is lost: the link's own, those it touches, or else all of them. */
function spoiltGroups(
  calmed: Calmed,
  { plan, groups, was }: { plan: StreetPlan; groups: readonly BlockGroup[]; was: Reach },
): ReadonlySet<string> {
  const lost = lostLinks(calmed.draft, { was, is: reachOf(calmed.draft) });
  if (lost.length === 0) return new Set();
  const linkNamed = new Map(calmed.draft.links.map((link) => [link.name, link]));
  const spoilt = new Set<string>();
  for (const name of lost) {
    const own = calmed.groupOf.get(name);
    const { from, to } = linkNamed.get(name)!;
    const guilty = own === undefined ? touching(plan, groups, [from, to]) : [own];
    for (const group of guilty) spoilt.add(group);
  }
  return spoilt.size > 0 ? spoilt : new Set(groups.map(({ name }) => name));
}

const touching = (
  { streets }: StreetPlan,
  groups: readonly BlockGroup[],
  nodes: readonly string[],
): readonly string[] =>
  groups
    .filter(({ inner }) =>
      inner.some((row) => nodes.includes(streets[row]!.a) || nodes.includes(streets[row]!.b)),
    )
    .map(({ name }) => name);

function leftAsItIs({ streets, faces }: StreetPlan, group: BlockGroup): Change {
  const [x_m, y_m] = faces[group.faces[0]!]!.corners[0]!;
  const length_m = group.inner.reduce((sum, row) => sum + streets[row]!.length_m, 0);
  const message = 'its one-way streets leave no way to every place without through traffic';
  return {
    kind: 'left as it is',
    subject: streets[group.inner[0]!]!.name,
    group: group.name,
    x_m,
    y_m,
    length_m,
    message,
  };
}
