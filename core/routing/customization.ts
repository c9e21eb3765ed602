/**
 * Costs of a hierarchy's arcs: each is the least over the arcs of the network between its ends and
 * all ways through lower rows, so that every best way can be found as one way up and one way down.
 *
 * A row is written from its own inputs and from rows on lower levels, and by nobody else. So the
 * rows of one level can be cut into blocks and worked by any number of threads, to the same bits.
 */
import { createTable, f64, type Table } from '../state/table.js';
import type { Arm, Hierarchy } from './hierarchy.js';

export const armCostSchema = {
  cost_s: f64('least cost through lower rows, Infinity where every way is closed'),
};

/** By arc of each arm. */
export interface ArcCosts {
  readonly up: Table<typeof armCostSchema>;
  readonly down: Table<typeof armCostSchema>;
}

export const createArcCosts = ({ up, down }: Hierarchy): ArcCosts => ({
  up: createTable(armCostSchema, up.arcCount),
  down: createTable(armCostSchema, down.arcCount),
});

/** Room that each thread needs for itself: by row above, the cost of the arc that leads there. */
export const createCustomizationScratch = ({ vertexCount }: Hierarchy): Float64Array =>
  new Float64Array(vertexCount);

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

/** Works places [start, end) of `rows.byLevel`: rows of one level, after all lower levels. */
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
  { up, down }: Hierarchy,
  costs: ArcCosts,
  arcCost_s: ArrayLike<number>,
  scratch: Float64Array,
  row: number,
): void {
  const up_s = costs.up.cost_s;
  const down_s = costs.down.cost_s;
  customizeArm(up, up_s, down, down_s, arcCost_s, scratch, row);
  customizeArm(down, down_s, up, up_s, arcCost_s, scratch, row);
}

/**
 * One row of one arm. A way up from the row to a row above goes down to a lower row first: an arc
 * of the other arm, then one of this arm. Ways down are the same read backwards.
 */
function customizeArm(
  arm: Arm,
  arm_s: ArcCosts['up']['cost_s'],
  otherArm: Arm,
  other_s: ArcCosts['up']['cost_s'],
  arcCost_s: ArrayLike<number>,
  cost_s: Float64Array,
  row: number,
): void {
  const { firstArc, firstInput } = arm.rows;
  const { above } = arm.arcs;
  const arcStart = firstArc[row]!;
  const arcEnd = firstArc[row + 1]!;
  if (arcStart === arcEnd) return;
  for (let arc = arcStart; arc < arcEnd; arc++) cost_s[above[arc]!] = Number.POSITIVE_INFINITY;
  const { inputs } = arm;
  const inputEnd = firstInput[row + 1]!;
  for (let input = firstInput[row]!; input < inputEnd; input++) {
    const input_s = arcCost_s[inputs.arc[input]!]!;
    const head = inputs.above[input]!;
    if (input_s < cost_s[head]!) cost_s[head] = input_s;
  }
  const { firstLower } = otherArm.rows;
  const { below, lower } = otherArm.arcs;
  const lowerEnd = firstLower[row + 1]!;
  for (let place = firstLower[row]!; place < lowerEnd; place++) {
    const first = lower[place]!;
    const first_s = other_s[first]!;
    if (first_s === Number.POSITIVE_INFINITY) continue;
    const via = below[first]!;
    const viaStart = firstArc[via]!;
    for (let arc = firstArc[via + 1]! - 1; arc >= viaStart; arc--) {
      const head = above[arc]!;
      if (head <= row) break;
      const through_s = first_s + arm_s[arc]!;
      if (through_s < cost_s[head]!) cost_s[head] = through_s;
    }
  }
  for (let arc = arcStart; arc < arcEnd; arc++) arm_s[arc] = cost_s[above[arc]!]!;
}
