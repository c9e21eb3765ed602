/** Signal programs of SUMO as fixed-time plans: what each movement is shown, phase by phase. */
import { groupBy } from '../../core/base/group-by.js';
import type {
  SignalDraft,
  SignalledMovement,
  SignalPhaseDraft,
} from '../../core/network/network-draft.js';
import type { NoteBook } from '../complete/note-book.js';
import type { SumoMovement } from './sumo-movements.js';
import type { SumoProgram } from './sumo-net.js';
import type { SumoPassage } from './sumo-passages.js';

/** One plan for each junction with a controlled movement; of several programs the last one counts. */
export function sumoSignals(
  movements: readonly SumoMovement[],
  programs: readonly SumoProgram[],
  notes: NoteBook,
): readonly SignalDraft[] {
  const programOf = new Map(programs.map((program) => [program.id, program]));
  const byNode = groupBy(movements, ({ movement }) => movement.node);
  const signals: SignalDraft[] = [];
  for (const [node, here] of byNode) {
    const controller = here.flatMap(controllersOf).at(0);
    if (controller === undefined) continue;
    const program = programOf.get(controller);
    if (program === undefined || !isUsable(program)) {
      notes.guess('SUMO-205', node, 'signal without a program: its times are computed');
      continue;
    }
    noteSimplified(program, node, notes);
    signals.push({ node, offset_s: program.offset_s, phases: phasesOf(here, program, notes) });
  }
  return signals;
}

const controllersOf = ({ passages }: SumoMovement): string[] =>
  passages.flatMap(({ signals }) => signals.map(({ program }) => program));

const isUsable = ({ phases }: SumoProgram): boolean =>
  phases.some(({ duration_s }) => duration_s > 0);

function noteSimplified({ type, phases }: SumoProgram, node: string, notes: NoteBook): void {
  if (type !== 'static') {
    notes.guess(
      'SUMO-206',
      node,
      `signal of type ${type}: runs by its usual times, whatever comes`,
    );
  }
  if (phases.some(({ state }) => /[su]/.test(state))) {
    const message = 'green arrows are taken for a green that gives way, red with amber for red';
    notes.repair('SUMO-105', node, message);
  }
}

function phasesOf(
  movements: readonly SumoMovement[],
  { phases }: SumoProgram,
  notes: NoteBook,
): SignalPhaseDraft[] {
  const timed = phases.filter(({ duration_s }) => duration_s > 0);
  noteLanesApart(movements, timed, notes);
  return timed.map(({ duration_s, state }) => {
    const shown = movements.map(({ movement, passages }) => {
      const aspects = passages.map((passage) => aspectOf(passage, state));
      return { movement, aspect: freest(aspects) };
    });
    const withAspect = (wanted: Aspect): SignalledMovement[] =>
      shown
        .filter(({ aspect }) => aspect === wanted)
        .map(({ movement: { from, to } }) => ({ from, to }));
    return {
      duration_s,
      protected: withAspect('protected'),
      permitted: withAspect('permitted'),
      amber: withAspect('amber'),
    };
  });
}

function noteLanesApart(
  movements: readonly SumoMovement[],
  phases: SumoProgram['phases'],
  notes: NoteBook,
): void {
  for (const { movement, passages } of movements) {
    const areApart = phases.some(
      ({ state }) => new Set(passages.map((passage) => aspectOf(passage, state))).size > 1,
    );
    if (!areApart) continue;
    const name = `${movement.from} > ${movement.to}`;
    notes.repair('SUMO-106', name, 'lanes with signals of their own: all get the freest');
  }
}

type Aspect = 'protected' | 'permitted' | 'amber' | 'red';

/** Over several signals the one that binds most. Without one it goes as at a junction without. */
function aspectOf({ signals, state: usual }: SumoPassage, state: string): Aspect {
  if (signals.length === 0) return usual === 'M' ? 'protected' : 'permitted';
  const aspects = signals.map(({ index }) => aspectOfLetter(state[index]));
  return FREEST.findLast((aspect) => aspects.includes(aspect))!;
}

/** Letters of SUMO's states. */
function aspectOfLetter(letter: string | undefined): Aspect {
  switch (letter) {
    case 'G':
    case 'O':
      return 'protected';
    case 'g':
    case 'o':
    case 's':
      return 'permitted';
    case 'y':
    case 'Y':
      return 'amber';
    default:
      return 'red';
  }
}

const FREEST: readonly Aspect[] = ['protected', 'permitted', 'amber', 'red'];
const freest = (aspects: readonly Aspect[]): Aspect =>
  FREEST.find((aspect) => aspects.includes(aspect)) ?? 'red';
