/**
 * CurbLR 1.x: regulations along street references, as GeoJSON lines. Features of one stretch are read
 * together; a Wednesday out of holidays stands for the day.
 *
 * CLR-001 no CurbLR, CLR-002 no line, CLR-003 no regulation that can be read; CLR-101 activity not
 * known, CLR-102 kept for others, CLR-103 not in force.
 */

import { Problems } from '../../core/base/errors.js';
import { append } from '../../core/base/extremes.js';
import type { NetworkDraft, Point } from '../../core/network/network-draft.js';
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

const DAY = 'we';
/** Metres of a curb lane where the file says nothing of its width. */
const DEPTH_m = { parallel: 2.5, other: 5 };

export function importCurbLr(network: NetworkDraft, text: string, file: string): PlacedCurbs {
  const { stretches, notes } = readCurbLr(text, file, planeOf(network.crs));
  const placed = placeCurbs(network, stretches);
  return { network: placed.network, notes: [...notes, ...placed.notes] };
}

export function readCurbLr(text: string, file: string, plane: (lonLat: Point) => Point) {
  const root = parseJsonObject(text, file, 'CLR-001');
  const problems = new Problems(file);
  const notes = new NoteBook();
  if (!Array.isArray(root['features'])) {
    problems.add('CLR-001', { field: 'features' }, 'must be a list of features with a manifest');
  }
  const manifest = isObject(root['manifest']) ? root['manifest'] : {};
  const hierarchy = textsOf(manifest['priorityHierarchy']);
  const stretches = new Map<
    string,
    { points: Point[]; outwards: Point; depth_m: number; rules: CurbRule[] }
  >();
  for (const [at, feature] of listOf(root['features']).entries()) {
    const read = readFeature(feature, `features.${at}`, { hierarchy, problems, notes });
    if (read === null) continue;
    const known = stretches.get(read.key);
    if (known !== undefined) {
      append(known.rules, read.rules);
      continue;
    }
    const points = read.line.map(plane);
    stretches.set(read.key, {
      points,
      outwards: asideOf(points, read.side),
      depth_m: read.depth_m,
      rules: read.rules,
    });
  }
  problems.throwIfAny();
  const list: CurbStretch[] = [...stretches].map(([name, { rules, ...stretch }]) => ({
    ...stretch,
    name,
    timetable: timetableOfRules(rules),
  }));
  return { stretches: list.sort((a, b) => (a.name < b.name ? -1 : 1)), notes: notes.notes };
}

interface Reading {
  readonly hierarchy: readonly string[];
  readonly problems: Problems;
  readonly notes: NoteBook;
}

function readFeature(feature: Json, field: string, reading: Reading) {
  const { problems } = reading;
  const properties =
    isObject(feature) && isObject(feature['properties']) ? feature['properties'] : {};
  const geometry = isObject(feature) && isObject(feature['geometry']) ? feature['geometry'] : {};
  const location = isObject(properties['location']) ? properties['location'] : {};
  const line = coordinatesOf(geometry['coordinates'], 2);
  if (geometry['type'] !== 'LineString' || line === null) {
    problems.add(
      'CLR-002',
      { field: `${field}.geometry` },
      'must be a LineString of two places or more',
    );
    return null;
  }
  const side = location['sideOfStreet'] === 'left' ? 'left' : 'right';
  const [from, to] = ['shstLocationStart', 'shstLocationEnd'].map((key) => Number(location[key]));
  const reference = typeof location['shstRefId'] === 'string' ? location['shstRefId'] : field;
  const rules = listOf(properties['regulations']).flatMap((regulation, at) =>
    ruleOf(regulation, `${field}.regulations.${at}`, reading),
  );
  const isParallel = location['baysAngle'] === undefined || location['baysAngle'] === 'parallel';
  return {
    key: `${reference.slice(0, 12)}-${side}-${Math.round(from!)}-${Math.round(to!)}`,
    line,
    side: side as 'left' | 'right',
    depth_m: isParallel ? DEPTH_m.parallel : DEPTH_m.other,
    rules,
  };
}

