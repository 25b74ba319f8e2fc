import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { McpServer, Server } from "@modelcontextprotocol/server";
import { describe, expect, test, vi } from "vitest";
import { freePort } from "../../testkit/free-port.ts";
import { startEchoServer } from "../../testkit/mcp/echo-server.ts";
import { startHostileHttp, type HostileAnswerName } from "../../testkit/mcp/hostile-http.ts";
import { serveHttp } from "../../testkit/mcp/serve-http.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { createRig, ID, remote, textOf } from "./testdata/rig.ts";
import { startWantsHeaders } from "./testdata/wants-headers.ts";

// Every test starts processes or waits for them, on machines that have other work, too.
const VERSIONS = { modern: "2026-07-28", legacy: "2025-11-25", both: "2026-07-28" } as const;

test("a server that refuses a version and names it among those that it takes is asked once more", async () => {
  const seen: string[] = [];
  const error = { code: -32022, message: "Unsupported protocol version", data: { supported: ["2026-07-28"] } };
  await using server = await startEchoServer({
    guard: async (request) => {
      const { id, method } = (await request.clone().json()) as { id?: number; method: string }; // Our own client's requests.
      return seen.push(method) === 1 ? Response.json({ jsonrpc: "2.0", id, error }, { status: 400 }) : null;
    },
  });
  await using it = createRig();
  await it.connections.discover(remote(server.url), { signal: AbortSignal.timeout(10_000) });
  expect(it.states.at(-1)).toMatchObject({ kind: "ready", protocolVersion: "2026-07-28" });
  expect(seen.slice(0, 2)).toEqual(["server/discover", "server/discover"]);
});

describe.each(["both", "modern", "legacy"] as const)("a remote server of the era %s", (eras) => {
  test("is called, over and over, with its errors and progress handed on", async () => {
    await using server = await startEchoServer({ eras });
    await using it = createRig();
    const to = remote(server.url);
    expect(await it.ask(to, "add", { a: 2, b: 3 })).toMatchObject({ structuredContent: { sum: 5 } });
    expect(it.states.at(-1)).toMatchObject({
      kind: "ready",
      serverName: "gatehouse-echo",
      protocolVersion: VERSIONS[eras],
    });
    const all = await Promise.all(Array.from({ length: 30 }, (_, n) => it.ask(to, "echo", { message: `${n}` })));
    expect(all.map(textOf)).toEqual(Array.from({ length: 30 }, (_, n) => `Echo: ${n}`));
    expect(await it.ask(to, "failing")).toMatchObject({ isError: true });
    expect(await it.fail(to, "unheard_of")).toMatchObject({ code: "upstream_error", rpcError: { code: -32602 } });
    const seen: number[] = [];
    await it.ask(to, "slow", { durationMs: 40, steps: 3 }, { onProgress: ({ progress }) => seen.push(progress) });
    expect(seen).toEqual([1, 2, 3]);
    expect(it.kinds()).toEqual(["connecting", "ready"]);
  });

  test("gets the headers that are attached to each request, asked for anew", async () => {
    let asked = 0;
    await using server = await startEchoServer({ eras, token: "t0ken" });
    await using it = createRig({
      attach: async () => ({ env: {}, headers: { Authorization: "Bearer t0ken", "X-Asked": String(++asked) } }),
    });
    const seen = async () => JSON.parse(textOf(await it.ask(remote(server.url), "headers"))) as Record<string, string>;
    const [first, second] = [await seen(), await seen()];
    expect(first["authorization"]).toBe("Bearer t0ken");
    expect(Number(second["x-asked"])).toBeGreaterThan(Number(first["x-asked"]));
    expect(Object.keys(second).filter((name) => name.includes("gatehouse"))).toEqual([]);
  });

  test("hears of a cancelled call", async () => {
    const [aborted, begun]: [string[], string[]] = [[], []];
    await using server = await serveHttp({ eras, createServer: () => watchful(aborted, () => begun.push("begun")) });
    await using it = createRig();
    const to = remote(server.url);
    const abort = new AbortController();
    const cancelled = it.fail(to, "wait", {}, { signal: abort.signal });
    await expect.poll(() => begun).toHaveLength(1);
    abort.abort();
    expect(await cancelled).toMatchObject({
      code: "cancelled",
      mayHaveRun: true,
    });
    await vi.waitFor(() => expect(aborted).toEqual(["aborted"]), 60_000);
    expect(await it.fail(to, "wait", {}, { timeoutMs: 200 })).toMatchObject({ code: "connector_timeout" });
    await vi.waitFor(() => expect(aborted).toEqual(["aborted", "aborted"]), 60_000);
    expect(it.kinds()).toEqual(["connecting", "ready"]);
  });

  test("tells that its tools changed", async () => {
    await using server = await serveHttp({
      eras,
      createServer: () => new Server({ name: "s", version: "1" }, { capabilities: { tools: { listChanged: true } } }),
    });
    await using it = createRig();
    await it.fail(remote(server.url), "none");
    await vi.waitFor(() => expect(it.changed).toEqual([ID]), 60_000);
    server.notify.toolsChanged();
    await Promise.all(
      server.sessions().map((one) => (one instanceof McpServer ? one.server : one).sendToolListChanged()),
    );
    await vi.waitFor(() => expect(it.changed).toEqual([ID, ID]), 60_000);
  });

  test("that was started anew is called without anybody noticing, and once", async () => {
    using home = createTempHome();
    const port = await freePort();
    const path = join(home.path, "notes");
    await using it = createRig();
    const to = remote(`http://127.0.0.1:${port}/mcp`);
    {
      await using _first = await startEchoServer({ eras, port });
      await it.ask(to, "write_note", { path, text: "first" });
    }
    await using _second = await startEchoServer({ eras, port });
    // Whether the loss was noticed before the call, by the stream for announcements, is a matter of luck.
    await vi.waitFor(() => it.ask(to, "write_note", { path, text: "second" }), { timeout: 5000, interval: 300 });
    expect(readFileSync(path, "utf8").match(/second/g)).toHaveLength(1);
    expect(it.states.at(-1)).toMatchObject({ kind: "ready" });
  });
});

