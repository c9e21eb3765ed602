/**
 * A scenario: every setting of one run, with its default, its unit and one sentence.
 * `read-scenario.ts` makes one from unknown input, or every problem in it.
 *
 * The layout (network) and the trips are inputs beside it: a run is (scenario, network, trips).
 */

import type {
  BusZones,
  CurbPolicy,
  IdleChoice,
  LotUserChoice,
  MovedCars,
  PlaceChoice,
  Sessions,
  SharesOfUses,
  SpareMetres,
  WhenFull,
} from './curb-choices.js';
import { DEFAULT_FLEET, type FleetRules } from './fleet-rules.js';
import { DEFAULT_ROUTING, type RoutingSettings } from './routing-settings.js';
import {
  type BusSettings,
  type EmergencySettings,
  NO_BUSES,
  NO_CALLS,
  NO_PRIORITY,
  type ServiceVisit,
  type SignalPriority,
} from './services.js';

export * from './curb-choices.js';
export * from './fleet-rules.js';

import type { LaneRule, TidalRule } from './lane-rule.js';

export const REGIMES = ['today', 'private-automated', 'shared-automated'] as const;

/**
 * `today`: people drive their own cars (HDV) and look for a stall near where they go.
 * `private-automated`: own cars drop their people off and park themselves (PAV).
 * `shared-automated`: residents, commuters and visitors ride in a pooled fleet (SAV) whose idle
 * vehicles wait in lots; vans and through traffic drive themselves.
 */
export type Regime = (typeof REGIMES)[number];

export const AV_LEVELS = ['base', 'optimistic', 'connected'] as const;
export type AvLevel = (typeof AV_LEVELS)[number];

export const SIGNAL_CONTROLS = ['fixed', 'actuated', 'max-pressure'] as const;
/**
 * `fixed`: plans by the clock, coordinated. `actuated`: greens as long as somebody comes.
 * `max-pressure`: green for the movements with most more vehicles before than behind them. Signals
 * whose plans the network brings run by the clock always.
 */
export type SignalControl = (typeof SIGNAL_CONTROLS)[number];

/**
 * `for-turn`: vehicles change lanes only where their next turn demands it. `for-speed`: also to pass
 * a slower vehicle or to join a shorter queue.
 */
export const LANE_CHANGINGS = ['for-turn', 'for-speed'] as const;
export type LaneChanging = (typeof LANE_CHANGINGS)[number];

/**
 * `newell`: as far as the limit lets it and the leader was a reaction time ago, the kinematic-wave
 * solution. `idm`: the Intelligent Driver Model, with braking profiles; its T is `tau_s`, its s0
 * `standstillGap_m`, its a and b `acceleration_mps2` and `comfortableBraking_mps2`.
 */
export const CAR_FOLLOWINGS = ['newell', 'idm'] as const;
export type CarFollowing = (typeof CAR_FOLLOWINGS)[number];

export interface DriverClass {
  /** Reaction time tau of Newell's model. */
  readonly tau_s: number;
  /** Bumper to bumper. */
  readonly length_m: number;
  /** From the leader's rear bumper when both stand. Spacing s = leader's length + this. */
  readonly standstillGap_m: number;
  readonly acceleration_mps2: number;
  /** What decides whether amber can still be obeyed. */
  readonly comfortableBraking_mps2: number;
}

export interface Scenario {
  readonly name: string;
  /** Every draw of the run is a function of it. */
  readonly seed: number;
  readonly regime: Regime;
  /** Length of a step, s. */
  readonly dt_s: number;
  /** Clock time the day starts and ends, s after midnight. */
  readonly start_s: number;
  readonly end_s: number;
  /** How long the run may go on after `end_s` until the network is empty. */
  readonly overtime_s: number;

