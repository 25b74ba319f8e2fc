import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { KeychainReply, SidecarMessage } from "../src-contract/host.ts";
import { Secret } from "./base/secret.ts";
import { HostKeychain } from "./host-keychain.ts";

const BYTES = Uint8Array.from({ length: 32 }, (_, index) => index + 1);
let posted: SidecarMessage[];
let sent: Uint8Array[];
let keychain: HostKeychain;
beforeEach(() => {
  vi.useFakeTimers();
  posted = [];
  sent = [];
  keychain = new HostKeychain((message) => {
    if (message.kind === "keychain" && message.ask.op === "save") sent.push(message.ask.secret);
    posted.push(structuredClone(message)); // what crosses is a copy
  });
});
afterEach(() => vi.useRealTimers());

const answer = (reply: KeychainReply, request = posted.length): void => keychain.answered(request, reply);

test("asks the host and gives back what it answers, each question its own", async () => {
  const [state, loaded] = [keychain.state(), keychain.load("vault/a/b")];
  expect(posted).toEqual([
    { kind: "keychain", request: 1, ask: { op: "state" } },
    { kind: "keychain", request: 2, ask: { op: "load", name: "vault/a/b" } },
  ]);
  const bytes = Uint8Array.from(BYTES);
  answer({ kind: "secret", secret: bytes }, 2);
  answer({ kind: "state", backend: "kwallet6" }, 1);
  expect(await state).toEqual({ kind: "available", backend: "kwallet6" });
  expect((await loaded).reveal()).toEqual(BYTES);
  expect(bytes).toEqual(new Uint8Array(32)); // what came over the channel is wiped
});

test("leaves no copy of what it saves", async () => {
  const secret = Secret.take(Uint8Array.from(BYTES));
  const saved = keychain.save("vault/a/b", secret);
  expect(posted).toEqual([{ kind: "keychain", request: 1, ask: { op: "save", name: "vault/a/b", secret: BYTES } }]);
  expect(sent).toEqual([new Uint8Array(32)]);
  answer({ kind: "done" });
  await saved;
  expect(secret.reveal()).toEqual(BYTES); // the caller's to wipe
});

test("says why it could not, in the host's words", async () => {
  const failed: KeychainReply = { kind: "failed", reason: "This desktop has no keychain." };
  const asked = [keychain.load("a"), keychain.remove("a"), keychain.save("a", Secret.take(Uint8Array.from(BYTES)))];
  const state = keychain.state();
  for (const request of [1, 2, 3, 4]) answer(failed, request);
  for (const one of asked) {
    await expect(one).rejects.toMatchObject({ code: "keychain_unavailable", message: failed.reason });
  }
  expect(await state).toEqual({ kind: "unavailable", reason: failed.reason });
});

test("gives up after a minute, and wipes an answer that comes later", async () => {
  const loaded = Promise.allSettled([keychain.load("a")]);
  await vi.advanceTimersByTimeAsync(60_000);
  expect(await loaded).toMatchObject([{ status: "rejected", reason: { code: "keychain_unavailable" } }]);
  const late = Uint8Array.from(BYTES);
  answer({ kind: "secret", secret: late }, 1);
  expect(late).toEqual(new Uint8Array(32));
});

test("takes no answer that belongs to another question", async () => {
  const asked = [keychain.load("a"), keychain.remove("a")];
  const state = keychain.state();
  answer({ kind: "done" }, 1);
  answer({ kind: "state", backend: "x" }, 2);
  answer({ kind: "done" }, 3);
  for (const one of asked) await expect(one).rejects.toMatchObject({ code: "keychain_unavailable" });
  expect((await state).kind).toBe("unavailable");
});
