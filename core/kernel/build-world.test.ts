import { expect, test } from 'vitest';
import { gateTrip, sceneScenario } from '../testing/road-scene.js';
import { streetMap } from '../testing/street-map.js';
import { buildWorld } from './build-world.js';

const network = streetMap('a>>b', { step_m: 100 });

const worldOf = (from: string, to: string) => () =>
  buildWorld({
    network,
    scenario: sceneScenario(),
    trips: [gateTrip({ name: 'v', from, to, departure_s: 10 })],
    idleCars: [],
  });

test('a trip by a gate that only leads in, or only out, is told and not begun', () => {
  expect(worldOf('a', 'b')).not.toThrow();
  expect(worldOf('b', 'a')).toThrow('trips RUN-006 v: comes in by a gate that only leads out');
});

test('a trip to a place that is not there is told', () => {
  expect(worldOf('a', 'elsewhere')).toThrow('trips RUN-001 v: begins or ends at a place');
});
