/** Legends: a drawn swatch, which prints even where backgrounds do not, and its words. */
import { element, type Markup } from './markup.js';
import { FLOW_CLASSES, INK, type Swatch } from './palette.js';
import { svg } from './svg.js';

export interface LegendGroup {
  readonly heading: string;
  readonly items: readonly Markup[];
}

export function legend(groups: readonly LegendGroup[]): Markup {
  return element(
    'div',
    { class: 'legend' },
    groups.map(({ heading, items }) =>
      element(
        'p',
        {},
        heading === '' ? null : element('span', { class: 'legend-heading' }, heading),
        element(
          'span',
          { class: 'legend-items' },
          items.map((item) => element('span', { class: 'legend-item' }, item)),
        ),
      ),
    ),
  );
}

export const swatches = (list: readonly Swatch[]): Markup[] =>
  list.map(({ label, colour }) =>
    keyed(
      label,
      element('rect', {
        x: 0.5,
        y: 0.5,
        width: 15,
        height: 10,
        fill: colour,
        stroke: INK.quiet,
        'stroke-width': 0.5,
      }),
    ),
  );

export const flowWidths = (): Markup[] =>
  FLOW_CLASSES.map(({ label, width }) =>
    keyed(label, element('path', { d: 'M0 5.5h16', stroke: INK.text, 'stroke-width': width })),
  );

/** A square filled from below by the share of stalls taken, as on the map. */
export const lotSquare = (label: string): Markup =>
  keyed(label, [
    element('rect', {
      x: 3.5,
      y: 0.5,
      width: 10,
      height: 10,
      fill: INK.lotFree,
      stroke: INK.text,
      'stroke-width': 0.8,
    }),
    element('rect', { x: 3.5, y: 4.5, width: 10, height: 6, fill: INK.lotTaken }),
  ]);

export const outline = (label: string): Markup =>
  keyed(
    label,
    element('path', {
      d: 'M0 5.5h16',
      stroke: INK.district,
      'stroke-width': 1,
      'stroke-dasharray': '4 2',
    }),
  );

export function keyed(label: string, sign: Markup | Markup[]): Markup {
  const drawing = { title: label, width: 16, height: 11 };
  return element('span', {}, svg(drawing, sign), ` ${label}`);
}
