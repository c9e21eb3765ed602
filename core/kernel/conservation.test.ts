import { describe, expect, test } from 'vitest';
import { REGIMES, type Regime } from '../scenario/scenario.js';
import { TOWN_START_s, townRun } from '../testing/small-town.js';
import { type SteppedRun, steppedRun } from '../testing/stepped-run.js';
import { ON_ROAD } from '../traffic/traffic-state.js';
import type { World } from '../world.js';
import { DRIVING, ENTERING, IN_BAY, PARKED } from './activities.js';
import { checkConservation, createConservationScratch } from './conservation.js';
import type { Stage } from './stages.js';

const check = (world: World): void => checkConservation(world, createConservationScratch(world));

/** Runs until some vehicle is as `isMeant` says, and gives its row. */
function vehicleWhere(
  run: SteppedRun,
  isMeant: (world: World, vehicle: number) => boolean,
): { world: World; vehicle: number } {
  let vehicle = -1;
  run.until(TOWN_START_s + 3600, () => {
    for (let row = 0; row < run.world.vehicleCount; row++) {
      if (isMeant(run.world, row)) vehicle = row;
    }
    return vehicle >= 0;
  });
  if (vehicle < 0) throw new Error('no vehicle of the town ever came to that');
  return { world: run.world, vehicle };
}

const doing =
  (...activities: number[]) =>
  ({ vehicles }: World, vehicle: number): boolean =>
    activities.includes(vehicles.activity[vehicle]!);

/** On a lane of a link, somebody right behind. */
const isFollowed = ({ vehicles, traffic, network }: World, vehicle: number): boolean => {
  const mover = vehicles.mover[vehicle];
  if (mover < 0) return false;
  const lane = traffic.movers.lane[mover];
  return lane >= 0 && lane < network.linkLaneCount && traffic.movers.behind[mover] >= 0;
};

const isOnLink = ({ vehicles, traffic, network }: World, vehicle: number): boolean => {
  const mover = vehicles.mover[vehicle];
  const lane = mover < 0 ? -1 : traffic.movers.lane[mover];
  return lane >= 0 && lane < network.linkLaneCount && traffic.lanes.reserved[lane] === 0;
};

const laneOf = ({ vehicles, traffic }: World, vehicle: number): number =>
  traffic.movers.lane[vehicles.mover[vehicle]];

interface Twin {
  readonly law: string;
  readonly what: string;
  readonly where: (world: World, vehicle: number) => boolean;
  readonly breakIt: (world: World, vehicle: number) => void;
}

