/**
 * A customizable contraction hierarchy: what of an index of routes does not depend on costs.
 *
 * Vertices become rows in the order they are contracted in. From a row to the rows above it lead the
 * arcs of the network and the shortcuts of all ways through lower rows, whatever these will cost:
 * Dibbelt, Strasser and Wagner, "Customizable contraction hierarchies", JEA 21 (2016). Costs are put
 * in by `customize`. All tables are in shared memory; once created they are only read.
 *
 * Arcs that lead up and arcs that come down are kept apart, and where no way can ever lead there is
 * none: a link leads on to few others, so that half of all pairs of links are connected one way only.
 */
import { NONE } from '../base/ids.js';
import { createTable, i32, inSharedMemory, type Table } from '../state/table.js';
import { type DirectedGraph, neighboursOf } from './directed-graph.js';
import { type EliminationTree, growEliminationTree } from './elimination-tree.js';

export const hierarchyRowSchema = {
  vertex: i32('vertex of the network that the row stands for'),
  row: i32('by vertex, not by row: its row'),
  parent: i32('lowest row above that it is connected to; the count of rows at a top'),
  depth: i32('number of rows above it on the way from parent to parent'),
  byCell: i32('by place, not by row: the rows of each cell, ascending; at the end those of none'),
};

/** One row more than there are vertices: the end of the last. */
export const armRowSchema = {
  firstArc: i32('first of its arcs'),
  firstVia: i32('first of the lower rows that its ways lead through'),
  firstInput: i32('first of the arcs of the network put in here'),
};

export const armArcSchema = {
  below: i32('row that the arc belongs to'),
  above: i32('row at its other end, ascending among the arcs of a row'),
};

/**
 * Ways from a row through a lower row: by one arc of the other arm, then on by any of some arcs of
 * this arm. Listed once, since to find them anew takes a fifth of the time of customization.
 */
export const armViaSchema = {
  near: i32('arc of the other arm between the row and the lower row'),
  firstFar: i32("first of the lower row's arcs of this arm that end above the row"),
  endFar: i32('the end of these'),
};

export const armInputSchema = {
  arc: i32('arc of the network; self-loops are left out'),
  above: i32('the higher of the two rows between which it lies'),
};

/** The arcs of one direction between rows and rows above them. */
export interface Arm {
  readonly arcCount: number;
  readonly rows: Table<typeof armRowSchema>;
  readonly arcs: Table<typeof armArcSchema>;
  /** By row, then ascending by the lower row. */
  readonly vias: Table<typeof armViaSchema>;
  readonly inputs: Table<typeof armInputSchema>;
}

export interface Hierarchy {
  readonly vertexCount: number;
  readonly rows: Table<typeof hierarchyRowSchema>;
  /** Arcs from a row to rows above. */
  readonly up: Arm;
  /** Arcs from rows above to a row. */
  readonly down: Arm;
  /**
   * Places in `rows.byCell` where cells begin, and the end of the last, behind which stand the rows that
   * lie above cells. Cells do not depend on each other: each is some whole subtrees of the dissection.
   */
  readonly cellFirst: Int32Array;
}

/** `order` lists every vertex once, from the first to be contracted: see `hierarchyOrder`. */
export function createHierarchy(graph: DirectedGraph, order: Int32Array): Hierarchy {
  const { vertexCount } = graph;
  const rows = createTable(hierarchyRowSchema, vertexCount);
  for (let row = 0; row < vertexCount; row++) {
    rows.vertex[row] = order[row]!;
    rows.row[order[row]!] = row;
  }
  const tree = growEliminationTree(neighboursOf(graph), rows.vertex, rows.row);
  for (let row = vertexCount - 1; row >= 0; row--) {
    const parent = tree.parent[row]!;
    rows.parent[row] = parent;
    rows.depth[row] = parent === vertexCount ? 0 : rows.depth[parent]! + 1;
  }
  const inputs = sortInputs(graph, rows.row);
  const { upwards, downwards } = connectRows(tree, inputs);
  const bareUp = armOf(upwards, inputs.up);
  const bareDown = armOf(downwards, inputs.down);
  const up = { ...bareUp, vias: listVias(bareUp, bareDown) };
  const down = { ...bareDown, vias: listVias(bareDown, bareUp) };
  return { vertexCount, rows, up, down, cellFirst: listByCell(rows, [up, down]) };
}

