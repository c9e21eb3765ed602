/** The Acosta district of the Bologna data of SUMO, where `BLOCKWISE_DATA` names the folder of data. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { PeerCase } from './peer-case.js';

/** The hour of cars of the Acosta district, and half an hour more for them to arrive. */
export function bolognaCase(): PeerCase | null {
  const folder = join(process.env.BLOCKWISE_DATA ?? '', 'sumo-bologna', 'acosta');
  if (process.env.BLOCKWISE_DATA === undefined || !existsSync(folder)) return null;
  return {
    name: 'bologna',
    net: join(folder, 'acosta_buslanes.net.xml.gz'),
    routes: [join(folder, 'acosta.rou.xml.gz')],
    additional: [join(folder, 'acosta_vtypes.add.xml'), join(folder, 'acosta_tls.add.xml')],
    end_s: 5400,
  };
}
