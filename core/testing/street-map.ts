/**
 * A network drawn in a string, for tests:
 *
 *     streetMap('a--b--c',
 *               '   |   ',
 *               '   d   ')      links ab, ba, bc, cb, bd, db; gates at a, c and d
 *
 * Letters and digits are nodes (`v` is an arrow and cannot be one). `-` and `|` are two-way
 * streets; a `>`, `<`, `^` or `v` in a street makes it one-way. A step of one character or one line
 * is `step_m`. The last line is at y = 0, the first column at x = 0.
 */
import { allDay, type CurbUse } from '../network/curb-use.js';
import type {
  AddressDraft,
  Control,
  CurbDraft,
  GateDraft,
  LinkDraft,
  LotDraft,
  MovementDraft,
  NetworkDraft,
  NodeDraft,
  Point,
  TurnKind,
} from '../network/network-draft.js';
import { lanesOfTurns, turnKindOf } from '../network/turn-lanes.js';

export interface StreetMapOptions {
  /** Metres a character or a line; 50. */
  readonly step_m?: number;
  /** Limit of every link; 50 km/h. */
  readonly freeSpeed_mps?: number;
  /** Lanes of every link; 1. */
  readonly laneCount?: number;
  /** Left pocket of every link that can turn left at its end; 0. */
  readonly leftPocket_m?: number;
  /** What every junction takes from the end of each of its links; 0. */
  readonly junction_m?: number;
  /** Length of every movement; 10. */
  readonly movement_m?: number;
  /** Highest speed on a movement, by its kind; otherwise the lower limit of its two links. */
  readonly movementSpeed_mps?: Partial<Record<TurnKind, number>>;
  /** Control of nodes with three or more neighbours; `allWayStop`. The others have `none`. */
  readonly control?: Control;
  /** Control of single nodes, by letter. */
  readonly controls?: Readonly<Record<string, Control>>;
  /** Letters of the gates; every node with one neighbour. A gate has the name `gate-` + letter. */
  readonly gates?: string;
  /** Letters of nodes where one may turn round; where there is no other way on and no gate. */
  readonly uturns?: string;
  /** Anything else about single links, by name. */
  readonly links?: Readonly<Record<string, Partial<LinkDraft>>>;
}

/** Lines of the drawing, the options last. Throws where the drawing makes no sense. */
export function streetMap(
  ...drawing: readonly [...string[]] | readonly [...string[], StreetMapOptions]
): NetworkDraft {
  const last = drawing.at(-1);
  const options = typeof last === 'object' ? last : {};
  const lines = drawing
    .filter((part) => typeof part === 'string')
    .join('\n')
    .split('\n');
  const streets = streetsOf(lines);
  const { step_m = 50 } = options;
  const nodes = nodesOf(lines, step_m).map((node) => ({
    ...node,
    control: controlOf(node.name, streets, options),
  }));
  const gates = gatesOf(nodes, streets, options);
  const links = linksOf(nodes, streets, gates, options);
  return {
    name: 'drawn',
    layout: 'drawn',
    crs: 'local',
    attribution: '',
    district: districtAround(nodes, step_m),
    nodes,
    links,
    movements: movementsOf(nodes, links, gates, options),
    curbs: [],
    lots: [],
    blocks: [],
    addresses: [],
    gates: gates.map((letter) => gateAt(nodes.find(({ name }) => name === letter)!, links)),
  };
}

/** A curb zone with its defaults: all day, 2.5 m deep, named after its link, use and start. */
export function curbOn(
  link: string,
  {
    use = 'parking',
    ...given
  }: Partial<CurbDraft> & {
    readonly start_m: number;
    readonly end_m: number;
    readonly use?: CurbUse;
  },
): CurbDraft {
  const name = `${link}-${use}-${given.start_m}`;
  return { name, link, depth_m: 2.5, timetable: allDay(use), ...given };
}

/** A lot with one entrance and its defaults: surface, 28 m² a stall, inside. */
export function lotOn(
  link: string,
  {
    position_m,
    ...given
  }: Partial<LotDraft> & {
    readonly position_m: number;
    readonly stallCount: number;
  },
): LotDraft {
  return {
    name: `lot-${link}`,
    kind: 'surface',
    land_m2PerStall: 28,
    levelCount: 1,
    isRemote: false,
    isInside: true,
    x_m: 0,
    y_m: 0,
    block: '',
    entrances: [{ link, position_m }],
    ...given,
  };
}

