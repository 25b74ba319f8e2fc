import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { KeychainReply } from "../../src-contract/host.ts";
import { Supervisor, type SidecarReports } from "./supervisor.ts";

let lives: SidecarReports[];
let stopped: number;
let heard: unknown[];
let supervisor: Supervisor;
let headlessKey: Uint8Array<ArrayBuffer>;
let reply: KeychainReply;

beforeEach(() => {
  vi.useFakeTimers();
  lives = [];
  stopped = 0;
  heard = [];
  headlessKey = new Uint8Array(32).fill(7);
  supervisor = build();
  supervisor.start();
});
afterEach(() => vi.useRealTimers());

function build(key?: Uint8Array<ArrayBuffer>): Supervisor {
  return new Supervisor({
    start: (reports) => {
      lives.push(reports);
      return {
        post: (message) => void heard.push(structuredClone(message)),
        stop: () => {
          stopped += 1;
          return Promise.resolve();
        },
      };
    },
    listener: {
      ready: (url) => void heard.push(["ready", url]),
      data: (frame) => void heard.push(["data", frame]),
      waiting: ({ count }) => void heard.push(["waiting", count]),
      gone: () => void heard.push("gone"),
      failed: (failure) => void heard.push(failure),
    },
    keychain: () => Promise.resolve(reply),
    headlessKey: key,
    log: () => undefined,
  });
}

const ready = { kind: "ready", agentsUrl: "http://127.0.0.1:1/mcp" } as const;

