import type { Reporter, TestModule } from 'vitest/node';

/** Closes the run with one line that machines and people read: `N passed, N failed, N skipped`. */
export default class CountTests implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const counts = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      // A file that cannot be loaded has no tests to fail.
      if (module.errors().length > 0) counts.failed++;
      for (const test of module.children.allTests()) counts[test.result().state]++;
    }
    const { passed, failed, skipped, pending } = counts;
    process.on('exit', () => {
      console.log(`${passed} passed, ${failed} failed, ${skipped + pending} skipped`);
    });
  }
}
