import { defineConfig } from 'vitest/config';
import CountTests from './count-tests.js';

export default defineConfig({
  root: new URL('..', import.meta.url).pathname,
  test: {
    include: ['{core,networks,demand,cli,bench}/**/*.test.ts'],
    pool: 'forks',
    reporters: ['default', new CountTests()],
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
