import { defineConfig } from "vitest/config";

const sources = ["src-*/**/*.test.ts", "testkit/**/*.test.ts", "scripts/**/*.test.js"];

// Where many share a machine, a wait can be cut short by others; a test that is wrong fails three times as well as once.
const retry = process.env["CI"] ? 2 : 0;

export default defineConfig({
  test: {
    projects: [
      {
        // Crypto and subprocesses on a busy machine take their time; nothing here is about speed.
        test: {
          name: "unit",
          retry,
          environment: "node",
          include: sources,
          exclude: ["src-renderer/**"],
          testTimeout: 30_000,
          // Vitest leaves a core free; these tests wait for processes and passphrases more than they compute.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "renderer",
          retry,
          environment: "node",
          include: ["src-renderer/**/*.test.{ts,tsx}"],
          testTimeout: 30_000,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "integration",
          retry,
          environment: "node",
          include: ["e2e/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Each file starts a studio of its own; two at once are what a small machine carries.
          maxWorkers: 2,
        },
      },
    ],
  },
});
