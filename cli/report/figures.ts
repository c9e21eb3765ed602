/** The figures that studies and single runs share: maps, land ledger, day curves, each per cell. */
import { HECTARE_m2 } from '../../core/base/units.js';
import { flowWidths, legend, lotSquare, outline, swatches } from './legend.js';
import { curbMap, streetMap } from './map.js';
import { mapFrames, SQUARE_m2PerStall } from './map-frame.js';
import { element, type Markup } from './markup.js';
import { hourText } from './numbers.js';
import {
  CURB_COLOURS,
  INK,
  LAND_INSIDE,
  LAND_OUTSIDE,
  ROAD_STATES,
  STANDING_STATES,
  type Swatch,
  TTI_CLASSES,
} from './palette.js';
import { hourWindow, type ReportCell } from './report-cell.js';
import { constantLandTable, ledgerTable, worstLinksTable } from './run-tables.js';
import { type Series, stackedChart, stackPeak } from './stacked-chart.js';

/** Cells stand `columnCount` in a row, in their order. */
export interface CellGrid {
  readonly cells: readonly ReportCell[];
  readonly columnCount: number;
}

export const section = (
  heading: string,
  ...inside: (Markup | null | readonly (Markup | null)[])[]
): Markup => element('section', {}, element('h2', {}, heading), ...inside);

export const paragraph = (text: string): Markup => element('p', {}, text);

export const folded = (summary: string, inside: readonly (Markup | null)[]): Markup =>
  element('details', {}, element('summary', {}, summary), inside);

const grid = (
  { cells, columnCount }: CellGrid,
  draw: (cell: ReportCell, at: number) => Markup,
): Markup =>
  element(
    'div',
    { class: `grid columns-${columnCount}` },
    cells.map((cell, at) =>
      element('figure', {}, element('figcaption', {}, cell.heading), draw(cell, at)),
    ),
  );

export function mapSections(cells: CellGrid, mapHour: number): Markup[] {
  const frames = mapFrames(cells.cells.map(({ network }) => network));
  const hours = cells.cells.map(({ run }) => hourWindow(run, mapHour));
  const missing = element('p', { class: 'quiet' }, `The run does not see ${hourText(mapHour)}.`);
  const maps = (draw: typeof streetMap): Markup =>
    grid(cells, (cell, at) => {
      const hour = hours[at]!;
      return hour === null ? missing : draw(cell, hour, frames[at]!);
    });
  const isRemote = cells.cells.some(({ network }) => network.lots.some((lot) => !lot.isInside));
  return [
    section(
      `Streets, ${hourText(mapHour)}`,
      paragraph(
        'Colour is the travel-time index: time on the link and in the junction behind it over the same way on an empty street. Width is the number of vehicles. Each direction is drawn on its own side.',
      ),
      legend([
        { heading: 'Travel-time index', items: swatches(TTI_CLASSES) },
        {
          heading: 'Vehicles in the hour',
          items: [...flowWidths(), outline('edge of the district')],
        },
      ]),
      maps(streetMap),
      attributions(cells.cells),
      folded(
        'Links that cost most time',
        cells.cells.map((cell) => worstLinksTable(cell, mapHour)),
      ),
    ),
    section(
      `Curbs and lots, ${hourText(mapHour)}`,
      paragraph(
        `Curbs are drawn wider than they are. A lot is a square of ${SQUARE_m2PerStall} m² a stall to the map’s scale, as if structures were spread out on the ground; it is filled from below by the share of its stalls taken at the end of the hour. Lots that would cover each other are moved apart.${isRemote ? ' Lots beyond the edge are for empty vehicles only.' : ''}`,
      ),
      legend([
        { heading: 'Curb', items: swatches(Object.values(CURB_COLOURS)) },
        { heading: 'Lots', items: [lotSquare('60 % of the stalls taken')] },
        {
          heading: 'Not needed all day',
          items: swatches([{ label: 'curb, or frame of a lot', colour: INK.freed }]),
        },
      ]),
      maps(curbMap),
    ),
  ];
}

/** Who must be named where the streets came from outside. */
function attributions(cells: readonly ReportCell[]): Markup | null {
  const names = [...new Set(cells.map(({ network }) => network.attribution))].filter(
    (name) => name !== '',
  );
  return names.length === 0
    ? null
    : element('p', { class: 'quiet' }, `Map data: ${names.join('; ')}`);
}

export function landSection(cells: CellGrid, oncePerLayout: readonly ReportCell[]): Markup {
  const charts = cells.cells.map(({ run }) => ({
    above: seriesOf(run.land, LAND_INSIDE, HECTARE_m2),
    below: seriesOf(run.land, LAND_OUTSIDE, HECTARE_m2),
  }));
  const extent = {
    above: Math.max(0, ...charts.map(({ above }) => stackPeak(above))),
    below: Math.max(0, ...charts.map(({ below }) => stackPeak(below))),
  };
  return section(
    'Land for cars by the hour',
    paragraph(
      'Above the axis: land inside the district that parking and stopping take, at the end of each hour. Below it: land outside the district under parked cars, which is moved there and not saved. All charts have the same scale.',
    ),
    legend([
      { heading: 'Inside', items: swatches([...LAND_INSIDE].reverse()) },
      { heading: 'Outside', items: swatches(LAND_OUTSIDE) },
    ]),
    grid(cells, ({ heading, run }, at) =>
      stackedChart({
        title: `${heading}: land by the hour`,
        unit: 'ha',
        kind: 'bars',
        times_s: run.land.map(({ time_s }) => time_s),
        ...charts[at]!,
        extent,
      }),
    ),
    constantLandTable(oncePerLayout),
    folded('The whole ledger, hour by hour', cells.cells.map(ledgerTable)),
  );
}

export function dayCurveSection(cells: CellGrid): Markup {
  return section(
    'Vehicles over the day',
    paragraph(
      'Vehicles on the road and vehicles in stalls, at the end of each period. Vehicles beyond the gates are in neither. All charts of a kind have the same scale.',
    ),
    element('h3', {}, 'On the road'),
    legend([{ heading: '', items: swatches([...ROAD_STATES].reverse()) }]),
    stateCharts(cells, ROAD_STATES, 'on the road'),
    element('h3', {}, 'In stalls'),
    legend([{ heading: '', items: swatches([...STANDING_STATES].reverse()) }]),
    stateCharts(cells, STANDING_STATES, 'in stalls'),
  );
}

function stateCharts(
  cells: CellGrid,
  states: typeof ROAD_STATES | typeof STANDING_STATES,
  where: string,
): Markup {
  const stacks = cells.cells.map(({ run }) => seriesOf(run.states, states, 1));
  const extent = { above: Math.max(0, ...stacks.map(stackPeak)), below: 0 };
  return grid(cells, ({ heading, run }, at) =>
    stackedChart({
      title: `${heading}: vehicles ${where}`,
      unit: 'vehicles',
      kind: 'areas',
      times_s: run.states.map(({ time_s }) => time_s),
      above: stacks[at]!,
      below: [],
      extent,
    }),
  );
}

function seriesOf<Key extends string>(
  rows: readonly Readonly<Record<Key, number>>[],
  parts: readonly (Swatch & { readonly key: Key })[],
  unit: number,
): Series[] {
  return parts.map(({ key, label, colour }) => ({
    label,
    colour,
    values: rows.map((row) => row[key] / unit),
  }));
}
