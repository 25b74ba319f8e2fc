import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { onWake } from "./away.ts";

beforeEach(() => vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => vi.useRealTimers());

test("tells of a sleep once, after waking, and of nothing else", async () => {
  let wakings = 0;
  const stop = onWake(() => (wakings += 1));
  await vi.advanceTimersByTimeAsync(600_000);
  expect(wakings).toBe(0);
  vi.setSystemTime(Date.now() + 29_000); // a busy machine
  await vi.advanceTimersByTimeAsync(5_000);
  vi.setSystemTime(Date.now() - 3_600_000); // a clock that was set back
  await vi.advanceTimersByTimeAsync(5_000);
  expect(wakings).toBe(0);
  vi.setSystemTime(Date.now() + 60_000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wakings).toBe(1);
  stop();
  vi.setSystemTime(Date.now() + 60_000);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(wakings).toBe(1);
});