/** An address with its defaults: nobody lives or works there, 10 m from the street. */
export function addressOn(
  link: string,
  { position_m, ...given }: Partial<AddressDraft> & { readonly position_m: number },
): AddressDraft {
  return {
    name: `at-${link}-${position_m}`,
    x_m: 0,
    y_m: 0,
    block: '',
    residentCount: 0,
    jobCount: 0,
    link,
    position_m,
    walk_m: 10,
    isGuessed: false,
    ...given,
  };
}

interface Street {
  readonly from: string;
  readonly to: string;
  readonly isTwoWay: boolean;
}

const NODE = /[a-uw-zA-Z0-9]/;
const AXES = {
  across: { step: [1, 0], marks: '-<>', forward: '>', backward: '<' },
  down: { step: [0, 1], marks: '|^v', forward: 'v', backward: '^' },
} as const;

/** Reads the drawing left to right and top to bottom; every mark must belong to a street. */
function streetsOf(lines: readonly string[]): Street[] {
  const markAt = (column: number, line: number): string => lines[line]?.[column] ?? ' ';
  const streets: Street[] = [];
  const read = new Set<string>();
  for (const { mark, column, line } of marksOf(lines)) {
    if (!NODE.test(mark)) continue;
    for (const { step, marks, forward, backward } of Object.values(AXES)) {
      let way = '';
      let [x, y] = [column + step[0], line + step[1]];
      while (markAt(x, y) !== ' ' && marks.includes(markAt(x, y))) {
        read.add(`${x},${y}`);
        way += markAt(x, y);
        [x, y] = [x + step[0], y + step[1]];
      }
      if (way === '') continue;
      const end = markAt(x, y);
      if (!NODE.test(end)) throw new Error(`The street "${mark}${way}" does not end at a node.`);
      const [goes, comes] = [way.includes(forward), way.includes(backward)];
      if (goes && comes) throw new Error(`The street "${mark}${way}${end}" has two arrows.`);
      streets.push({ from: comes ? end : mark, to: comes ? mark : end, isTwoWay: goes === comes });
    }
  }
  for (const { mark, column, line } of marksOf(lines)) {
    if (NODE.test(mark) || read.has(`${column},${line}`)) continue;
    throw new Error(`"${mark}" in line ${line + 1} of the drawing belongs to no street.`);
  }
  return streets;
}

function nodesOf(lines: readonly string[], step_m: number): Omit<NodeDraft, 'control'>[] {
  const nodes = marksOf(lines)
    .filter(({ mark }) => NODE.test(mark))
    .map(({ mark, column, line }) => ({
      name: mark,
      x_m: column * step_m,
      y_m: (lines.length - 1 - line) * step_m,
    }));
  const twice = nodes.find(({ name }, at) => nodes.findIndex((node) => node.name === name) < at);
  if (twice !== undefined) throw new Error(`The node "${twice.name}" is drawn twice.`);
  return nodes;
}

function marksOf(
  lines: readonly string[],
): { readonly mark: string; readonly column: number; readonly line: number }[] {
  return lines.flatMap((text, line) =>
    [...text].map((mark, column) => ({ mark, column, line })).filter(({ mark }) => mark !== ' '),
  );
}

function neighboursOf(letter: string, streets: readonly Street[]): readonly string[] {
  const names = streets
    .filter(({ from, to }) => from === letter || to === letter)
    .map(({ from, to }) => (from === letter ? to : from));
  return [...new Set(names)];
}

function controlOf(
  letter: string,
  streets: readonly Street[],
  { control = 'allWayStop', controls = {} }: StreetMapOptions,
): Control {
  return controls[letter] ?? (neighboursOf(letter, streets).length > 2 ? control : 'none');
}

function gatesOf(
  nodes: readonly NodeDraft[],
  streets: readonly Street[],
  { gates }: StreetMapOptions,
): readonly string[] {
  const letters = nodes.map(({ name }) => name);
  if (gates === undefined)
    return letters.filter((name) => neighboursOf(name, streets).length === 1);
  for (const gate of gates) {
    if (!letters.includes(gate)) throw new Error(`The gate "${gate}" is not in the drawing.`);
  }
  return [...gates];
}

