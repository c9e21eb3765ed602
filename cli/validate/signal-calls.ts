/** V-SIG. What signals do for people on foot, buses and emergency vehicles. */
import {
  type CalledCrossing,
  calledCrossing,
  told,
  type Watched,
  watchCrossing,
} from '../../core/testing/called-crossing.js';
import { counted, once, type ValidationCase } from './validation-case.js';

const WALKS_s = 6000;
/** What the crossing's settings say: one may begin to cross in the first seconds of the green. */
const WALK_s = 7;

/** Waits of people at a fixed plan; in each second one comes with a chance of `share`. */
function wait_s(share: number): { readonly mean: number; readonly standardError: number } {
  const run = calledCrossing({ priority: { walkers_perHour: 3600 * share }, carCount: 2 });
  run.until(WALKS_s);
  const crossed = told(run, 'walkersCrossed');
  const count = crossed.reduce((sum, { walkerCount }) => sum + walkerCount!, 0);
  const mean = crossed.reduce((sum, event) => sum + event['wait_s']!, 0) / count;
  return { mean, standardError: cycleOf() / Math.sqrt(12 * count) };
}

const cycleOf = once((): number => {
  const { traffic, network } = calledCrossing({ carCount: 2 }).world;
  return traffic.signalBook[network.nodeNames.indexOf('x')]!.periods[0]!.cycle_s;
});

const red_s = (walk_s: number): number => cycleOf() - walk_s;

/** Red squared over twice the cycle: nobody waits in the walk, and half of the red on average in it. */
const people: ValidationCase = {
  name: 'V-SIG people on foot at a fixed plan: mean wait r²/2C',
  unit: 's',
  target: red_s(WALK_s) ** 2 / (2 * cycleOf()),
  tolerance: {
    difference: 0.5,
    standardErrors: 3,
    because: 'people come at full seconds: half a second, and three standard errors',
  },
  run: once(() => wait_s(0.5)),
  // Whoever comes in the walk waits for the next one too.
  broken: () => cycleOf() / 2,
};

const EXTENSION_s = 8;

const CALLED: CalledCrossing = {
  busCount: 12,
  calls_perDay: 400,
  priority: { greenExtension_s: EXTENSION_s, earlyGreen_s: 6 },
};

const watched = (given: CalledCrossing): Watched => watchCrossing(calledCrossing(given), 1500);
const withAll = once(() => watched(CALLED));
const forBuses = once(() => watched({ ...CALLED, calls_perDay: 0 }));

const longest_s = ({ over_s }: Watched): number => Math.max(...over_s);
const shortGreens = ({ greens }: Watched): number =>
  greens.reduce(
    (count, list, phase) =>
      count + list.filter((green_s) => green_s < leastGreens_s()[phase]!).length,
    0,
  );
const leastGreens_s = once((): readonly number[] => {
  const { traffic, network } = calledCrossing({}).world;
  const plan = traffic.signalBook[network.nodeNames.indexOf('x')]!;
  return plan.periods[0]!.phases.map(({ minGreen_s }) => minGreen_s!);
});
const wrongClearances = ({ ambers, allReds }: Watched): number =>
  ambers.filter((each) => each !== 3).length + allReds.filter((each) => each < 2).length;

const priorities: ValidationCase[] = [
  {
    name: 'V-SIG bus priority: longest green beyond its end',
    unit: 's',
    target: EXTENSION_s,
    tolerance: { difference: 1e-9, isBound: true, because: 'a bound' },
    run: () => longest_s(forBuses()),
    broken: () =>
      longest_s(
        watched({
          busCount: 12,
          priority: { ...CALLED.priority, greenExtension_s: 3 * EXTENSION_s },
        }),
      ),
  },
  {
    name: 'V-SIG buses and emergency calls: greens below the least',
    unit: '',
    target: 0,
    tolerance: counted,
    run: () => shortGreens(withAll()),
    broken: () =>
      shortGreens(watched({ ...CALLED, spoil: (phase) => ({ ...phase, minGreen_s: 4 }) })),
  },
  {
    name: 'V-SIG buses and emergency calls: ambers and all-reds too short or long',
    unit: '',
    target: 0,
    tolerance: counted,
    run: () => wrongClearances(withAll()),
    broken: () =>
      wrongClearances(watched({ ...CALLED, spoil: (phase) => ({ ...phase, amber_s: 2 }) })),
  },
  {
    name: 'V-SIG buses and emergency calls: crossing greens, and other laws broken',
    unit: '',
    target: 0,
    tolerance: counted,
    run: () => (withAll().broken === null ? 0 : 1),
    broken: () =>
      watched({
        ...CALLED,
        spoil: (phase, phases) => ({
          ...phase,
          protectedTurns: phases.flatMap(({ protectedTurns }) => protectedTurns),
        }),
      }).broken === null
        ? 0
        : 1,
  },
];

export const cases: readonly ValidationCase[] = [people, ...priorities];