describe("a supervisor", () => {
  test("lets nobody talk to a sidecar that is not ready", async () => {
    supervisor.post({ kind: "lock", reason: "suspend" });
    const tooEarly = supervisor.whenReady(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([await tooEarly, heard]).toEqual([undefined, []]);
    const inTime = supervisor.whenReady(1_000);
    lives[0]?.said(ready);
    expect(await inTime).toBe(supervisor.current);
    supervisor.post({ kind: "lock", reason: "suspend" });
    expect(heard).toEqual([["ready", ready.agentsUrl], { kind: "lock", reason: "suspend" }]);
  });

  test("starts the next life after a crash, and no other once it is stopped", async () => {
    lives[0]?.said(ready);
    lives[0]?.exited(1);
    expect(supervisor.current).toBeUndefined();
    await vi.advanceTimersByTimeAsync(250);
    expect(lives).toHaveLength(2);
    lives[1]?.said(ready);
    lives[1]?.exited(1);
    const waiting = supervisor.whenReady(10_000);
    await supervisor.stop();
    expect(await waiting).toBeUndefined();
    await vi.advanceTimersByTimeAsync(60_000);
    expect([lives.length, stopped]).toEqual([2, 0]); // between two lives there was nothing to stop
  });

  test("waits through a restart", async () => {
    lives[0]?.exited(1);
    const next = supervisor.whenReady(10_000);
    await vi.advanceTimersByTimeAsync(250);
    lives[1]?.said(ready);
    expect(await next).toBeDefined();
  });

  test("takes a sidecar at its word when it says why it cannot start", async () => {
    lives[0]?.said({ kind: "failed", code: "disk_full", message: "No room." });
    expect(stopped).toBe(1);
    lives[0]?.exited(73);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([lives.length, heard]).toEqual([1, ["gone", { code: "disk_full", message: "No room." }]]);
  });

  test("starts the next life at once after a lock, however often, and counts no crash", async () => {
    for (let lock = 0; lock < 10; lock += 1) {
      lives[lock]?.said(ready);
      lives[lock]?.exited(80);
      expect(lives).toHaveLength(lock + 2); // without any time
    }
    lives[10]?.said(ready);
    lives[10]?.exited(1);
    await vi.advanceTimersByTimeAsync(250); // the first wait of all: nothing was counted
    expect(lives).toHaveLength(12);
    expect(heard.filter((one) => one === "gone")).toHaveLength(11);
  });

  test("takes no sidecar for locked that was never ready", async () => {
    for (let crash = 0; crash < 4; crash += 1) {
      lives[crash]?.exited(80);
      await vi.advanceTimersByTimeAsync(60_000 / 16);
    }
    expect([lives.length, heard.at(-1)]).toMatchObject([4, { code: "internal" }]);
  });

  test("lets who waits through a lock have the next life", async () => {
    lives[0]?.said(ready);
    lives[0]?.exited(80);
    const next = supervisor.whenReady(10_000);
    lives[1]?.said(ready);
    expect(await next).toBe(supervisor.current);
  });
});

describe("a headless key", () => {
  const given = (): unknown[] => heard.filter((one) => typeof one === "object" && one !== null && "key" in one);
  beforeEach(() => {
    lives = [];
    heard = [];
    supervisor = build(headlessKey);
    supervisor.start();
  });

  test("is handed over when the sidecar is ready, and again after a crash", async () => {
    expect(given()).toEqual([]);
    lives[0]?.said(ready);
    expect(given()).toEqual([{ kind: "headless-key", key: new Uint8Array(32).fill(7) }]);
    lives[0]?.exited(1);
    await vi.advanceTimersByTimeAsync(250);
    lives[1]?.said(ready);
    expect(given()).toHaveLength(2);
  });

  test("is wiped with the first lock and never handed over again, not after a crash either", async () => {
    lives[0]?.said(ready);
    lives[0]?.exited(80);
    expect(headlessKey).toEqual(new Uint8Array(32));
    lives[1]?.said(ready);
    lives[1]?.exited(1);
    await vi.advanceTimersByTimeAsync(250);
    lives[2]?.said(ready);
    expect(given()).toHaveLength(1);
  });

  test("is wiped as soon as the sidecar says that it locks: a crash halfway brings back a locked one", async () => {
    lives[0]?.said(ready);
    lives[0]?.said({ kind: "locking" });
    expect(headlessKey).toEqual(new Uint8Array(32));
    lives[0]?.exited(1);
    await vi.advanceTimersByTimeAsync(250);
    lives[1]?.said(ready);
    expect(given()).toHaveLength(1);
  });

  test("is wiped by the last words of a sidecar that died while it locked, when they arrive after it", async () => {
    lives[0]?.said(ready);
    lives[0]?.exited(null);
    lives[0]?.said({ kind: "locking" });
    await vi.advanceTimersByTimeAsync(250);
    lives[1]?.said(ready);
    expect(given()).toHaveLength(1);
  });

  test("is wiped when the host asks for a lock, also between two lives", async () => {
    lives[0]?.said(ready);
    lives[0]?.exited(1);
    supervisor.post({ kind: "lock", reason: "suspend" });
    expect(headlessKey).toEqual(new Uint8Array(32));
    await vi.advanceTimersByTimeAsync(250);
    lives[1]?.said(ready);
    expect(given()).toHaveLength(1);
  });

  test("is wiped when the supervisor stops or gives up", async () => {
    await supervisor.stop();
    expect(headlessKey).toEqual(new Uint8Array(32));
    const other = new Uint8Array(32).fill(9);
    lives = [];
    build(other).start();
    lives[0]?.said({ kind: "failed", code: "disk_full", message: "No room." });
    lives[0]?.exited(73);
    expect(other).toEqual(new Uint8Array(32));
  });
});

describe("a request to the keychain", () => {
  test("is answered under its number, and leaves no secret behind", async () => {
    const secret = new Uint8Array(32).fill(1);
    reply = { kind: "done" };
    lives[0]?.said({ kind: "keychain", request: 4, ask: { op: "save", name: "a", secret } });
    await vi.advanceTimersByTimeAsync(0);
    expect(heard).toEqual([{ kind: "keychain", request: 4, reply: { kind: "done" } }]);
    expect(secret).toEqual(new Uint8Array(32));

    const loaded = new Uint8Array(32).fill(2);
    reply = { kind: "secret", secret: loaded };
    lives[0]?.said({ kind: "keychain", request: 5, ask: { op: "load", name: "a" } });
    await vi.advanceTimersByTimeAsync(0);
    const answer = { kind: "secret", secret: new Uint8Array(32).fill(2) };
    expect(heard.at(-1)).toEqual({ kind: "keychain", request: 5, reply: answer });
    expect(loaded).toEqual(new Uint8Array(32));
  });
});
