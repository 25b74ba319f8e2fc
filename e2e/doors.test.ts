import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTempHome, type TempHome } from "../testkit/temp-home.ts";
import { proves } from "../testkit/promises.ts";
import { connectLegacyClient } from "./agents/legacy-client.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { knock, type Knock } from "./harness/knock.ts";
import { setUpStudio, type SetUp } from "./harness/set-up.ts";
import { connectWindow, startStudio, type RunningStudio } from "./harness/studio.ts";
import { echo } from "./harness/upstreams.ts";
import { holdCall, nextWaiting } from "./harness/waiting.ts";

let home: TempHome;
let studio: RunningStudio;
let setUp: SetUp;

beforeAll(async () => {
  home = createTempHome();
  studio = await startStudio(home.path, ["--agents-port", "0"]);
  setUp = await setUpStudio(studio.window, { connectors: { Echo: echo() }, classes: { echo__echo: "read-only" } });
});

afterAll(async () => {
  setUp?.[Symbol.dispose]();
  await studio?.stop();
  home?.[Symbol.dispose]();
});

const listing = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "tools/list", params: {} });

/** A request as an agent with the right key sends it, but for what the test changes. */
const agentKnock = (change: Knock = {}): Promise<{ readonly status: number; readonly body: string }> =>
  knock(studio.agents, {
    body: listing,
    ...change,
    headers: {
      authorization: `Bearer ${setUp.key}`,
      "content-type": "application/json",
      accept: "application/json, text/event-stream",
      ...change.headers,
    },
  });

function codeIn(answer: string): unknown {
  const { error } = JSON.parse(answer) as { error?: { code: unknown } }; // A JSON-RPC message; the test compares what it finds.
  return error?.code;
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : error;
}

