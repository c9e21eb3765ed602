/**
 * V-INV. Laws that hold in every step of random small worlds, and changes that must change nothing:
 * a network turned round or mirrored, automated drivers where nobody drives with them, and no edit.
 */
import type { RunInputs } from '../../core/kernel/build-world.js';
import type { Stage } from '../../core/kernel/stages.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { AUTOMATED, type Scenario } from '../../core/scenario/scenario.js';
import { acceptedWorlds, lawBrokenIn, startOf } from '../../core/testing/checked-worlds.js';
import { WORLD_START_s } from '../../core/testing/random-world.js';
import { mirrored, rotated } from '../../core/testing/turned-network.js';
import type { World } from '../../core/world.js';
import { networkFiles, readNetworkFiles } from '../../networks/gmns/network-folder.js';
import { counted, type ValidationCase } from './validation-case.js';

const FEW = 12;
const MANY = 10_000;
const RUN_s = 900;

/** Worlds of the first `count` in which a law breaks. */
function worldsWithBrokenLaw(
  count: number,
  replace?: (stage: Stage, world: World) => Stage,
): number {
  let brokenCount = 0;
  for (const world of acceptedWorlds(count, replace === undefined ? {} : { replace })) {
    if (lawBrokenIn(world) !== null) brokenCount++;
  }
  return brokenCount;
}

/** Forgets one of the movers that are on their way into a lane. */
const forgetful = (stage: Stage, { traffic, network }: World): Stage => ({
  ...stage,
  work: (start, end, block) => {
    stage.work(start, end, block);
    if (stage.name !== 'hand over') return;
    for (let lane = 0; lane < network.linkLaneCount; lane++) {
      if (traffic.lanes.reserved[lane]! > 0) traffic.lanes.reserved[lane]!--;
    }
  },
});

const lawful = (count: number): ValidationCase => ({
  name: `V-INV random worlds with a broken law, of ${count}`,
  unit: 'worlds',
  target: 0,
  tolerance: counted,
  run: () => worldsWithBrokenLaw(count),
  broken: () => worldsWithBrokenLaw(FEW, forgetful),
  ...(count === MANY ? { isLong: true } : {}),
});

type Change = (inputs: RunInputs) => RunInputs;

/** Worlds whose whole log of events, to the last bit, is another after the change. */
function worldsChangedBy(change: Change, prepare: Change = (inputs) => inputs): number {
  let changedCount = 0;
  for (const { inputs } of acceptedWorlds(FEW)) {
    const prepared = prepare(inputs);
    if (logOf(prepared) !== logOf(change(prepared))) changedCount++;
  }
  return changedCount;
}

function logOf(inputs: RunInputs): string {
  const run = startOf(inputs);
  if (run === null) return 'refused';
  run.until(WORLD_START_s + RUN_s);
  run.finish();
  return JSON.stringify(run.log);
}

const onNetwork =
  (change: (network: NetworkDraft) => NetworkDraft): Change =>
  (inputs) => ({ ...inputs, network: change(inputs.network) });

const onScenario =
  (change: (scenario: Scenario) => Scenario): Change =>
  (inputs) => ({ ...inputs, scenario: change(inputs.scenario) });

/** Somebody's way through a junction is a little longer. */
const lengthened = (network: NetworkDraft): NetworkDraft => ({
  ...network,
  movements: network.movements.map((movement) => ({
    ...movement,
    length_m: movement.length_m + 1,
  })),
});

/** In a mirror, but for the side on which one drives. */
const keepsRight = (network: NetworkDraft): NetworkDraft => ({
  ...mirrored(network),
  drivingSide: 'right',
});

/** Written to a folder and read again. */
const unedited = (network: NetworkDraft): NetworkDraft =>
  readNetworkFiles(networkFiles(network), { dir: 'world' }).network;

/** Nobody but the vans. */
const onlyVans: Change = (inputs) => ({
  ...inputs,
  trips: inputs.trips.filter(({ kind }) => kind === 'van'),
  idleCars: [],
});

const today = onScenario((scenario) => ({ ...scenario, regime: 'today' }));
const bolder = onScenario(({ drivers, ...scenario }) => ({
  ...scenario,
  drivers: { ...drivers, automated: { ...AUTOMATED.connected, acceleration_mps2: 1 } },
}));

function unchanged(
  what: string,
  { change, broken, prepare }: { change: Change; broken: Change; prepare?: Change },
): ValidationCase {
  return {
    name: `V-INV ${what}: worlds of ${FEW} with other events`,
    unit: 'worlds',
    target: 0,
    tolerance: counted,
    run: () => worldsChangedBy(change, prepare),
    broken: () => worldsChangedBy(broken, prepare),
  };
}

export const cases: readonly ValidationCase[] = [
  lawful(FEW),
  lawful(MANY),
  unchanged('network turned by a right angle', {
    change: onNetwork(rotated),
    broken: onNetwork((network) => lengthened(rotated(network))),
  }),
  unchanged('network in a mirror, driving side too', {
    change: onNetwork(mirrored),
    broken: onNetwork(keepsRight),
  }),
  unchanged('share of automated cars 0, whatever they would drive like', {
    prepare: today,
    change: bolder,
    broken: (inputs) =>
      bolder({ ...inputs, scenario: { ...inputs.scenario, regime: 'private-automated' } }),
  }),
  unchanged('own cars automated, but all vehicles are vans', {
    prepare: (inputs) => today(onlyVans(inputs)),
    change: onScenario((scenario) => ({ ...scenario, regime: 'private-automated' })),
    broken: onScenario((scenario) => ({
      ...scenario,
      curb: { ...scenario.curb, deliveryDwell_s: 31 },
    })),
  }),
  unchanged('network written to a folder and read again', {
    change: onNetwork(unedited),
    broken: onNetwork((network) => lengthened(unedited(network))),
  }),
];
