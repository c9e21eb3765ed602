/**
 * A small world driven step by step, for tests and for the validation book: a network, cars that
 * cross it from gate to gate, and a look at the traffic after every step. The stages are the run's.
 */

import { type ReadEvent, readEvents } from '../events/event-buffer.js';
import { buildWorld } from '../kernel/build-world.js';
import { inOrder, stagesOf } from '../kernel/stages.js';
import type { NetworkDraft } from '../network/network-draft.js';
import { DEFAULT_SCENARIO, type DriverClass, type Scenario } from '../scenario/scenario.js';
import type { TripDraft } from '../scenario/trip.js';
import type { PhasePlan } from '../traffic/signal-plan.js';
import type { World } from '../world.js';

/**
 * A driver who is at any speed within a step: with it the traffic is the kinematic-wave solution
 * exactly, while tau is a whole number of steps. 15 m/s, 1.5 s and 7.5 m make 1,800 veh/h.
 */
export const INSTANT_DRIVER: DriverClass = {
  tau_s: 1.5,
  length_m: 4.5,
  standstillGap_m: 3,
  acceleration_mps2: 1e9,
  comfortableBraking_mps2: 1e9,
};

export interface SceneInputs {
  readonly network: NetworkDraft;
  readonly trips: readonly TripDraft[];
  /** Of every car; INSTANT_DRIVER. */
  readonly driver?: DriverClass;
  readonly scenario?: Partial<Scenario>;
  /** Fixed signals by node name, in place of those planned for the demand. */
  readonly signals?: Readonly<Record<string, FixedSignal>>;
}

/** Phases from clock time 0 on, over and over; turns are named `ab>bc`. */
export interface FixedSignal {
  readonly offset_s?: number;
  readonly phases: readonly FixedPhase[];
}

export interface FixedPhase extends Pick<PhasePlan, 'green_s' | 'amber_s' | 'allRed_s'> {
  readonly protectedTurns: readonly string[];
  readonly permittedTurns?: readonly string[];
}

/** The scenario of a scene: the day begins at 0, everyone drives as `driver`. */
export const sceneScenario = (
  driver: DriverClass = INSTANT_DRIVER,
  given: Partial<Scenario> = {},
): Scenario => ({
  ...DEFAULT_SCENARIO,
  name: 'scene',
  start_s: 0,
  end_s: 86_400,
  drivers: {
    human: driver,
    automated: driver,
    van: driver,
    robot: driver,
    bus: driver,
    service: driver,
    emergency: driver,
  },
  ...given,
});

export function createRoadScene({
  network,
  trips,
  driver,
  scenario,
  signals = {},
}: SceneInputs): World {
  const inputs = { scenario: sceneScenario(driver, scenario), network, trips, idleCars: [] };
  const { world } = buildWorld(inputs);
  const signalBook = world.traffic.signalBook.slice();
  for (const [name, signal] of Object.entries(signals)) {
    const node = world.network.nodeNames.indexOf(name);
    signalBook[node] = {
      node: node as never,
      control: 'signal',
      Y: 0,
      periods: [periodOf(world, signal)],
    };
  }
  return { ...world, traffic: { ...world.traffic, signalBook } };
}

function periodOf(world: World, { offset_s = 0, phases }: FixedSignal) {
  const rows = (names: readonly string[]) => names.map((name) => turnRow(world, name));
  return {
    from_s: 0,
    offset_s,
    cycle_s: phases.reduce((sum, one) => sum + one.green_s + one.amber_s + one.allRed_s, 0),
    phases: phases.map(({ green_s, amber_s, allRed_s, protectedTurns, permittedTurns = [] }) => ({
      green_s,
      amber_s,
      allRed_s,
      protectedTurns: rows(protectedTurns),
      permittedTurns: rows(permittedTurns),
    })),
  };
}

/** Row of the turn `ab>bc`. */
export function turnRow({ network }: Pick<World, 'network'>, name: string): never {
  const [from, to] = name.split('>').map((link) => network.linkNames.indexOf(link));
  for (let turn = 0; turn < network.turnCount; turn++) {
    if (network.turns.from[turn] === from && network.turns.to[turn] === to) return turn as never;
  }
  throw new Error(`There is no turn "${name}".`);
}

/** Goes on to `until_s`; gives what has happened, and calls back after every step. */
export function runScene(
  world: World,
  until_s: number,
  afterStep: (time_s: number) => void = () => {},
): ReadEvent[] {
  const { clock, scenario, events } = world;
  const stages = stagesOf(world);
  const log: ReadEvent[] = readEvents(events);
  events.clear();
  while (clock.time_s < until_s) {
    clock.time_s = scenario.start_s + (clock.step + 1) * scenario.dt_s;
    for (const stage of stages) inOrder(stage);
    clock.step++;
    if (events.count > 0) log.push(...readEvents(events));
    events.clear();
    afterStep(clock.time_s);
  }
  return log;
}

/** One car a headway from one gate to another: `count` of them, the first at `from_s`. */
export function evenTrips({
  from,
  to,
  headway_s,
  count,
  from_s = headway_s,
}: {
  readonly from: string;
  readonly to: string;
  readonly headway_s: number;
  readonly count: number;
  readonly from_s?: number;
}): TripDraft[] {
  return Array.from({ length: count }, (_, at) =>
    gateTrip({
      from,
      to,
      departure_s: from_s + at * headway_s,
      name: numbered(`${from}${to}`, at),
    }),
  );
}

/** Names that sort as they count. */
const numbered = (prefix: string, at: number): string => `${prefix}-${String(at).padStart(6, '0')}`;

/** A car that crosses the network from gate to gate. */
export const gateTrip = ({
  from,
  to,
  departure_s,
  name = `${from}${to}-${departure_s}`,
}: {
  readonly from: string;
  readonly to: string;
  readonly departure_s: number;
  readonly name?: string;
}): TripDraft => ({
  name,
  kind: 'through',
  vehicle: name,
  departure_s,
  origin: `gate-${from}`,
  destination: `gate-${to}`,
  partySize: 1,
});

/** What trips took from asking to enter until they left, by trip row; NaN for those under way. */
export function tripTimes_s(world: World, log: readonly ReadEvent[]): Float64Array {
  const times_s = new Float64Array(world.tripCount).fill(Number.NaN);
  for (const event of log) {
    if (event.type === 'tripArrived') times_s[Number(event['trip'])] = Number(event['total_s']);
  }
  return times_s;
}
