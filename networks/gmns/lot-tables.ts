/** `lot.csv` and `lot_entrance.csv`: off-street stalls and where they are entered and left. */
import { LOT_USERS, type LotUsers } from '../../core/network/lot-users.js';
import type { LotDraft, LotKind } from '../../core/network/network-draft.js';
import {
  flag,
  integer,
  name,
  number,
  optional,
  optionalReference,
  reference,
  word,
} from './column.js';
import { TableFormat } from './table-format.js';

const LOT_KINDS: readonly LotKind[] = ['surface', 'structure', 'underground', 'viaduct'];

/** Deeper lanes than any that were built or proposed. */
export const DEEPEST = 50;

type Optional = 'depth' | 'isTwoEnded' | 'users' | 'chargerCount';

export type LotRow = Omit<LotDraft, 'entrances' | Optional> & {
  readonly chargerCount: number | undefined;
  readonly depth: number | undefined;
  readonly isTwoEnded: boolean | undefined;
  readonly users: LotUsers | undefined;
};

export const lotTable = new TableFormat<LotRow>('lot.csv', 'Lots', {
  key: 'name',
  columns: {
    name: name('lot_id', 'name of the lot'),
    kind: word('kind', LOT_KINDS, 'how it is built'),
    stallCount: integer('stall_count', 'room for this many vehicles', { most: 1e6 }),
    land_m2PerStall: number('land_m2_per_stall', 'm2', 'ground it takes, by stall', { least: 0 }),
    levelCount: integer('level_count', 'floors', { most: 200 }),
    chargerCount: optional(
      integer('charger_count', 'stalls of it with a charger; empty where the scenario says', {
        least: 0,
        most: 1e6,
      }),
    ),
    depth: optional(
      integer('depth', 'cars one behind another in a lane of a dense lot; empty for 1', {
        least: 1,
        most: DEEPEST,
      }),
    ),
    isTwoEnded: optional(
      flag('is_two_ended', 'whether the lanes of a dense lot are open at both ends; empty for no'),
    ),
    users: optional(word('users', LOT_USERS, 'who may drive in; empty where nobody says')),
    isRemote: flag('is_remote', 'whether only empty vehicles use it'),
    isInside: flag('is_inside', 'whether its land belongs to the district'),
    x_m: number('x_m', 'm', 'to the east'),
    y_m: number('y_m', 'm', 'to the north'),
    block: optionalReference('block_id', 'block.csv', 'block it stands in, or empty'),
  },
});

export interface LotEntranceRow {
  readonly lot: string;
  readonly link: string;
  readonly position_m: number;
}

export const lotEntranceTable = new TableFormat<LotEntranceRow>(
  'lot_entrance.csv',
  'Entrances of lots',
  {
    key: null,
    columns: {
      lot: reference('lot_id', 'lot.csv', 'lot'),
      link: reference('link_id', 'link.csv', 'link it is entered from and left to'),
      position_m: number('position_m', 'm', 'from the start of the link', { least: 0 }),
    },
  },
);

export const lotEntranceRowsOf = ({ name, entrances }: LotDraft): LotEntranceRow[] =>
  entrances.map(({ link, position_m }) => ({ lot: name, link, position_m }));

export const lotRowOf = (lot: LotDraft): LotRow => ({
  ...lot,
  chargerCount: lot.chargerCount,
  depth: lot.depth,
  isTwoEnded: lot.isTwoEnded,
  users: lot.users,
});

export function lotsOf(
  lots: readonly LotRow[],
  entrances: readonly LotEntranceRow[],
): readonly LotDraft[] {
  const entrancesOf = new Map<string, LotDraft['entrances'][number][]>();
  for (const lot of lots) entrancesOf.set(lot.name, []);
  for (const { lot, ...entrance } of entrances) entrancesOf.get(lot)?.push(entrance);
  return lots.map(({ chargerCount, depth, isTwoEnded, users, ...lot }) => ({
    ...lot,
    ...(chargerCount === undefined ? {} : { chargerCount }),
    ...(depth === undefined ? {} : { depth }),
    ...(isTwoEnded === undefined ? {} : { isTwoEnded }),
    ...(users === undefined ? {} : { users }),
    entrances: entrancesOf.get(lot.name)!,
  }));
}
