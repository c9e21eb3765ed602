/**
 * Makes lanes tidal by the scenario's rules, and gives every tidal lane the turns it needs. A tidal lane
 * is two lanes, one in each direction, on one strip of road: at most one of them is open, and the other
 * opens when that one is closed and empty (lane-uses.ts).
 */
import { type Problem, UserError } from '../../base/errors.js';
import type { Hours } from '../../network/lane-use.js';
import type { LinkDraft, MovementDraft, NetworkDraft } from '../../network/network-draft.js';
import type { TidalRule } from '../../scenario/lane-rule.js';

const DAY_s = 86_400;

/** Throws UserError with every rule that fits no street. */
export function withTidalLanes(draft: NetworkDraft, rules: readonly TidalRule[]): NetworkDraft {
  const hours = hoursByLink(draft, rules);
  if (hours.size === 0) return withTurnsBeside(draft);
  const givers = new Map([...hours].map(([name, span]) => [oppositeOf(draft, name)!.name, span]));
  const links = draft.links.map((link) => {
    const taken = hours.get(link.name);
    if (taken !== undefined) return widened(link, taken);
    const given = givers.get(link.name);
    return given === undefined ? link : { ...link, tidalHours: restOfDay(given) };
  });
  const movements = draft.movements.map((each) => (hours.has(each.from) ? moved(each) : each));
  return withTurnsBeside({ ...draft, links, movements });
}

function hoursByLink(draft: NetworkDraft, rules: readonly TidalRule[]): Map<string, Hours[]> {
  const problems: Problem[] = [];
  const hours = new Map<string, Hours[]>();
  for (const [row, { links, from_s, to_s }] of rules.entries()) {
    for (const name of links) {
      const fault = faultOf(draft, name, hours);
      if (fault === null) hours.set(name, [...(hours.get(name) ?? []), { from_s, to_s }]);
      else problems.push(problemOf(`tidal.${row}.links`, fault));
    }
  }
  if (problems.length > 0) throw new UserError(problems);
  return hours;
}

const problemOf = (field: string, message: string): Problem => ({
  code: 'RUN-009',
  severity: 'error',
  file: 'scenario',
  line: 0,
  column: 0,
  field,
  message,
});

function faultOf(
  draft: NetworkDraft,
  name: string,
  hours: ReadonlyMap<string, unknown>,
): string | null {
  const link = draft.links.find((each) => each.name === name);
  if (link === undefined) return `no link has the name "${name}"`;
  const opposite = oppositeOf(draft, name);
  if (opposite === undefined) return `"${name}" is a one-way street`;
  if (opposite.laneCount < 2) return `"${opposite.name}" has but one lane`;
  if (hours.has(opposite.name)) return `"${opposite.name}" takes a lane of "${name}" already`;
  if (link.leftPocket_m > 0 || opposite.leftPocket_m > 0) return `"${name}" has a left pocket`;
  const isTidal = link.tidalHours !== undefined || opposite.tidalHours !== undefined;
  return isTidal ? `"${name}" has a tidal lane in the network` : null;
}

function oppositeOf({ links }: NetworkDraft, name: string): LinkDraft | undefined {
  const link = links.find((each) => each.name === name);
  return links.find(
    ({ street, from, to }) => street === link?.street && from === link.to && to === link.from,
  );
}

/** The link with the tidal lane on its left; the strip stays in the other direction's carriageway. */
function widened(link: LinkDraft, tidalHours: readonly Hours[]): LinkDraft {
  const laneUses = link.laneUses?.map((use) => ({ ...use, lane: use.lane + 1 }));
  const uses = laneUses === undefined ? {} : { laneUses };
  return { ...link, laneCount: link.laneCount + 1, tidalHours, ...uses };
}

/** Its lanes count one further; who might leave by the leftmost may leave by the tidal one too. */
function moved(movement: MovementDraft): MovementDraft {
  const lanes = movement.fromLanes.map((lane) => lane + 1);
  return { ...movement, fromLanes: lanes.includes(1) ? [0, ...lanes] : lanes };
}

function restOfDay(taken: readonly Hours[]): Hours[] {
  const rest: Hours[] = [];
  let from_s = 0;
  for (const hours of [...taken].sort((a, b) => a.from_s - b.from_s)) {
    if (hours.from_s > from_s) rest.push({ from_s, to_s: hours.from_s });
    from_s = Math.max(from_s, hours.to_s);
  }
  if (from_s < DAY_s) rest.push({ from_s, to_s: DAY_s });
  return rest;
}

/** Turns that began on the tidal lane only begin on the next one as well, for when that is leftmost. */
function withTurnsBeside(draft: NetworkDraft): NetworkDraft {
  const tidal = new Set(draft.links.flatMap(({ name, tidalHours }) => (tidalHours ? [name] : [])));
  if (tidal.size === 0) return draft;
  const movements = draft.movements.map((each) => {
    const isOnTidalOnly = tidal.has(each.from) && each.fromLanes.every((lane) => lane === 0);
    return isOnTidalOnly ? { ...each, fromLanes: [0, 1] } : each;
  });
  return { ...draft, movements };
}
