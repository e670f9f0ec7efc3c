import { defineConfig } from 'vitest/config';

const report = process.env.CLEARWAY_REPORT;

// The pages of the built application in a browser, against the real server on sample databases of their own.
export default defineConfig({
  test: {
    root: import.meta.dirname ?? 'e2e',
    include: ['*.e2e.ts'],
    globalSetup: ['./server.ts'],
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
