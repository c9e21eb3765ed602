/** `signal_phase.csv`: fixed-time plans that came with the data, a row for each phase in its order. */
import { groupBy } from '../../core/base/group-by.js';
import type {
  MovementDraft,
  NetworkDraft,
  SignalDraft,
  SignalledMovement,
  SignalPhaseDraft,
} from '../../core/network/network-draft.js';
import { FOLDER_PROBLEMS } from './codes.js';
import { number, optional, reference, text } from './column.js';
import type { MovementRow } from './movement-table.js';
import { type ReadTable, TableFormat } from './table-format.js';

export interface SignalPhaseRow {
  readonly node: string;
  readonly offset_s: number;
  readonly duration_s: number;
  readonly protectedMovements: string | undefined;
  readonly permittedMovements: string | undefined;
  readonly amberMovements: string | undefined;
}

export const signalTable = new TableFormat<SignalPhaseRow>(
  'signal_phase.csv',
  'Fixed-time signal plans; signals without rows get their plans computed',
  {
    key: null,
    columns: {
      node: reference('node_id', 'node.csv', 'junction with the signal'),
      offset_s: number('offset_s', 's', 'clock time at which its first phase begins'),
      duration_s: number('duration_s', 's', 'length of the phase', { least: 0 }),
      protectedMovements: optional(
        text('protected_mvmts', 'movements with green and right of way, by mvmt_id'),
      ),
      permittedMovements: optional(
        text('permitted_mvmts', 'movements with green that give way, by mvmt_id'),
      ),
      amberMovements: optional(text('amber_mvmts', 'movements with amber, by mvmt_id')),
    },
  },
);

/** `nameOf` is the mvmt_id of each movement. */
export function signalRowsOf(
  { signals = [] }: NetworkDraft,
  nameOf: (movement: SignalledMovement) => string | undefined,
): SignalPhaseRow[] {
  const nameFor = (movement: SignalledMovement): string => {
    const found = nameOf(movement);
    if (found === undefined) throw new Error(`No movement ${keyOf(movement)} for a signal.`);
    return found;
  };
  const list = (movements: readonly SignalledMovement[]): string | undefined =>
    movements.length === 0 ? undefined : movements.map(nameFor).join(' ');
  return signals.flatMap(({ node, offset_s, phases }) =>
    phases.map((phase) => ({
      node,
      offset_s,
      duration_s: phase.duration_s,
      protectedMovements: list(phase.protected),
      permittedMovements: list(phase.permitted),
      amberMovements: list(phase.amber),
    })),
  );
}

/** The mvmt_id of each movement of a network that is written, by its row; undefined for no movement. */
export function movementNames(
  movements: readonly MovementDraft[],
): (movement: SignalledMovement) => string | undefined {
  const names = new Map(
    movements.map((movement, row) => [keyOf(movement), String(row + 1)] as const),
  );
  return (movement) => names.get(keyOf(movement));
}

const keyOf = ({ from, to }: SignalledMovement): string => JSON.stringify([from, to]);

const LISTS = ['protectedMovements', 'permittedMovements', 'amberMovements'] as const;

/** Notes names in the lists that no movement at the node has, where the movements are sound. */
export function checkSignals(
  signal: ReadTable<SignalPhaseRow>,
  movement: ReadTable<MovementRow>,
): void {
  if (movement.problems.count > 0) return;
  const nodeOf = new Map(movement.rows.map(({ name, node }) => [name, node]));
  for (const [at, row] of signal.rows.entries()) {
    for (const list of LISTS) {
      if (namesIn(row[list]).every((name) => nodeOf.get(name) === row.node)) continue;
      const demand = 'must list movements of its node by mvmt_id';
      signal.refuse(at, list, FOLDER_PROBLEMS.unknownReference, demand);
    }
  }
}

const namesIn = (cell: string | undefined): string[] => (cell === undefined ? [] : cell.split(' '));

/** Plans in the order of their first rows; none where the table has no row. */
export function signalsOf(
  rows: readonly SignalPhaseRow[],
  movements: readonly MovementRow[],
): Pick<NetworkDraft, 'signals'> {
  if (rows.length === 0) return {};
  const linksOf = new Map(movements.map(({ name, from, to }) => [name, { from, to }]));
  const listed = (cell: string | undefined): SignalledMovement[] =>
    namesIn(cell).map((name) => linksOf.get(name)!);
  const signals = [...groupBy(rows, ({ node }) => node)].map(
    ([node, phases]): SignalDraft => ({
      node,
      offset_s: phases[0]!.offset_s,
      phases: phases.map(
        (row): SignalPhaseDraft => ({
          duration_s: row.duration_s,
          protected: listed(row.protectedMovements),
          permitted: listed(row.permittedMovements),
          amber: listed(row.amberMovements),
        }),
      ),
    }),
  );
  return { signals };
}
