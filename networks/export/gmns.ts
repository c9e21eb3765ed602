/** GMNS: what a network folder is already, as a folder or as one `.gmns.zip`. */

import { writeZip } from '../../core/base/zip.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { networkFiles } from '../gmns/network-folder.js';
import type { Exported } from './exported.js';

export function exportGmns(
  network: NetworkDraft,
  { isArchive = false }: { readonly isArchive?: boolean },
): Exported {
  const texts = networkFiles(network);
  const files = isArchive ? new Map([['', writeZip(texts)]]) : texts;
  const lost = [
    'lots, blocks, addresses, gates and signal plans in tables of GMNS: they are in tables beside',
  ];
  return { files, lost, hint: '' };
}
