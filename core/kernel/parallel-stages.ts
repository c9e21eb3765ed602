/**
 * The stages that threads share: each block writes rows of its own and the columns named here, and
 * reads nothing that another block of the stage writes. The thread that runs the simulation and every
 * worker make this list for themselves, over the same memory; a stage is known by its place in it.
 */
import {
  type CostedHierarchy,
  cellCountOf,
  createCustomizationScratch,
  customizeCells,
} from '../routing/customization.js';
import { PHASE_CHOICES } from '../traffic/adaptive-signals.js';
import { idmPositionChooser } from '../traffic/idm-motion.js';
import { createJunctionScratch, entryGranter } from '../traffic/junctions.js';
import { positionChooser, vehicleMover } from '../traffic/motion.js';
import type { MotionOutbox } from '../traffic/motion-outbox.js';
import { withCalls } from '../traffic/priority-signals.js';
import { switchSignals } from '../traffic/signals.js';
import { lookSteps, markHeldUp } from '../traffic/speed-lanes.js';
import { MOVER_END, type TrafficState } from '../traffic/traffic-state.js';

export interface Stage {
  readonly name: string;
  /** Place in the list of parallel stages; -1 for a serial one. */
  readonly code: number;
  /** Rows of a parallel stage; a serial stage has one. */
  readonly rowCount: () => number;
  readonly blockRows: number;
  /** Works rows [start, end) of block `block`. */
  readonly work: (start: number, end: number, block: number) => void;
}

/** The moment that a step works on; `time_s` is the clock time at its end. */
export interface StepClock {
  step: number;
  time_s: number;
}

/** Rows a block. Tests of small worlds make them small, so that there are many blocks. */
export interface BlockSizes {
  readonly nodes: number;
  readonly movers: number;
}

/** A block takes some tens of microseconds, so that claiming one does not count. */
export const BLOCK_SIZES: BlockSizes = { nodes: 64, movers: 512 };

/** Most junctions have nothing to switch in a step, so that a block can be many of them. */
const SIGNAL_BLOCKS = 64;

/** What all threads of a run work on. */
export interface SharedTraffic {
  readonly traffic: TrafficState;
  readonly outbox: MotionOutbox;
  readonly blockSizes: BlockSizes;
  /** Of large networks, what costs are put into between steps. */
  readonly indexes: readonly CostedHierarchy[];
}

export interface ParallelStages {
  /** Those of each step, in order. */
  readonly ofStep: readonly Stage[];
  /** One for each index of routes: its cells. */
  readonly ofIndexes: readonly Stage[];
}

export function parallelStages(shared: SharedTraffic, clock: StepClock): ParallelStages {
  const ofStep = stepStages(shared, clock).map((stage, code) => ({ ...stage, code }));
  const ofIndexes = shared.indexes.map((index, at) => ({
    ...cellStage(index),
    code: ofStep.length + at,
  }));
  return { ofStep, ofIndexes };
}

/** Works the cells of an index that costs are put into. */
export function cellStage(index: CostedHierarchy): Stage {
  const scratch = createCustomizationScratch(index.hierarchy);
  const cells = () => cellCountOf(index.hierarchy);
  return each('customize', cells, 1, (from, to) => {
    customizeCells(index, scratch, from, to); //                            costs of the cells' arcs
  });
}

function stepStages({ traffic, outbox, blockSizes }: SharedTraffic, clock: StepClock): Stage[] {
  const { network, dt_s } = traffic;
  const grant = entryGranter(traffic, createJunctionScratch());
  const choose = POSITION_CHOOSERS[traffic.carFollowing](traffic);
  const move = vehicleMover(traffic, outbox);
  const policy = PHASE_CHOICES[traffic.signalControl];
  const choosePhase = policy === null ? null : withCalls(policy);
  const nodes = () => network.nodeCount;
  const busyNodes = () => traffic.busyNodes.count[0]!;
  const movers = () => traffic.counters[MOVER_END]!;
  const lookers = () => (isLookStep(traffic, clock.step) ? movers() : 0);
  const before_s = () => clock.time_s - dt_s;

  // name, rows, rows a block, work                                                      writes
  return [
    each('signals', nodes, SIGNAL_BLOCKS * blockSizes.nodes, (from, to) => {
      switchSignals(traffic, from, to, before_s(), choosePhase); //         node state, turn.signal
    }),
    each('junctions', busyNodes, blockSizes.nodes, (from, to) => {
      grant(from, to, clock.step, before_s()); //                           grants of its approaches
    }),
    each('choose positions', movers, blockSizes.movers, (from, to) => {
      choose(from, to, clock.step); //                                      mover.next_m
    }),
    each('move', movers, blockSizes.movers, (from, to, block) => {
      move(from, to, clock.step, block); //                                 mover position …
    }),
    each('look beside', lookers, blockSizes.movers, (from, to, block) => {
      markHeldUp(traffic, from, to, clock.step, outbox, block); //          outbox only
    }),
  ];
}

/** The car-following policies. */
const POSITION_CHOOSERS = { newell: positionChooser, idm: idmPositionChooser } as const;

/** Movers look for a faster lane, or a way past a stopped one, in some steps only. */
export const isLookStep = (
  { laneChanging, passingGap_s, dt_s }: TrafficState,
  step: number,
): boolean => (laneChanging === 'for-speed' || passingGap_s > 0) && step % lookSteps(dt_s) === 0;

const each = (
  name: string,
  rowCount: () => number,
  blockRows: number,
  work: Stage['work'],
): Stage => ({ name, code: -1, rowCount, blockRows, work });
