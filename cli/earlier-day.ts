/** The link times of an earlier run, from its folder: `routing.timesFrom`. */
import type { NetworkDraft } from '../core/network/network-draft.js';
import type { EarlierDay } from '../core/scenario/earlier-day.js';
import { readRunFolder } from './run-folder/read-run-folder.js';
import { fileError } from './text-file.js';

const MOST_EXAMPLES = 3;

/**
 * Throws UserError: CLI-008, CLI-009 and CLI-011 where `dir` is no sound run, CLI-017 where it has no
 * link of the network. Links that the network has no longer are left out, and a note says so.
 */
export async function readEarlierDay(
  dir: string,
  network: NetworkDraft,
): Promise<{ readonly day: EarlierDay; readonly notes: readonly string[] }> {
  const { result, scenario } = await readRunFolder(dir);
  const isKnown = new Set(network.links.map(({ name }) => name));
  const gone = new Set(result.links.map(({ link }) => link).filter((name) => !isKnown.has(name)));
  const links = result.links
    .filter(({ link }) => !gone.has(link))
    .map(({ time_s, link, tti, vehicle_m, entryCount, exitCount }) => ({
      link,
      from_s: time_s,
      tti: vehicle_m > 0 ? tti : Number.POSITIVE_INFINITY,
      vehicleCount: Math.max(entryCount, exitCount),
    }));
  if (links.length === 0) {
    throw fileError('CLI-017', dir, 'nobody drove on a link of this network in it');
  }
  const examples = [...gone].sort().slice(0, MOST_EXAMPLES).join(', ');
  const notes =
    gone.size === 0
      ? []
      : [`Times of ${gone.size} links of the earlier run are left out: not here (${examples}).`];
  const { start_s, output } = scenario;
  return { day: { start_s, interval_s: output.period_s, links }, notes };
}
