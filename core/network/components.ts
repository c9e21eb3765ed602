/**
 * Strongly connected components of a directed graph given as successor lists: Tarjan (1972), with a
 * stack of its own, because a street network is deeper than the call stack.
 */
export interface Components {
  /** Component of each row; numbered so that every edge leads to the same or a lower number. */
  readonly componentOf: Int32Array;
  readonly componentCount: number;
}

export function strongComponents(successors: readonly (readonly number[])[]): Components {
  const count = successors.length;
  const componentOf = new Int32Array(count).fill(-1);
  const found = new Int32Array(count).fill(-1);
  const lowest = new Int32Array(count);
  const nextEdge = new Int32Array(count);
  const open: number[] = [];
  const path: number[] = [];
  let foundCount = 0;
  let componentCount = 0;

  const visit = (row: number): void => {
    found[row] = lowest[row] = foundCount++;
    open.push(row);
    path.push(row);
  };

  const leave = (row: number): void => {
    path.pop();
    const parent = path.at(-1);
    if (parent !== undefined) lowest[parent] = Math.min(lowest[parent]!, lowest[row]!);
    if (lowest[row] !== found[row]) return;
    while (componentOf[row] === -1) componentOf[open.pop()!] = componentCount;
    componentCount++;
  };

  for (let root = 0; root < count; root++) {
    if (found[root] !== -1) continue;
    visit(root);
    while (path.length > 0) {
      const row = path.at(-1)!;
      const next = successors[row]![nextEdge[row]!++];
      if (next === undefined) leave(row);
      else if (found[next] === -1) visit(next);
      else if (componentOf[next] === -1) lowest[row] = Math.min(lowest[row]!, found[next]!);
    }
  }
  return { componentOf, componentCount };
}

/** Rows of the largest component, in order; of equals, the one with the first row. */
export function largestComponent({ componentOf, componentCount }: Components): number[] {
  const sizes = new Int32Array(componentCount);
  for (const component of componentOf) sizes[component]! += 1;
  const largest = componentOf.reduce(
    (best, component) => (best === -1 || sizes[component]! > sizes[best]! ? component : best),
    -1,
  );
  return Array.from(componentOf.keys()).filter((row) => componentOf[row] === largest);
}

/** Marks every row that can be reached from `sources`, themselves included. */
export function reachedFrom(
  sources: Iterable<number>,
  successors: readonly (readonly number[])[],
): Uint8Array {
  const isReached = new Uint8Array(successors.length);
  const frontier = [...sources];
  for (const source of frontier) isReached[source] = 1;
  for (let row = frontier.pop(); row !== undefined; row = frontier.pop()) {
    for (const next of successors[row]!) {
      if (isReached[next] === 1) continue;
      isReached[next] = 1;
      frontier.push(next);
    }
  }
  return isReached;
}
