/**
 * Stalls against kilometres: what each cell spends on parking land and on empty driving. A cell
 * that another one beats on both is off the frontier.
 */
import { HECTARE_m2 } from '../../core/base/units.js';
import { paragraph, section } from './figures.js';
import { element, type Markup } from './markup.js';
import { grouped, groupedOrDash } from './numbers.js';
import { INK } from './palette.js';
import type { ReportCell } from './report-cell.js';
import { decimalsOf, linearScale, niceTicks, type Scale } from './scale.js';
import { svg } from './svg.js';
import { table } from './tables.js';

export interface FrontierPoint {
  readonly heading: string;
  /** Required inside the district and outside it. */
  readonly land_ha: number;
  /** Empty to parking, and looking for a stall or driving on. */
  readonly empty_km: number;
  readonly stallCount: number;
  readonly wait_s: number;
  readonly retrieval_s: number;
  readonly isOnFrontier: boolean;
}

export function frontierSection(cells: readonly ReportCell[]): Markup | null {
  const points = frontierOf(cells);
  if (points.length < 2) return null;
  return section(
    'Stalls against kilometres',
    paragraph(
      'Land is what parking requires at its target occupancy, inside the district and outside it. Empty kilometres are those to a lot, back from it without a traveller, and along the streets without a goal. Filled dots are the frontier: no other cell has less of both.',
    ),
    frontierChart(points),
    table({
      caption: 'Parking land and empty driving of each cell, run of the first seed',
      head: [
        [
          '',
          'stalls taken at the peak',
          'land, ha',
          'empty km',
          'wait, median s',
          'retrieval, s',
          'on the frontier',
        ],
      ],
      rows: points.map((point) => ({
        cells: [
          point.heading,
          grouped(point.stallCount, 0),
          grouped(point.land_ha, 2),
          grouped(point.empty_km, 0),
          groupedOrDash(point.wait_s, 0),
          groupedOrDash(point.retrieval_s, 0),
          point.isOnFrontier ? 'yes' : 'no',
        ],
      })),
    }),
  );
}

export function frontierOf(cells: readonly ReportCell[]): FrontierPoint[] {
  const points = cells.map(({ heading, run: { summary } }) => {
    const value = (key: string): number => summary[key] ?? Number.NaN;
    return {
      heading,
      land_ha: (value('land_required_m2') + value('land_exported_required_m2')) / HECTARE_m2,
      empty_km: value('vkt_to_parking_km') + value('vkt_cruising_km') + value('vkt_pickup_km'),
      stallCount: value('stalls_used_peak'),
      wait_s: value('wait_p50_s'),
      retrieval_s: value('retrieval_mean_s'),
    };
  });
  return points
    .filter(({ land_ha, empty_km }) => Number.isFinite(land_ha + empty_km))
    .map((point) => ({ ...point, isOnFrontier: !points.some((other) => beats(other, point)) }));
}

type Spent = Pick<FrontierPoint, 'land_ha' | 'empty_km'>;

const beats = (a: Spent, b: Spent): boolean =>
  a.land_ha <= b.land_ha &&
  a.empty_km <= b.empty_km &&
  (a.land_ha < b.land_ha || a.empty_km < b.empty_km);

const SIZE = { width: 760, height: 320 };
const PLOT = { left: 56, right: 736, top: 20, bottom: 280 };

function frontierChart(points: readonly FrontierPoint[]): Markup {
  const most = (values: readonly number[]): number => Math.max(...values, 1e-9);
  const across = niceTicks(0, most(points.map(({ empty_km }) => empty_km)), 6);
  const up = niceTicks(0, most(points.map(({ land_ha }) => land_ha)), 5);
  const x = linearScale([0, across.at(-1)!], [PLOT.left, PLOT.right]);
  const y = linearScale([0, up.at(-1)!], [PLOT.bottom, PLOT.top]);
  const chart = svg(
    { title: 'Parking land against empty kilometres', ...SIZE },
    element('text', { x: PLOT.left, y: 11, class: 'axis' }, 'parking land, ha'),
    element(
      'text',
      { x: PLOT.right, y: PLOT.bottom + 32, class: 'axis', 'text-anchor': 'end' },
      'empty kilometres',
    ),
    up.map((tick) => rule(tick, up, { x, y, isAcross: true })),
    across.map((tick) => rule(tick, across, { x, y, isAcross: false })),
    dots(points, x, y),
  );
  return element('div', { class: 'chart' }, chart);
}

function rule(
  tick: number,
  ticks: readonly number[],
  { x, y, isAcross }: { readonly x: Scale; readonly y: Scale; readonly isAcross: boolean },
): Markup {
  const label = grouped(tick, decimalsOf(ticks[1]! - ticks[0]!));
  const d = isAcross
    ? `M${PLOT.left} ${y(tick).toFixed(2)}H${PLOT.right}`
    : `M${x(tick).toFixed(2)} ${PLOT.bottom}v4`;
  const at = isAcross
    ? { x: PLOT.left - 6, y: y(tick) + 3.6, 'text-anchor': 'end' }
    : { x: x(tick), y: PLOT.bottom + 17, 'text-anchor': 'middle' };
  return element(
    'g',
    {},
    element('path', { d, stroke: INK.line, 'stroke-width': 0.7 }),
    element('text', { ...at, class: 'axis' }, label),
  );
}

/** What a letter of a name takes, and a line of names. */
const LETTER = 6;
const LINE = 13;

/** Names stand beside their dots, to the left of those near the right edge, and never on each other. */
function dots(points: readonly FrontierPoint[], x: Scale, y: Scale): Markup[] {
  const placed: { readonly from: number; readonly to: number; readonly up: number }[] = [];
  return [...points]
    .sort((a, b) => a.land_ha - b.land_ha || a.empty_km - b.empty_km)
    .map((point) => {
      const across = x(point.empty_km);
      const isRight = across > (PLOT.left + PLOT.right) / 2;
      const width = LETTER * point.heading.length;
      const from = isRight ? across - 8 - width : across + 8;
      let up = y(point.land_ha) - 6;
      const covers = (other: (typeof placed)[number]): boolean =>
        from < other.to && other.from < from + width && Math.abs(up - other.up) < LINE;
      while (placed.some(covers)) up -= LINE;
      placed.push({ from, to: from + width, up });
      return dot(point, { across, up: y(point.land_ha), nameUp: up, isRight });
    });
}

function dot(
  { heading, isOnFrontier }: FrontierPoint,
  {
    across,
    up,
    nameUp,
    isRight,
  }: {
    readonly across: number;
    readonly up: number;
    readonly nameUp: number;
    readonly isRight: boolean;
  },
): Markup {
  return element(
    'g',
    { class: 'frontier-dot' },
    element('circle', {
      cx: across.toFixed(2),
      cy: up.toFixed(2),
      r: 4.5,
      fill: isOnFrontier ? INK.text : '#fff',
      stroke: INK.text,
      'stroke-width': 1.4,
    }),
    element(
      'text',
      {
        x: (across + (isRight ? -8 : 8)).toFixed(2),
        y: nameUp.toFixed(2),
        class: 'axis',
        'text-anchor': isRight ? 'end' : 'start',
      },
      heading,
    ),
  );
}
