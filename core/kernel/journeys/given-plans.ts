/** Signal plans that come with the network, as plans the signals run by. */
import { UserError } from '../../base/errors.js';
import type { NodeId, TurnId } from '../../base/ids.js';
import { byName } from '../../network/facts.js';
import type { NetworkDraft, SignalDraft, SignalPhaseDraft } from '../../network/network-draft.js';
import type { RoadNetwork } from '../../network/road-network.js';
import type { NodePlan, PhasePlan } from '../../traffic/signal-plan.js';

/**
 * By node. A plan for a junction whose control is not `signal` does not count: the draft says what
 * controls it. Throws UserError where a plan names what does not exist.
 */
export function givenPlansOf(draft: NetworkDraft, network: RoadNetwork): NodePlan[] {
  const nodes = new Map(
    [...draft.nodes].sort(byName).map((node, row) => [node.name, { node, row }]),
  );
  const turnOf = turnsByLinks(network);
  return (draft.signals ?? [])
    .flatMap((signal) => {
      const found = nodes.get(signal.node);
      if (found === undefined) throw wrong(draft, signal, 'must name a node of the network');
      if (found.node.control !== 'signal') return [];
      return [planOf(draft, signal, found.row as NodeId, turnOf)];
    })
    .sort((a, b) => a.node - b.node);
}

/** NUL is in no name. */
const key = (from: string, to: string): string => `${from}\0${to}`;

function turnsByLinks({ turns, turnCount, linkNames }: RoadNetwork): ReadonlyMap<string, TurnId> {
  const found = new Map<string, TurnId>();
  for (let turn = 0; turn < turnCount; turn++) {
    found.set(key(linkNames[turns.from[turn]!]!, linkNames[turns.to[turn]!]!), turn as TurnId);
  }
  return found;
}

function planOf(
  draft: NetworkDraft,
  signal: SignalDraft,
  node: NodeId,
  turnOf: ReadonlyMap<string, TurnId>,
): NodePlan {
  const cycle_s = signal.phases.reduce((sum_s, phase) => sum_s + phase.duration_s, 0);
  if (!(cycle_s > 0)) throw wrong(draft, signal, 'must have phases that last');
  const turnsIn = (list: SignalPhaseDraft['protected']): TurnId[] =>
    list.map(({ from, to }) => {
      const turn = turnOf.get(key(from, to));
      if (turn !== undefined) return turn;
      throw wrong(draft, signal, `has no movement from "${from}" to "${to}"`);
    });
  const phases = signal.phases.map((phase, at): PhasePlan => {
    const before = signal.phases.at(at - 1)!;
    const wasPermitted = new Set(turnsIn(before.permitted));
    const amber = turnsIn(phase.amber);
    return {
      green_s: phase.duration_s,
      amber_s: 0,
      allRed_s: 0,
      protectedTurns: turnsIn(phase.protected),
      permittedTurns: turnsIn(phase.permitted),
      amberTurns: amber.filter((turn) => !wasPermitted.has(turn)),
      amberPermittedTurns: amber.filter((turn) => wasPermitted.has(turn)),
    };
  });
  const period = { from_s: 0, cycle_s, offset_s: signal.offset_s, phases };
  return { node, control: 'signal', Y: 0, periods: [period] };
}

function wrong({ name }: NetworkDraft, { node }: SignalDraft, message: string): UserError {
  const place = { file: name, line: 0, column: 0, field: `signals.${node}` };
  return new UserError({ code: 'NET-117', severity: 'error', ...place, message });
}

/**
 * Free turn times and the mean wait of a single vehicle at each signal with a given plan, red² / 2C
 * over one red a cycle: the first term of Webster's delay at no flow.
 */
export function withGivenDelays(
  freeTurn_s: Float64Array,
  plans: readonly NodePlan[],
): Float64Array {
  const cost_s = freeTurn_s.slice();
  for (const { periods } of plans) {
    const { cycle_s, phases } = periods[0]!;
    const green_s = new Map<TurnId, number>();
    for (const phase of phases) {
      for (const turn of [...phase.protectedTurns, ...phase.permittedTurns]) {
        green_s.set(turn, (green_s.get(turn) ?? 0) + phase.green_s);
      }
    }
    for (const [turn, served_s] of green_s) {
      const red_s = cycle_s - served_s;
      cost_s[turn]! += (red_s * red_s) / (2 * cycle_s);
    }
  }
  return cost_s;
}
