/** The study's question, its answer in a few sentences, and every finding in words. */
import type { StudyCell, StudyDifference, StudyResult } from '../study/study-result.js';
import { paragraph, section } from './figures.js';
import {
  type Comparison,
  finding,
  MEASURES,
  type Measure,
  sentence,
  sentenceStart,
} from './findings.js';
import { element, type Markup } from './markup.js';
import { drivingWords } from './report-cell.js';

export function questionOf({ layouts, regimes }: StudyResult): string {
  const words = regimes.map(drivingWords);
  const sides = [
    layouts.length > 1 ? `between ${listOf(layouts)}` : '',
    regimes.length > 1 ? `between ${listOf(words)}` : '',
  ].filter((text) => text !== '');
  return sides.length === 0
    ? `How much parking land and congestion does ${layouts[0]} have with ${words[0]}?`
    : `The same people and trips: how do parking land and congestion differ ${sides.join(', and ')}?`;
}

const listOf = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

/** Land in all and delay are the two that a planner asks for first. */
const ANSWERED = new Set(['land_required_m2', 'delay_per_trip_s']);
const answered = MEASURES.filter(({ keys }, at) => ANSWERED.has(keys[0]!) && at !== 1);

/**
 * The first pair of layouts in the last regime, and the last pair of regimes on each layout: what
 * layouts do once cars are as automated as the study makes them, and what automation did.
 */
export function answerSection(result: StudyResult): Markup | null {
  const layouts = comparisonsOf(result, 'between-layouts');
  const regimes = comparisonsOf(result, 'between-regimes');
  const lastRegime = result.regimes.at(-1);
  const lastPair = regimes.at(-1)?.pair;
  const chosen = [
    ...layouts.filter(({ regime, pair }) => regime === lastRegime && pair === layouts[0]!.pair),
    ...regimes.filter(({ pair }) => pair === lastPair),
  ];
  if (chosen.length === 0) return null;
  return element(
    'div',
    { class: 'answer' },
    chosen.map(({ setting, comparison }) => paragraph(said(setting, comparison, answered))),
  );
}

/** `On superblock, … . Also, … .` */
const said = (setting: string, comparison: Comparison, measures: readonly Measure[]): string =>
  measures
    .map((measure, at) => {
      const { text } = finding(comparison, measure);
      return sentence(at === 0 ? `${setting}, ${text}` : text);
    })
    .join(' ');

export function findingsSection(result: StudyResult): Markup | null {
  const layouts = comparisonsOf(result, 'between-layouts');
  const regimes = comparisonsOf(result, 'between-regimes');
  if (layouts.length + regimes.length === 0) return null;
  const columnCount = result.regimes.length === 3 ? 3 : 2;
  return section(
    'Findings in words',
    element('div', { class: `grid columns-${columnCount}` }, layouts.map(findingsBlock)),
    element('div', { class: 'grid columns-2' }, regimes.map(findingsBlock)),
  );
}

function findingsBlock({ setting, comparison }: Compared): Markup {
  const heading = `${sentenceStart(setting)}: ${comparison.subject} against ${comparison.object}`;
  const items = MEASURES.map((measure) => {
    const { verdict, text } = finding(comparison, measure);
    return element('li', { class: `verdict-${verdict}` }, sentence(text));
  });
  return element('div', { class: 'finding' }, element('h3', {}, heading), element('ul', {}, items));
}

interface Compared {
  /** Start of a sentence: the regime or the layout that both sides share. */
  readonly setting: string;
  readonly regime: string;
  /** The same text for the same two sides. */
  readonly pair: string;
  readonly comparison: Comparison;
}

function comparisonsOf(
  result: StudyResult,
  kind: 'between-layouts' | 'between-regimes',
): Compared[] {
  return result.differences
    .filter((difference) => difference.kind === kind)
    .map((difference) => comparedOf(result, difference));
}

function comparedOf(result: StudyResult, { kind, layouts, regimes }: StudyDifference): Compared {
  const cellOf = (layout: string, regime: string): StudyCell =>
    result.cells.find((cell) => cell.layout === layout && cell.regime === regime)!;
  if (kind === 'between-layouts') {
    const [from, to] = layouts as [string, string];
    const regime = regimes[0]!;
    return {
      setting: `with ${drivingWords(regime)}`,
      regime,
      pair: JSON.stringify(layouts),
      comparison: {
        subject: to,
        object: from,
        from: cellOf(from, regime),
        to: cellOf(to, regime),
      },
    };
  }
  const [before, after] = regimes;
  const layout = layouts[0]!;
  return {
    setting: `on ${layout}`,
    regime: after!,
    pair: JSON.stringify(regimes),
    comparison: {
      subject: drivingWords(after!),
      object: drivingWords(before!),
      from: cellOf(layout, before!),
      to: cellOf(layout, after!),
    },
  };
}
