/** Signs on a map: small shapes that differ in form as well as colour, and their legend. */
import { keyed } from './legend.js';
import { element, type Markup } from './markup.js';
import { INK } from './palette.js';
import { FINE, linePath, path, type XY } from './svg.js';

export interface Sign {
  readonly shape: 'circle' | 'square' | 'triangle' | 'diamond';
  readonly colour: string;
}

/** Each differs from the one before in form and lightness. */
export const SIGNS: readonly Sign[] = [
  { shape: 'circle', colour: '#8c1646' },
  { shape: 'square', colour: '#e69f00' },
  { shape: 'triangle', colour: '#12406e' },
  { shape: 'diamond', colour: '#6ba6d8' },
  { shape: 'circle', colour: '#f2cf6b' },
  { shape: 'square', colour: '#7a4a8e' },
  { shape: 'triangle', colour: '#e5892f' },
  { shape: 'diamond', colour: '#2f8f5f' },
  { shape: 'circle', colour: '#3f7fbf' },
  { shape: 'square', colour: '#33083a' },
  { shape: 'triangle', colour: '#cfb4da' },
  { shape: 'diamond', colour: '#c9482a' },
];

export interface SignedPlace {
  readonly at: XY;
  /** Its tooltip. */
  readonly words: string;
}

/** Half the width, in page units. */
const RADIUS = 3.4;
/** More than this many of a kind are one path, without tooltips. */
const MOST_TOLD = 400;

/** Within a fine group. */
export function signPaths(places: readonly SignedPlace[], sign: Sign): readonly (Markup | null)[] {
  const style = { fill: sign.colour, stroke: '#ffffff', 'stroke-width': 0.5 * FINE };
  if (places.length > MOST_TOLD) {
    return [path(places.map(({ at }) => outlineOf(at, sign, RADIUS)).join(''), style)];
  }
  return places.map(({ at, words }) =>
    path(outlineOf(at, sign, RADIUS), style, element('title', {}, words)),
  );
}

export const signKey = (label: string, sign: Sign): Markup =>
  keyed(
    label,
    element('path', {
      d: outlineOf([8, 5.5], sign, 5),
      transform: `scale(${1 / FINE})`,
      fill: sign.colour,
      stroke: INK.quiet,
      'stroke-width': 0.5 * FINE,
    }),
  );

export const lineKey = (label: string, style: { colour: string; width: number }): Markup =>
  keyed(
    label,
    element('path', { d: 'M0 5.5h16', stroke: style.colour, 'stroke-width': style.width }),
  );

function outlineOf([x, y]: XY, { shape }: Sign, radius: number): string {
  return `${linePath(CORNERS[shape].map(([across, down]): XY => [x + across * radius, y + down * radius]))}z`;
}

const CIRCLE_CORNERS = 12;
const CORNERS: Readonly<Record<Sign['shape'], readonly XY[]>> = {
  circle: Array.from({ length: CIRCLE_CORNERS }, (_, at): XY => {
    const angle = (2 * Math.PI * at) / CIRCLE_CORNERS;
    return [Math.cos(angle), Math.sin(angle)];
  }),
  square: [
    [-0.9, -0.9],
    [0.9, -0.9],
    [0.9, 0.9],
    [-0.9, 0.9],
  ],
  triangle: [
    [0, -1.2],
    [1.1, 0.8],
    [-1.1, 0.8],
  ],
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0],
  ],
};
