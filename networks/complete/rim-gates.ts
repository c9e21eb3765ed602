/** Gates where the map was cut: streets that end at its rim lead on outside. */
import type { GateDraft, NetworkDraft, NodeDraft } from '../../core/network/network-draft.js';
import { NoteBook } from './note-book.js';
import { type Arms, armsOfNodes, type Completed } from './street-graph.js';

export interface GateOptions {
  /** How near to the rim of the map a dead end is taken for cut off, as a share of its size. */
  readonly rim?: number;
}

/**
 * A gate at every dead end near the rim, weighted by rank × lanes both ways; driveways (rank 0)
 * that end there stay dead ends. The U-turn at its node stays, for who leaves a lot beside it.
 */
export function addRimGates(draft: NetworkDraft, { rim = 0.05 }: GateOptions = {}): Completed {
  const notes = new NoteBook();
  const arms = armsOfNodes(draft);
  const isAtRim = rimTest(draft.nodes, rim);
  const gates = draft.nodes
    .filter((node) => arms.get(node.name)!.neighbours.size === 1 && isAtRim(node))
    .map((node) => gateAt(node, arms.get(node.name)!))
    .filter(({ weight }) => weight > 0);
  for (const { name } of gates) {
    notes.guess('NET-321', name, 'a street that ends at the rim leads on outside');
  }
  if (gates.length === 0) {
    notes.guess(
      'NET-322',
      draft.name,
      'no street ends at the rim: there is no traffic from outside',
    );
  }
  return { draft: { ...draft, gates: [...draft.gates, ...gates] }, notes: notes.notes };
}

function rimTest(nodes: readonly NodeDraft[], rim: number): (node: NodeDraft) => boolean {
  const box = (axis: 'x_m' | 'y_m') => {
    const low = nodes.reduce(
      (least, node) => Math.min(least, node[axis]),
      Number.POSITIVE_INFINITY,
    );
    const high = nodes.reduce((most, node) => Math.max(most, node[axis]), Number.NEGATIVE_INFINITY);
    return { low, high };
  };
  const [x, y] = [box('x_m'), box('y_m')];
  const margin_m = rim * Math.max(x.high - x.low, y.high - y.low);
  return ({ x_m, y_m }) =>
    Math.min(x_m - x.low, x.high - x_m, y_m - y.low, y.high - y_m) <= margin_m;
}

function gateAt({ name, x_m, y_m }: NodeDraft, { incoming, outgoing }: Arms): GateDraft {
  const links = [...incoming, ...outgoing];
  return {
    name: `gate ${name}`,
    x_m,
    y_m,
    entries: outgoing.map((link) => link.name),
    exits: incoming.map((link) => link.name),
    weight: links.reduce((sum, link) => sum + link.rank * link.laneCount, 0),
  };
}
