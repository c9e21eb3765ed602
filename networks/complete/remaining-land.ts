/** The land between the streets, for maps that know no blocks: one block that is all of it. */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { Completed } from './street-graph.js';

/** No district is streets alone; more means that the widths do not fit the map. */
const MOST_STREET_SHARE = 0.6;

/**
 * Adds a block with the district's outline and its area less streets, curbs and sidewalks, so that
 * the land ledger sums to the district. Blocks that are there are kept and nothing is added.
 */
export function addRemainingLand(draft: NetworkDraft): Completed {
  if (draft.blocks.length > 0) return { draft, notes: [] };
  const { polygon, area_m2: district_m2 } = draft.district;
  const street_m2 = Math.min(streetLand_m2(draft), district_m2 * MOST_STREET_SHARE);
  const name = 'between the streets';
  const block = { name, polygon, area_m2: district_m2 - street_m2 };
  const share = Math.round((100 * street_m2) / district_m2);
  const message = `blocks are not known: one block of all land but streets (${share} % of it)`;
  const note = { code: 'NET-361', subject: name, message, kind: 'guess' } as const;
  return { draft: { ...draft, blocks: [block] }, notes: [note] };
}

function streetLand_m2({ links, curbs }: NetworkDraft): number {
  const inside = links.filter((link) => link.isInside);
  const names = new Set(inside.map((link) => link.name));
  const ways_m2 = inside.reduce(
    (sum, link) => sum + link.length_m * (link.carriageway_m + link.sidewalk_m),
    0,
  );
  return curbs
    .filter((curb) => names.has(curb.link))
    .reduce((sum, curb) => sum + (curb.end_m - curb.start_m) * curb.depth_m, ways_m2);
}
