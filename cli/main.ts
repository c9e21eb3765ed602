#!/usr/bin/env node
import { runMain } from './run-main.js';
import { runProcess } from './run-process.js';

await runProcess((io) => runMain(process.argv.slice(2), io));
