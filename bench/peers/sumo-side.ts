/** SUMO's run of a case: what it cost, by its own and the system's count, and what came out. */
import { spawnSync } from 'node:child_process';
import { createReadStream, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countedText } from '../../core/base/counted-text.js';
import { readXml, type XmlElement } from '../../core/base/xml.js';
import { type PeerCase, type PeerCost, type PeerOutcome, WARM_FROM_s } from './peer-case.js';

/** Version of SUMO, or null where there is none. */
export function sumoVersion(command = 'sumo'): string | null {
  const { status, stdout } = spawnSync(command, ['--version'], { encoding: 'utf8' });
  if (status !== 0) return null;
  return /Version (\S+)/.exec(stdout)?.[1] ?? 'of unknown version';
}

/** As in the runs that peers' figures come from: 1 s steps, one thread, no teleports. */
const optionsOf = ({ net, routes, additional, end_s }: PeerCase): string[] => [
  ...['-n', net, '-r', routes.join(',')],
  ...(additional.length > 0 ? ['-a', additional.join(',')] : []),
  ...['--step-length', '1', '--begin', '0', '--end', String(end_s), '--seed', '42'],
  ...['--time-to-teleport', '-1', '--xml-validation', 'never', '--xml-validation.net', 'never'],
  ...['--no-step-log', '--no-warnings', '--duration-log.statistics'],
];

const TIME = '/usr/bin/time';
const MARK = 'accounted';

/** A run without outputs, and one of its first minutes alone. Memory and CPU are NaN where the system has no `time`. */
export function timeSumo(peerCase: PeerCase): PeerCost {
  const { text, ...accounted } = runAccounted(['sumo', ...optionsOf(peerCase)]);
  const whole = stepsIn(text);
  const start = runAccounted(['sumo', ...optionsOf({ ...peerCase, end_s: WARM_FROM_s })]);
  const cold = stepsIn(start.text);
  return {
    ...accounted,
    ...whole,
    // One update is one second.
    vehicle_s: whole.updateCount,
    warm: {
      stepping_s: whole.stepping_s - cold.stepping_s,
      updateCount: whole.updateCount - cold.updateCount,
    },
  };
}

function stepsIn(text: string): PeerCost['warm'] {
  const stepping_s = numbersAfter(text, 'Duration:')[0]!;
  return { stepping_s, updateCount: numbersAfter(text, 'UPS:')[0]! * stepping_s };
}

/** Runs a command, under the system's `time` where it has one. */
export function runAccounted(
  command: readonly string[],
): Pick<PeerCost, 'wall_s' | 'cpu_s' | 'peak_MB'> & { readonly text: string } {
  const accounted = [TIME, '-f', `${MARK} %U %S %M`, ...command];
  const began_ms = performance.now();
  const text = runText(existsSync(TIME) ? accounted : command);
  const wall_s = (performance.now() - began_ms) / 1000;
  const [user_s, system_s, peak_kB] = numbersAfter(text, MARK);
  return {
    wall_s,
    cpu_s: (user_s ?? NaN) + (system_s ?? NaN),
    peak_MB: (peak_kB ?? NaN) / 1024,
    text,
  };
}

export function runText([command, ...args]: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command!, args, {
    encoding: 'utf8',
    env: { ...process.env, SUMO_HOME: process.env.SUMO_HOME ?? '/usr/share/sumo' },
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${command} failed:\n${stderr}`);
  return stdout + stderr;
}

/** Numbers on the first line that begins with `label`. */
function numbersAfter(text: string, label: string): number[] {
  const line = text.split('\n').find((each) => each.trim().startsWith(label)) ?? '';
  return (line.slice(line.indexOf(label) + label.length).match(/[0-9]+(?:\.[0-9]+)?/g) ?? []).map(
    Number,
  );
}

/** One run with outputs into `dir`: every vehicle, arrived or not, and every edge. */
export async function sumoOutcome(peerCase: PeerCase, dir: string): Promise<PeerOutcome> {
  const trips = join(dir, 'tripinfo.xml');
  const edges = join(dir, 'edgedata.xml');
  const wanted = join(dir, 'edgedata.add.xml');
  writeFileSync(wanted, `<additional><edgeData id="all" file="${edges}"/></additional>\n`);
  const withEdges = { ...peerCase, additional: [...peerCase.additional, wanted] };
  runText([
    'sumo',
    ...optionsOf(withEdges),
    ...['--tripinfo-output', trips, '--tripinfo-output.write-unfinished'],
  ]);
  const totals = await tripTotals(trips);
  return { ...totals, ...(await onEdges(edges)) };
}

async function tripTotals(file: string): Promise<Omit<PeerOutcome, 'entered' | 'spent_s'>> {
  let [tripCount, arrivedCount, total_s, way_m, time_s] = [0, 0, 0, 0, 0];
  await readElements(file, 'tripinfos', ({ name, attributes }) => {
    if (name !== 'tripinfo') return;
    tripCount++;
    const duration_s = Number(attributes.duration);
    // Who has not got onto the road yet has no way and no time on it.
    if (Number(attributes.depart) < 0) return;
    way_m += Number(attributes.routeLength);
    time_s += duration_s;
    if (Number(attributes.arrival) < 0) return;
    arrivedCount++;
    total_s += duration_s + Number(attributes.departDelay);
  });
  return {
    tripCount,
    arrivedCount,
    tripMean_s: total_s / arrivedCount,
    speed_mps: way_m / time_s,
    vkt_km: way_m / 1000,
  };
}

async function onEdges(file: string): Promise<Pick<PeerOutcome, 'entered' | 'spent_s'>> {
  const entered = new Map<string, number>();
  const spent_s = new Map<string, number>();
  await readElements(file, 'meandata', ({ name, attributes }) => {
    if (name !== 'edge') return;
    const count = Number(attributes.entered ?? 0) + Number(attributes.departed ?? 0);
    entered.set(attributes.id!, count);
    spent_s.set(attributes.id!, Number(attributes.sampledSeconds ?? 0));
  });
  return { entered, spent_s };
}

const CODE = 'PEER-001';

export async function readElements(
  file: string,
  root: string,
  open: (element: XmlElement) => void,
): Promise<void> {
  const bytes = createReadStream(file) as AsyncIterable<Uint8Array>;
  const codes = { badZip: CODE, tooLarge: CODE, notUtf8: CODE };
  await readXml(file, countedText({ file, bytes }, 1 << 30, codes), {
    codes: { malformed: CODE, doctype: CODE, limits: CODE, root: CODE },
    roots: [root],
    open,
  });
}
