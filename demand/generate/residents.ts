/** Residents' cars: which day each has, and where it goes. */
import { PURPOSE } from '../../core/base/random.js';
import { DAY_CURVES, type DayCurve } from '../day-curve.js';
import type { Destinations } from './destinations.js';
import { Draws } from './draws.js';
import type { Gates } from './gates.js';
import type { Address } from './places.js';
import {
  drawStay_s,
  type StayBand,
  type Stop,
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
 * Shares of moving cars by the day they have. Reasons: 2.6 trips a car, so that 37,300 trips leave a
 * seventh of the 16,900 cars idle; and three cars in ten outside the district for some hours, so that
 * with the commuters' cars 21,200 stand inside at 14:00. Three plans in four go to work.
 */
const DAY_PLANS: readonly DayPlan[] = [
  { share: 0.18, tours: [['errand']] },
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

const STAYS: Readonly<Record<Activity, readonly StayBand[]>> = {
  work: WORK_STAYS,
  /** The way beyond the gate and back takes time too. */
  workOutside: WORK_STAYS.map(({ share, from_h, to_h }) => ({
    share,
    from_h: from_h + 0.5,
    to_h: to_h + 1,
  })),
  errand: [{ share: 1, from_h: 0.3, to_h: 1.3 }],
  errandOutside: [{ share: 1, from_h: 1.5, to_h: 4 }],
  leisure: [{ share: 1, from_h: 1, to_h: 3 }],
};

export function residentFleet(
  { seed, tripCount }: { seed: number; tripCount: number },
  destinations: Destinations,
  gates: Gates,
): Fleet {
  const possible = DAY_PLANS.filter(({ tours }) => tours.flat().every(isPossible));
  const plans = new WeightedChoice(possible, (plan) => plan.share);
  return makeUntil({ tripCount, prefix: 'r', leastPerCar: 2 }, (vehicle, fits) => {
    const draws = new Draws(seed, vehicle);
    const drawn = plans.pick(draws.next(PURPOSE.chain));
    // The last cars may have to take another plan to make the count exact; the first always fits.
    const plan = [drawn, ...possible].find((choice) => fits(tripCountOf(choice)))!;
    const home = destinations.home(draws);
    const tours = plan.tours.map((activities) => tourFrom(home, activities, draws));
    const partySize = drawPartySize('resident', draws);
    return tripsOfTours({ kind: 'resident', vehicle, partySize }, tours, draws);
  });

  function isPossible(activity: Activity): boolean {
    if (activity === 'work') return destinations.hasJobs;
    return !activity.endsWith('Outside') || !gates.isEmpty;
  }

  function tourFrom(home: Address, activities: readonly Activity[], draws: Draws): Tour {
    let here = home;
    const stops = activities.map((activity): Stop => {
      const stay_s = drawStay_s(draws, STAYS[activity]);
      if (activity.endsWith('Outside')) return outsideStop(stay_s, draws);
      here =
        activity === 'work'
          ? destinations.workFrom(here, draws)
          : destinations.errandFrom(here, draws);
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
