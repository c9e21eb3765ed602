/** A network's streets on precomputed times: driving at the limit, and a stated time a junction. */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { type PrecomputedStreets, precomputedStreets } from './precomputed-streets.js';

export interface NetworkStreets {
  readonly streets: PrecomputedStreets;
  /** By link: the junction at its end. */
  readonly endOf: ReadonlyMap<string, number>;
}

export function streetsOfDraft(
  { nodes, links }: Pick<NetworkDraft, 'nodes' | 'links'>,
  junction_s: number,
): NetworkStreets {
  const rowOf = new Map(nodes.map(({ name }, row) => [name, row]));
  const sorted = [...links].sort((a, b) => rowOf.get(a.from)! - rowOf.get(b.from)!);
  const firstArc = new Int32Array(nodes.length + 1);
  for (const { from } of sorted) firstArc[rowOf.get(from)! + 1]!++;
  for (let node = 0; node < nodes.length; node++) firstArc[node + 1]! += firstArc[node]!;
  const ends = sorted.map(({ to }) => rowOf.get(to)!);
  const streets = precomputedStreets({
    graph: {
      vertexCount: nodes.length,
      arcCount: sorted.length,
      firstArc,
      headOfArc: Int32Array.from(ends),
    },
    arcLength_m: Float64Array.from(sorted, ({ length_m }) => length_m),
    arcTime_s: Float64Array.from(
      sorted,
      ({ length_m, freeSpeed_mps }) => length_m / freeSpeed_mps + junction_s,
    ),
    places: {
      x: Float64Array.from(nodes, ({ x_m }) => x_m),
      y: Float64Array.from(nodes, ({ y_m }) => y_m),
    },
  });
  return { streets, endOf: new Map(sorted.map(({ name }, row) => [name, ends[row]!])) };
}