/** One bookkeeping value each, broken by hand. */
const BROKEN_ON_ROAD: readonly Twin[] = [
  {
    law: 'LANE',
    what: 'a lane that counts one too few',
    where: isOnLink,
    breakIt: (world, vehicle) => void world.traffic.lanes.count[laneOf(world, vehicle)]!--,
  },
  {
    law: 'LANE',
    what: 'a lane that counts one too many',
    where: isOnLink,
    breakIt: (world, vehicle) => void world.traffic.lanes.count[laneOf(world, vehicle)]!++,
  },
  {
    law: 'LANE',
    what: 'a mover that takes itself to be elsewhere',
    where: isOnLink,
    breakIt: ({ vehicles, traffic }, vehicle) => {
      const mover = vehicles.mover[vehicle];
      traffic.movers.lane[mover] = (traffic.movers.lane[mover] === 0 ? 1 : 0) as never;
    },
  },
  {
    law: 'LANE',
    what: 'a lane that has forgotten its front',
    where: isFollowed,
    breakIt: (world, vehicle) => {
      const { lanes, movers } = world.traffic;
      const lane = laneOf(world, vehicle);
      lanes.front[lane] = movers.behind[lanes.front[lane]];
    },
  },
  {
    law: 'GAP',
    what: 'a follower inside its leader',
    where: isFollowed,
    breakIt: ({ vehicles, traffic: { movers } }, vehicle) => {
      const mover = vehicles.mover[vehicle];
      movers.position_m[movers.behind[mover]] = movers.position_m[mover]! - 1;
    },
  },
  {
    law: 'ROOM',
    what: 'a lane with room taken by nobody',
    where: isOnLink,
    breakIt: (world, vehicle) =>
      void (world.traffic.lanes.occupied_m[laneOf(world, vehicle)]! += 1),
  },
  {
    law: 'ROAD',
    what: 'a mover on the road that is on no lane',
    where: doing(DRIVING),
    breakIt: ({ traffic }) => void traffic.counters[ON_ROAD]!++,
  },
  {
    law: 'VEHICLE',
    what: 'a vehicle that drives without a mover',
    where: doing(DRIVING),
    breakIt: ({ vehicles }, vehicle) => void (vehicles.mover[vehicle] = -1 as never),
  },
  {
    law: 'VEHICLE',
    what: 'a parked vehicle that holds a mover',
    where: doing(DRIVING),
    breakIt: ({ vehicles }, vehicle) => void (vehicles.activity[vehicle] = PARKED),
  },
  {
    law: 'VEHICLE',
    what: 'a vehicle on a lane that waits for the road',
    where: doing(DRIVING),
    breakIt: ({ vehicles }, vehicle) => void (vehicles.activity[vehicle] = ENTERING),
  },
  {
    law: 'VEHICLE',
    what: 'a mover with two vehicles',
    where: doing(DRIVING),
    breakIt: ({ vehicles, traffic }, vehicle) =>
      void (traffic.movers.vehicle[vehicles.mover[vehicle]] = ((vehicle + 1) % 2) as never),
  },
  {
    law: 'PERSON',
    what: 'a passenger out of nowhere',
    where: doing(DRIVING),
    breakIt: ({ vehicles }, vehicle) => void vehicles.passengerCount[vehicle]!++,
  },
  {
    law: 'CURB',
    what: 'a zone with a metre too many taken',
    where: doing(PARKED),
    breakIt: ({ zones }) => void (zones.taken_m[0]! += 1),
  },
  {
    law: 'CURB',
    what: 'a zone that counts a parked car too many',
    where: doing(PARKED),
    breakIt: ({ zones }) => void zones.parkedCount[1]!++,
  },
  {
    law: 'CURB',
    what: 'a zone that is shorter than what stands in it',
    where: ({ vehicles, zones }, vehicle) =>
      [IN_BAY, PARKED].includes(vehicles.activity[vehicle]!) && zones.taken_m[vehicles.placeRow[vehicle]!]! > 0,
    breakIt: ({ vehicles, zones }, vehicle) => {
      const zone = vehicles.placeRow[vehicle]!;
      zones.end_m[zone] = zones.start_m[zone]! + 1;
    },
  },
  {
    law: 'STALL',
    what: 'a lot with a stall taken by nobody',
    where: doing(PARKED),
    breakIt: ({ lots }) => void lots.takenCount[0]!++,
  },
  {
    law: 'STALL',
    what: 'a lot that expects somebody too many',
    where: doing(PARKED),
    breakIt: ({ lots }) => void lots.expectedCount[1]!++,
  },
  {
    law: 'STALL',
    what: 'a lot with fewer stalls than vehicles',
    where: ({ vehicles, lots }, vehicle) =>
      vehicles.activity[vehicle] === PARKED && lots.takenCount[0]! + lots.takenCount[1]! > 0,
    breakIt: ({ lots }) => {
      lots.stallCount[0] = 0;
      lots.stallCount[1] = 0;
    },
  },
];

describe.each(REGIMES)('in the regime %s', (regime) => {
  test.each(BROKEN_ON_ROAD)('$law is told of $what', ({ law, where, breakIt }) => {
    const { world, vehicle } = vehicleWhere(steppedRun(townRun(regime)), where);
    check(world);
    breakIt(world, vehicle);
    expect(() => check(world)).toThrow(`CON-${law} at ${world.clock.time_s} s`);
  });
});

interface Mutant {
  /** What the stage forgets to note. */
  readonly what: string;
  readonly regime: Regime;
  readonly stage: string;
  readonly counts: (world: World) => { [row: number]: number };
  readonly rowCount: (world: World) => number;
  /** The change that gets lost. */
  readonly lost: 'rise' | 'fall';
  readonly law: string;
}

const ofLanes = ({ network }: World): number => network.laneCount;
const ofLots = ({ lots }: World): number => lots.capacity;
const ofZones = ({ zones }: World): number => zones.capacity;
const ofVehicles = ({ vehicleCount }: World): number => vehicleCount;
const movers = ({ traffic }: World): { [row: number]: number } => traffic.counters;
const persons = ({ vehicles }: World): { [row: number]: number } => vehicles.passengerCount;

