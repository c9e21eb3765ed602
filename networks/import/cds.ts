/**
 * Curb Data Specification 1.0: `zones.json` and `policies.json`. A zone lies beside the link that has
 * it on its right; its policies, the lowest priority first, make the timetable of a Wednesday.
 *
 * CDS-001 no CDS payload, CDS-002 no polygon, CDS-003 no id, CDS-004 policy that is not in the feed,
 * CDS-005 no activity; CDS-101 activity not known, CDS-102 kept for others, CDS-103 not in force,
 * CDS-104 rate not read, CDS-105 several rates.
 */
import { Problems } from '../../core/base/errors.js';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { NoteBook } from '../complete/note-book.js';
import {
  coordinatesOf,
  isObject,
  type Json,
  listOf,
  parseJsonObject,
  textsOf,
} from './curb-json.js';
import { type CurbRule, clockOf_s, timetableOfRules, useOf } from './curb-rules.js';
import { type CurbStretch, type PlacedCurbs, placeCurbs } from './place-curbs.js';
import { planeOf } from './plane-of.js';

const DAY = 'wed';
const CENTIMETRE_m = 0.01;
const DEPTH_m = 2.5;

export interface CdsText {
  readonly file: string;
  readonly text: string;
}

export function importCds(network: NetworkDraft, zones: CdsText, policies: CdsText): PlacedCurbs {
  const notes = new NoteBook();
  const rulesOf = readPolicies(policies, notes);
  const problems = new Problems(zones.file);
  const plane = planeOf(network.crs);
  const stretches: CurbStretch[] = [];
  for (const [at, zone] of rowsOf(zones, 'zones', problems).entries()) {
    const field = `data.zones.${at}`;
    const id = zone['curb_zone_id'];
    const geometry = isObject(zone['geometry']) ? zone['geometry'] : {};
    const ring = coordinatesOf(listOf(geometry['coordinates'])[0], 4);
    if (typeof id !== 'string') {
      problems.add('CDS-003', { field: `${field}.curb_zone_id` }, 'must be a text');
      continue;
    }
    if (geometry['type'] !== 'Polygon' || ring === null) {
      problems.add(
        'CDS-002',
        { field: `${field}.geometry` },
        'must be a Polygon of four places or more',
      );
      continue;
    }
    const rules = textsOf(zone['curb_policy_ids']).flatMap((policy) => {
      const found = rulesOf.get(policy);
      if (found === undefined) {
        problems.add(
          'CDS-004',
          { field: `${field}.curb_policy_ids` },
          `names ${policy}, which is not in the policies`,
        );
      }
      return found ?? [];
    });
    const width = zone['width'];
    const name = zone['user_zone_id'] ?? zone['name'];
    stretches.push({
      name: typeof name === 'string' && name !== '' ? name : id,
      points: ring.slice(0, -1).map(plane),
      outwards: null,
      depth_m: typeof width === 'number' && width > 0 ? width * CENTIMETRE_m : DEPTH_m,
      timetable: timetableOfRules(rules),
    });
  }
  problems.throwIfAny();
  const placed = placeCurbs(network, stretches);
  return { network: placed.network, notes: [...notes.notes, ...placed.notes] };
}

function rowsOf({ file, text }: CdsText, key: string, problems: Problems): Record<string, Json>[] {
  const root = parseJsonObject(text, file, 'CDS-001');
  const data = isObject(root['data']) ? root['data'] : {};
  if (!Array.isArray(data[key])) {
    problems.add('CDS-001', { field: `data.${key}` }, 'must be a list');
    return [];
  }
  return listOf(data[key]).map((row) => (isObject(row) ? row : {}));
}

function readPolicies(policies: CdsText, notes: NoteBook): Map<string, CurbRule[]> {
  const problems = new Problems(policies.file);
  const rulesOf = new Map<string, CurbRule[]>();
  for (const [at, policy] of rowsOf(policies, 'policies', problems).entries()) {
    const field = `data.policies.${at}`;
    const { curb_policy_id: id, priority } = policy;
    if (typeof id !== 'string') {
      problems.add('CDS-003', { field: `${field}.curb_policy_id` }, 'must be a text');
      continue;
    }
    const times = timesOf(listOf(policy['time_spans']));
    if (times === null) {
      notes.repair('CDS-103', id, 'is not in force on an ordinary Wednesday and was left out');
      rulesOf.set(id, []);
      continue;
    }
    const rules = listOf(policy['rules']).flatMap((rule): CurbRule[] => {
      const activity = isObject(rule) ? rule['activity'] : undefined;
      if (!isObject(rule) || typeof activity !== 'string') {
        problems.add('CDS-005', { field: `${field}.rules` }, 'must have an activity each');
        return [];
      }
      const classes = textsOf(rule['user_classes']);
      const use = useOf(activity, classes);
      if (use === null) notes.repair('CDS-101', id, 'has an activity that is not known');
      else if (use === 'none' && classes.length > 0) {
        notes.repair('CDS-102', id, 'is for vehicles that are not simulated: nobody stops there');
      }
      return use === null
        ? []
        : [
            {
              use,
              priority: typeof priority === 'number' ? priority : 0,
              times,
              ...feeOf(listOf(rule['rate']), id, notes),
            },
          ];
    });
    rulesOf.set(id, rules);
  }
  problems.throwIfAny();
  return rulesOf;
}

/** Seconds of the units of a rate. */
const UNIT_s: ReadonlyMap<Json | undefined, number> = new Map([
  ['second', 1],
  ['minute', 60],
  ['hour', 3600],
  ['day', 86_400],
]);

/** Rates are in the smallest unit of the currency, a hundredth. The first one holds all the stay. */
function feeOf(rates: readonly Json[], policy: string, notes: NoteBook): { fee_perHour?: number } {
  if (rates.length === 0) return {};
  const [first] = rates;
  const rate = isObject(first) ? first['rate'] : undefined;
  const unit_s = isObject(first) ? UNIT_s.get(first['rate_unit']) : undefined;
  if (typeof rate !== 'number' || rate < 0 || unit_s === undefined) {
    notes.repair(
      'CDS-104',
      policy,
      'has a rate that is not by the day or shorter and was left out',
    );
    return {};
  }
  if (rates.length > 1)
    notes.repair('CDS-105', policy, 'has several rates: the first holds all day');
  return { fee_perHour: ((rate / 100) * 3600) / unit_s };
}

function timesOf(spans: readonly Json[]): CurbRule['times'] | null {
  if (spans.length === 0) return [];
  const times: { from_s: number; to_s: number }[] = [];
  for (const span of spans) {
    if (!isObject(span) || span['end_date'] !== undefined) continue;
    const days = textsOf(span['days_of_week']);
    if (days.length > 0 && !days.includes(DAY)) continue;
    const from_s = clockOf_s(span['time_of_day_start'] ?? '00:00');
    const to_s = clockOf_s(span['time_of_day_end'] ?? '24:00');
    if (Number.isFinite(from_s + to_s)) times.push({ from_s, to_s });
  }
  return times.length > 0 ? times : null;
}
