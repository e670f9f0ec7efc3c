import { defineConfig } from 'vitest/config';
import { BaseSequencer } from 'vitest/node';

const report = process.env.CLEARWAY_REPORT;

/** What takes longest begins first, so that no worker waits for it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: Parameters<BaseSequencer['sort']>[0]) {
    const longest = (file: (typeof files)[number]) => Number(file.moduleId.endsWith('pages.e2e.ts'));
    return (await super.sort(files)).sort((a, b) => longest(b) - longest(a));
  }
}

// The pages of the built application in a browser, against the real server on sample databases of their own.
export default defineConfig({
  test: {
    root: import.meta.dirname ?? 'e2e',
    include: ['*.e2e.ts'],
    globalSetup: ['./server.ts'],
    sequence: { sequencer: LongestFirst },
    setupFiles: ['./own_server.ts'],
    maxWorkers: 2, // each works a browser and a server besides
    minWorkers: 1,
    retry: 1, // a browser on a machine shared with builds may miss a time-out once; twice is a failure
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: report ? ['default', 'junit'] : ['default'],
    outputFile: report ? { junit: report } : undefined,
  },
});
