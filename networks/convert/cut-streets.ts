/** Cuts new streets into a network: streets split where they begin and end, turns at both ends. */
import { KMH_mps } from '../../core/base/units.js';
import { indexLinks, nearestLink } from '../../core/network/nearest.js';
import type {
  LinkDraft,
  MovementDraft,
  NetworkDraft,
  NodeDraft,
  Point,
} from '../../core/network/network-draft.js';
import { addFrontageCurbs } from '../complete/frontage-curbs.js';
import { distance_m, drawnLength_m, stretch } from '../complete/polyline.js';
import { LANE_WIDTH_m, SIDEWALK_m } from '../complete/street-classes.js';
import type { Anchor, BlockCut } from './block-cuts.js';
import type { Converted } from './calm-streets.js';
import { type Change, changeOfLink } from './changes.js';
import { cutLand, type StreetStrip } from './cut-land.js';
import { movePlaces, type Successor } from './move-places.js';
import { openTurns } from './open-turns.js';
import type { StreetPlan } from './street-plan.js';

/** A local street: one lane each way with a curb lane and a sidewalk. */
const CURB_m = 2.5;
const SPEED_mps = 30 * KMH_mps;
const HALF_STREET_m = LANE_WIDTH_m + CURB_m + SIDEWALK_m;
/** What is left of a street beside a new corner. */
const SHORTEST_PIECE_m = 8;

export interface CutStreets extends Converted {
  /** Names of the new links, for each cut. */
  readonly linksOfCut: readonly (readonly string[])[];
}

export function cutStreets(
  draft: NetworkDraft,
  plan: StreetPlan,
  cuts: readonly BlockCut[],
): CutStreets {
  const work = new Cutting(draft, plan);
  const made = cuts.map((cut) => work.make(cut));
  const links = [...work.links.values()];
  const nodes = [...draft.nodes, ...work.nodes];
  const movements = work.movements();
  const moved = movePlaces({ ...draft, nodes, links, movements }, work.successors);
  const strips = made.map(({ strip }) => strip);
  const land = cutLand(moved.draft, strips);
  const opened = openTurns(land.draft, work.touched);
  const names = new Set(made.flatMap(({ pair }) => pair.map(({ name }) => name)));
  const curbed = addFrontageCurbs(opened, { isServed: ({ name }) => names.has(name) }).draft;
  const told = made.map(({ pair, from, to }, at) => {
    const message = `from ${from} to ${to}${land.messages[at]!}`;
    return changeOfLink('new street', pair[0]!, { group: '', message });
  });
  const rehoused = toNewStreets(curbed, { names, blocks: land.cutBlocks });
  return {
    draft: rehoused.draft,
    changes: [...told, ...moved.changes, ...rehoused.changes],
    linksOfCut: made.map(({ pair }) => pair.map(({ name }) => name)),
  };
}

class Cutting {
  readonly links: Map<string, LinkDraft>;
  readonly nodes: NodeDraft[] = [];
  readonly successors = new Map<string, readonly Successor[]>();
  /** Nodes with another street than before. */
  readonly touched = new Set<string>();
  readonly #draft: NetworkDraft;
  readonly #plan: StreetPlan;
  readonly #names: Set<string>;
  readonly #placeOf: ReadonlyMap<string, Point>;
  readonly #lastNumber = new Map<string, number>();

  constructor(draft: NetworkDraft, plan: StreetPlan) {
    this.#draft = draft;
    this.#plan = plan;
    this.links = new Map(draft.links.map((link) => [link.name, link]));
    this.#names = new Set([...draft.nodes, ...draft.links].map(({ name }) => name));
    // A street of that name may have been cut since, but its curbs still carry the number.
    const names = [...draft.links, ...draft.curbs].map(({ name }) => name);
    this.#lastNumber.set(NEW_STREET, highestNumber(names));
    this.#placeOf = new Map(draft.nodes.map(({ name, x_m, y_m }) => [name, [x_m, y_m]]));
  }

