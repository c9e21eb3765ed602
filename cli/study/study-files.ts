/** The files of a study: study.json for the report, cells.csv and differences.csv for spreadsheets. */
import { join } from 'node:path';
import { writeToString } from 'fast-csv';
import { METRICS } from '../../core/metrics/metric-catalogue.js';
import { fileError, readTextFile } from '../text-file.js';
import type { Estimate } from './statistics.js';
import type { StudyResult } from './study-result.js';

export interface StudyFile {
  readonly name: string;
  readonly text: string;
}

export const STUDY_FILE = 'study.json';

/** Reads back the study of a folder. CLI-009: it is damaged. */
export async function readStudyFile(folder: string): Promise<StudyResult> {
  const path = join(folder, STUDY_FILE);
  const text = await readTextFile(path);
  try {
    return JSON.parse(text) as StudyResult;
  } catch {
    throw fileError('CLI-009', path, 'is damaged: not JSON');
  }
}

/** Writes them with `writeWhole`, which must leave either the old file or the whole new one. */
export async function writeStudyFiles(
  folder: string,
  result: StudyResult,
  writeWhole: (path: string, text: string) => Promise<void>,
): Promise<void> {
  for (const { name, text } of await studyFiles(result)) await writeWhole(join(folder, name), text);
}

/** Long tables: one row a cell, or a difference, and metric. A value that is not defined is empty. */
export async function studyFiles(result: StudyResult): Promise<StudyFile[]> {
  const cells = result.cells.flatMap(({ layout, regime, values, flags }) =>
    METRICS.map(({ key, unit }) => ({
      layout,
      regime,
      metric: key,
      unit,
      ...estimateColumns(values[key]!),
      is_bounded: flags.isBounded,
    })),
  );
  const differences = result.differences.flatMap(({ kind, layouts, regimes, values }) =>
    METRICS.map(({ key, unit }) => ({
      kind,
      layout: subtraction(layouts),
      regime: subtraction(regimes),
      metric: key,
      unit,
      ...estimateColumns(values[key]!),
      excludes_zero: values[key]!.excludesZero,
      is_exactly_zero: values[key]!.isExactlyZero,
      is_bounded: values[key]!.isBounded,
    })),
  );
  return [
    { name: STUDY_FILE, text: `${JSON.stringify(result, null, 2)}\n` },
    { name: 'cells.csv', text: await csvOf(CELL_COLUMNS, cells) },
    { name: 'differences.csv', text: await csvOf(DIFFERENCE_COLUMNS, differences) },
  ];
}

const ESTIMATE_COLUMNS = ['mean', 'low', 'high', 'n'];
const CELL_COLUMNS = ['layout', 'regime', 'metric', 'unit', ...ESTIMATE_COLUMNS, 'is_bounded'];
const DIFFERENCE_COLUMNS = [
  'kind',
  'layout',
  'regime',
  'metric',
  'unit',
  ...ESTIMATE_COLUMNS,
  'excludes_zero',
  'is_exactly_zero',
  'is_bounded',
];

/** Columns are named here, since a study of one cell has no difference to take them from. */
const csvOf = (columns: string[], rows: readonly object[]): Promise<string> =>
  writeToString([...rows], {
    headers: columns,
    alwaysWriteHeaders: true,
    includeEndRowDelimiter: true,
  });

const estimateColumns = ({ mean, low, high, n }: Estimate): Record<string, unknown> => ({
  mean,
  low,
  high,
  n,
});

/** `b minus a` of a pair [a, b]: names begin with a letter or digit, so no cell reads as a formula. */
const subtraction = (names: readonly string[]): string => [...names].reverse().join(' minus ');
