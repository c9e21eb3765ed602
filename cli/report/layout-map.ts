/** Maps of a network itself, without a run: what is wrong, what it leans on, how it cuts the land. */
import { lostLinks } from '../../core/network/check-connections.js';
import type { BlockDraft, LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { drawMap } from './map.js';
import { type MapFrame, movedRight } from './map-frame.js';
import { element, type Markup } from './markup.js';
import { percent } from './numbers.js';
import type { Swatch } from './palette.js';
import { SIGNS, type Sign, type SignedPlace, signPaths } from './signs.js';
import { areaPath, FINE, linePath, path, type XY } from './svg.js';

/** Things of one kind on the map: a sign each. */
export interface SignedKind {
  readonly sign: Sign;
  readonly places: readonly SignedPlace[];
}

export const LOST_COLOUR = '#c9482a';

/** Signs by kind; streets that cannot be reached or left as lines. */
export function problemMap(
  network: NetworkDraft,
  kinds: readonly SignedKind[],
  frame: MapFrame,
): Markup {
  const lost = lostLinks(network);
  const lines = network.links
    .filter(({ name }) => lost.has(name))
    .map((link) => beside(link, LOST_WIDTH, frame))
    .join('');
  return drawMap(`${network.name}: problems and repairs`, network, frame, [
    [path(lines, { ...stroke(LOST_COLOUR, LOST_WIDTH), class: 'lost' })],
    kinds.flatMap(({ sign, places }) => signPaths(places, sign)),
  ]);
}

const LOST_WIDTH = 2.2;

/** Each class darker and wider than the one before. */
export const LEANED_CLASSES: readonly (Swatch & { below: number; width: number })[] = [
  { label: 'under 1 %', colour: '#c3ced4', below: 0.01, width: 1 },
  { label: '1–3 %', colour: '#e9bd4e', below: 0.03, width: 1.8 },
  { label: '3–6 %', colour: '#e5892f', below: 0.06, width: 2.4 },
  { label: '6–12 %', colour: '#c9482a', below: 0.12, width: 3 },
  { label: '12 % and more', colour: '#33083a', below: Number.POSITIVE_INFINITY, width: 3.8 },
];

/** Links by the share of all fastest ways that lead over them; the first ones with tooltips. */
export function leanedMap(
  network: NetworkDraft,
  shares: ReadonlyMap<string, number>,
  frame: MapFrame,
): Markup {
  const classOf = (share: number): number => LEANED_CLASSES.findIndex(({ below }) => share < below);
  const texts = LEANED_CLASSES.map(() => '');
  for (const link of network.links) {
    const leaned = classOf(shares.get(link.name) ?? 0);
    texts[leaned] += beside(link, LEANED_CLASSES[leaned]!.width, frame);
  }
  const told = mostLeaned(network, shares).map(({ link, share }) =>
    path(
      beside(link, LEANED_CLASSES.at(-1)!.width, frame),
      { fill: 'none', stroke: '#000', 'stroke-opacity': 0, 'stroke-width': 4 * FINE },
      element('title', {}, `${link.name}: ${percent(share)} of all ways`),
    ),
  );
  return drawMap(`${network.name}: betweenness`, network, frame, [
    texts.map((d, at) => path(d, stroke(LEANED_CLASSES[at]!.colour, LEANED_CLASSES[at]!.width))),
    told,
  ]);
}

const MOST_LEANED_COUNT = 20;

export function mostLeaned(network: NetworkDraft, shares: ReadonlyMap<string, number>) {
  return network.links
    .map((link, row) => ({ link, row, share: shares.get(link.name) ?? 0 }))
    .sort((a, b) => b.share - a.share || a.row - b.row)
    .slice(0, MOST_LEANED_COUNT);
}

/** Large blocks are dark. */
export const BLOCK_CLASSES: readonly (Swatch & { below_ha: number })[] = [
  { label: 'under 1 ha', colour: '#f3efe2', below_ha: 1 },
  { label: '1–2 ha', colour: '#dfe5c4', below_ha: 2 },
  { label: '2–4 ha', colour: '#b4cfae', below_ha: 4 },
  { label: '4–8 ha', colour: '#7aa79b', below_ha: 8 },
  { label: '8–16 ha', colour: '#4a7c86', below_ha: 16 },
  { label: '16 ha and more', colour: '#274b66', below_ha: Number.POSITIVE_INFINITY },
];
export const ONE_WAY_COLOUR = '#c2185b';
export const DEAD_END_SIGN: Sign = SIGNS[1]!;

export interface LandPlaces {
  readonly oneWay: readonly LinkDraft[];
  readonly deadEnds: readonly SignedPlace[];
}

/** Blocks by size; streets driven one way; ends of streets. */
export function blockMap(network: NetworkDraft, places: LandPlaces, frame: MapFrame): Markup {
  const texts = BLOCK_CLASSES.map(() => '');
  for (const block of network.blocks) texts[blockClass(block)] += areaOf(block, frame);
  const oneWay = places.oneWay.map(({ geometry }) => linePath(geometry.map(frame.toPage)));
  return drawMap(`${network.name}: blocks`, network, frame, [
    texts.map((d, at) => path(d, { fill: BLOCK_CLASSES[at]!.colour })),
    [path(oneWay.join(''), stroke(ONE_WAY_COLOUR, 1.3))],
    signPaths(places.deadEnds, DEAD_END_SIGN),
  ]);
}

const HECTARE_m2 = 10_000;
const blockClass = ({ area_m2 }: BlockDraft): number =>
  BLOCK_CLASSES.findIndex(({ below_ha }) => area_m2 < below_ha * HECTARE_m2);

const areaOf = ({ polygon }: BlockDraft, frame: MapFrame): string =>
  areaPath(polygon.map(frame.toPage));

export const stroke = (colour: string, width: number) => ({
  fill: 'none',
  stroke: colour,
  'stroke-width': width * FINE,
});

/** On the right of the link's centre line. */
export function beside(link: LinkDraft, width: number, frame: MapFrame): string {
  const moved = movedRight(link.geometry, width / 2 / frame.pagePerMetre);
  return linePath(moved.map(frame.toPage));
}

/** Ends of streets that are no gates. */
export function deadEndsOf(network: NetworkDraft, frame: MapFrame): readonly SignedPlace[] {
  const neighbours = new Map(network.nodes.map(({ name }) => [name, new Set<string>()]));
  for (const { from, to } of network.links) {
    neighbours.get(from)?.add(to);
    neighbours.get(to)?.add(from);
  }
  const links = new Map(network.links.map((link) => [link.name, link]));
  for (const { entries, exits } of network.gates) {
    for (const name of entries) neighbours.delete(links.get(name)?.from ?? '');
    for (const name of exits) neighbours.delete(links.get(name)?.to ?? '');
  }
  return network.nodes.flatMap(({ name, x_m, y_m }): SignedPlace[] =>
    neighbours.get(name)?.size === 1
      ? [{ at: frame.toPage([x_m, y_m]) as XY, words: `${name}: a dead end` }]
      : [],
  );
}

/** Links of the district without one the other way in the same street. */
export function oneWayLinksOf(network: NetworkDraft): readonly LinkDraft[] {
  const ways = new Set(network.links.map(({ street, from, to }) => `${street}\n${from}\n${to}`));
  return network.links.filter(
    ({ street, from, to, isInside }) => isInside && !ways.has(`${street}\n${to}\n${from}`),
  );
}
