/**
 * Finds what is wrong with a network before a run trips over it. Reads plain objects, changes none.
 *
 * | code | severity | what |
 * |---|---|---|
 * | NET-101 | error | two things of a kind share a name |
 * | NET-102 | error | a name refers to nothing |
 * | NET-103 | error | a movement's links do not meet at its node |
 * | NET-104 | error | a link has no lane |
 * | NET-105 | error | a movement uses a lane that its link does not have, or none |
 * | NET-106 | error | a speed is not above 0 |
 * | NET-107 | error | a length is not above 0, or below the straight line between its nodes |
 * | NET-108 | error | a left pocket does not fit on its link |
 * | NET-109 | error | a curb zone does not lie on its link |
 * | NET-110 | error | curb zones of a link overlap |
 * | NET-111 | error | a timetable leaves a gap, overlaps or does not cover the day |
 * | NET-112 | error | a lot has no entrance |
 * | NET-113 | error | a place lies beyond its link |
 * | NET-114 | warning | a street ends where nobody can go on |
 * | NET-115 | warning | a part of the network cannot be reached or left |
 * | NET-116 | error | a gate is not connected with the network |
 * | NET-118 | error | a use of a lane that cannot be |
 * | NET-119 | error | a tidal lane that cannot be |
 * | NET-120 | warning | a speed that no street has |
 * | NET-121 | error | a lot has more chargers than stalls, or a number that is none |
 */
import { type Problem, shown } from '../base/errors.js';
import { connectionProblems } from './check-connections.js';
import { placeProblems } from './check-places.js';
import { tidalProblems } from './check-tidal.js';
import { laneUseFault, turnUseFault } from './lane-use.js';
import type { LinkDraft, MovementDraft, NetworkDraft } from './network-draft.js';

/** One thing that is wrong; `field` says where, e.g. `links.ab.length_m`. */
export type Finding = (
  code: string,
  field: string,
  message: string,
  severity?: Problem['severity'],
) => void;

/** Every problem of `network`, in the order of the table above within each of its parts. */
export function checkNetwork(network: NetworkDraft): readonly Problem[] {
  const problems: Problem[] = [];
  const report: Finding = (code, field, message, severity = 'error') => {
    problems.push({ code, severity, file: network.name, line: 0, column: 0, field, message });
  };
  nameProblems(network, report);
  referenceProblems(network, report);
  const links = new Map(network.links.map((link) => [link.name, link]));
  for (const link of network.links) linkProblems(link, report);
  for (const movement of network.movements) movementProblems(movement, links, report);
  tidalProblems(network.links, report);
  detourProblems(network, report);
  placeProblems(network, links, report);
  connectionProblems(network, report);
  return problems;
}

const NAMED = ['nodes', 'links', 'curbs', 'lots', 'blocks', 'addresses', 'gates'] as const;

function nameProblems(network: NetworkDraft, report: Finding): void {
  for (const kind of NAMED) {
    const seen = new Set<string>();
    for (const { name } of network[kind]) {
      if (seen.has(name)) report('NET-101', `${kind}.${name}`, 'must have a name of its own');
      seen.add(name);
    }
  }
}

function referenceProblems(network: NetworkDraft, report: Finding): void {
  const namesOf = (things: readonly { readonly name: string }[]): ReadonlySet<string> =>
    new Set(things.map(({ name }) => name));
  const known = {
    nodes: namesOf(network.nodes),
    links: namesOf(network.links),
    blocks: namesOf(network.blocks),
  };
  const refer = (field: string, kind: keyof typeof known, name: string): void => {
    if (!known[kind].has(name))
      report('NET-102', field, `must name one of the ${kind}, got ${shown(name)}`);
  };
  for (const { name, from, to } of network.links) {
    refer(`links.${name}.from`, 'nodes', from);
    refer(`links.${name}.to`, 'nodes', to);
  }
  for (const movement of network.movements) {
    const field = movementField(movement);
    refer(`${field}.node`, 'nodes', movement.node);
    refer(`${field}.from`, 'links', movement.from);
    refer(`${field}.to`, 'links', movement.to);
  }
  for (const { name, link } of network.curbs) refer(`curbs.${name}.link`, 'links', link);
  for (const { name, block, entrances } of network.lots) {
    if (block !== '') refer(`lots.${name}.block`, 'blocks', block);
    for (const { link } of entrances) refer(`lots.${name}.entrances`, 'links', link);
  }
  for (const { name, block, link } of network.addresses) {
    if (block !== '') refer(`addresses.${name}.block`, 'blocks', block);
    refer(`addresses.${name}.link`, 'links', link);
  }
  for (const { name, entries, exits } of network.gates) {
    for (const link of entries) refer(`gates.${name}.entries`, 'links', link);
    for (const link of exits) refer(`gates.${name}.exits`, 'links', link);
  }
}

/** Walking pace, and 160 km/h on a motorway. */
const SLOWEST_mps = 1;
const FASTEST_mps = 45;

