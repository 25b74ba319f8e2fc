import { expect, it } from "vitest";
import { momentWords } from "./moments.ts";

it("says the day of a moment that is not today, even when it is less than a day away", () => {
  const now = new Date(2026, 10, 21, 8, 31).getTime();
  expect(momentWords(new Date(2026, 10, 21, 23, 5).getTime(), now)).toBe("23:05");
  expect(momentWords(new Date(2026, 10, 22, 8, 31).getTime(), now)).toBe("22 Nov, 08:31");
});
