/** Who goes first at the junctions of a SUMO network: kinds of junctions, and which roads are major. */
import { groupBy } from '../../core/base/group-by.js';
import type { Control, LinkDraft, NodeDraft } from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import type { SumoMovement } from './sumo-movements.js';
import type { SumoJunction } from './sumo-net.js';

/** SUMO's kinds; `unregulated` and the like have nobody who gives way. */
const CONTROLS: Readonly<Record<string, Control>> = {
  priority: 'yield',
  priority_stop: 'stop',
  right_before_left: 'yield',
  left_before_right: 'yield',
  allway_stop: 'allWayStop',
  traffic_light: 'signal',
  traffic_light_right_on_red: 'signal',
  traffic_light_unregulated: 'none',
  unregulated: 'none',
  zipper: 'yield',
  district: 'none',
  dead_end: 'none',
};

/** Read as something near: what it is in SUMO, and what it becomes. */
const SIMPLIFIED: Readonly<Record<string, string>> = {
  left_before_right: 'left before right is taken for right before left',
  zipper: 'zip merging: who comes from the right goes first',
};

/** The nodes with their controls, and the links with ranks by which the minor ones give way. */
export function sumoControls(
  { nodes, links }: { nodes: readonly NodeDraft[]; links: readonly LinkDraft[] },
  movements: readonly SumoMovement[],
  junctions: readonly SumoJunction[],
  notes: NoteBook,
): { nodes: readonly NodeDraft[]; links: readonly LinkDraft[] } {
  const typeOf = new Map(junctions.map(({ id, type }) => [id, type]));
  const here = groupBy(movements, ({ movement }) => movement.node);
  const controlOf = new Map<string, Control>();
  for (const { name } of nodes) {
    const control = controlAt(typeOf.get(name) ?? '', here.get(name) ?? [], name, notes);
    controlOf.set(name, control);
  }
  const majors = new Set(
    movements
      .filter(({ passages }) => passages.some(({ state }) => state === 'M'))
      .map(({ movement }) => movement.from),
  );
  const ranked = links.map((link): LinkDraft => {
    const control = controlOf.get(link.to);
    if (control !== 'yield' && control !== 'stop') return link;
    if (typeOf.get(link.to) === 'right_before_left') return { ...link, rank: EQUAL_RANK };
    const { rank } = link;
    const lowest = majors.has(link.name) ? MAJOR_RANK : 0;
    const highest = majors.has(link.name) ? Infinity : MAJOR_RANK - 1;
    return { ...link, rank: Math.min(highest, Math.max(lowest, rank)) };
  });
  const controlled = nodes.map((node) => ({ ...node, control: controlOf.get(node.name)! }));
  return { nodes: controlled, links: ranked };
}

/** Where one road gives way to another the major one ranks at least so, the minor one below. */
const MAJOR_RANK = 2;
const EQUAL_RANK = 1;

function controlAt(
  type: string,
  movements: readonly SumoMovement[],
  name: string,
  notes: NoteBook,
): Control {
  const hasSignal = movements.some(({ passages }) =>
    passages.some(({ signals }) => signals.length > 0),
  );
  if (hasSignal) return 'signal';
  const froms = new Set(movements.map(({ movement }) => movement.from));
  if (froms.size < 2) return 'none';
  const simplified = SIMPLIFIED[type];
  if (simplified !== undefined) notes.repair('SUMO-108', name, simplified);
  const known = CONTROLS[type];
  if (known !== undefined && known !== 'signal') return known;
  notes.guess('SUMO-109', name, 'a kind of junction that is not known: roads give way by class');
  return 'yield';
}
