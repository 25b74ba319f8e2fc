import { defineConfig } from "playwright/test";
import { findChromium } from "./scripts/chromium.js";
import { electronBinary } from "./scripts/electron.js";

const chromium = findChromium();
const hasElectron = electronBinary() !== null;
const isMainProcess = process.env["TEST_WORKER_INDEX"] === undefined;
if (isMainProcess && !hasElectron)
  console.warn("SKIPPED: project electron, because Electron's binary is not on this machine.");

const report = process.env["GATEHOUSE_E2E_REPORT"];

/**
 * The same scenarios in two projects: `browser` (Chromium and the loopback host) and `electron` (the real window, where its
 * binary is). A scenario that is about the browser host alone carries the tag `@browser`.
 */
export default defineConfig({
  testDir: "e2e",
  testMatch: "**/*.e2e.ts",
  outputDir: ".cache/e2e",
  workers: 2,
  fullyParallel: true, // Each scenario has a studio of its own.
  // Long enough for a busy machine; what is fulfilled sooner is not waited for.
  timeout: 600_000,
  expect: { timeout: 60_000 },
  forbidOnly: true,
  retries: process.env["CI"] ? 2 : 0,
  reporter: report ? [["list"], ["json", { outputFile: report }]] : [["list"]],
  use: {
    headless: true,
    viewport: { width: 1280, height: 800 },
    // A trace pictures every step and takes a third of the time: `npm run e2e -- --trace=retain-on-failure` writes it.
    screenshot: "only-on-failure",
    launchOptions: {
      ...(chromium ? { executablePath: chromium } : {}),
      // Chromium's own sandbox refuses to run as root.
      chromiumSandbox: process.getuid?.() !== 0,
    },
  },
  projects: [{ name: "browser" }, ...(hasElectron ? [{ name: "electron", grepInvert: /@browser/ }] : [])],
});
