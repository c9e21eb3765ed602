import { describe, expect, test } from 'vitest';
import { REGIMES } from '../../scenario/scenario.js';
import { TOWN_START_s, townRun } from '../../testing/small-town.js';
import { type SteppedRun, steppedRun } from '../../testing/stepped-run.js';
import { ON_ROAD } from '../../traffic/traffic-state.js';
import type { World } from '../../world.js';
import { DRIVING, ENTERING, PARKED } from '../activities.js';
import { checkConservation, createConservationScratch } from './conservation.js';

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
    law: 'FLOW',
    what: 'a link that forgets one who came',
    where: isOnLink,
    breakIt: (world, vehicle) => {
      const link = world.network.lanes.link[laneOf(world, vehicle)]!;
      world.traffic.links.entryCount[link]!--;
    },
  },
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
    what: 'a mover that remembers the end of another lane',
    where: isOnLink,
    breakIt: ({ vehicles, traffic }, vehicle) => {
      traffic.movers.laneEnd_m[vehicles.mover[vehicle]!]! += 1;
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
    breakIt: (world, vehicle) => {
      world.traffic.lanes.occupied_m[laneOf(world, vehicle)]! += 1;
    },
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
    breakIt: ({ vehicles }, vehicle) => {
      vehicles.mover[vehicle] = -1 as never;
    },
  },
  {
    law: 'VEHICLE',
    what: 'a parked vehicle that holds a mover',
    where: doing(DRIVING),
    breakIt: ({ vehicles }, vehicle) => {
      vehicles.activity[vehicle] = PARKED;
    },
  },
  {
    law: 'VEHICLE',
    what: 'a vehicle on a lane that waits for the road',
    where: doing(DRIVING),
    breakIt: ({ vehicles }, vehicle) => {
      vehicles.activity[vehicle] = ENTERING;
    },
  },
  {
    law: 'VEHICLE',
    what: 'a mover with two vehicles',
    where: doing(DRIVING),
    breakIt: ({ vehicles, traffic }, vehicle) => {
      traffic.movers.vehicle[vehicles.mover[vehicle]] = ((vehicle + 1) % 2) as never;
    },
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
    breakIt: ({ zones }) => {
      zones.taken_m[0]! += 1;
    },
  },
  {
    law: 'CURB',
    what: 'a zone that counts a parked car too many',
    where: doing(PARKED),
    breakIt: ({ zones }) => void zones.parkedCount[1]!++,
  },
  {
    law: 'CURB',
    what: 'a bay that is held for nobody',
    where: () => true,
    breakIt: ({ zones }) => void zones.heldCount[1]!++,
  },
  {
    law: 'CURB',
    what: 'a bay held for a vehicle that goes elsewhere',
    where: doing(DRIVING),
    breakIt: ({ zones, vehicles, scenario }, vehicle) => {
      vehicles.heldZone[vehicle] = (vehicles.targetRow[vehicle]! + 1) % 2;
      zones.heldCount[vehicles.heldZone[vehicle]!]!++;
      zones.taken_m[vehicles.heldZone[vehicle]!]! += scenario.curb.bay_m;
    },
  },
  {
    law: 'CURB',
    what: 'a zone that is shorter than what stands in it',
    where: ({ zones, timetables }) => timetables.some((_, zone) => zones.taken_m[zone]! > 0),
    breakIt: ({ zones, timetables }) => {
      for (const zone of timetables.keys()) zones.end_m[zone] = zones.start_m[zone]! + 1;
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
