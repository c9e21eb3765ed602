/** The built worker of a crew: threads load JavaScript, so tests that start some need a build. */
export const BUILT_WORKER = new URL('../../dist/core/kernel/threads/worker.js', import.meta.url);
