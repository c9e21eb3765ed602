/**
 * Who calls at the signals: emergency vehicles and buses as they come near, people on foot by the
 * draw of the second. Makes way for emergency vehicles. Serial.
 */
import { type MoverId, NONE } from '../../base/ids.js';
import { draw, hashName, PURPOSE } from '../../base/random.js';
import { CONTROLS } from '../../network/road-network.js';
import { claimWay, clearLane } from '../../traffic/make-way.js';
import { passQueue } from '../../traffic/queue-passing.js';
import { hasCrossing, type SignalCalls } from '../../traffic/signal-calls.js';
import { INTERVALS } from '../../traffic/signals.js';
import { lookSteps } from '../../traffic/speed-lanes.js';
import type { World } from '../../world.js';
import { DRIVING } from '../activities.js';
import { callOf, type ServicesOfRun, UNDER_WAY } from './services.js';

const SIGNAL = CONTROLS.indexOf('signal');
const GREEN = INTERVALS.indexOf('green');

/** An emergency vehicle calls for its green this long before the stop line at free speed. */
const URGENT_s = 20;

/** A bus is detected this long before it; nearer than the least green of another phase helps little. */
const BUS_s = 10;

/** A call stands until the next look, and a step more. */
const STANDS_s = 1.5;

const HOUR_s = 3600;

export function noteCalls(world: World): void {
  const { services, traffic, clock, scenario } = world;
  if (services !== null) keepWaysFree(world, services);
  if (clock.step % lookSteps(scenario.dt_s) !== 0) return;
  const calls = traffic.signalCalls;
  if (services !== null) {
    for (let row = 0; row < services.vehicleCount; row++) {
      if (services.table.stage[row] !== UNDER_WAY) continue;
      const mover = moverOf(world, services.firstVehicle + row);
      if (mover === NONE) continue;
      if (isUrgent(world, mover)) makeWay(world, services.firstVehicle + row, mover as MoverId);
      if (calls !== null) callAhead(world, calls, mover);
    }
  }
  if (calls !== null && calls.walkers_perHour > 0) walk(world, calls);
}

/** Those before it go to a lane beside theirs, or, where there is none, it goes on the other side. */
function makeWay(world: World, vehicle: number, mover: MoverId): void {
  const { traffic, clock, events, network } = world;
  clearLane(traffic, mover, clock.step + 1);
  const waited_s = traffic.movers.standing_s[mover]!;
  const passedCount = passQueue(traffic, mover);
  if (passedCount === 0) return;
  events.publish('queuePassed', clock.time_s, {
    vehicle,
    call: callOf(world, vehicle),
    link: network.lanes.link[traffic.movers.lane[mover]],
    passedCount,
    waited_s,
    odometer_m: traffic.movers.odometer_m[mover]!,
  });
}

function keepWaysFree(world: World, { runs, plans, table, firstVehicle }: ServicesOfRun): void {
  const first = runs.length + plans.visits.length;
  for (let row = first; row < first + plans.calls.length; row++) {
    if (table.stage[row] !== UNDER_WAY) continue;
    const mover = moverOf(world, firstVehicle + row);
    if (mover !== NONE) claimWay(world.traffic, mover as MoverId, world.clock.step + 1);
  }
}

/** Its mover while it drives on a link; else NONE. */
function moverOf({ vehicles, traffic, network }: World, vehicle: number): number {
  const mover = vehicles.mover[vehicle];
  if (mover === NONE || vehicles.activity[vehicle] !== DRIVING) return NONE;
  const lane = traffic.movers.lane[mover];
  return lane === NONE || lane >= network.linkLaneCount ? NONE : mover;
}

const isUrgent = ({ traffic: { movers, drivers } }: World, mover: number): boolean =>
  drivers.isUrgent[movers.driver[mover]!] === 1;

/** Who comes to a signal without a stop before it calls for its turn; the first to call is heard. */
function callAhead(world: World, { nodes }: SignalCalls, mover: number): void {
  const { traffic, network, clock, scenario } = world;
  const { movers, drivers } = traffic;
  const lane = movers.lane[mover];
  const turn = movers.turn[mover];
  if (turn === NONE || movers.isHeld[mover] === 1) return;
  const node = network.turns.node[turn];
  if (network.nodes.control[node] !== SIGNAL) return;
  const toLine_m = network.lanes.length_m[lane]! - movers.position_m[mover]!;
  const toLine_s = toLine_m / network.lanes.speed_mps[lane]!;
  const urgent = drivers.isUrgent[movers.driver[mover]!] === 1;
  if (urgent && scenario.signals.priority.preemption === 'none') return;
  if (toLine_s > (urgent ? URGENT_s : BUS_s)) return;
  const turns = urgent ? nodes.urgentTurn : nodes.busTurn;
  const until_s = urgent ? nodes.urgentUntil_s : nodes.busUntil_s;
  const isTaken = until_s[node]! >= clock.time_s && turns[node] !== turn;
  if (isTaken) return;
  turns[node] = turn;
  until_s[node] = clock.time_s + STANDS_s;
}

/** People come to the crossings of a signal, and go when its phase begins. */
function walk(world: World, calls: SignalCalls): void {
  const { traffic, network, clock, scenario } = world;
  const { nodes, signalBook } = traffic;
  for (let node = 0; node < network.nodeCount; node++) {
    const plan = signalBook[node];
    if (plan === undefined || network.nodes.control[node] !== SIGNAL) continue;
    const period = nodes.period[node]!;
    if (period < 0) continue;
    const { phases } = plan.periods[period]!;
    const key = hashName(network.nodeNames[node]!);
    for (const [phase, shape] of phases.entries()) {
      if (!hasCrossing(shape)) continue;
      const row = calls.firstPhase[node]! + phase;
      const second = Math.floor(clock.time_s);
      const drawn = draw(scenario.seed, PURPOSE.walker, key + phase, second);
      if (drawn * HOUR_s < calls.walkers_perHour) arrive(calls, row, clock.time_s);
      const isGreen = nodes.phase[node] === phase && nodes.interval[node] === GREEN;
      if (!isGreen || calls.walkers.waitingCount[row] === 0) continue;
      const start_s = nodes.intervalStart_s[node]!;
      if (clock.time_s - start_s >= calls.walk_s) continue;
      cross(world, calls, { node, row, start_s });
    }
  }
}

function arrive({ walkers }: SignalCalls, row: number, time_s: number): void {
  if (walkers.waitingCount[row]!++ === 0) walkers.pressed_s[row] = time_s;
  walkers.arrivals_s[row]! += time_s;
}

/** All who wait set out; who has come since the green began has not waited. */
function cross(
  { events, clock }: World,
  { walkers }: SignalCalls,
  { node, row, start_s }: { readonly node: number; readonly row: number; readonly start_s: number },
): void {
  const walkerCount = walkers.waitingCount[row]!;
  const wait_s = walkerCount * start_s - walkers.arrivals_s[row]!;
  events.publish('walkersCrossed', clock.time_s, {
    node,
    walkerCount,
    wait_s: Math.max(0, wait_s),
  });
  walkers.waitingCount[row] = 0;
  walkers.arrivals_s[row] = 0;
}
