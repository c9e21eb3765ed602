/** Checks what stands along the links: curb zones and their timetables, lots, addresses. */
import { groupBy } from '../base/group-by.js';
import { DAY_s } from '../base/units.js';
import type { Finding } from './check-network.js';
import type { CurbDraft, LinkDraft, NetworkDraft } from './network-draft.js';

type Links = ReadonlyMap<string, LinkDraft>;

export function placeProblems(network: NetworkDraft, links: Links, report: Finding): void {
  for (const curb of network.curbs) {
    spanProblems(curb, links.get(curb.link), report);
    timetableProblems(curb, report);
  }
  overlapProblems(network.curbs, report);
  for (const { name, entrances, chargerCount = 0, stallCount } of network.lots) {
    if (!(Number.isInteger(chargerCount) && chargerCount >= 0 && chargerCount <= stallCount)) {
      const demand = `must be whole, from 0 to its ${stallCount} stalls, got ${chargerCount}`;
      report('NET-121', `lots.${name}.chargerCount`, demand);
    }
    if (entrances.length === 0) report('NET-112', `lots.${name}.entrances`, 'must be one at least');
    for (const entrance of entrances)
      positionProblems(`lots.${name}.entrances`, entrance, links, report);
  }
  for (const address of network.addresses)
    positionProblems(`addresses.${address.name}.position_m`, address, links, report);
}

/** Positions that files round to the centimetre may end that much beyond their link. */
const ROUNDING_m = 0.01;

function spanProblems(curb: CurbDraft, link: LinkDraft | undefined, report: Finding): void {
  const { name, start_m, end_m } = curb;
  if (!(end_m > start_m))
    report('NET-109', `curbs.${name}.end_m`, `must be above start_m ${start_m}, got ${end_m}`);
  if (!(start_m >= 0))
    report('NET-109', `curbs.${name}.start_m`, `must be 0 or more, got ${start_m}`);
  if (link !== undefined && !(end_m <= link.length_m + ROUNDING_m))
    report(
      'NET-109',
      `curbs.${name}.end_m`,
      `must be at most ${link.length_m}, the length of its link, got ${end_m}`,
    );
}

/** The use at every second of the day must be known, and only one. */
function timetableProblems({ name, timetable }: CurbDraft, report: Finding): void {
  const field = `curbs.${name}.timetable`;
  let covered_s = 0;
  for (const { from_s, to_s } of timetable) {
    if (from_s > covered_s)
      report('NET-111', field, `must have a use from ${covered_s} s to ${from_s} s`);
    if (from_s < covered_s)
      report('NET-111', field, `must have one use at ${from_s} s, in the order of the day`);
    if (!(to_s > from_s))
      report('NET-111', field, `must end its use of ${from_s} s after it begins`);
    covered_s = Math.max(covered_s, to_s);
  }
  if (covered_s < DAY_s)
    report('NET-111', field, `must have a use from ${covered_s} s to ${DAY_s} s`);
  if (covered_s > DAY_s) report('NET-111', field, `must end at ${DAY_s} s, ends at ${covered_s} s`);
}

function overlapProblems(curbs: readonly CurbDraft[], report: Finding): void {
  for (const [link, zones] of groupBy(curbs, (curb) => curb.link)) {
    const inOrder = [...zones].sort((a, b) => a.start_m - b.start_m || a.end_m - b.end_m);
    let last = inOrder[0]!;
    for (const zone of inOrder.slice(1)) {
      if (zone.start_m < last.end_m - ROUNDING_m)
        report(
          'NET-110',
          `curbs.${zone.name}.start_m`,
          `must be ${last.end_m} or more, where ${last.name} on ${link} ends, got ${zone.start_m}`,
        );
      if (zone.end_m > last.end_m) last = zone;
    }
  }
}

function positionProblems(
  field: string,
  place: { readonly link: string; readonly position_m: number },
  links: Links,
  report: Finding,
): void {
  const link = links.get(place.link);
  if (link === undefined) return;
  if (place.position_m >= 0 && place.position_m <= link.length_m + ROUNDING_m) return;
  report(
    'NET-113',
    field,
    `must be from 0 to ${link.length_m} on ${place.link}, got ${place.position_m}`,
  );
}