  make(cut: BlockCut) {
    const [from, to] = [this.#nodeAt(cut.from), this.#nodeAt(cut.to)];
    const name = this.#freeName(NEW_STREET);
    const line = this.#lineBetween(from, to);
    const pair = [
      newLink({ name: `${name} there`, from: from.name, to: to.name, street: name, line }),
      newLink({
        name: `${name} back`,
        from: to.name,
        to: from.name,
        street: name,
        line: [line[1], line[0]],
      }),
    ];
    for (const link of pair) this.links.set(link.name, link);
    this.touched.add(from.name).add(to.name);
    const strip: StreetStrip = { from: from.at, to: to.at, half_m: HALF_STREET_m };
    return { pair, strip, from: from.name, to: to.name };
  }

  /** Movements of split streets, at the ends where they still meet the others. */
  movements(): readonly MovementDraft[] {
    return this.#draft.movements.map((movement) => {
      const from = this.successors.get(movement.from)?.at(-1)?.link ?? movement.from;
      const to = this.successors.get(movement.to)?.[0]?.link ?? movement.to;
      return { ...movement, from, to };
    });
  }

  #nodeAt(anchor: Anchor): { name: string; at: Point } {
    if ('node' in anchor) {
      return { name: anchor.node, at: this.#placeOf.get(anchor.node)! };
    }
    const { at } = anchor;
    const name = this.#freeName('corner');
    const [x_m, y_m] = at;
    this.nodes.push({ name, x_m, y_m, control: 'warrant' });
    this.touched.add(name);
    const { there, back } = this.#plan.streets[anchor.street]!;
    if (there !== null) this.#split(there, { name, at, order: [1, 2] });
    if (back !== null) this.#split(back, { name, at, order: [2, 1] });
    return { name, at };
  }

  #split(
    link: LinkDraft,
    corner: { name: string; at: Point; order: readonly [number, number] },
  ): void {
    const { name, at, order } = corner;
    const drawn_m = drawnLength_m(link.geometry);
    const scale = link.length_m / drawn_m;
    const here_m = nearestPlace_m(link.geometry, at);
    const least_m = Math.min(SHORTEST_PIECE_m, drawn_m / 4);
    const end_m = Math.max(least_m, here_m - LANE_WIDTH_m);
    const start_m = Math.min(drawn_m - least_m, Math.max(end_m, here_m + LANE_WIDTH_m));
    const piece = (row: number, from_m: number, to_m: number): LinkDraft => ({
      ...link,
      name: this.#freeName(`${link.name} part`),
      street: `${link.street} part ${order[row]} at ${name}`,
      length_m: (to_m - from_m) * scale,
      geometry: stretch(link.geometry, { from_m, to_m }),
    });
    const first = { ...piece(0, 0, end_m), to: name, leftPocket_m: 0 };
    const whole = piece(1, start_m, drawn_m);
    const leftPocket_m = Math.min(link.leftPocket_m, whole.length_m / 2);
    const second = { ...whole, from: name, leftPocket_m };
    this.links.delete(link.name);
    this.links.set(first.name, first);
    this.links.set(second.name, second);
    const side = { isReversed: false, isOtherSide: false };
    this.successors.set(link.name, [
      { link: first.name, from_m: 0, to_m: end_m * scale, ...side },
      { link: second.name, from_m: start_m * scale, to_m: link.length_m, ...side },
    ]);
  }

  /** From stop line to stop line. */
  #lineBetween(
    from: { name: string; at: Point },
    to: { name: string; at: Point },
  ): readonly [Point, Point] {
    const whole_m = distance_m(from.at, to.at);
    const trims_m = [from, to].map(({ name }) => Math.min(whole_m / 4, this.#halfWidthAt_m(name)));
    const at = (along_m: number): Point => [
      from.at[0] + ((to.at[0] - from.at[0]) * along_m) / whole_m,
      from.at[1] + ((to.at[1] - from.at[1]) * along_m) / whole_m,
    ];
    return [at(trims_m[0]!), at(whole_m - trims_m[1]!)];
  }

  /** Half the width of the widest street there. */
  #halfWidthAt_m(node: string): number {
    const widths = new Map<string, number>();
    for (const { from, to, street, carriageway_m } of this.links.values()) {
      if (from === node || to === node) {
        widths.set(street, (widths.get(street) ?? 0) + carriageway_m);
      }
    }
    return Math.max(0, ...widths.values()) / 2;
  }

  /** Numbered from 1; names that the network has already are left out. */
  #freeName(stem: string): string {
    for (;;) {
      const number = (this.#lastNumber.get(stem) ?? 0) + 1;
      this.#lastNumber.set(stem, number);
      const name = `${stem} ${number}`;
      if (this.#names.has(name)) continue;
      this.#names.add(name);
      return name;
    }
  }
}

const NEW_STREET = 'new street';

function highestNumber(names: readonly string[]): number {
  return names.reduce((highest, name) => {
    const number = name.startsWith(`${NEW_STREET} `)
      ? Number.parseInt(name.slice(NEW_STREET.length + 1), 10)
      : 0;
    return Math.max(number, highest);
  }, 0);
}

function newLink(way: {
  name: string;
  from: string;
  to: string;
  street: string;
  line: readonly [Point, Point];
}): LinkDraft {
  const { line, ...names } = way;
  const [a, b] = line;
  const length_m = distance_m(a, b);
  const right: Point = [
    ((b[1] - a[1]) / length_m) * (LANE_WIDTH_m / 2),
    (-(b[0] - a[0]) / length_m) * (LANE_WIDTH_m / 2),
  ];
  return {
    ...names,
    length_m,
    freeSpeed_mps: SPEED_mps,
    laneCount: 1,
    leftPocket_m: 0,
    rank: 1,
    carriageway_m: LANE_WIDTH_m,
    sidewalk_m: SIDEWALK_m,
    isInside: true,
    geometry: line.map(([x, y]): Point => [x + right[0], y + right[1]]),
  };
}

/** Along the line, of its point nearest to `at`. */
function nearestPlace_m(line: readonly Point[], at: Point): number {
  let [best_m, place_m, before_m] = [Number.POSITIVE_INFINITY, 0, 0];
  for (let row = 1; row < line.length; row++) {
    const [a, b] = [line[row - 1]!, line[row]!];
    const piece_m = distance_m(a, b);
    if (piece_m === 0) continue;
    const [ux, uy] = [(b[0] - a[0]) / piece_m, (b[1] - a[1]) / piece_m];
    const along_m = (at[0] - a[0]) * ux + (at[1] - a[1]) * uy;
    const on_m = Math.min(piece_m, Math.max(0, along_m));
    const away_m = distance_m(at, [a[0] + ux * on_m, a[1] + uy * on_m]);
    if (away_m < best_m) [best_m, place_m] = [away_m, before_m + on_m];
    before_m += piece_m;
  }
  return place_m;
}

/** Addresses of blocks that were cut take the new street where it is nearer. */
function toNewStreets(
  draft: NetworkDraft,
  { names, blocks }: { names: ReadonlySet<string>; blocks: ReadonlySet<string> },
): Converted {
  const index = indexLinks(draft.links.filter(({ name }) => names.has(name)));
  const changes: Change[] = [];
  const addresses = draft.addresses.map((address) => {
    const { name, x_m, y_m, block, walk_m } = address;
    if (!blocks.has(block)) return address;
    const near = nearestLink(index, x_m, y_m, ({ side }) => side === 'right');
    if (near === null || near.distance_m >= walk_m) return address;
    const message = `is reached by ${near.link}, ${near.distance_m.toFixed(0)} m on foot`;
    changes.push({
      kind: 'address moved',
      subject: name,
      group: '',
      x_m,
      y_m,
      length_m: 0,
      message,
    });
    const place = { link: near.link, position_m: near.position_m, walk_m: near.distance_m };
    return { ...address, ...place };
  });
  return { draft: { ...draft, addresses }, changes };
}
