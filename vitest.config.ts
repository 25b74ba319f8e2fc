import { defineConfig } from "vitest/config";

const sources = ["src-*/**/*.test.ts", "testkit/**/*.test.ts", "scripts/**/*.test.js"];

export default defineConfig({
  test: {
    projects: [
      {
        // Crypto and subprocesses on a busy machine take their time; nothing here is about speed.
        test: {
          name: "unit",
          environment: "node",
          include: sources,
          exclude: ["src-renderer/**"],
          testTimeout: 30_000,
        },
      },
      { test: { name: "renderer", environment: "node", include: ["src-renderer/**/*.test.{ts,tsx}"] } },
      {
        test: {
          name: "integration",
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
