import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longest-first.js";

const sources = ["src-*/**/*.test.ts", "testkit/**/*.test.ts", "scripts/**/*.test.js"];

// Where many share a machine, a wait can be cut short by others; a test that is wrong fails three times as well as once.
const retry = process.env["CI"] ? 2 : 0;

// No file changes what another sees: nothing here keeps state in a module. To load everything anew for each costs a third of the time.
const isolate = false;

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        // Crypto and subprocesses on a busy machine take their time; nothing here is about speed.
        test: {
          name: "unit",
          retry,
          isolate,
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
          isolate,
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
          isolate,
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
