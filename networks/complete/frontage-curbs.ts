/** Curb zones by the class of the street, for streets whose curbs nobody has mapped. */
import { append } from '../../core/base/extremes.js';
import { allDay, type CurbUse } from '../../core/network/curb-use.js';
import type { CurbDraft, LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { NoteBook } from './note-book.js';
import type { Completed } from './street-graph.js';

export interface CurbOptions {
  /** Links whose curbs are known, be it that they have none; they are left as they are. */
  readonly isKnown?: (link: LinkDraft) => boolean;
  /** What the map says of a link's curb, if anything: it decides instead of the class. */
  readonly mappedUse?: (link: LinkDraft) => CurbUse | undefined;
  /** Links that may have zones; all if not given. */
  readonly isServed?: (link: LinkDraft) => boolean;
  /** Depth of a curb lane. */
  readonly depth_m?: number;
  /** Length of a stall; zones for parking hold whole stalls. */
  readonly stall_m?: number;
}

interface ClassRule {
  /** Room to be picked up and dropped off, nearest to the stop line. */
  readonly pudo_m: number;
  /** The other metres are for parking. */
  readonly hasParking: boolean;
  /** What they are for, if not for that. */
  readonly parkingUse?: CurbUse;
  /** What the room of `pudo_m` is for, if not for that. */
  readonly use?: CurbUse;
}

/**
 * By rank: two bays where people live or shop, a third on busier streets; no parking on arterials,
 * no curb use at all on motorways and driveways.
 */
const RULES: readonly (ClassRule | null)[] = [
  null,
  { pudo_m: 12, hasParking: true },
  { pudo_m: 12, hasParking: true },
  { pudo_m: 18, hasParking: true },
  { pudo_m: 18, hasParking: false },
  null,
];

/** Where the map tells the use, two bays to let people out stay beside stalls. */
const MAPPED_RULES: Readonly<Record<CurbUse, ClassRule | null>> = {
  parking: { pudo_m: 12, hasParking: true },
  pudo: { pudo_m: 12, hasParking: false },
  loading: { pudo_m: 18, hasParking: false, use: 'loading' },
  none: null,
  bus: null,
  charging: { pudo_m: 12, hasParking: true, parkingUse: 'charging' },
};

/** Clear of the corners: crossings and sight lines. */
const CLEAR_AT_START_m = 8;
const CLEAR_AT_END_m = 12;

/** Adds zones to links inside the district that have none and are not known. */
export function addFrontageCurbs(draft: NetworkDraft, options: CurbOptions = {}): Completed {
  const { isKnown = () => false, isServed = () => true, depth_m = 2.5, stall_m = 6 } = options;
  const { mappedUse = () => undefined } = options;
  const notes = new NoteBook();
  const served = new Set(draft.curbs.map((curb) => curb.link));
  const curbs: CurbDraft[] = [];
  let [guessedCount, guessedLinkCount] = [0, 0];
  for (const link of draft.links) {
    if (!link.isInside || !isServed(link) || served.has(link.name) || isKnown(link)) continue;
    const mapped = mappedUse(link);
    const rule = mapped === undefined ? (RULES[link.rank] ?? null) : MAPPED_RULES[mapped];
    const zones = zonesOf(link, rule, { depth_m, stall_m });
    append(curbs, zones);
    if (mapped !== undefined || zones.length === 0) continue;
    guessedCount += zones.length;
    guessedLinkCount++;
  }
  const message = `${guessedCount} guessed on ${guessedLinkCount} links by the class of the street`;
  if (guessedCount > 0) notes.guess('NET-341', 'curb zones', message);
  return { draft: { ...draft, curbs: [...draft.curbs, ...curbs] }, notes: notes.notes };
}

function zonesOf(
  link: LinkDraft,
  rule: ClassRule | null,
  { depth_m, stall_m }: { depth_m: number; stall_m: number },
): CurbDraft[] {
  const room_m = link.length_m - CLEAR_AT_START_m - CLEAR_AT_END_m;
  if (rule === null || room_m < rule.pudo_m) return [];
  const end_m = link.length_m - CLEAR_AT_END_m;
  const zone = (use: CurbUse, from_m: number, to_m: number): CurbDraft => ({
    name: `${link.name} ${use}`,
    link: link.name,
    start_m: from_m,
    end_m: to_m,
    depth_m,
    timetable: allDay(use),
  });
  const pudoStart_m = end_m - rule.pudo_m;
  const stallCount = Math.floor((pudoStart_m - CLEAR_AT_START_m) / stall_m);
  const pudo = zone(rule.use ?? 'pudo', pudoStart_m, end_m);
  if (!rule.hasParking || stallCount < 1) return [pudo];
  return [
    zone(rule.parkingUse ?? 'parking', pudoStart_m - stallCount * stall_m, pudoStart_m),
    pudo,
  ];
}
