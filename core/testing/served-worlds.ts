/** Bus lines, a clinic on wheels and calls put into other inputs: towns and random worlds with them. */
import { UserError } from '../base/errors.js';
import type { RunInputs } from '../kernel/build-world.js';
import type { Scenario } from '../scenario/scenario.js';
import { NO_BUSES, NO_CALLS } from '../scenario/services.js';
import { WORLD_MINUTES } from './checked-worlds.js';
import { randomWorld } from './random-world.js';
import { type SteppedRun, steppedRun } from './stepped-run.js';

/** A bus every two minutes along all addresses, a clinic at the first zone or lot, many calls. */
export function withServices(inputs: RunInputs, given: Partial<Scenario> = {}): RunInputs {
  const { network, scenario } = inputs;
  const names = (list: readonly { readonly name: string }[]): string[] =>
    list.map(({ name }) => name).sort();
  const gates = network.gates
    .filter(({ entries, exits }) => entries.length * exits.length > 0)
    .map(({ name }) => name)
    .sort();
  const place = names(network.curbs)[0];
  const { start_s, end_s } = scenario;
  return {
    ...inputs,
    scenario: {
      ...scenario,
      buses: {
        ...NO_BUSES,
        headway_s: 120,
        first_s: start_s,
        last_s: end_s,
        boardings_perHour: 300,
        lines: [
          {
            ...NO_BUSES,
            name: 'Round',
            from: gates[0]!,
            to: gates.at(-1)!,
            stops: names(network.addresses).slice(0, 4),
            departures_s: [],
            headway_s: 120,
            first_s: start_s,
            last_s: end_s,
          },
          ...(place === undefined
            ? []
            : [
                {
                  ...NO_BUSES,
                  name: 'Short',
                  from: '',
                  to: '',
                  stops: [place, names(network.addresses)[0]!],
                  departures_s: [start_s + 30, start_s + 90],
                },
              ]),
        ],
      },
      services:
        place === undefined
          ? []
          : [
              {
                name: 'Clinic',
                kind: 'clinic',
                place,
                from: gates[0]!,
                arrives_s: start_s + 240,
                leaves_s: start_s + 600,
              },
            ],
      emergency: { ...NO_CALLS, calls_perDay: 1500, onScene_s: 60, turnout_s: 10 },
      ...given,
    },
  };
}

/** A random world with them, or null where a line has no way, or a run refuses the world. */
export function servedWorld(seed: number, given: Partial<Scenario> = {}): SteppedRun | null {
  try {
    return steppedRun(withServices(randomWorld(seed, WORLD_MINUTES), given));
  } catch (error) {
    if (error instanceof UserError || (error as { code?: string }).code === 'RUN-002') return null;
    throw error;
  }
}
