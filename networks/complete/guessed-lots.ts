/** Lots for the cars that the curbs cannot hold, for maps that know no garages. */
import type { AddressDraft, LotDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { NoteBook } from './note-book.js';
import { drawnLength_m, pointBeside } from './polyline.js';
import { shareOut } from './shares.js';
import type { Completed } from './street-graph.js';

export interface LotOptions {
  /** Stalls for each resident and each job, curbs included. */
  readonly stallsPerResident?: number;
  readonly stallsPerJob?: number;
  /** Stalls in remote lots, as a share of all the others. */
  readonly remoteShare?: number;
  /** Gates with the greatest weights get them. */
  readonly remoteLotCount?: number;
  readonly stall_m?: number;
}

/** 0.25 cars a resident and one job in five reached by car, with a tenth to spare. */
const USUAL = {
  stallsPerResident: 0.28,
  stallsPerJob: 0.2,
  remoteShare: 0.6,
  remoteLotCount: 8,
  stall_m: 6,
};

/** Cars that one guessed lot holds; small enough for one entrance, large enough to be built. */
const LOT_STALLS = 150;
/** Of three million stalls; more land than that is damage or a region, whose lots are larger. */
const MOST_LOTS = 20_000;
/** Ground by stall: level with aisles; three floors share theirs. */
const SURFACE = { kind: 'surface', land_m2PerStall: 28, levelCount: 1 } as const;
const STRUCTURE = { kind: 'structure', land_m2PerStall: 32 / 3, levelCount: 3 } as const;
/** Two lots in five are level, the others structures. */
const PATTERN = [SURFACE, STRUCTURE, STRUCTURE, SURFACE, STRUCTURE] as const;
/** From the curb to the middle of a lot. */
const ASIDE_m = 25;

/** Needs addresses, curbs and gates. Lots and remote lots are added and noted. */
export function addGuessedLots(draft: NetworkDraft, options: LotOptions = {}): Completed {
  const settings = { ...USUAL, ...options };
  const notes = new NoteBook();
  const stock = Math.round(
    draft.addresses.reduce((sum, address) => sum + stallsFor(address, settings), 0),
  );
  const present = curbStalls(draft, settings.stall_m) + lotStalls(draft);
  const lots = neighbourhoodLots(draft, { missing: Math.max(0, stock - present), settings });
  const remote = remoteLots(draft, {
    stallCount: Math.round(stock * settings.remoteShare),
    settings,
  });
  if (lots.length > 0) {
    const message = `${lots.length} guessed: ${stock} stalls assumed, ${present} of them present`;
    notes.guess('NET-351', 'lots', message);
  }
  if (remote.length > 0) {
    const stalls = remote.reduce((sum, lot) => sum + lot.stallCount, 0);
    const message = `${remote.length} with ${stalls} stalls assumed beyond the busiest gates`;
    notes.guess('NET-352', 'remote lots', message);
  }
  return { draft: { ...draft, lots: [...draft.lots, ...lots, ...remote] }, notes: notes.notes };
}

const stallsFor = (
  { residentCount, jobCount }: AddressDraft,
  { stallsPerResident, stallsPerJob }: typeof USUAL,
): number => residentCount * stallsPerResident + jobCount * stallsPerJob;

const curbStalls = ({ curbs }: NetworkDraft, stall_m: number): number =>
  curbs
    .filter(({ timetable }) => timetable.some(({ use }) => use === 'parking'))
    // Zones are sums of stalls: the last one must not be lost to a digit.
    .reduce((sum, zone) => sum + Math.floor((zone.end_m - zone.start_m) / stall_m + 1e-6), 0);

const lotStalls = ({ lots }: NetworkDraft): number =>
  lots.filter((lot) => !lot.isRemote).reduce((sum, lot) => sum + lot.stallCount, 0);

/** Evenly through the list of addresses, weighted by the stalls that they need. */
function neighbourhoodLots(
  { addresses, links }: NetworkDraft,
  { missing, settings }: { missing: number; settings: typeof USUAL },
): LotDraft[] {
  const lotCount = Math.min(MOST_LOTS, Math.ceil(missing / LOT_STALLS));
  const hosts = spreadHosts(addresses, { lotCount, settings });
  const stalls = shareOut(
    missing,
    hosts.map(() => 1),
  );
  const linkNamed = new Map(links.map((link) => [link.name, link]));
  return hosts.map((host, at): LotDraft => {
    const link = linkNamed.get(host.link)!;
    const drawn_m = (drawnLength_m(link.geometry) * host.position_m) / link.length_m;
    const aside_m = link.carriageway_m / 2 + link.sidewalk_m + ASIDE_m;
    const [x_m, y_m] = pointBeside(link.geometry, drawn_m, aside_m);
    return {
      name: `lot ${host.name} ${at + 1}`,
      ...PATTERN[at % PATTERN.length]!,
      stallCount: stalls[at]!,
      isRemote: false,
      isInside: true,
      x_m,
      y_m,
      block: host.block,
      entrances: [{ link: host.link, position_m: host.position_m }],
    };
  });
}

/** The addresses where the running sum of needed stalls passes the middle of a lot's share. */
function spreadHosts(
  addresses: readonly AddressDraft[],
  { lotCount, settings }: { lotCount: number; settings: typeof USUAL },
): AddressDraft[] {
  const total = addresses.reduce((sum, address) => sum + stallsFor(address, settings), 0);
  const hosts: AddressDraft[] = [];
  let sum = 0;
  for (const address of addresses) {
    sum += stallsFor(address, settings);
    while (hosts.length < lotCount && sum > ((hosts.length + 0.5) * total) / lotCount) {
      hosts.push(address);
    }
  }
  return hosts;
}

/** Beyond two-way gates, entered and left on both of their sides. */
function remoteLots(
  { gates, links }: NetworkDraft,
  { stallCount, settings }: { stallCount: number; settings: typeof USUAL },
): LotDraft[] {
  const linkNamed = new Map(links.map((link) => [link.name, link]));
  const hosts = gates
    .filter(({ entries, exits }) => entries.length > 0 && exits.length > 0)
    .sort((a, b) => b.weight - a.weight || (a.name < b.name ? -1 : 1))
    .slice(0, settings.remoteLotCount);
  const stalls = shareOut(
    stallCount,
    hosts.map(() => 1),
  );
  return hosts.map((gate, at): LotDraft => {
    const streets = [...gate.exits, ...gate.entries];
    return {
      name: `remote lot ${gate.name}`,
      ...SURFACE,
      stallCount: stalls[at]!,
      isRemote: true,
      isInside: false,
      x_m: gate.x_m,
      y_m: gate.y_m,
      block: '',
      entrances: streets.map((link) => ({ link, position_m: linkNamed.get(link)!.length_m / 2 })),
    };
  });
}
