import { expect, test } from 'vitest';
import { gridCase, randomCase } from '../testing/turn-graphs.js';
import { type DirectedGraph, lineGraphOf, neighboursOf } from './directed-graph.js';
import { createHierarchy, type Hierarchy } from './hierarchy.js';
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

test('what leads across a cut comes before what leads back, without arcs between each other', () => {
  // Two sides of ten vertices, all joined; by 20, 21, 22 all of the first lead to all of the second,
  // by 23, 24, 25 back.
  const sideOf = (vertex: number): number => (vertex < 10 ? 0 : vertex < 20 ? 2 : 1);
  const arcs: [number, number][] = [];
  for (let from = 0; from < 26; from++) {
    for (let to = 0; to < 26; to++) {
      const step = sideOf(to) - sideOf(from);
      const isBack = Math.max(from, to) > 22;
      const isJoined = step === 0 ? from !== to && from < 20 : step === (isBack ? -1 : 1);
      if (isJoined) arcs.push([from, to]);
    }
  }
  const firstArc = new Int32Array(27);
  for (const [tail] of arcs) firstArc[tail + 1]!++;
  for (let vertex = 0; vertex < 26; vertex++) firstArc[vertex + 1]! += firstArc[vertex]!;
  const sorted = arcs.toSorted(([one], [other]) => one - other);
  const headOfArc = Int32Array.from(sorted, ([, head]) => head);
  const graph = { vertexCount: 26, arcCount: arcs.length, firstArc, headOfArc };
  const order = hierarchyOrder(graph);
  const lastSix = [...order.subarray(20)].map((vertex) => vertex < 23);
  expect(lastSix.slice(0, 3)).not.toEqual(lastSix.slice(3));
  expect(lastSix).toEqual([0, 0, 0, 5, 5, 5].map((place) => lastSix[place]));
  const betweenFirst = ({ up, down }: Hierarchy): number =>
    [up, down].flatMap(({ arcs: { below, above } }) =>
      Array.from(below as Int32Array, (row, arc) => row >= 20 && above[arc]! < 23).filter(Boolean),
    ).length;
  expect(betweenFirst(createHierarchy(graph, order))).toBe(0);
  const mixed = Int32Array.from([...order.subarray(0, 20), 20, 23, 21, 24, 22, 25]);
  expect(betweenFirst(createHierarchy(graph, mixed))).toBeGreaterThan(0);
});
