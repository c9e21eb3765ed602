/**
 * A customizable contraction hierarchy: what of an index of routes does not depend on costs.
 *
 * Vertices become rows in the order they are contracted in. Between a row and the rows above it lie
 * the arcs of the network and the shortcuts of all ways through lower rows, whatever these will cost:
 * Dibbelt, Strasser and Wagner, "Customizable contraction hierarchies", JEA 21 (2016). Costs are put
 * in by `customization`. All tables are in shared memory; after creation they are only read.
 */
import { NONE } from '../base/ids.js';
import { createTable, i32, type Table } from '../state/table.js';
import { type DirectedGraph, type Neighbours, neighboursOf } from './directed-graph.js';

export const hierarchyRowSchema = {
  vertex: i32('vertex of the network that the row stands for'),
  row: i32('by vertex, not by row: its row'),
  parent: i32('lowest row above that an arc leads to; the count of rows at a top'),
  depth: i32('rows above it on the way from parent to parent'),
  firstArc: i32('its first arc; one row more than there are vertices'),
  firstLower: i32('first of the arcs that lead up to it; one row more than there are vertices'),
  firstInput: i32('first arc of the network put in here; one row more than there are vertices'),
  byLevel: i32('by place, not by row: rows so that those on which a row depends come before it'),
};

export const hierarchyArcSchema = {
  tail: i32('row'),
  head: i32('row above; ascending within a tail'),
  lower: i32('by place, not by arc: arcs by head, then by tail'),
};

export const hierarchyInputSchema = {
  arc: i32('arc of the network, self-loops left out'),
  slot: i32('2 · row above it leads to; one more if it leads down from there'),
};

export interface Hierarchy {
  readonly vertexCount: number;
  /** Pairs of rows: each can be used up and down. */
  readonly arcCount: number;
  readonly rows: Table<typeof hierarchyRowSchema>;
  readonly arcs: Table<typeof hierarchyArcSchema>;
  readonly inputs: Table<typeof hierarchyInputSchema>;
  /** Places in `rows.byLevel` where levels begin, and the end: rows of a level are independent. */
  readonly levelFirst: Int32Array;
}

/** `order` lists every vertex once, from the first to be contracted: see `hierarchyOrder`. */
export function createHierarchy(graph: DirectedGraph, order: Int32Array): Hierarchy {
  const { vertexCount } = graph;
  const rows = createTable(hierarchyRowSchema, vertexCount + 1);
  for (let row = 0; row < vertexCount; row++) {
    rows.vertex[row] = order[row]!;
    rows.row[order[row]!] = row;
  }
  const arcs = contract(neighboursOf(graph), rows);
  const levelFirst = listByLevel(rows, arcs);
  const inputs = placeInputs(graph, rows);
  return { vertexCount, arcCount: arcs.capacity, rows, arcs, inputs, levelFirst };
}

/** Bytes of the index without costs, which take 16 more an arc. */
export const hierarchyBytes = ({ rows, arcs, inputs, levelFirst }: Hierarchy): number =>
  rows.memory.byteLength +
  arcs.memory.byteLength +
  inputs.memory.byteLength +
  levelFirst.byteLength;

/**
 * A row's arcs lead to its neighbours above and to all that its children lead to: the elimination
 * tree says which rows these are without looking at any other.
 */
function contract(neighbours: Neighbours, rows: Hierarchy['rows']): Hierarchy['arcs'] {
  const { vertexCount } = neighbours;
  const above: Int32Array[] = [];
  const children: number[][] = Array.from({ length: vertexCount }, () => []);
  const seenBy = new Int32Array(vertexCount).fill(NONE);
  let arcCount = 0;
  for (let row = 0; row < vertexCount; row++) {
    const heads = headsAbove(row, { neighbours, rows, seenBy, lower: children[row]!, above });
    above.push(heads);
    rows.firstArc[row] = arcCount;
    arcCount += heads.length;
    const parent = heads[0] ?? vertexCount;
    rows.parent[row] = parent;
    if (parent < vertexCount) children[parent]!.push(row);
  }
  rows.firstArc[vertexCount] = arcCount;
  for (let row = vertexCount - 1; row >= 0; row--) {
    const parent = rows.parent[row]!;
    rows.depth[row] = parent === vertexCount ? 0 : rows.depth[parent]! + 1;
  }
  return arcsOf(rows, above, arcCount);
}

