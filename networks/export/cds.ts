/**
 * The curbs of a network as a static feed of the Curb Data Specification 1.0: `zones.json` and
 * `policies.json`. Ids are made from names (RFC 4122, version 5): the same network, the same feed. A
 * drawn network lies at 0° N 0° E.
 */

import { curbOutline } from '../../core/network/curb-outline.js';
import type { CurbSpan, CurbUse } from '../../core/network/curb-use.js';
import type { CurbDraft, LinkDraft, NetworkDraft } from '../../core/network/network-draft.js';
import { lonLatOf } from '../import/plane-of.js';
import { curbUuid } from './curb-uuid.js';

export interface CdsFeed {
  readonly zones: string;
  readonly policies: string;
}

/** A feed says when it was made; a network does not know, and equal networks make equal feeds. */
const PUBLISHED_ms = 946_684_800_000;

export function exportCds(network: NetworkDraft): CdsFeed {
  const links = new Map(network.links.map((link) => [link.name, link]));
  const place = lonLatOf(network.crs);
  const policies = new Map<string, object>();
  const zones = network.curbs.map((curb) => {
    const ids = curb.timetable.map((span) => {
      const price = span.fee_perHour === undefined ? '' : ` ${span.fee_perHour}`;
      const id = curbUuid(`policy ${span.use} ${span.from_s} ${span.to_s}${price}`);
      policies.set(id, policyOf(id, span));
      return id;
    });
    const outline = curbOutline(links.get(curb.link)!, curb);
    return zoneOf(curb, links.get(curb.link)!, [...new Set(ids)], outline.map(place));
  });
  return {
    zones: envelope({ zones }),
    policies: envelope({ policies: [...policies.keys()].sort().map((id) => policies.get(id)) }),
  };
}

const envelope = (data: object): string =>
  `${JSON.stringify(
    {
      version: '1.0.0',
      time_zone: 'Etc/UTC',
      last_updated: PUBLISHED_ms,
      currency: 'XXX',
      author: 'Blockwise',
      data,
    },
    null,
    2,
  )}\n`;

const toCentimetres = (length_m: number): number => Math.round(length_m * 100);

function zoneOf(
  curb: CurbDraft,
  link: LinkDraft,
  policyIds: readonly string[],
  outline: readonly (readonly number[])[],
): object {
  const ring = [...outline, outline[0]!].map((place) =>
    place.map((degrees) => Number(degrees.toFixed(8))),
  );
  return {
    curb_zone_id: curbUuid(curb.name),
    geometry: { type: 'Polygon', coordinates: [ring] },
    curb_policy_ids: policyIds,
    published_date: PUBLISHED_ms,
    last_updated_date: PUBLISHED_ms,
    start_date: PUBLISHED_ms,
    user_zone_id: curb.name,
    street_name: link.street,
    length: toCentimetres(curb.end_m - curb.start_m),
    width: toCentimetres(curb.depth_m),
    parking_angle: 'parallel',
    location_references: [
      {
        source: 'blockwise:link',
        ref_id: link.name,
        start: toCentimetres(curb.start_m),
        end: toCentimetres(curb.end_m),
        side: 'right',
      },
    ],
  };
}

/** What each use permits; a pick-up bay is for stops of two minutes. */
const RULES: Readonly<Record<CurbUse, readonly object[]>> = {
  parking: [{ activity: 'parking' }],
  pudo: [
    { activity: 'stopping', user_classes: ['rideshare'], max_stay: 2, max_stay_unit: 'minute' },
    { activity: 'stopping', user_classes: ['autonomous'], max_stay: 2, max_stay_unit: 'minute' },
  ],
  loading: [{ activity: 'loading' }, { activity: 'unloading' }],
  none: [{ activity: 'no stopping' }],
  bus: [{ activity: 'stopping', user_classes: ['bus'] }],
  charging: [{ activity: 'parking', user_classes: ['electric'] }],
};

function policyOf(id: string, { from_s, to_s, use, fee_perHour }: CurbSpan): object {
  // In the smallest unit of the currency, a hundredth.
  const rate = { rate: Math.round((fee_perHour ?? 0) * 100), rate_unit: 'hour' };
  const isAllDay = from_s === 0 && to_s === 86_400;
  return {
    curb_policy_id: id,
    published_date: PUBLISHED_ms,
    priority: 1,
    rules:
      fee_perHour === undefined
        ? RULES[use]
        : RULES[use].map((rule) => ({ ...rule, rate: [rate] })),
    ...(isAllDay
      ? {}
      : { time_spans: [{ time_of_day_start: clock(from_s), time_of_day_end: clock(to_s) }] }),
  };
}

/** The standard has minutes; a use that changes within one changes at its start. */
function clock(time_s: number): string {
  const minutes = Math.floor(time_s / 60);
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
