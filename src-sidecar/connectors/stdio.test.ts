import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, test, vi } from "vitest";
import { createManualClock } from "../../testkit/clock.ts";
import { ECHO_SERVER } from "../../testkit/mcp/echo-server.ts";
import { HOSTILE_SERVER, type HostileModeName } from "../../testkit/mcp/hostile-server.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { createRig, ID, improvised, isAlive, script, target, textOf } from "./testdata/rig.ts";

// Every test starts processes or waits for them, on machines that have other work, too.
const echo = script(ECHO_SERVER);
const hostile = (mode: HostileModeName) => script(HOSTILE_SERVER, mode);
const testdata = (name: string) => join(import.meta.dirname, "testdata", name);

describe("a connection to a subprocess", () => {
  test("opens at the first call, is kept, and says how it is doing", async () => {
    await using it = createRig();
    expect(it.connections.state(ID)).toEqual({ kind: "idle" });
    expect(await it.ask(echo, "echo", { message: "hé" })).toEqual({ content: [{ type: "text", text: "Echo: hé" }] });
    await it.ask(echo, "echo", { message: "again" });
    expect(it.states).toEqual([
      { kind: "connecting" },
      { kind: "ready", since: expect.any(Number), serverName: "gatehouse-echo", protocolVersion: "2025-11-25" },
    ]);
    expect(it.attached).toEqual([echo]);
    expect(it.connections.state(ID)).toMatchObject({ kind: "ready" });
  });

  test("hands on tool errors, protocol errors and progress as the server wrote them", async () => {
    await using it = createRig();
    expect(await it.ask(echo, "failing", { message: "no" })).toMatchObject({ isError: true });
    expect(await it.fail(echo, "unheard_of")).toMatchObject({
      code: "upstream_error",
      message: "The server answered with error -32602.",
      rpcError: { code: -32602, message: expect.stringContaining("unheard_of") },
    });
    const seen: number[] = [];
    await it.ask(echo, "slow", { durationMs: 40, steps: 4 }, { onProgress: ({ progress }) => seen.push(progress) });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test("gives the subprocess what was attached and nothing of our own environment that could be secret", async () => {
    proves("stdio:clean-env");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "leak").stubEnv("SSH_AUTH_SOCK", "leak").stubEnv("GITHUB_TOKEN", "leak");
    vi.stubEnv("NODE_OPTIONS", "--no-warnings").stubEnv("npm_config_registry", "leak").stubEnv("LANG", "de_DE.UTF-8");
    await using it = createRig({ attach: async () => ({ env: { API_KEY: "k3y" }, headers: {} }) });
    const seen = JSON.parse(textOf(await it.ask(echo, "environment"))) as Record<string, string>;
    vi.unstubAllEnvs();
    expect(seen).toMatchObject({ API_KEY: "k3y", LANG: "de_DE.UTF-8" });
    expect(JSON.stringify(seen)).not.toContain("leak");
    const allowed = [
      "API_KEY",
      "HOME",
      "LANG",
      "LC_ALL",
      "LC_CTYPE",
      "LOGNAME",
      "NODE_EXTRA_CA_CERTS",
      "PATH",
      "SHELL",
      "SSL_CERT_DIR",
      "SSL_CERT_FILE",
      "TERM",
      "TMPDIR",
      "TZ",
      "USER",
    ];
    expect(Object.keys(seen).filter((name) => !allowed.includes(name))).toEqual([]);
  });

  test("opens once however many call at once", async () => {
    using home = createTempHome();
    await using it = createRig();
    const path = join(home.path, "notes");
    await Promise.all(Array.from({ length: 20 }, (_, n) => it.ask(echo, "write_note", { path, text: `${n}` })));
    const lines = readFileSync(path, "utf8").trim().split("\n");
    expect(new Set(lines.map((line) => line.split(".")[0])).size).toBe(1);
    expect(lines).toHaveLength(20);
    expect(it.attached).toHaveLength(1);
  });

  test("is another process for another owner, and a new one for a new revision", async () => {
    await using it = createRig();
    const pidOf = async (to: typeof echo): Promise<number> => JSON.parse(textOf(await it.ask(to, "lookup"))).pid;
    const server = hostile("lingers");
    const pids = [
      await pidOf(server),
      await pidOf({ ...server, owner: "someone" }),
      await pidOf({ ...server, revision: "2" }),
    ];
    expect(new Set(pids).size).toBe(3);
    expect(await pidOf({ ...server, revision: "2" })).toBe(pids[2]);
    await vi.waitFor(() => expect(isAlive(pids[0] ?? 0)).toBe(false), 60_000);
  });

  test("lets the calls of an older revision finish", async () => {
    await using it = createRig();
    const old = it.ask(echo, "slow", { durationMs: 600 });
    await vi.waitFor(() => expect(it.connections.state(ID).kind).toBe("ready"), 60_000);
    await it.ask({ ...echo, revision: "2" }, "echo", { message: "new" });
    expect(textOf(await old)).toBe("Done in 4 steps");
  });

  test("of an older revision that comes late does not take the place of the newer one", async () => {
    await using it = createRig({
      attach: async ({ revision }) => {
        if (revision === "1") await sleep(1000);
        return { env: {}, headers: {} };
      },
    });
    const late = it.ask(echo, "environment");
    const newer = { ...echo, revision: "2" };
    await it.ask(newer, "echo", { message: "x" });
    expect(it.kinds()).toEqual(["connecting", "ready"]);
    await late;
    await it.ask(newer, "echo", { message: "x" });
    expect(it.attached.map(({ revision }) => revision)).toEqual(["1", "2"]);
    expect(it.kinds()).toEqual(["connecting", "ready"]);
  });

  test("closes when nobody has used it for a while, but not under a call", async () => {
    await using it = createRig({ idleMs: 200 });
    await it.ask(echo, "slow", { durationMs: 600 });
    expect(it.kinds()).toEqual(["connecting", "ready"]);
    await vi.waitFor(() => expect(it.kinds()).toEqual(["connecting", "ready", "idle"]), 60_000);
    expect(textOf(await it.ask(echo, "echo", { message: "back" }))).toBe("Echo: back");
  });

  test("is gone with everything it started, whatever it does about signals", async () => {
    proves("stdio:ends");
    await using it = createRig();
    const wrapped = script(testdata("wrapper.mjs"), HOSTILE_SERVER, "lingers");
    const { pid, child } = JSON.parse(textOf(await it.ask(wrapped, "lookup"))) as { pid: number; child: number };
    expect([isAlive(pid), isAlive(child)]).toEqual([true, true]);
    await it.connections.retire(ID);
    await vi.waitFor(() => expect([isAlive(pid), isAlive(child)]).toEqual([false, false]), 60_000);
    expect(it.connections.state(ID)).toEqual({ kind: "idle" });
  });

  test.each(["exit", "kill"])("is gone when the studio ends by %s", async (how) => {
    proves("stdio:ends");
    const studio = spawn(
      process.execPath,
      [testdata("studio.ts"), how, testdata("wrapper.mjs"), HOSTILE_SERVER, "lingers"],
      {
        stdio: ["ignore", "pipe", "inherit"],
      },
    );
    const [line] = (await once(createInterface({ input: studio.stdout }), "line")) as [string];
    const { pid, child } = JSON.parse(line) as { pid: number; child: number };
    if (how === "kill") {
      expect([isAlive(pid), isAlive(child)]).toEqual([true, true]);
      studio.kill("SIGKILL");
    }
    await vi.waitFor(() => expect([isAlive(pid), isAlive(child)]).toEqual([false, false]), 60_000);
  });

  test("can be cancelled, which the server is told, and stays usable", async () => {
    await using it = createRig();
    await it.ask(echo, "echo", { message: "warm" });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    const error = await it.fail(echo, "slow", { durationMs: 600_000 }, { signal: abort.signal });
    expect(error).toMatchObject({ code: "cancelled", mayHaveRun: true });
    const timers = process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length;
    await it.fail(echo, "slow", { durationMs: 600_000 }, { signal: AbortSignal.timeout(50), timeoutMs: 600_000 });
    expect(process.getActiveResourcesInfo().filter((kind) => kind === "Timeout").length).toBeLessThanOrEqual(timers);
    expect(textOf(await it.ask(echo, "echo", { message: "on" }))).toBe("Echo: on");
    await expect(it.ask(echo, "echo", {}, { signal: abort.signal })).rejects.toMatchObject({ mayHaveRun: false });
  });

  test("refuses a call that was approved for another connector", async () => {
    await using it = createRig();
    const other = { ...echo, connectorId: "01890000-0000-7000-8000-000000000002" as typeof ID };
    await expect(it.ask(other, "echo")).rejects.toThrow("internal: the call was approved for another connector");
  });
});

describe("the version", () => {
  test("is agreed on with a server that only speaks the modern one, on the same process", async () => {
    await using it = createRig();
    const modern = script(testdata("modern-only.mjs"));
    expect(await it.ask(modern, "anything", { a: 1 })).toEqual({
      _meta: { "io.modelcontextprotocol/serverInfo": { name: "modern-only", version: "1.0.0" } },
      content: [{ type: "vendor/thing", anything: [1] }],
      structuredContent: [{ a: 1 }],
      vendor: true,
    });
    expect(it.connections.state(ID)).toMatchObject({ serverName: "modern-only", protocolVersion: "2026-07-28" });
    expect(it.attached).toHaveLength(1);
    await vi.waitFor(() => expect(it.changed).toHaveLength(1), 60_000);
    await it.ask(modern, "anything");
    await vi.waitFor(() => expect(it.changed).toHaveLength(2), 60_000);
    expect(await it.fail(modern, "ask")).toMatchObject({ code: "connector_refused", mayHaveRun: true });
  });

  test("that does not exist is refused", async () => {
    await using it = createRig();
    const error = await it.fail(hostile("wrong-version"), "lookup");
    expect(error).toMatchObject({ code: "connector_misbehaved", detail: 'It offered "\\"2099-01-01\\"".' });
  });
});

describe("a command", () => {
  const command = (name: string, more = {}) => target({ kind: "mcp-stdio", command: name, args: [], env: [], ...more });

  test.each(["no-such-program-here", "./relative", "/etc/passwd", "/", "nul\0character"])(
    "%s is not found",
    async (name) => {
      await using it = createRig();
      const error = await it.fail(command(name), "t");
      expect(error).toMatchObject({ code: "command_not_found", mayHaveRun: false });
      expect(error.hint).not.toBe("");
      expect(it.states.at(-1)).toMatchObject({ kind: "down", code: "command_not_found", retryAt: null });
    },
  );

  test("needs a folder that exists", async () => {
    await using it = createRig();
    const error = await it.fail(command(process.execPath, { cwd: "/no/such/folder" }), "t");
    expect(error).toMatchObject({ code: "command_not_found", message: expect.stringContaining("/no/such/folder") });
  });

  test("gets its arguments as they are, through no shell", async () => {
    await using it = createRig();
    const args = ["$(touch /tmp/x)", "a b", "`id`", "; rm", "'\"", "%PATH%"];
    const shown = improvised(`if (request.method === "tools/call") return reply({ argv: process.argv.slice(1) });`);
    if (shown.config.kind !== "mcp-stdio") throw new Error("internal: improvised servers are subprocesses");
    const to = target({ ...shown.config, args: [...shown.config.args, "--", ...args] });
    expect(await it.ask(to, "t")).toEqual({ argv: args });
  });
});

describe("a server that crashes", () => {
  test("rejects the call under way, is down, comes back by itself", async () => {
    await using it = createRig({ attach: async () => ({ env: { HOSTILE_CALLS: "1" }, headers: {} }) });
    const server = hostile("crashes");
    expect(textOf(await it.ask(server, "lookup"))).toBe("call 1");
    const error = await it.fail(server, "lookup");
    expect(error).toMatchObject({ code: "connector_closed", mayHaveRun: true });
    expect(it.states.at(-1)).toMatchObject({ kind: "down", code: "connector_closed", retryAt: expect.any(Number) });
    expect(await it.fail(server, "lookup")).toMatchObject({ code: "connector_unreachable", mayHaveRun: false });
    await vi.waitFor(() => expect(it.kinds()).toEqual(["connecting", "ready", "down", "connecting", "ready"]), 60_000);
    expect(textOf(await it.ask(server, "lookup"))).toBe("call 1");
  });

  test("is tried at once by a call that comes two seconds later", async () => {
    const clock = createManualClock();
    await using it = createRig({ clock, attach: async () => ({ env: { HOSTILE_CALLS: "1" }, headers: {} }) });
    const server = hostile("crashes");
    await it.ask(server, "lookup");
    await it.fail(server, "lookup");
    clock.advance(2000);
    expect(textOf(await it.ask(server, "lookup"))).toBe("call 1");
  });

  test("at its start says why in the detail only", async () => {
    await using it = createRig();
    const error = await it.fail(hostile("exits-at-start"), "lookup");
    expect(error).toMatchObject({
      code: "connector_closed",
      message: "The server's process is gone. It ended with exit code 3.",
    });
    expect(error.detail).toContain("credentials not found");
    expect(JSON.stringify(it.states)).not.toContain("credentials not found");
    expect(it.logged).toMatchObject([{ code: "connector_closed" }]);
    expect(JSON.stringify(it.logged)).not.toContain("credentials not found");
  });
});

describe("a server that misbehaves", () => {
  test.each(["silent", "garbage"] as const)("%s: the connection is given up in time", async (mode) => {
    proves("peer:hostile");
    await using it = createRig({ connectTimeoutMs: 700 });
    expect(await it.fail(hostile(mode), "lookup")).toMatchObject({ code: "connector_timeout" });
    expect(it.states.at(-1)).toMatchObject({ kind: "down", code: "connector_timeout" });
  });

  test.each(["mute", "wrong-id"] as const)("%s: the call is given up in time", async (mode) => {
    await using it = createRig();
    const error = await it.fail(hostile(mode), "lookup", {}, { timeoutMs: 300 });
    expect(error).toMatchObject({ code: "connector_timeout", mayHaveRun: true });
    expect(it.connections.state(ID).kind).toBe("ready");
  });

  test.each([
    ["noise", "at your service"],
    ["twice", "first answer"],
    ["floods-stderr", "at your service"],
    ["asks", "thank you"],
  ] as const)("%s: the call is answered all the same", async (mode, answer) => {
    proves("peer:hostile");
    await using it = createRig();
    expect(textOf(await it.ask(hostile(mode), "lookup"))).toBe(answer);
  });

  test("an answer that is too large is refused, and the next one is read", async () => {
    await using it = createRig({ maxResultBytes: 1_000_000 });
    const server = hostile("huge");
    const [large, small] = await Promise.allSettled([
      it.ask(server, "huge", { bytes: 10_000_000 }),
      it.ask(server, "huge", { bytes: 10 }),
    ]);
    expect(large).toMatchObject({ status: "rejected", reason: { code: "result_too_large", mayHaveRun: true } });
    expect(small.status).toBe("fulfilled");
    expect(it.kinds()).toEqual(["connecting", "ready"]);
  });

  test("an answer without an end closes the connection", async () => {
    await using it = createRig({ maxResultBytes: 100_000 });
    const endless = improvised(
      `if (request.method === "tools/call") return setInterval(() => process.stdout.write("x".repeat(65536)), 1);`,
    );
    expect(await it.fail(endless, "t")).toMatchObject({ code: "result_too_large" });
    expect(it.states.at(-1)).toMatchObject({ kind: "down", code: "result_too_large" });
  });

  test.each([
    ["messages", `{"jsonrpc":"2.0","method":"notifications/x","params":{"a":"`, `"}}`],
    ["lines that are no messages", `{"`, "{"],
  ])("a flood of large %s that nobody asked for closes the connection, however few they are", async (_, start, end) => {
    proves("peer:hostile");
    await using it = createRig();
    const pour = "const pour = () => { while (process.stdout.write(text)); process.stdout.once('drain', pour); };";
    const text = `${JSON.stringify(start)} + "x".repeat(3_000_000) + ${JSON.stringify(`${end}\n`)}`;
    const flood = improvised(`const text = ${text}; ${pour} if (request.method === "tools/call") return pour();`);
    expect(await it.fail(flood, "t")).toMatchObject({ code: "connector_misbehaved" });
    await expect.poll(() => it.kinds().at(-1)).toBe("down");
  });

  test("a server whose lists never come to rest is ended, and is not asked again and again", async () => {
    proves("peer:hostile");
    await using it = createRig({ maxListChanges: 2 });
    const restless = improvised(
      `if (request.method === "tools/call") setInterval(() => send({ method: "notifications/tools/list_changed" }), 10);`,
    );
    await it.ask(restless, "t");
    await expect
      .poll(() => it.states.at(-1), { timeout: 10_000 })
      .toMatchObject({
        kind: "down",
        code: "connector_misbehaved",
        retryAt: null,
      });
    expect(it.changed.length).toBeLessThanOrEqual(3); // Two announcements, and the one of the opening.
  });

  test("a flood of messages that nobody asked for closes the connection", async () => {
    await using it = createRig();
    const flood = improvised(
      `if (request.method === "tools/call") for (let i = 0; i < 5000; i++) send({ method: "notifications/message", params: {} });`,
    );
    expect(await it.fail(flood, "t")).toMatchObject({ code: "connector_misbehaved" });
    expect(it.states.at(-1)).toMatchObject({ kind: "down", code: "connector_misbehaved" });
  });

  test.each([
    ["in objects", `'{"a":'.repeat(N) + "1" + "}".repeat(N)`],
    ["in lists", `'{"a":' + "[".repeat(N) + "]".repeat(N) + "}"`],
  ])("an answer that is nested too deep %s is refused", async (_, text) => {
    await using it = createRig();
    const nested = (depth: number) =>
      improvised(`if (request.method === "tools/call") { const N = ${depth};
        return process.stdout.write('{"jsonrpc":"2.0","id":' + request.id + ',"result":' + (${text}) + "}\\n"); }`);
    expect(await it.fail(nested(500), "t")).toMatchObject({ code: "connector_misbehaved" });
    expect(await it.ask({ ...nested(100), revision: "2" }, "t")).toHaveProperty("a");
    const bottomless = await it.fail({ ...nested(1_000_000), revision: "3" }, "t", {}, { timeoutMs: 3000 });
    expect(["connector_misbehaved", "connector_timeout"]).toContain(bottomless.code);
  });

  test("a server that does not read is noticed", async () => {
    await using it = createRig();
    const deaf = improvised(
      `if (request.method === "tools/call") return setInterval(() => process.stdin.pause(), 60000), process.stdin.pause();`,
    );
    const big = "x".repeat(20_000_000);
    const errors = await Promise.all(Array.from({ length: 6 }, () => it.fail(deaf, "t", { big }, { timeoutMs: 1000 })));
    expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(["connector_timeout", "connector_misbehaved"]));
  });
});

