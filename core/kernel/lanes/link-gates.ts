/** Trips may begin and end at links: a link that a trip names is a gate of its own. */
import type { GateDraft, NetworkDraft } from '../../network/network-draft.js';
import type { TripDraft } from '../../scenario/trip.js';

/** The network with a gate, named like the link, for every link at which a trip or other begins or ends. */
export function withLinkGates(
  draft: NetworkDraft,
  trips: readonly TripDraft[],
  others: readonly string[] = [],
): NetworkDraft {
  const links = new Map(draft.links.map((link) => [link.name, link]));
  // An address or a gate of that name is what is meant.
  for (const { name } of [...draft.addresses, ...draft.gates]) links.delete(name);
  const named = new Set(others.filter((name) => links.has(name)));
  for (const { origin, destination } of trips) {
    if (links.has(origin)) named.add(origin);
    if (links.has(destination)) named.add(destination);
  }
  if (named.size === 0) return draft;
  const gates = [...named].map((name): GateDraft => {
    const [x_m, y_m] = links.get(name)!.geometry[0]!;
    return { name, x_m, y_m, entries: [name], exits: [name], weight: 0 };
  });
  return { ...draft, gates: [...draft.gates, ...gates] };
}
