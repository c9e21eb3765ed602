import { expect, test } from 'vitest';
import { NONE } from '../base/ids.js';
import type { Stage } from '../kernel/stages.js';
import { TURN_KINDS } from '../network/road-network.js';
import { DEFAULT_SCENARIO } from '../scenario/scenario.js';
import { evenTrips, gateTrip, sceneScenario } from '../testing/road-scene.js';
import { brokenLaw } from '../testing/room-laws.js';
import { eventsOf } from '../testing/scene.js';
import { steppedRun } from '../testing/stepped-run.js';
import { streetMap } from '../testing/street-map.js';
import type { World } from '../world.js';

/** A street from the west that parts at x: who turns back there gives way to those from the south. */
const PARTING = ['w--x->-e', '   ^    ', '   |    ', '   s    '];
/** It goes on, with a side street: who turns back gives way to oncoming traffic. */
const STRAIGHT = ['w--x--e', '   |   ', '   s   '];
const STREAM_s = 900;

interface Street {
  readonly drawing: readonly string[];
  readonly streamFrom: string;
  readonly headway_s: number;
  readonly waitsAt_m?: number;
  readonly control?: 'yield' | 'stop';
  readonly replace?: (stage: Stage, world: World) => Stage;
}

/** One turns back against a stream, with twenty behind it that go straight on. */
function turnBack({ drawing, streamFrom, headway_s, waitsAt_m = 0, control, replace }: Street) {
  const network = streetMap(...(drawing as [string]), {
    step_m: 100,
    uturns: 'x',
    controls: { x: control ?? 'yield' },
  });
  const run = steppedRun(
    {
      network: {
        ...network,
        movements: network.movements.map((each) => ({ ...each, waitsAt_m })),
      },
      scenario: sceneScenario(DEFAULT_SCENARIO.drivers.human),
      trips: [
        ...evenTrips({ from: streamFrom, to: 'w', headway_s, count: STREAM_s / headway_s }),
        {
          ...gateTrip({ from: 'w', to: 'w', departure_s: 30, name: 'back' }),
          route: ['wx', 'xw'],
        },
        ...evenTrips({ from: 'w', to: 'e', headway_s: 10, count: 20, from_s: 40 }),
      ],
      idleCars: [],
    },
    replace === undefined ? {} : { replace },
  );
  run.until(2 * STREAM_s, () => {
    expect(brokenLaw(run.world)).toBeNull();
    return false;
  });
  const arrivals = eventsOf(run, 'tripArrived');
  const throughs = arrivals.filter(({ trip }) => trip! > STREAM_s / headway_s);
  return {
    // Rows are in the order of names.
    back_s: arrivals.find(({ trip }) => trip === 0)!.time_s!,
    lastThrough_s: Math.max(...throughs.map(({ time_s }) => time_s!)),
    arrivedCount: arrivals.length,
    tripCount: run.world.tripCount,
  };
}

const STREETS: readonly [string, Street][] = [
  ['into which another street leads', { drawing: PARTING, streamFrom: 's', headway_s: 2.5 }],
  ['with oncoming traffic', { drawing: STRAIGHT, streamFrom: 'e', headway_s: 3 }],
  [
    'with oncoming traffic, at a waiting place',
    { drawing: STRAIGHT, streamFrom: 'e', headway_s: 3, waitsAt_m: 5 },
  ],
  ['at stop signs', { drawing: STRAIGHT, streamFrom: 'e', headway_s: 3, control: 'stop' }],
];

test.each(STREETS)(
  'who turns back on a street %s keeps those behind for a while only',
  (_, street) => {
    const { back_s, lastThrough_s, arrivedCount, tripCount } = turnBack(street);
    // There after 30 s and 300 m, 50 s of waiting, the stream's stop, and 300 m back.
    expect(back_s).toBeLessThan(30 + 22 + 50 + 20 + 30);
    expect(lastThrough_s).toBeLessThan(STREAM_s / 2);
    expect(arrivedCount).toBe(tripCount);
  },
);

/** Turning back is taken for a left turn, which keeps to its gaps. */
const asLeftTurn = (stage: Stage, { network: { turns, turnCount } }: World): Stage => {
  if (stage.name !== 'junctions') return stage;
  for (let turn = 0; turn < turnCount; turn++) {
    if (turns.kind[turn] === TURN_KINDS.indexOf('uturn')) turns.kind[turn] = 0;
  }
  return stage;
};

test('without a claim they wait as long as there is a stream (broken twin)', () => {
  const { back_s, lastThrough_s } = turnBack({ ...STREETS[0]![1], replace: asLeftTurn });
  expect(back_s).toBeGreaterThan(STREAM_s);
  expect(lastThrough_s).toBeGreaterThan(STREAM_s);
});

/** Two who turn back at x cross each other's way; those from the south go before both. */
function turnBackAcross(replace?: Street['replace']) {
  const drawn = streetMap('   n   ', '   |   ', 'w--x--e', '   |   ', '   s   ', {
    step_m: 100,
    uturns: 'x',
    controls: { x: 'yield' },
  });
  const stream = { from: 'sx', to: 'xn' };
  const [west, east] = [
    { from: 'wx', to: 'xw' },
    { from: 'ex', to: 'xe' },
  ];
  const movements = drawn.movements.map((each) => {
    const others = each.from === 'wx' ? [east, stream] : each.from === 'ex' ? [west, stream] : [];
    const crosses = each.from === each.to.split('').reverse().join('') ? others : [];
    const givesWayTo = crosses.length > 0 ? [stream] : [];
    return { ...each, crosses, givesWayTo, waitsAt_m: 0 };
  });
  const run = steppedRun(
    {
      network: { ...drawn, movements },
      scenario: sceneScenario(DEFAULT_SCENARIO.drivers.human),
      trips: [
        ...evenTrips({ from: 's', to: 'n', headway_s: 2.5, count: STREAM_s / 2.5 }),
        { ...gateTrip({ from: 'w', to: 'w', departure_s: 30, name: 'west' }), route: ['wx', 'xw'] },
        { ...gateTrip({ from: 'e', to: 'e', departure_s: 30, name: 'east' }), route: ['ex', 'xe'] },
      ],
      idleCars: [],
    },
    replace === undefined ? {} : { replace },
  );
  run.until(2 * STREAM_s, () => {
    expect(brokenLaw(run.world)).toBeNull();
    return false;
  });
  return eventsOf(run, 'tripArrived').length;
}

const ALL = STREAM_s / 2.5 + 2;

test('of two who turn back across each other one goes after the other', () => {
  expect(turnBackAcross()).toBe(ALL);
});

/** Each claims its way, whoever else has. */
const bothClaim = (stage: Stage, { network, traffic, clock }: World): Stage => ({
  ...stage,
  work: (...rows) => {
    if (stage.name === 'junctions') {
      for (let turn = 0; turn < network.turnCount; turn++) {
        if (network.turns.kind[turn] !== TURN_KINDS.indexOf('uturn')) continue;
        const front = traffic.lanes.front[network.links.firstLane[network.turns.from[turn]]!]!;
        if (front === NONE || traffic.movers.standing_s[front]! < 50) continue;
        if (traffic.movers.turn[front] !== turn) continue;
        traffic.turns.claimStep[turn] = clock.step + 1;
        traffic.nodes.claimStep[network.turns.node[turn]] = clock.step + 1;
      }
    }
    stage.work(...rows);
  },
});

test('where both claim their way neither ever goes (broken twin)', () => {
  // All of the stream but those who come to x after both have claimed.
  expect(turnBackAcross(bothClaim)).toBeLessThan(ALL / 2);
});
