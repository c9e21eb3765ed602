/**
 * Runs whose state and results are kept as hashes in core/testing/golden: the drawn town, both
 * generated layouts and random worlds, each in every regime. What changes them changes the model's
 * answers: `npm run golden` then writes them anew and tells what has moved.
 */
import { createHash } from 'node:crypto';
import { demandFor } from '../../demand/generate/demand-spec.js';
import { generateDemand } from '../../demand/generate/generate-demand.js';
import {
  type GenerateSpec,
  generateNetwork,
  SMALL_BLOCK_DISTRICT,
  SUPERBLOCK_DISTRICT,
} from '../../networks/generate/generate-network.js';
import type { RunInputs } from '../kernel/build-world.js';
import { REGIMES, type Regime } from '../scenario/scenario.js';
import { simulate } from '../simulate.js';
import { randomWorld } from './random-world.js';
import { scenarioOf, TOWN_START_s, townRun } from './small-town.js';

export interface GoldenRun {
  readonly name: string;
  readonly inputs: () => RunInputs;
}

/** What is kept of a run. */
export interface Golden {
  /** Hash of all that changes, at the end of the last simulated minute. */
  readonly state: string;
  /** Hash of the whole result. */
  readonly result: string;
  /** For people: the figures of the summary. */
  readonly summary: Readonly<Record<string, number | null>>;
}

export const GOLDEN_RUNS: readonly GoldenRun[] = REGIMES.flatMap((regime): GoldenRun[] => [
  { name: `town-${regime}`, inputs: () => townRun(regime) },
  { name: `small-block-${regime}`, inputs: () => districtRun(regime, SMALL_BLOCK_DISTRICT) },
  { name: `superblock-${regime}`, inputs: () => districtRun(regime, SUPERBLOCK_DISTRICT) },
  { name: `random-${regime}`, inputs: () => randomRun(regime) },
]);

export async function goldenOf({ inputs }: GoldenRun): Promise<Golden> {
  let state = '';
  const onStateHash = (hash: string): void => {
    state = hash;
  };
  const result = await simulate(inputs(), { onStateHash });
  const summary = Object.entries(result.summary).map(([key, value]) => [
    key,
    Number.isFinite(value) ? value : null,
  ]);
  return {
    state,
    result: createHash('sha256').update(JSON.stringify(result)).digest('hex'),
    summary: Object.fromEntries(summary),
  };
}

/** Two superblocks on a side, and the example's land use on as much land. */
const SIDE_m = 960;
const DEMAND_FACTOR = 0.5;

/** A quarter of an hour of the morning peak. */
function districtRun(regime: Regime, example: GenerateSpec): RunInputs {
  const share = (SIDE_m / example.side_m) ** 2;
  const scaled = (count: number): number => Math.round(count * share);
  const network = generateNetwork({
    ...example,
    side_m: SIDE_m,
    curbStallCount: scaled(example.curbStallCount),
    lotStallCount: scaled(example.lotStallCount),
    pudoBayCount: scaled(example.pudoBayCount),
    loadingBayCount: scaled(example.loadingBayCount),
    remoteLotCount: 4,
    remoteStallCount: scaled(example.remoteStallCount),
    residentCount: scaled(example.residentCount),
    jobCount: scaled(example.jobCount),
    addressCount: scaled(example.addressCount),
  });
  const demand = generateDemand(network, { ...demandFor(network), factor: DEMAND_FACTOR, seed: 3 });
  const start_s = TOWN_START_s;
  const isDue = ({ departure_s }: { readonly departure_s: number }): boolean =>
    departure_s >= start_s && departure_s < start_s + 900;
  return {
    scenario: scenarioOf({
      name: 'district',
      seed: 3,
      regime,
      start_s,
      end_s: start_s + 900,
      overtime_s: 600,
      fleet: { vehicleCount: 60 },
    }),
    network,
    trips: demand.trips.filter(isDue),
    idleCars: demand.idleCars,
  };
}

function randomRun(regime: Regime): RunInputs {
  for (let seed = 101; ; seed++) {
    const world = randomWorld(seed, 6);
    if (world.scenario.regime === regime) return world;
  }
}
