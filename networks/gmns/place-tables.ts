/** Tables of places: the district, its blocks and addresses, the gates on its rim. */
import type {
  AddressDraft,
  BlockDraft,
  GateDraft,
  NetworkDraft,
} from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { flag, name, number, optionalReference, reference, shape, text, word } from './column.js';
import { TableFormat } from './table-format.js';

export type DistrictRow = NetworkDraft['district'];

export const districtTable = new TableFormat<DistrictRow>('district.csv', 'Land under study', {
  key: null,
  columns: {
    polygon: shape('geometry', 'POLYGON', 'its outline'),
    area_m2: number('area_m2', 'm2', 'what the land ledger sums to', { least: 0, most: 1e15 }),
  },
});

export const blockTable = new TableFormat<BlockDraft>('block.csv', 'Blocks', {
  key: 'name',
  columns: {
    name: name('block_id', 'name of the block'),
    polygon: shape('geometry', 'POLYGON', 'its outline, counter-clockwise, without streets'),
    area_m2: number('area_m2', 'm2', 'land of the block', { least: 0, most: 1e15 }),
  },
});

export const addressTable = new TableFormat<AddressDraft>('address.csv', 'Addresses', {
  key: 'name',
  columns: {
    name: name('address_id', 'name of the address'),
    x_m: number('x_m', 'm', 'to the east'),
    y_m: number('y_m', 'm', 'to the north'),
    block: optionalReference('block_id', 'block.csv', 'block it stands in, or empty'),
    // Shares of people are allowed, so that a field of addresses can be spread without rounding.
    residentCount: number('resident_count', '', 'people who live there', { least: 0 }),
    jobCount: number('job_count', '', 'people who work there', { least: 0 }),
    link: reference('link_id', 'link.csv', 'street it is reached from'),
    position_m: number('position_m', 'm', 'from the start of the link', { least: 0 }),
    walk_m: number('walk_m', 'm', 'way between the street and the address', { least: 0 }),
    isGuessed: flag('is_guessed', 'whether an importer placed it along the frontage'),
  },
});

export type GateRow = Omit<GateDraft, 'entries' | 'exits'>;

export const gateTable = new TableFormat<GateRow>('gate.csv', 'Gates on the rim', {
  key: 'name',
  columns: {
    name: name('gate_id', 'name of the gate'),
    x_m: number('x_m', 'm', 'to the east'),
    y_m: number('y_m', 'm', 'to the north'),
    weight: number('weight', '', 'share of the traffic to and from outside', { least: 0 }),
  },
});

export interface GateLinkRow {
  readonly gate: string;
  readonly link: string;
  readonly direction: 'entry' | 'exit';
}

export const gateLinkTable = new TableFormat<GateLinkRow>('gate_link.csv', 'Streets of gates', {
  key: null,
  columns: {
    gate: reference('gate_id', 'gate.csv', 'gate'),
    link: reference('link_id', 'link.csv', 'link that crosses the rim there'),
    direction: word('direction', ['entry', 'exit'], 'whether it brings traffic in or takes it out'),
  },
});

export const gateLinkRowsOf = ({ name, entries, exits }: GateDraft): GateLinkRow[] => [
  ...entries.map((link) => ({ gate: name, link, direction: 'entry' as const })),
  ...exits.map((link) => ({ gate: name, link, direction: 'exit' as const })),
];

export function gatesOf(
  gates: readonly GateRow[],
  links: readonly GateLinkRow[],
): readonly GateDraft[] {
  const linksOf = new Map<string, { entries: string[]; exits: string[] }>();
  for (const gate of gates) linksOf.set(gate.name, { entries: [], exits: [] });
  for (const { gate, link, direction } of links) {
    linksOf.get(gate)?.[direction === 'entry' ? 'entries' : 'exits'].push(link);
  }
  return gates.map((gate) => ({ ...gate, ...linksOf.get(gate.name)! }));
}

export const repairTable = new TableFormat<RepairNote>(
  'repairs.csv',
  'What was repaired or guessed when the network was made',
  {
    key: null,
    columns: {
      code: text('code', 'stable code'),
      subject: text('subject', 'thing it is about'),
      message: text('message', 'what was changed or assumed'),
      kind: word('kind', ['repair', 'guess'], 'repair: data were wrong; guess: data were missing'),
    },
  },
);
