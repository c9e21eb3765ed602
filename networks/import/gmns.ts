/**
 * GMNS folders of other programs, as networks that can be driven: what their tables say is read as
 * `networks/gmns` reads it, what they leave out is completed as for maps.
 */

import { basename } from 'node:path';
import { append } from '../../core/base/extremes.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import type { RepairNote } from '../../core/network/repair-note.js';
import { dropIslands } from '../complete/circulation.js';
import { completePlaces } from '../complete/complete-network.js';
import { mergeShortLinks } from '../complete/merge-short-links.js';
import { stretchToNodes } from '../complete/stretch-to-nodes.js';
import { UNNAMED } from '../gmns/assemble-network.js';
import { readNetworkFolder } from '../gmns/network-folder.js';

/** A folder or an archive (`.gmns.zip`). Throws UserError with every problem of all files. */
export async function importGmns(
  dir: string,
): Promise<{ network: NetworkDraft; notes: readonly RepairNote[] }> {
  const read = await readNetworkFolder(dir);
  if (hasPlaces(read.network)) return read;
  const name = read.network.name === UNNAMED ? nameOf(dir) : read.network.name;
  // What is missing is guessed below.
  const notes = read.notes.filter(({ code }) => code !== NO_PLACES);
  const { curbs, ...bare } = read.network;
  let current: NetworkDraft = { ...bare, name, curbs: [] };
  // Curbs of the folder lie along its links: those that go on as they are keep theirs.
  for (const step of [mergeShortLinks, stretchToNodes, dropIslands]) {
    const completed = step(current);
    current = completed.draft;
    append(notes, completed.notes);
  }
  const kept = curbs.filter(({ link, end_m }) =>
    current.links.some(({ name, length_m }) => name === link && end_m <= length_m),
  );
  if (kept.length < curbs.length) {
    const message = `${curbs.length - kept.length} zones along links that were joined: left out`;
    notes.push({ code: 'NET-214', subject: 'curbs', message, kind: 'repair' });
  }
  const whole = completePlaces({ ...current, curbs: kept });
  return { network: whole.draft, notes: [...notes, ...whole.notes] };
}

const NO_PLACES = 'NET-213';

const nameOf = (dir: string): string => basename(dir).replace(/(?:\.gmns)?\.zip$/i, '');

const hasPlaces = ({ addresses, gates, lots, blocks }: NetworkDraft): boolean =>
  addresses.length + gates.length + lots.length + blocks.length > 0;
