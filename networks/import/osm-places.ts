/** Curbs, blocks, addresses and lots for streets that have none. */
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { addFrontageAddresses } from '../complete/frontage-addresses.js';
import { addFrontageCurbs } from '../complete/frontage-curbs.js';
import { addGuessedLots } from '../complete/guessed-lots.js';
import { addRemainingLand } from '../complete/remaining-land.js';
import type { Completed } from '../complete/street-graph.js';

/** Places stand only along links of `heart`, from where every other place can be reached. */
export function addPlaces(draft: NetworkDraft, heart: ReadonlySet<string>): Completed {
  const notes: RepairNote[] = [];
  const take = (step: Completed): NetworkDraft => {
    notes.push(...step.notes);
    return step.draft;
  };
  const { links, movements } = draft;
  const onHeart = { ...draft, links: links.filter(({ name }) => heart.has(name)) };
  const withCurbs = take(addFrontageCurbs(onHeart));
  const withAddresses = take(addFrontageAddresses(withCurbs));
  const complete = { ...withAddresses, links, movements };
  const withLots = take(addGuessedLots(complete));
  return { draft: take(addRemainingLand(withLots)), notes };
}
