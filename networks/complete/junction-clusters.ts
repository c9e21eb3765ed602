/** Which junctions of a map are one junction on the ground: those that short links join. */
import type { LinkDraft, NetworkDraft, NodeDraft } from '../../core/network/network-draft.js';

export interface ClusterLimits {
  /** True for links that join their ends. */
  readonly joins: (link: LinkDraft) => boolean;
  /** No junction grows wider than this, or chains of short links would swallow a quarter. */
  readonly widest_m: number;
}

/**
 * The name of the cluster of each node: that of its first member in name order. Shortest links
 * first, so that where not all can be joined, the nearest are.
 */
export function clustersOf(
  draft: NetworkDraft,
  { joins, widest_m }: ClusterLimits,
): ReadonlyMap<string, string> {
  const clusters = new Clusters(draft.nodes);
  const short = draft.links.filter(joins);
  for (const { from, to } of short.sort(byLength)) clusters.join(from, to, widest_m);
  return new Map(draft.nodes.map(({ name }) => [name, clusters.rootOf(name)]));
}

const byLength = (a: LinkDraft, b: LinkDraft): number =>
  a.length_m - b.length_m || (a.name < b.name ? -1 : 1);

interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

/** Union-find with the box that each set covers. */
class Clusters {
  readonly #parent = new Map<string, string>();
  readonly #box = new Map<string, Box>();

  constructor(nodes: readonly NodeDraft[]) {
    for (const { name, x_m, y_m } of nodes) {
      this.#parent.set(name, name);
      this.#box.set(name, { left: x_m, right: x_m, bottom: y_m, top: y_m });
    }
  }

  rootOf(name: string): string {
    let root = name;
    while (this.#parent.get(root) !== root) root = this.#parent.get(root)!;
    // Later searches start at the root.
    for (let at = name; at !== root; ) {
      const next = this.#parent.get(at)!;
      this.#parent.set(at, root);
      at = next;
    }
    return root;
  }

  join(a: string, b: string, widest_m: number): void {
    const [first, second] = [this.rootOf(a), this.rootOf(b)].sort();
    if (first === second) return;
    const box = around(this.#box.get(first!)!, this.#box.get(second!)!);
    if (Math.max(box.right - box.left, box.top - box.bottom) > widest_m) return;
    this.#parent.set(second!, first!);
    this.#box.set(first!, box);
  }
}

const around = (a: Box, b: Box): Box => ({
  left: Math.min(a.left, b.left),
  right: Math.max(a.right, b.right),
  bottom: Math.min(a.bottom, b.bottom),
  top: Math.max(a.top, b.top),
});
