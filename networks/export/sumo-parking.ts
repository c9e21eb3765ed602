/** Curb zones for parking and lots as SUMO's parking areas. */
import type { CurbDraft, LotDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { element, rounded, xmlText } from './xml-text.js';

const STALL_m = 6;
/** Room at an entrance, on the link. */
const ENTRANCE_m = 6;

interface Plan {
  placeOn(link: string, position_m: number): { lane: string; position_m: number; end_m: number };
}

export function parkingText({ curbs, lots }: NetworkDraft, plan: Plan): string {
  const zones = curbs.filter(({ timetable }) => timetable.some(({ use }) => use === 'parking'));
  return xmlText(
    element('additional', {}, [
      ...zones.flatMap((zone, row) => zoneArea(zone, row, plan)),
      ...lots.flatMap((lot, row) => lotArea(lot, row, plan)),
    ]),
  );
}

/** A zone that goes on beside a pocket ends where the pocket begins. */
function zoneArea(zone: CurbDraft, row: number, plan: Plan): readonly string[] {
  const { lane, position_m: startPos, end_m } = plan.placeOn(zone.link, zone.start_m);
  const endPos = Math.min(end_m, startPos + zone.end_m - zone.start_m);
  const roadsideCapacity = Math.floor((endPos - startPos) / STALL_m + 1e-6);
  if (roadsideCapacity === 0) return [];
  const place = { lane, startPos: rounded(startPos), endPos: rounded(endPos) };
  const id = `curb.${row + 1}`;
  return [element('parkingArea', { id, name: zone.name, ...place, roadsideCapacity })];
}

/** At its first entrance. */
function lotArea(lot: LotDraft, row: number, plan: Plan): readonly string[] {
  const [entrance] = lot.entrances;
  if (entrance === undefined) return [];
  const { lane, position_m, end_m } = plan.placeOn(entrance.link, entrance.position_m);
  const endPos = Math.min(end_m, position_m + ENTRANCE_m / 2);
  const startPos = Math.max(0, endPos - ENTRANCE_m);
  const place = { lane, startPos: rounded(startPos), endPos: rounded(endPos) };
  const id = `lot.${row + 1}`;
  return [
    element('parkingArea', { id, name: lot.name, ...place, roadsideCapacity: lot.stallCount }),
  ];
}
