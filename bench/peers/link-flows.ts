/** Flows of links side by side, and where the two sides spend different time. */
import type { PeerOutcome } from './peer-case.js';

export interface FlowAgreement {
  /** Links that both have and somebody drove on. */
  readonly linkCount: number;
  /** All differences over all flow. */
  readonly apart: number;
  /** Share of links with a GEH below 5, the usual mark of a calibrated model. */
  readonly below5: number;
  readonly medianGeh: number;
  /** Squared correlation of the two flows. */
  readonly r2: number;
}

/** `time_h` is the time over which vehicles were counted. */
export function flowAgreement(
  ours: ReadonlyMap<string, number>,
  theirs: ReadonlyMap<string, number>,
  time_h: number,
): FlowAgreement {
  const pairs: (readonly [number, number])[] = [];
  for (const [link, count] of ours) {
    const other = theirs.get(link);
    if (other !== undefined && count + other > 0) pairs.push([count, other]);
  }
  const gehs = pairs.map(([count, other]) => geh(count / time_h, other / time_h));
  const sumOf = (of: (pair: readonly [number, number]) => number): number =>
    pairs.reduce((sum, pair) => sum + of(pair), 0);
  return {
    linkCount: pairs.length,
    apart: sumOf(([count, other]) => Math.abs(count - other)) / sumOf(([, other]) => other),
    below5: gehs.filter((value) => value < 5).length / gehs.length,
    medianGeh: gehs.sort((a, b) => a - b)[Math.floor(gehs.length / 2)] ?? NaN,
    r2: correlation(pairs) ** 2,
  };
}

/** The statistic of Geoffrey E. Havers for two flows of an hour. */
export const geh = (flow: number, other: number): number =>
  Math.sqrt((2 * (flow - other) ** 2) / (flow + other));

function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [a, b] of pairs) {
    xy += (a - x) * (b - y);
    xx += (a - x) ** 2;
    yy += (b - y) ** 2;
  }
  return xy / Math.sqrt(xx * yy);
}

/** The links on which ours spend most more, or most less: hours of vehicles on each side. */
export function timeApart(
  ours: PeerOutcome,
  theirs: PeerOutcome,
  shownCount = 8,
): readonly { readonly link: string; readonly ours_h: number; readonly theirs_h: number }[] {
  return [...ours.spent_s]
    .map(([link, spent_s]) => ({
      link,
      ours_h: spent_s / 3600,
      theirs_h: (theirs.spent_s.get(link) ?? 0) / 3600,
    }))
    .sort((a, b) => Math.abs(b.ours_h - b.theirs_h) - Math.abs(a.ours_h - a.theirs_h))
    .slice(0, shownCount);
}