function linkProblems(link: LinkDraft, report: Finding): void {
  const field = `links.${link.name}`;
  const { laneCount, freeSpeed_mps, length_m, leftPocket_m } = link;
  if (!(Number.isInteger(laneCount) && laneCount >= 1))
    report('NET-104', `${field}.laneCount`, `must be 1 or more, got ${laneCount}`);
  if (!isAboveZero(freeSpeed_mps))
    report('NET-106', `${field}.freeSpeed_mps`, `must be above 0, got ${freeSpeed_mps}`);
  else if (freeSpeed_mps < SLOWEST_mps || freeSpeed_mps > FASTEST_mps)
    report(
      'NET-120',
      `${field}.freeSpeed_mps`,
      `is ${freeSpeed_mps} m/s, of streets from ${SLOWEST_mps} to ${FASTEST_mps}: wrong unit?`,
      'warning',
    );
  if (!isAboveZero(length_m))
    report('NET-107', `${field}.length_m`, `must be above 0, got ${length_m}`);
  if (!(leftPocket_m >= 0 && leftPocket_m <= length_m))
    report(
      'NET-108',
      `${field}.leftPocket_m`,
      `must be from 0 to ${length_m}, got ${leftPocket_m}`,
    );
  for (const [at, use] of (link.laneUses ?? []).entries()) {
    const fault = laneUseFault(use, laneCount);
    if (fault !== null) report('NET-118', `${field}.laneUses.${at}`, fault);
  }
}

function movementProblems(
  movement: MovementDraft,
  links: ReadonlyMap<string, LinkDraft>,
  report: Finding,
): void {
  const field = movementField(movement);
  const [from, to] = [links.get(movement.from), links.get(movement.to)];
  if (from !== undefined && from.to !== movement.node)
    report(
      'NET-103',
      `${field}.from`,
      `must end at ${shown(movement.node)}, ends at ${shown(from.to)}`,
    );
  if (to !== undefined && to.from !== movement.node)
    report(
      'NET-103',
      `${field}.to`,
      `must begin at ${shown(movement.node)}, begins at ${shown(to.from)}`,
    );
  if (movement.fromLanes.length === 0)
    report('NET-105', `${field}.fromLanes`, 'must name a lane at least');
  for (const lane of movement.fromLanes) {
    if (from === undefined || hasLane(from, lane)) continue;
    report('NET-105', `${field}.fromLanes`, `must be lanes of ${shown(from.name)}, got ${lane}`);
  }
  if (!isAboveZero(movement.speed_mps))
    report('NET-106', `${field}.speed_mps`, `must be above 0, got ${movement.speed_mps}`);
  if (!isAboveZero(movement.length_m))
    report('NET-107', `${field}.length_m`, `must be above 0, got ${movement.length_m}`);
  for (const [at, use] of (movement.uses ?? []).entries()) {
    const fault = turnUseFault(use);
    if (fault !== null) report('NET-118', `${field}.uses.${at}`, fault);
  }
}

const hasLane = ({ laneCount, leftPocket_m }: LinkDraft, lane: number): boolean =>
  Number.isInteger(lane) && lane >= (leftPocket_m > 0 ? -1 : 0) && lane < laneCount;

/** Half a per mille of the way for rounded coordinates, and a centimetre. */
const ROUNDING_SHARE = 0.0005;
const ROUNDING_m = 0.01;

/**
 * By link, what its length must not be below: no road is shorter than the straight line, of which
 * junctions take their longest movement. Links whose ends or length are unknown are left out.
 */
export function leastLengths_m(
  network: Pick<NetworkDraft, 'nodes' | 'links' | 'movements'>,
): ReadonlyMap<string, number> {
  const nodes = new Map(network.nodes.map((node) => [node.name, node]));
  const longest_m = new Map<string, number>();
  for (const { node, length_m } of network.movements)
    longest_m.set(node, Math.max(longest_m.get(node) ?? 0, length_m));
  const least_m = new Map<string, number>();
  for (const { name, from, to, length_m } of network.links) {
    const [start, end] = [nodes.get(from), nodes.get(to)];
    if (start === undefined || end === undefined || !isAboveZero(length_m)) continue;
    const crow_m = Math.hypot(end.x_m - start.x_m, end.y_m - start.y_m);
    const junctions_m = (longest_m.get(from) ?? 0) + (longest_m.get(to) ?? 0);
    least_m.set(name, crow_m * (1 - ROUNDING_SHARE) - ROUNDING_m - junctions_m);
  }
  return least_m;
}

function detourProblems(network: NetworkDraft, report: Finding): void {
  const least = leastLengths_m(network);
  for (const { name, length_m } of network.links) {
    const least_m = least.get(name);
    if (least_m === undefined || length_m >= least_m) continue;
    report(
      'NET-107',
      `links.${name}.length_m`,
      `must not be below ${least_m.toFixed(2)} m, the straight line without its junctions, ` +
        `got ${length_m}`,
    );
  }
}

const movementField = ({ from, to }: MovementDraft): string => `movements.${from}>${to}`;

/** False for NaN too. */
const isAboveZero = (value: number): boolean => value > 0 && Number.isFinite(value);
