/** Puts the scenario's rules for lanes into the network of a run, after what the network says itself. */
import { type Problem, UserError } from '../../base/errors.js';
import type { LaneUse } from '../../network/lane-use.js';
import type { LinkDraft, NetworkDraft } from '../../network/network-draft.js';
import { ARTERIAL_RANK, type LaneRule } from '../../scenario/lane-rule.js';

/** Throws UserError with every rule that fits no lane, and every name that nothing has. */
export function withLaneRules(draft: NetworkDraft, rules: readonly LaneRule[]): NetworkDraft {
  if (rules.length === 0) return draft;
  assertFitting(draft, rules);
  return { ...draft, links: draft.links.map((link) => withUses(link, rules)) };
}

function withUses(link: LinkDraft, rules: readonly LaneRule[]): LinkDraft {
  const uses = rules.flatMap((rule): LaneUse[] => {
    if (!isMeant(rule, link)) return [];
    const { from_s, to_s, classes, turning_m } = rule;
    return [{ lane: laneOf(rule, link), from_s, to_s, classes, turning_m }];
  });
  return uses.length === 0 ? link : { ...link, laneUses: [...(link.laneUses ?? []), ...uses] };
}

const isMeant = (rule: LaneRule, link: LinkDraft): boolean =>
  link.laneCount >= rule.leastLanes &&
  laneOf(rule, link) < link.laneCount &&
  rule.where.some((word) => isNamed(word, link));

const isNamed = (word: string, { name, street, rank }: LinkDraft): boolean =>
  word === 'all' ||
  (word === 'arterials' && rank >= ARTERIAL_RANK) ||
  word === name ||
  word === street;

/** From the left, leftmost 0. */
const laneOf = ({ lane }: LaneRule, { laneCount }: LinkDraft): number =>
  lane === 'left' ? 0 : lane === 'right' ? laneCount - 1 : lane - 1;

function assertFitting({ links }: NetworkDraft, rules: readonly LaneRule[]): void {
  const problems: Problem[] = [];
  const report = (field: string, message: string): void => {
    const at = { file: 'scenario', line: 0, column: 0 };
    problems.push({ code: 'RUN-008', severity: 'error', ...at, field, message });
  };
  for (const [row, rule] of rules.entries()) {
    for (const word of rule.where) {
      const named = links.filter((link) => isNamed(word, link));
      if (named.length === 0)
        report(`lanes.${row}.where`, `no street or link is meant by "${word}"`);
      else if (!named.some((link) => isMeant(rule, link))) {
        const wanted = `lane ${rule.lane} and at least ${rule.leastLanes}`;
        report(`lanes.${row}`, `no link meant by "${word}" has ${wanted} lanes`);
      }
    }
  }
  if (problems.length > 0) throw new UserError(problems);
}
