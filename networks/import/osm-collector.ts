/** Turns the elements of OSM XML into data, element by element, and finds what is wrong with them. */
import { type Problems, shown } from '../../core/base/errors.js';
import type { XmlElement } from '../../core/base/xml.js';
import type { Place } from './node-columns.js';
import type { OsmData, OsmMember } from './osm-data.js';
import { OsmThings } from './osm-things.js';

type Attributes = XmlElement['attributes'];
interface OpenThing {
  readonly kind: string;
  readonly attributes: Attributes;
  readonly place: Place;
  readonly tags: Map<string, string>;
  readonly refs: number[];
  readonly members: OsmMember[];
}

const THINGS: ReadonlySet<string> = new Set(['node', 'way', 'relation']);

export class OsmCollector {
  readonly #problems: Problems;
  readonly #things: OsmThings;
  #thing: OpenThing | null = null;
  thingCount = 0;

  constructor(problems: Problems) {
    this.#problems = problems;
    this.#things = new OsmThings(problems);
  }

  open(name: string, attributes: Attributes, place: Place): void {
    const thing = this.#thing;
    if (THINGS.has(name)) {
      this.thingCount++;
      this.#thing = { kind: name, attributes, place, tags: new Map(), refs: [], members: [] };
    } else if (name === 'bounds') {
      this.#addBounds(attributes, place);
    } else if (thing !== null && name === 'tag') {
      thing.tags.set(attributes['k'] ?? '', attributes['v'] ?? '');
    } else if (thing !== null && name === 'nd') {
      const ref = this.#id(attributes['ref'], { field: 'ref', place });
      if (ref !== null) thing.refs.push(ref);
    } else if (thing !== null && name === 'member') this.#addMember(thing, attributes, place);
  }

  close(name: string): void {
    const thing = this.#thing;
    if (thing === null || thing.kind !== name) return;
    this.#thing = null;
    const { visible, action } = thing.attributes;
    if (visible === 'false' || action === 'delete') this.#things.addDeleted();
    else if (name === 'node') this.#addNode(thing);
    else if (name === 'way') this.#addWay(thing);
    else this.#addRelation(thing);
  }

  data(): OsmData {
    return this.#things.data();
  }

  #addNode({ attributes, place, tags }: OpenThing): void {
    const id = this.#id(attributes['id'], { field: 'node.id', place });
    const lat_deg = this.#degrees(attributes['lat'], { field: 'node.lat', most: 90, place });
    const lon_deg = this.#degrees(attributes['lon'], { field: 'node.lon', most: 180, place });
    if (id === null || lat_deg === null || lon_deg === null) return;
    this.#things.addNode({ id, lon_deg, lat_deg, version: versionOf(attributes), tags }, place);
  }

  #addWay({ attributes, place, tags, refs }: OpenThing): void {
    const id = this.#id(attributes['id'], { field: 'way.id', place });
    if (id === null) return;
    this.#things.addWay({ id, version: versionOf(attributes), nodes: refs, tags }, place);
  }

  #addRelation({ attributes, place, tags, members }: OpenThing): void {
    const id = this.#id(attributes['id'], { field: 'relation.id', place });
    if (id === null) return;
    this.#things.addRelation({ id, version: versionOf(attributes), tags, members }, place);
  }

  #addMember({ kind, members }: OpenThing, attributes: Attributes, place: Place): void {
    const { type = '', role = '' } = attributes;
    const ref = this.#id(attributes['ref'], { field: 'ref', place });
    if (kind !== 'relation' || ref === null || !THINGS.has(type)) return;
    members.push({ type: type as OsmMember['type'], ref, role });
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
    this.#things.addBounds({ west_deg, south_deg, east_deg, north_deg });
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
  return Number.isInteger(version) && Math.abs(version) < 2 ** 31 ? version : 0;
}
