/** Lays the streets of pockets anew: one way, both ways, slower; and the turns that are left. */
import { groupBy } from '../../core/base/group-by.js';
import type {
  LinkDraft,
  MovementDraft,
  NetworkDraft,
  NodeDraft,
} from '../../core/network/network-draft.js';
import { kindOf } from '../complete/derive-movements.js';
import { type Change, changeOfLink } from './changes.js';
import { movePlaces, type Successor } from './move-places.js';
import type { GroupPlan, StreetRole } from './pockets.js';
import { linkOf, oppositeOf, type Street, type StreetPlan } from './street-plan.js';
import { turnsFrom } from './turn-rows.js';

export interface Converted {
  readonly draft: NetworkDraft;
  readonly changes: readonly Change[];
}

export interface Calmed extends Converted {
  /** The group of each link inside one. */
  readonly groupOf: ReadonlyMap<string, string>;
}

/** `innerSpeed_mps`: no faster inside the groups. */
export function calmStreets(
  draft: NetworkDraft,
  plan: StreetPlan,
  { groups, innerSpeed_mps }: { groups: readonly GroupPlan[]; innerSpeed_mps: number },
): Calmed {
  const laid = new LaidStreets(draft, innerSpeed_mps);
  for (const { group, roleOf } of groups) {
    for (const [row, role] of roleOf) laid.lay(plan, { row, role, group: group.name });
  }
  const links = laid.links();
  const moved = movePlaces({ ...draft, links }, laid.successors);
  const turned = newTurns({ before: draft, after: moved.draft }, laid);
  const changes = [...laid.changes, ...moved.changes, ...turned.changes];
  const groupOf = new Map([...laid.placeOf].map(([link, { group }]) => [link, group]));
  return { draft: turned.draft, changes, groupOf };
}

/** A link that is inside a group: its pocket, and the node at which it is closed. */
interface Place {
  readonly group: string;
  readonly pocket: string;
  readonly closedAt: string | null;
}

class LaidStreets {
  readonly changes: Change[] = [];
  readonly placeOf = new Map<string, Place>();
  /** Which links stand for those that are gone. */
  readonly successors = new Map<string, readonly Successor[]>();
  readonly #links: Map<string, LinkDraft>;
  readonly #innerSpeed_mps: number;

  constructor({ links }: NetworkDraft, innerSpeed_mps: number) {
    this.#links = new Map(links.map((link) => [link.name, link]));
    this.#innerSpeed_mps = innerSpeed_mps;
  }

  links(): readonly LinkDraft[] {
    return [...this.#links.values()];
  }

  lay(plan: StreetPlan, inner: { row: number; role: StreetRole; group: string }): void {
    const { row, role, group } = inner;
    const street = plan.streets[row]!;
    const laid =
      role.oneWay === null
        ? this.#bothWays(street, group)
        : this.#oneWay(plan, { row, side: role.oneWay, group });
    const { pocket, closedAt } = role;
    for (const link of laid) this.placeOf.set(link.name, { group, pocket, closedAt });
    this.#slow(laid, group);
    if (closedAt === null) return;
    const message = `closed to motor traffic at ${closedAt}`;
    this.changes.push(changeOfLink('closed', laid[0]!, { group, message, node: closedAt }));
  }

  /** Keeps the driven side, turning the street round where it ran only the other way. */
  #oneWay(
    plan: StreetPlan,
    { row, side, group }: { row: number; side: number; group: string },
  ): readonly LinkDraft[] {
    const [kept, gone] = [linkOf(plan, side), linkOf(plan, oppositeOf(side))];
    if (gone === null) return [kept!];
    const link =
      kept === null ? reversed(gone, `${gone.name} reversed`) : widerSidewalk(kept, gone);
    this.#links.delete(gone.name);
    this.#links.set(link.name, link);
    const to_m = gone.length_m;
    const isOtherSide = kept !== null;
    this.successors.set(gone.name, [
      { link: link.name, from_m: 0, to_m, isReversed: true, isOtherSide },
    ]);
    const street = plan.streets[row]!;
    const kind = kept === null ? 'reversed' : 'one-way';
    const message = `${street.a}, ${street.b}: driven from ${link.from} to ${link.to} only`;
    this.changes.push(changeOfLink(kind, link, { group, message }));
    return [link];
  }

  /** A street that ended would be a trap if one could not come back. */
  #bothWays({ there, back }: Street, group: string): readonly LinkDraft[] {
    if (there !== null && back !== null) return [there, back];
    const only = (there ?? back)!;
    if (only.from === only.to) return [only];
    const backCount = Math.max(1, Math.floor(only.laneCount / 2));
    const narrow = { carriageway_m: only.carriageway_m / 2, sidewalk_m: only.sidewalk_m / 2 };
    const laneCount = Math.max(1, only.laneCount - backCount);
    const kept = { ...only, ...narrow, laneCount };
    const added = {
      ...reversed(only, `${only.name} back`),
      ...narrow,
      laneCount: backCount,
      leftPocket_m: 0,
    };
    this.#links.set(kept.name, kept);
    this.#links.set(added.name, added);
    const lane_m = (only.carriageway_m / (laneCount + backCount)).toFixed(1);
    const message = `driven both ways on its old width, lanes of ${lane_m} m`;
    this.changes.push(changeOfLink('two-way', added, { group, message }));
    return [kept, added];
  }

  #slow(laid: readonly LinkDraft[], group: string): void {
    for (const { name } of laid) {
      const link = this.#links.get(name)!;
      const freeSpeed_mps = Math.min(link.freeSpeed_mps, this.#innerSpeed_mps);
      if (freeSpeed_mps === link.freeSpeed_mps) continue;
      // Where ranks decide, the rim goes first.
      this.#links.set(name, { ...link, freeSpeed_mps, rank: Math.min(link.rank, 1) });
      const message = `${kmh(link.freeSpeed_mps)} to ${kmh(freeSpeed_mps)} km/h`;
      this.changes.push(changeOfLink('slowed', link, { group, message }));
    }
  }
}

