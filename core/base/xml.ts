/**
 * Reads XML as a stream and hands on its elements, each with its place in the file. XML that defines
 * entities, nests deeply or never ends a token is refused.
 */
import { SaxesParser } from 'saxes';
import { type Problems, shown, UserError } from './errors.js';

export interface XmlElement {
  readonly name: string;
  /** Made without a prototype: any name may be asked for. */
  readonly attributes: Readonly<Record<string, string | undefined>>;
  /** Where its tag ends, from 1. */
  readonly line: number;
  readonly column: number;
  /** Elements around it: 0 for the outermost. */
  readonly depth: number;
}

/** What a format calls what can be wrong with its XML. */
export interface XmlCodes {
  readonly malformed: string;
  readonly doctype: string;
  readonly limits: string;
  readonly root: string;
}

export interface XmlLimits {
  readonly depth: number;
  readonly attributes: number;
  /** Characters between two marks of structure. */
  readonly token: number;
  readonly elements: number;
}

/** Some 20 million elements are a gigabyte of XML, more than is read. */
export const XML_LIMITS: XmlLimits = {
  depth: 16,
  attributes: 64,
  token: 1 << 20,
  elements: 20_000_000,
};

export interface XmlFormat {
  readonly codes: XmlCodes;
  /** Names that the outermost element may have. */
  readonly roots: readonly string[];
  readonly open: (element: XmlElement) => void;
  /** Name of the element that ends. */
  readonly close?: (name: string) => void;
  readonly limits?: XmlLimits;
}

/** Throws UserError at the first thing that is no XML of this format. */
export async function readXml(
  file: string,
  chunks: AsyncIterable<string>,
  format: XmlFormat,
): Promise<void> {
  const reader = new XmlReader(file, format);
  for await (const chunk of chunks) reader.write(chunk);
  reader.end();
}

class XmlReader {
  readonly #parser = new SaxesParser({ position: true });
  readonly #file: string;
  readonly #format: XmlFormat;
  readonly #limits: XmlLimits;
  #depth = 0;
  #elementCount = 0;
  #attributeCount = 0;
  #sinceToken = 0;

  constructor(file: string, format: XmlFormat) {
    this.#file = file;
    this.#format = format;
    this.#limits = format.limits ?? XML_LIMITS;
    const parser = this.#parser;
    parser.on('error', (error) => {
      const message = `is not well-formed XML: ${withoutPlace(error.message)}`;
      throw this.#stop(format.codes.malformed, message);
    });
    parser.on('doctype', (text) => this.#doctype(text));
    parser.on('comment', () => this.#mark());
    parser.on('opentagstart', () => {
      this.#attributeCount = 0;
    });
    parser.on('attribute', () => this.#attribute());
    parser.on('opentag', ({ name, attributes }) => {
      this.#openTag(name, attributes as Readonly<Record<string, string>>);
    });
    parser.on('closetag', ({ name }) => {
      this.#mark();
      this.#depth--;
      format.close?.(name);
    });
  }

  write(chunk: string): void {
    // A slice at a time, so that an endless token is noticed before it fills the memory.
    for (let at = 0; at < chunk.length; at += SLICE) {
      const slice = chunk.slice(at, at + SLICE);
      this.#sinceToken += slice.length;
      this.#parser.write(slice);
      if (this.#sinceToken > this.#limits.token) {
        throw this.#stop(
          this.#format.codes.limits,
          `has a token above ${this.#limits.token} characters`,
        );
      }
    }
  }

  end(): void {
    this.#parser.close();
  }

  #mark(): void {
    this.#sinceToken = 0;
  }

  #doctype(text: string): void {
    this.#mark();
    if (!text.includes('[')) return;
    const message = 'must not have a DOCTYPE with definitions of its own';
    throw this.#stop(this.#format.codes.doctype, message);
  }

  #attribute(): void {
    this.#mark();
    if (++this.#attributeCount <= this.#limits.attributes) return;
    const message = `has more than ${this.#limits.attributes} attributes on one element`;
    throw this.#stop(this.#format.codes.limits, message);
  }

  #openTag(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#mark();
    const { codes, roots, open } = this.#format;
    if (this.#depth === 0 && !roots.includes(name)) {
      const wanted = roots.map((root) => `<${root}>`).join(' or ');
      throw this.#stop(codes.root, `must begin with ${wanted}, begins with ${shown(name)}`);
    }
    if (this.#depth >= this.#limits.depth) {
      throw this.#stop(codes.limits, `nests elements more than ${this.#limits.depth} deep`);
    }
    if (++this.#elementCount > this.#limits.elements) {
      throw this.#stop(codes.limits, `has more than ${this.#limits.elements} elements`);
    }
    open({ name, attributes, ...this.#place(), depth: this.#depth });
    this.#depth++;
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

/** Attributes of one element, read with a problem for each that is missing or no number. */
export class XmlAttributes {
  readonly #element: XmlElement;
  readonly #problems: Problems;
  readonly #code: string;

  constructor(element: XmlElement, problems: Problems, code: string) {
    this.#element = element;
    this.#problems = problems;
    this.#code = code;
  }

  /** `absent` where it is missing; a problem, and '', where nothing is given for that. */
  text(name: string, absent?: string): string {
    const value = this.#element.attributes[name] ?? absent;
    if (value !== undefined && (value !== '' || absent !== undefined)) return value;
    this.refuse(name, value === undefined ? 'is missing' : 'is empty');
    return '';
  }

  /** As `text`; also from `least` to `most`, and finite. A problem gives `least`, or 0. */
  number(name: string, { absent, least = -Infinity, most = Infinity }: NumberRule = {}): number {
    const value = this.#element.attributes[name];
    const harmless = Number.isFinite(least) ? least : 0;
    if (value === undefined) {
      if (absent !== undefined) return absent;
      this.refuse(name, 'is missing');
      return harmless;
    }
    const number = value.trim() === '' ? Number.NaN : Number(value);
    if (Number.isFinite(number) && number >= least && number <= most) return number;
    const from = Number.isFinite(least) ? ` from ${least} on` : '';
    const wanted = `a number${from}${Number.isFinite(most) ? `, at most ${most}` : ''}`;
    this.refuse(name, `must be ${wanted}, got ${shown(value)}`);
    return harmless;
  }

  refuse(name: string, message: string): void {
    const { line, column } = this.#element;
    const field = `${this.#element.name}.${name}`;
    this.#problems.add(this.#code, { line, column, field }, message);
  }
}

export interface NumberRule {
  readonly absent?: number;
  readonly least?: number;
  readonly most?: number;
}
