/**
 * A network whose only places are those of a fleet: where people get in and out, each with an address,
 * a bay and room for everyone, and where vehicles begin; all in the middle of links.
 */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { addressOn, curbOn, lotOn } from '../../core/testing/street-map.js';

const MIDDLE = 0.5;
/** Half the length of a bay; short links have shorter ones. */
const HALF_BAY_m = 6;

export const placeOn = (link: string): string => `at ${link}`;

/** `starts` has the link of each vehicle. */
export function withServedPlaces(
  network: NetworkDraft,
  served: Iterable<string>,
  starts: readonly string[],
): NetworkDraft {
  const linkNamed = new Map(network.links.map((link) => [link.name, link]));
  const middleOf = (name: string) => {
    const { geometry, length_m } = linkNamed.get(name)!;
    const [[x_m, y_m], [toX_m, toY_m]] = [geometry[0]!, geometry.at(-1)!];
    return {
      position_m: MIDDLE * length_m,
      x_m: x_m + MIDDLE * (toX_m - x_m),
      y_m: y_m + MIDDLE * (toY_m - y_m),
    };
  };
  const startCounts = new Map<string, number>();
  for (const link of starts) startCounts.set(link, 1 + (startCounts.get(link) ?? 0));
  const links = [...new Set(served)].sort();
  return {
    ...network,
    addresses: links.map((link) =>
      addressOn(link, { ...middleOf(link), name: placeOn(link), walk_m: 0 }),
    ),
    curbs: links.map((link) => {
      const { position_m } = middleOf(link);
      const half_m = Math.min(HALF_BAY_m, position_m);
      const bay = { start_m: position_m - half_m, end_m: position_m + half_m };
      return curbOn(link, { use: 'pudo', depth_m: 0, ...bay });
    }),
    lots: [...startCounts.keys()].sort().map((link) =>
      // The network's land is its streets.
      lotOn(link, { ...middleOf(link), stallCount: startCounts.get(link)!, isInside: false }),
    ),
  };
}
