/** Elements of XML as text; names from files may hold anything. */

/** An element without children. Numbers to the centimetre or finer are for the caller to round. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | number | undefined>>,
  children: readonly string[] = [],
): string {
  const text = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(String(value))}"`)
    .join('');
  if (children.length === 0) return `<${name}${text}/>`;
  return `<${name}${text}>\n${children.map((child) => `  ${child.replaceAll('\n', '\n  ')}`).join('\n')}\n</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** Characters that XML 1.0 has no way to write become question marks. */
const escaped = (text: string): string =>
  text
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML does not allow.
    .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/gu, '?')
    .replace(/[&<>"]/g, (sign) => ENTITIES[sign]!)
    .replace(/[\t\n\r]/g, ' ');

export const xmlText = (root: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${root}\n`;

/** Hundredths of a millimetre are enough for anybody, and free of the noise of binary fractions. */
export const rounded = (value: number): number => Math.round(value * 1e5) / 1e5;
