import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { UserError } from '../core/base/errors.js';
import { withScenarioPlaces } from './scenario-places.js';

const home = mkdtempSync(join(tmpdir(), 'blockwise-places-'));
afterAll(() => rmSync(home, { recursive: true }));

const path = join(home, 'a.yaml');
writeFileSync(
  path,
  'name: a\nlanes:\n  - { links: [x] }\n  - links: [y]\nfleet:\n  depots: [mill]\n',
);

const problem = (file: string, field: string) => ({
  ...{ code: 'RUN-016', severity: 'error' as const, line: 0, column: 0 },
  ...{ file, field, message: 'is wrong' },
});

const messageOf = async (error: Error): Promise<string> => {
  const work = (): Promise<never> => Promise.reject(error);
  return (await withScenarioPlaces(path, work).catch((told: Error) => told)).message;
};

test('what a run finds wrong with its scenario stands where the file says it', async () => {
  const found = [problem('scenario', 'fleet.depots'), problem('scenario', 'lanes.1.links')];
  expect(await messageOf(new UserError(found))).toBe(
    `${path}:6:11 RUN-016 fleet.depots: is wrong\n${path}:4:12 RUN-016 lanes.1.links: is wrong`,
  );
  // What the file leaves to the default is shown by the group that it would stand in.
  expect(await messageOf(new UserError(problem('scenario', 'fleet.rebalancing')))).toContain(
    ':6:3 ',
  );
});

test('other errors and other files are left alone', async () => {
  const other = new UserError(problem('trips.csv', 'origin'));
  expect(await messageOf(other)).toBe(other.message);
  expect(await messageOf(new Error('a bug'))).toBe('a bug');
  expect(await withScenarioPlaces(path, async () => 7)).toBe(7);
});
