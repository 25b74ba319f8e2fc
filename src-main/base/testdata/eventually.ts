import { expect, vi } from "vitest";

/** Processes start when a busy machine lets them: waiting costs nothing where nothing is wrong. */
const PATIENCE_MS = 60_000;

/** Expects a value to become what the matcher says. */
export function eventually<T>(value: () => T): ReturnType<typeof expect.poll<T>> {
  return expect.poll(value, { timeout: PATIENCE_MS });
}

/** For files whose tests start processes. */
export function allowForProcesses(): void {
  vi.setConfig({ testTimeout: 2 * PATIENCE_MS, hookTimeout: 2 * PATIENCE_MS });
}
