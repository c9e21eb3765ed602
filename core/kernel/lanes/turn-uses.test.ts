import { describe, expect, test } from 'vitest';
import type { TurnUse } from '../../network/lane-use.js';
import type { NetworkDraft } from '../../network/network-draft.js';
import { lawBrokenIn } from '../../testing/checked-worlds.js';
import { withRandomTurns, worldsChanged } from '../../testing/random-lanes.js';
import { gateTrip, INSTANT_DRIVER, sceneScenario } from '../../testing/road-scene.js';
import { eventsOf } from '../../testing/scene.js';
import { type SteppedRun, steppedRun } from '../../testing/stepped-run.js';
import { streetMap } from '../../testing/street-map.js';

const forbidden = (given: Partial<TurnUse> = {}): TurnUse => ({
  from_s: 0,
  to_s: 86_400,
  classes: ['bus'],
  ...given,
});

/** Two ways from W to E: by b, the short one, or by c and d. The turn from Wa into ab has uses. */
function town(uses: readonly TurnUse[], turn = 'Wa ab'): NetworkDraft {
  const network = streetMap('W--a--b--E', '   |  |   ', '   c--d   ', {
    gates: 'WE',
    laneCount: 1,
  });
  const movements = network.movements.map((movement) =>
    `${movement.from} ${movement.to}` === turn ? { ...movement, uses } : movement,
  );
  return { ...network, movements };
}

const run = (network: NetworkDraft, trips: Parameters<typeof steppedRun>[0]['trips']): SteppedRun =>
  steppedRun({ network, trips, scenario: sceneScenario(INSTANT_DRIVER), idleCars: [] });

function linksOf(stepped: SteppedRun): Set<string> {
  const { world } = stepped;
  const seen = new Set<string>();
  stepped.until(900, () => {
    for (let mover = 0; mover < world.vehicleCount; mover++) {
      const lane = world.traffic.movers.lane[mover];
      if (lane >= 0) seen.add(world.network.linkNames[world.network.lanes.link[lane]]!);
    }
    return eventsOf(stepped, 'tripArrived').length === world.tripCount;
  });
  return seen;
}

const SHORT = new Set(['Wa', 'ab', 'bE']);
const ROUND = new Set(['Wa', 'ac', 'cd', 'db', 'bE']);
const trip = gateTrip({ from: 'W', to: 'E', departure_s: 10 });

describe('a turn forbidden at some hours', () => {
  test('is in no route then, and in routes at other hours', () => {
    expect(linksOf(run(town([forbidden()]), [trip]))).toEqual(ROUND);
    expect(linksOf(run(town([forbidden({ from_s: 3600 })]), [trip]))).toEqual(SHORT);
    expect(linksOf(run(town([forbidden({ classes: ['hdv'] })]), [trip]))).toEqual(SHORT);
  });

  test('is avoided by who is on the way already, and driven by who has no other way on', () => {
    // At 15 m/s the car is on Wa from 10 s on for some ten seconds.
    expect(linksOf(run(town([forbidden({ from_s: 14 })]), [trip]))).toEqual(ROUND);
    const noOther = town([forbidden({ from_s: 14 })]);
    const movements = noOther.movements.filter(({ to }) => to !== 'ac');
    expect(linksOf(run({ ...noOther, movements }, [trip]))).toEqual(SHORT);
  });

  test('opens with an event, and is told of before the run where it leaves no way', () => {
    const stepped = run(town([forbidden({ to_s: 300 })]), [trip]);
    stepped.until(301);
    const { network } = stepped.world;
    const opened = eventsOf(stepped, 'turnOpened').map(({ time_s, link, onto, openTo }) => [
      time_s,
      network.linkNames[link],
      network.linkNames[onto],
      openTo,
    ]);
    expect(opened).toEqual([[300, 'Wa', 'ab', -1]]);
    expect(() => run(town([forbidden()], 'ab bE'), [trip])).not.toThrow();
    const shut = streetMap('W--a--E', { gates: 'WE' });
    const movements = shut.movements.map((each) => ({ ...each, uses: [forbidden()] }));
    expect(() => run({ ...shut, movements }, [trip])).toThrow('RUN-007');
    const given = { ...trip, route: ['Wa', 'ab', 'bE'] };
    expect(() => run(town([forbidden()]), [given])).toThrow('from "Wa" to "ab", closed to hdv');
  });
});

test('worlds whose turns open and close break no law in any of their steps', () => {
  let openedCount = 0;
  let arrivedCount = 0;
  for (const accepted of worldsChanged(6, withRandomTurns)) {
    expect(lawBrokenIn(accepted)).toBeNull();
    openedCount += eventsOf(accepted.run, 'turnOpened').length;
    arrivedCount += eventsOf(accepted.run, 'tripArrived').length;
  }
  expect(openedCount).toBeGreaterThan(10);
  expect(arrivedCount).toBeGreaterThan(50);
});
