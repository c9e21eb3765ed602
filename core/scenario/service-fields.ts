/** What a scenario file may say of scheduled vehicles, and of what signals do for them. */
import {
  choice,
  clock,
  field,
  integer,
  number,
  type Range,
  type ScenarioField,
} from './scenario-field.js';
import { PREEMPTIONS, SERVICE_KINDS, STOP_BAYS } from './services.js';

const DAY_s = 86_400;
/** Clock times may pass midnight: a day of a run begins at 04:00. */
const LATEST_s = 2 * DAY_s;
const MOST_SEATS: Range = [1, 250];

/** What lines by the rule and lines by name have alike. */
const lineFields = (path: string): ScenarioField[] => [
  number(`${path}headway_s`, 's', [30, DAY_s], 'Time between two buses of a line.'),
  clock(`${path}first_s`, LATEST_s, 'Clock time of the first departure.'),
  clock(`${path}last_s`, LATEST_s, 'Clock time after which no bus departs.'),
  number(
    `${path}boardings_perHour`,
    'persons/h',
    [0, 100_000],
    'Persons who come to all stops of a line and direction in an hour.',
  ),
  integer(`${path}seatCount`, 'persons', MOST_SEATS, 'Persons who have room in a bus.'),
  number(
    `${path}dwell_s`,
    's',
    [0, 3600],
    'Standing time at a stop; 0 for by who gets in and out.',
  ),
];

const LINE_ENTRY: readonly ScenarioField[] = [
  field('name', 'name', 'What the line and direction is called; draws are keyed by it.'),
  field('text', 'from', 'Gate, link or address its buses come from; empty for the first stop.'),
  field('text', 'to', 'Where they go after the last stop; empty for nowhere.'),
  field('texts', 'stops', 'Curb zones, addresses, links, "link @ metres" or "x, y", in order.'),
  field('clocks', 'departures_s', 'Clock times of all departures, instead of a headway.', {
    unit: 's',
    min: 0,
    max: LATEST_s,
    mayBeEmpty: true,
  }),
  ...lineFields(''),
];

const VISIT_ENTRY: readonly ScenarioField[] = [
  field('name', 'name', 'What the visit is called.'),
  choice('kind', SERVICE_KINDS, 'What comes on wheels.'),
  field('text', 'place', 'Curb zone or lot where it stands.'),
  field('text', 'from', 'Gate or link it comes from and goes back to.'),
  clock('arrives_s', LATEST_s, 'Clock time at which it is to be there.'),
  clock('leaves_s', LATEST_s, 'Clock time at which it leaves.'),
];

/** More lines or visits than any district has. */
const MOST_ENTRIES = 2000;

export const SERVICE_FIELDS: readonly ScenarioField[] = [
  integer('buses.lineCount', 'lines', [0, 200], 'Bus lines by the rule, from gate to gate.'),
  number('buses.stopSpacing_m', 'm', [50, 5000], 'Way between two stops of a line by the rule.'),
  choice('buses.stopBays', STOP_BAYS, 'Whether the curb at their stops becomes one for buses.'),
  ...lineFields('buses.'),
  number('buses.doors_s', 's', [0, 120], 'Opening and closing the doors.'),
  number('buses.boarding_s', 's', [0, 60], 'Time that a person takes to get in.'),
  number('buses.alighting_s', 's', [0, 60], 'Time that a person takes to get out, elsewhere.'),
  number('buses.bay_m', 'm', [6, 60], 'Metres of curb that a bus takes at a stop.'),
  field('list', 'buses.lines', 'Bus lines by name, one entry for each direction.', {
    max: MOST_ENTRIES,
    entry: LINE_ENTRY,
    initial: { from: '', to: '', departures_s: [] },
  }),
  field('list', 'services', 'Shops, offices and clinics on wheels: who stands where, and when.', {
    max: MOST_ENTRIES,
    entry: VISIT_ENTRY,
    initial: { kind: 'shop' },
  }),
  number('emergency.calls_perDay', '1/day', [0, 5000], 'Calls for an emergency vehicle.'),
  field('texts', 'emergency.stations', 'Gates, links or addresses where they wait; all gates.', {
    mayBeEmpty: true,
  }),
  number('emergency.turnout_s', 's', [0, 3600], 'From a call to setting out.'),
  number('emergency.onScene_s', 's', [0, DAY_s], 'How long they stand at the address.'),
  number(
    'signals.priority.greenExtension_s',
    's',
    [0, 60],
    'How long a green may go on for a bus on its way.',
  ),
  number(
    'signals.priority.earlyGreen_s',
    's',
    [0, 60],
    'How much earlier other greens may end for a bus that waits.',
  ),
  choice(
    'signals.priority.preemption',
    PREEMPTIONS,
    'Whether signals turn green for emergency vehicles.',
  ),
  number(
    'signals.priority.walkers_perHour',
    'persons/h',
    [0, 3600],
    'Persons who want to cross in each phase of a signal.',
  ),
  number(
    'signals.priority.leastGreen_s',
    's',
    [3, 60],
    'Least green where nobody has pressed the button to cross.',
  ),
];
