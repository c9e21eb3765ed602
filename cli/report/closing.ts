/** The end of a report: what words mean and where models come from, how to run it again, what is left out. */

import { paragraph, section } from './figures.js';
import { type Child, element, type Markup } from './markup.js';

const DEFINITIONS: readonly (readonly [string, string])[] = [
  [
    'Parking land used, required, freed',
    'Used: stalls taken at the fullest moment times the land of a stall. Required: for curb and lots each, land used at its own fullest moment over the target occupancy. Freed: supplied less required; below zero it is a shortage.',
  ],
  [
    'Land outside the district',
    'Land under vehicles parked in lots beyond the rim. It stands beside the district’s own land and is never added to what is freed.',
  ],
  [
    'Delay and travel-time index (TTI)',
    'Delay: time above that of the same way on empty streets without control, waits to enter included. TTI: driving time over free-flow time.',
  ],
  [
    'Vehicle-kilometres',
    'By purpose: with travellers or goods; empty to a traveller; cruising, which is looking for a stall or bay or driving on with nowhere to wait; empty to a lot or home; empty to expected requests. They add up to all kilometres.',
  ],
  [
    'Unfinished, not entered',
    'Trips still under way when the run ended, and of these the ones that never got onto the network. They count in delays with the time they have spent.',
  ],
  [
    'Models',
    'Cars follow Newell’s simplified model (2002): kinematic waves with a triangular fundamental diagram. Signals are timed with Webster’s method (1958). Links fill up physically and block what is behind them; blocked vehicles are never taken off the road.',
  ],
];

const ASSUMPTIONS: readonly string[] = [
  'The number of trips, their times and their places are given: no trip is made, left out or moved because driving got easier or harder.',
  'People do not change between car, bus, bicycle and walking within a run.',
  'Weather, accidents, road works and pedestrians in the carriageway are not modelled; pedestrians count through minimum green times.',
  'Driverless vehicles follow no closer than stated in the scenario; no gain from automation is taken for granted.',
  'Prices and the cost of land are not modelled; charging is, where the scenario gives a fleet batteries.',
];

export interface Reproduction {
  readonly command: string;
  /** Seeds, keys: each a line of its own. */
  readonly inside: Child;
}

export function closingSections({ command, inside }: Reproduction): Markup[] {
  return [
    section(
      'Definitions and sources',
      element(
        'dl',
        {},
        DEFINITIONS.map(([word, meaning]) => [element('dt', {}, word), element('dd', {}, meaning)]),
      ),
    ),
    section(
      'How to run it again',
      element('p', {}, element('code', {}, command)),
      paragraph(
        'The same input, seeds and version give the same figures to the last digit, on any number of threads. A run’s key is made from the content of its inputs; a run that is in the store is not run again.',
      ),
      element('div', {}, inside),
    ),
    section(
      'What is assumed and what is left out',
      element(
        'ul',
        {},
        ASSUMPTIONS.map((text) => element('li', {}, text)),
      ),
    ),
  ];
}
