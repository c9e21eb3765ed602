/** Turns the elements of OSM XML into data, element by element, and finds what is wrong with them. */
import { type Problems, shown } from '../../core/base/errors.js';
import type { OsmBounds, OsmData, OsmNode, OsmWay, Sign } from './osm-data.js';

type Attributes = Readonly<Record<string, string>>;
interface Place {
  readonly line: number;
  readonly column: number;
}

interface OpenThing {
  readonly kind: string;
  readonly attributes: Attributes;
  readonly place: Place;
  readonly tags: Map<string, string>;
  readonly refs: number[];
}

const THINGS: ReadonlySet<string> = new Set(['node', 'way', 'relation']);

export class OsmCollector {
  readonly #problems: Problems;
  readonly #nodes = new Map<number, OsmNode>();
  readonly #ways = new Map<number, OsmWay>();
  readonly #restrictions = new Set<string>();
  readonly #parking = new Set<string>();
  #bounds: OsmBounds | null = null;
  #thing: OpenThing | null = null;
  #repeatedCount = 0;
  #deletedCount = 0;
  thingCount = 0;

  constructor(problems: Problems) {
    this.#problems = problems;
  }

  open(name: string, attributes: Attributes, place: Place): void {
    const thing = this.#thing;
    if (THINGS.has(name)) {
      this.thingCount++;
      this.#thing = { kind: name, attributes, place, tags: new Map(), refs: [] };
    } else if (name === 'bounds') {
      this.#addBounds(attributes, place);
    } else if (thing !== null && name === 'tag') {
      thing.tags.set(attributes['k'] ?? '', attributes['v'] ?? '');
    } else if (thing !== null && name === 'nd') {
      const ref = this.#id(attributes['ref'], { field: 'ref', place });
      if (ref !== null) thing.refs.push(ref);
    }
  }

  close(name: string): void {
    const thing = this.#thing;
    if (thing === null || thing.kind !== name) return;
    this.#thing = null;
    const { visible, action } = thing.attributes;
    if (visible === 'false' || action === 'delete') {
      this.#deletedCount++;
      return;
    }
    if ([...thing.tags.keys()].some(isParkingKey) || thing.tags.get('amenity') === 'parking') {
      this.#parking.add(`${name} ${thing.attributes['id']}`);
    }
    if (name === 'node') this.#addNode(thing);
    else if (name === 'way') this.#addWay(thing);
    else if (thing.tags.get('type')?.startsWith('restriction') === true) {
      this.#restrictions.add(thing.attributes['id'] ?? '');
    }
  }

  data(): OsmData {
    return {
      bounds: this.#bounds,
      nodes: this.#nodes,
      ways: [...this.#ways.values()].sort((a, b) => a.id - b.id),
      ignored: {
        turnRestrictionCount: this.#restrictions.size,
        parkingCount: this.#parking.size,
        repeatedCount: this.#repeatedCount,
        deletedCount: this.#deletedCount,
      },
    };
  }

  #addNode({ attributes, place, tags }: OpenThing): void {
    const id = this.#id(attributes['id'], { field: 'node.id', place });
    const lat_deg = this.#degrees(attributes['lat'], { field: 'node.lat', most: 90, place });
    const lon_deg = this.#degrees(attributes['lon'], { field: 'node.lon', most: 180, place });
    if (id === null || lat_deg === null || lon_deg === null) return;
    const version = versionOf(attributes);
    const node = { id, lon_deg, lat_deg, version, sign: signOf(tags) };
    const same = (known: OsmNode): boolean =>
      known.lon_deg === lon_deg && known.lat_deg === lat_deg && known.sign === node.sign;
    this.#keepNewest(this.#nodes, node, { field: 'node.id', place, same });
  }

  #addWay({ attributes, place, tags, refs }: OpenThing): void {
    const id = this.#id(attributes['id'], { field: 'way.id', place });
    if (id === null || !tags.has('highway')) return;
    const way = { id, version: versionOf(attributes), nodes: refs, tags };
    const same = (known: OsmWay): boolean => known.nodes.join() === refs.join();
    this.#keepNewest(this.#ways, way, { field: 'way.id', place, same });
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

  #addBounds(attributes: Attributes, place: Place): void {
    const side = (name: string, most: number): number | null =>
      this.#degrees(attributes[name], { field: `bounds.${name}`, most, place });
    const west_deg = side('minlon', 180);
    const south_deg = side('minlat', 90);
    const east_deg = side('maxlon', 180);
    const north_deg = side('maxlat', 90);
    if (west_deg === null || south_deg === null || east_deg === null || north_deg === null) return;
    if (!(west_deg < east_deg && south_deg < north_deg)) {
      this.#problems.add('OSM-008', { ...place, field: 'bounds' }, 'must have an area');
      return;
    }
    this.#bounds = { west_deg, south_deg, east_deg, north_deg };
  }

  #id(text: string | undefined, { field, place }: { field: string; place: Place }): number | null {
    const id = text !== undefined && /^[-+]?[0-9]{1,16}$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isSafeInteger(id)) return id;
    const message =
      text === undefined ? 'is missing' : `must be a whole number, got ${shown(text)}`;
    this.#problems.add('OSM-007', { ...place, field }, message);
    return null;
  }

  #degrees(
    text: string | undefined,
    { field, most, place }: { field: string; most: number; place: Place },
  ): number | null {
    if (text === undefined || text.trim() === '' || !Number.isFinite(Number(text))) {
      const message = text === undefined ? 'is missing' : `must be a number, got ${shown(text)}`;
      this.#problems.add('OSM-007', { ...place, field }, message);
      return null;
    }
    const degrees = Number(text);
    if (Math.abs(degrees) <= most) return degrees;
    const message = `must be from -${most} to ${most} degrees, got ${shown(text)}`;
    this.#problems.add('OSM-008', { ...place, field }, message);
    return null;
  }
}

function versionOf(attributes: Attributes): number {
  const version = Number(attributes['version'] ?? 0);
  return Number.isFinite(version) ? version : 0;
}

/** Signals of pedestrian crossings stop cars too, but no other car goes then: no sign here. */
function signOf(tags: ReadonlyMap<string, string>): Sign | null {
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

const isParkingKey = (key: string): boolean => key.startsWith('parking:');
