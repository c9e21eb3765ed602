/** A thread of a study's pool: makes a run's inputs, runs it and puts its result into the store. */
import type { FleetBound } from '../../core/kernel/fleet/fleet-bound.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { type LoadedInputs, resolveInputs } from '../inputs.js';
import { cappedSimulate } from '../memory-cap.js';
import { ROOMS, type Rooms } from '../rooms.js';
import type { RunInputs } from '../run-folder/run-key.js';
import { runOnce } from '../run-folder/run-once.js';
import type { RunSpec } from './design.js';
import { makeRunCell, type RunOutcome } from './run-cell.js';
import type { RunTask } from './run-pool.js';

export default function runTask(task: RunTask): Promise<RunOutcome | FleetBound> {
  if (task.isForBound === true) return boundOf(task);
  const simulate = cappedSimulate(ROOMS.simulate, task.cap);
  const runCell = makeRunCell<RunInputs>(
    {
      resolveInputs: (spec) => inputsOf(spec, ROOMS_OF_THREAD),
      runOnce: (inputs, options) => runOnce(inputs, { ...options, simulate }),
    },
    task,
  );
  return runCell(task.spec);
}

/** Of the rides that the run has served, each at the moment at which it was. */
async function boundOf({ spec, store, fresh }: RunTask): Promise<FleetBound> {
  const { inputs, notes } = await inputsOf(spec, ROOMS_OF_THREAD);
  const options = { store, fresh, notes, hooks: {}, simulate: ROOMS.simulate };
  const { result } = await runOnce(inputs, options);
  const served = result.trips.filter(({ status }) => status === 'arrived');
  const pickedUp_s = new Map(served.map((trip) => [trip.trip, trip.pickedUp_s]));
  return ROOMS.fleetBound(inputs, (trip) => pickedUp_s.get(trip) ?? Number.NaN);
}

/** A layout's runs share its network: it is made, checked and digested once a thread. */
const networks = new Map<string, Promise<NetworkDraft>>();
const ROOMS_OF_THREAD: Rooms = {
  ...ROOMS,
  generateNetwork(layout, overrides) {
    const id = JSON.stringify([layout, overrides]);
    const network = networks.get(id) ?? ROOMS.generateNetwork(layout, overrides);
    networks.set(id, network);
    return network;
  },
};

/** A run's inputs, by the same way as a scenario file's. */
export function inputsOf(spec: RunSpec, rooms: Rooms): Promise<LoadedInputs> {
  const { layout, scenario, demand, name } = spec;
  const network = layout.kind === 'generated' ? { ...layout.settings, layout: layout.layout } : {};
  return resolveInputs(
    { file: name, value: { ...scenario, network, demand }, where: () => ({ line: 0, column: 0 }) },
    layout.kind === 'folder' ? { networkDir: layout.path } : {},
    rooms,
  );
}
