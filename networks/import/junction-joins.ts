/** Links that lie inside one wide junction: between two carriageways, or between two of its signals. */
import type { LinkDraft, NodeDraft } from '../../core/network/network-draft.js';
import { directionIn, directionOut } from '../complete/polyline.js';

/** Between the carriageways of a wide street, from middle to middle. */
const CARRIAGEWAYS_m = 40;
/** Between two signalised crossings that are meant to switch together. */
const SIGNALS_m = 40;

/** Names of the links whose two ends are one junction. Reads lines that are not cut back yet. */
export function linksWithinJunctions(
  nodes: readonly NodeDraft[],
  links: readonly LinkDraft[],
): ReadonlySet<string> {
  const signals = new Set(
    nodes.filter(({ control }) => control === 'signal').map(({ name }) => name),
  );
  const passing = passingCarriageways(links);
  const within = links.filter((link) => {
    const { from, to, length_m } = link;
    if (length_m <= SIGNALS_m && signals.has(from) && signals.has(to)) return true;
    return length_m <= CARRIAGEWAYS_m && joinsCarriageways(link, passing);
  });
  return new Set(within.map(({ name }) => name));
}

interface Carriageway {
  readonly street: string;
  readonly rank: number;
  readonly x: number;
  readonly y: number;
}

/** cos 30°: as straight as a street on its way through a junction. */
const STRAIGHT = 0.866;

/** The one-way streets that go straight through each node. */
function passingCarriageways(
  links: readonly LinkDraft[],
): ReadonlyMap<string, readonly Carriageway[]> {
  const isDriven = new Set(links.map(({ from, to, street }) => `${from}\n${to}\n${street}`));
  const oneWays = links.filter(
    ({ from, to, street }) => !isDriven.has(`${to}\n${from}\n${street}`),
  );
  const passing = new Map<string, Carriageway[]>();
  const leaving = new Map<string, LinkDraft[]>();
  for (const link of oneWays) leaving.set(link.from, [...(leaving.get(link.from) ?? []), link]);
  for (const before of oneWays) {
    const into = unit(directionIn(before.geometry));
    for (const after of leaving.get(before.to) ?? []) {
      const out = unit(directionOut(after.geometry));
      if (into.x * out.x + into.y * out.y < STRAIGHT) continue;
      const { street, rank } = before;
      const list = passing.get(before.to) ?? [];
      passing.set(before.to, [...list, { street, rank, ...into }]);
    }
  }
  return passing;
}

/** One of a street runs through its start and the other one, against it, through its end. */
function joinsCarriageways(
  link: LinkDraft,
  passing: ReadonlyMap<string, readonly Carriageway[]>,
): boolean {
  const along = unit(directionOut(link.geometry));
  const crosses = ({ x, y }: Carriageway): boolean =>
    Math.abs(x * along.x + y * along.y) < STRAIGHT;
  const [starts, ends] = [passing.get(link.from) ?? [], passing.get(link.to) ?? []];
  return starts.some(
    (one) =>
      crosses(one) &&
      ends.some(
        (other) =>
          (other.street === one.street || other.rank === one.rank) &&
          one.x * other.x + one.y * other.y < -STRAIGHT,
      ),
  );
}

function unit([x, y]: readonly [number, number]): { x: number; y: number } {
  const length = Math.sqrt(x * x + y * y);
  return { x: x / length, y: y / length };
}
