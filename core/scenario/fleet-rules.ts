/** What a scenario says about the shared fleet: rules, units, defaults. */

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
 * like the requests of the last `forecast_s`. `perfect`: like those that will come. `historical`: like
 * those of another day at the same time. `plus-one`: each request served draws one vehicle to where it
 * was made.
 */
export const REBALANCINGS = ['none', 'recent', 'perfect', 'historical', 'plus-one'] as const;
export type RebalancingName = (typeof REBALANCINGS)[number];

/**
 * Which vehicles go where once the requests are forecast. `least-driving`: each lot gets its share of
 * the idle vehicles, with the least driving in all. `blocks`: squares of the ground with more than
 * their share send vehicles to squares beside them, after Fagnant and Kockelman 2014.
 */
export const REBALANCE_WAYS = ['least-driving', 'blocks'] as const;
export type RebalanceWay = (typeof REBALANCE_WAYS)[number];

/** Squares for `rebalanceBy: blocks`; a side of 0 leaves the step out. */
export interface BlockRules {
  /** Of the blocks that are balanced first, and of the smaller ones after them. */
  readonly side_m: number;
  readonly innerSide_m: number;
  /** By how many vehicles a block may be out of balance. */
  readonly least: number;
  /** Of the zones that get a vehicle if none is near, and between which stockpiles spread. */
  readonly zoneSide_m: number;
  /** A zone gets one if no idle vehicle is within this of it. */
  readonly reach_m: number;
  /** Idle vehicles that a zone has more than the one beside it before one moves over. */
  readonly surplus: number;
}

/**
 * `parking`: chargers in a zone may be used by whoever parks there. `charging`: only while the zone is
 * for charging, and then by nobody else.
 */
export const CHARGER_USES = ['parking', 'charging'] as const;
export type ChargerUse = (typeof CHARGER_USES)[number];

/** Batteries of the fleet's vehicles and where they are charged. */
export interface ChargingRules {
  /** Energy that a full battery holds; 0 for vehicles that never need to charge. */
  readonly battery_kWh: number;
  /** Share of it in each battery at the start. */
  readonly startShare: number;
  readonly use_kWhPerKm: number;
  /** Of air conditioning and computers, while the vehicle is not parked. */
  readonly use_kWhPerHour: number;
  /** An idle vehicle with less goes to a charger, and nobody is given to it … */
  readonly lowShare: number;
  /** … until it has this much; where others wait it is unplugged then. */
  readonly readyShare: number;
  /** A vehicle with this much is unplugged. */
  readonly fullShare: number;
  /** No plan may take a battery below it. */
  readonly reserveShare: number;
  /** Chargers in each remote lot, each other lot, and each curb zone where cars may park. */
  readonly remoteChargerCount: number;
  readonly lotChargerCount: number;
  readonly curbChargerCount: number;
  /** Use of a zone in which its chargers may be used: parking too, or charging alone. */
  readonly curbUse: ChargerUse;
  /** Of one charger in a lot and at a curb. */
  readonly lotPower_kW: number;
  readonly curbPower_kW: number;
}

/** What is an operator's own; all else is the same for all. */
export interface OperatorRules {
  /** Share of travellers who ask it first. */
  readonly share: number;
  readonly vehicleCount: number;
  readonly seatCount: number;
  readonly dispatcher: DispatcherName;
}

/** Names of the operators of a fleet: codes of `operator`. */
export const OPERATORS = ['first', 'second', 'third'] as const;

/**
 * `stop`: who is refused asks the same operator again, as often as `retries` says. `ask-others`: the
 * other operators in turn at once, and only then pauses.
 */
export const WHEN_REFUSED = ['stop', 'ask-others'] as const;
export type WhenRefused = (typeof WHEN_REFUSED)[number];

/** The operators in order; the first has all travellers that the others leave it. */
export function operatorsOf(fleet: FleetRules): OperatorRules[] {
  const others = [fleet.second, fleet.third].filter((rules) => rules !== null);
  const { vehicleCount, seatCount, dispatcher } = fleet;
  const share = others.reduce((rest, other) => rest - other.share, 1);
  return [{ share, vehicleCount, seatCount, dispatcher }, ...others];
}

