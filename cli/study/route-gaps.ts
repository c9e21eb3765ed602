/**
 * How far from the best ways the drivers of each cell were when its days ended: cells that differ in
 * that differ also for no other reason.
 */
import type { StudyCell } from './study-result.js';

/**
 * Days change a gap in steps, so that cells which stop below the same limit end somewhat apart; this
 * factor is what one step of the last days seldom passes. Gaps under a tenth of a per cent are alike.
 */
const MOST_APART = 1.5;
const SMALL_percent = 0.1;

export function areGapsUnlike(gaps: readonly number[]): boolean {
  const [least, most] = [Math.min(...gaps), Math.max(...gaps)];
  return most > MOST_APART * Math.max(least, SMALL_percent);
}

/** For the study's table; nothing where no cell or one has a gap. */
export function routeGapLines(cells: readonly Pick<StudyCell, 'layout' | 'regime' | 'values'>[]) {
  const known = cells.flatMap(({ layout, regime, values }) => {
    const gap = values['route_gap']?.mean ?? null;
    return gap === null ? [] : [{ cell: `${layout}, ${regime}`, gap }];
  });
  if (known.length === 0) return [];
  const lines = known.map(
    ({ cell, gap }) => `gap of ways to the best: ${cell} ${gap.toFixed(2)} %`,
  );
  if (known.length > 1 && areGapsUnlike(known.map(({ gap }) => gap))) {
    lines.push('WARNING: cells have NOT ended at one gap; part of their differences is only that');
  }
  return lines;
}
