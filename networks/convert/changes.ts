/** What a conversion changed, as a list for people and for a file. */
import { formatCsv } from '../../core/base/csv.js';
import type { LinkDraft, Point } from '../../core/network/network-draft.js';
import { drawnLength_m, pointAt } from '../complete/polyline.js';

/** In the order in which they are told. */
export const CHANGE_KINDS = [
  'one-way',
  'reversed',
  'two-way',
  'closed',
  'opened',
  'new street',
  'turns',
  'slowed',
  'curb removed',
  'address moved',
  'lot entrance moved',
  'plan dropped',
  'left as it is',
] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];

export interface Change {
  readonly kind: ChangeKind;
  /** Name of the link, node, curb zone, address or lot. */
  readonly subject: string;
  /** The group of blocks it belongs to; may be empty. */
  readonly group: string;
  readonly x_m: number;
  readonly y_m: number;
  /** Of the street or curb; 0 for places. */
  readonly length_m: number;
  readonly message: string;
  /** The junction at which a street is closed. */
  readonly node?: string;
}

export const changeOfLink = (
  kind: ChangeKind,
  link: LinkDraft,
  { group, message, node }: { group: string; message: string; node?: string },
): Change => {
  const [x_m, y_m] = middleOf(link);
  const place = node === undefined ? {} : { node };
  return { kind, subject: link.name, group, x_m, y_m, length_m: link.length_m, message, ...place };
};

export const middleOf = ({ geometry }: LinkDraft): Point =>
  pointAt(geometry, drawnLength_m(geometry) / 2);

export const CHANGE_COLUMNS = ['change', 'subject', 'group', 'x_m', 'y_m', 'length_m', 'message'];

export const changesText = (changes: readonly Change[]): string =>
  formatCsv(
    CHANGE_COLUMNS,
    changes.map(({ kind, subject, group, x_m, y_m, length_m, message }) => [
      kind,
      subject,
      group,
      toCentimetre(x_m),
      toCentimetre(y_m),
      toCentimetre(length_m),
      message,
    ]),
  );

const toCentimetre = (value_m: number): number => Math.round(value_m * 100) / 100;

/** One line a kind: how often, and over how many metres. */
export function changeSentences(changes: readonly Change[]): readonly string[] {
  return CHANGE_KINDS.flatMap((kind) => {
    const found = changes.filter((change) => change.kind === kind);
    if (found.length === 0) return [];
    const length_m = found.reduce((sum, change) => sum + change.length_m, 0);
    const metres = length_m > 0 ? `, ${Math.round(length_m)} m` : '';
    const more = found.length > 1 ? ', …' : '';
    return [
      `${kind}: ${found.length}${metres} (${found[0]!.subject}: ${found[0]!.message}${more})`,
    ];
  });
}