  readonly drivers: {
    readonly human: DriverClass;
    readonly automated: DriverClass;
    readonly van: DriverClass;
    /** Delivery robots, which drive on the road. */
    readonly robot: DriverClass;
    readonly bus: DriverClass;
    /** Shops, offices and clinics on wheels. */
    readonly service: DriverClass;
    readonly emergency: DriverClass;
  };

  readonly traffic: {
    readonly carFollowing: CarFollowing;
    readonly laneChanging: LaneChanging;
    /**
     * Time without oncoming vehicles in which a driver passes one that has stopped in the only lane of
     * a two-way street; 0 for never.
     */
    readonly passingGap_s: number;
  };

  /** Lanes for some classes only, at some hours. */
  readonly lanes: readonly LaneRule[];
  /** Lanes that go the other way at some hours. */
  readonly tidal: readonly TidalRule[];
  readonly routing: RoutingSettings;

  readonly signals: {
    readonly control: SignalControl;
    /** Signal where Webster's Y in the busiest period is above it, else all-way stop. */
    readonly warrantY: number;
    readonly minCycle_s: number;
    readonly maxCycle_s: number;
    readonly amber_s: number;
    readonly allRed_s: number;
    /** Start of the pedestrian walk; the rest is width / walking speed. */
    readonly pedestrianStart_s: number;
    /** Clock times at which another plan begins, s after midnight, rising. */
    readonly periodStarts_s: readonly number[];
    /** Rounds of assignment and signals before the day starts. */
    readonly rounds: number;
    /** What they do for people on foot, buses and emergency vehicles. */
    readonly priority: SignalPriority;
  };

  readonly buses: BusSettings;
  readonly services: readonly ServiceVisit[];
  readonly emergency: EmergencySettings;

  readonly parking: {
    /** Farthest a driver walks from a stall to the address. */
    readonly walkLimit_m: number;
    /** Cruising for a curb stall before the driver gives up for a lot. */
    readonly searchLimit_s: number;
    /** Longest time a PAV stays at a curb between two trips before it goes to a lot. */
    readonly shortStay_s: number;
    readonly curbTargetOccupancy: number;
    readonly lotTargetOccupancy: number;
    /** Length of a curb stall. */
    readonly stall_m: number;
    /** Way of a car from its place in a dense lot to the entrance when none stands before it. */
    readonly retrieval_s: number;
    /** Moving one car out of the way, or back, in a dense lot. */
    readonly move_s: number;
    /** Where empty vehicles wait. */
    readonly idleChoice: IdleChoice;
    /** Costs of the choice `cheapest`, in any one currency. */
    readonly drive_perKm: number;
    readonly time_perHour: number;
    readonly curbFee_perHour: number;
    readonly lotFee_perHour: number;
    readonly remoteFee_perHour: number;
    readonly homeFee_perHour: number;
    /** Who may drive into lots of which the network does not say it. */
    readonly lotUsers: LotUserChoice;
    /** When shared lots are the residents'; may pass midnight. */
    readonly residentHours: { readonly from_s: number; readonly to_s: number };
    /** How drivers choose between stalls. With `nearest` they cruise most: see README, curbs and lots. */
    readonly stallChoice: PlaceChoice;
    /** What travellers pay not to walk or search for an hour; the same currency as the fees. */
    readonly travellerTime_perHour: number;
    /** Hours in which all fees but those at home and in remote lots are `peakFactor` times as high. */
    readonly peakHours: { readonly from_s: number; readonly to_s: number } | null;
    readonly peakFactor: number;
    /** Longest known stay for which a vehicle may drive on instead of parking. */
    readonly cruiseLimit_s: number;
    /** Speed at which driving on is reckoned. */
    readonly cruiseSpeed_mps: number;
    /** Stay reckoned with where the next trip is not known. */
    readonly expectedStay_s: number;
    /** What becomes of cars moved out of the way: back to their lane, or to another with room. */
    readonly movedCars: MovedCars;
  };

