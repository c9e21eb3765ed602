import { expect, test } from 'vitest';
import { streetMap } from '../../core/testing/street-map.js';
import { NoteBook } from '../complete/note-book.js';
import { decideControl } from './junction-control.js';

/** A street from the west that parts at x: out by one carriageway, in by another. */
const parting = streetMap('w--x->-e', '   ^    ', '   s    ', { control: 'none' });
const signs = { givesWay: new Set<string>(), stops: new Set<string>() };

/** Control of x where its turns are these, `from>to`, and `wx>xw` turns back. */
function controlWith(...turns: readonly string[]): string {
  const back = { ...parting.movements.find(({ to }) => to === 'xw')!, from: 'wx' };
  const movements = [...parting.movements, { ...back, kind: 'uturn' as const }];
  const kept = movements.filter(({ from, to }) => turns.includes(`${from}>${to}`));
  const { nodes } = decideControl({ ...parting, movements: kept }, signs, new NoteBook());
  return nodes.find(({ name }) => name === 'x')!.control;
}

test('where a street parts into two carriageways nobody stops but who turns back there', () => {
  expect(controlWith('wx>xe', 'sx>xw')).toBe('none');
  expect(controlWith('wx>xe', 'sx>xw', 'wx>xw')).toBe('yield');
});

test('where two ways of the same class lead into one street everybody stops', () => {
  expect(controlWith('wx>xe', 'sx>xw', 'sx>xe')).toBe('allWayStop');
});
