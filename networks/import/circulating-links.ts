/**
 * Rings on which traffic goes round: roundabouts, and those that the carriageways of two wide
 * streets make where they cross. Who is on the ring goes first, or it fills up and nobody on it can
 * leave.
 */
import type { LinkDraft, Point } from '../../core/network/network-draft.js';
import {
  directionIn,
  directionOut,
  distance_m,
  drawnLength_m,
  pointAt,
} from '../complete/polyline.js';

/** Around the crossing of two boulevards; a longer ring is a block. */
const LONGEST_RING_m = 450;
const MOST_LINKS = 12;
/** The two directions of one street are drawn as near to each other as this. */
const ONE_STREET_m = 20;

/** Names of the links of short rings: one-way links, the leftmost way on, anticlockwise. */
export function circulatingLinks(links: readonly LinkDraft[]): ReadonlySet<string> {
  const oneWays = oneWayLinks(links);
  const leaving = new Map<string, LinkDraft[]>();
  for (const link of oneWays) {
    const known = leaving.get(link.from);
    if (known === undefined) leaving.set(link.from, [link]);
    else known.push(link);
  }
  const found = new Set<string>();
  for (const start of oneWays) {
    if (found.has(start.name)) continue;
    for (const { name } of ringFrom(start, leaving)) found.add(name);
  }
  return found;
}

/** Half a roundabout leads from a to b and the other half back: its lines lie apart. */
function oneWayLinks(links: readonly LinkDraft[]): readonly LinkDraft[] {
  const byEnds = new Map<string, LinkDraft[]>();
  for (const link of links) {
    const key = `${link.from}\n${link.to}`;
    byEnds.set(key, [...(byEnds.get(key) ?? []), link]);
  }
  const middle = ({ geometry }: LinkDraft): Point => pointAt(geometry, drawnLength_m(geometry) / 2);
  return links.filter((link) => {
    const opposite = byEnds.get(`${link.to}\n${link.from}`) ?? [];
    return opposite.every((other) => distance_m(middle(link), middle(other)) > ONE_STREET_m);
  });
}

function ringFrom(
  start: LinkDraft,
  leaving: ReadonlyMap<string, readonly LinkDraft[]>,
): readonly LinkDraft[] {
  const ring = [start];
  let length_m = start.length_m;
  while (ring.length <= MOST_LINKS && length_m <= LONGEST_RING_m) {
    const last = ring.at(-1)!;
    const next = leftmost(last, leaving.get(last.to) ?? []);
    if (next === null) return [];
    if (next === start) return isAnticlockwise(ring) ? ring : [];
    ring.push(next);
    length_m += next.length_m;
  }
  return [];
}

/** cos 120°: sharper turns do not belong to a ring. */
const SHARPEST = -0.5;

function leftmost(from: LinkDraft, ways: readonly LinkDraft[]): LinkDraft | null {
  const into = directionIn(from.geometry);
  let [best, bestLeft]: [LinkDraft | null, number] = [null, Number.NEGATIVE_INFINITY];
  for (const way of ways) {
    const out = directionOut(way.geometry);
    const lengths = Math.sqrt((into[0] ** 2 + into[1] ** 2) * (out[0] ** 2 + out[1] ** 2));
    const ahead = (into[0] * out[0] + into[1] * out[1]) / lengths;
    if (ahead < SHARPEST) continue;
    const left = into[0] * out[1] - into[1] * out[0] >= 0 ? 1 - ahead : ahead - 1;
    if (left > bestLeft) [best, bestLeft] = [way, left];
  }
  return best;
}

function isAnticlockwise(ring: readonly LinkDraft[]): boolean {
  const points = ring.flatMap(({ geometry }) => geometry);
  let twice_m2 = 0;
  for (const [row, [x, y]] of points.entries()) {
    const [nextX, nextY] = points[(row + 1) % points.length]!;
    twice_m2 += x * nextY - nextX * y;
  }
  return twice_m2 > 0;
}
