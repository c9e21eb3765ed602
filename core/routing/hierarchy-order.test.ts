import { expect, test } from 'vitest';
import { gridCase, randomCase } from '../testing/turn-graphs.js';
import { type DirectedGraph, lineGraphOf, neighboursOf } from './directed-graph.js';
import { hierarchyOrder } from './hierarchy-order.js';
import { createFlow, FAR, layPaths, NEAR, PARTING, partCell, SOURCE, TARGET } from './separator.js';

/** Junctions `x` + 8 · `y` of a grid of 8 columns, with streets in one direction only. */
function gridOf(lines: number): DirectedGraph {
  const vertexCount = 8 * lines;
  const firstArc = new Int32Array(vertexCount + 1);
  const heads: number[] = [];
  for (let vertex = 0; vertex < vertexCount; vertex++) {
    if (vertex % 8 < 7) heads.push(vertex + 1);
    if (vertex + 8 < vertexCount) heads.push(vertex + 8);
    firstArc[vertex + 1] = heads.length;
  }
  return { vertexCount, arcCount: heads.length, firstArc, headOfArc: Int32Array.from(heads) };
}

test('an order lists every vertex once, the same each time, with places or without', () => {
  for (const { graph, linkFrom, linkTo } of [gridCase(5), randomCase(3), randomCase(4)]) {
    const lineGraph = lineGraphOf(graph);
    for (const places of [undefined, { x: linkFrom, y: linkTo }]) {
      const order = hierarchyOrder(lineGraph, places);
      const all = Array.from({ length: graph.linkCount }, (_, link) => link);
      expect([...order].sort((one, other) => one - other)).toEqual(all);
      expect(hierarchyOrder(lineGraph, places)).toEqual(order);
    }
  }
});

test('a path of vertices is parted in its middle third by its last vertex', () => {
  const vertexCount = 99;
  const firstArc = Int32Array.from({ length: 100 }, (_, vertex) => Math.min(vertex, 98));
  const headOfArc = Int32Array.from({ length: 98 }, (_, arc) => arc + 1);
  const order = hierarchyOrder({ vertexCount, arcCount: 98, firstArc, headOfArc });
  expect(order.at(-1)).toBeGreaterThan(33);
  expect(order.at(-1)).toBeLessThan(66);
});

test('as many vertices part two ends as paths join them, and none of the sides touch (Menger)', () => {
  for (const [lines, expected] of [
    [3, 3],
    [8, 8],
    [20, 8],
  ] as const) {
    const graph = gridOf(lines);
    const neighbours = neighboursOf(graph);
    const flow = createFlow(neighbours);
    const vertices = Int32Array.from({ length: graph.vertexCount }, (_, vertex) => vertex);
    // Ends at the left and right where the grid is wide, at the bottom and top where it is high.
    const along = (vertex: number): number => (lines > 8 ? Math.floor(vertex / 8) : vertex % 8);
    const last = lines > 8 ? lines - 1 : 7;
    for (const vertex of vertices) {
      flow.end[vertex] = along(vertex) < 2 ? SOURCE : along(vertex) > last - 2 ? TARGET : 0;
    }
    expect(layPaths(flow, vertices, vertices.length)).toBe(expected);
    for (const nearest of [SOURCE, TARGET] as const) {
      const side = new Uint8Array(vertices.length);
      partCell(flow, vertices, nearest, side);
      expect(side.filter((of) => of === PARTING)).toHaveLength(expected);
      for (const vertex of vertices.filter((_, at) => side[at] === NEAR)) {
        const { first, vertex: beside } = neighbours;
        for (const other of beside.subarray(first[vertex]!, first[vertex + 1]!)) {
          expect(side[other]).not.toBe(FAR);
        }
      }
    }
  }
});

test('paths that have to give way to later ones do (augmenting against the flow)', () => {
  // 0 and 1 are sources, 5 and 6 targets. The shortest path, 0-3-5, takes the only vertex by which
  // 1 leads on: both fit once the first has moved to 0-2-4-6.
  const arcs: [number, number][] = [
    [0, 3],
    [3, 5],
    [0, 2],
    [2, 4],
    [4, 5],
    [1, 3],
    [4, 6],
  ];
  const firstArc = new Int32Array(8);
  for (const [tail] of arcs) firstArc[tail + 1]!++;
  for (let vertex = 0; vertex < 7; vertex++) firstArc[vertex + 1]! += firstArc[vertex]!;
  const headOfArc = Int32Array.from(
    arcs.toSorted(([one], [other]) => one - other),
    ([, head]) => head,
  );
  const flow = createFlow(neighboursOf({ vertexCount: 7, arcCount: 7, firstArc, headOfArc }));
  flow.end.set([SOURCE, SOURCE, 0, 0, 0, TARGET, TARGET]);
  expect(layPaths(flow, Int32Array.of(0, 1, 2, 3, 4, 5, 6), 7)).toBe(2);
});
