import { describe, expect, it } from "vitest";
import type { CallId } from "../../../src-contract/ids.ts";
import { newsKey, newsOf, newsWords, tellingOf } from "./news.ts";
import { createNotices, isQuiet, parseChoices, tomorrowMorning, type NoticeChoices } from "./notices.ts";

const one = (id: string, facts: Partial<Parameters<typeof newsKey>[0]> = {}) => ({
  kind: "call" as const,
  callId: id as CallId,
  riskClass: "moderate" as const,
  ...facts,
});
const loud: NoticeChoices = { isNotified: true, sound: "all", quietUntil: null };
const away = { isLooking: false, now: 10_000, toldAt: 0 };

describe("being told of what waits", () => {
  it("is about what is new, a result of a known call too, in numbers and classes alone", () => {
    const waiting = [
      one("a"),
      one("a", { kind: "result", riskClass: "dangerous" }),
      one("b", { riskClass: "dangerous" }),
    ];
    const news = newsOf(new Set([newsKey(one("a"))]), waiting);
    expect(news).toEqual({ fresh: 2, freshDangerous: 1, count: 3, dangerous: 1 });
    expect(newsWords(news)).toEqual({ title: "2 new things wait for you", body: "3 wait in all, 1 Dangerous" });
  });

  it("shows nothing while the window is in front, and sounds as was chosen", () => {
    const mild = newsOf(new Set(), [one("a")]);
    const grave = newsOf(new Set(), [one("a", { riskClass: "dangerous" })]);
    expect(tellingOf(mild, loud, away)).toEqual({ notification: true, tone: "one" });
    expect(tellingOf(grave, loud, { ...away, isLooking: true })).toEqual({ notification: false, tone: "two" });
    expect(tellingOf(mild, { ...loud, sound: "dangerous" }, away).tone).toBeNull();
  });

  it("says nothing while its person wants to be left alone, and nothing of a burst but its first", () => {
    const grave = newsOf(new Set(), [one("a", { riskClass: "dangerous" })]);
    const nothing = { notification: false, tone: null };
    expect(tellingOf(grave, { ...loud, quietUntil: 10_001 }, away)).toEqual(nothing);
    expect(tellingOf(grave, { ...loud, quietUntil: 10_000 }, away)).not.toEqual(nothing);
    expect(tellingOf(grave, loud, { ...away, toldAt: 9_000 })).toEqual(nothing);
  });
});

it("the device keeps the choices, and what it cannot understand is none", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (k: string, v: string) => void kept.set(k, v),
  };
  createNotices(storage).change({ sound: "dangerous", quietUntil: 5 });
  expect(createNotices(storage).choices()).toEqual({ isNotified: false, sound: "dangerous", quietUntil: 5 });
  expect([null, "{", "[1]", '{"sound":"loud","quietUntil":"soon"}'].map(parseChoices)).toEqual(
    Array.from({ length: 4 }, () => ({ isNotified: false, sound: "off", quietUntil: null })),
  );
});

it("tomorrow begins at eight", () => {
  const morning = tomorrowMorning(new Date(2026, 10, 30, 23, 59).getTime());
  expect(new Date(morning)).toEqual(new Date(2026, 11, 1, 8));
  expect(isQuiet({ quietUntil: morning }, morning)).toBe(false);
});
