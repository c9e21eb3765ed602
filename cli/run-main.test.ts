import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { RunError, UserError } from '../core/base/errors.js';
import { Interrupted } from './exit-codes.js';
import { ROOMS, type Rooms } from './rooms.js';
import { lockFolder } from './run-folder/lock.js';
import { readRunFolder } from './run-folder/read-run-folder.js';
import { runMain } from './run-main.js';
import { SAMPLE_NETWORK, sampleInputs, sampleResult } from './testing/sample-run.js';

const startFolder = process.cwd();
let home = '';
beforeEach(() => {
  if (home !== '') rmSync(home, { recursive: true, force: true });
  home = mkdtempSync(join(tmpdir(), 'blockwise-main-'));
  process.chdir(home);
  writeFileSync('a.yaml', 'name: my day\nnetwork:\n  layout: superblock\n');
});
afterAll(() => {
  process.chdir(startFolder);
  rmSync(home, { recursive: true, force: true });
});

/** Rooms without a simulator; `seen` holds what they were asked. */
function fakeRooms(change: Partial<Rooms> = {}): { rooms: Rooms; seen: unknown[] } {
  const seen: unknown[] = [];
  const rooms: Rooms = {
    ...ROOMS,
    simulate: async ({ scenario, network, trips }) => {
      seen.push(['simulate', scenario.seed, network.name, trips.length]);
      return sampleResult(scenario.seed);
    },
    generateNetwork: async (layout, overrides) => {
      seen.push(['generate', layout, overrides]);
      return SAMPLE_NETWORK;
    },
    measureNetwork: async () => ({
      rows: [['junctions', '7']],
      betweenness: { shares: new Map(), linkCount: 0, sourceCount: 0 },
    }),
    readNetworkFolder: async (dir) => {
      seen.push(['folder', dir]);
      return { network: { ...SAMPLE_NETWORK, name: 'from folder' }, notes: [] };
    },
    checkNetwork: async () => [],
    generateDemand: async (_, size) => {
      seen.push(['demand', size]);
      const { trips, idleCars } = sampleInputs();
      return { trips, idleCars, notes: ['No van trips were made.'] };
    },
    readTrips: async (text, file) => {
      seen.push(['trips', text, file]);
      return [];
    },
    ...change,
  };
  return { rooms, seen };
}

async function blockwise(
  argv: readonly string[],
  { rooms = fakeRooms().rooms, signal = new AbortController().signal } = {},
): Promise<{ code: number; out: string; err: string }> {
  let out = '';
  let err = '';
  const code = await runMain(argv, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text) },
    signal,
    rooms,
  });
  return { code, out, err };
}

test('a run writes its folder, prints its figures and ends with where they are', async () => {
  const { rooms, seen } = fakeRooms();
  const { code, out, err } = await blockwise(['run', 'a.yaml'], { rooms });
  expect(code).toBe(0);
  expect(seen).toEqual([
    ['generate', 'superblock', {}],
    ['demand', { factor: 1, seed: 1 }],
    ['simulate', 1, 'two streets', 1],
  ]);
  expect(out).toMatch(/^congestion\n/);
  expect(out).toMatch(/Gridlock: 1 rings; the first at 05:33: x\./);
  expect(out).toMatch(/Results: runs\/my-day-1\nReport: {2}runs\/my-day-1\/report\.html\n$/);
  expect(readFileSync('runs/my-day-1/report.html', 'utf8')).toMatch(/^<!DOCTYPE html>/);
  expect(err).toMatch(/No van trips were made\./);
  const folder = await readRunFolder('runs/my-day-1');
  expect(folder.result).toEqual(sampleResult());
  expect(folder.network).toEqual(SAMPLE_NETWORK);
  expect(readdirSync('runs/my-day-1').some((name) => name.startsWith('.'))).toBe(false);
});

test('what the command line says wins over the file', async () => {
  const { rooms, seen } = fakeRooms();
  writeFileSync('my trips.csv', 'text');
  const flags = ['--network', '/elsewhere/net', '--trips', 'my trips.csv', '--seed', '7'];
  const { code } = await blockwise(['run', 'a.yaml', ...flags, '--out', 'deep/er'], { rooms });
  expect(code).toBe(0);
  expect(seen).toEqual([
    ['folder', '/elsewhere/net'],
    ['trips', 'text', 'my trips.csv'],
    ['simulate', 7, 'from folder', 0],
  ]);
  expect(existsSync('deep/er/manifest.json')).toBe(true);
});

