import { QueryClient } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { contract } from "../../src-contract/contract.ts";
import { topic } from "../../src-contract/studio.ts";
import { invalidateTopics, topicPaths } from "./topics.ts";

test("a topic makes stale what it says, and nothing else", async () => {
  const queries = new QueryClient();
  const paths = [
    ["approvals", "list"],
    ["approvals", "card"],
    ["calls", "list"],
    ["studio", "state"],
    ["studio", "settings"],
  ];
  for (const path of paths) queries.setQueryData([path, { type: "query" }], "data");
  await invalidateTopics(queries, ["approvals", "settings"]);
  const stale = queries
    .getQueryCache()
    .getAll()
    .filter((query) => query.state.isInvalidated);
  expect(stale.map(({ queryKey: [path] }) => path)).toEqual([paths[0], paths[1], paths[4]]);
});

test("every topic of the contract leads to procedures that exist", () => {
  const namesIn = (room: string): readonly string[] => Object.keys(Reflect.get(contract, room) as object);
  for (const one of topic.options) {
    for (const [room = "", procedure] of topicPaths[one]) {
      expect(Object.keys(contract)).toContain(room);
      if (procedure !== undefined) expect(namesIn(room)).toContain(procedure);
    }
  }
});
