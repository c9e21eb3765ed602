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
/** Limit of the streets. */
const SPEED_mps = 50 / 3.6;

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

/** Nobody loses patience: all have stood for a while only. */
const withoutClaims = (stage: Stage, { traffic: { movers } }: World): Stage => ({
  ...stage,
  work: (...rows) => {
    if (stage.name === 'junctions') {
      for (let mover = 0; mover < movers.capacity; mover++) {
        movers.standing_s[mover] = Math.min(movers.standing_s[mover]!, 40);
      }
    }
    stage.work(...rows);
  },
});

test('without a claim they wait as long as there is a stream (broken twin)', () => {
  const { back_s, lastThrough_s } = turnBack({ ...STREETS[0]![1], replace: withoutClaims });
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
  const west = { from: 'wx', to: 'xw' };
  const east = { from: 'ex', to: 'xe' };
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
        traffic.turns.letInStep[turn] = clock.step + 1;
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

/** One from the side at x, against a stream without gaps on the street with right of way. */
function crossAgainst(replace?: Street['replace']) {
  const run = steppedRun(
    {
      network: streetMap('   n   ', '   v   ', 'w->x->e', '   v   ', '   s   ', {
        step_m: 100,
        controls: { x: 'yield' },
        links: { wx: { rank: 3 } },
      }),
      scenario: sceneScenario(DEFAULT_SCENARIO.drivers.human),
      trips: [
        ...evenTrips({ from: 'w', to: 'e', headway_s: 3, count: STREAM_s / 3 }),
        // Its row is the first: rows are in the order of names.
        gateTrip({ from: 'n', to: 's', departure_s: 60, name: 'a' }),
      ],
      idleCars: [],
    },
    replace === undefined ? {} : { replace },
  );
  run.until(2 * STREAM_s, () => {
    expect(brokenLaw(run.world)).toBeNull();
    return false;
  });
  return eventsOf(run, 'tripArrived').find(({ trip }) => trip === 0)!.time_s!;
}

test('who finds no gap is let in after two minutes, and not before', () => {
  // There after 60 s and 100 m; another 100 m beyond.
  const there_s = 60 + 100 / SPEED_mps;
  const crossed_s = crossAgainst();
  expect(crossed_s).toBeGreaterThan(there_s + 120);
  expect(crossed_s).toBeLessThan(there_s + 120 + 30);
});

test('without a claim it waits as long as there is a stream (broken twin)', () => {
  expect(crossAgainst(withoutClaims)).toBeGreaterThan(STREAM_s);
});

/** Two streams into a street with a jam at its end: share of those from n, who give way. */
function shareOfMinor(replace?: Street['replace']) {
  const run = steppedRun(
    {
      network: streetMap('   n     ', '   v     ', 'w->x->y->e', {
        step_m: 60,
        controls: { x: 'yield' },
        gates: 'wne',
        links: { wx: { rank: 3 }, ye: { freeSpeed_mps: 2 } },
      }),
      scenario: sceneScenario(DEFAULT_SCENARIO.drivers.human),
      trips: [
        ...evenTrips({ from: 'w', to: 'e', headway_s: 3, count: 2 * STREAM_s }),
        ...evenTrips({ from: 'n', to: 'e', headway_s: 3, count: 2 * STREAM_s }),
      ],
      idleCars: [],
    },
    replace === undefined ? {} : { replace },
  );
  run.until(2 * STREAM_s, () => {
    expect(brokenLaw(run.world)).toBeNull();
    return false;
  });
  // The jam has come up to x by then.
  const late = eventsOf(run, 'tripArrived').filter(({ time_s }) => time_s! > STREAM_s);
  const ofMinor = late.filter(({ trip }) => run.trips[trip!]!.origin === 'gate-n');
  return ofMinor.length / late.length;
}

test('before a jammed street those who give way and those who need not take turns', () => {
  // Of some 130 one more or less, at the beginning and at the end.
  expect(Math.abs(shareOfMinor() - 0.5)).toBeLessThan(0.02);
});

/** Whoever gives way has come to the line just now. */
const justCome = (stage: Stage, { traffic, network }: World): Stage => ({
  ...stage,
  work: (...rows) => {
    const { lanes, movers } = traffic;
    const minor = network.links.firstLane[network.linkNames.indexOf('nx')]!;
    const front = lanes.front[minor]!;
    if (stage.name === 'junctions' && front !== NONE) movers.standing_s[front] = 0;
    stage.work(...rows);
  },
});

test('without turns those who give way get in when nobody else comes only (broken twin)', () => {
  expect(shareOfMinor(justCome)).toBeLessThan(0.2);
});

/** The jammed street is taken for a part of a roundabout. */
const onRing = (stage: Stage, { network: { links, linkNames } }: World): Stage => {
  links.isOnRing[linkNames.indexOf('xy')] = 1;
  return stage;
};

test('into a roundabout they do not: who is on it has way, jam or no jam', () => {
  // But for those who have stood for 120 s.
  expect(shareOfMinor(onRing)).toBeLessThan(0.2);
});

test('those with way wait for one within the junction, not for one after the other', () => {
  const run = steppedRun({
    network: streetMap('   n   ', '   v   ', 'w--x--e', '   ^   ', '   s   ', {
      step_m: 100,
      controls: { x: 'yield' },
      links: { wx: { rank: 3 }, ex: { rank: 3 }, nx: { rank: 2 } },
    }),
    scenario: sceneScenario(DEFAULT_SCENARIO.drivers.human),
    trips: [
      // To the left, across the street with way, into a stream that has way as well.
      ...evenTrips({ from: 's', to: 'w', headway_s: 5, count: STREAM_s / 5 }),
      ...evenTrips({ from: 'n', to: 'w', headway_s: 3, count: STREAM_s / 3 }),
      ...evenTrips({ from: 'w', to: 'e', headway_s: 60, count: STREAM_s / 60 }),
    ],
    idleCars: [],
  });
  run.until(2 * STREAM_s, () => {
    expect(brokenLaw(run.world)).toBeNull();
    return false;
  });
  const delays_s = eventsOf(run, 'tripArrived')
    .filter(({ trip }) => run.trips[trip!]!.origin === 'gate-w')
    .map(({ trip, time_s }) => time_s! - run.trips[trip!]!.departure_s - 200 / SPEED_mps);
  expect(delays_s).toHaveLength(STREAM_s / 60);
  // One that waits within stands for 50 s before it is let in; not twice that.
  expect(Math.max(...delays_s)).toBeLessThan(2 * 50);
});
