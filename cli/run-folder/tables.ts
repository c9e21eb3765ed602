/**
 * The tables of a run folder: each file's columns in order, with type, unit and meaning. Writing,
 * reading and `datapackage.json` are all made from this list.
 */
import {
  type BatteryRow,
  type BlockRow,
  type BusRow,
  type CallRow,
  type ChargerRow,
  type CrossingRow,
  type CurbRow,
  type FleetRow,
  type FreedLandRow,
  type FullCurbRow,
  type GridlockRow,
  type IterationRow,
  type LandRow,
  type LinkRow,
  type LotRow,
  type RunResult,
  type SessionRow,
  type StateRow,
  type TollRow,
  type TripRow,
  VEHICLE_STATES,
  type VehicleState,
  type VisitRow,
} from '../../core/metrics/run-result.js';

export type ColumnType = 'number' | 'integer' | 'string' | 'boolean';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
  /** Empty for texts and pure numbers. */
  readonly unit: string;
  readonly description: string;
}

export interface TableFormat {
  /** Name in `RunResult`; the file is `<name>.csv`. */
  readonly name: TableName;
  readonly description: string;
  readonly columns: readonly Column[];
  /** Columns that together name a row. */
  readonly primaryKey: readonly string[];
  /** Only runs with scheduled vehicles have it. */
  readonly isOptional?: boolean;
}

export type TableName = Exclude<keyof RunResult, 'summary'>;

const OPTIONAL: readonly TableName[] = ['buses', 'visits', 'calls', 'crossings'];

/** Every key of a row must be listed; the columns stand in the order of listing. */
type Columns<Row> = { readonly [Name in keyof Row & string]-?: Omit<Column, 'name'> };

function table<Row>(
  name: TableName,
  description: string,
  primaryKey: readonly (keyof Row & string)[],
  columns: Columns<Row>,
): TableFormat {
  const list = Object.entries<Omit<Column, 'name'>>(columns);
  return {
    name,
    description,
    primaryKey,
    ...(OPTIONAL.includes(name) ? { isOptional: true } : {}),
    columns: list.map(([column, rest]) => ({ name: column, ...rest })),
  };
}

const number = (unit: string, description: string) =>
  ({ type: 'number', unit, description }) as const;
const integer = (unit: string, description: string) =>
  ({ type: 'integer', unit, description }) as const;
const text = (description: string) => ({ type: 'string', unit: '', description }) as const;
const truth = (description: string) => ({ type: 'boolean', unit: '', description }) as const;

const periodEnd = number('s', 'clock time, seconds after midnight, end of the period');
const periodStart = number('s', 'clock time of the measuring period, seconds after midnight');

const STATE_MEANINGS: Readonly<Record<VehicleState, string>> = {
  parkedCurb: 'in a stall at the curb',
  parkedLot: 'in a lot of the district',
  parkedOutside: 'outside the district',
  stopped: 'in a bay, letting people in or out or delivering',
  doubleParked: 'stopped in a moving lane',
  waitingToEnter: 'waiting to get onto the road',
  occupied: 'driving with travellers or goods',
  pickup: 'driving empty to a traveller',
  cruising: 'looking for a stall or bay, or driving on with nowhere to wait',
  toParking: 'driving empty to a lot or home',
  rebalancing: 'driving empty to expected requests',
};

const stateColumns = Object.fromEntries(
  VEHICLE_STATES.map((state) => [state, integer('vehicles', `vehicles ${STATE_MEANINGS[state]}`)]),
) as Record<VehicleState, Omit<Column, 'name'>>;

