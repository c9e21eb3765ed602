/** Two simulators' costs and results as a table: medians, and ratios of the same pair of runs. */
import { type FlowAgreement, flowAgreement } from './link-flows.js';
import { type PeerCost, type PeerOutcome, WARM_FROM_s } from './peer-case.js';

export interface Side {
  readonly name: string;
  /** One a pair. */
  readonly costs: readonly PeerCost[];
  readonly outcome: PeerOutcome;
}

/** The first side is what the others are compared with. */
export function comparison(caseName: string, sides: readonly Side[], time_h: number): string[] {
  const [first, ...others] = sides as [Side, ...Side[]];
  const rows: (readonly string[])[] = [
    ['', ...sides.map(({ name }) => name), ...others.map(({ name }) => `${name} : ${first.name}`)],
    ...COSTS.map(([label, of, digits]) => [
      label,
      ...sides.map(({ costs }) => shown(median(costs.map(of)), digits)),
      ...others.map(({ costs }) => ratioText(pairedRatio(costs, first.costs, of))),
    ]),
    ...OUTCOMES.map(([label, of, digits]) => [
      label,
      ...sides.map(({ outcome }) => shown(of(outcome), digits)),
      ...others.map(({ outcome }) => ratioText(of(outcome) / of(first.outcome))),
    ]),
    ...flowRows(first, others, time_h),
  ];
  return ['', caseName, ...aligned(rows)];
}

type CostOf = (cost: PeerCost) => number;

const COSTS: readonly (readonly [string, CostOf, number])[] = [
  ['wall s, loading included', ({ wall_s }) => wall_s, 2],
  ['CPU s, loading included', ({ cpu_s }) => cpu_s, 2],
  ['stepping s', ({ stepping_s }) => stepping_s, 2],
  ['vehicle updates / s of stepping', (cost) => cost.updateCount / cost.stepping_s, 0],
  [`… from ${WARM_FROM_s} s on`, ({ warm }) => warm.updateCount / warm.stepping_s, 0],
  ['vehicle seconds / s of stepping', (cost) => cost.vehicle_s / cost.stepping_s, 0],
  ['vehicle seconds / CPU s', (cost) => cost.vehicle_s / cost.cpu_s, 0],
  ['peak memory MB', ({ peak_MB }) => peak_MB, 0],
];

const OUTCOMES: readonly (readonly [string, (outcome: PeerOutcome) => number, number])[] = [
  ['vehicles', ({ tripCount }) => tripCount, 0],
  ['vehicles arrived', ({ arrivedCount }) => arrivedCount, 0],
  ['mean trip s, wait to enter included', ({ tripMean_s }) => tripMean_s, 1],
  ['mean speed m/s', ({ speed_mps }) => speed_mps, 2],
  ['vehicle km', ({ vkt_km }) => vkt_km, 0],
];

/** How far flows are apart. */
function flowRows(first: Side, others: readonly Side[], time_h: number): (readonly string[])[] {
  const agreements = others.map(({ outcome }) =>
    flowAgreement(outcome.entered, first.outcome.entered, time_h),
  );
  const blanks = [first, ...others].map(() => '');
  const row = (label: string, of: (agreement: FlowAgreement) => string): readonly string[] => [
    label,
    ...blanks,
    ...agreements.map(of),
  ];
  return [
    row('link flows apart', ({ apart }) => `${shown(100 * apart, 1)} %`),
    row('links with GEH below 5', ({ below5 }) => `${shown(100 * below5, 1)} %`),
    row('median GEH', ({ medianGeh }) => shown(medianGeh, 2)),
    row('R² of link flows', ({ r2 }) => shown(r2, 4)),
  ];
}

/** Ratios of the same pair, since its runs met the same machine. */
function pairedRatio(costs: readonly PeerCost[], others: readonly PeerCost[], of: CostOf): number {
  return median(costs.map((cost, pair) => of(cost) / of(others[pair]!)));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length % 2 === 1) return sorted[middle]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const shown = (value: number, digits: number): string =>
  Number.isFinite(value)
    ? value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d|\.\d*$))/g, digits === 0 ? ' ' : '')
    : '-';

const ratioText = (ratio: number): string =>
  Number.isFinite(ratio) ? `× ${ratio < 10 ? ratio.toFixed(3) : ratio.toFixed(1)}` : '-';

function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, at) => Math.max(...rows.map((row) => row[at]!.length)));
  return rows.map((row) =>
    row
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  '),
  );
}
