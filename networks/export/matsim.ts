/** MATSim's network v2: nodes and links with their capacities. */
import type { LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { type Exported, lostCount, lostLaneUses } from './exported.js';
import { element, rounded, xmlText } from './xml-text.js';

/** Reaction time and jam spacing of human drivers, the defaults of a scenario. */
const REACTION_s = 1.5;
const JAM_m = 7.5;
const HOUR_s = 3600;

export function exportMatsim(network: NetworkDraft): Exported {
  const nodes = network.nodes.map(({ name, x_m, y_m }) =>
    element('node', { id: name, x: rounded(x_m), y: rounded(y_m) }),
  );
  const links = network.links.map((link) =>
    element('link', {
      id: link.name,
      from: link.from,
      to: link.to,
      length: rounded(link.length_m),
      freespeed: rounded(link.freeSpeed_mps),
      capacity: Math.round(capacity_perH(link)),
      permlanes: link.laneCount,
      oneway: 1,
      modes: 'car',
    }),
  );
  const crs = epsgOf(network.crs);
  const attribute =
    crs === null
      ? []
      : [
          `<attributes>\n  <attribute name="coordinateReferenceSystem" class="java.lang.String">${crs}</attribute>\n</attributes>`,
        ];
  const root = element('network', { name: network.name }, [
    ...attribute,
    element('nodes', {}, nodes),
    element('links', { capperiod: '01:00:00', effectivecellsize: JAM_m }, links),
  ]);
  const doctype = '<!DOCTYPE network SYSTEM "http://www.matsim.org/files/dtd/network_v2.dtd">\n';
  const text = xmlText(root).replace('?>\n', `?>\n${doctype}`);
  return { files: new Map([['', text]]), lost: lostOf(network, crs), hint: '' };
}

/** Newell's saturation flow of all lanes: one vehicle every tau + s / v. */
const capacity_perH = ({ freeSpeed_mps, laneCount }: LinkDraft): number =>
  (HOUR_s * laneCount) / (REACTION_s + JAM_m / freeSpeed_mps);

/** The number of a UTM zone on WGS 84, in which networks from maps are. */
export function epsgOf(crs: string): string | null {
  const [, zone] = /^\+proj=utm \+zone=(\d{1,2})\b/.exec(crs) ?? [];
  if (zone === undefined || !crs.includes('+datum=WGS84')) return null;
  return `EPSG:${(crs.includes('+south') ? 32_700 : 32_600) + Number(zone)}`;
}

function lostOf(network: NetworkDraft, crs: string | null): readonly string[] {
  const { nodes, links, curbs, lots, addresses, gates, blocks } = network;
  const bent = links.filter(({ geometry }) => geometry.length > 2).length;
  const isSignal = nodes.filter(({ control }) => control === 'signal').length;
  return [
    ...(crs === null ? ['where on earth it lies: coordinates are metres of its own plane'] : []),
    'capacities are those of lanes without junctions',
    ...lostCount(bannedPairCount(network), 'turns that do not exist here, but do there'),
    ...lostLaneUses(network),
    ...lostCount(isSignal, 'signals'),
    ...lostCount(bent, 'bends of links (their lengths are right)'),
    ...lostCount(links.filter(({ leftPocket_m }) => leftPocket_m > 0).length, 'left-turn pockets'),
    ...lostCount(curbs.length, 'curb zones'),
    ...lostCount(lots.length, 'lots'),
    ...lostCount(addresses.length, 'addresses'),
    ...lostCount(gates.length, 'gates'),
    ...lostCount(blocks.length, 'blocks'),
  ];
}

/** Pairs of links that meet without a movement between them, turning back left out. */
export function bannedPairCount({ links, movements }: NetworkDraft): number {
  const known = new Set(movements.map(({ from, to }) => `${from}\0${to}`));
  const leaving = new Map<string, LinkDraft[]>();
  for (const link of links) leaving.set(link.from, [...(leaving.get(link.from) ?? []), link]);
  let count = 0;
  for (const from of links) {
    for (const to of leaving.get(from.to) ?? []) {
      if (to.to !== from.from && !known.has(`${from.name}\0${to.name}`)) count++;
    }
  }
  return count;
}