/** Bytes of the index without costs, which take 4 an arc. */
export const hierarchyBytes = ({ rows, up, down, cellFirst }: Hierarchy): number =>
  [rows, ...[up, down].flatMap((arm) => [arm.rows, arm.arcs, arm.vias, arm.inputs])].reduce(
    (sum, { memory }) => sum + memory.byteLength,
    cellFirst.byteLength,
  );

interface Input {
  readonly arc: number;
  readonly above: number;
}

/** Arcs of the network by the lower of their rows. */
function sortInputs(
  { vertexCount, firstArc, headOfArc }: DirectedGraph,
  rowOf: ArrayLike<number>,
): { readonly up: readonly Input[][]; readonly down: readonly Input[][] } {
  const up = Array.from({ length: vertexCount }, (): Input[] => []);
  const down = Array.from({ length: vertexCount }, (): Input[] => []);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    const tail = rowOf[vertex]!;
    for (let arc = firstArc[vertex]!; arc < firstArc[vertex + 1]!; arc++) {
      const head = rowOf[headOfArc[arc]!]!;
      if (tail < head) up[tail]!.push({ arc, above: head });
      else if (head < tail) down[head]!.push({ arc, above: tail });
    }
  }
  return { up, down };
}

/**
 * Of the pairs of rows in the tree those that a way through lower rows can lead between, up and
 * down: marks of each row are taken over from lower rows, in ascending order.
 */
function connectRows(
  { above }: EliminationTree,
  inputs: ReturnType<typeof sortInputs>,
): { upwards: readonly Int32Array[]; downwards: readonly Int32Array[] } {
  const rowCount = above.length;
  const upwards = above.map(() => new Int32Array(0));
  const downwards = above.map(() => new Int32Array(0));
  const into: number[][] = above.map(() => []);
  const outOf: number[][] = above.map(() => []);
  const isUp = new Uint8Array(rowCount);
  const isDown = new Uint8Array(rowCount);
  for (let row = 0; row < rowCount; row++) {
    const rowsAbove = above[row]!;
    for (const input of inputs.up[row]!) isUp[input.above] = 1;
    for (const input of inputs.down[row]!) isDown[input.above] = 1;
    // A way row → below → above leads up; one above → below → row leads down.
    for (const below of outOf[row]!) markAbove(upwards[below]!, row, isUp);
    for (const below of into[row]!) markAbove(downwards[below]!, row, isDown);
    upwards[row] = rowsAbove.filter((other) => isUp[other] === 1);
    downwards[row] = rowsAbove.filter((other) => isDown[other] === 1);
    for (const other of upwards[row]!) into[other]!.push(row);
    for (const other of downwards[row]!) outOf[other]!.push(row);
    for (const other of rowsAbove) {
      isUp[other] = 0;
      isDown[other] = 0;
    }
  }
  return { upwards, downwards };
}

function markAbove(rowsAbove: Int32Array, row: number, isMarked: Uint8Array): void {
  for (let at = rowsAbove.length - 1; at >= 0 && rowsAbove[at]! > row; at--) {
    isMarked[rowsAbove[at]!] = 1;
  }
}

/** An arm that lacks only its vias. */
type BareArm = Omit<Arm, 'vias'>;

function armOf(above: readonly Int32Array[], inputsOfRow: readonly (readonly Input[])[]): BareArm {
  const rowCount = above.length;
  const rows = createTable(armRowSchema, rowCount + 1);
  const { firstArc, firstInput } = rows;
  for (let row = 0; row < rowCount; row++) {
    firstArc[row + 1] = firstArc[row]! + above[row]!.length;
    firstInput[row + 1] = firstInput[row]! + inputsOfRow[row]!.length;
  }
  const arcCount = firstArc[rowCount]!;
  const arcs = createTable(armArcSchema, arcCount);
  const inputs = createTable(armInputSchema, firstInput[rowCount]!);
  for (let row = 0; row < rowCount; row++) {
    above[row]!.forEach((other, at) => {
      arcs.below[firstArc[row]! + at] = row;
      arcs.above[firstArc[row]! + at] = other;
    });
    inputsOfRow[row]!.forEach((input, at) => {
      inputs.arc[firstInput[row]! + at] = input.arc;
      inputs.above[firstInput[row]! + at] = input.above;
    });
  }
  return { arcCount, rows, arcs, inputs };
}