test('a second run comes from the store with the same bytes, unless asked for anew', async () => {
  const { rooms, seen } = fakeRooms();
  const run = async (...flags: string[]): Promise<number> => {
    const before = seen.length;
    await blockwise(['run', 'a.yaml', ...flags], { rooms });
    return seen.slice(before).filter((each) => (each as string[])[0] === 'simulate').length;
  };
  expect(await run('--out', 'one')).toBe(1);
  expect(await run('--out', 'two')).toBe(0);
  expect(await run('--out', 'three', '--fresh')).toBe(1);
  expect(await run('--out', 'four', '--shuffle-blocks', '3')).toBe(1);
  for (const other of ['two', 'three', 'four']) {
    for (const name of readdirSync('one')) {
      if (name === 'run.log' || name === 'timing.json') continue;
      const isSame = readFileSync(join('one', name)).equals(readFileSync(join(other, name)));
      expect(isSame, `${other}/${name}`).toBe(true);
    }
  }
});

test('--json prints the summary, and nothing else, on stdout', async () => {
  const { out, err } = await blockwise(['run', 'a.yaml', '--json']);
  expect(JSON.parse(out)).toEqual({ trips: 3, vkt_km: 1 / 3, wait_p50_s: null, own_figure: 4 });
  expect(err).toMatch(/Results: runs\/my-day-1/);
});

test('every problem of a scenario is printed with its place, and the code is 3', async () => {
  writeFileSync('b.yaml', 'sede: 4\nfleet:\n  maxWait_s: soon\nnetwork:\n  folder: ../x\n');
  const { code, out, err } = await blockwise(['run', 'b.yaml']);
  expect(code).toBe(3);
  expect(out).toBe('');
  expect(err).toBe(
    'b.yaml:1:1 SCN-001 sede: there is no such field; did you mean seed?\n' +
      'b.yaml:3:14 SCN-002 fleet.maxWait_s: must be a number, got the text "soon"\n' +
      "b.yaml:5:11 SCN-009 network.folder: must be a path with / inside this file's folder, " +
      'without .., got "../x"\n',
  );
});

test('with --json problems are data', async () => {
  const { code, out } = await blockwise(['run', 'none.yaml', '--json']);
  expect(code).toBe(3);
  expect(JSON.parse(out).problems[0]).toMatchObject({ code: 'CLI-001', file: 'none.yaml' });
});

test('a scenario that leaves its folder by a link is refused', async () => {
  mkdirSync('inside');
  mkdirSync('outside');
  symlinkSync('../outside', 'inside/net');
  writeFileSync('inside/c.yaml', 'network:\n  folder: net\n');
  const { code, err } = await blockwise(['run', 'inside/c.yaml']);
  expect(code).toBe(3);
  expect(err).toBe('inside/c.yaml CLI-004 "net" leads out of the file\'s folder\n');
});

test('what a generator refuses is shown where the file says it', async () => {
  writeFileSync('d.yaml', 'network:\n  layout: superblock\n  side_m: 1000\n');
  const { rooms } = fakeRooms({ generateNetwork: ROOMS.generateNetwork });
  const { code, err } = await blockwise(['run', 'd.yaml'], { rooms });
  expect(code).toBe(3);
  expect(err).toMatch(/^d\.yaml:3:11 GEN-004 network\.side_m: must be a multiple of spacing_m/);
});

test('a scenario must name a network unless the command line does', async () => {
  for (const text of ['name: x\n', 'network:\n', 'network: {}\n', '']) {
    writeFileSync('g.yaml', text);
    expect((await blockwise(['run', 'g.yaml'])).err, text).toMatch(/SCN-006|SCN-002/);
  }
  writeFileSync('g.yaml', 'name: x\n');
  expect((await blockwise(['run', 'g.yaml', '--network', 'net'])).code).toBe(0);
});

test('a shared fleet without vehicles is refused before the run', async () => {
  writeFileSync('e.yaml', 'regime: shared-automated\nnetwork: {layout: superblock}\n');
  const { code, err } = await blockwise(['run', 'e.yaml']);
  expect(code).toBe(3);
  expect(err).toMatch(/SCN-008 fleet\.vehicleCount: must be above 0/);
});

