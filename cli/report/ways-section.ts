/**
 * How ways were chosen: per cell how far they were from the best on the times that were experienced,
 * day by day where drivers learned, and what was paid for links. Of the run of the first seed.
 */
import type { IterationRow } from '../../core/metrics/run-result.js';
import { areGapsUnlike } from '../study/route-gaps.js';
import { paragraph, section } from './figures.js';
import type { Markup } from './markup.js';
import { grouped, percent } from './numbers.js';
import type { ReportCell } from './report-cell.js';
import { table } from './tables.js';

export function waysSection(cells: readonly ReportCell[]): Markup | null {
  const measured = cells.filter(({ run }) => run.iterations.length > 0);
  const charged = cells.filter(({ run }) => run.tolls.length > 0);
  if (measured.length === 0 && charged.length === 0) return null;
  return section(
    'Choice of ways',
    measured.length === 0
      ? null
      : paragraph(
          `The gap is what ways cost above the best ones on the times experienced that day, as a share of what they cost. ${gapSentence(measured)}`,
        ),
    measured.length === 0 ? null : gapTable(measured),
    charged.length === 0 ? null : tollTable(charged),
  );
}

const lastOf = ({ run }: ReportCell): IterationRow => run.iterations.at(-1)!;

/** Cells are comparable when they end at about one gap. */
function gapSentence(cells: readonly ReportCell[]): string {
  const gaps = cells.map((cell) => lastOf(cell).relativeGap);
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)];
  return cells.length === 1
    ? `It ended at ${percent(most)}.`
    : areGapsUnlike(gaps.map((gap) => 100 * gap))
      ? `Cells have not ended at one gap, but between ${percent(least)} and ${percent(most)}: part of their differences is only that.`
      : `Cells ended between ${percent(least)} and ${percent(most)}.`;
}

const gapTable = (cells: readonly ReportCell[]): Markup =>
  table({
    caption: 'Gap of ways to the best, run of the first seed',
    head: [
      ['', 'days', 'gap on the first day', 'gap on the last', 'trips compared', 'vehicle-hours'],
    ],
    rows: cells.map((cell) => {
      const { iteration, relativeGap, routedCount, vht_h } = lastOf(cell);
      return {
        cells: [
          cell.heading,
          grouped(iteration, 0),
          percent(cell.run.iterations[0]!.relativeGap),
          percent(relativeGap),
          grouped(routedCount, 0),
          grouped(vht_h, 0),
        ],
      };
    }),
  });

const tollTable = (cells: readonly ReportCell[]): Markup =>
  table({
    caption: 'Tolls paid, run of the first seed',
    head: [['', 'times paid', 'revenue']],
    rows: cells.map(({ heading, run }) => ({
      cells: [
        heading,
        grouped(
          run.tolls.reduce((sum, { paymentCount }) => sum + paymentCount, 0),
          0,
        ),
        grouped(
          run.tolls.reduce((sum, { revenue }) => sum + revenue, 0),
          0,
        ),
      ],
    })),
  });