export const RUN_TABLES: readonly TableFormat[] = [
  table<StateRow>('states', 'Vehicles in each state, at the end of each period.', ['time_s'], {
    time_s: periodEnd,
    ...stateColumns,
  }),
  table<FleetRow>(
    'fleet',
    'The shared fleet by period and operator; empty without one.',
    ['time_s', 'operator'],
    {
      time_s: periodEnd,
      operator: text('operator: first, second or third'),
      requestCount: integer('', 'rides asked for'),
      rejectedCount: integer('', 'rides rejected'),
      rejectedNoVehicleCount: integer('', 'of these, no vehicle could come in time'),
      rejectedPartyCount: integer('', 'of these, more persons than a vehicle has seats'),
      rejectedNoWayCount: integer('', 'of these, no way leads there'),
      rejectedFullCurbCount: integer('', 'of these, the curb was full where they waited'),
      prebookedCount: integer('', 'of the rides asked for, ahead of the departure'),
      repeatedCount: integer('', 'rides asked for again after a refusal'),
      tradedCount: integer('', 'rides that vehicles have traded'),
      refusedCount: integer('', 'refusals after which the traveller asks again, or somebody else'),
      pickedUpCount: integer('', 'travellers picked up'),
      droppedOffCount: integer('', 'travellers set down'),
      wait_s: number('s', 'mean wait of those picked up'),
      detour: number('', 'time of rides over that of their direct ways'),
      occupancy: number('persons', 'persons per occupied kilometre'),
      pickupWay_m: number('m', 'empty way to a traveller, per traveller picked up'),
      occupied_m: number('m', 'way with people, of legs that ended'),
      pickup_m: number('m', 'way empty to travellers, of legs that ended'),
      rebalancing_m: number('m', 'way empty to expected requests, of legs that ended'),
      toParking_m: number('m', 'way empty to a lot, of legs that ended'),
      occupiedCount: integer('vehicles', 'vehicles with people under way, at the end'),
      toPickupCount: integer('vehicles', 'vehicles empty to a traveller, at the end'),
      rebalancingCount: integer('vehicles', 'vehicles empty to expected requests, at the end'),
      toParkingCount: integer('vehicles', 'vehicles empty to a lot, at the end'),
      standingCount: integer('vehicles', 'vehicles that stand, at the end'),
      onDutyCount: integer('vehicles', 'vehicles on duty, at the end'),
    },
  ),
  table<ChargerRow>(
    'chargers',
    'Chargers of each lot and zone by period; empty where the fleet has no batteries.',
    ['time_s', 'kind', 'place'],
    {
      time_s: periodEnd,
      kind: text('lot or curb'),
      place: text('lot or curb zone of the network'),
      chargerCount: integer('', 'chargers'),
      chargingCount: integer('vehicles', 'vehicles that charge, at the end'),
      queueingCount: integer('vehicles', 'vehicles that wait for a charger, at the end'),
      startedCount: integer('vehicles', 'vehicles plugged in'),
      charged_kWh: number('kWh', 'energy given, of charging that ended'),
      wait_s: number('s', 'mean time in the queue of those plugged in'),
      queueing_s: number('s', 'time in the queue of all vehicles together'),
      occupancy: number('', 'share of the chargers’ time in use'),
    },
  ),
  table<BatteryRow>(
    'batteries',
    'All batteries of the fleet by period; empty where it has none.',
    ['time_s'],
    {
      time_s: periodEnd,
      stock_kWh: number('kWh', 'energy in them, at the end'),
      used_kWh: number('kWh', 'energy taken out'),
      charged_kWh: number('kWh', 'energy put in'),
      lowest_kWh: number('kWh', 'in the emptiest one, at the end'),
      sparedCount: integer('vehicles', 'vehicles that get no rides because they must charge'),
    },
  ),
  table<LandRow>('land', 'Land by use, at the end of each hour.', ['time_s'], {
    time_s: periodEnd,
    movingLanes_m2: number('m²', 'carriageways, junctions included'),
    sidewalks_m2: number('m²', 'sidewalks'),
    curbParkingTaken_m2: number('m²', 'curb stalls with a parked car'),
    curbParkingFree_m2: number('m²', 'curb stalls without one'),
    curbPudo_m2: number('m²', 'curb for picking up and dropping off, bus stops included'),
    curbLoading_m2: number('m²', 'curb for loading'),
    curbCharging_m2: number('m²', 'curb for charging, stalls without a car'),
    curbUnused_m2: number('m²', 'curb lane without a use at this hour'),
    lotsTaken_m2: number('m²', 'lots of the district, taken stalls'),
    lotsFree_m2: number('m²', 'lots of the district, free stalls'),
    blocks_m2: number('m²', 'blocks without their lots'),
    exportedTaken_m2: number('m²', 'lots outside the district, taken stalls'),
    exportedFree_m2: number('m²', 'lots outside the district, free stalls'),
  }),
  table<LinkRow>('links', 'Traffic of each link and period with a vehicle.', ['time_s', 'link'], {
    time_s: periodStart,
    link: text('link of the network'),
    vehicle_s: number('s', 'time spent on it by all vehicles together'),
    vehicle_m: number('m', 'way made on it by all vehicles together'),
    entryCount: integer('vehicles', 'vehicles that came onto it'),
    exitCount: integer('vehicles', 'vehicles that left it'),
    longestQueueCount: integer('vehicles', 'longest queue in one lane'),
    tti: number('', 'free-flow speed over mean speed'),
  }),
  table<CurbRow>('curbs', 'Stops at each curb zone by period.', ['time_s', 'zone'], {
    time_s: periodStart,
    zone: text('curb zone of the network'),
    use: text('what it may be used for: parking, pudo, loading, none, bus'),
    stopCount: integer('', 'stops'),
    refusedCount: integer('', 'arrivals that found no room'),
    parkedCount: integer('vehicles', 'cars parked'),
    stopped_s: number('s', 'time stood by all stops together'),
    parkings: integer('', 'cars that parked in the period'),
    parked_s: number('s', 'time stood by all parked cars together'),
    personCount: integer('persons', 'persons who got in or out'),
    occupancy: number('', 'share of its metres in use, on average'),
    persons_perHour6m: number('1/h', 'persons an hour on each 6 m of it'),
    revenue: number('', 'fees of stops that began and stays that ended'),
  }),
  table<FullCurbRow>(
    'fullCurbs',
    'What vehicles did that found their curb zone full.',
    ['vehicleClass', 'answer'],
    {
      vehicleClass: text('HDV, PAV, SAV, VAN or ROBOT'),
      answer: text('next-zone, circulate, wait-in-lane, stop-in-lane, go-to-lot or refuse'),
      count: integer('', 'how often'),
    },
  ),
  table<SessionRow>(
    'sessions',
    'Stays and stops at the curb, where `output.sessions` keeps them.',
    ['vehicle', 'from_s'],
    {
      zone: text('curb zone of the network'),
      vehicle: integer('', 'row of the vehicle'),
      vehicleClass: text('HDV, PAV, SAV, VAN or ROBOT'),
      isStop: truth('whether it stopped for people or goods; else it parked'),
      from_s: number('s', 'clock time at which it stood, seconds after midnight'),
      to_s: number('s', 'clock time at which it left, or the run ended'),
      hasEnded: truth('whether it had left when the run ended'),
    },
  ),
  table<LotRow>('lots', 'Stalls of each lot by hour.', ['time_s', 'lot'], {
    time_s: periodEnd,
    lot: text('lot of the network'),
    kind: text('surface, structure, underground or viaduct'),
    isInside: truth('whether its land is inside the district'),
    users: text('who may drive in: all, residents, others, or shared by the hour'),
    stallCount: integer('stalls', 'stalls'),
    takenCount: integer('stalls', 'stalls with a car'),
    refusedCount: integer('', 'arrivals that found it full'),
    depth: integer('cars', 'cars one behind another; 1 where each can leave at once'),
    retrievedCount: integer('', 'cars brought to the entrance of a dense lot'),
    moveCount: integer('', 'moves of other cars that these took'),
    revenue: number('', 'fees of stays that ended'),
  }),
  table<BlockRow>('blocks', 'Parking land of each block by hour.', ['time_s', 'block'], {
    time_s: periodEnd,
    block: text('block of the network; empty for curbs and lots at none'),
    curbTaken_m2: number('m²', 'curb beside it with a parked car'),
    curbFree_m2: number('m²', 'curb beside it for parking without one'),
    curbOther_m2: number('m²', 'curb beside it for anything else'),
    lotsTaken_m2: number('m²', 'lots on it, taken stalls'),
    lotsFree_m2: number('m²', 'lots on it, free stalls'),
  }),
  table<FreedLandRow>(
    'freedLand',
    'Pieces of land that vehicles did not need.',
    ['kind', 'name', 'start_m'],
    {
      kind: text('curb or lot'),
      name: text('link along whose right side the strip lies, or the lot'),
      block: text('block beside it, or empty'),
      start_m: number('m', 'start of the strip along its link'),
      end_m: number('m', 'end of the strip along its link'),
      isCornerToCorner: truth('whether the strip holds all zones of its street side'),
      zoneCount: integer('zones', 'curb zones in it'),
      length_m: number('m', 'metres of its zones'),
      area_m2: number('m²', 'its land'),
      from_s: number('s', 'time of day from which it is free, seconds after midnight'),
      hourCount: integer('h', 'hours for which it is free; 24 for always'),
    },
  ),
  table<TripRow>('trips', 'Every trip, in the order of names.', ['trip'], {
    trip: text('name of the trip'),
    kind: text('resident, commuter, visitor, van or through'),
    status: text('arrived, rejected or unfinished'),
    departure_s: number('s', 'clock time of leaving the door, seconds after midnight'),
    total_s: number('s', 'door to door'),
    wait_s: number('s', 'waiting for a vehicle or to get onto the road'),
    pickedUp_s: number('s', 'clock time at which a vehicle came for the traveller'),
    inVehicle_s: number('s', 'in the vehicle'),
    walk_s: number('s', 'walking'),
    free_s: number('s', 'driving time of the direct way on empty streets'),
  }),
  table<GridlockRow>('gridlock', 'Links of each ring of blocked links.', ['ring', 'link'], {
    time_s: number('s', 'clock time the ring was found, seconds after midnight'),
    ring: integer('', 'number of the ring'),
    link: text('link of the ring'),
    vehicle: integer('', 'row of the vehicle that closed it'),
  }),
  table<BusRow>('buses', 'Bus lines by period.', ['time_s', 'line'], {
    time_s: periodEnd,
    line: text('line and direction'),
    stopCount: integer('', 'stops served'),
    laneStopCount: integer('', 'of these in the moving lane'),
    runCount: integer('', 'buses that came to the end of the line'),
    way_m: number('m', 'way from stop to stop'),
    run_s: number('s', 'time from stop to stop, standing included'),
    speed_kmh: number('km/h', 'mean speed from stop to stop, standing included'),
    dwell_s: number('s', 'mean standing time at a stop'),
    headwayCount: integer('', 'times between departures from one stop'),
    headway_s: number('s', 'mean time between departures from one stop'),
    headwayVariation: number('', 'standard deviation of these times over their mean'),
    wait_s: number('s', 'mean wait of persons who come at random'),
    boardedCount: integer('persons', 'persons who got in'),
    alightedCount: integer('persons', 'persons who got out'),
    leftBehindCount: integer('persons', 'persons for whom there was no room'),
  }),
  table<VisitRow>('visits', 'Shops, offices and clinics on wheels.', ['visit'], {
    visit: text('name of the visit'),
    kind: text('shop, office or clinic'),
    place: text('curb zone or lot where it stands'),
    status: text('closed, open (at the end), refused (no room) or missed'),
    arrives_s: number('s', 'clock time at which it was to be there'),
    opened_s: number('s', 'clock time from which it stood there'),
    late_s: number('s', 'how much later than planned'),
    stood_s: number('s', 'time it stood'),
    taken_mh: number('m·h', 'metres of curb, or of its stall, times hours'),
  }),
  table<CallRow>('calls', 'Calls for emergency vehicles.', ['call'], {
    call: text('name of the call'),
    address: text('address it comes from'),
    station: text('station that answers it'),
    status: text('reached or unreached'),
    made_s: number('s', 'clock time of the call'),
    response_s: number('s', 'from the call to the vehicle at the scene'),
    drive_s: number('s', 'part of it on the road'),
    way_m: number('m', 'way driven to the scene'),
    passedCount: integer('', 'vehicles in queues passed on the other side of the street'),
  }),
  table<TollRow>(
    'tolls',
    'Tolls paid by period, link and class.',
    ['time_s', 'link', 'vehicleClass'],
    {
      time_s: periodEnd,
      link: text('link of the network'),
      vehicleClass: text('HDV, PAV, SAV, VAN or ROBOT'),
      paymentCount: integer('', 'vehicles that paid'),
      revenue: number('money', 'what they paid, in the currency of the scenario'),
    },
  ),
  table<CrossingRow>(
    'crossings',
    'People who cross at signals by period.',
    ['time_s', 'junction'],
    {
      time_s: periodEnd,
      junction: text('node of the network'),
      walkerCount: integer('persons', 'persons who crossed'),
      wait_s: number('s', 'mean wait at the kerb'),
    },
  ),
  table<IterationRow>('iterations', 'How far ways were from the best, day by day.', ['iteration'], {
    iteration: integer('', 'number of the day, from 1'),
    relativeGap: number(
      '',
      "what ways cost above the best on the day's times, over what they cost",
    ),
    routedCount: integer('trips', 'trips whose ways were compared'),
    changedCount: integer('trips', 'trips that take another way on the next day'),
    cost_h: number('h', 'what the ways cost as their drivers feel it'),
    vht_h: number('h', 'vehicle-hours on the road'),
  }),
];
