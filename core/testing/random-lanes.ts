/** Random worlds whose lanes or turns are for some classes only, all day or from some minute on. */
import { UserError } from '../base/errors.js';
import { draw, hashName, PURPOSE } from '../base/random.js';
import type { RunInputs } from '../kernel/build-world.js';
import { checkNetwork } from '../network/check-network.js';
import { LANE_CLASSES, type LaneUse } from '../network/lane-use.js';
import type { LinkDraft } from '../network/network-draft.js';
import type { TidalRule } from '../scenario/lane-rule.js';
import { type AcceptedWorld, startOf, WORLD_MINUTES } from './checked-worlds.js';
import { randomWorld, WORLD_START_s } from './random-world.js';

const CLASSES = [
  ['pav', 'sav'],
  ['hdv', 'van'],
  ['hdv', 'pav'],
  ['bus'],
  [],
  ['van', 'sav'],
] as const;

/** Of links with two lanes half get uses on one of them, and some on both. */
export function withRandomLanes(inputs: RunInputs, seed: number): RunInputs {
  const links = inputs.network.links.map((link) => ({ ...link, laneUses: usesOf(link, seed) }));
  return { ...inputs, network: { ...inputs.network, links } };
}

function usesOf({ name, laneCount }: LinkDraft, seed: number): LaneUse[] {
  const chance = (count: number): number => draw(seed, PURPOSE.place, hashName(name), count);
  if (laneCount < 2) return [];
  return [0, 1].flatMap((lane): LaneUse[] => {
    const at = 4 * lane;
    if (chance(at) > (lane === 0 ? 0.5 : 0.25)) return [];
    const from_s = WORLD_START_s + 60 * Math.floor(15 * chance(at + 1));
    const to_s = from_s + 60 * (1 + Math.floor(8 * chance(at + 2)));
    const classes = CLASSES[Math.floor(CLASSES.length * chance(at + 3))]!;
    const turning_m = chance(at + 4) < 0.5 ? 0 : 25;
    const isAllDay = chance(at + 5) < 0.3;
    const span = isAllDay ? { from_s: 0, to_s: 86_400 } : { from_s, to_s };
    return [{ lane, ...span, classes, turning_m }];
  });
}

/** A fifth of the turns where there are several is forbidden for some minutes. */
export function withRandomTurns(inputs: RunInputs, seed: number): RunInputs {
  const { movements } = inputs.network;
  const turned = movements.map((movement) => {
    const { from, to } = movement;
    const chance = (count: number): number =>
      draw(seed, PURPOSE.place, hashName(`${from} ${to}`), count);
    const isAlone = movements.filter((other) => other.from === from).length < 2;
    if (isAlone || chance(0) > 0.2) return movement;
    const from_s = WORLD_START_s + 60 * Math.floor(10 * chance(1));
    const to_s = from_s + 60 * (1 + Math.floor(8 * chance(2)));
    const classes = CLASSES[Math.floor(CLASSES.length * chance(3))]!;
    return { ...movement, uses: [{ from_s, to_s, classes }] };
  });
  return { ...inputs, network: { ...inputs.network, movements: turned } };
}

/** The first `count` of these worlds that have two lanes and that a run accepts. */
export function worldsWithLanes(count: number, change = withRandomLanes): Generator<AcceptedWorld> {
  const isMeant = ({ network, scenario }: RunInputs): boolean =>
    scenario.tidal.length > 0 || network.links.some(({ laneUses = [] }) => laneUses.length > 0);
  return worldsChanged(count, change, isMeant);
}

/** The first `count` of the random worlds, each changed, that are meant and that a run accepts. */
export function* worldsChanged(
  count: number,
  change: (inputs: RunInputs, seed: number) => RunInputs,
  isMeant: (inputs: RunInputs) => boolean = () => true,
): Generator<AcceptedWorld> {
  for (let seed = 0, accepted = 0; accepted < count; seed++) {
    const inputs = change(randomWorld(seed, WORLD_MINUTES), seed);
    if (!isMeant(inputs)) continue;
    if (checkNetwork(inputs.network).some(({ severity }) => severity === 'error')) continue;
    const run = startOrNull(inputs);
    if (run === null) continue;
    accepted++;
    yield { seed, inputs, run };
  }
}

/** Null also where a trip cannot be made by its class, as a run tells beforehand. */
function startOrNull(inputs: RunInputs): AcceptedWorld['run'] | null {
  try {
    return startOf(inputs);
  } catch (error) {
    if (error instanceof UserError && error.problems.every(({ code }) => code === 'RUN-007'))
      return null;
    throw error;
  }
}

export const ALL_BUT = (...closed: readonly string[]) =>
  LANE_CLASSES.filter((each) => !closed.includes(each));

/** Of two-way streets with two lanes a direction half have a tidal lane that turns twice. */
export function withRandomTides(inputs: RunInputs, seed: number): RunInputs {
  const { links } = inputs.network;
  const tidal = links.flatMap(
    ({ name, street, from, to, laneCount, leftPocket_m }): TidalRule[] => {
      const opposite = links.find(
        (each) => each.street === street && each.from === to && each.to === from,
      );
      const hasPocket = leftPocket_m > 0 || (opposite?.leftPocket_m ?? 0) > 0;
      if (opposite === undefined || name > opposite.name || laneCount < 2 || hasPocket) return [];
      const chance = (count: number): number => draw(seed, PURPOSE.place, hashName(street), count);
      if (chance(0) < 0.5) return [];
      const from_s = WORLD_START_s + 60 * (1 + Math.floor(8 * chance(1)));
      return [{ links: [name], from_s, to_s: from_s + 60 * (1 + Math.floor(8 * chance(2))) }];
    },
  );
  return { ...inputs, scenario: { ...inputs.scenario, tidal } };
}
