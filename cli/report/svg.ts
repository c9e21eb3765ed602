/** Drawing: an SVG root that scales with the page, and paths in whole units. */
import { type Child, element, type Markup } from './markup.js';

export interface Drawing {
  /** Read out, and shown as the tooltip. */
  readonly title: string;
  readonly width: number;
  readonly height: number;
}

export function svg({ title, width, height }: Drawing, ...children: Child[]): Markup {
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, role: 'img' },
    element('title', {}, title),
    ...children,
  );
}

/**
 * Geometry is drawn in whole units of 1/20 of the page's unit: short to write and, on a map of a few
 * kilometres, exact to a quarter of a metre.
 */
export const FINE = 20;

/** What is inside is drawn in fine units. */
export const fineGroup = (...children: Child[]): Markup =>
  element('g', { transform: `scale(${1 / FINE})` }, ...children);

export type XY = readonly [x: number, y: number];

/** A line through points in page units, written in fine ones; steps start from rounded points. */
export function linePath(points: readonly XY[]): string {
  let lastX = 0;
  let lastY = 0;
  let text = '';
  points.forEach(([pageX, pageY], at) => {
    const x = Math.round(pageX * FINE);
    const y = Math.round(pageY * FINE);
    if (!Number.isFinite(x + y))
      throw new Error(`a drawing needs finite points, got ${pageX}, ${pageY}`);
    text += at === 0 ? `M${x} ${y}` : `${at === 1 ? 'l' : ' '}${x - lastX} ${y - lastY}`;
    lastX = x;
    lastY = y;
  });
  return text;
}

export const areaPath = (points: readonly XY[]): string => `${linePath(points)}z`;

export function rectPath(at: { x: number; y: number; width: number; height: number }): string {
  const { x, y, width, height } = at;
  return areaPath([
    [x, y],
    [x + width, y],
    [x + width, y + height],
    [x, y + height],
  ]);
}

/** A path without content is left out. */
export const path = (d: string, attributes: Record<string, string | number>, ...inside: Child[]) =>
  d === '' ? null : element('path', { d, ...attributes }, ...inside);
