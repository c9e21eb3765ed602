/** Keeps what streets need of the nodes, ways and relations of a file, whatever its format. */
import type { Problems } from '../../core/base/errors.js';
import { NodeColumns, type Place } from './node-columns.js';
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

export class OsmThings {
  readonly #problems: Problems;
  readonly #nodes = new NodeColumns();
  readonly #ways = new Map<number, OsmWay>();
  readonly #areas = new Map<number, OsmWay>();
  readonly #points = new Map<number, OsmPoint & { readonly version: number }>();
  readonly #restrictions = new Map<number, OsmRestriction>();
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

  addNode({ id, lon_deg, lat_deg, version, tags }: NodeRow, place: Place): void {
    this.#nodes.add({ id, lon_deg, lat_deg, version, sign: signOf(tags) }, place);
    if (tags.size === 0 || tags.get('amenity') !== 'parking') return;
    const before = this.#points.get(id);
    if (before !== undefined && before.version >= version) return;
    this.#points.set(id, { id, lon_deg, lat_deg, version, tags });
  }

  addWay(way: OsmWay, place: Place): void {
    const { nodes, tags } = way;
    const same = (known: OsmWay): boolean => known.nodes.join() === nodes.join();
    if (tags.has('highway')) this.#keepNewest(this.#ways, way, { field: 'way.id', place, same });
    else if (isArea(way)) this.#keepNewest(this.#areas, way, { field: 'way.id', place, same });
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
    const wanted = new Set<number>();
    for (const { nodes } of this.#ways.values()) for (const id of nodes) wanted.add(id);
    for (const { nodes } of this.#areas.values()) for (const id of nodes) wanted.add(id);
    const { nodes, repeatedCount } = this.#nodes.pick(wanted, this.#problems);
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
function isArea({ nodes, tags }: OsmWay): boolean {
  if (nodes.length < 4 || nodes[0] !== nodes.at(-1)) return false;
  return tags.has('building') || tags.has('landuse') || tags.get('amenity') === 'parking';
}
