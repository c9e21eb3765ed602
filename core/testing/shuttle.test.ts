import { expect, test } from 'vitest';
import { crommelin_s } from './shuttle.js';

test("Crommelin's series for one server is Pollaczek and Khinchine's formula", () => {
  for (const load of [0.3, 0.5, 0.8, 0.9]) {
    expect(crommelin_s(1, load, 250)).toBeCloseTo((load * 250) / (2 * (1 - load)), 6);
  }
});

/** Erlang's C by his B, and the mean wait of exponential service. */
function erlangCWait_s(serverCount: number, load: number, service_s: number): number {
  const offered = serverCount * load;
  let blocked = 1;
  for (let server = 1; server <= serverCount; server++) {
    blocked = (offered * blocked) / (server + offered * blocked);
  }
  const waits = blocked / (1 - load * (1 - blocked));
  return (waits * service_s) / (serverCount * (1 - load));
}

test('and for more about half of the wait with exponential service', () => {
  for (const serverCount of [2, 5, 10]) {
    const ratio = crommelin_s(serverCount, 0.8, 250) / erlangCWait_s(serverCount, 0.8, 250);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(0.6);
  }
});