  readonly curb: {
    /** Who decides what each zone is for, hour by hour. */
    readonly policy: CurbPolicy;
    /** Of the policy `dynamic`. */
    readonly control: {
      /** How often uses are decided anew, s. */
      readonly period_s: number;
      /** Least time between the notice and the change; nobody new may stop in it. */
      readonly notice_s: number;
      /** Least time for which a zone keeps a use. */
      readonly keep_s: number;
      /** A use whose metres are taken by more than this share wants more. */
      readonly fullShare: number;
      /** A use whose metres are taken by less than this share has some to give. */
      readonly spareShare: number;
      /** Least share of the metres of a street side for each use, where it has had any. */
      readonly leastShare: SharesOfUses;
      /** Most share for each use: it gets no more metres beyond that. */
      readonly mostShare: SharesOfUses;
      /** Metres that no use wants become free land for walking, or stay as they are. */
      readonly spareMetres: SpareMetres;
      /** Whether metres for buses, at their stops, are moved as those of other uses are. */
      readonly busZones: BusZones;
    };
    /** What a vehicle does that finds its zone full, if its driver complies. */
    readonly whenFull: {
      readonly human: WhenFull;
      readonly automated: WhenFull;
    };
    /** Tries of another zone, or rounds, before it stops in the lane all the same. */
    readonly tries: number;
    /** Longest wait in the lane for a bay. */
    readonly longestWait_s: number;
    /**
     * Share of human drivers who stop in the lane even beside a free bay. Field counts find 7–10 %,
     * and 14–20 % of all stops in the lane: this share, and of those who meet a full zone the ones
     * that `compliance` leaves.
     */
    readonly besideShare: number;
    /** Parking guidance: a bay is held ahead for a vehicle on its way to it. */
    readonly guidance: {
      /** Share of the vehicles that are guided. */
      readonly share: number;
      /** How long before its expected arrival the bay is held; a day: from when it sets out. */
      readonly ahead_s: number;
      /** How long it is held at most. */
      readonly longestHold_s: number;
    };
    /** Standing in the lane before a bay is reached, and before the way on begins. */
    readonly pullIn_s: number;
    readonly pullOut_s: number;
    /** Replaces the network's timetables: metres marked `parking` become `pudo` between these clock times. */
    readonly pudoHours: { readonly from_s: number; readonly to_s: number } | null;
    /** How vehicles that stop choose between bays with room. */
    readonly bayChoice: PlaceChoice;
    /** Fee of a stop in a zone of each use. */
    readonly stopFee: { readonly pudo: number; readonly loading: number };
    /** Standing time to let a traveller out or in. */
    readonly dwell_s: number;
    /** Standing time of a delivery. */
    readonly deliveryDwell_s: number;
    /** Short vehicles without a driver that make deliveries in place of vans, where vans may drive. */
    readonly robots: {
      /** Share of the delivery tours that robots make. */
      readonly share: number;
      /** Standing time of a delivery by a robot. */
      readonly dwell_s: number;
    };
    /** Length of a pick-up bay. */
    readonly bay_m: number;
    /** Farthest a traveller walks to a bay beyond the way to the address's own kerb. */
    readonly walkLimit_m: number;
    /** Share of automated and human drivers who look for the next zone instead of stopping in the lane. */
    readonly compliance: { readonly human: number; readonly automated: number };
  };

  readonly fleet: FleetRules;

  readonly walking: { readonly speed_mps: number };

  readonly output: {
    /** Length of a measuring period, s. */
    readonly period_s: number;
    /** Whether every stay and stop at the curb is kept, one row each. */
    readonly sessions: Sessions;
  };
}

const human: DriverClass = {
  tau_s: 1.5,
  length_m: 4.5,
  standstillGap_m: 3,
  acceleration_mps2: 2,
  comfortableBraking_mps2: 2.5,
};

