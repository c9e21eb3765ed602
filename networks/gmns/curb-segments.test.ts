import { expect, test } from 'vitest';
import type { NetworkDraft } from '../../core/network/network-draft.js';
import { smallTown } from '../../core/testing/small-town.js';
import { networkFiles, readNetworkFiles } from './network-folder.js';

const DAY_s = 86_400;
const town: NetworkDraft = {
  ...smallTown,
  curbs: smallTown.curbs.map((curb, at) =>
    at > 0
      ? curb
      : {
          ...curb,
          timetable: [
            { from_s: 0, to_s: 25_230, use: 'parking' },
            { from_s: 25_230, to_s: 72_000, use: 'pudo' },
            { from_s: 72_000, to_s: DAY_s, use: 'none' },
          ],
        },
  ),
};

/** The town's folder as a program would give it that knows no tables but GMNS's. */
function foreign(change: (segments: string) => string = (text) => text) {
  const files = new Map(networkFiles(town));
  files.delete('curb.csv');
  files.delete('curb_span.csv');
  files.set('curb_seg.csv', change(files.get('curb_seg.csv')!));
  return readNetworkFiles(files, { dir: 'town' });
}

test('zones that are written as segments of GMNS come back as they were', () => {
  const { network, notes } = foreign();
  expect(network.curbs).toEqual([...town.curbs]);
  expect(notes).toEqual([]);
});

test('a folder with tables of its own is read from these', () => {
  const files = new Map(networkFiles(town));
  files.set('curb_seg.csv', files.get('curb_seg.csv')!.replaceAll('parking', 'rubbish'));
  expect(readNetworkFiles(files, { dir: 'town' }).network.curbs).toEqual([...town.curbs]);
});

const HEAD = 'curb_seg_id,link_id,ref_node_id,start_lr,end_lr,regulation,width';

test('a segment measured from the end of a one-way link lies as far from it', () => {
  const { network } = foreign(() => `${HEAD}\nx,ab,b,10,30,Loading Zone,2\n`);
  const { length_m } = town.links.find(({ name }) => name === 'ab')!;
  expect(network.curbs).toMatchObject([
    { link: 'ab', start_m: length_m - 30, end_m: length_m - 10, depth_m: 2 },
  ]);
  expect(network.curbs[0]!.timetable).toEqual([{ from_s: 0, to_s: DAY_s, use: 'loading' }]);
});

test('what cannot be placed or understood is left out and told', () => {
  const rows = [
    'far,ab,d,10,30,parking,',
    'short,ab,a,10,12,parking,',
    'odd,ab,a,10,30,every second Tuesday,',
    'gap,ab,a,10,30,00:00-08:00 parking; 09:00-24:00 pudo,',
    'good,ab,a,40,60,no stopping,',
  ];
  const { network, notes } = foreign(() => `${HEAD}\n${rows.join('\n')}\n`);
  expect(network.curbs.map(({ name }) => name)).toEqual(['good']);
  expect(notes.map(({ code, subject }) => `${code} ${subject}`)).toEqual([
    'NET-214 far',
    'NET-214 short',
    'NET-215 odd',
    'NET-215 gap',
  ]);
});