/** Each is a run in which one line of bookkeeping is missing. */
const MUTANTS: readonly Mutant[] = [
  mutant('who comes onto the road', 'today', 'enter', movers, () => 2, 'rise', 'ROAD'),
  mutant('who leaves by a gate', 'today', 'hand over', movers, () => 2, 'fall', 'ROAD'),
  mutant('who leaves for a stall', 'today', 'arrivals', movers, () => 2, 'fall', 'ROAD'),
  mutant(
    'room of who comes',
    'today',
    'enter',
    (w) => w.traffic.lanes.occupied_m,
    ofLanes,
    'rise',
    'ROOM',
  ),
  mutant(
    'room of who goes',
    'today',
    'hand over',
    (w) => w.traffic.lanes.occupied_m,
    ofLanes,
    'fall',
    'ROOM',
  ),
  mutant(
    'a mover of a lane',
    'today',
    'hand over',
    (w) => w.traffic.lanes.count,
    ofLanes,
    'rise',
    'LANE',
  ),
  mutant(
    'a mover gone from a lane',
    'today',
    'hand over',
    (w) => w.traffic.lanes.count,
    ofLanes,
    'fall',
    'LANE',
  ),
  mutant(
    'the end of a lane',
    'today',
    'enter',
    (w) => w.traffic.lanes.front,
    ofLanes,
    'rise',
    'LANE',
  ),
  mutant(
    'metres of a parked car',
    'today',
    'arrivals',
    (w) => w.zones.taken_m,
    ofZones,
    'rise',
    'CURB',
  ),
  mutant('metres given back', 'today', 'calendar', (w) => w.zones.taken_m, ofZones, 'fall', 'CURB'),
  mutant(
    'a bay taken',
    'private-automated',
    'arrivals',
    (w) => w.zones.stoppedCount,
    ofZones,
    'rise',
    'CURB',
  ),
  mutant(
    'a bay given back',
    'private-automated',
    'calendar',
    (w) => w.zones.stoppedCount,
    ofZones,
    'fall',
    'CURB',
  ),
  mutant(
    'a stall taken',
    'private-automated',
    'arrivals',
    (w) => w.lots.takenCount,
    ofLots,
    'rise',
    'STALL',
  ),
  mutant(
    'a stall left',
    'private-automated',
    'calendar',
    (w) => w.lots.takenCount,
    ofLots,
    'fall',
    'STALL',
  ),
  mutant(
    'a stall held',
    'private-automated',
    'calendar',
    (w) => w.lots.expectedCount,
    ofLots,
    'rise',
    'STALL',
  ),
  mutant(
    'who was expected',
    'shared-automated',
    'arrivals',
    (w) => w.lots.expectedCount,
    ofLots,
    'fall',
    'STALL',
  ),
  mutant('who gets in', 'shared-automated', 'arrivals', persons, ofVehicles, 'rise', 'PERSON'),
  mutant('who gets out', 'shared-automated', 'arrivals', persons, ofVehicles, 'fall', 'PERSON'),
  mutant('a driver', 'today', 'calendar', persons, ofVehicles, 'rise', 'PERSON'),
  mutant(
    'what a vehicle does',
    'today',
    'arrivals',
    (w) => w.vehicles.activity,
    ofVehicles,
    'fall',
    'VEHICLE',
  ),
];

function mutant(
  what: string,
  regime: Regime,
  stage: string,
  counts: Mutant['counts'],
  rowCount: Mutant['rowCount'],
  lost: Mutant['lost'],
  law: string,
): Mutant {
  return { what, regime, stage, counts, rowCount, lost, law };
}

/** The stage, after which changes of the counts in one direction are undone. */
const withFault =
  ({ stage: name, counts, rowCount, lost }: Mutant) =>
  (stage: Stage, world: World): Stage => {
    if (stage.name !== name) return stage;
    const rows = rowCount(world);
    const now = counts(world);
    const work: Stage['work'] = (start, end, block) => {
      const before = Array.from({ length: rows }, (_, row) => now[row]!);
      stage.work(start, end, block);
      for (const [row, value] of before.entries()) {
        const isLost = lost === 'rise' ? now[row]! > value : now[row]! < value;
        if (isLost) now[row] = value;
      }
    };
    return { ...stage, work };
  };

test.each(MUTANTS)('$law stops a run that forgets to note $what ($regime, $stage)', (fault) => {
  const run = steppedRun(townRun(fault.regime), { replace: withFault(fault) });
  expect(() => run.until(TOWN_START_s + 3600)).toThrow(`CON-${fault.law} at `);
});

test.each(REGIMES)('a run without a fault breaks no law in the regime %s', (regime) => {
  const run = steppedRun(townRun(regime));
  run.until(TOWN_START_s + 3600);
  expect(run.log.filter(({ type }) => type === 'tripArrived').length).toBeGreaterThan(40);
});