/** Vehicles of all operators. */
export const fleetSizeOf = (fleet: FleetRules): number =>
  operatorsOf(fleet).reduce((sum, { vehicleCount }) => sum + vehicleCount, 0);

export interface FleetRules {
  readonly vehicleCount: number;
  readonly seatCount: number;
  readonly dispatcher: DispatcherName;
  /** Operators beside the first, which has the fields above. */
  readonly second: OperatorRules | null;
  readonly third: OperatorRules | null;
  readonly whenRefused: WhenRefused;
  /** Who chooses between trips for `shareability`: the own solver, or the integer program HiGHS. */
  readonly tripSolver: TripSolverName;
  /** How often undecided requests are looked at, s. */
  readonly dispatchEvery_s: number;
  /** Seconds of a vehicle's time that pooling gives for a second of waiting, and of riding. */
  readonly waitWeight: number;
  readonly rideWeight: number;
  readonly rebalancing: RebalancingName;
  /** How often idle vehicles are sent to where they are expected to be wanted, s. */
  readonly rebalanceEvery_s: number;
  /** Whose requests are expected then: those of the next … s. */
  readonly forecast_s: number;
  readonly rebalanceBy: RebalanceWay;
  readonly blocks: BlockRules;
  /** From submission to boarding. */
  readonly maxWait_s: number;
  /** A ride takes at most this factor times the direct time … */
  readonly maxDetour: number;
  /** … plus this. */
  readonly detourAllowance_s: number;
  /** An idle vehicle goes to a remote lot after this time at a curb. */
  readonly idleStay_s: number;
  /** Rides asked for ahead of the departure, unless the trips say which. */
  readonly prebooking: {
    /** Share of travellers who do. */
    readonly share: number;
    readonly lead_s: number;
    /** A vehicle is to come within this time from the departure. */
    readonly window_s: number;
  };
  /** What travellers do whose ride is refused. */
  readonly retries: {
    /** How often they ask again; after that they do not travel. */
    readonly count: number;
    readonly pause_s: number;
  };
  /** Standing time beyond `curb.dwell_s`. */
  readonly boarding: {
    /** For each further person who gets in or out. */
    readonly perPerson_s: number;
    /** Share of travellers who need more time (wheelchairs, prams), and how much. */
    readonly slowShare: number;
    readonly slow_s: number;
  };
  /** When vehicles are on duty; null for always. They share the shifts in turn. */
  readonly shifts: {
    /** Clock times, rising. */
    readonly starts_s: readonly number[];
    readonly length_s: number;
  } | null;
  /** Lots where vehicles begin the day, in turn; remote ones, or all where there are none, unless given. */
  readonly depots: readonly string[];
  readonly charging: ChargingRules;
}

export const DEFAULT_FLEET: FleetRules = {
  vehicleCount: 0,
  seatCount: 4,
  dispatcher: 'insertion',
  second: null,
  third: null,
  whenRefused: 'stop',
  tripSolver: 'own',
  dispatchEvery_s: 5,
  waitWeight: 0.5,
  rideWeight: 0,
  rebalancing: 'none',
  rebalanceEvery_s: 300,
  forecast_s: 900,
  rebalanceBy: 'least-driving',
  // Two miles, one mile, a quarter of a mile; within half a mile.
  blocks: {
    side_m: 3219,
    innerSide_m: 1609,
    least: 5,
    zoneSide_m: 402,
    reach_m: 805,
    surplus: 3,
  },
  maxWait_s: 480,
  maxDetour: 1.4,
  detourAllowance_s: 180,
  idleStay_s: 120,
  prebooking: { share: 0, lead_s: 1800, window_s: 120 },
  retries: { count: 0, pause_s: 300 },
  boarding: { perPerson_s: 0, slowShare: 0, slow_s: 60 },
  shifts: null,
  depots: [],
  charging: {
    battery_kWh: 0,
    startShare: 0.8,
    use_kWhPerKm: 0.18,
    use_kWhPerHour: 1,
    lowShare: 0.3,
    readyShare: 0.6,
    fullShare: 0.9,
    reserveShare: 0.1,
    remoteChargerCount: 0,
    lotChargerCount: 0,
    curbChargerCount: 0,
    curbUse: 'parking',
    lotPower_kW: 50,
    curbPower_kW: 11,
  },
};