function headsAbove(
  row: number,
  {
    neighbours: { first, vertex },
    rows,
    seenBy,
    lower,
    above,
  }: {
    readonly neighbours: Neighbours;
    readonly rows: Hierarchy['rows'];
    readonly seenBy: Int32Array;
    readonly lower: readonly number[];
    readonly above: readonly Int32Array[];
  },
): Int32Array {
  const heads: number[] = [];
  const meet = (head: number): void => {
    if (head <= row || seenBy[head] === row) return;
    seenBy[head] = row;
    heads.push(head);
  };
  const self = rows.vertex[row]!;
  for (let at = first[self]!; at < first[self + 1]!; at++) meet(rows.row[vertex[at]!]!);
  for (const child of lower) above[child]!.forEach(meet);
  return Int32Array.from(heads).sort();
}

function arcsOf(rows: Hierarchy['rows'], above: readonly Int32Array[], arcCount: number) {
  const { firstLower } = rows;
  const arcs = createTable(hierarchyArcSchema, arcCount);
  above.forEach((heads, row) => {
    heads.forEach((head, at) => {
      arcs.tail[rows.firstArc[row]! + at] = row;
      arcs.head[rows.firstArc[row]! + at] = head;
      firstLower[head + 1]!++;
    });
  });
  for (let row = 0; row < above.length; row++) firstLower[row + 1]! += firstLower[row]!;
  const next = Int32Array.from({ length: above.length }, (_, row) => firstLower[row]!);
  for (let arc = 0; arc < arcCount; arc++) arcs.lower[next[arcs.head[arc]!]!++] = arc;
  return arcs;
}

/** A row's level is one above the highest of the rows that lead up to it. */
function listByLevel({ byLevel, capacity }: Hierarchy['rows'], arcs: Hierarchy['arcs']) {
  const rowCount = capacity - 1;
  const level = new Int32Array(rowCount);
  for (let arc = 0; arc < arcs.capacity; arc++) {
    const head = arcs.head[arc]!;
    level[head] = Math.max(level[head]!, level[arcs.tail[arc]!]! + 1);
  }
  const levelFirst: number[] = [0];
  for (const of of level) {
    while (levelFirst.length < of + 2) levelFirst.push(0);
    levelFirst[of + 1]!++;
  }
  for (let at = 1; at < levelFirst.length; at++) levelFirst[at]! += levelFirst[at - 1]!;
  const next = levelFirst.slice();
  for (let row = 0; row < rowCount; row++) byLevel[next[level[row]!]!++] = row;
  return Int32Array.from(levelFirst);
}

/** Arcs of the network by the lower of their ends. */
function placeInputs(graph: DirectedGraph, rows: Hierarchy['rows']): Hierarchy['inputs'] {
  const { vertexCount, firstArc, headOfArc } = graph;
  const lowerOf = (vertex: number, arc: number): number =>
    Math.min(rows.row[vertex]!, rows.row[headOfArc[arc]!]!);
  let inputCount = 0;
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    for (let arc = firstArc[vertex]!; arc < firstArc[vertex + 1]!; arc++) {
      if (headOfArc[arc] === vertex) continue;
      inputCount++;
      rows.firstInput[lowerOf(vertex, arc) + 1]!++;
    }
  }
  for (let row = 0; row < vertexCount; row++) rows.firstInput[row + 1]! += rows.firstInput[row]!;
  const next = Int32Array.from({ length: vertexCount }, (_, row) => rows.firstInput[row]!);
  const inputs = createTable(hierarchyInputSchema, inputCount);
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    for (let arc = firstArc[vertex]!; arc < firstArc[vertex + 1]!; arc++) {
      if (headOfArc[arc] === vertex) continue;
      const tail = rows.row[vertex]!;
      const head = rows.row[headOfArc[arc]!]!;
      const place = next[Math.min(tail, head)]!++;
      inputs.arc[place] = arc;
      inputs.slot[place] = tail < head ? 2 * head : 2 * tail + 1;
    }
  }
  return inputs;
}