/** Waits in its one tool until it is told to stop. */
function watchful(aborted: string[], begin: () => void): Server {
  const server = new Server({ name: "watchful", version: "1" }, { capabilities: { tools: {} } });
  server.setRequestHandler("tools/call", async (_request, { mcpReq }) => {
    begin();
    await new Promise<void>((resolve) => mcpReq.signal.addEventListener("abort", () => resolve(), { once: true }));
    aborted.push("aborted");
    return { content: [] };
  });
  return server;
}

test("a server that is not there is down, and ready once it is there", async () => {
  const port = await freePort();
  await using it = createRig();
  const to = remote(`http://127.0.0.1:${port}/mcp`);
  expect(await it.fail(to, "echo")).toMatchObject({ code: "connector_unreachable", mayHaveRun: false });
  expect(await it.fail(to, "echo")).toMatchObject({
    code: "connector_unreachable",
    message: expect.stringContaining("is down"),
  });
  expect(it.kinds()).toEqual(["connecting", "down"]);
  await using _server = await startEchoServer({ port });
  await vi.waitFor(() => expect(it.kinds()).toEqual(["connecting", "down", "connecting", "ready"]), 60_000);
});

test("a server that goes away while nobody calls is noticed where it holds a stream open", async () => {
  await using it = createRig();
  const server = await startEchoServer({ eras: "legacy" });
  await it.ask(remote(server.url), "echo", { message: "x" });
  await server.close();
  await vi.waitFor(
    () => expect(it.states.at(-1)).toMatchObject({ kind: "down", code: "connector_unreachable" }),
    60_000,
  );
});

