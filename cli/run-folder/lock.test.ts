import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { UserError } from '../../core/base/errors.js';
import { lockFolder } from './lock.js';
import { newMark } from './owner.js';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'blockwise-run-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const problemsOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'no problem',
    (error: unknown) => {
      expect(error).toBeInstanceOf(UserError);
      return (error as Error).message.replaceAll(home, '');
    },
  );

test('a locked folder refuses a second owner until it is released', async () => {
  const lock = await lockFolder(home);
  expect(await problemsOf(lockFolder(home))).toMatch(/CLI-007 is in use by process/);
  await lock.release();
  await (await lockFolder(home)).release();
  expect(readdirSync(home)).toEqual([]);
});

test('the lock of a dead process, or of a namesake of a living one, is taken over', async () => {
  const dead = execFileSync(process.execPath, ['-e', 'console.log(process.pid)']).toString().trim();
  const [host, pid, began, random] = (await newMark()).split('~');
  writeFileSync(join(home, `.lock~${host}~${dead}~1~${random}`), '');
  writeFileSync(join(home, `.lock~${host}~${pid}~1${began}~${random}`), '');
  const lock = await lockFolder(home);
  expect(readdirSync(home)).toHaveLength(1);
  await lock.release();
});

/** A process that has ended, but that its parent, which sleeps, has not asked for. */
async function withUnreaped(work: (pid: number) => Promise<void>): Promise<void> {
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 30']);
  try {
    const pid = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)));
    const isEnded = (): boolean => / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
    while (!isEnded()) await new Promise((resolve) => setTimeout(resolve, 5));
    await work(pid);
  } finally {
    parent.kill('SIGKILL');
  }
}

test.runIf(existsSync('/proc/self/stat'))(
  'the lock of a killed process that nobody has asked for is taken over',
  async () => {
    await withUnreaped(async (pid) => {
      const [host, , , random] = (await newMark()).split('~');
      writeFileSync(join(home, `.lock~${host}~${pid}~0~${random}`), '');
      const lock = await lockFolder(home);
      expect(readdirSync(home)).toHaveLength(1);
      await lock.release();
    });
  },
);

test('the lock of another machine stands, and the message says how to mend it', async () => {
  writeFileSync(join(home, '.lock~elsewhere~12~34~ab'), '');
  expect(await problemsOf(lockFolder(home))).toMatch(/on elsewhere; if it no longer runs, remove/);
});

test('of many who come at once at most one gets the folder', async () => {
  let insideCount = 0;
  let mostInside = 0;
  const enter = async (): Promise<boolean> => {
    try {
      const lock = await lockFolder(home);
      mostInside = Math.max(mostInside, ++insideCount);
      await new Promise((resolve) => setTimeout(resolve, 30));
      insideCount--;
      await lock.release();
      return true;
    } catch {
      return false;
    }
  };
  await Promise.all(Array.from({ length: 8 }, enter));
  expect(mostInside).toBeLessThanOrEqual(1);
});
