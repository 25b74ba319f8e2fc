import { expect, test } from "vitest";
import { formatDuration, formatRelative, formatMoment } from "./format-time.ts";

test("durations count in minutes and seconds, hours only when there are any", () => {
  expect([0, 41_900, 270_000, 3_725_000, -5].map(formatDuration)).toEqual(["0:00", "0:41", "4:30", "1:02:05", "0:00"]);
});

test("times are relative within a week and dates before", () => {
  const now = new Date(2026, 10, 21, 12).getTime();
  const minute = 60_000;
  expect(
    [10_000, 3 * minute, 125 * minute, 26 * 60 * minute, 20 * 24 * 60 * minute].map((ago) =>
      formatRelative(now - ago, now),
    ),
  ).toEqual(["now", "3 min ago", "2 hr ago", "yesterday", "1 Nov 2026"]);
});

test("says the day of a moment that is not today, even when it is less than a day away", () => {
  const now = new Date(2026, 10, 21, 8, 31).getTime();
  expect(formatMoment(new Date(2026, 10, 21, 23, 5).getTime(), now)).toBe("23:05");
  expect(formatMoment(new Date(2026, 10, 22, 8, 31).getTime(), now)).toBe("22 Nov, 08:31");
});
