/**
 * Who goes first at each junction: signals and signs where mapped, on rings who is on them, else
 * the streets' classes.
 */
import { groupBy } from '../../core/base/group-by.js';
import type {
  Control,
  LinkDraft,
  MovementDraft,
  NetworkDraft,
  NodeDraft,
} from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import { directionIn } from '../complete/polyline.js';
import { circulatingLinks } from './circulating-links.js';
import type { StreetLinks } from './street-links.js';

/** Nodes with `signal` or `allWayStop` have it from the map; the others are decided here. */
export function decideControl(
  mapped: NetworkDraft,
  { givesWay, stops }: Pick<StreetLinks, 'givesWay' | 'stops'>,
  notes: NoteBook,
): NetworkDraft {
  const draft = withRings(mapped, notes);
  const turnsAt = groupBy(draft.movements, ({ node }) => node);
  const approachesOf = groupBy(draft.links, ({ to }) => to);
  const laneCounts = new Map(draft.links.map(({ name, laneCount }) => [name, laneCount]));
  const lowered = new Set<string>();
  const nodes = draft.nodes.map((node): NodeDraft => {
    const approaches = approachesOf.get(node.name) ?? [];
    const turns = turnsAt.get(node.name) ?? [];
    const control = controlOf(node, { turns, approaches, laneCounts, notes });
    const signed = approaches.filter(({ name, rank }) => givesWay.has(name) && rank > 0);
    const isSigned = signed.length > 0 && signed.length < approaches.length;
    if (control !== 'allWayStop' || node.control === 'allWayStop' || !isSigned) {
      return { ...node, control: withStopSigns(control, approaches, stops) };
    }
    // Streets of one class: the sign says which of them waits.
    for (const { name } of signed) lowered.add(name);
    return { ...node, control: signed.some(({ name }) => stops.has(name)) ? 'stop' : 'yield' };
  });
  for (const name of lowered) notes.repair('OSM-111', name, 'a sign says that it gives way');
  const links = draft.links.map((link) =>
    lowered.has(link.name) ? { ...link, rank: link.rank - 1 } : link,
  );
  noteGuesses(draft.nodes, nodes, notes);
  return { ...draft, nodes, links };
}

/** Where others go first anyway, a stop sign on a street that gives way makes it stop too. */
function withStopSigns(
  control: Control,
  approaches: readonly LinkDraft[],
  stops: ReadonlySet<string>,
): Control {
  const highest = Math.max(...approaches.map(({ rank }) => rank));
  const stopsMinor = approaches.some(({ name, rank }) => rank < highest && stops.has(name));
  return control === 'yield' && stopsMinor ? 'stop' : control;
}

/** The highest rank a link can have is a motorway's. */
const HIGHEST_RANK = 5;

/** Links on rings get a rank above those that lead onto the ring at their end. */
function withRings(draft: NetworkDraft, notes: NoteBook): NetworkDraft {
  const rings = circulatingLinks(draft.links);
  const entering = new Map<string, number>();
  for (const { name, to, rank } of draft.links) {
    if (!rings.has(name)) entering.set(to, Math.max(entering.get(to) ?? -1, rank));
  }
  const links = draft.links.map((link) => {
    const highest = entering.get(link.to);
    if (!rings.has(link.name) || highest === undefined || link.rank > highest) return link;
    notes.guess('OSM-210', link.name, 'part of a short ring: who is on it goes first');
    return { ...link, rank: Math.min(HIGHEST_RANK, highest + 1) };
  });
  return { ...draft, links };
}

interface Meeting {
  readonly turns: readonly MovementDraft[];
  readonly approaches: readonly LinkDraft[];
  readonly laneCounts: ReadonlyMap<string, number>;
  readonly notes: NoteBook;
}

function controlOf(node: NodeDraft, { turns, approaches, laneCounts, notes }: Meeting): Control {
  if (!canConflict(turns, approaches)) {
    if (node.control === 'signal') {
      notes.repair('OSM-107', node.name, 'signals where no two ways meet: left out');
    }
    return 'none';
  }
  if (node.control === 'signal' || node.control === 'allWayStop') return node.control;
  const ranks = new Set(approaches.map(({ rank }) => rank));
  const isMerge = new Set(turns.map(({ to }) => to)).size === 1;
  if (
    isMerge &&
    node.control === 'none' &&
    haveLanesOfTheirOwn(approaches, laneCounts.get(turns[0]!.to)!)
  ) {
    notes.guess('OSM-213', node.name, 'as many lanes lead on as come together: nobody gives way');
    return 'none';
  }
  // Where two carriageways become one street, only those who turn back there have to wait.
  const onward = turns.filter(({ kind }) => kind !== 'uturn');
  const isEasy = isMerge || !canConflict(onward, approaches);
  return ranks.size > 1 || isEasy ? 'yield' : 'allWayStop';
}

/** Where ramps add their lanes to a street, everybody goes on in a lane of their own. */
const haveLanesOfTheirOwn = (approaches: readonly LinkDraft[], laneCount: number): boolean =>
  approaches.reduce((sum, link) => sum + link.laneCount, 0) <= laneCount;

/** Two approaches that share no way out and do not cross are a bend, or a street that divides. */
function canConflict(turns: readonly MovementDraft[], approaches: readonly LinkDraft[]): boolean {
  const [first, second, third] = approaches;
  if (first === undefined || second === undefined) return false;
  if (third !== undefined) return true;
  const users = groupBy(turns, ({ to }) => to);
  if ([...users.values()].some((list) => list.length > 1)) return true;
  const goesThru = ({ name }: LinkDraft): boolean =>
    turns.some(({ from, kind }) => from === name && kind === 'thru');
  return goesThru(first) && goesThru(second) && areAcross(first, second);
}

/** cos 60°: a bend that counts as straight on turns by 45° at most, so its ends are never so. */
const ACROSS = 0.5;

function areAcross(a: LinkDraft, b: LinkDraft): boolean {
  const [ax, ay] = directionIn(a.geometry);
  const [bx, by] = directionIn(b.geometry);
  const lengths = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
  return Math.abs(ax * bx + ay * by) < ACROSS * lengths;
}

function noteGuesses(
  before: readonly NodeDraft[],
  after: readonly NodeDraft[],
  notes: NoteBook,
): void {
  for (const [row, { name, control }] of after.entries()) {
    if (before[row]!.control === control) continue;
    if (control === 'yield' || control === 'stop')
      notes.guess('OSM-203', name, 'no signals: the higher class, or who drives on, goes first');
    if (control === 'allWayStop') {
      notes.guess('OSM-203', name, 'no signals and equal classes: all-way stop');
    }
  }
}
