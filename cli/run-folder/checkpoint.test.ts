import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Snapshot } from '../../core/state/snapshot.js';
import { smallTown, townRun } from '../../core/testing/small-town.js';
import { Interrupted } from '../exit-codes.js';
import { ROOMS, type Rooms } from '../rooms.js';
import { runMain } from '../run-main.js';
import { CHECKPOINT, readCheckpoint, writeCheckpoint } from './checkpoint.js';
import { RUN_FILES } from './manifest.js';

const startFolder = process.cwd();
let home = '';
beforeEach(() => {
  if (home !== '') rmSync(home, { recursive: true, force: true });
  home = mkdtempSync(join(tmpdir(), 'blockwise-checkpoint-'));
  process.chdir(home);
  writeFileSync(
    'a.yaml',
    'name: town\nstart_s: "08:00"\nend_s: "08:40"\novertime_s: 600\nnetwork:\n  layout: small-block\n',
  );
});
afterAll(() => {
  process.chdir(startFolder);
  rmSync(home, { recursive: true, force: true });
});

const snapshot: Snapshot = {
  time_s: 28_860,
  parts: [
    { name: 'times', content: Float64Array.of(0.1, Number.NaN, -0) },
    { name: 'rows', content: Int32Array.of(1, -1) },
  ],
};

test('a checkpoint is read back to the last bit, and there may be none', async () => {
  expect(await readCheckpoint('.', 'key')).toBe(null);
  await writeCheckpoint('.', 'key', snapshot);
  expect(await readCheckpoint('.', 'key')).toEqual(snapshot);
});

test('damage at any place, and a checkpoint of another run or version, are named', async () => {
  await writeCheckpoint('.', 'key', snapshot);
  const whole = readFileSync(CHECKPOINT);
  const codeOf = async (bytes: Buffer): Promise<string> => {
    writeFileSync(CHECKPOINT, bytes);
    const error = await readCheckpoint('.', 'key').catch((thrown: unknown) => thrown);
    return (error as { problems: { code: string }[] }).problems[0]!.code;
  };
  for (let length = 0; length < whole.length; length += 7) {
    expect(await codeOf(whole.subarray(0, length))).toBe('CLI-012');
  }
  for (let at = whole.indexOf('\n') + 1; at < whole.length; at += 5) {
    const flipped = Buffer.from(whole);
    flipped[at]! ^= 4;
    expect(await codeOf(flipped)).toBe('CLI-012');
  }
  const text = whole.toString('latin1');
  const changed = (from: string, to: string) => Buffer.from(text.replace(from, to), 'latin1');
  expect(await codeOf(changed('"key":"key"', '"key":"kez"'))).toBe('CLI-012');
  expect(await codeOf(changed('28860', '28920'))).toBe('CLI-012');
  expect(await codeOf(changed('"version":1', '"version":2'))).toBe('CLI-014');
  await writeCheckpoint('.', 'other', snapshot);
  expect(await codeOf(readFileSync(CHECKPOINT))).toBe('CLI-013');
});

/** When a run is called off, or dies. */
interface End {
  readonly stop_s?: number;
  readonly death_s?: number;
}

/** The town's rooms with the real simulator. */
function townRooms({ stop_s = Infinity, death_s = Infinity }: End): {
  rooms: Rooms;
  signal: AbortSignal;
  begun_s: number[];
} {
  const stop = new AbortController();
  const begun_s: number[] = [];
  const { trips, idleCars } = townRun('today');
  const rooms: Rooms = {
    ...ROOMS,
    generateNetwork: async () => smallTown,
    generateDemand: async () => ({ trips, idleCars, notes: [] }),
    checkNetwork: async () => [],
    simulate: (inputs, hooks = {}) =>
      ROOMS.simulate(inputs, {
        ...hooks,
        onMinute: ({ time_s }) => {
          if (begun_s.length === 0) begun_s.push(time_s);
          if (time_s >= death_s) throw new Error('dead');
          if (time_s >= stop_s) stop.abort(new Interrupted(130));
        },
      }),
  };
  return { rooms, signal: stop.signal, begun_s };
}

async function blockwise(argv: readonly string[], end: End = {}) {
  const { rooms, signal, begun_s } = townRooms(end);
  let err = '';
  const code = await runMain(argv, {
    stdout: { write: () => true },
    stderr: { write: (text) => (err += text) },
    signal,
    rooms,
  });
  return { code, err, begun_s };
}

test('a stopped run saves its state, and the resumed one ends with the bytes of the unbroken', async () => {
  const run = ['run', 'a.yaml', '--fresh', '--out'];
  expect((await blockwise([...run, 'whole'])).code).toBe(0);

  const stopped = await blockwise([...run, 'broken', '--checkpoint', '7'], { stop_s: 29_700 });
  expect(stopped.code).toBe(130);
  expect(existsSync(join('broken', CHECKPOINT))).toBe(true);

  const resumed = await blockwise([...run, 'broken', '--resume']);
  expect(resumed).toMatchObject({ code: 0, begun_s: [29_760] });
  expect(resumed.err).toMatch(/Goes on at 08:15\./);
  expect(existsSync(join('broken', CHECKPOINT))).toBe(false);
  for (const name of RUN_FILES.filter((file) => existsSync(join('whole', file)))) {
    const [whole, broken] = ['whole', 'broken'].map((dir) => readFileSync(join(dir, name)));
    expect(broken!.equals(whole!), name).toBe(true);
  }
});

test('a run that dies between two checkpoints goes on from the last; one with none begins anew', async () => {
  const keep = ['--out', 'out', '--checkpoint', '5'];
  await blockwise(['run', 'a.yaml', '--fresh', ...keep], { death_s: 29_640 });
  const { begun_s } = await blockwise(['run', 'a.yaml', '--fresh', '--resume', '--out', 'out']);
  expect(begun_s).toEqual([29_460]);

  const anew = await blockwise(['run', 'a.yaml', '--fresh', '--resume', '--out', 'out']);
  expect(anew.begun_s).toEqual([28_860]);
  expect(anew.err).toMatch(/No saved state/);
});

test('a saved state of another seed is refused with its code and left alone', async () => {
  const out = ['--out', 'out'];
  await blockwise(['run', 'a.yaml', '--fresh', ...out, '--checkpoint', '5'], {
    stop_s: 29_580,
  });
  const other = await blockwise(['run', 'a.yaml', '--fresh', ...out, '--resume', '--seed', '2']);
  expect(other.code).toBe(3);
  expect(other.err).toMatch(/CLI-013/);
  expect(existsSync(join('out', CHECKPOINT))).toBe(true);
});
