/** What a scenario file may say of lanes: rules for who drives on them, and for which way they go. */
import { CLASS_WORDS } from './lane-rule.js';
import { clock, field, integer, number, type ScenarioField } from './scenario-field.js';

const DAY_s = 86_400;
const MOST_RULES = 1000;

const LANE_RULE_FIELDS: readonly ScenarioField[] = [
  field('names', 'where', 'Streets or links by name, or all, or arterials (from secondary on).'),
  integer('leastLanes', 'lanes', [1, 20], 'Only links with at least so many lanes a direction.'),
  field('place', 'lane', 'Which lane: left, right, or a number from the left.', {
    choices: ['left', 'right'],
    min: 1,
    max: 20,
  }),
  field('classes', 'classes', 'Who may drive on it then; nobody for an empty list.', {
    choices: CLASS_WORDS,
  }),
  clock('from_s', DAY_s, 'Clock time from which it holds.'),
  clock('to_s', DAY_s, 'Clock time until which it holds.'),
  number('turning_m', 'm', [0, 1000], 'Way before the stop line on which others may turn by it.'),
];

/**
 * A rule takes no street's only lane unless it says so. 50 m before the stop line is about where
 * bus lanes are opened for turning traffic: a queue of six.
 */
const LANE_RULE = { leastLanes: 2, from_s: 0, to_s: DAY_s, turning_m: 50 };

const TIDAL_RULE_FIELDS: readonly ScenarioField[] = [
  field('names', 'links', 'Links, by name, which the leftmost lane of the other direction joins.'),
  clock('from_s', DAY_s, 'Clock time from which it goes their way.'),
  clock('to_s', DAY_s, 'Clock time until which it does.'),
];

export const LANE_FIELDS: readonly ScenarioField[] = [
  field('list', 'lanes', 'Lanes for some vehicle classes only, at some hours.', {
    max: MOST_RULES,
    entry: LANE_RULE_FIELDS,
    initial: LANE_RULE,
  }),
  field('list', 'tidal', 'Lanes that go the other way at some hours.', {
    max: MOST_RULES,
    entry: TIDAL_RULE_FIELDS,
  }),
];
