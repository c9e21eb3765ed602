/** The page of `blockwise fleet`. */
import {
  answerSentence,
  boundSentence,
  type FleetAnswer,
  TRIED_HEAD,
  triedCells,
} from '../study/fleet-answer.js';
import { paragraph, section } from './figures.js';
import { element } from './markup.js';
import { page } from './page.js';
import { table } from './tables.js';

export function fleetSizeReport(answer: FleetAnswer): string {
  const { name, seed, tried, vehicleCount } = answer;
  return page(`${name}: fleet size`, [
    element('h1', {}, name),
    element('p', { class: 'question' }, 'How many vehicles does the shared fleet need?'),
    element('div', { class: 'answer' }, paragraph(answerSentence(answer))),
    section(
      'Fleets tried',
      paragraph(
        `Every size served the same day, drawn by seed ${seed}: the same travellers, the same trips, the same draws. Another day may ask for some vehicles more or less; a study with several seeds tells by how much.`,
      ),
      table({
        caption: 'What each size did',
        head: [TRIED_HEAD],
        rows: tried.map((trial) => {
          const [size, ...figures] = triedCells(trial);
          const isChosen = trial.vehicleCount === vehicleCount;
          return { cells: [isChosen ? element('strong', {}, size!) : size!, ...figures] };
        }),
      }),
    ),
    section('Bound from below', paragraph(boundSentence(answer))),
  ]);
}
