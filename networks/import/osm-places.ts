/** Curbs, blocks, addresses and lots for streets that have none. */
import type { LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { addFrontageAddresses } from '../complete/frontage-addresses.js';
import { addFrontageCurbs } from '../complete/frontage-curbs.js';
import { addGuessedLots } from '../complete/guessed-lots.js';
import type { Completed } from '../complete/street-graph.js';
import { addStreetBlocks } from './street-blocks.js';

/** Places stand only along links of `heart`, from where every other place can be reached. */
export function addPlaces(draft: NetworkDraft, heart: ReadonlySet<string>): Completed {
  const notes: RepairNote[] = [];
  const take = (step: Completed): NetworkDraft => {
    notes.push(...step.notes);
    return step.draft;
  };
  const isServed = ({ name }: LinkDraft): boolean => heart.has(name);
  const withCurbs = take(addFrontageCurbs(draft, { isServed }));
  const withAddresses = take(addFrontageAddresses(withCurbs, { isServed }));
  const withLots = take(addGuessedLots(withAddresses));
  return { draft: take(addStreetBlocks(withLots)), notes };
}
