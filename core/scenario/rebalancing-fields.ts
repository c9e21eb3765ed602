/** What a scenario file may say of where idle fleet vehicles wait. */
import { REBALANCE_WAYS, REBALANCINGS } from './fleet-rules.js';
import { choice, integer, number, type Range, type ScenarioField } from './scenario-field.js';

const DAY_s = 86_400;
/** Of a square; 0 leaves out what is done with it. A smaller one would be less than a street. */
const SIDE: Range = [0, 100_000];

export const REBALANCING_FIELDS: readonly ScenarioField[] = [
  choice('fleet.rebalancing', REBALANCINGS, 'Where idle vehicles wait for requests to come.'),
  number('fleet.rebalanceEvery_s', 's', [5, DAY_s], 'How often they are sent there.'),
  number('fleet.forecast_s', 's', [60, DAY_s], 'Time ahead whose requests are expected.'),
  choice('fleet.rebalanceBy', REBALANCE_WAYS, 'Who is sent: with least driving, or by blocks.'),
  number('fleet.blocks.side_m', 'm', SIDE, 'Side of blocks that are balanced; 0 for none.'),
  number('fleet.blocks.innerSide_m', 'm', SIDE, 'Side of the blocks balanced after; 0 for none.'),
  number(
    'fleet.blocks.least',
    'vehicles',
    [0, 10_000],
    'Imbalance at which a block is left alone.',
  ),
  number('fleet.blocks.zoneSide_m', 'm', SIDE, 'Side of zones filled and evened out; 0 for none.'),
  number('fleet.blocks.reach_m', 'm', SIDE, 'A zone without idle vehicles within this gets one.'),
  integer('fleet.blocks.surplus', 'vehicles', [2, 10_000], 'More than beside it: one moves over.'),
];
