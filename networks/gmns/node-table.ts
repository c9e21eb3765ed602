/** `node.csv`: the junctions. */
import type { Control, NodeDraft } from '../../core/network/network-draft.js';
import { name, number, optional, word } from './column.js';
import { TableFormat } from './table-format.js';

const CONTROL_TYPES = ['none', 'yield', 'stop', '4_stop', 'signal'] as const;
type ControlType = (typeof CONTROL_TYPES)[number];

/** GMNS writes controls of nodes and of movements differently, and files mix the two. */
const SPELLINGS: Readonly<Record<string, ControlType>> = {
  no_control: 'none',
  stop_2_way: 'stop',
  stop_4_way: '4_stop',
  signal_with_rtor: 'signal',
};

const CONTROLS: readonly Control[] = [
  'none',
  'allWayStop',
  'yield',
  'stop',
  'signal',
  'reservation',
  'warrant',
];

export interface NodeRow {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly controlType: ControlType | undefined;
  readonly control: Control | undefined;
}

export const nodeTable = new TableFormat<NodeRow>('node.csv', 'Junctions', {
  key: 'name',
  columns: {
    name: name('node_id', 'name of the junction'),
    x: number('x_coord', '', 'to the east, in the coordinates of config.csv'),
    y: number('y_coord', '', 'to the north, in the coordinates of config.csv'),
    controlType: optional(word('ctrl_type', CONTROL_TYPES, 'control', SPELLINGS)),
    control: optional(
      word('bw_control', CONTROLS, 'control; `warrant`: signal or all-way stop, by its flows'),
    ),
  },
});

const TYPE_OF: Readonly<Record<Control, ControlType | undefined>> = {
  none: 'none',
  allWayStop: '4_stop',
  yield: 'yield',
  stop: 'stop',
  signal: 'signal',
  reservation: undefined,
  warrant: undefined,
};

const CONTROL_OF: Readonly<Record<ControlType, Control>> = {
  none: 'none',
  yield: 'yield',
  // Two-way stop: whoever has the lower rank stops and gives way.
  stop: 'stop',
  '4_stop': 'allWayStop',
  signal: 'signal',
};

export const nodeRowOf = ({ name, x_m, y_m, control }: NodeDraft): NodeRow => ({
  name,
  x: x_m,
  y: y_m,
  controlType: TYPE_OF[control],
  control,
});

/** Undefined where the file does not say. Where its two columns disagree, GMNS's own wins. */
export function controlOf({ controlType, control }: NodeRow): Control | undefined {
  if (controlType === undefined) return control;
  const isSame = control !== undefined && TYPE_OF[control] === controlType;
  return isSame ? control : CONTROL_OF[controlType];
}