test('usage errors end with 2, help and its examples with 0', async () => {
  const usage = [
    [],
    ['fly'],
    ['run'],
    ['run', 'a.yaml', '--seed', '-1'],
    ['run', '--sed', '1'],
    ['network', 'make', 'hexagons', '--out', 'x'],
    ['network', 'make', 'superblock'],
    ['network', 'make', 'superblock', '--out', 'x', '--set', 'side=1'],
    ['study', 'x', '--jobs', '0'],
  ];
  for (const argv of usage) expect((await blockwise(argv)).code, argv.join(' ')).toBe(2);
  const commands = [
    [],
    ['run'],
    ['study'],
    ['report'],
    ['assign'],
    ['validate'],
    ['network'],
    ['network', 'make'],
    ['network', 'import'],
    ['network', 'check'],
  ];
  for (const argv of commands) {
    const { code, out } = await blockwise([...argv, '--help']);
    expect(code, argv.join(' ')).toBe(0);
    expect(out).toContain(`Example:\n  blockwise ${argv.join(' ')}`.trimEnd());
  }
});

test('each kind of failure has its exit code, and only bugs show a stack', async () => {
  const ending = async (error: Error) =>
    blockwise(['run', 'a.yaml'], {
      rooms: fakeRooms({
        simulate: async () => {
          throw error;
        },
      }).rooms,
    });
  const problem = { severity: 'error', file: 'x', line: 0, column: 0, field: '', message: 'm' };
  const full = new UserError({ ...problem, code: 'CLI-006' } as never);
  const bug = await ending(new TypeError('oops'));
  const stopped = await ending(new RunError('RUN-001', 'vehicles were lost'));
  expect([stopped.code, stopped.err]).toEqual([
    1,
    'No van trips were made.\nRUN-001 vehicles were lost\n',
  ]);
  expect((await ending(new RunError('CAP-001', 'memory'))).code).toBe(4);
  expect((await ending(full)).code).toBe(4);
  expect(bug.code).toBe(5);
  expect(bug.err).toMatch(/This is a bug.*\nTypeError: oops\n +at /);
});

test('a stopped run ends with the code of its signal and leaves the folder free', async () => {
  for (const code of [130, 143]) {
    const stop = new AbortController();
    const { rooms } = fakeRooms({
      simulate: async (_, hooks) => {
        stop.abort(new Interrupted(code));
        hooks?.signal?.throwIfAborted();
        return sampleResult();
      },
    });
    const ended = await blockwise(['run', 'a.yaml', '--out', 'out'], {
      rooms,
      signal: stop.signal,
    });
    expect([ended.code, ended.err.endsWith('Stopped.\n')]).toEqual([code, true]);
    expect(readdirSync('out')).toEqual([]);
  }
});

test('a folder in use, and one with other files, are refused with their codes', async () => {
  const lock = await lockFolder('out');
  const inUse = await blockwise(['run', 'a.yaml', '--out', 'out']);
  expect([inUse.code, /CLI-007/.test(inUse.err)]).toEqual([3, true]);
  await lock.release();
  writeFileSync('out/trips.csv', 'mine');
  const foreign = await blockwise(['run', 'a.yaml', '--out', 'out']);
  expect([foreign.code, /CLI-010/.test(foreign.err)]).toEqual([3, true]);
  expect(readFileSync('out/trips.csv', 'utf8')).toBe('mine');
});

test('names from files cannot steer the terminal', async () => {
  writeFileSync('f.yaml', '"\\e[2J\\u202e": 1\n');
  const { err } = await blockwise(['run', 'f.yaml']);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: their absence is what is tested.
  expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test('network make hands its numbers to the generator and writes the folder', async () => {
  const written: unknown[] = [];
  const { rooms, seen } = fakeRooms({
    writeNetworkFolder: async ({ name }, dir) => void written.push([name, dir]),
  });
  const argv = ['network', 'make', 'small-block', '--out', 'net', '--set', 'side_m=1200'];
  const { code, out } = await blockwise([...argv, '--set', 'name=old town'], { rooms });
  expect(code).toBe(0);
  expect(seen).toEqual([['generate', 'small-block', { side_m: 1200, name: 'old town' }]]);
  expect(written).toEqual([['two streets', 'net']]);
  expect(out).toMatch(/two streets: 1\.0 ha, 1 nodes, .*\nnet\n$/);
});

test('network check prints what it found; errors end with 3, warnings with 0', async () => {
  const check = async (severity: 'error' | 'warning') => {
    const place = { file: 'net', line: 0, column: 0, field: 'links.a', message: 'is wrong' };
    const { rooms } = fakeRooms({
      checkNetwork: async () => [{ code: 'NET-104', severity, ...place }],
    });
    return blockwise(['network', 'check', 'net'], { rooms });
  };
  const bad = await check('error');
  expect(bad.code).toBe(3);
  expect(bad.out).toMatch(/^net NET-104 links\.a: is wrong\n/);
  expect(bad.out).toMatch(/1 errors, 0 warnings\n$/);
  expect((await check('warning')).code).toBe(0);
});
