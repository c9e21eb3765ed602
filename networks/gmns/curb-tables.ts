/** `curb.csv` and `curb_span.csv`: zones along links, and what they are for over the day. */
import { CURB_USES, type CurbSpan, type CurbUse } from '../../core/network/curb-use.js';
import type { CurbDraft } from '../../core/network/network-draft.js';
import { FOLDER_PROBLEMS } from './codes.js';
import { name, number, optional, reference, word } from './column.js';
import { type ReadTable, TableFormat } from './table-format.js';

const DAY_s = 86_400;

export type CurbRow = Omit<CurbDraft, 'timetable'>;

export const curbTable = new TableFormat<CurbRow>('curb.csv', 'Curb zones', {
  key: 'name',
  columns: {
    name: name('curb_id', 'name of the zone'),
    link: reference('link_id', 'link.csv', 'link on whose right side it lies'),
    start_m: number('start_m', 'm', 'where it begins, from the start of the link', { least: 0 }),
    end_m: number('end_m', 'm', 'where it ends, from the start of the link', { least: 0 }),
    depth_m: number('depth_m', 'm', 'depth of the curb lane', { least: 0 }),
  },
});

export interface CurbSpanRow {
  readonly curb: string;
  readonly from_s: number;
  readonly to_s: number;
  readonly use: CurbUse;
  readonly fee_perHour: number | undefined;
}

export const curbSpanTable = new TableFormat<CurbSpanRow>('curb_span.csv', 'Uses of curb zones', {
  key: null,
  columns: {
    curb: reference('curb_id', 'curb.csv', 'zone'),
    from_s: number('from_s', 's', 'after midnight, included', { least: 0, most: DAY_s }),
    to_s: number('to_s', 's', 'after midnight, excluded', { least: 0, most: DAY_s }),
    use: word('use', CURB_USES, 'what the zone is for in that time'),
    fee_perHour: optional(
      number('fee_per_hour', '1/h', 'price of parking in that time, if it has its own', {
        least: 0,
      }),
    ),
  },
});

export const curbSpanRowsOf = ({ name, timetable }: CurbDraft): CurbSpanRow[] =>
  timetable.map(({ from_s, to_s, use, fee_perHour }) => ({
    curb: name,
    from_s,
    to_s,
    use,
    fee_perHour,
  }));

/** Zones with their spans in the file's order. */
export function curbsOf(
  curbs: readonly CurbRow[],
  spans: readonly CurbSpanRow[],
): readonly CurbDraft[] {
  const spansOf = timetablesOf(spans);
  return curbs.map((curb) => ({ ...curb, timetable: spansOf.get(curb.name) ?? [] }));
}

/** Notes every zone whose spans do not follow one another from 0:00 to 24:00. */
export function checkTimetables(curbs: ReadTable<CurbRow>, spans: ReadTable<CurbSpanRow>): void {
  const spansOf = timetablesOf(spans.rows);
  for (const [row, { name }] of curbs.rows.entries()) {
    if (coversDay(spansOf.get(name) ?? [])) continue;
    const demand = 'must have uses in curb_span.csv that follow one another from 0 to 86400 s';
    curbs.refuse(row, 'name', FOLDER_PROBLEMS.badTimetable, demand);
  }
}

function timetablesOf(rows: readonly CurbSpanRow[]): ReadonlyMap<string, CurbSpan[]> {
  const spansOf = new Map<string, CurbSpan[]>();
  for (const { curb, fee_perHour, ...times } of rows) {
    const span: CurbSpan = fee_perHour === undefined ? times : { ...times, fee_perHour };
    const spans = spansOf.get(curb);
    if (spans === undefined) spansOf.set(curb, [span]);
    else spans.push(span);
  }
  return spansOf;
}

const coversDay = (spans: readonly CurbSpan[]): boolean =>
  spans.length > 0 &&
  spans.at(-1)!.to_s === DAY_s &&
  spans.every((span, at) => span.to_s > span.from_s && span.from_s === (spans[at - 1]?.to_s ?? 0));
