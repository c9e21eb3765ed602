/**
 * Roads and trips as static assignment sees them: links with a volume-delay function, zones that are
 * nodes, and volumes between zones. No lanes, no clock.
 *
 * Lengths, times and tolls are in the file's own units (feet, miles, minutes, cents): the formats do
 * not say which, and assignment only adds them up with weights.
 */

/** Columns by link are sorted by the node it starts at, then the node it ends at. */
export interface StaticNetwork {
  readonly nodeCount: number;
  /** Zones are the first nodes. */
  readonly zoneCount: number;
  /** Nodes before this row begin and end trips, but nothing drives through them. */
  readonly firstThroughNode: number;
  readonly linkCount: number;
  /** Links that leave node n are the rows firstLink[n] to before firstLink[n + 1]. */
  readonly firstLink: Int32Array;
  readonly linkFrom: Int32Array;
  readonly linkTo: Int32Array;
  /** Vehicles per period of the trips. */
  readonly capacity: Float64Array;
  readonly length: Float64Array;
  readonly freeTime: Float64Array;
  /** Factor and exponent of the volume-delay function freeTime · (1 + b · (volume/capacity)^power). */
  readonly b: Float64Array;
  readonly power: Float64Array;
  readonly toll: Float64Array;
  /** Coordinates by node, in the file's own system; NaN where it gives none. */
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export interface StaticLink {
  /** Nodes, from 0. */
  readonly from: number;
  readonly to: number;
  readonly capacity: number;
  readonly length: number;
  readonly freeTime: number;
  readonly b: number;
  readonly power: number;
  readonly toll: number;
}

/** Trips between zones, sorted by origin, then destination; no pair twice. */
export interface ZoneTrips {
  readonly zoneCount: number;
  /** Pairs from zone z are the rows firstPair[z] to before firstPair[z + 1]. */
  readonly firstPair: Int32Array;
  readonly destination: Int32Array;
  /** Vehicles per period, above 0. */
  readonly volume: Float64Array;
  /** Trips that stay in their zone: they load no link. */
  readonly withinZones: number;
}

export function staticNetworkOf(
  size: {
    readonly nodeCount: number;
    readonly zoneCount: number;
    readonly firstThroughNode: number;
  },
  links: readonly StaticLink[],
): StaticNetwork {
  const sorted = [...links].sort((a, b) => a.from - b.from || a.to - b.to);
  const column = (read: (link: StaticLink) => number) => Float64Array.from(sorted, read);
  return {
    ...size,
    linkCount: sorted.length,
    firstLink: offsetsOf(
      size.nodeCount,
      sorted.map(({ from }) => from),
    ),
    linkFrom: Int32Array.from(sorted, ({ from }) => from),
    linkTo: Int32Array.from(sorted, ({ to }) => to),
    capacity: column(({ capacity }) => capacity),
    length: column(({ length }) => length),
    freeTime: column(({ freeTime }) => freeTime),
    b: column(({ b }) => b),
    power: column(({ power }) => power),
    toll: column(({ toll }) => toll),
    x: new Float64Array(size.nodeCount).fill(Number.NaN),
    y: new Float64Array(size.nodeCount).fill(Number.NaN),
  };
}

export interface ZonePair {
  /** Zones, from 0. */
  readonly origin: number;
  readonly destination: number;
  readonly volume: number;
}

/** Pairs without volume are left out, pairs within a zone only summed. */
export function zoneTripsOf(zoneCount: number, pairs: readonly ZonePair[]): ZoneTrips {
  const between = pairs
    .filter(({ origin, destination, volume }) => volume > 0 && origin !== destination)
    .sort((a, b) => a.origin - b.origin || a.destination - b.destination);
  return {
    zoneCount,
    firstPair: offsetsOf(
      zoneCount,
      between.map(({ origin }) => origin),
    ),
    destination: Int32Array.from(between, ({ destination }) => destination),
    volume: Float64Array.from(between, ({ volume }) => volume),
    withinZones: pairs
      .filter(({ origin, destination }) => origin === destination)
      .reduce((sum, { volume }) => sum + volume, 0),
  };
}

/** Where each key's rows begin among rows sorted by key; one more than there are keys. */
function offsetsOf(keyCount: number, sortedKeys: readonly number[]): Int32Array {
  const first = new Int32Array(keyCount + 1);
  for (const key of sortedKeys) first[key + 1]!++;
  for (let key = 0; key < keyCount; key++) first[key + 1]! += first[key]!;
  return first;
}
