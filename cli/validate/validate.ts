/**
 * Runs the validation book and prints a line a case: what should come out, what did, and whether
 * that is near enough. The same cases run in the tests.
 */
import pc from 'picocolors';
import type { CommandContext } from '../commands/context.js';
import { cases as assignment } from './assignment.js';
import { cases as cruising } from './cruising.js';
import { cases as curbs } from './curbs.js';
import { cases as fleets } from './fleets.js';
import { cases as fundamentalDiagram } from './fundamental-diagram.js';
import { cases as geometry } from './geometry.js';
import { cases as heldBays } from './held-bays.js';
import { cases as idm } from './idm.js';
import { cases as invariants } from './invariants.js';
import { cases as lots } from './lots.js';
import { cases as networks } from './networks.js';
import { cases as parking } from './parking.js';
import { cases as permittedLeft } from './permitted-left.js';
import { cases as priority } from './priority.js';
import { HAS_DATA, cases as publishedNetworks } from './published-networks.js';
import { cases as randomSignals } from './random-signals.js';
import { cases as routes } from './routes.js';
import { cases as shockwaves } from './shockwaves.js';
import { cases as signalCalls } from './signal-calls.js';
import { cases as signals } from './signals.js';
import {
  type Achieved,
  allowance,
  numberOf,
  passes,
  type ValidationCase,
} from './validation-case.js';

export const BOOK: readonly ValidationCase[] = [
  ...fundamentalDiagram,
  ...idm,
  ...shockwaves,
  ...signals,
  ...permittedLeft,
  ...signalCalls,
  ...randomSignals,
  ...priority,
  ...networks,
  ...assignment,
  ...publishedNetworks,
  ...routes,
  ...geometry,
  ...fleets,
  ...curbs,
  ...heldBays,
  ...parking,
  ...cruising,
  ...lots,
  ...invariants,
];

export interface ValidateOptions {
  readonly book?: readonly ValidationCase[];
  /** Long cases too. */
  readonly isFull?: boolean;
  /** Files of real places are at hand. */
  readonly hasData?: boolean;
}

/** True when every case passes that is run; what is left out is counted. */
export async function validate(
  { stdout, signal }: Pick<CommandContext, 'stdout' | 'signal'>,
  { book: whole = BOOK, isFull = false, hasData = HAS_DATA }: ValidateOptions = {},
): Promise<boolean> {
  const withData = whole.filter(({ needsData }) => hasData || needsData !== true);
  const book = withData.filter(({ isLong }) => isFull || isLong !== true);
  const { bold, dim, green, red } = pc.createColors(stdout.isTTY === true && pc.isColorSupported);
  const nameWidth = Math.max('case'.length, ...book.map(({ name }) => name.length));
  const line = (name: string, cells: readonly string[], verdict: string): string => {
    const columns = [name.padEnd(nameWidth), ...cells.map((cell) => cell.padStart(CELL))];
    return `${columns.join('')}  ${verdict}`.trimEnd();
  };
  stdout.write(`${bold(line('case', ['target', 'tolerance', 'achieved'], ''))}\n`);
  let passedCount = 0;
  for (const one of book) {
    signal.throwIfAborted();
    const achieved = await one.run();
    const isPassed = passes(one, achieved);
    if (isPassed) passedCount++;
    const verdict = isPassed ? green('pass') : red('FAIL');
    const why = dim(one.tolerance.because);
    const cells = cellsOf(one, achieved);
    stdout.write(`${line(one.name, cells, `${verdict}  ${why}`)}\n`);
  }
  const failedCount = book.length - passedCount;
  const counts = [`${passedCount} passed`, `${failedCount} failed`];
  const withoutData = whole.length - withData.length;
  const long = withData.length - book.length;
  if (withoutData > 0) counts.push(`${withoutData} skipped (BLOCKWISE_DATA names no data)`);
  if (long > 0) counts.push(`${long} skipped (only with --full)`);
  stdout.write(`${whole.length} cases: ${counts.join(', ')}\n`);
  return failedCount === 0;
}

/** The widest cell is `≤ 882.3529 veh/h`; the space before it keeps columns apart. */
const CELL = 18;

function cellsOf(one: ValidationCase, achieved: Achieved): string[] {
  const allowed = allowance(one, achieved);
  const sign = one.tolerance.isBound === true ? '+' : '±';
  const target = `${one.tolerance.isBound === true ? '≤ ' : ''}${numberText(one.target)}`;
  const withUnit = (text: string): string => (one.unit === '' ? text : `${text} ${one.unit}`);
  return [
    withUnit(target),
    `${sign} ${allowed === 0 ? 0 : allowed.toPrecision(2)}`,
    withUnit(numberText(numberOf(achieved))),
  ];
}

/** Seven figures, so that a difference in the sixth shows. */
function numberText(value: number): string {
  if (!Number.isFinite(value)) return '–';
  return Number.isInteger(value) ? String(value) : value.toPrecision(7);
}
