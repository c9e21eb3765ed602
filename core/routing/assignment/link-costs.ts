/**
 * What a link costs at a volume x, after the Bureau of Public Roads (Traffic Assignment Manual, 1964):
 *
 *     cost(x) = free · (1 + b · (x / capacity)^power) + fixed,   fixed = weights · (length, toll)
 */
import type { StaticNetwork } from '../../network/static-network.js';

/** What a unit of length and of toll is worth in units of time. */
export interface CostWeights {
  readonly length: number;
  readonly toll: number;
}

/** Volume-delay functions by link in the form base + rise · (x · perCapacity)^power. */
export interface CostFunctions {
  readonly base: Float64Array;
  readonly rise: Float64Array;
  readonly perCapacity: Float64Array;
  /** 0 only where rise is 0. */
  readonly power: Float64Array;
}

export function costFunctions(network: StaticNetwork, weights: CostWeights): CostFunctions {
  const { linkCount, freeTime, length, toll, b, capacity, power } = network;
  const functions = emptyFunctions(linkCount);
  for (let link = 0; link < linkCount; link++) {
    const fixed = weights.length * length[link]! + weights.toll * toll[link]!;
    const rise = freeTime[link]! * b[link]!;
    // A power of 0 is congestion that is always there.
    const isFlat = power[link] === 0 || rise === 0;
    functions.base[link] = freeTime[link]! + fixed + (power[link] === 0 ? rise : 0);
    functions.rise[link] = isFlat ? 0 : rise;
    functions.power[link] = isFlat ? 0 : power[link]!;
    functions.perCapacity[link] = isFlat ? 0 : 1 / capacity[link]!;
  }
  return functions;
}

/**
 * Marginal costs: what one more vehicle costs all, cost(x) + x · cost'(x). They are of the same form,
 * so that the system optimum is the equilibrium of these.
 */
export function marginalFunctions({
  base,
  rise,
  perCapacity,
  power,
}: CostFunctions): CostFunctions {
  const marginalRise = rise.map((linkRise, link) => linkRise * (1 + power[link]!));
  return { base, rise: marginalRise, perCapacity, power };
}

const emptyFunctions = (linkCount: number): CostFunctions => ({
  base: new Float64Array(linkCount),
  rise: new Float64Array(linkCount),
  perCapacity: new Float64Array(linkCount),
  power: new Float64Array(linkCount),
});

/** Costs by link at the volumes they were last written for, with d cost / d volume. */
export interface LinkCosts {
  readonly functions: CostFunctions;
  readonly cost: Float64Array;
  readonly slope: Float64Array;
}

export const createLinkCosts = (functions: CostFunctions): LinkCosts => ({
  functions,
  cost: functions.base.slice(),
  slope: new Float64Array(functions.base.length),
});

export function writeCost(
  { functions: { base, rise, perCapacity, power }, cost, slope }: LinkCosts,
  link: number,
  volume: number,
): void {
  const linkPower = power[link]!;
  if (linkPower === 0) return;
  const scale = perCapacity[link]!;
  const saturation = volume * scale;
  const oneLess =
    linkPower === 4 ? saturation * saturation * saturation : raised(saturation, linkPower - 1);
  const linkRise = rise[link]!;
  cost[link] = base[link]! + linkRise * oneLess * saturation;
  slope[link] = linkRise * linkPower * scale * oneLess;
}

export function costAt(functions: CostFunctions, link: number, volume: number): number {
  const { base, rise, perCapacity, power } = functions;
  if (power[link] === 0) return base[link]!;
  return base[link]! + rise[link]! * raised(volume * perCapacity[link]!, power[link]!);
}

/** Area under the cost from no volume to `volume`. */
export function costIntegral(functions: CostFunctions, link: number, volume: number): number {
  const { base, rise, perCapacity, power } = functions;
  if (power[link] === 0) return base[link]! * volume;
  const saturation = volume * perCapacity[link]!;
  const mean = (rise[link]! * raised(saturation, power[link]!)) / (power[link]! + 1);
  return (base[link]! + mean) * volume;
}

/**
 * `value` to a power from 0, by multiplications and square roots: Math.pow may round differently in
 * another engine. The fraction is spelled out in binary digits, of which a double has at most 52.
 */
export function raised(value: number, power: number): number {
  let whole = Math.floor(power);
  let fraction = power - whole;
  let result = 1;
  for (let square = value; whole > 0; square *= square) {
    if (whole % 2 === 1) result *= square;
    whole = Math.floor(whole / 2);
  }
  for (let root = value; fraction > 0; ) {
    root = Math.sqrt(root);
    fraction *= 2;
    if (fraction >= 1) {
      result *= root;
      fraction -= 1;
    }
  }
  return result;
}
