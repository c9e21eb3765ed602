/** Residents' cars: which day each has, and where it goes. */
import { PURPOSE } from '../../core/base/random.js';
import { DAY_CURVES, type DayCurve } from '../day-curve.js';
import type { Destinations } from './destinations.js';
import { Draws } from './draws.js';
import type { Gates } from './gates.js';
import type { Address } from './places.js';
import {
  drawStay_s,
  type Stays,
  type Stop,
  staysOf,
  type Tour,
  tripsOfTours,
  WORK_STAYS,
} from './tours.js';
import { drawPartySize, type Fleet, makeUntil } from './vehicles.js';
import { WeightedChoice } from './weighted-choice.js';

type Activity = 'work' | 'errand' | 'leisure' | 'workOutside' | 'errandOutside';

interface DayPlan {
  readonly share: number;
  /** Each inner list is a tour: it begins and ends at home. */
  readonly tours: readonly (readonly Activity[])[];
}

/**
 * Shares of moving cars by the day they have; seven in ten go to work. Reasons: 2.6 trips a car, so
 * that 37,300 trips leave a sixth of the 16,900 cars idle; and three cars in ten outside the district
 * for some hours, so that with the commuters' cars about 21,200 stand inside at 14:00.
 */
const DAY_PLANS: readonly DayPlan[] = [
  { share: 0.15, tours: [['errand']] },
  { share: 0.03, tours: [['errand', 'errand']] },
  { share: 0.2, tours: [['work']] },
  { share: 0.2, tours: [['workOutside']] },
  { share: 0.15, tours: [['work', 'errand']] },
  { share: 0.04, tours: [['errandOutside']] },
  { share: 0.09, tours: [['work'], ['leisure']] },
  { share: 0.07, tours: [['errand'], ['leisure']] },
  { share: 0.07, tours: [['workOutside'], ['leisure']] },
];

/** When a tour sets out, by its first activity. */
const CURVES: Readonly<Record<Activity, DayCurve>> = {
  work: DAY_CURVES.work,
  workOutside: DAY_CURVES.commute,
  errand: DAY_CURVES.errand,
  errandOutside: DAY_CURVES.errand,
  leisure: DAY_CURVES.leisure,
};

const STAYS: Readonly<Record<Activity, Stays>> = {
  work: WORK_STAYS,
  /** As at work, and the way beyond the gate and back. */
  workOutside: staysOf(
    { share: 0.75, from_h: 8.75, to_h: 10.5 },
    { share: 0.25, from_h: 4, to_h: 7 },
  ),
  errand: staysOf({ share: 1, from_h: 0.3, to_h: 1.3 }),
  errandOutside: staysOf({ share: 1, from_h: 1.5, to_h: 4 }),
  leisure: staysOf({ share: 1, from_h: 1, to_h: 3 }),
};

export function residentFleet(
  { seed, tripCount }: { seed: number; tripCount: number },
  destinations: Destinations,
  gates: Gates,
): Fleet {
  const possible = DAY_PLANS.filter(({ tours }) => tours.every(isPossible));
  const plans = new WeightedChoice(possible, (plan) => plan.share);
  return makeUntil({ tripCount, prefix: 'r', leastPerCar: 2 }, (vehicle, fits) => {
    const draws = new Draws(seed, vehicle);
    const drawn = plans.pick(draws.next(PURPOSE.chain));
    // The last cars may have to take another plan to make the count exact.
    const plan = [drawn, ...possible].find((choice) => fits(tripCountOf(choice)));
    if (plan === undefined) return [];
    const home = destinations.home(draws);
    const tours = plan.tours.map((activities) => tourFrom(home, activities, draws));
    const partySize = drawPartySize('resident', draws);
    return tripsOfTours({ kind: 'resident', vehicle, partySize }, tours, draws);
  });

  function isPossible(activities: readonly Activity[]): boolean {
    // Home and every stop are different addresses.
    if (activities.length >= destinations.addressCount) return false;
    return activities.every((activity) => {
      if (activity === 'work') return destinations.hasJobs;
      return !activity.endsWith('Outside') || !gates.isEmpty;
    });
  }

  function tourFrom(home: Address, activities: readonly Activity[], draws: Draws): Tour {
    let here = home;
    const stops = activities.map((activity): Stop => {
      const stay_s = drawStay_s(draws, STAYS[activity]);
      if (activity.endsWith('Outside')) return outsideStop(stay_s, draws);
      here =
        activity === 'work'
          ? destinations.workFrom(here, draws)
          : destinations.errandFrom(here, draws, home);
      return { place: here, stay_s };
    });
    return { curve: CURVES[activities[0]!], from: home, stops, to: home };
  }

  function outsideStop(stay_s: number, draws: Draws): Stop {
    const exit = gates.exit(draws);
    return { place: exit, stay_s, leavesFrom: gates.entryAfter(exit, draws) };
  }
}

const tripCountOf = ({ tours }: DayPlan): number =>
  tours.reduce((count, activities) => count + activities.length + 1, 0);