test("a session that the server has forgotten is begun anew, and the call sent again because it was not taken", async () => {
  const seen: string[] = [];
  let session = 0;
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      if (request.method !== "POST") return response.writeHead(405).end();
      const { id, method } = JSON.parse(body) as { id?: number; method: string };
      const answer = (message: object) => response.end(JSON.stringify({ jsonrpc: "2.0", id, ...message }));
      response.setHeader("content-type", "application/json");
      if (id === undefined) return response.writeHead(202).end();
      if (method === "server/discover") return answer({ error: { code: -32601, message: "no" } });
      if (method === "initialize") {
        response.setHeader("mcp-session-id", `s${++session}`);
        return answer({
          result: { protocolVersion: "2025-11-25", capabilities: {}, serverInfo: { name: "f", version: "1" } },
        });
      }
      const isKnown = request.headers["mcp-session-id"] === `s${session}`;
      seen.push(`${String(request.headers["mcp-session-id"])} ${isKnown ? "taken" : "unknown"}`);
      if (!isKnown)
        return response.writeHead(404).end('{"jsonrpc":"2.0","id":null,"error":{"code":-32001,"message":"x"}}');
      return answer({ result: { content: [] } });
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  await using it = createRig();
  const to = remote(`http://127.0.0.1:${address.port}/mcp`);
  await it.ask(to, "t");
  session = 7;
  await Promise.all([it.ask(to, "t"), it.ask(to, "t")]);
  expect(seen).toEqual(["s1 taken", "s1 unknown", "s1 unknown", "s8 taken", "s8 taken"]);
  expect(it.kinds()).toEqual(["connecting", "ready", "connecting", "ready"]);
  server.close();
});

describe("credentials", () => {
  test("that cannot be had leave the error as it is and the connector as it was", async () => {
    const locked = new Error("vault_locked");
    let isLocked = false;
    await using server = await startEchoServer();
    await using it = createRig({
      attach: async () => {
        if (isLocked) throw locked;
        return { env: {}, headers: {} };
      },
    });
    await it.ask(remote(server.url), "echo", { message: "x" });
    isLocked = true;
    await expect(it.ask(remote(server.url), "echo", { message: "x" })).rejects.toBe(locked);
    expect(it.connections.state(ID).kind).toBe("ready");
    await expect(it.ask(remote(server.url, { revision: "2" }), "echo")).rejects.toBe(locked);
    expect(it.connections.state(ID).kind).toBe("idle");
  });

  test.each([
    { "X-Token": "s3cret\nInjected: 1" },
    { "Bad Name": "s3cret" },
    { Host: "s3cret" },
    { "content-length": "s3cret" },
    { "Mcp-Session-Id": "s3cret" },
  ])("that make no header are refused without being repeated: %o", async (headers) => {
    await using server = await startEchoServer();
    await using it = createRig({ attach: async () => ({ env: {}, headers }) });
    const error = await it.fail(remote(server.url), "echo");
    expect(error.code).toBe("connector_refused");
    expect(
      JSON.stringify([error, error.message, error.hint, error.detail, String(error.cause), it.states, it.logged]),
    ).not.toContain("s3cret");
  });

  test("that the server does not take are a refusal", async () => {
    await using server = await startEchoServer({ token: "right" });
    await using it = createRig({ attach: async () => ({ env: {}, headers: { Authorization: "Bearer wrong" } }) });
    expect(await it.fail(remote(server.url), "echo")).toMatchObject({ code: "connector_refused", mayHaveRun: false });
    expect(it.states.at(-1)).toMatchObject({ kind: "down", code: "connector_refused", retryAt: null });
  });
});

