import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longest-first.js";

const sources = ["src-*/**/*.test.ts", "testkit/**/*.test.ts", "scripts/**/*.test.js"];

// Where many share a machine, a wait can be cut short by others; a test that is wrong fails three times as well as once.
const retry = process.env["CI"] ? 2 : 0;

// No file changes what another sees: nothing here keeps state in a module. To load everything anew for each costs a third of the time.
const isolate = false;

// Nothing here is about speed, and a wait ends when what it waits for is there: only what is broken waits for so long.
const patience = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 60_000 } } };

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        test: {
          ...patience,
          name: "unit",
          retry,
          isolate,
          environment: "node",
          include: sources,
          exclude: ["src-renderer/**"],
          // Vitest leaves a core free; these tests wait for processes and passphrases more than they compute.
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...patience,
          name: "renderer",
          retry,
          isolate,
          environment: "node",
          include: ["src-renderer/**/*.test.{ts,tsx}"],
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...patience,
          name: "integration",
          retry,
          isolate,
          environment: "node",
          include: ["e2e/**/*.test.ts"],
          // Each file starts a studio of its own; two at once are what a small machine carries.
          maxWorkers: 2,
        },
      },
    ],
  },
});