function linksOf(
  nodes: readonly NodeDraft[],
  streets: readonly Street[],
  gates: readonly string[],
  options: StreetMapOptions,
): LinkDraft[] {
  const { junction_m = 0, laneCount = 1, freeSpeed_mps = 50 / 3.6, links = {} } = options;
  const at = new Map(nodes.map((node) => [node.name, node]));
  const link = (from: string, to: string): LinkDraft => {
    const [start, end] = [at.get(from)!, at.get(to)!];
    const whole_m = Math.abs(end.x_m - start.x_m) + Math.abs(end.y_m - start.y_m);
    const taken = (letter: string): number => (gates.includes(letter) ? 0 : junction_m / whole_m);
    const along = (share: number): Point => [
      start.x_m + share * (end.x_m - start.x_m),
      start.y_m + share * (end.y_m - start.y_m),
    ];
    const [first, rest] = [taken(from), 1 - taken(to)];
    return {
      name: from + to,
      from,
      to,
      street: from < to ? from + to : to + from,
      length_m: whole_m * (rest - first),
      freeSpeed_mps,
      laneCount,
      leftPocket_m: 0,
      rank: 1,
      carriageway_m: 3.3 * (links[from + to]?.laneCount ?? laneCount),
      sidewalk_m: 2,
      isInside: true,
      geometry: [along(first), along(rest)],
      ...links[from + to],
    };
  };
  const drawn = streets.flatMap(({ from, to, isTwoWay }) =>
    isTwoWay ? [link(from, to), link(to, from)] : [link(from, to)],
  );
  const stray = Object.keys(links).find((name) => !drawn.some((one) => one.name === name));
  if (stray !== undefined) throw new Error(`The link "${stray}" is not in the drawing.`);
  return drawn.map((one) => withPocket(one, drawn, options));
}

/** A pocket only where there is a left turn to wait for. */
function withPocket(
  link: LinkDraft,
  drawn: readonly LinkDraft[],
  { leftPocket_m = 0, links = {} }: StreetMapOptions,
): LinkDraft {
  if (links[link.name]?.leftPocket_m !== undefined) return link;
  const turnsLeft = drawn.some(
    (next) => next.from === link.to && turnKindOf(heading(link), heading(next)) === 'left',
  );
  return turnsLeft ? { ...link, leftPocket_m } : link;
}

function movementsOf(
  nodes: readonly NodeDraft[],
  links: readonly LinkDraft[],
  gates: readonly string[],
  options: StreetMapOptions,
): MovementDraft[] {
  return nodes.flatMap(({ name: node }) => {
    const leaving = links.filter((link) => link.from === node);
    const reaching = links.filter((link) => link.to === node);
    return reaching.flatMap((from) => {
      const ways = leaving.map((to) => ({ to, kind: turnKindOf(heading(from), heading(to)) }));
      const onward = ways.filter(({ kind }) => kind !== 'uturn');
      const isDeadEnd = onward.length === 0 && !gates.includes(node);
      const mayTurnRound = options.uturns?.includes(node) ?? isDeadEnd;
      return movementsFrom(from, mayTurnRound ? ways : onward, options);
    });
  });
}

function movementsFrom(
  from: LinkDraft,
  turns: readonly { readonly to: LinkDraft; readonly kind: TurnKind }[],
  { movement_m = 10, movementSpeed_mps = {} }: StreetMapOptions,
): MovementDraft[] {
  const lanes = lanesOfTurns(
    turns.map(({ kind }) => kind),
    { laneCount: from.laneCount, hasPocket: from.leftPocket_m > 0 },
  );
  return turns.map(({ to, kind }) => ({
    node: from.to,
    from: from.name,
    to: to.name,
    kind,
    length_m: movement_m,
    speed_mps: movementSpeed_mps[kind] ?? Math.min(from.freeSpeed_mps, to.freeSpeed_mps),
    fromLanes: lanes.get(kind)!,
  }));
}

function heading({ geometry }: LinkDraft): Point {
  const [start, end] = [geometry[0]!, geometry.at(-1)!];
  return [end[0] - start[0], end[1] - start[1]];
}

function gateAt({ name, x_m, y_m }: NodeDraft, links: readonly LinkDraft[]): GateDraft {
  return {
    name: `gate-${name}`,
    x_m,
    y_m,
    entries: links.filter((link) => link.from === name).map((link) => link.name),
    exits: links.filter((link) => link.to === name).map((link) => link.name),
    weight: 1,
  };
}

/** The drawing with one step of land around it, so that even a single street has an area. */
function districtAround(nodes: readonly NodeDraft[], step_m: number): NetworkDraft['district'] {
  const east = Math.max(...nodes.map(({ x_m }) => x_m)) + step_m;
  const north = Math.max(...nodes.map(({ y_m }) => y_m)) + step_m;
  const west = Math.min(...nodes.map(({ x_m }) => x_m)) - step_m;
  const south = Math.min(...nodes.map(({ y_m }) => y_m)) - step_m;
  return {
    polygon: [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
    ],
    area_m2: (east - west) * (north - south),
  };
}
