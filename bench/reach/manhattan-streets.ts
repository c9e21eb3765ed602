/**
 * Manhattan's graph of junctions as a network for the kernel: its edges as links of two lanes with a
 * limit of 40 km/h (the data has neither lanes nor speeds), completed like any imported network: turns,
 * signals by the warrant, all-way stops elsewhere.
 */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { circulatingLinks } from '../../networks/complete/circulation.js';
import { importMatsim } from '../../networks/import/matsim.js';
import type { RoadGraph } from '../cities/road-graphs.js';
import { CENTRE_LAT, CENTRE_LON, metresOf } from './taxi-requests.js';

const LANE_COUNT = 2;
const LIMIT_mps = 40 / 3.6;
const CAPACITY_perHour = 1200;

export interface KernelStreets {
  readonly network: NetworkDraft;
  /** By junction of the graph: the link whose middle is nearest, of those that all lead to one another. */
  readonly linkAt: readonly string[];
}

export async function kernelStreets({
  graph,
  arcCost_s,
  places,
}: RoadGraph): Promise<KernelStreets> {
  if (places === undefined) throw new Error('The kernel needs to know where junctions are.');
  const { vertexCount, firstArc, headOfArc } = graph;
  const at = Array.from({ length: vertexCount }, (_, node) => metresOf(places, node));
  const lines = ['<network><nodes>'];
  for (const [node, [x_m, y_m]] of at.entries()) {
    lines.push(`<node id="${node}" x="${x_m.toFixed(2)}" y="${y_m.toFixed(2)}"/>`);
  }
  lines.push('</nodes><links capperiod="01:00:00">');
  for (let node = 0; node < vertexCount; node++) {
    for (let arc = firstArc[node]!; arc < firstArc[node + 1]!; arc++) {
      lines.push(
        `<link id="${arc}" from="${node}" to="${headOfArc[arc]}" ` +
          `length="${(10 * arcCost_s[arc]!).toFixed(2)}" freespeed="${LIMIT_mps.toFixed(3)}" ` +
          `capacity="${LANE_COUNT * CAPACITY_perHour}" permlanes="${LANE_COUNT}"/>`,
      );
    }
  }
  lines.push('</links></network>');
  const bytes = new TextEncoder().encode(lines.join('\n'));
  const { network } = await importMatsim({ file: 'manhattan.xml', bytes });
  const circulating = circulatingLinks(network);
  const links = network.links.filter(({ name }) => circulating.has(name));
  return { network, linkAt: at.map((place) => nearestLink({ links }, place)) };
}

export function nearestLink(
  { links }: Pick<NetworkDraft, 'links'>,
  [x_m, y_m]: readonly [number, number],
): string {
  let nearest = '';
  let least = Number.POSITIVE_INFINITY;
  for (const { name, geometry, isInside } of links) {
    if (!isInside) continue;
    const [[fromX_m, fromY_m], [toX_m, toY_m]] = [geometry[0]!, geometry.at(-1)!];
    const east_m = (fromX_m + toX_m) / 2 - x_m;
    const north_m = (fromY_m + toY_m) / 2 - y_m;
    const squared = east_m * east_m + north_m * north_m;
    if (squared >= least) continue;
    least = squared;
    nearest = name;
  }
  return nearest;
}

/** A grid has rows and columns; on a map they are a block apart. */
export const onMap = (grid: RoadGraph): RoadGraph => ({
  ...grid,
  places: grid.places && {
    x: Float64Array.from(grid.places.x, (column) => CENTRE_LON + column / 1000),
    y: Float64Array.from(grid.places.y, (row) => CENTRE_LAT + row / 1000),
  },
});