/** Automated drivers in three levels; a study reports at least two side by side. */
export const AUTOMATED: Readonly<Record<AvLevel, DriverClass>> = {
  base: { ...human, acceleration_mps2: 1.5 },
  optimistic: { ...human, tau_s: 1, standstillGap_m: 2.5, acceleration_mps2: 1.5 },
  connected: { ...human, tau_s: 0.5, standstillGap_m: 2, acceleration_mps2: 1.5 },
};

export const DEFAULT_SCENARIO: Scenario = {
  name: 'unnamed',
  seed: 1,
  regime: 'today',
  dt_s: 0.5,
  start_s: 4 * 3600,
  end_s: 28 * 3600,
  overtime_s: 2 * 3600,
  drivers: {
    human,
    automated: AUTOMATED.base,
    van: { ...human, length_m: 6, acceleration_mps2: 1.5 },
    robot: { ...AUTOMATED.base, length_m: 2.5 },
    bus: { ...human, length_m: 12, acceleration_mps2: 1.2, comfortableBraking_mps2: 1.5 },
    service: { ...human, length_m: 8, acceleration_mps2: 1.2, comfortableBraking_mps2: 2 },
    emergency: { ...human, length_m: 7 },
  },
  traffic: { carFollowing: 'newell', laneChanging: 'for-speed', passingGap_s: 7 },
  lanes: [],
  tidal: [],
  routing: DEFAULT_ROUTING,
  signals: {
    control: 'fixed',
    warrantY: 0.45,
    minCycle_s: 45,
    maxCycle_s: 120,
    amber_s: 3,
    allRed_s: 2,
    pedestrianStart_s: 7,
    periodStarts_s: [0, 6.5 * 3600, 9.5 * 3600, 15.5 * 3600, 19 * 3600],
    rounds: 2,
    priority: NO_PRIORITY,
  },
  buses: NO_BUSES,
  services: [],
  emergency: NO_CALLS,
  parking: {
    walkLimit_m: 250,
    searchLimit_s: 90,
    shortStay_s: 600,
    curbTargetOccupancy: 0.85,
    lotTargetOccupancy: 0.9,
    stall_m: 6,
    retrieval_s: 30,
    move_s: 20,
    movedCars: 'move-on',
    idleChoice: 'remote-first',
    drive_perKm: 0.25,
    time_perHour: 2,
    curbFee_perHour: 3,
    lotFee_perHour: 1.5,
    remoteFee_perHour: 0.2,
    homeFee_perHour: 0,
    lotUsers: 'as-mapped',
    residentHours: { from_s: 18 * 3600, to_s: 8 * 3600 },
    stallChoice: 'nearest',
    travellerTime_perHour: 12,
    peakHours: null,
    peakFactor: 1,
    cruiseLimit_s: 3600,
    cruiseSpeed_mps: 6,
    expectedStay_s: 1800,
  },
  curb: {
    policy: 'timetabled',
    control: {
      period_s: 900,
      notice_s: 120,
      keep_s: 1800,
      fullShare: 0.85,
      spareShare: 0.5,
      leastShare: { parking: 0, pudo: 0.1, loading: 0.05, bus: 0, charging: 0 },
      mostShare: { parking: 1, pudo: 1, loading: 1, bus: 1, charging: 1 },
      spareMetres: 'keep',
      busZones: 'keep',
    },
    whenFull: { human: 'next-zone', automated: 'next-zone' },
    tries: 3,
    longestWait_s: 300,
    besideShare: 0.08,
    guidance: { share: 0, ahead_s: 90, longestHold_s: 300 },
    pullIn_s: 4,
    pullOut_s: 2,
    pudoHours: null,
    bayChoice: 'nearest',
    stopFee: { pudo: 0, loading: 0 },
    dwell_s: 30,
    deliveryDwell_s: 240,
    robots: { share: 0, dwell_s: 240 },
    bay_m: 6,
    walkLimit_m: 150,
    compliance: { human: 0.85, automated: 1 },
  },
  fleet: DEFAULT_FLEET,
  walking: { speed_mps: 1.3 },
  output: { period_s: 900, sessions: 'none' },
};
