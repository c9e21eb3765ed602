/**
 * Costs of a hierarchy's arcs: each is the least over the arcs of the network between its ends and
 * all ways through lower rows, so that every best way can be found as one way up and one way down.
 *
 * A row is written from its own inputs and from rows on lower levels, and by nobody else. So the
 * rows of one level can be cut into blocks and worked by any number of threads, to the same bits.
 */
import { createTable, f64, type Table } from '../state/table.js';
import type { Hierarchy } from './hierarchy.js';

export const arcCostSchema = {
  up_s: f64('from the arc’s tail to its head, Infinity where there is no way through lower rows'),
  down_s: f64('from the head to the tail'),
};
export type ArcCosts = Table<typeof arcCostSchema>;

export const createArcCosts = ({ arcCount }: Hierarchy): ArcCosts =>
  createTable(arcCostSchema, arcCount);

/** Room that each thread needs for itself: by slot, the costs of the row in work. */
export const createCustomizationScratch = ({ vertexCount }: Hierarchy): Float64Array =>
  new Float64Array(2 * vertexCount);

/** Costs of the network's arcs are not negative; Infinity closes an arc. */
export function customize(
  hierarchy: Hierarchy,
  costs: ArcCosts,
  arcCost_s: ArrayLike<number>,
  scratch = createCustomizationScratch(hierarchy),
): void {
  for (let row = 0; row < hierarchy.vertexCount; row++) {
    customizeRow(hierarchy, costs, arcCost_s, scratch, row);
  }
}

/** Works places [start, end) of `rows.byLevel`: all of one level, and lower levels done before. */
export function customizeRows(
  hierarchy: Hierarchy,
  costs: ArcCosts,
  arcCost_s: ArrayLike<number>,
  scratch: Float64Array,
  { start, end }: { readonly start: number; readonly end: number },
): void {
  const { byLevel } = hierarchy.rows;
  for (let place = start; place < end; place++) {
    customizeRow(hierarchy, costs, arcCost_s, scratch, byLevel[place]!);
  }
}

function customizeRow(
  { rows, arcs, inputs }: Hierarchy,
  { up_s, down_s }: ArcCosts,
  arcCost_s: ArrayLike<number>,
  cost_s: Float64Array,
  row: number,
): void {
  const { firstArc, firstLower, firstInput } = rows;
  const { tail, head, lower } = arcs;
  const arcStart = firstArc[row]!;
  const arcEnd = firstArc[row + 1]!;
  for (let arc = arcStart; arc < arcEnd; arc++) {
    const slot = 2 * head[arc]!;
    cost_s[slot] = Number.POSITIVE_INFINITY;
    cost_s[slot + 1] = Number.POSITIVE_INFINITY;
  }
  const inputEnd = firstInput[row + 1]!;
  for (let input = firstInput[row]!; input < inputEnd; input++) {
    const input_s = arcCost_s[inputs.arc[input]!]!;
    const slot = inputs.slot[input]!;
    if (input_s < cost_s[slot]!) cost_s[slot] = input_s;
  }
  const lowerEnd = firstLower[row + 1]!;
  for (let place = firstLower[row]!; place < lowerEnd; place++) {
    const arc = lower[place]!;
    const towards_s = up_s[arc]!;
    const away_s = down_s[arc]!;
    if (towards_s === Number.POSITIVE_INFINITY && away_s === Number.POSITIVE_INFINITY) continue;
    const end = firstArc[tail[arc]! + 1]!;
    for (let other = arc + 1; other < end; other++) {
      const slot = 2 * head[other]!;
      const through_s = away_s + up_s[other]!;
      const back_s = down_s[other]! + towards_s;
      if (through_s < cost_s[slot]!) cost_s[slot] = through_s;
      if (back_s < cost_s[slot + 1]!) cost_s[slot + 1] = back_s;
    }
  }
  for (let arc = arcStart; arc < arcEnd; arc++) {
    const slot = 2 * head[arc]!;
    up_s[arc] = cost_s[slot]!;
    down_s[arc] = cost_s[slot + 1]!;
  }
}
