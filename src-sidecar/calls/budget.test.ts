import { expect, test } from "vitest";
import type { Asker } from "../../src-contract/call.ts";
import { memberId, type CallId } from "../../src-contract/ids.ts";
import { newId } from "../base/new-id.ts";
import { proves } from "../../testkit/promises.ts";
import { CallBudget } from "./budget.ts";

const asker = (digit: string): Asker => ({
  kind: "member",
  member: { id: memberId.parse(`01890000-0000-7000-8000-00000000000${digit}`), name: "Dana" },
});
const FOUR_MIB = { text: "x".repeat(4 * 1024 * 1024 - 20) };

test("an asker's open calls hold 64 MiB of arguments and no more, and another's are counted apart", () => {
  proves("door:limits");
  const budget = new CallBudget();
  const ids = Array.from({ length: 16 }, () => newId<CallId>());
  for (const id of ids) {
    budget.take(id, asker("1"), FOUR_MIB);
  }
  const more = newId<CallId>();
  expect(() => budget.take(more, asker("1"), FOUR_MIB)).toThrow(expect.objectContaining({ code: "too_large" }));
  budget.take(newId<CallId>(), asker("2"), FOUR_MIB);
  const [first] = ids;
  if (first) budget.release(first);
  if (first) budget.release(first);
  budget.take(more, asker("1"), FOUR_MIB);
});

test("arguments count as what they take in memory: a million empty objects are more than the text of them", () => {
  proves("door:limits");
  const budget = new CallBudget();
  const empty = { list: Array.from({ length: 350_000 }, () => ({})) };
  const ids = [newId<CallId>(), newId<CallId>()];
  for (const id of ids) budget.take(id, asker("1"), empty);
  expect(() => budget.take(newId(), asker("1"), empty)).toThrow(expect.objectContaining({ code: "too_large" }));
  budget.take(newId(), asker("1"), FOUR_MIB);
  expect(() => budget.take(newId(), asker("2"), { list: Array.from({ length: 1_100_000 }, () => []) })).toThrow(
    expect.objectContaining({ code: "too_large" }),
  );
});

test("an asker has 200 calls open and no more, and ten of them leave no room for an eleventh", () => {
  proves("gate:flood");
  const budget = new CallBudget();
  const taken = (who: string, count: number): readonly CallId[] =>
    Array.from({ length: count }, () => {
      const id = newId<CallId>();
      budget.take(id, asker(who), {});
      return id;
    });
  const [first] = taken("1", 200);
  expect(() => taken("1", 1)).toThrow(expect.objectContaining({ code: "too_many_calls" }));
  for (const who of "234567890") taken(who, 200);
  expect(() => taken("a", 1)).toThrow(expect.objectContaining({ code: "too_many_calls" }));
  if (first) budget.release(first);
  taken("a", 1);
});

test("a call that is taken up again is counted once, however much there is already", () => {
  const budget = new CallBudget();
  const ids = Array.from({ length: 20 }, () => newId<CallId>());
  for (const id of [...ids, ...ids]) budget.hold(id, asker("1"), FOUR_MIB);
  for (const id of ids.slice(0, 5)) {
    expect(() => budget.take(newId(), asker("1"), FOUR_MIB)).toThrow(expect.objectContaining({ code: "too_large" }));
    budget.release(id);
  }
  budget.take(newId(), asker("1"), FOUR_MIB);
});

test("results that wait count like arguments, and have an end even where the calls were taken in before", () => {
  proves("gate:flood");
  const budget = new CallBudget();
  const ids = Array.from({ length: 20 }, () => newId<CallId>());
  for (const id of ids) budget.take(id, asker("1"), {});
  const room = ids.filter((id) => budget.grow(id, 16 * 1024 * 1024));
  expect(room).toEqual(ids.slice(0, 15)); // With the arguments, sixteen would be more than 256 MiB.
  expect(() => budget.take(newId(), asker("1"), {})).toThrow(expect.objectContaining({ code: "too_large" }));
  budget.take(newId(), asker("2"), {});
  for (const id of ids) budget.release(id);
  budget.take(newId(), asker("1"), FOUR_MIB);
});
