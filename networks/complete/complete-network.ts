/**
 * Everything that a map of streets lacks before cars can drive on it, in the order in which the
 * steps need one another. Each step is a file of its own, from a draft to a draft and notes.
 */
import { append } from '../../core/base/extremes.js';
import type { LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { circulatingLinks, dropIslands } from './circulation.js';
import { deriveMovements, type MovementOptions } from './derive-movements.js';
import { dropTraps } from './drop-traps.js';
import { addFrontageAddresses, type FrontageOptions } from './frontage-addresses.js';
import { addFrontageCurbs, type CurbOptions } from './frontage-curbs.js';
import { addGuessedLots, type LotOptions } from './guessed-lots.js';
import { type MergeOptions, mergeShortLinks } from './merge-short-links.js';
import { addRemainingLand } from './remaining-land.js';
import { addRimGates, type GateOptions } from './rim-gates.js';
import { addRimReturns } from './rim-returns.js';
import type { Completed } from './street-graph.js';
import { stretchToNodes } from './stretch-to-nodes.js';
import { trimToStopLines } from './trim-to-stop-lines.js';

type Step = (draft: NetworkDraft) => Completed;

export type StreetOptions = MovementOptions & MergeOptions;

/** Streets drawn from middle to middle of junctions, without places, to ones that can be driven. */
export const completeStreets = (draft: NetworkDraft, options: StreetOptions = {}): Completed =>
  inOrder(draft, [
    trimToStopLines,
    (each) => deriveMovements(each, options),
    (each) => mergeShortLinks(each, options),
    stretchToNodes,
    dropIslands,
  ]);

export type PlaceOptions = GateOptions & FrontageOptions & CurbOptions & LotOptions;

/**
 * Gates, addresses, curbs, lots and land of streets that have none; what is there is kept. Unless
 * `isServed` says otherwise, addresses and curbs are put where cars can circulate.
 */
export function completePlaces(draft: NetworkDraft, given: PlaceOptions = {}): Completed {
  const circulating = circulatingLinks(draft);
  const options = { isServed: ({ name }: LinkDraft) => circulating.has(name), ...given };
  const lacks = (key: 'gates' | 'addresses' | 'lots'): boolean => draft[key].length === 0;
  return inOrder(draft, [
    ...(lacks('gates') ? [(each: NetworkDraft) => addRimGates(each, options)] : []),
    ...(lacks('addresses') && lacks('lots') ? [dropTraps] : []),
    ...(lacks('addresses') ? [(each: NetworkDraft) => addFrontageAddresses(each, options)] : []),
    (each) => addFrontageCurbs(each, options),
    ...(lacks('lots') ? [(each: NetworkDraft) => addGuessedLots(each, options)] : []),
    addRemainingLand,
    ...(lacks('gates') ? [addRimReturns] : []),
  ]);
}

function inOrder(draft: NetworkDraft, steps: readonly Step[]): Completed {
  const notes: RepairNote[] = [];
  let current = draft;
  for (const step of steps) {
    const completed = step(current);
    current = completed.draft;
    append(notes, completed.notes);
  }
  return { draft: current, notes };
}
