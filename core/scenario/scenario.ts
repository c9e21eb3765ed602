/**
 * A scenario: every setting of one run, with its default, its unit and one sentence.
 * `read-scenario.ts` makes one from unknown input, or every problem in it.
 *
 * The layout (network) and the trips are inputs beside it: a run is (scenario, network, trips).
 */

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

/**
 * `static`: each zone keeps all day the use that it has longest. `timetabled`: by the network's
 * timetables and `pudoHours`. `dynamic`: zones change their use by what was observed. `unlimited`:
 * by the timetables, with room for everyone who stops: what would be without a shortage.
 */
export const CURB_POLICIES = ['static', 'timetabled', 'dynamic', 'unlimited'] as const;
export type CurbPolicy = (typeof CURB_POLICIES)[number];

/**
 * `next-zone`: to another zone with room, and a walk. `circulate`: round to the same zone again.
 * `wait-in-lane`: stands in the lane until a bay is free. `stop-in-lane`: does what it came for there.
 */
export const WHEN_FULL = ['next-zone', 'circulate', 'wait-in-lane', 'stop-in-lane'] as const;
export type WhenFull = (typeof WHEN_FULL)[number];

export const SPARE_METRES = ['keep', 'free'] as const;
export type SpareMetres = (typeof SPARE_METRES)[number];

/**
 * `remote-first`: the quickest remote lot to reach, else the quickest other. `nearest`: the quickest
 * lot of all. `cruise`: along the streets for up to `cruiseLimit_s`, else the quickest lot.
 * `cheapest`: by cost a kilometre, cost an hour, fee and expected stay.
 */
export const IDLE_CHOICES = ['remote-first', 'nearest', 'cruise', 'cheapest'] as const;
export type IdleChoice = (typeof IDLE_CHOICES)[number];

export const MOVED_CARS = ['put-back', 'move-on'] as const;
export type MovedCars = (typeof MOVED_CARS)[number];

/**
 * `nearest-idle`: one request after the other to the idle vehicle that is there first.
 * `batch`: all undecided requests and idle vehicles at once, most served with the shortest empty way.
 * `insertion`: pooled, each request to where it adds least.
 * `shareability`: the same, then vehicles near the new requests trade what they have not picked up.
 */
export const DISPATCHERS = ['nearest-idle', 'batch', 'insertion', 'shareability'] as const;
export const TRIP_SOLVERS = ['own', 'highs'] as const;
export type TripSolverName = (typeof TRIP_SOLVERS)[number];
export type DispatcherName = (typeof DISPATCHERS)[number];

/**
 * `none`: idle vehicles go to a remote lot. `recent`: they wait in lots of the district, shared out
 * like the requests of the last `forecast_s`. `perfect`: like those that will come. `plus-one`: each
 * request served draws one vehicle to where it was made.
 */
export const REBALANCINGS = ['none', 'recent', 'perfect', 'plus-one'] as const;
export type RebalancingName = (typeof REBALANCINGS)[number];

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
  };

  readonly traffic: {
    readonly laneChanging: LaneChanging;
    /**
     * Time without oncoming vehicles in which a driver passes one that has stopped in the only lane of
     * a two-way street; 0 for never.
     */
    readonly passingGap_s: number;
  };

  readonly routing: {
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
  };

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
  };

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
      readonly leastShare: {
        readonly parking: number;
        readonly pudo: number;
        readonly loading: number;
      };
      /** Metres that no use wants become free land for walking, or stay as they are. */
      readonly spareMetres: SpareMetres;
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
    /** Share of human drivers who stop in the lane even beside a free bay. */
    readonly besideShare: number;
    /** Standing in the lane before a bay is reached, and before the way on begins. */
    readonly pullIn_s: number;
    readonly pullOut_s: number;
    /** Replaces the network's timetables: metres marked `parking` become `pudo` between these clock times. */
    readonly pudoHours: { readonly from_s: number; readonly to_s: number } | null;
    /** Standing time to let a traveller out or in. */
    readonly dwell_s: number;
    /** Standing time of a delivery. */
    readonly deliveryDwell_s: number;
    /** Length of a pick-up bay. */
    readonly bay_m: number;
    /** Farthest a traveller walks to a bay beyond the way to the address's own kerb. */
    readonly walkLimit_m: number;
    /** Share of automated and human drivers who look for the next zone instead of stopping in the lane. */
    readonly compliance: { readonly human: number; readonly automated: number };
  };

  readonly fleet: {
    readonly vehicleCount: number;
    readonly seatCount: number;
    readonly dispatcher: DispatcherName;
    /** Who chooses between trips for `shareability`: the own solver, or the integer program HiGHS. */
    readonly tripSolver: TripSolverName;
    /** How often undecided requests are looked at, s. */
    readonly dispatchEvery_s: number;
    readonly rebalancing: RebalancingName;
    /** How often idle vehicles are sent to where they are expected to be wanted, s. */
    readonly rebalanceEvery_s: number;
    /** Whose requests are expected then: those of the next … s. */
    readonly forecast_s: number;
    /** From submission to boarding. */
    readonly maxWait_s: number;
    /** A ride takes at most this factor times the direct time … */
    readonly maxDetour: number;
    /** … plus this. */
    readonly detourAllowance_s: number;
    /** An idle vehicle goes to a remote lot after this time at a curb. */
    readonly idleStay_s: number;
  };

  readonly walking: { readonly speed_mps: number };

  readonly output: {
    /** Length of a measuring period, s. */
    readonly period_s: number;
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
  },
  traffic: { laneChanging: 'for-speed', passingGap_s: 7 },
  routing: { refresh_s: 300, smoothing: 0.1, noise: 0.15, routeCapacity: 96 },
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
  },
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
      leastShare: { parking: 0, pudo: 0.1, loading: 0.05 },
      spareMetres: 'keep',
    },
    whenFull: { human: 'next-zone', automated: 'next-zone' },
    tries: 3,
    longestWait_s: 300,
    besideShare: 0.08,
    pullIn_s: 4,
    pullOut_s: 2,
    pudoHours: null,
    dwell_s: 30,
    deliveryDwell_s: 240,
    bay_m: 6,
    walkLimit_m: 150,
    compliance: { human: 0.85, automated: 1 },
  },
  fleet: {
    vehicleCount: 0,
    seatCount: 4,
    dispatcher: 'insertion',
    tripSolver: 'own',
    dispatchEvery_s: 5,
    rebalancing: 'none',
    rebalanceEvery_s: 300,
    forecast_s: 900,
    maxWait_s: 480,
    maxDetour: 1.4,
    detourAllowance_s: 180,
    idleStay_s: 120,
  },
  walking: { speed_mps: 1.3 },
  output: { period_s: 900 },
};
