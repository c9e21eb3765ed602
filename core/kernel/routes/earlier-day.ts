/**
 * Times of an earlier day for a run to begin with: what a link took in an interval is expected of all
 * its turns at that hour, as far as the run's own traffic says nothing else. Who plans for later goes
 * by the times of then; drivers who learn from day to day begin with them in place of a first day.
 */
import { NONE } from '../../base/ids.js';
import type { RoadNetwork } from '../../network/road-network.js';
import {
  createDayNotes,
  createDayTimes,
  middleOf_s,
  noteDayTime,
  writeDayTimes,
} from '../../routing/day-times.js';
import { setDefaultTimes } from '../../routing/link-times.js';
import { refreshTimeTable } from '../../routing/time-table.js';
import { createTimedSearch } from '../../routing/timed-routes.js';
import type { EarlierDay } from '../../scenario/earlier-day.js';
import type { Scenario } from '../../scenario/scenario.js';
import { periodOf } from '../journeys/assign-trips.js';
import type { Learning } from './day-to-day.js';
import { type EarlierTimes, earlierAt } from './earlier-times.js';
import { addPrices, followTimes, type Router } from './router.js';

/** Puts the day's times into a router, and into `learning` before its first day. */
export function beginWithDay(
  router: Router,
  network: RoadNetwork,
  day: EarlierDay,
  { scenario, learning }: { readonly scenario: Scenario; readonly learning: Learning | null },
): void {
  const earlier = earlierTimesOf(router, network, day, scenario.signals.periodStarts_s);
  const { times, table } = router;
  router.earlier = earlier;
  setDefaultTimes(times, earlierAt(earlier, scenario.start_s));
  for (let turn = 0; turn < network.turnCount; turn++) {
    times.estimate_s[turn] = times.default_s[turn]!;
  }
  refreshTimeTable(table, times.estimate_s);
  addPrices(router, scenario.start_s);
  if (learning === null) {
    const ahead = { ...earlier, cost_s: earlier.time_s, spanStarts_s: [], price_s: [] };
    const search = createTimedSearch(router.search);
    router.expected = { search, costs: [], ahead, isKnown: false };
  } else if (learning.iteration === 1) {
    learnFrom(earlier, learning);
    router.expected!.isKnown = scenario.routing.policy === 'equilibrium';
  }
  followTimes(router);
}

function earlierTimesOf(
  { defaults_s, times, search, free }: Router,
  network: RoadNetwork,
  { start_s, interval_s, links }: EarlierDay,
  periodStarts_s: Scenario['signals']['periodStarts_s'],
): EarlierTimes {
  const last_s = links.reduce((latest_s, row) => Math.max(latest_s, row.from_s), start_s);
  const notes = createDayNotes(network.turnCount, {
    start_s,
    end_s: last_s + interval_s,
    interval_s,
  });
  const rowOf = new Map(network.linkNames.map((name, row) => [name, row]));
  const { firstTurn } = search.graph;
  for (const { link, from_s, tti, vehicleCount } of links) {
    const row = rowOf.get(link) ?? NONE;
    if (row === NONE) continue;
    for (let turn = firstTurn[row]!; turn < firstTurn[row + 1]!; turn++) {
      // Where nobody moved all interval long, its length is what is known of the time.
      const each_s = tti === Number.POSITIVE_INFINITY ? interval_s : tti * free.freeTurn_s[turn]!;
      const count = Math.max(1, vehicleCount);
      noteDayTime(notes, turn, from_s, { sum_s: count * each_s, vehicleCount: count });
    }
  }
  const time_s = createDayTimes(notes);
  const default_s = (interval: number): Float64Array =>
    defaults_s[periodOf(periodStarts_s, middleOf_s(notes, interval))]!;
  writeDayTimes(notes, search.graph, { default_s, lowest_s: times.lowest_s }, time_s);
  return { start_s, interval_s, intervalCount: notes.intervalCount, time_s };
}

/** The intervals of those who learn may be others. */
function learnFrom(earlier: EarlierTimes, { notes, time_s, marginal_s }: Learning): void {
  for (let interval = 0; interval < notes.intervalCount; interval++) {
    const start = interval * notes.turnCount;
    time_s.set(earlierAt(earlier, middleOf_s(notes, interval)), start);
  }
  marginal_s.set(time_s);
}
