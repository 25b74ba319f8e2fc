import type { ClientContext, ClientLink } from "@orpc/client";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { OpenOutcome } from "./channel.ts";
import { Connection } from "./connection.ts";
import { codeOf } from "./problem.ts";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A line that this test holds the other end of. */
function line(answer: (path: readonly string[]) => Promise<unknown> = async () => "answered") {
  let end: (how: "restart" | "lost") => void = () => {};
  const closed = new Promise<"restart" | "lost">((resolve) => {
    end = resolve;
  });
  const link: ClientLink<ClientContext> = { call: async (path) => answer(path) };
  const outcome: OpenOutcome = { kind: "open", channel: { link, closed, close: () => end("lost") } };
  return { outcome, end: (how: "restart" | "lost") => end(how) };
}

function connectionOver(outcomes: readonly OpenOutcome[], greet = async (): Promise<void> => {}) {
  const left = [...outcomes];
  const connection = new Connection({ open: async () => left.shift() ?? { kind: "unreachable" }, greet });
  const kinds: string[] = [];
  connection.subscribe(() => kinds.push(connection.state().kind));
  return { connection, kinds, call: async () => connection.link.call(["studio", "state"], undefined, { context: {} }) };
}

test("connects, loses the line, and connects again by itself under a new epoch", async () => {
  const [first, second] = [line(), line()];
  const { connection, kinds } = connectionOver([first.outcome, { kind: "unreachable" }, second.outcome]);
  connection.connect();
  await vi.advanceTimersByTimeAsync(0);
  expect(connection.state()).toEqual({ kind: "connected", epoch: 1 });
  first.end("restart");
  await vi.advanceTimersByTimeAsync(0);
  expect(connection.state()).toMatchObject({ kind: "lost", why: "restarting" });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(connection.state()).toEqual({ kind: "connected", epoch: 2 });
  expect(kinds).toEqual(["connected", "lost", "connected"]);
});

test("a call without a line fails at once and is never sent later", async () => {
  const asked: (readonly string[])[] = [];
  const late = line(async (path) => asked.push(path));
  const { connection, call } = connectionOver([late.outcome]);
  await expect(call().catch(codeOf)).resolves.toBe("connection_lost");
  connection.connect();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([connection.state().kind, asked]).toEqual(["connected", []]);
});

test("a call whose line breaks before the answer says that it may have been done", async () => {
  let fail: (error: Error) => void = () => {};
  const broken = line(
    async () =>
      new Promise((_, reject) => {
        fail = reject;
      }),
  );
  const { connection, call } = connectionOver([broken.outcome]);
  connection.connect();
  await vi.advanceTimersByTimeAsync(0);
  const code = call().catch(codeOf);
  broken.end("lost");
  await vi.advanceTimersByTimeAsync(0);
  fail(new Error("[AsyncIdQueue] Queue was closed"));
  await expect(code).resolves.toBe("answer_lost");
});

test("a call that hears of the broken line before the line does says the same; a fault of its own it keeps", async () => {
  const errors = [new Error("[AsyncIdQueue] Queue was closed"), new Error("a fault of ours")];
  const broken = line(async () => Promise.reject(errors.shift() ?? new Error("no more")));
  const { connection, call } = connectionOver([broken.outcome]);
  connection.connect();
  await vi.advanceTimersByTimeAsync(0);
  const code = call().catch(codeOf);
  await vi.advanceTimersByTimeAsync(20);
  broken.end("restart");
  await vi.advanceTimersByTimeAsync(0);
  await expect(code).resolves.toBe("answer_lost");

  const whole = line(async () => Promise.reject(errors.shift() ?? new Error("no more")));
  const other = connectionOver([whole.outcome]);
  other.connection.connect();
  await vi.advanceTimersByTimeAsync(0);
  const fault = other.call().catch(codeOf);
  await vi.advanceTimersByTimeAsync(1_000);
  await expect(fault).resolves.toBe("internal");
});

test("a line that does not answer the greeting is given up for another", async () => {
  const [silent, good] = [line(), line()];
  let greetings = 0;
  const greet = async (): Promise<void> => {
    greetings += 1;
    if (greetings === 1) await new Promise(() => {});
  };
  const { connection } = connectionOver([silent.outcome, good.outcome], greet);
  connection.connect();
  await vi.advanceTimersByTimeAsync(9_000);
  expect(connection.state().kind).toBe("connecting");
  await vi.advanceTimersByTimeAsync(5_000);
  expect([connection.state().kind, greetings]).toEqual(["connected", 2]);
});

test("a refusal is shown with its reason and asked again only slowly", async () => {
  const good = line();
  const { connection } = connectionOver([{ kind: "refused", reason: "no-code" }, good.outcome]);
  connection.connect();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(connection.state()).toEqual({ kind: "refused", reason: "no-code" });
  await vi.advanceTimersByTimeAsync(6_000);
  expect(connection.state().kind).toBe("connected");
});

test("a line that breaks because the vault was locked is no fault, for as long as starting anew may take", async () => {
  const [first, second] = [line(), line()];
  const away = { kind: "unreachable" } as const;
  const { connection } = connectionOver([
    first.outcome,
    away,
    second.outcome,
    ...Array.from({ length: 9 }, () => away),
  ]);
  const why = (): unknown => ({ ...connection.state() });
  connection.connect();
  await vi.advanceTimersByTimeAsync(0);
  connection.expectRestart();
  first.end("restart");
  await vi.advanceTimersByTimeAsync(0);
  expect(why()).toMatchObject({ kind: "lost", why: "locked" });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(connection.state().kind).toBe("connected");
  second.end("restart");
  await vi.advanceTimersByTimeAsync(0);
  expect(why()).toMatchObject({ kind: "lost", why: "restarting" });
  connection.expectRestart();
  expect(why()).toMatchObject({ kind: "lost", why: "locked" });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(why()).toMatchObject({ kind: "lost", why: "restarting" });
});
