import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { FIRST_RUN, openPeopleRig } from "./handlers/testdata/people-rig.ts";

test("the host is told of a lock while everything is still open, and of its end when nothing is", async () => {
  proves("headless:key");
  const seen: [when: string, states: readonly string[]][] = [];
  const states = (): readonly string[] => rig.running.studio.orgs().map(({ vault }) => vault.state.kind);
  await using rig = await openPeopleRig({
    beforeLock: () => void seen.push(["before", states()]),
    afterLock: () => void seen.push(["after", states()]),
  });
  const { door } = rig.visit();
  await door.studio.setUp(FIRST_RUN);
  await door.session.lock();
  expect(seen).toEqual([
    ["before", ["unlocked"]],
    ["after", ["locked"]],
  ]);
});
