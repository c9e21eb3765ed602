/** Keeps what streets need of the nodes, ways and relations of a file, whatever its format. */
import type { Problems } from '../../core/base/errors.js';
import { NodeColumns, type Place } from './node-columns.js';
import { distinct, NodeTable } from './node-table.js';
import type {
  OsmBounds,
  OsmData,
  OsmPoint,
  OsmRestriction,
  OsmWay,
  Sign,
  Tags,
} from './osm-data.js';

export interface NodeRow {
  readonly id: number;
  readonly lon_deg: number;
  readonly lat_deg: number;
  readonly version: number;
  readonly tags: Tags;
}

/** Amenities that cars go to. */
const PLACES: ReadonlySet<string> = new Set(['parking', 'charging_station']);

/** Larger sets have names and numbers, and are hardly ever there twice. */
const MOST_SHARED_TAGS = 2;

export class OsmThings {
  readonly #problems: Problems;
  /** All nodes, as long as it is not known which of them ways have. */
  readonly #nodes = new NodeColumns();
  /** Nodes of ways, once all ways are there. */
  #table: NodeTable | null = null;
  /** While they come: the row that the next node may have, the last id, and whether they rise. */
  #next = 0;
  #lastId = Number.NEGATIVE_INFINITY;
  #areRising = true;
  readonly #ways = new Map<number, OsmWay>();
  readonly #areas = new Map<number, OsmWay>();
  readonly #points = new Map<number, OsmPoint & { readonly version: number }>();
  readonly #restrictions = new Map<number, OsmRestriction>();
  readonly #tagSets = new Map<string, Tags>();
  #bounds: OsmBounds | null = null;
  #repeatedCount = 0;
  #deletedCount = 0;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  addBounds(bounds: OsmBounds): void {
    this.#bounds = bounds;
  }

  /** A row that an editor marked as deleted. */
  addDeleted(): void {
    this.#deletedCount++;
  }

  /**
   * All ways are there: of the nodes that come now only theirs are kept. Each must be asked for
   * with `wantsNode` first, and their ids must rise.
   */
  keepNodesOfWays(): void {
    this.#table = new NodeTable(this.#wanted());
  }

  /** Whether a node without tags is to be added. */
  wantsNode(id: number): boolean {
    if (this.#table === null) return true;
    if (id <= this.#lastId) this.#areRising = false;
    this.#lastId = id;
    const ids = this.#table.id;
    while (this.#next < ids.length && ids[this.#next]! < id) this.#next++;
    return ids[this.#next] === id;
  }

  /** Where they do not, nodes may be missing, and none is known to be there twice. */
  get areNodesRising(): boolean {
    return this.#areRising;
  }

  addNode({ id, lon_deg, lat_deg, version, tags }: NodeRow, place: Place): void {
    const node = { id, lon_deg, lat_deg, version, sign: signOf(tags) };
    if (this.#table === null) this.#nodes.add(node, place);
    else if (this.#table.id[this.#next] === id) this.#table.put(this.#next, node);
    if (tags.size === 0 || !PLACES.has(tags.get('amenity') ?? '')) return;
    const before = this.#points.get(id);
    if (before !== undefined && before.version >= version) return;
    this.#points.set(id, { id, lon_deg, lat_deg, version, tags });
  }

  addWay({ id, version, nodes, tags }: OsmWay, place: Place): void {
    const isStreet = tags.has('highway');
    if (!isStreet && !isArea(nodes, tags)) return;
    const way = { id, version, nodes, tags: this.#shared(tags) };
    const same = (known: OsmWay): boolean => known.nodes.join() === nodes.join();
    this.#keepNewest(isStreet ? this.#ways : this.#areas, way, { field: 'way.id', place, same });
  }

  addRelation(relation: OsmRestriction, place: Place): void {
    const { tags, members } = relation;
    if (tags.get('type')?.startsWith('restriction') !== true) return;
    const same = (known: OsmRestriction): boolean =>
      known.members.length === members.length &&
      known.members.every((each, at) => {
        const other = members[at]!;
        return each.ref === other.ref && each.role === other.role && each.type === other.type;
      });
    this.#keepNewest(this.#restrictions, relation, { field: 'relation.id', place, same });
  }

  data(): OsmData {
    const { nodes, repeatedCount } =
      this.#table === null
        ? this.#nodes.pick(this.#wanted(), this.#problems)
        : { nodes: this.#table, repeatedCount: 0 };
    return {
      bounds: this.#bounds,
      nodes,
      ways: byId(this.#ways),
      areas: byId(this.#areas),
      points: byId(this.#points),
      restrictions: byId(this.#restrictions),
      ignored: {
        repeatedCount: this.#repeatedCount + repeatedCount,
        deletedCount: this.#deletedCount,
      },
    };
  }

  /** Most buildings and paths have the same few tags, and each set takes half a kilobyte. */
  #shared(tags: Tags): Tags {
    if (tags.size > MOST_SHARED_TAGS) return tags;
    const key = JSON.stringify([...tags]);
    const known = this.#tagSets.get(key);
    if (known === undefined) this.#tagSets.set(key, tags);
    return known ?? tags;
  }

  /** Ids of the ways' nodes, rising. */
  #wanted(): Float64Array {
    let count = 0;
    for (const ways of [this.#ways, this.#areas]) {
      for (const { nodes } of ways.values()) count += nodes.length;
    }
    const ids = new Float64Array(count);
    let at = 0;
    for (const ways of [this.#ways, this.#areas]) {
      for (const { nodes } of ways.values()) for (const id of nodes) ids[at++] = id;
    }
    return distinct(ids);
  }

  /** The newer version counts, whichever comes first; two that differ in one version are an error. */
  #keepNewest<Thing extends { readonly id: number; readonly version: number }>(
    known: Map<number, Thing>,
    thing: Thing,
    { field, place, same }: { field: string; place: Place; same: (other: Thing) => boolean },
  ): void {
    const before = known.get(thing.id);
    if (before !== undefined) {
      this.#repeatedCount++;
      if (before.version === thing.version && !same(before)) {
        this.#problems.add('OSM-009', { ...place, field }, `${thing.id} is there twice, different`);
      }
      if (before.version >= thing.version) return;
    }
    known.set(thing.id, thing);
  }
}

const byId = <Thing extends { readonly id: number }>(things: ReadonlyMap<number, Thing>): Thing[] =>
  [...things.values()].sort((a, b) => a.id - b.id);

/** Signals of pedestrian crossings stop cars too, but no other car goes then: no sign here. */
function signOf(tags: Tags): Sign | null {
  switch (tags.get('highway')) {
    case 'traffic_signals':
      return 'signal';
    case 'stop':
      return tags.get('stop') === 'all' ? 'stopAll' : 'stop';
    case 'give_way':
      return 'giveWay';
    default:
      return null;
  }
}

/** Closed, and something people live, work or park in. */
function isArea(nodes: readonly number[], tags: Tags): boolean {
  if (nodes.length < 4 || nodes[0] !== nodes.at(-1)) return false;
  return tags.has('building') || tags.has('landuse') || PLACES.has(tags.get('amenity') ?? '');
}
