/**
 * Coordination of signals: one common cycle, or half of it, and offsets that let the strongest
 * flows arrive on green.
 */
export interface CoordinatedSignal {
  readonly cycle_s: number;
}

/** A link from one signal to another. */
export interface CoordinatedLink {
  readonly link: number;
  /** Places in the list of signals. */
  readonly from: number;
  readonly to: number;
  readonly flow_vph: number;
  /** From entering the link to its stop line. */
  readonly travel_s: number;
  /** Start in the cycle of the phase that lets most of its traffic in, and of the one that lets it out. */
  readonly fedAt_s: number;
  readonly servedAt_s: number;
}

/**
 * The largest cycle any signal needs, made even, for all; half of it where half is enough. A
 * common cycle is what makes offsets keep from one cycle to the next.
 */
export function commonCycles_s(needed_s: readonly number[]): number[] {
  const common_s = 2 * Math.ceil(Math.max(0, ...needed_s) / 2);
  return needed_s.map((need_s) => (need_s <= common_s / 2 ? common_s / 2 : common_s));
}

/**
 * Offsets along the tree of strongest flows: going down the links by flow, each is kept if it joins
 * signals not yet joined, and its far phase begins when those let in at the near phase's start
 * arrive. The first signal of each tree, and one without flows to others, keeps 0.
 */
export function offsetsAlong_s(
  signals: readonly CoordinatedSignal[],
  links: readonly CoordinatedLink[],
): number[] {
  const kept = signals.map((): CoordinatedLink[] => []);
  for (const link of strongestTree(signals.length, links)) {
    kept[link.from]!.push(link);
    kept[link.to]!.push(link);
  }
  const offset_s: (number | undefined)[] = signals.map(() => undefined);
  for (let root = 0; root < signals.length; root++) {
    if (offset_s[root] !== undefined) continue;
    offset_s[root] = 0;
    const waiting = [root];
    for (const near of waiting) {
      for (const link of kept[near]!) {
        const far = link.from === near ? link.to : link.from;
        if (offset_s[far] !== undefined) continue;
        const shift_s = link.fedAt_s + link.travel_s - link.servedAt_s;
        const raw_s = offset_s[near]! + (link.from === near ? shift_s : -shift_s);
        offset_s[far] = wholeWithin(raw_s, signals[far]!.cycle_s);
        waiting.push(far);
      }
    }
  }
  return offset_s.map((one_s) => one_s!);
}

function strongestTree(signalCount: number, links: readonly CoordinatedLink[]): CoordinatedLink[] {
  const tree = Array.from({ length: signalCount }, (_, signal) => signal);
  const rootOf = (signal: number): number => {
    let root = signal;
    while (tree[root] !== root) root = tree[root]!;
    return root;
  };
  return links
    .filter(({ flow_vph }) => flow_vph > 0)
    .sort((a, b) => b.flow_vph - a.flow_vph || a.link - b.link)
    .filter(({ from, to }) => {
      const [a, b] = [rootOf(from), rootOf(to)];
      tree[Math.max(a, b)] = Math.min(a, b);
      return a !== b;
    });
}

function wholeWithin(time_s: number, cycle_s: number): number {
  const whole_s = Math.round(time_s) % cycle_s;
  return whole_s < 0 ? whole_s + cycle_s : whole_s;
}
