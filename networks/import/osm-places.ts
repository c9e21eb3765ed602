/** Curbs, blocks, addresses and lots for streets that have none. */
import { append } from '../../core/base/extremes.js';
import type { CurbUse } from '../../core/network/curb-use.js';
import type { LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { addFrontageAddresses } from '../complete/frontage-addresses.js';
import { addFrontageCurbs } from '../complete/frontage-curbs.js';
import { addGuessedLots } from '../complete/guessed-lots.js';
import { NoteBook } from '../complete/note-book.js';
import type { Completed } from '../complete/street-graph.js';
import { addBuildingAddresses } from './building-addresses.js';
import { addMappedChargers } from './mapped-chargers.js';
import { addMappedLots } from './mapped-lots.js';
import type { MappedPlace } from './mapped-places.js';
import { addStreetBlocks } from './street-blocks.js';

/** What the map tells of curbs, car parks and buildings. */
export interface Mapped {
  readonly places: readonly MappedPlace[];
  readonly curbUses: ReadonlyMap<string, CurbUse>;
}

/** Places stand only along links of `heart`, from where every other place can be reached. */
export function addPlaces(
  draft: NetworkDraft,
  heart: ReadonlySet<string>,
  { places, curbUses }: Mapped,
): Completed {
  const book = new NoteBook();
  const notes: RepairNote[] = [];
  const take = (step: Completed): NetworkDraft => {
    append(notes, step.notes);
    return step.draft;
  };
  const isServed = ({ name }: LinkDraft): boolean => heart.has(name);
  const mappedUse = ({ name }: LinkDraft): CurbUse | undefined => curbUses.get(name);
  const curbed = take(addFrontageCurbs(draft, { isServed, mappedUse }));
  const parked = addMappedLots(curbed, places, { heart, notes: book });
  const withCurbs = addMappedChargers(parked, places, { heart, notes: book });
  const built = addBuildingAddresses(withCurbs, places, { heart, notes: book });
  const withAddresses = built ?? take(addFrontageAddresses(withCurbs, { isServed }));
  const withLots = take(addGuessedLots(withAddresses));
  return { draft: take(addStreetBlocks(withLots)), notes: [...book.notes, ...notes] };
}
