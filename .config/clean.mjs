// A file deleted from the sources must not live on in dist/ and be imported by accident.
import { rmSync } from 'node:fs';

rmSync(new URL('../dist', import.meta.url), { recursive: true, force: true });
