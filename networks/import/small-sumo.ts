/** A small SUMO network for tests: a road with a signal, a side street and a piece of 20 cm. */

const lane = (edge: string, index: number, rest: string): string =>
  `<lane id="${edge}_${index}" index="${index}" ${rest}/>`;

const street = (id: string, from: string, to: string, lanes: readonly string[]): string =>
  `<edge id="${id}" from="${from}" to="${to}" priority="2">${lanes.join('')}</edge>`;

const inside = (id: string, length: number, speed = 13.89): string =>
  `<edge id="${id}" function="internal"><lane id="${id}_0" index="0" speed="${speed}" ` +
  `length="${length}" shape="0,0 1,1"/></edge>`;

const connection = (rest: string): string => `<connection ${rest}/>`;

const STATES = [
  [30, 'GGr'],
  [3, 'yyr'],
  [20, 'rrG'],
  [3, 'rry'],
] as const;

/**
 * `in` (two lanes for cars and a bus lane on the right) leads over the signal at `m` to the 20 cm
 * piece `bit` and on to `out`, or right into `side`; `up` comes from the south and turns left.
 */
export const smallSumo = ({ offset = 5, doctype = '' } = {}): string =>
  [
    `<?xml version="1.0" encoding="UTF-8"?>${doctype}`,
    '<net version="1.9">',
    '<location netOffset="-683542.41,-4928877.56" convBoundary="0,-100,400,0" ',
    'origBoundary="0,0,1,1" projParameter="+proj=utm +zone=32 +datum=WGS84 +units=m"/>',
    inside(':m_0', 8),
    inside(':m_1', 9, 6),
    inside(':m_2', 12, 7),
    inside(':k_0', 1.5),
    street('in', 'a', 'm', [
      lane('in', 0, 'allow="bus" speed="13.89" length="190" shape="0,-8 190,-8"'),
      lane('in', 1, 'disallow="tram" speed="13.89" length="190" shape="0,-5 190,-5"'),
      lane('in', 2, 'speed="13.89" length="190" shape="0,-2 190,-2"'),
    ]),
    street('bit', 'm', 'k', [lane('bit', 0, 'speed="13.89" length="0.2" shape="200,-2 200.2,-2"')]),
    street('out', 'k', 'z', [lane('out', 0, 'speed="13.89" length="195" shape="201,-2 396,-2"')]),
    street('side', 'm', 's', [lane('side', 0, 'speed="8.33" length="90" shape="198,-8 198,-98"')]),
    street('up', 's', 'm', [lane('up', 0, 'speed="8.33" length="90" shape="202,-98 202,-8"')]),
    street('tramway', 'a', 's', [
      lane('tramway', 0, 'allow="tram" speed="9" length="250" shape="0,0 0,-250"'),
    ]),
    '<tlLogic id="T" type="static" programID="0" ',
    `offset="${offset}">`,
    ...STATES.map(([duration, state]) => `<phase duration="${duration}" state="${state}"/>`),
    '</tlLogic>',
    '<junction id="a" type="dead_end" x="0" y="-5"/>',
    '<junction id="m" type="traffic_light" x="200" y="-5"/>',
    '<junction id="k" type="priority" x="200.5" y="-5"/>',
    '<junction id="z" type="dead_end" x="400" y="-5"/>',
    '<junction id="s" type="dead_end" x="200" y="-100"/>',
    '<junction id=":m_2_0" type="internal" x="0" y="0"/>',
    connection(
      'from="in" to="bit" fromLane="2" toLane="0" via=":m_0_0" tl="T" linkIndex="0" dir="s" state="o"',
    ),
    connection(
      'from="in" to="side" fromLane="1" toLane="0" via=":m_1_0" tl="T" linkIndex="1" dir="r" state="o"',
    ),
    connection(
      'from="up" to="bit" fromLane="0" toLane="0" via=":m_2_0" tl="T" linkIndex="2" dir="r" state="o"',
    ),
    connection('from="bit" to="out" fromLane="0" toLane="0" via=":k_0_0" dir="s" state="M"'),
    connection('from=":m_0" to="bit" fromLane="0" toLane="0" dir="s" state="M"'),
    '</net>',
  ].join('\n');
