/**
 * `lane.csv`: the lanes of links. GMNS numbers them from the left: the leftmost through lane is 1,
 * a left-turn pocket -1; in the program the leftmost is 0 and a pocket -1.
 */
import type { LaneUse } from '../../core/network/lane-use.js';
import type { LinkDraft } from '../../core/network/network-draft.js';
import { usesText } from './allowed-uses.js';
import { integer, name, number, optional, reference, text } from './column.js';
import { TableFormat } from './table-format.js';

export interface LaneRow {
  readonly name: string;
  readonly link: string;
  readonly laneNumber: number;
  readonly allowedUses: string | undefined;
  readonly width: number | undefined;
  readonly turning_m: number | undefined;
}

export const laneTable = new TableFormat<LaneRow>('lane.csv', 'Lanes of links', {
  key: 'name',
  columns: {
    name: name('lane_id', 'name of the lane'),
    link: reference('link_id', 'link.csv', 'link it belongs to'),
    laneNumber: integer('lane_num', 'leftmost through lane 1, left-turn pocket -1', {
      least: -10,
      most: 20,
    }),
    allowedUses: optional(text('allowed_uses', 'who may drive it')),
    width: optional(number('width', 'm', 'width of the lane', { least: 0 })),
    turning_m: optional(
      number('bw_turning_m', 'm', 'way before the stop line on which others may turn by it', {
        least: 0,
      }),
    ),
  },
});

const DAY_s = 86_400;

/** What is told here of a lane's uses: the first of them, if it holds all day. */
export function allDayUse({ laneUses = [] }: LinkDraft, laneNumber: number): LaneUse | null {
  const first = laneUses.find(({ lane }) => lane === laneOf(laneNumber));
  return first?.from_s === 0 && first.to_s === DAY_s ? first : null;
}

export const laneNumberOf = (lane: number): number => (lane < 0 ? lane : lane + 1);
export const laneOf = (laneNumber: number): number =>
  laneNumber < 0 ? laneNumber : laneNumber - 1;

export function laneRowsOf(link: LinkDraft): LaneRow[] {
  const lanes = Array.from({ length: link.laneCount }, (_, lane) => lane);
  const numbers = (link.leftPocket_m > 0 ? [-1, ...lanes] : lanes).map(laneNumberOf);
  return numbers.map((laneNumber) => {
    const use = allDayUse(link, laneNumber);
    return {
      name: `${link.name}_${laneNumber}`,
      link: link.name,
      laneNumber,
      allowedUses: use === null ? 'auto' : usesText(use.classes),
      width: link.carriageway_m / link.laneCount,
      turning_m: use?.turning_m,
    };
  });
}
