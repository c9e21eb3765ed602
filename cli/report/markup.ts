/**
 * Markup with every text escaped for its place. A plain string is always text; only `element` and
 * `raw` make markup, so a name from a file can never become a tag or an attribute.
 */

export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Child = Markup | string | null | readonly Child[];
/** Numbers are written with at most two decimals; undefined leaves the attribute out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element, well-formed as HTML and as XML. Names of elements and attributes are our own words. */
export function element(name: string, attributes: Attributes, ...children: Child[]): Markup {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${attributeText(value!)}"`)
    .join('');
  if (VOID.has(name)) return new Markup(`<${name}${written} />`);
  return new Markup(`<${name}${written}>${childText(children)}</${name}>`);
}

/** Markup that is already escaped, or a style sheet of our own. */
export const raw = (text: string): Markup => new Markup(text);

/** Elements that HTML never closes. */
const VOID = new Set(['br', 'col', 'hr', 'meta']);

const attributeText = (value: string | number): string =>
  typeof value === 'number' ? fixed(value, 2) : escapeText(value);

function childText(child: Child): string {
  if (child === null) return '';
  if (typeof child === 'string') return escapeText(child);
  return child instanceof Markup ? child.text : child.map(childText).join('');
}

/**
 * Safe between tags and between double quotes, in HTML and XML. Characters that XML forbids, and
 * those that turn the direction of the text around them, become U+FFFD.
 */
export function escapeText(text: string): string {
  return text.replace(FORBIDDEN, '\uFFFD').replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}

const FORBIDDEN =
  /[^\t\n\r\u{20}-\u{7E}\u{A0}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]|[\u202A-\u202E\u2066-\u2069]/gu;
const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** 12.50 as 12.5 and -0.001 as 0: the same bytes for the same picture. */
export function fixed(value: number, decimals: number): string {
  if (!Number.isFinite(value)) throw new Error(`a drawing needs finite numbers, got ${value}`);
  const text = value.toFixed(decimals);
  const short = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return short === '-0' ? '0' : short;
}