test("that tools may have changed is told after a new connection and after an announcement, a burst of them once", async () => {
  await using it = createRig();
  const announcing = improvised(
    `if (request.method === "tools/call") for (let i = 0; i < 50; i++) send({ method: "notifications/tools/list_changed" });`,
  );
  await it.connections.discover(announcing, { signal: new AbortController().signal });
  await sleep(400);
  expect(it.changed).toEqual([]);
  await it.ask(announcing, "t");
  await vi.waitFor(() => expect(it.changed).not.toEqual([]), 60_000);
  await sleep(300);
  expect(it.changed).toEqual([ID]);
  await it.ask({ ...announcing, revision: "2" }, "echo");
  await vi.waitFor(() => expect(it.changed).toEqual([ID, ID]), 60_000);
});

test("credentials that cannot be had leave the error as it is and the connector idle", async () => {
  const locked = new Error("vault_locked");
  await using it = createRig({ attach: () => Promise.reject(locked) });
  await expect(it.ask(echo, "echo")).rejects.toBe(locked);
  expect(it.kinds()).toEqual(["connecting", "idle"]);
});

test.each([{ "A=B": "s3cret" }, { A: "s3cret\0" }, { "": "s3cret" }])(
  "variables that cannot be set are refused without being repeated: %o",
  async (env: Record<string, string>) => {
    await using it = createRig({ attach: async () => ({ env, headers: {} }) });
    const error = await it.fail(echo, "echo");
    expect(error.code).toBe("connector_refused");
    expect(
      JSON.stringify([error, error.message, error.hint, error.detail, String(error.cause), it.states]),
    ).not.toContain("s3cret");
  },
);

test("a program that the system refuses to start is told as such", async () => {
  await using it = createRig({ attach: async () => ({ env: { HUGE: "x".repeat(8_000_000) }, headers: {} }) });
  expect(await it.fail(echo, "echo")).toMatchObject({
    code: "command_not_found",
    message: expect.stringContaining("E2BIG"),
  });
});

test("closing rejects what is under way and whatever comes after", async () => {
  const it = createRig();
  const underWay = it.fail(echo, "slow", { durationMs: 5000 });
  const opening = it.fail({ ...hostile("silent"), owner: "other" }, "lookup");
  await vi.waitFor(() => expect(it.connections.state(ID).kind).toBe("ready"), 60_000);
  await sleep(50);
  await it[Symbol.asyncDispose]();
  expect(await underWay).toMatchObject({ code: "connector_closed" });
  expect((await opening).code).toMatch(/connector_closed|cancelled/);
  expect(await it.fail(echo, "echo")).toMatchObject({ code: "connector_closed" });
});