describe("a token that the server refuses", () => {
  const WWW = `Bearer error="invalid_token", resource_metadata="https://x.example/.well-known/oauth-protected-resource"`;

  /** An echo server in front of which a token has to be the newest one. */
  async function startStrict(now: { token: string; status?: number }) {
    const seen: string[] = [];
    const server = await startEchoServer({
      guard: async (request) => {
        const given = request.headers.get("authorization") ?? "";
        seen.push(given);
        if (given === now.token) return null;
        return new Response("no", {
          status: now.status ?? 401,
          headers: { "www-authenticate": WWW, "dpop-nonce": "n1", "set-cookie": "s=1" },
        });
      },
    });
    return { seen, url: server.url, [Symbol.asyncDispose]: () => server.close() };
  }

  test("is attached anew, once, and the call runs once", async () => {
    const now = { token: "t1" };
    let issued = "t1";
    await using server = await startStrict(now);
    using home = createTempHome();
    const path = join(home.path, "notes");
    const refused: object[] = [];
    await using it = createRig({
      attach: async (_to, outgoing) => {
        expect(outgoing).toMatchObject({ kind: "request", url: server.url });
        return { env: {}, headers: { Authorization: issued } };
      },
      refused: async (_to, refusal, attached) => {
        refused.push({ ...refusal, headers: [...refusal.headers], attached });
        issued = "t2";
        return "again";
      },
    });
    await it.ask(remote(server.url), "echo", { message: "x" });
    now.token = "t2";
    server.seen.length = 0;
    await it.ask(remote(server.url), "write_note", { path, text: "once" });
    expect(readFileSync(path, "utf8").match(/once/g)).toHaveLength(1);
    expect(server.seen).toEqual(["t1", "t2"]);
    expect(refused).toEqual([
      {
        status: 401,
        method: "POST",
        url: server.url,
        headers: [
          ["dpop-nonce", "n1"],
          ["www-authenticate", WWW],
        ],
        attached: { env: {}, headers: { Authorization: "t1" } },
      },
    ]);
    expect(it.kinds()).toEqual(["connecting", "ready"]);
  });

  test.each([
    ["again", 401, 2],
    ["again", 403, 2],
    ["no", 401, 1],
    ["no", 403, 1],
  ] as const)("stays refused where the answer to it is %s and the status %i", async (verdict, status, times) => {
    await using server = await startStrict({ token: "unheard of", status });
    await using it = createRig({
      attach: async () => ({ env: {}, headers: { Authorization: "t1" } }),
      refused: async () => verdict,
    });
    const error = await it.fail(remote(server.url), "echo");
    expect(error).toMatchObject({ code: "connector_refused", mayHaveRun: false, refusal: { status, url: server.url } });
    expect(error.refusal?.headers.get("www-authenticate")).toBe(WWW);
    expect(error.refusal?.headers.get("set-cookie")).toBeNull();
    expect(server.seen).toHaveLength(times);
  });

  test("is attached anew to the stream for announcements, too", async () => {
    const opened: string[] = [];
    await using server = await startEchoServer({
      eras: "legacy",
      guard: async (request) => {
        if (request.method !== "GET") return null;
        opened.push(request.headers.get("authorization") ?? "");
        return opened.length === 1 ? new Response(null, { status: 401 }) : null;
      },
    });
    let token = "t1";
    await using it = createRig({
      attach: async () => ({ env: {}, headers: { Authorization: token } }),
      refused: async (_to, { method }) => {
        expect(method).toBe("GET");
        token = "t2";
        return "again";
      },
    });
    await it.ask(remote(server.url), "echo", { message: "x" });
    await vi.waitFor(() => expect(opened).toEqual(["t1", "t2"]), 60_000);
  });

  test("and cannot be had anew leaves the error of whoever was asked", async () => {
    const gone = new Error("account_needed");
    await using server = await startStrict({ token: "unheard of" });
    await using it = createRig({
      attach: async () => ({ env: {}, headers: { Authorization: "t1" } }),
      refused: () => Promise.reject(gone),
    });
    await expect(it.ask(remote(server.url), "echo")).rejects.toBe(gone);
    expect(it.connections.state(ID).kind).toBe("idle");
  });
});

test("a server that keeps its streams open after the answer does not keep our connections", async () => {
  const open = new Set<object>();
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { id, method } = JSON.parse(body) as { id: number; method: string };
      open.add(response);
      response.once("close", () => open.delete(response));
      const result =
        method === "server/discover" ? { supportedVersions: ["2026-07-28"], capabilities: {} } : { content: [] };
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(
        `data: ${JSON.stringify({ jsonrpc: "2.0", id, result: { resultType: "complete", ...result } })}\n\n`,
      );
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  await using it = createRig();
  for (let n = 0; n < 5; n++) await it.ask(remote(`http://127.0.0.1:${address.port}/mcp`), "t");
  expect(open.size).toBe(6);
  await vi.waitFor(() => expect(open.size).toBe(0), 60_000);
  expect(it.kinds()).toEqual(["connecting", "ready"]);
  server.close();
});

