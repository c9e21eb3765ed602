/**
 * How the threads of a run take turns: a few words of shared memory, changed by Atomics alone.
 *
 * The leader (the thread that runs the simulation) opens a stage, works on its blocks like everyone
 * else, closes it, and waits until nobody is in it any more. A worker that wakes too late finds the
 * stage closed and goes back to sleep: nobody waits for it.
 *
 *     leader   write stage, moment · next = 0 · open = 1 · signal++ · work · open = 0 · wait: busy = 0
 *     worker   wait: signal changes · busy++ · open = 1? work on blocks while next++ < count · busy--
 *
 * A worker that fails leaves its message, counts itself out and ends, so that the leader never waits
 * for it. One that hangs or dies is noticed by the leader's patience.
 */

/** Places of the words, each on a 64-byte line of its own. */
const [SIGNAL, OPEN, NEXT, BUSY, SLEEPING, SERVING, STOP, FAILED] = [
  0, 16, 32, 48, 64, 80, 96, 112,
] as const;
/** On the line of OPEN: written before a stage is opened, read while it is. */
const [STAGE, BLOCK_COUNT, ROW_COUNT] = [17, 18, 19] as const;
const WORD_COUNT = 128;
const [STEP, TIME] = [0, 1] as const;
const MESSAGE_BYTES = 4096;

export interface CrewControl {
  readonly words: Int32Array;
  /** Step, and clock time at its end. */
  readonly moment: Float64Array;
  readonly message: Uint8Array;
}

export const createCrewControl = (): CrewControl => ({
  words: new Int32Array(new SharedArrayBuffer(4 * WORD_COUNT)),
  moment: new Float64Array(new SharedArrayBuffer(16)),
  message: new Uint8Array(new SharedArrayBuffer(MESSAGE_BYTES)),
});

/** What is being worked on. */
export interface OpenStage {
  code: number;
  rowCount: number;
  blockCount: number;
  step: number;
  time_s: number;
}

export function openStage({ words, moment }: CrewControl, stage: OpenStage): void {
  words[STAGE] = stage.code;
  words[ROW_COUNT] = stage.rowCount;
  words[BLOCK_COUNT] = stage.blockCount;
  moment[STEP] = stage.step;
  moment[TIME] = stage.time_s;
  Atomics.store(words, NEXT, 0);
  Atomics.store(words, OPEN, 1);
  Atomics.add(words, SIGNAL, 1);
  if (Atomics.load(words, SLEEPING) > 0) Atomics.notify(words, SIGNAL);
}

/** The next block that nobody works on; at or above the stage's count when there is none left. */
export const claimBlock = ({ words }: CrewControl): number => Atomics.add(words, NEXT, 1);

/** Closes the stage and waits until all have left it; false when that takes longer than `patience_ms`. */
export function closeStage({ words }: CrewControl, spins: number, patience_ms: number): boolean {
  Atomics.store(words, OPEN, 0);
  for (let spin = 0; spin < spins; spin++) if (Atomics.load(words, BUSY) === 0) return true;
  let waited_ms = 0;
  for (let busy = Atomics.load(words, BUSY); busy !== 0; busy = Atomics.load(words, BUSY)) {
    if (waited_ms >= patience_ms) return false;
    if (Atomics.wait(words, BUSY, busy, WAIT_ms) === 'timed-out') waited_ms += WAIT_ms;
  }
  return true;
}

const WAIT_ms = 50;

/** For workers: waits for a stage after number `seen`; gives its number. */
export function awaitSignal({ words }: CrewControl, seen: number, spins: number): number {
  for (let spin = 0; spin < spins; spin++) {
    const signal = Atomics.load(words, SIGNAL);
    if (signal !== seen) return signal;
  }
  Atomics.add(words, SLEEPING, 1);
  Atomics.wait(words, SIGNAL, seen);
  Atomics.sub(words, SLEEPING, 1);
  return Atomics.load(words, SIGNAL);
}

/** Goes into the stage that is open, if one is; `leaveStage` must follow either way. */
export function enterStage({ words, moment }: CrewControl, stage: OpenStage): boolean {
  Atomics.add(words, BUSY, 1);
  if (Atomics.load(words, OPEN) === 0) return false;
  stage.code = words[STAGE]!;
  stage.rowCount = words[ROW_COUNT]!;
  stage.blockCount = words[BLOCK_COUNT]!;
  stage.step = moment[STEP]!;
  stage.time_s = moment[TIME]!;
  return true;
}

export function leaveStage({ words }: CrewControl): void {
  if (Atomics.sub(words, BUSY, 1) === 1) Atomics.notify(words, BUSY);
}

export const markServing = ({ words }: CrewControl): void => void Atomics.add(words, SERVING, 1);
export const servingCount = ({ words }: CrewControl): number => Atomics.load(words, SERVING);

export function stopCrew({ words }: CrewControl): void {
  Atomics.store(words, STOP, 1);
  Atomics.add(words, SIGNAL, 1);
  Atomics.notify(words, SIGNAL);
}
export const isStopped = ({ words }: CrewControl): boolean => Atomics.load(words, STOP) === 1;

/** The first worker that fails says why; the others' messages are lost. */
export function reportFailure({ words, message }: CrewControl, error: unknown): void {
  if (Atomics.compareExchange(words, FAILED, 0, 1) !== 0) return;
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  message.set(new TextEncoder().encode(text).subarray(0, MESSAGE_BYTES));
  Atomics.store(words, FAILED, 2);
}

/** The message of a worker that failed, or null. */
export function failureOf({ words, message }: CrewControl): string | null {
  if (Atomics.load(words, FAILED) !== 2) return null;
  const end = message.indexOf(0);
  return new TextDecoder().decode(message.slice(0, end < 0 ? MESSAGE_BYTES : end));
}
