import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { studyCommand } from './study-command.js';

const home = mkdtempSync(join(tmpdir(), 'blockwise-study-'));
afterAll(() => rmSync(home, { recursive: true }));

async function problemsOf(layouts: string): Promise<string> {
  const file = join(home, 'a.study.yaml');
  const text = `name: a\nlayouts:\n${layouts}\nregimes: [today]\nseeds: [1]\n`;
  writeFileSync(file, text);
  const silent = { write: () => true };
  const request = { file, out: join(home, 'out'), store: home, jobs: 1, fresh: true };
  const io = { stdout: silent, stderr: silent, signal: new AbortController().signal };
  return studyCommand(request, io).then(
    () => 'no problem',
    (error: Error) => error.message.replaceAll(`${home}/`, ''),
  );
}

test("a layout's wrong numbers are found before the first run, at their place", async () => {
  expect(await problemsOf('  x: { layout: superblock, side: 960, spacing_m: wide }')).toBe(
    'a.study.yaml:3:28 SCN-001 network.side: there is no such field; did you mean side_m?\n' +
      'a.study.yaml:3:50 SCN-002 network.spacing_m: must be a number, got the text "wide"',
  );
});

test('the times of an earlier run are for single runs', async () => {
  const scenario = 'scenario: { routing: { timesFrom: monday } }';
  expect(await problemsOf(`  x: { layout: superblock }\n${scenario}`)).toBe(
    "a.study.yaml:4:35 SCN-007 scenario.routing.timesFrom: is for single runs: a study's runs begin " +
      'on empty streets',
  );
});

test('a folder of a study may not be left by a link on disk', async () => {
  mkdirSync(join(home, 'inside'));
  symlinkSync('/etc', join(home, 'inside', 'net'));
  expect(await problemsOf('  x: { folder: inside/net }')).toMatch(
    /^a\.study\.yaml CLI-004 "inside\/net" leads out/,
  );
});