function ruleOf(
  regulation: Json,
  field: string,
  { hierarchy, problems, notes }: Reading,
): CurbRule[] {
  const rule = isObject(regulation) && isObject(regulation['rule']) ? regulation['rule'] : null;
  if (rule === null || typeof rule['activity'] !== 'string') {
    problems.add('CLR-003', { field: `${field}.rule` }, 'must have an activity');
    return [];
  }
  const { activity } = rule as { activity: string };
  const { userClasses, timeSpans } = regulation as Record<string, Json>;
  const classes = listOf(userClasses).flatMap((each) =>
    isObject(each) ? textsOf(each['classes']) : [],
  );
  const use = useOf(activity, classes);
  if (use === null) {
    notes.repair('CLR-101', field, 'has an activity that is not known and was left out');
    return [];
  }
  if (use === 'none' && classes.length > 0) {
    notes.repair(
      'CLR-102',
      field,
      'is kept for vehicles that are not simulated: nobody stops there',
    );
  }
  const times = timesOf(listOf(timeSpans));
  if (times === null) {
    notes.repair('CLR-103', field, 'is not in force on an ordinary Wednesday and was left out');
    return [];
  }
  const rank = hierarchy.indexOf(String(rule['priorityCategory'] ?? activity));
  const fee = feeOf(isObject(regulation) ? regulation['payment'] : undefined);
  return [{ use, priority: rank < 0 ? hierarchy.length : rank, times, ...fee }];
}

/** The first fee of the first rate, by the minutes that it is for; empty where none is said. */
function feeOf(payment: Json | undefined): { fee_perHour?: number } {
  const [rate] = isObject(payment) ? listOf(payment['rates']) : [];
  const [fee] = isObject(rate) ? listOf(rate['fees']) : [];
  const [minutes] = isObject(rate) ? listOf(rate['durations']) : [];
  const isSaid = typeof fee === 'number' && typeof minutes === 'number' && minutes > 0 && fee >= 0;
  return isSaid ? { fee_perHour: (fee * 60) / minutes } : {};
}

/** Null where no span holds on the day; spans of some dates only are not in force. */
function timesOf(spans: readonly Json[]): CurbRule['times'] | null {
  if (spans.length === 0) return [];
  const times: { from_s: number; to_s: number }[] = [];
  let isAlways = false;
  for (const span of spans) {
    if (!isObject(span) || listOf(span['effectiveDates']).length > 0) continue;
    const days = isObject(span['daysOfWeek']) ? textsOf(span['daysOfWeek']['days']) : [DAY];
    if (!days.includes(DAY) || isForHolidays(span)) continue;
    const ofDay = listOf(span['timesOfDay']).map((time) => ({
      from_s: clockOf_s(isObject(time) ? time['from'] : null),
      to_s: clockOf_s(isObject(time) ? time['to'] : null),
    }));
    if (ofDay.length === 0) isAlways = true;
    for (const time of ofDay) if (Number.isFinite(time.from_s + time.to_s)) times.push(time);
  }
  if (isAlways) return [];
  return times.length > 0 ? times : null;
}

const isForHolidays = (span: Record<string, Json>): boolean =>
  listOf(span['designatedPeriods']).some(
    (period) => isObject(period) && period['apply'] === 'only during',
  );

/** Across the line, to the side of the street that is meant. */
function asideOf(points: readonly Point[], side: 'left' | 'right'): Point {
  const [first, last] = [points[0]!, points.at(-1)!];
  const [east_m, north_m] = [last[0] - first[0], last[1] - first[1]];
  const length_m = Math.sqrt(east_m * east_m + north_m * north_m) || 1;
  const right: Point = [north_m / length_m, -east_m / length_m];
  return side === 'right' ? right : [-right[0], -right[1]];
}