const kmh = (speed_mps: number): string => String(Math.round(speed_mps * 3.6));

/** The street's land stays: what is no longer driven is walked on. */
const widerSidewalk = (kept: LinkDraft, gone: LinkDraft): LinkDraft => ({
  ...kept,
  sidewalk_m: kept.sidewalk_m + gone.carriageway_m + gone.sidewalk_m,
});

const reversed = (link: LinkDraft, name: string): LinkDraft => ({
  ...link,
  name,
  from: link.to,
  to: link.from,
  leftPocket_m: 0,
  geometry: [...link.geometry].reverse(),
});

/** Turns at the ends of inner streets: kept where nothing changed, else made anew. */
function newTurns(
  { before, after }: { before: NetworkDraft; after: NetworkDraft },
  { placeOf }: LaidStreets,
): Converted {
  const touched = new Set<string>();
  for (const { name, from, to } of after.links) if (placeOf.has(name)) touched.add(from).add(to);
  const turns = new Turns(before, after, placeOf);
  const kept = after.movements.filter(({ node }) => !touched.has(node));
  const made = after.links
    .filter(({ to }) => touched.has(to))
    .flatMap((from) => turns.onFrom(from));
  const changedNodes = turns.changedNodes;
  const nodes = after.nodes.map((node) => withoutNeedlessSignal(node, { touched, turns }));
  const signals = after.signals?.filter(({ node }) => !changedNodes.has(node));
  const changes = changesAt(changedNodes, after);
  const draft = { ...after, nodes, movements: [...kept, ...made] };
  return { draft: signals === undefined ? draft : { ...draft, signals }, changes };
}

/** Where only inner streets meet, whether a signal is needed is decided from the volumes again. */
function withoutNeedlessSignal(
  node: NodeDraft,
  { touched, turns }: { touched: ReadonlySet<string>; turns: Turns },
): NodeDraft {
  if (node.control !== 'signal' || !touched.has(node.name)) return node;
  return turns.isInner(node.name) ? { ...node, control: 'warrant' } : node;
}

class Turns {
  readonly changedNodes = new Map<string, string>();
  readonly #placeOf: ReadonlyMap<string, Place>;
  readonly #outgoing: ReadonlyMap<string, readonly LinkDraft[]>;
  readonly #rimNodes = new Set<string>();
  readonly #movementsFrom: ReadonlyMap<string, readonly MovementDraft[]>;
  readonly #oldLinks: ReadonlySet<string>;

  constructor(before: NetworkDraft, after: NetworkDraft, placeOf: ReadonlyMap<string, Place>) {
    this.#placeOf = placeOf;
    this.#outgoing = groupBy(after.links, ({ from }) => from);
    for (const { name, from, to } of after.links) {
      if (!placeOf.has(name)) this.#rimNodes.add(from).add(to);
    }
    this.#movementsFrom = groupBy(before.movements, ({ from }) => from);
    this.#oldLinks = new Set(before.links.map(({ name }) => name));
  }

  isInner(node: string): boolean {
    return !this.#rimNodes.has(node);
  }

  onFrom(from: LinkDraft): readonly MovementDraft[] {
    const old = this.#movementsFrom.get(from.name) ?? [];
    const isNew = !this.#oldLinks.has(from.name);
    if (old.length === 0 && !isNew) return [];
    const targets = this.#targetsOf(from, old);
    const isSame =
      targets.length === old.length && old.every((m) => targets.some(({ name }) => name === m.to));
    if (isSame && !isNew) return old;
    this.changedNodes.set(from.to, this.#placeOf.get(from.name)?.group ?? '');
    return turnsFrom(from, targets, old);
  }

  /** Those that signs forbade before stay forbidden, unless nothing else is left. */
  #targetsOf(from: LinkDraft, old: readonly MovementDraft[]): readonly LinkDraft[] {
    const outgoing = this.#outgoing.get(from.to) ?? [];
    const wasAllowed = new Set(old.map(({ to }) => to));
    const isOld = ({ name }: LinkDraft): boolean => this.#oldLinks.has(name);
    const open = outgoing.filter((to) => this.#isOpen(from, to));
    const onward = open.filter((to) => kindOf(from, to) !== 'uturn' || wasAllowed.has(to.name));
    const allowed = onward.filter((to) => !isOld(to) || !isOld(from) || wasAllowed.has(to.name));
    const best = allowed.length > 0 ? allowed : onward;
    if (best.length > 0) return best;
    return outgoing.filter((to) => kindOf(from, to) === 'uturn');
  }

  #isOpen(from: LinkDraft, to: LinkDraft): boolean {
    const node = from.to;
    const [here, there] = [this.#placeOf.get(from.name), this.#placeOf.get(to.name)];
    if (here?.closedAt === node || there?.closedAt === node) return false;
    if (here === undefined || there === undefined || this.#rimNodes.has(node)) return true;
    return here.pocket === there.pocket;
  }
}

const changesAt = (
  changedNodes: ReadonlyMap<string, string>,
  { nodes }: NetworkDraft,
): readonly Change[] =>
  nodes.flatMap(({ name, x_m, y_m }): Change[] => {
    const group = changedNodes.get(name);
    if (group === undefined) return [];
    const message = 'other turns than before';
    return [{ kind: 'turns', subject: name, group, x_m, y_m, length_m: 0, message }];
  });
