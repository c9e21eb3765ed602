/** Two simulators' costs and results as a table: medians, and ratios of the same round. */
import type { PeerCost, PeerOutcome } from './peer-case.js';

export interface Side {
  readonly name: string;
  /** One a round. */
  readonly costs: readonly PeerCost[];
  readonly outcome: PeerOutcome;
}

/** The first side is what the others are compared with. */
export function comparison(caseName: string, sides: readonly Side[]): string[] {
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
    ...flowRows(first, others),
  ];
  return ['', caseName, ...aligned(rows)];
}

type CostOf = (cost: PeerCost) => number;

const COSTS: readonly (readonly [string, CostOf, number])[] = [
  ['wall s, loading included', ({ wall_s }) => wall_s, 2],
  ['CPU s, loading included', ({ cpu_s }) => cpu_s, 2],
  ['stepping s', ({ stepping_s }) => stepping_s, 2],
  ['vehicle updates / s of stepping', (cost) => cost.updateCount / cost.stepping_s, 0],
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

/** How far flows are apart: all differences over all flow. */
function flowRows(first: Side, others: readonly Side[]): (readonly string[])[] {
  const apart = others.map(({ outcome }) => flowsApart(outcome.entered, first.outcome.entered));
  const blanks = [first, ...others].map(() => '');
  return [['link flows apart', ...blanks, ...apart.map((share) => `${shown(100 * share, 1)} %`)]];
}

/** Over the links that both have. */
export function flowsApart(
  ours: ReadonlyMap<string, number>,
  theirs: ReadonlyMap<string, number>,
): number {
  let [apart, all] = [0, 0];
  for (const [link, count] of ours) {
    const other = theirs.get(link);
    if (other === undefined) continue;
    apart += Math.abs(count - other);
    all += other;
  }
  return apart / all;
}

/** Ratios of the same round, since a round's runs met the same machine. */
function pairedRatio(costs: readonly PeerCost[], others: readonly PeerCost[], of: CostOf): number {
  return median(costs.map((cost, round) => of(cost) / of(others[round]!)));
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