describe("a hostile server", () => {
  test.each<[HostileAnswerName, string]>([
    ["html", "connector_misbehaved"],
    ["hangs", "connector_timeout"],
    ["opens-and-hangs", "connector_timeout"],
    ["resets", "connector_closed"],
    ["truncates", "connector_closed"],
    ["endless", "result_too_large"],
    ["endless-events", "result_too_large"],
    ["redirects", "url_refused"],
    ["unauthorized", "connector_refused"],
    ["breaks", "connector_unreachable"],
  ])("that %s is met with %s", async (name, code) => {
    proves("peer:hostile");
    await using server = await startHostileHttp(name);
    await using it = createRig({
      connectTimeoutMs: code === "connector_timeout" ? 1_500 : 60_000,
      maxResultBytes: 500_000,
    });
    const error = await it.fail(remote(server.url), "t");
    expect(error).toMatchObject({ name: "ConnectorError", code });
    expect(error.message + error.hint).not.toMatch(/boom|script|169\.254|metadata/);
    expect(it.states.at(-1)).toMatchObject({ kind: "down", code });
  });

  test.each(["redirects", "unauthorized"] as const)("that %s gets no second request", async (name) => {
    await using server = await startHostileHttp(name);
    await using it = createRig();
    await it.fail(remote(server.url), "t");
    expect(server.requests()).toBe(1);
  });

  test.each([
    "http://169.254.169.254/latest/meta-data/",
    "http://[fd00:ec2::254]/mcp",
    "http://0.0.0.0:1/mcp",
    "http://2852039166/mcp",
    "http://203.0.113.7/mcp",
    "http://mcp.example.org/mcp",
    "https://someone:hunter2@localhost/mcp",
    "file:///etc/passwd",
  ])("cannot be %s", async (url) => {
    await using it = createRig();
    const error = await it.fail(remote(url), "t");
    expect(error).toMatchObject({ code: "url_refused", mayHaveRun: false });
    expect(error.message).not.toMatch(/someone|hunter2/);
  });
});

test.each([
  ["https://localhost/mcp", "localhost:443"],
  ["http://10.0.0.8:3000/mcp", "10.0.0.8:3000"],
  ["http://127.0.0.1:9/mcp", "127.0.0.1:9"],
])("the server %s has to be allowed by an admin", async (url, host) => {
  proves("net:inside");
  await using it = createRig({ allowedHosts: () => ["127.0.0.1:10"] });
  const error = await it.fail(remote(url), "t");
  expect(error).toMatchObject({ code: "host_not_allowed", host, mayHaveRun: false });
  expect(it.states.at(-1)).toMatchObject({ kind: "down", code: "host_not_allowed", retryAt: null });
});

test("a server whose host is no longer allowed gets no further request", async () => {
  proves("net:inside");
  let allowed = ["127.0.0.1"];
  await using server = await startEchoServer();
  await using it = createRig({ allowedHosts: () => allowed });
  await it.ask(remote(server.url), "echo", { message: "x" });
  allowed = [];
  expect(await it.fail(remote(server.url), "echo", { message: "x" })).toMatchObject({ code: "host_not_allowed" });
});

test("arguments that a modern server wants in headers are sent there, once it has refused the lack of them", async () => {
  await using server = await startWantsHeaders();
  await using it = createRig();
  const input = { city: "Zürich", nested: { id: 7 }, loud: true };
  const headers = await it.ask(remote(server.url), "weather", input);
  expect(headers).toEqual({ region: `=?base64?${Buffer.from("Zürich").toString("base64")}?=`, id: "7" });
  await it.ask(remote(server.url), "weather", input);
  expect(server.methods).toEqual(["server/discover", "tools/call", "tools/list", "tools/call", "tools/call"]);
  const { tools, skipped } = await it.connections.discover(remote(server.url), {
    signal: new AbortController().signal,
  });
  expect(tools.map(({ name }) => name)).toEqual(["weather"]);
  expect(skipped).toMatchObject([{ name: "wrong" }]);
});