describe("the agents' door", () => {
  test("answers to its own address alone", async () => {
    proves("door:host");
    const { port } = new URL(studio.agents);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`])
      expect((await agentKnock({ headers: { host } })).status).toBe(200);
    const others = ["evil.example", `evil.example:${port}`, "127.0.0.1", "localhost:1", `[::1]:${port}`];
    const answers = await Promise.all(others.map((host) => agentKnock({ headers: { host } })));
    expect(answers.map(({ status }) => status)).toEqual(others.map(() => 403));
    expect(answers.filter(({ body }) => body.includes("echo__"))).toEqual([]);
  });

  test("lets no web page in and tells browsers nothing", async () => {
    proves("door:origin");
    for (const origin of ["https://evil.example", "http://localhost:1", "null", "file://"]) {
      const answer = await knock(studio.agents, {
        body: listing,
        headers: { origin, authorization: `Bearer ${setUp.key}`, "content-type": "application/json" },
      });
      expect(answer.status).toBe(403);
      expect(Object.keys(answer.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
    }
    const preflight = await knock(studio.agents, {
      method: "OPTIONS",
      headers: { origin: "https://evil.example", "access-control-request-method": "POST" },
    });
    expect(preflight.status).toBe(403);
    expect(Object.keys(preflight.headers).filter((name) => name.startsWith("access-control-"))).toEqual([]);
  });

  test("offers no login that a client could not finish", async () => {
    proves("door:no-oauth");
    const paths = [
      "/.well-known/oauth-protected-resource",
      "/.well-known/oauth-protected-resource/mcp",
      "/.well-known/oauth-authorization-server",
      "/.well-known/oauth-authorization-server/mcp",
      "/.well-known/openid-configuration",
      "/mcp/.well-known/openid-configuration",
      "/register",
      "/authorize",
      "/token",
    ];
    const answers = await Promise.all(
      paths.flatMap((path) => ["GET", "POST"].map((method) => agentKnock({ path, method, body: "" }))),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    const { status, headers } = await knock(studio.agents, {
      body: listing,
      headers: { "content-type": "application/json" },
    });
    expect(status).toBe(401);
    // A pointer to resource metadata would start a login.
    expect(headers["www-authenticate"]).toBe("Bearer");
  });

  test.each([
    ["a body of more than 4 MiB", { body: Buffer.alloc(4 * 1024 * 1024 + 1, " ") }, 413],
    ["what is not JSON", { body: "{" }, 400],
    ["JSON that is no message", { body: '{"hello":1}' }, 400],
    ["an empty batch", { body: "[]" }, 400],
    ["a batch of more than 32", { body: `[${Array.from({ length: 33 }, () => listing).join()}]` }, 400],
    ["another content type", { headers: { "content-type": "text/plain" } }, 415],
    ["another method", { method: "PUT" }, 405],
    ["headers of more than 16 KiB", { headers: { "x-long": "x".repeat(20_000) } }, 431],
  ] satisfies readonly (readonly [string, Knock, number])[])(
    "refuses %s, and answers the next",
    async (_what, change, status) => {
      proves("door:limits");
      const refused = await agentKnock(change);
      expect(refused.status).toBe(status);
      if (status !== 431)
        expect(JSON.parse(refused.body)).toMatchObject({ jsonrpc: "2.0", error: { code: expect.any(Number) } });
      expect(await agentKnock()).toMatchObject({ status: 200 });
    },
  );

  test("has nothing behind it that decides, classifies or opens", async () => {
    proves("gate:no-self-approval");
    await using agent = await connectModernClient({ kind: "http", url: studio.agents, key: setUp.key });
    const names = (await agent.listTools()).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith("gatehouse"))).toEqual(["gatehouse__await_call"]);

    const path = join(home.path, "never-written");
    const held = await holdCall(setUp.door, (signal) =>
      agent.callTool("echo__write_note", { path, text: "never" }, { signal }),
    );
    const { callId, digest } = held;

    // No method and no tool answers to the names that these things have at the people's door.
    const wishes = [
      "approvals.approve",
      "approvals/approve",
      "approvals.deny",
      "tools.classify",
      "session.signIn",
      "studio.settings",
    ];
    const methods = [...wishes, "resources/read", "completion/complete", "sampling/createMessage"];
    const refusals = await Promise.all(
      methods.map((method) =>
        agentKnock({ body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: { callId, digest } }) }),
      ),
    );
    expect(refusals.map(({ body }) => codeIn(body))).toEqual(methods.map(() => -32601));
    for (const name of wishes) await expect(agent.callTool(name, { callId, digest })).rejects.toThrow("Unknown tool");
    // Asking how it stands decides nothing.
    const listed = await agent.callTool("gatehouse__await_call", {});
    expect(listed.text).toContain("awaiting");
    const elsewhere = ["/bridge", "/session", "/rpc", "/approvals/approve"];
    const nothing = await Promise.all(elsewhere.map((at) => agentKnock({ path: at })));
    expect(nothing.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
    // The people's door does not take an agent's key for a code of its own.
    const { origin } = new URL(studio.window);
    const code = await knock(origin, { path: "/session", headers: { origin }, body: setUp.key });
    expect(code.status).toBe(403);

    expect(await nextWaiting(setUp.door)).toMatchObject({ callId, digest });
    await held.hangUp();
    expect(existsSync(path)).toBe(false);
  });

  test("shuts an open session out the moment its key is regenerated", async () => {
    proves("door:key-regenerated");
    const [policy] = await setUp.door.policies.list();
    if (!policy) throw new Error("the studio was set up with a policy");
    const made = await setUp.door.keys.create({ name: "short-lived", policyId: policy.id, memberId: null });
    await using modern = await connectModernClient({ kind: "http", url: studio.agents, key: made.key });
    await using legacy = await connectLegacyClient({ kind: "http", url: studio.agents, key: made.key });
    for (const agent of [modern, legacy])
      expect(await agent.callTool("echo__echo", { message: "hello" })).toMatchObject({ text: "Echo: hello" });
    const waits = legacy.callTool("echo__add", { a: 1, b: 2 });
    await nextWaiting(setUp.door);
    const { key } = await setUp.door.keys.regenerate({ id: made.id });
    expect(await waits).toMatchObject({ isError: true }); // cancelled with its session
    for (const agent of [modern, legacy])
      await expect(agent.callTool("echo__echo", { message: "again" })).rejects.toThrow();
    await using next = await connectModernClient({ kind: "http", url: studio.agents, key });
    expect(await next.callTool("echo__echo", { message: "new" })).toMatchObject({ text: "Echo: new" });
  });
});

describe("the people's door", () => {
  test("a launch code opens one window", async () => {
    proves("people:launch-code");
    const address = await studio.newWindow();
    const first = await connectWindow(address);
    await expect(connectWindow(address)).rejects.toThrow("refused");
    expect(await first.door.studio.state()).toMatchObject({ kind: "signed-out" });
    first.close();
  });

  test("without the passphrase a window reads no setting, sees no call and decides none", async () => {
    proves("people:passphrase");
    await using agent = await connectModernClient({ kind: "http", url: studio.agents, key: setUp.key });
    const held = await holdCall(setUp.door, (signal) => agent.callTool("echo__add", { a: 1, b: 2 }, { signal }));
    const { callId, digest } = held;
    const stranger = await connectWindow(await studio.newWindow());
    const [tool] = [...setUp.connectors.values()].flatMap(({ toolList }) => toolList);
    if (!tool) throw new Error("the studio was set up with tools");
    const { door } = stranger;
    const attempts = [
      door.approvals.approve({ callId, digest }),
      door.approvals.deny({ callId, digest, reason: "no" }),
      door.approvals.list(),
      door.tools.classify({ id: tool.id, definitionDigest: tool.definitionDigest, riskClass: "read-only" }),
      door.studio.settings(),
      door.keys.list(),
      door.calls.list({ limit: 10 }),
    ];
    const outcomes = await Promise.allSettled(attempts);
    expect(outcomes.map((one) => (one.status === "rejected" ? codeOf(one.reason) : "answered"))).toEqual(
      attempts.map(() => "not_signed_in"),
    );
    stranger.close();
    expect(await nextWaiting(setUp.door)).toMatchObject({ callId });
    await held.hangUp();
  });
});
