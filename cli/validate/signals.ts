/** V-SIG. Delay at a fixed-time signal, and the rules every signal keeps all day. */
import type { NodeId, TurnId } from '../../core/base/ids.js';
import { DAY_s, HOUR_s } from '../../core/base/units.js';
import { buildWorld } from '../../core/kernel/build-world.js';
import { junctionOf } from '../../core/kernel/controls/junction-shapes.js';
import {
  createRoadScene,
  evenTrips,
  runScene,
  sceneScenario,
  tripTimes_s,
} from '../../core/testing/road-scene.js';
import {
  noSignalFaults,
  type SignalFaults,
  watchSignals,
} from '../../core/testing/signal-watch.js';
import {
  BEYOND_s,
  CYCLE_s,
  SATURATION_s,
  signalisedApproach,
  TO_LINE_s,
} from '../../core/testing/signalised-approach.js';
import { streetMap } from '../../core/testing/street-map.js';
import type { PhasePlan } from '../../core/traffic/signal-plan.js';
import { minimumGreens_s, shapePhases } from '../../core/traffic/signal-timing.js';
import type { World } from '../../core/world.js';
import { counted, exactly, once, type ValidationCase } from './validation-case.js';

const GREEN_s = 30;

/** Mean delay at the signal: arrivals evenly, one every `headway_s`, in every whole second of phase. */
function meanDelay_s(headway_s: number, green_s = GREEN_s): number {
  return meanOf(phasesOf(headway_s), (phase_s) => {
    const count = REPEATS_s / headway_s;
    const from_s = headway_s + phase_s;
    const trips = evenTrips({ from: 'a', to: 'c', headway_s, count, from_s });
    const world = createRoadScene(signalisedApproach({ trips, green_s }));
    const times_s = tripTimes_s(world, runScene(world, REPEATS_s + 10 * CYCLE_s));
    return meanOf([...times_s], (time_s) => time_s - TO_LINE_s - BEYOND_s);
  });
}

/** Headways of 5, 6 and 9 s and cycles of 60 s repeat their pattern in 180 s: four of these. */
const REPEATS_s = 720;

const phasesOf = (headway_s: number): number[] => Array.from({ length: headway_s }, (_, at) => at);

const meanOf = (values: readonly number[], of: (value: number) => number): number =>
  values.reduce((sum, value) => sum + of(value), 0) / values.length;

/** The same queues by hand: each car goes when it has come, the one before has, and it is green. */
const byHand_s = (headway_s: number): number =>
  meanOf(phasesOf(headway_s), (phase_s) => {
    const count = REPEATS_s / headway_s;
    let gone_s = -SATURATION_s;
    let delay_s = 0;
    for (let car = 1; car <= count; car++) {
      const came_s = car * headway_s + phase_s + TO_LINE_s;
      const ready_s = Math.max(came_s, gone_s + SATURATION_s);
      gone_s = ready_s % CYCLE_s < GREEN_s ? ready_s : CYCLE_s * Math.ceil(ready_s / CYCLE_s);
      delay_s += gone_s - came_s;
    }
    return delay_s / count;
  });

/** Flows whose headways are whole seconds. */
const delays: ValidationCase[] = [400, 600, 720].flatMap((flow_vph) => {
  const headway_s = HOUR_s / flow_vph;
  const red = 1 - GREEN_s / CYCLE_s;
  const webster_s = (CYCLE_s * red * red) / (2 * (1 - flow_vph / 1800));
  const measured = {
    unit: 's',
    run: once(() => meanDelay_s(headway_s)),
    broken: once(() => meanDelay_s(headway_s, GREEN_s + 5)),
  };
  return [
    {
      ...measured,
      name: `V-SIG C 60 s, g 30 s, ${flow_vph} veh/h evenly: mean delay, car by car`,
      target: byHand_s(headway_s),
      tolerance: exactly(byHand_s(headway_s)),
    },
    {
      ...measured,
      name: `V-SIG C 60 s, g 30 s, ${flow_vph} veh/h evenly: Webster’s first term`,
      target: webster_s,
      tolerance: {
        difference: SATURATION_s / 2,
        because: 'the fluid knows no vehicles: half a saturation headway',
      },
    },
  ];
});

/** A crossing of two streets with left pockets, its signals planned for a day of three periods. */
function crossing(): World {
  const flows = [
    ['n', 's', 9],
    ['s', 'n', 12],
    ['e', 'w', 8],
    ['w', 'e', 15],
    ['n', 'e', 40],
    ['w', 'n', 30],
  ] as const;
  return buildWorld({
    scenario: {
      ...sceneScenario(),
      signals: { ...sceneScenario().signals, periodStarts_s: [0, 25_000, 61_234] },
    },
    network: streetMap('    n    ', '    |    ', 'w---x---e', '    |    ', '    s    ', {
      controls: { x: 'signal' },
      leftPocket_m: 60,
    }),
    trips: flows.flatMap(([from, to, headway_s], at) =>
      evenTrips({ from, to, headway_s, count: 400, from_s: at % 2 === 0 ? 26_000 : 62_000 }),
    ),
    idleCars: [],
  }).world;
}

type Spoil = (phase: PhasePlan, turns: readonly TurnId[]) => PhasePlan;

/** A day of the crossing's signals; `spoil` may change a phase, given the junction's turns, before it runs. */
function faultsOfDay(spoil: Spoil): SignalFaults {
  const { network, scenario, traffic } = crossing();
  const node = network.nodeNames.indexOf('x') as NodeId;
  const { tau_s, length_m, standstillGap_m } = scenario.drivers.human;
  const junction = junctionOf(network, node, { tau_s, spacing_m: length_m + standstillGap_m });
  const turns = junction.approaches.flatMap((one) => one.turns.map(({ turn }) => turn));
  const plan = traffic.signalBook[node]!;
  const periods = plan.periods.map((period) => ({
    ...period,
    phases: period.phases.map((phase) => spoil(phase, turns)),
  }));
  const signalBook = traffic.signalBook.with(node, { ...plan, periods });
  const { amber_s, allRed_s } = scenario.signals;
  const green_s = minimumGreens_s(shapePhases(junction), scenario.signals);
  return watchSignals({ ...traffic, signalBook }, node, { amber_s, allRed_s, green_s }, DAY_s);
}

const RULES: readonly (readonly [fault: keyof SignalFaults, what: string, spoil: Spoil])[] = [
  [
    'conflicting',
    'steps with two crossing protected greens',
    (phase, turns) => ({ ...phase, protectedTurns: turns }),
  ],
  ['shortGreens', 'greens below the least', (phase) => ({ ...phase, green_s: 5 })],
  ['wrongAmbers', 'ambers not as long as planned', (phase) => ({ ...phase, amber_s: 2 })],
  ['shortAllReds', 'clearances below all-red', (phase) => ({ ...phase, allRed_s: 0.5 })],
];

const soundDay = once(() => faultsOfDay((phase) => phase));

const rules = RULES.map(
  ([fault, what, spoil]): ValidationCase => ({
    name: `V-SIG a day of a planned crossing, three periods: ${what}`,
    unit: '',
    target: noSignalFaults[fault],
    tolerance: counted,
    run: () => soundDay()[fault],
    broken: () => faultsOfDay(spoil)[fault],
  }),
);

export const cases: readonly ValidationCase[] = [...delays, ...rules];
