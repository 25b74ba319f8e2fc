import { expect, test } from "vitest";
import type { ConnectorId } from "../../src-contract/ids.ts";
import { newId } from "../base/new-id.ts";
import { NO_OFFERS, type Offers } from "../base/offers.ts";
import { cleanOffers, createOfferLists, indexOffers } from "./offers.ts";

const offers: Offers = {
  resources: [{ uri: "x://a", name: "a" }],
  templates: [{ uriTemplate: "x://t/{id}", name: "t" }],
  prompts: [{ name: "p", arguments: [{ name: "arg" }] }],
};

test("is looked up by address and name", () => {
  const index = indexOffers(offers);
  expect([index.hasResource("x://a"), index.hasResource("x://b")]).toEqual([true, false]);
  expect([index.coversUri("x://t/1"), index.coversUri("x://a")]).toEqual([true, false]);
  expect([index.hasTemplate("x://t/{id}"), index.hasTemplate("x://t/1")]).toEqual([true, false]);
  expect([index.prompt("p")?.name, index.prompt("P")]).toEqual(["p", undefined]);
  expect(index.coversUri(`x://t/${"1".repeat(5_000)}`)).toBe(false);
});

test("is another's list for another owner and another revision", () => {
  const connectorId = newId<ConnectorId>();
  const lists = createOfferLists(() => true);
  const ada = { connectorId, owner: "ada", revision: "1" };
  expect([lists.note(ada, offers), lists.note(ada, { ...offers }), lists.note(ada, NO_OFFERS)]).toEqual([
    true,
    false,
    true,
  ]);
  lists.note(ada, offers);
  expect(lists.of(ada)?.hasResource("x://a")).toBe(true);
  expect(lists.of({ ...ada, owner: "bo" })).toBeUndefined();
  expect(lists.of({ ...ada, revision: "2" })).toBeUndefined();
});

test("is forgotten with its connector", () => {
  const [gone, stays] = [newId<ConnectorId>(), newId<ConnectorId>()];
  const there = new Set([gone, stays]);
  const lists = createOfferLists((id) => there.has(id));
  const key = (connectorId: ConnectorId) => ({ connectorId, owner: "org", revision: "1" });
  lists.note(key(gone), offers);
  there.delete(gone);
  lists.note(key(stays), offers);
  expect([lists.of(key(gone)), lists.of(key(stays))?.offers]).toEqual([undefined, offers]);
});

test("keeps its words clean, and loses what would become another name", () => {
  const dirty: Offers = {
    resources: [
      { uri: "x://a", name: "a\u200b", description: "hunter2" },
      { uri: "x://hunter2", name: "b" },
    ],
    templates: [{ uriTemplate: "x://\u200b{id}", name: "t" }],
    prompts: [
      { name: "p", description: "hunter2", arguments: [{ name: "arg", description: "\u200b" }] },
      { name: "p\u200b" },
      { name: "q", arguments: [{ name: "hunter2" }] },
    ],
  };
  const clean = (value: Offers): Offers =>
    JSON.parse(JSON.stringify(value).replaceAll("\u200b", "").replaceAll("hunter2", "[REDACTED]")) as Offers;
  expect(cleanOffers(dirty, clean(dirty))).toEqual({
    resources: [{ uri: "x://a", name: "a", description: "[REDACTED]" }],
    templates: [],
    prompts: [{ name: "p", description: "[REDACTED]", arguments: [{ name: "arg", description: "" }] }],
  });
});
