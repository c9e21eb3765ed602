/** Checks that one can drive from everywhere to everywhere, over the movements that exist. */
import type { Finding } from './check-network.js';
import { largestComponent, reachedFrom, strongComponents } from './components.js';
import type { NetworkDraft } from './network-draft.js';

export function connectionProblems(network: NetworkDraft, report: Finding): void {
  const roads = roadsOf(network);
  const entries = roads.rowsOf(network.gates.flatMap((gate) => gate.entries));
  const exits = roads.rowsOf(network.gates.flatMap((gate) => gate.exits));
  const heart = heartOf(roads.next);
  const fromHeart = reachedFrom(heart, roads.next);
  const toHeart = reachedFrom(heart, roads.previous);

  deadEndProblems(network, roads, new Set(exits), report);
  partProblems(network, roads, report, troubles(network, roads, { heart, entries, exits }));
  for (const { name, entries, exits } of network.gates) {
    const field = `gates.${name}`;
    const goesIn = roads.rowsOf(entries).some((link) => toHeart[link] === 1);
    const comesOut = roads.rowsOf(exits).some((link) => fromHeart[link] === 1);
    if (entries.length + exits.length === 0)
      report('NET-116', field, 'must have an entry or an exit');
    if (entries.length > 0 && !goesIn)
      report('NET-116', `${field}.entries`, 'must lead into the network');
    if (exits.length > 0 && !comesOut)
      report('NET-116', `${field}.exits`, 'must be reached from the network');
  }
}

/** Links that cannot be reached from the rest, or not left, and which of the two. */
export function lostLinks(network: NetworkDraft): ReadonlyMap<string, string> {
  const roads = roadsOf(network);
  const trouble = troubles(network, roads, {
    heart: heartOf(roads.next),
    entries: roads.rowsOf(network.gates.flatMap((gate) => gate.entries)),
    exits: roads.rowsOf(network.gates.flatMap((gate) => gate.exits)),
  });
  const lost = network.links.map(({ name }, link): [string, string] => [name, trouble[link]!]);
  return new Map(lost.filter(([, words]) => words !== ''));
}

interface Roads {
  /** Links that can be driven onto from each link, and from which each can. */
  readonly next: readonly (readonly number[])[];
  readonly previous: readonly (readonly number[])[];
  /** Rows of the links of these names; unknown names are left to the check of references. */
  readonly rowsOf: (names: readonly string[]) => number[];
}

function roadsOf(network: NetworkDraft): Roads {
  const row = new Map(network.links.map((link, at) => [link.name, at]));
  const next: number[][] = network.links.map(() => []);
  const previous: number[][] = network.links.map(() => []);
  for (const { from, to } of network.movements) {
    const [before, after] = [row.get(from), row.get(to)];
    if (before === undefined || after === undefined) continue;
    next[before]!.push(after);
    previous[after]!.push(before);
  }
  const rowsOf = (names: readonly string[]): number[] =>
    names.map((name) => row.get(name)).filter((at) => at !== undefined);
  return { next, previous, rowsOf };
}

/** The largest part in which every link can be reached from every other; all links if none can. */
function heartOf(next: readonly (readonly number[])[]): readonly number[] {
  const largest = largestComponent(strongComponents(next));
  return largest.length > 1 ? largest : [...next.keys()];
}

function deadEndProblems(
  network: NetworkDraft,
  { next }: Roads,
  exits: ReadonlySet<number>,
  report: Finding,
): void {
  for (const [link, { name, to }] of network.links.entries()) {
    if (next[link]!.length > 0 || exits.has(link)) continue;
    const message = `has no movement on from node ${to}, which is no gate`;
    report('NET-114', `links.${name}`, message, 'warning');
  }
}

interface RoadEnds {
  readonly heart: readonly number[];
  readonly entries: readonly number[];
  readonly exits: readonly number[];
}

/** By link: empty, or what cannot be done from the heart of the network and its gates. */
function troubles(
  { links }: NetworkDraft,
  { next, previous }: Roads,
  { heart, entries, exits }: RoadEnds,
): readonly string[] {
  const canBeReached = reachedFrom([...heart, ...entries], next);
  const canBeLeft = reachedFrom([...heart, ...exits], previous);
  return links.map((_, link) => {
    if (canBeReached[link] === 1) return canBeLeft[link] === 1 ? '' : 'left';
    return canBeLeft[link] === 1 ? 'reached' : 'reached or left';
  });
}

/** One finding a part: links that touch each other and share the same trouble. */
function partProblems(
  network: NetworkDraft,
  { next, previous }: Roads,
  report: Finding,
  trouble: readonly string[],
): void {
  const touching = network.links.map((_, link) =>
    [...next[link]!, ...previous[link]!].filter((other) => trouble[other] === trouble[link]),
  );
  const isTold = new Set<number>();
  for (const [link, { name }] of network.links.entries()) {
    if (trouble[link] === '' || isTold.has(link)) continue;
    const isPart = reachedFrom([link], touching);
    for (const [other, belongs] of isPart.entries()) if (belongs === 1) isTold.add(other);
    const linkCount = isPart.reduce((sum, belongs) => sum + belongs, 0);
    const message = `cannot be ${trouble[link]}, with a part of ${linkCount} links`;
    report('NET-115', `links.${name}`, message, 'warning');
  }
}
