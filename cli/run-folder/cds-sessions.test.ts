import { expect, test } from 'vitest';
import type { Regime } from '../../core/scenario/scenario.js';
import { simulate } from '../../core/simulate.js';
import { townRun } from '../../core/testing/small-town.js';
import { cdsSessions } from './cds-sessions.js';

async function run(sessions: 'none' | 'all', regime: Regime = 'private-automated') {
  const given = townRun(regime);
  const output = { ...given.scenario.output, sessions };
  const scenario = { ...given.scenario, output };
  return { scenario, result: await simulate({ ...given, scenario }) };
}

test('a session is a stay or stop at a zone, as many as the zones count, in the standard’s units', async () => {
  const { scenario, result } = await run('all');
  const csv = cdsSessions(result.sessions, scenario);
  const [head, ...lines] = csv.trimEnd().split('\n');
  expect(head).toBe(
    'session_type,event_session_id,event_id_start,event_id_end,event_time_start,event_time_end,curb_zone_id,vehicle_length,vehicle_type',
  );
  const stops = result.sessions.filter(({ isStop }) => isStop);
  expect(stops.length).toBe(result.curbs.reduce((sum, { stopCount }) => sum + stopCount, 0));
  expect(lines).toHaveLength(result.sessions.length);
  const cells = lines.map((line) => line.split(','));
  for (const [at, session] of result.sessions.entries()) {
    const [, , , , start, end, , length] = cells[at]!;
    expect(session.hasEnded).toBe(true);
    expect(Number(end) - Number(start)).toBe(Math.round((session.to_s - session.from_s) * 1000));
    expect(Number(end)).toBeGreaterThan(Number(start));
    expect(length).toBe(session.vehicleClass === 'VAN' ? '600' : '450');
  }
  const ids = cells.flatMap(([, ...rest]) => rest.slice(0, 3));
  expect(new Set(ids).size).toBe(ids.length);
  expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('who stands on when the run ends has a session without an end, and all parked cars have one', async () => {
  const { scenario, result } = await run('all', 'today');
  const open = result.sessions.filter(({ hasEnded }) => !hasEnded);
  const end_s = Math.max(...result.curbs.map(({ time_s }) => time_s));
  const last = result.curbs.filter(({ time_s }) => time_s === end_s);
  expect(open.length).toBeGreaterThan(0);
  expect(open.length).toBe(last.reduce((sum, { parkedCount }) => sum + parkedCount, 0));
  const parkings = result.curbs.reduce((sum, { parkings }) => sum + parkings, 0);
  expect(result.sessions.filter(({ isStop }) => !isStop).length).toBe(parkings);
  const lines = cdsSessions(result.sessions, scenario).trimEnd().split('\n').slice(-open.length);
  for (const line of lines) expect(line).toMatch(/^parking,[^,]+,[^,]+,,\d+,,/);
  expect(open.every(({ to_s }) => to_s >= end_s)).toBe(true);
});

test('without being asked a run keeps no sessions, and is otherwise the same', async () => {
  const [kept, sums] = [await run('all'), await run('none')];
  expect(sums.result.sessions).toEqual([]);
  expect(cdsSessions(sums.result.sessions, sums.scenario).split('\n')).toHaveLength(2);
  expect({ ...kept.result, sessions: [] }).toEqual(sums.result);
});
