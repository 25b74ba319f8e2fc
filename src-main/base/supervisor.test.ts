import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { Supervisor, type SidecarReports } from "./supervisor.ts";

let lives: SidecarReports[];
let stopped: number;
let heard: unknown[];
let supervisor: Supervisor;

beforeEach(() => {
  vi.useFakeTimers();
  lives = [];
  stopped = 0;
  heard = [];
  supervisor = new Supervisor({
    start: (reports) => {
      lives.push(reports);
      return {
        post: (message) => void heard.push(message),
        stop: () => {
          stopped += 1;
          return Promise.resolve();
        },
      };
    },
    listener: {
      ready: (url) => void heard.push(["ready", url]),
      data: (client, data) => void heard.push(["data", client, data]),
      gone: () => void heard.push("gone"),
      failed: (failure) => void heard.push(failure),
    },
    log: () => undefined,
  });
  supervisor.start();
});
afterEach(() => vi.useRealTimers());

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
});
