/**
 * Where the links of a MATSim network lie, by their names. A network that was imported has joined some
 * of them: plans and fleets that name these find their places here.
 */
import { countedText, refused, type TextSource } from '../../core/base/counted-text.js';
import { readXml } from '../../core/base/xml.js';
import type { Point } from '../../core/network/network-draft.js';
import { MATSIM_CODES } from './matsim-codes.js';

const LIMIT_bytes = 512 << 20;

/** The middle of each link, in the network's plane. */
export type LinkMiddles = ReadonlyMap<string, Point>;

/** Links and nodes without a place are passed over: whoever reads the network tells of them. */
export async function readLinkMiddles(source: TextSource): Promise<LinkMiddles> {
  const nodes = new Map<string, Point>();
  const middles = new Map<string, Point>();
  const chunks = countedText(source, LIMIT_bytes, MATSIM_CODES);
  await readXml(source.file, chunks, {
    codes: MATSIM_CODES,
    roots: ['network'],
    open: ({ name, attributes: { id = '', x = '', y = '', from = '', to = '' } }) => {
      const place: Point = [Number(x || Number.NaN), Number(y || Number.NaN)];
      if (name === 'node' && place.every(Number.isFinite)) nodes.set(id, place);
      if (name !== 'link') return;
      const [start, end] = [nodes.get(from), nodes.get(to)];
      if (start === undefined || end === undefined) return;
      middles.set(id, [(start[0] + end[0]) / 2, (start[1] + end[1]) / 2]);
    },
  });
  if (middles.size > 0) return middles;
  throw refused(source.file, 'DEM-097', 'has no link between two nodes');
}
