import { expect, test } from "vitest";
import type { StudioEvent } from "../../src-contract/studio.ts";
import { EventHub } from "./event-hub.ts";

/** Listens until the stream ends. */
function listen(hub: EventHub) {
  const over = new AbortController();
  const heard: StudioEvent[] = [];
  const ended = (async () => {
    for await (const event of hub.listen(over.signal)) heard.push(event);
    return "ended";
  })();
  return { heard, ended, hangUp: () => over.abort() };
}

const turn = (ms = 0): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

test("greets, then tells what changed; changes that come together go out together", async () => {
  const hub = new EventHub();
  const { heard, ended, hangUp } = listen(hub);
  await turn();
  expect(heard).toEqual([{ kind: "hello" }]);
  hub.changed(["calls"]);
  hub.changed(["calls", "approvals"]);
  await expect.poll(() => heard.length).toBe(2);
  expect(heard[1]).toEqual({ kind: "changed", topics: ["calls", "approvals"] });
  hub.changed(["keys"]);
  await expect.poll(() => heard.length).toBe(3);
  hangUp();
  expect(await ended).toBe("ended");
});

test("ends with the lock, for everybody", async () => {
  const hub = new EventHub();
  const [one, two] = [listen(hub), listen(hub)];
  await turn();
  hub.changed(["calls"]);
  hub.locked();
  expect(await Promise.all([one.ended, two.ended])).toEqual(["ended", "ended"]);
  expect(one.heard.at(-1)).toEqual({ kind: "locked" });
  hub.changed(["calls"]);
  await turn(30);
  expect(two.heard.filter(({ kind }) => kind === "changed")).toEqual([]);
});

test("a listener that hangs up before it began, or twice, is gone", async () => {
  const hub = new EventHub();
  const early = new AbortController();
  early.abort();
  const heard: StudioEvent[] = [];
  for await (const event of hub.listen(early.signal)) heard.push(event);
  expect(heard.length).toBeLessThanOrEqual(1);
  const { ended, hangUp } = listen(hub);
  hangUp();
  hangUp();
  expect(await ended).toBe("ended");
});

test("a window that does not read is told once what changed in the meantime, however often it did", async () => {
  const hub = new EventHub();
  const over = new AbortController();
  const stream = hub.listen(over.signal);
  await stream.next();
  const first = stream.next();
  hub.changed(["calls"]);
  await first;
  for (let round = 0; round < 20; round += 1) {
    hub.changed([round % 2 === 0 ? "calls" : "sessions"]);
    await turn(12);
  }
  expect((await stream.next()).value).toEqual({ kind: "changed", topics: ["sessions", "calls"].toSorted() });
  hub.changed(["keys"]);
  expect((await stream.next()).value).toEqual({ kind: "changed", topics: ["keys"] });
  over.abort();
});

test("a stream ends with the sign-in that asked for it, and none begins afterwards", async () => {
  const hub = new EventHub();
  const [mine, theirs] = [{}, {}];
  const follow = async (signIn: object): Promise<StudioEvent[]> => {
    const heard: StudioEvent[] = [];
    for await (const event of hub.listen(undefined, signIn)) heard.push(event);
    return heard;
  };
  const over = new AbortController();
  const stays = (async () => {
    for await (const _event of hub.listen(over.signal, theirs));
    return "ended";
  })();
  const ends = follow(mine);
  await turn();
  hub.end(mine);
  expect(await ends).toEqual([{ kind: "hello" }, { kind: "changed", topics: ["studio"] }]);
  expect(await follow(mine)).toEqual([]);
  over.abort();
  expect(await stays).toBe("ended");
});
