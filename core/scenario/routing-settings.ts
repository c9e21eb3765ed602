/** How drivers choose their ways: the `routing` section of a scenario, with its defaults. */
import type { VehicleClass } from '../events/catalogue.js';

/**
 * `free-flow`: on expected times of empty streets, whatever happens. `reactive`: on the times known
 * when they set out. `equilibrium`: the day is run again and again, and drivers go by the times that
 * the last day had in store for them, until hardly anyone could have saved time by another way.
 */
export const ROUTING_POLICIES = ['free-flow', 'reactive', 'equilibrium'] as const;
export type RoutingPolicy = (typeof ROUTING_POLICIES)[number];

export const YES_OR_NO = ['no', 'yes'] as const;
export type YesOrNo = (typeof YES_OR_NO)[number];

/** Prices and avoided links are for one class of vehicles, or for all. */
export const PRICED_CLASSES = ['all', 'HDV', 'PAV', 'SAV', 'VAN', 'ROBOT'] as const;
export type PricedClass = VehicleClass | 'all';

/** A price of some links for a class between two clock times; one may pass midnight. */
export interface LinkPrice {
  readonly links: readonly string[];
  readonly vehicleClass: PricedClass;
  readonly from_s: number;
  readonly to_s: number;
  /** Money for each time that a vehicle comes onto the link. */
  readonly toll: number;
  /** Taken only where every other way is more than an hour longer. */
  readonly isAvoided: boolean;
}

/** Whoever drives into the rectangle pays. */
export interface Cordon {
  readonly west_m: number;
  readonly south_m: number;
  readonly east_m: number;
  readonly north_m: number;
  readonly vehicleClass: PricedClass;
  readonly from_s: number;
  readonly to_s: number;
  readonly toll: number;
}

export interface RoutingSettings {
  readonly policy: RoutingPolicy;
  /** How often link times are taken from the traffic and routes and tables refreshed, s. */
  readonly refresh_s: number;
  /**
   * Weight of the newest period in the smoothed link time, 0..1. Small: who goes by the last five
   * minutes meets everyone else who did, and the queue jumps to and fro between the ways.
   */
  readonly smoothing: number;
  /** Each traveller's own link costs vary by up to this share, so that ties spread. */
  readonly noise: number;
  /** Longest route kept at once; a longer one is planned on when its end is near. */
  readonly routeCapacity: number;
  /** Share of vehicles that look for a better way while they drive … */
  readonly reroutedShare: number;
  /** … and how often each of them does, s. */
  readonly reroute_s: number;
  /** Days end when ways cost hardly more than the best: by this share of what they cost … */
  readonly relativeGap: number;
  /** … or after so many. */
  readonly mostIterations: number;
  /** Times of day are learned by intervals of this length, s. */
  readonly interval_s: number;
  /** Share of vehicles that are guided so that all together lose least, from the second day on. */
  readonly guidedShare: number;
  /** Whether the gap is measured where nobody learns; it takes one more search a trip. */
  readonly measureGap: YesOrNo;
  /** What an hour of the traveller's time is worth, in the currency of tolls. */
  readonly valueOfTime_perHour: number;
  readonly cordon: Cordon | null;
  readonly linkPrices: readonly LinkPrice[];
}

export const DEFAULT_ROUTING: RoutingSettings = {
  policy: 'reactive',
  refresh_s: 300,
  smoothing: 0.1,
  noise: 0.15,
  routeCapacity: 96,
  reroutedShare: 0,
  reroute_s: 300,
  relativeGap: 0.02,
  mostIterations: 20,
  interval_s: 900,
  guidedShare: 0,
  measureGap: 'no',
  valueOfTime_perHour: 12,
  cordon: null,
  linkPrices: [],
};
