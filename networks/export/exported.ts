import type { NetworkDraft } from '../../core/network/network-draft.js';

/** What an export gives back. */
export interface Exported {
  /** Text or bytes by file name; one file has the empty name, and stands for the path itself. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** What the format cannot hold, or holds in another sense; sentences for the user. */
  readonly lost: readonly string[];
  /** How to go on, or empty. */
  readonly hint: string;
}

/** Sentences for lanes that formats without hours and classes cannot hold. */
export const lostLaneUses = ({ links, movements }: NetworkDraft): readonly string[] => [
  ...lostCount(
    links.reduce((sum, { laneUses = [] }) => sum + laneUses.length, 0),
    'uses of lanes: who may drive on them, and when',
  ),
  ...lostCount(
    movements.reduce((sum, { uses = [] }) => sum + uses.length, 0),
    'hours of turns that are forbidden then: free all day there',
  ),
  ...lostCount(
    links.filter(({ tidalHours }) => tidalHours !== undefined).length,
    'hours of tidal lanes: the strip counts in both directions there',
  ),
];

/** A sentence for things that are left out, none where there are none. */
export const lostCount = (count: number, what: string): readonly string[] =>
  count === 0 ? [] : [`${count} ${what}`];
