/**
 * Runs a scenario, or takes its result from the store where equal code has run equal inputs. The
 * store is a folder of run folders, each named by its content key.
 */
import { existsSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Problem, UserError } from '../../core/base/errors.js';
import type { RunResult } from '../../core/metrics/run-result.js';
import type { RunHooks } from '../../core/simulate.js';
import { makeFolder, removeAbandoned, syncFolder, writeError } from './atomic-file.js';
import { newMark } from './owner.js';
import { readRunFolder } from './read-run-folder.js';
import { codeDigest, digestsOf, type RunInputs, runKey } from './run-key.js';
import { keepNetwork, NETWORKS } from './stored-network.js';
import { keepOrder, ORDERS, storedOrder } from './stored-order.js';
import { inputSummary, writeRunFolder } from './write-run-folder.js';

export interface SimulateHooks extends Omit<RunHooks, 'executor'> {
  /** Seed of a random order of each stage's blocks; the result must not depend on it. */
  readonly shuffleBlocks?: number;
}

export type Simulate = (inputs: RunInputs, hooks?: SimulateHooks) => Promise<RunResult>;

export interface RunOptions {
  readonly simulate: Simulate;
  /** Folder of finished runs. */
  readonly store: string;
  /** Runs even what is in the store, and puts the new result there. */
  readonly fresh: boolean;
  /** What was said of the inputs; kept with the result. */
  readonly notes?: readonly string[];
  readonly hooks?: SimulateHooks;
}

export interface RunOutcome {
  readonly result: RunResult;
  readonly key: string;
  /** True when the result comes from the store. */
  readonly reused: boolean;
  /** Time of this call; talk only. */
  readonly wall_s: number;
  /** What was wrong with the stored run that had to be made again. */
  readonly damage: readonly Problem[];
  /** What was wrong with the stored order of routes that had to be made again. */
  readonly orderDamage: readonly Problem[];
}

export async function runOnce(inputs: RunInputs, options: RunOptions): Promise<RunOutcome> {
  const began_ms = performance.now();
  const wall = (): number => (performance.now() - began_ms) / 1000;
  const key = await runKey(inputs);
  const stored = options.fresh ? NOTHING : await takeStored(options.store, key);
  if (stored.result !== null) {
    return {
      result: stored.result,
      key,
      reused: true,
      wall_s: wall(),
      damage: [],
      orderDamage: [],
    };
  }
  const { store, notes = [] } = options;
  const { network } = digestsOf(inputs);
  const code = await codeDigest();
  const { order, damage: orderDamage } = await storedOrder(store, network, code);
  const result = await options.simulate(inputs, { ...options.hooks, routeOrder: order });
  await putIntoStore(store, { key, inputs, notes, result, wall_s: wall() });
  await keepOrder(store, network, code, order);
  return { result, key, reused: false, wall_s: wall(), damage: stored.damage, orderDamage };
}

interface Stored {
  readonly result: RunResult | null;
  readonly damage: readonly Problem[];
}

const NOTHING: Stored = { result: null, damage: [] };

/** A damaged run is as good as none, but not silently. */
async function takeStored(store: string, key: string): Promise<Stored> {
  const dir = join(store, key);
  if (!existsSync(dir)) return NOTHING;
  try {
    const folder = await readRunFolder(dir);
    return folder.key === key ? { result: folder.result, damage: [] } : NOTHING;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { result: null, damage: error.problems };
  }
}

/**
 * Written aside and moved in whole, so that runs of one study may finish at the same moment, even
 * with the same key: the last one stays.
 */
async function putIntoStore(
  store: string,
  run: {
    key: string;
    inputs: RunInputs;
    notes: readonly string[];
    result: RunResult;
    wall_s: number;
  },
): Promise<void> {
  const { key, inputs, notes, result, wall_s } = run;
  await makeFolder(store);
  await tidyStore(store);
  await keepNetwork(store, inputs.network, digestsOf(inputs).network);
  const aside = join(store, MAKING + (await newMark()));
  try {
    await writeRunFolder(aside, result, {
      key,
      scenario: inputs.scenario,
      inputs: inputSummary(inputs, notes),
      network: null,
      log: [`simulated in ${wall_s.toFixed(3)} s`],
      timing: { wall_s },
    });
    await moveIn(aside, join(store, key));
    await syncFolder(store);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

const MAKING = '.making~';

/** Removes what runs that were killed left half made. */
export async function tidyStore(store: string): Promise<void> {
  if (!existsSync(store)) return;
  await removeAbandoned(store, MAKING);
  for (const folder of [NETWORKS, ORDERS]) {
    if (existsSync(join(store, folder))) await makeFolder(join(store, folder));
  }
}

/** A folder with files cannot be renamed over: what stands there is moved away first. */
async function moveIn(aside: string, target: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const old = join(target, '..', MAKING + (await newMark()));
    try {
      if (existsSync(target)) await rename(target, old).catch(ignoreAbsent);
      await rename(aside, target);
      return;
    } catch (error) {
      const isTaken = ['ENOTEMPTY', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? '');
      if (!isTaken || attempt === ATTEMPTS) throw writeError(target, error);
    } finally {
      await rm(old, { recursive: true, force: true });
    }
  }
}

/** Each failed one means that another run with this key has just finished. */
const ATTEMPTS = 20;

function ignoreAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
