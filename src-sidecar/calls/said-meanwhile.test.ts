import { expect, test } from "vitest";
import { DEFAULT_APPROVAL } from "../../src-contract/gate.ts";
import type { KeyId, SessionId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { createSeededRandom } from "../../testkit/seeded-random.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import type { LogLine } from "./log-lines.ts";
import { ADMIN, AGENT, makeReader, openDeskRig, until, type DeskRig, type Send } from "./testdata/desk-rig.ts";

const ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const PRIVATE = ["PRI", "VATE"].join(""); // No key block stands in this file.
const TOKEN = `ghp_${createSeededRandom(23).text(ALPHABET, 36)}`;
const KEY_LINES = [
  `-----BEGIN RSA ${PRIVATE} KEY-----`,
  ...Array.from({ length: 6 }, (_, line) => createSeededRandom(line).text(`${ALPHABET}+/`, 64)),
  `-----END RSA ${PRIVATE} KEY-----`,
];

/** What an agent hears of a call that says this, and its outcome. */
async function hear(rig: DeskRig, say: (options: Parameters<Send>[1]) => void): Promise<readonly (string | LogLine)[]> {
  const heard: (string | LogLine)[] = [];
  const listening = Promise.withResolvers<void>();
  rig.answer = async (_call, options) => {
    await listening.promise;
    say(options);
    await until(() => (options.signal.aborted || heard.length > 0 ? true : undefined), 5_000).catch(() => {});
    return {};
  };
  const handle = await rig.ask();
  handle.onProgress(({ progress, message }) => void heard.push(message ?? `${progress}`));
  handle.readLog({ level: "debug", onLine: (line) => void heard.push(line) });
  listening.resolve();
  await handle.outcome;
  return heard;
}

const progress = (options: Parameters<Send>[1], messages: readonly string[]): void =>
  messages.forEach((message, step) => options.onProgress({ progress: step + 1, message }));

test("a secret said in pieces never comes together, over progress, logs or both", async () => {
  proves("gate:pieces");
  await using rig = await openDeskRig({ tool: makeReader() });
  rig.known.learn("deploy-token", Buffer.from("hunter2-hunter2-hunter2"));
  for (const pieces of [
    [TOKEN.slice(0, 10), TOKEN.slice(10, 25), TOKEN.slice(25)],
    ["hunter2-hun", "ter2-hunter2"],
    KEY_LINES,
    [...TOKEN],
  ]) {
    const words = await hear(rig, (options) => progress(options, pieces));
    expect(words).toHaveLength(pieces.length);
    expect(words.map(String).join("")).not.toContain(pieces.join(""));
    expect(words.map(String).join("")).toMatch(/withheld|REDACTED/);
  }
  const lines = await hear(rig, (options) => {
    options.onProgress({ progress: 1, message: TOKEN.slice(0, 20) });
    options.log?.onLine({ level: "info", logger: "l", data: { said: TOKEN.slice(20) } });
  });
  expect(JSON.stringify(lines)).not.toContain(TOKEN.slice(20));
});

test("what belongs to no secret is passed on as it is, also after one was taken out", async () => {
  await using rig = await openDeskRig({ tool: makeReader() });
  const said = ["Step one.", `Using ${TOKEN}`, "Step two: 10 of 20 files.", "done"];
  const words = await hear(rig, (options) => progress(options, said));
  // What follows the token at once could be more of it.
  expect(words).toEqual([
    said[0],
    expect.stringMatching(/^Using \[REDACTED:/),
    expect.stringContaining("withheld"),
    said[3],
  ]);
});

test("words keep their order, also where some of them have to be looked at for longer", async () => {
  await using rig = await openDeskRig({ tool: makeReader() });
  const long = `long ${"word ".repeat(8_000)}`;
  const heard: string[] = [];
  const listening = Promise.withResolvers<void>();
  rig.answer = async (_call, options) => {
    await listening.promise;
    progress(options, ["first", long, "last"]);
    await until(() => (heard.length === 3 ? true : undefined));
    return {};
  };
  const handle = await rig.ask();
  handle.onProgress(({ message = "" }) => void heard.push(message.slice(0, 5)));
  listening.resolve();
  await handle.outcome;
  expect(heard).toEqual(["first", "long ", "last"]);
});

test("words of a server that brings in what strangers wrote taint the session before its result does", async () => {
  proves("gate:taint");
  const flow = { readsOutside: true, sendsOut: false };
  await using rig = await openDeskRig({ tool: makeReader({ flow }) });
  const grants = { name: "P", trustLevel: "supervised", nameForm: "namespaced", grants: [] } as const;
  const policy = await rig.access.policies.create({ ...grants, grants: [] }, ADMIN);
  const { id: keyId } = await rig.access.keys.create({ name: "k", policyId: policy.id, memberId: null }, ADMIN);
  const client = { clientName: "c", clientVersion: "1", protocolVersion: "2026-07-28" };
  const { id: sessionId } = await rig.access.sessions.findOrOpen(keyId, client);
  const taint = () => rig.access.sessions.taint({ sessionId, keyId });
  const as = (key: KeyId, session: SessionId) => ({ asker: { ...AGENT, keyId: key, sessionId: session } });

  // A call that failed without a word of the server taints nothing.
  rig.answer = async () => Promise.reject(new Error("boom"));
  await (await rig.ask({ path: "/a" }, as(keyId, sessionId))).outcome.catch(() => {});
  expect(taint()).toBeNull();
  const seen: ReturnType<typeof taint>[] = [];
  const listening = Promise.withResolvers<void>();
  rig.answer = async (_call, options) => {
    await listening.promise;
    options.onProgress({ progress: 1, message: "word of a stranger" });
    await until(() => (seen.length > 0 ? true : undefined));
    return {};
  };
  const handle = await rig.ask({ path: "/a" }, as(keyId, sessionId));
  handle.onProgress(() => void seen.push(taint()));
  listening.resolve();
  await handle.outcome;
  expect(seen[0]).toMatchObject({ callId: handle.callId, connectorName: "Notes", toolName: "write" });
});

test("of a call whose result a person may look at first the agent hears numbers and no words", async () => {
  proves("gate:review");
  await using rig = await openDeskRig({
    tool: makeReader({ approval: { ...DEFAULT_APPROVAL, reviewsResults: "flagged" } }),
  });
  const words = await hear(rig, (options) => {
    progress(options, ["the whole result", "and more"]);
    options.log?.onLine({ level: "info", data: "the whole result" });
  });
  expect(words).toEqual(["1", "2"]);
});

test("a server that talks without end keeps no other call's result from being checked", async () => {
  proves("peer:hostile");
  await using rig = await openDeskRig({ tool: makeReader() });
  const over = Promise.withResolvers<JsonObject>();
  const heard: string[] = [];
  const long = "word ".repeat(4_000);
  let talk = (): void => {};
  rig.answer = async (_call, { onProgress }) => {
    if (rig.sent.length > 1) {
      talk();
      return { content: [{ type: "text", text: long }] };
    }
    talk = () => {
      for (let step = 1; step <= 2_000; step += 1)
        onProgress({ progress: step, message: `${step} ${step % 2 === 0 ? long : ""}` });
    };
    return over.promise;
  };
  const talker = await rig.ask();
  talker.onProgress(({ message }) => void (message !== undefined && heard.push(message)));
  await until(() => (rig.sent.length === 1 ? true : undefined));
  const other = await rig.ask();
  expect(await other.outcome).toMatchObject({ kind: "answered" });
  over.resolve({});
  await talker.outcome;
  expect(heard.length).toBeLessThanOrEqual(500);
});