/** Fills `arm.rows.firstVia` too. Lower rows that lead on to nowhere above the row are left out. */
function listVias({ rows, arcs }: BareArm, other: BareArm): Arm['vias'] {
  const { firstArc, firstVia } = rows;
  const rowCount = firstArc.length - 1;
  const eachVia = (list: (row: number, near: number, firstFar: number) => void): void => {
    for (let lower = 0; lower < rowCount; lower++) {
      let far = firstArc[lower]!;
      const endFar = firstArc[lower + 1]!;
      for (let near = other.rows.firstArc[lower]!; near < other.rows.firstArc[lower + 1]!; near++) {
        const row = other.arcs.above[near]!;
        while (far < endFar && arcs.above[far]! <= row) far++;
        if (far < endFar) list(row, near, far);
      }
    }
  };
  eachVia((row) => firstVia[row + 1]!++);
  for (let row = 0; row < rowCount; row++) firstVia[row + 1]! += firstVia[row]!;
  const next = Int32Array.from({ length: rowCount }, (_, row) => firstVia[row]!);
  const vias = createTable(armViaSchema, firstVia[rowCount]!);
  eachVia((row, near, firstFar) => {
    const via = next[row]!++;
    vias.near[via] = near;
    vias.firstFar[via] = firstFar;
    vias.endFar[via] = firstArc[other.arcs.below[near]! + 1]!;
  });
  return vias;
}

/** Most of the work of customization that a cell may hold: so that threads can share cells evenly. */
const CELL_SHARE = 1 / 8;

/**
 * Cuts the tree below the rows with so much work under them that these cannot be one cell's. The
 * heaviest come first, and light ones are put together.
 */
function listByCell({ byCell, parent }: Hierarchy['rows'], arms: readonly Arm[]): Int32Array {
  const rowCount = byCell.length;
  const workUnder = Float64Array.from({ length: rowCount }, (_, row) => workOf(arms, row));
  for (let row = 0; row < rowCount; row++) {
    if (parent[row]! < rowCount) workUnder[parent[row]!]! += workUnder[row]!;
  }
  const whole = workUnder.reduce(
    (sum, work, row) => sum + (parent[row] === rowCount ? work : 0),
    0,
  );
  const most = whole * CELL_SHARE;
  const top = (row: number): boolean => row === rowCount || workUnder[row]! > most;
  const roots = Array.from({ length: rowCount }, (_, row) => row)
    .filter((row) => !top(row) && top(parent[row]!))
    .sort((one, other) => workUnder[other]! - workUnder[one]! || one - other);
  const cellOf = new Int32Array(rowCount + 1).fill(NONE);
  let cellCount = 0;
  let left = 0;
  for (const root of roots) {
    if (workUnder[root]! > left) {
      cellCount++;
      left = most;
    }
    left -= workUnder[root]!;
    cellOf[root] = cellCount - 1;
  }
  const cellFirst = inSharedMemory(new Int32Array(cellCount + 1));
  for (let row = rowCount - 1; row >= 0; row--) {
    if (cellOf[row] === NONE) cellOf[row] = top(row) ? cellCount : cellOf[parent[row]!]!;
    if (cellOf[row]! < cellCount) cellFirst[cellOf[row]! + 1]!++;
  }
  for (let cell = 0; cell < cellCount; cell++) cellFirst[cell + 1]! += cellFirst[cell]!;
  const next = [...cellFirst];
  for (let row = 0; row < rowCount; row++) byCell[next[cellOf[row]!]!++] = row;
  return cellFirst;
}

/** Arcs that customizing the row looks at. */
function workOf(arms: readonly Arm[], row: number): number {
  let work = 1;
  for (const { rows, vias } of arms) {
    for (let via = rows.firstVia[row]!; via < rows.firstVia[row + 1]!; via++) {
      work += vias.endFar[via]! - vias.firstFar[via]!;
    }
  }
  return work;
}
