/**
 * Reads OpenStreetMap XML as a stream and keeps what streets need.
 * XML that defines entities, nests deeply or never ends a token is refused (OSM-004, OSM-005).
 */
import { type SaxesAttributeNS, SaxesParser, type SaxesTagPlain } from 'saxes';
import { Problems, shown, UserError } from '../../core/base/errors.js';
import { OsmCollector } from './osm-collector.js';
import type { OsmData } from './osm-data.js';

export interface XmlLimits {
  readonly depth: number;
  readonly attributes: number;
  /** Characters between two marks of structure. */
  readonly token: number;
  /** Nodes, ways and relations together. */
  readonly things: number;
}

/** OSM nests three deep and has some ten attributes; three million things are a city, not a district. */
export const XML_LIMITS: XmlLimits = {
  depth: 16,
  attributes: 64,
  token: 1 << 20,
  things: 3_000_000,
};

export async function readOsmXml(
  file: string,
  chunks: AsyncIterable<string>,
  limits: XmlLimits = XML_LIMITS,
): Promise<OsmData> {
  const reader = new OsmXmlReader(file, limits);
  for await (const chunk of chunks) reader.write(chunk);
  return reader.end();
}

class OsmXmlReader {
  readonly #parser = new SaxesParser({ position: true });
  readonly #problems: Problems;
  readonly #collector: OsmCollector;
  readonly #limits: XmlLimits;
  readonly #file: string;
  #open: string[] = [];
  #attributeCount = 0;
  #sinceToken = 0;

  constructor(file: string, limits: XmlLimits) {
    this.#file = file;
    this.#limits = limits;
    this.#problems = new Problems(file);
    this.#collector = new OsmCollector(this.#problems);
    const parser = this.#parser;
    parser.on('error', (error) => {
      throw this.#stop('OSM-003', `is not well-formed XML: ${withoutPlace(error.message)}`);
    });
    parser.on('doctype', (text) => this.#doctype(text));
    parser.on('opentagstart', () => {
      this.#attributeCount = 0;
    });
    parser.on('attribute', (attribute) => this.#attribute(attribute as SaxesAttributeNS));
    parser.on('opentag', (tag) => this.#openTag(tag));
    parser.on('closetag', (tag) => this.#closeTag(tag));
  }

  write(chunk: string): void {
    // A slice at a time, so that an endless token is noticed before it fills the memory.
    for (let at = 0; at < chunk.length; at += SLICE) {
      const slice = chunk.slice(at, at + SLICE);
      this.#sinceToken += slice.length;
      this.#parser.write(slice);
      if (this.#sinceToken > this.#limits.token) {
        throw this.#stop('OSM-005', `has a token above ${this.#limits.token} characters`);
      }
    }
  }

  end(): OsmData {
    this.#parser.close();
    this.#problems.throwIfAny();
    const data = this.#collector.data();
    this.#problems.throwIfAny();
    return data;
  }

  #doctype(text: string): void {
    this.#sinceToken = 0;
    if (!text.includes('[')) return;
    throw this.#stop('OSM-004', 'must not have a DOCTYPE with definitions of its own');
  }

  #attribute({ name }: { readonly name: string }): void {
    this.#sinceToken = 0;
    this.#attributeCount++;
    if (this.#attributeCount <= this.#limits.attributes) return;
    const limit = `more than ${this.#limits.attributes} attributes`;
    throw this.#stop('OSM-005', `has ${limit} on one element, the last one ${shown(name)}`);
  }

  #openTag(tag: SaxesTagPlain | { name: string; attributes: unknown }): void {
    this.#sinceToken = 0;
    const attributes = tag.attributes as Readonly<Record<string, string>>;
    if (this.#open.length === 0 && tag.name !== 'osm') {
      throw this.#stop('OSM-006', `must begin with <osm>, begins with ${shown(tag.name)}`);
    }
    this.#open.push(tag.name);
    if (this.#open.length > this.#limits.depth) {
      throw this.#stop('OSM-005', `nests elements more than ${this.#limits.depth} deep`);
    }
    this.#collector.open(tag.name, attributes, this.#place());
    if (this.#collector.thingCount > this.#limits.things) {
      const limit = `more than ${this.#limits.things} nodes, ways and relations`;
      throw this.#stop('OSM-002', `has ${limit}: cut out a district`);
    }
  }

  #closeTag({ name }: { readonly name: string }): void {
    this.#sinceToken = 0;
    this.#open.pop();
    this.#collector.close(name);
  }

  #place(): { line: number; column: number } {
    return { line: this.#parser.line, column: this.#parser.column + 1 };
  }

  #stop(code: string, message: string): UserError {
    const place = { file: this.#file, ...this.#place(), field: '' };
    return new UserError({ code, severity: 'error', ...place, message });
  }
}

const SLICE = 1 << 16;

/** The parser writes `line:column: ` before its messages; problems have these as numbers. */
const withoutPlace = (message: string): string =>
  shown(message.replace(/^(?:[0-9]+:[0-9]+: )/, '')).slice(1, -1);
