/** Stacked charts over the day: bars an hour, or areas between periods; also below the axis. */
import { HOUR_s } from '../../core/base/units.js';
import { element, type Markup } from './markup.js';
import { clock, grouped } from './numbers.js';
import { INK, type Swatch } from './palette.js';
import { decimalsOf, linearScale, niceTicks, type Scale } from './scale.js';
import { areaPath, fineGroup, path, rectPath, svg, type XY } from './svg.js';

export interface Series extends Swatch {
  /** One a time, at or above 0. */
  readonly values: readonly number[];
}

export interface StackedChart {
  readonly title: string;
  /** What the vertical axis counts. */
  readonly unit: string;
  /** `bars`: each from the time before to its own. `areas`: straight between times. */
  readonly kind: 'bars' | 'areas';
  /** Clock times of the values, s after midnight, rising in equal steps. */
  readonly times_s: readonly number[];
  readonly above: readonly Series[];
  readonly below: readonly Series[];
  /** Of the axis; charts that are compared share it. */
  readonly extent: Extent;
}

export interface Extent {
  readonly above: number;
  readonly below: number;
}

/** Lower and upper edge of each series at each time: the first lies on the axis. */
export interface Layer {
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const SIZE = { width: 560, height: 210 };
const PLOT = { left: 46, right: 542, top: 18, bottom: 188 };

export function stackedChart(chart: StackedChart): Markup {
  const { times_s, above, below, extent } = chart;
  if (times_s.length === 0)
    return element('p', { class: 'quiet' }, 'The run has no rows for this.');
  const ticks = niceTicks(-extent.below, Math.max(extent.above, 1e-9), 5);
  const step_s = stepOf(times_s);
  const x = linearScale([times_s[0]! - step_s, times_s.at(-1)!], [PLOT.left, PLOT.right]);
  const y = linearScale([ticks[0]!, ticks.at(-1)!], [PLOT.bottom, PLOT.top]);
  const drawing = { title: chart.title, ...SIZE };
  return svg(
    drawing,
    grid(ticks, y, chart.unit),
    fineGroup(
      seriesPaths(chart, above, { x, y, sign: 1, step_s }),
      seriesPaths(chart, below, { x, y, sign: -1, step_s }),
    ),
    hourAxis(times_s[0]! - step_s, times_s.at(-1)!, x),
    element('path', {
      d: `M${PLOT.left} ${y(0).toFixed(2)}H${PLOT.right}`,
      stroke: INK.text,
      'stroke-width': 1,
    }),
  );
}

export function stackLayers(series: readonly Series[]): Layer[] {
  const base = (series[0]?.values ?? []).map(() => 0);
  let low: readonly number[] = base;
  return series.map(({ values }) => {
    const from = low;
    const high = from.map((edge, at) => edge + values[at]!);
    low = high;
    return { low: from, high };
  });
}

/** The highest stack, for an axis that several charts share. */
export const stackPeak = (series: readonly Series[]): number =>
  (stackLayers(series).at(-1)?.high ?? []).reduce((most, value) => Math.max(most, value), 0);

/** Of one value alone: an hour. */
const stepOf = (times_s: readonly number[]): number =>
  times_s.length < 2 ? HOUR_s : times_s[1]! - times_s[0]!;

interface Place {
  readonly x: Scale;
  readonly y: Scale;
  readonly sign: 1 | -1;
  readonly step_s: number;
}

/** Empty series are left out; thin white edges part neighbours on any print. */
function seriesPaths(
  chart: StackedChart,
  series: readonly Series[],
  place: Place,
): (Markup | null)[] {
  const layers = stackLayers(series);
  return series.map(({ label, colour, values }, at) => {
    if (values.every((value) => value === 0)) return null;
    const draw = chart.kind === 'bars' ? barsPath : areasPath;
    const style = { fill: colour, stroke: '#fff', 'stroke-width': 6 };
    return path(draw(chart.times_s, layers[at]!, place), style, element('title', {}, label));
  });
}

function barsPath(times_s: readonly number[], { low, high }: Layer, place: Place): string {
  const { x, y, sign, step_s } = place;
  return times_s
    .map((time_s, at) => {
      if (high[at] === low[at]) return '';
      const left = x(time_s - step_s) + 0.8;
      const edges = [y(sign * low[at]!), y(sign * high[at]!)];
      const top = Math.min(...edges);
      const size = { width: x(time_s) - 0.8 - left, height: Math.max(...edges) - top };
      return rectPath({ x: left, y: top, ...size });
    })
    .join('');
}

function areasPath(times_s: readonly number[], { low, high }: Layer, place: Place): string {
  const { x, y, sign } = place;
  const there = times_s.map((time_s, at): XY => [x(time_s), y(sign * high[at]!)]);
  const back = times_s.map((time_s, at): XY => [x(time_s), y(sign * low[at]!)]).reverse();
  return areaPath([...there, ...back]);
}

function grid(ticks: readonly number[], y: Scale, unit: string): Markup[] {
  const decimals = decimalsOf(ticks[1]! - ticks[0]!);
  return [
    element('text', { x: PLOT.left, y: 9, class: 'axis' }, unit),
    ...ticks.map((tick) =>
      element(
        'g',
        {},
        element('path', {
          d: `M${PLOT.left} ${y(tick).toFixed(2)}H${PLOT.right}`,
          stroke: INK.line,
          'stroke-width': 0.7,
        }),
        element(
          'text',
          { x: PLOT.left - 6, y: y(tick) + 3.6, class: 'axis', 'text-anchor': 'end' },
          // Below the axis is another place, not a negative area.
          grouped(Math.abs(tick), decimals),
        ),
      ),
    ),
  ];
}

const HOURS_BETWEEN_LABELS = 4;

function hourAxis(from_s: number, to_s: number, x: Scale): Markup[] {
  const labelStep_s = HOURS_BETWEEN_LABELS * HOUR_s;
  const first_s = Math.ceil(from_s / labelStep_s) * labelStep_s;
  const count = Math.max(0, Math.floor((to_s - first_s) / labelStep_s) + 1);
  return Array.from({ length: count }, (_, at) => first_s + at * labelStep_s).map((time_s) =>
    element(
      'g',
      {},
      element('path', {
        d: `M${x(time_s).toFixed(2)} ${PLOT.bottom}v4`,
        stroke: INK.quiet,
        'stroke-width': 0.8,
      }),
      element(
        'text',
        { x: x(time_s), y: PLOT.bottom + 16, class: 'axis', 'text-anchor': 'middle' },
        clock(time_s),
      ),
    ),
  );
}
