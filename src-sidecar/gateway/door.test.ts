import { connect } from "node:net";
import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { bearer, MODERN, openDoorRig, type Ask, type DoorRig } from "./testdata/door-rig.ts";

const PING = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "ping" });
const errorOf = async (rig: DoorRig, ask: Ask) => {
  const { status, messages } = await rig.knock(ask);
  return { status, code: messages[0]?.error?.code };
};
const keepsAnswering = async (rig: DoorRig): Promise<boolean> =>
  (await rig.knock(rig.legacy("ping"))).messages[0]?.result !== undefined;

test("refuses every Host but its own, key or not", async () => {
  proves("door:host");
  await using rig = await openDoorRig();
  const hosts = [
    "evil.example",
    `evil.example:${rig.port}`,
    "127.0.0.1",
    "localhost",
    `127.0.0.1:${rig.port + 1}`,
    `127.0.0.1.evil.example:${rig.port}`,
    `[::1]:${rig.port}`,
    `0.0.0.0:${rig.port}`,
    `127.0.0.1:${rig.port}@evil.example`,
  ];
  for (const host of hosts) {
    const headers = { ...bearer(rig.key), host };
    expect([host, (await rig.knock({ headers, body: PING })).status]).toEqual([host, 403]);
    expect(
      (await rig.knock({ method: "GET", path: "/.well-known/oauth-protected-resource", headers: { host } })).status,
    ).toBe(403);
  }
  for (const host of [`127.0.0.1:${rig.port}`, `localhost:${rig.port}`])
    expect((await rig.knock({ headers: { ...bearer(rig.key), host }, body: PING })).status).toBe(200);
  expect(rig.desk.sent).toEqual([]);
});

test("refuses the Origin of every other site, and never says that another site may read", async () => {
  proves("door:origin");
  await using rig = await openDoorRig();
  const origins = [
    "https://evil.example",
    "null",
    `https://127.0.0.1:${rig.port}`,
    "http://localhost",
    "http://127.0.0.1:1",
    "",
  ];
  for (const origin of origins) {
    for (const method of ["POST", "GET", "OPTIONS", "DELETE"]) {
      const { status, headers } = await rig.knock({ method, headers: { ...bearer(rig.key), origin } });
      expect([origin, method, status]).toEqual([origin, method, 403]);
      expect(Object.keys(headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
    }
  }
  const own = await rig.knock({ headers: { ...bearer(rig.key), origin: `http://127.0.0.1:${rig.port}` }, body: PING });
  expect(own.status).toBe(200);
  expect(Object.keys(own.headers).filter((name) => name.startsWith("access-control"))).toEqual([]);
});

test("answers 404 to everything about OAuth, with and without a key, in every way of asking", async () => {
  proves("door:no-oauth");
  await using rig = await openDoorRig();
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
  for (const path of paths) {
    for (const method of ["GET", "POST", "HEAD"]) {
      expect([path, (await rig.knock({ method, path })).status]).toEqual([path, 404]);
      expect([path, (await rig.knock({ method, path, headers: bearer(rig.key) })).status]).toEqual([path, 404]);
    }
  }
  const { headers } = await rig.knock({ headers: { "content-type": "application/json" }, body: PING });
  expect(headers["www-authenticate"]).toBe("Bearer");
});

test("lets nobody list or call without a valid key, and tells no reason why not", async () => {
  proves("door:key");
  await using rig = await openDoorRig();
  const { id, key } = await rig.newKey();
  await rig.access.keys.revoke(id, { id: rig.keyId as never, name: "Dana" });
  const [, keyId, secret] = rig.key.split(".");
  const bad = [
    undefined,
    "",
    "Bearer",
    "Bearer ",
    `Basic ${Buffer.from(rig.key).toString("base64")}`,
    rig.key,
    `Bearer ${rig.key} more`,
    `Bearer ${rig.key}x`,
    `Bearer tools.${keyId}.${"A".repeat(43)}`,
    `Bearer tools.${keyId}.`,
    `Bearer tools..${secret}`,
    `Bearer ${rig.key.toUpperCase()}`,
    `Bearer ${key}`,
    `Bearer ${"x".repeat(8_000)}`,
  ];
  const texts = new Set<string>();
  for (const authorization of bad) {
    for (const method of ["tools/list", "tools/call", "initialize", "ping"]) {
      const { authorization: _own, ...headers } = bearer(rig.key);
      const { status, text } = await rig.knock({
        headers: { ...headers, ...(authorization === undefined ? {} : { authorization }) },
        body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: { name: "notes__read", arguments: {} } }),
      });
      expect([authorization, status]).toEqual([authorization, 401]);
      texts.add(text);
    }
  }
  expect(texts.size).toBeLessThanOrEqual(2); // One for no key, one for a wrong one.
  expect(rig.desk.sent).toEqual([]);
});

test("regenerating a key shuts its old text out at once, in open sessions too", async () => {
  proves("door:key-regenerated");
  await using rig = await openDoorRig();
  const { sessionId } = await rig.initialize();
  const headers = { "mcp-session-id": sessionId };
  const listening = rig.open({ method: "GET", headers: { ...bearer(rig.key), ...headers } });
  await listening.started;
  expect((await rig.knock(rig.legacy("tools/list", {}, { headers }))).status).toBe(200);
  const { key } = await rig.access.keys.regenerate(rig.keyId, { id: rig.keyId as never, name: "Dana" });
  for (const ask of [
    rig.legacy("tools/list", {}, { headers }),
    rig.legacy("tools/call", { name: "notes__read", arguments: {} }, { headers }),
    rig.modern("tools/list"),
    { method: "DELETE", headers: { ...bearer(rig.key), ...headers } },
  ])
    expect((await rig.knock(ask)).status).toBe(401);
  expect((await rig.knock(rig.legacy("tools/list", {}, { key }))).status).toBe(200);
  // The session was of the old key: the new one has to begin its own.
  expect((await rig.knock(rig.legacy("tools/call", { name: "notes__read" }, { key, headers }))).status).toBe(404);
  rig.door.keyEnded(rig.keyId);
  expect((await listening.heard).status).toBe(200);
});

test("a body that is too large is refused as such, and the door keeps answering", async () => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const limit = 4 * 1024 * 1024;
  const padded = (length: number): Buffer => {
    const [head, tail] = ['{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":"', '"}}'];
    return Buffer.from(`${head}${"x".repeat(length - head.length - tail.length)}${tail}`);
  };
  for (const headers of [{}, { "transfer-encoding": "chunked" }]) {
    const ask = (body: Buffer): Ask => ({ headers: { ...bearer(rig.key), ...headers }, body });
    expect((await rig.knock(ask(padded(limit)))).status).toBe(200);
    expect(await errorOf(rig, ask(padded(limit + 1)))).toEqual({ status: 413, code: -31_004 });
    expect(await errorOf(rig, ask(padded(limit * 3)))).toEqual({ status: 413, code: -31_004 });
  }
  expect(await keepsAnswering(rig)).toBe(true);
  expect(rig.faults).toEqual([]);
});

interface Unread {
  readonly path?: string;
  readonly length?: number;
  readonly authorization?: undefined;
}

test.each<[string, string, Unread]>([
  ["a body that is too large", "413", { length: 5 * 1024 * 1024 }],
  ["a body of somebody without a key", "401", { authorization: undefined }],
  ["a body for another path", "404", { path: "/other" }],
])("%s may be written to its end, and then its refusal is read", async (_what, status, change) => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const { path = "/mcp", length = 1024 * 1024, authorization } = { authorization: `Bearer ${rig.key}`, ...change };
  const socket = connect(rig.port, "127.0.0.1");
  const faults: unknown[] = [];
  const heard: Buffer[] = [];
  socket.on("error", (error) => faults.push(error));
  socket.on("data", (chunk: Buffer) => heard.push(chunk));
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const head = [
    `POST ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${rig.port}`,
    ...(authorization === undefined ? [] : [`Authorization: ${authorization}`]),
    "Content-Type: application/json",
    `Content-Length: ${length}`,
  ];
  socket.write(`${head.join("\r\n")}\r\n\r\n`);
  await expect.poll(() => heard.length).toBeGreaterThan(0); // The refusal comes first: nothing of the body is needed for it.
  const part = Buffer.alloc(64 * 1024, " ");
  for (let sent = 0; sent < length; sent += part.byteLength)
    await new Promise<void>((resolve) =>
      socket.write(part, (error) => {
        if (error) faults.push(error);
        resolve();
      }),
    );
  await closed;
  expect(faults).toEqual([]);
  const answer = Buffer.concat(heard).toString();
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(JSON.parse(answer.slice(answer.indexOf("{")))).toMatchObject({ error: { code: expect.any(Number) } });
  expect(await keepsAnswering(rig)).toBe(true);
});

test.each([
  ["headers that are too long", "431", (port: number) => `POST /mcp HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Long: `],
  ["what is no request", "400", () => "\u0016\u0003\u0001"],
])("%s may be written to their end, and then the refusal is read", async (_what, status, begin) => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const socket = connect({ port: rig.port, host: "127.0.0.1", allowHalfOpen: true });
  const faults: unknown[] = [];
  let heard = "";
  socket.on("error", (error) => faults.push(error));
  socket.on("data", (chunk: Buffer) => (heard += chunk.toString()));
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const part = "x".repeat(64 * 1024);
  socket.setNoDelay().write(begin(rig.port) + part);
  await expect.poll(() => heard).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  for (let sent = 0; sent < 1024 * 1024; sent += part.length)
    await new Promise<void>((resolve) => socket.write(part, () => resolve()));
  socket.end();
  await closed;
  expect(faults).toEqual([]);
  expect(await keepsAnswering(rig)).toBe(true);
});

test.each([
  ["no JSON", "{", 400, -32_700],
  ["nothing", "", 400, -32_700],
  ["no JSON-RPC", "{}", 400, -32_600],
  ["another JSON-RPC", '{"jsonrpc":"1.0","id":1,"method":"ping"}', 400, -32_600],
  ["a request with null as its id", '{"jsonrpc":"2.0","id":null,"method":"ping"}', 400, -32_600],
  ["a request with an object as its id", '{"jsonrpc":"2.0","id":{},"method":"ping"}', 400, -32_600],
  ["a request with a list of parameters", '{"jsonrpc":"2.0","id":1,"method":"ping","params":[1]}', 400, -32_600],
  ["a number", "1", 400, -32_600],
  ["null", "null", 400, -32_600],
  ["an empty batch", "[]", 400, -32_600],
  ["too large a batch", `[${Array(33).fill(PING).join(",")}]`, 400, -32_600],
  ["a batch with something else in it", `[${PING},1]`, 400, -32_600],
  [
    "arguments nested without end",
    `{"jsonrpc":"2.0","id":1,"method":"ping","params":{"x":${"[".repeat(1e6)}${"]".repeat(1e6)}}}`,
    400,
    -32_600,
  ],
  [
    "objects nested without end",
    `{"jsonrpc":"2.0","id":1,"method":"ping","params":${'{"x":'.repeat(5e5)}1${"}".repeat(5e5)}}`,
    400,
    -32_600,
  ],
  ["a batch nested without end", `${"[".repeat(1e6)}${"]".repeat(1e6)}`, 400, -32_600],
])("%s is refused with a typed error, and the door keeps answering", async (_what, body, status, code) => {
  proves("door:limits");
  await using rig = await openDoorRig();
  expect(await errorOf(rig, { headers: bearer(rig.key), body })).toEqual({ status, code });
  expect(await keepsAnswering(rig)).toBe(true);
  expect(rig.faults).toEqual([]);
});

test("takes nothing but JSON by POST", async () => {
  await using rig = await openDoorRig();
  for (const type of [
    undefined,
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json5",
  ]) {
    const { "content-type": _own, ...headers } = bearer(rig.key);
    const ask = { headers: { ...headers, ...(type === undefined ? {} : { "content-type": type }) }, body: PING };
    expect([type, (await rig.knock(ask)).status]).toEqual([type, 415]);
  }
  for (const type of ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON;x=y"])
    expect((await rig.knock({ headers: { ...bearer(rig.key), "content-type": type }, body: PING })).status).toBe(200);
  for (const method of ["PUT", "PATCH", "HEAD", "OPTIONS"])
    expect([method, (await rig.knock({ method, headers: bearer(rig.key) })).status]).toEqual([method, 405]);
  for (const path of ["/", "/mcp/", "/mcp?x=1", "/MCP", "//mcp", "/sse", "/mcp/../mcp"])
    expect([path, (await rig.knock({ path, headers: bearer(rig.key), body: PING })).status]).toEqual([path, 404]);
});

test("an agent that hangs up in the middle of its request is no fault of ours", async () => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const socket = connect(rig.port, "127.0.0.1");
  const head = [
    `POST /mcp HTTP/1.1`,
    `Host: 127.0.0.1:${rig.port}`,
    `Authorization: Bearer ${rig.key}`,
    "Content-Type: application/json",
    "Content-Length: 1000",
  ];
  await new Promise<void>((resolve) => socket.once("connect", resolve));
  socket.write(`${head.join("\r\n")}\r\n\r\n{"jsonrpc"`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await keepsAnswering(rig)).toBe(true);
  expect(rig.faults).toEqual([]);
});

test("garbage instead of HTTP ends that connection and no other", async () => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const socket = connect(rig.port, "127.0.0.1");
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  socket.on("error", () => {});
  socket.resume();
  socket.write("\u0016\u0003\u0001 not http at all\r\n\r\n");
  await closed;
  expect((await rig.knock({ headers: { ...bearer(rig.key), "x-long": "x".repeat(20_000) }, body: PING })).status).toBe(
    431,
  );
  expect(await keepsAnswering(rig)).toBe(true);
});

test("a request of the newer era whose headers and body differ is refused with the protocol's own codes", async () => {
  await using rig = await openDoorRig();
  const list = (change: Record<string, string | undefined>): Ask => {
    const ask = rig.modern("tools/list");
    const headers = Object.fromEntries(
      Object.entries({ ...ask.headers, ...change }).filter(([, value]) => value !== undefined),
    );
    return { ...ask, headers };
  };
  const call = (headers: Record<string, string>): Ask =>
    rig.modern("tools/call", { name: "notes__read", arguments: {} }, { headers });
  const rows: readonly (readonly [string, Ask, number | undefined])[] = [
    ["as it should be", list({}), undefined],
    ["no version header", list({ "mcp-protocol-version": undefined }), -32_020],
    ["another version header", list({ "mcp-protocol-version": "2026-07-29" }), -32_020],
    ["an older version header", list({ "mcp-protocol-version": "2025-11-25" }), -32_020],
    ["no method header", list({ "mcp-method": undefined }), -32_020],
    ["another method header", list({ "mcp-method": "tools/call" }), -32_020],
    ["a name header that fits", call({}), undefined],
    ["another name header", call({ "mcp-name": "notes__write" }), -32_020],
    [
      "a name header in base64",
      call({ "mcp-name": `=?base64?${Buffer.from("notes__read").toString("base64")}?=` }),
      undefined,
    ],
    [
      "another name in base64",
      call({ "mcp-name": `=?base64?${Buffer.from("notes__write").toString("base64")}?=` }),
      -32_020,
    ],
  ];
  for (const [what, ask, code] of rows) {
    const { status, messages } = await rig.knock(ask);
    expect([what, status, messages.at(-1)?.error?.code]).toEqual([what, code === undefined ? 200 : 400, code]);
  }
});

test("a version that nobody knows is refused with those that are", async () => {
  await using rig = await openDoorRig();
  const meta = { "io.modelcontextprotocol/protocolVersion": "2099-01-01" };
  const ask = rig.modern("tools/list", { _meta: meta }, { headers: { "mcp-protocol-version": "2099-01-01" } });
  const { status, messages } = await rig.knock(ask);
  expect(status).toBe(400);
  expect(messages[0]?.error).toMatchObject({
    code: -32_022,
    data: { requested: "2099-01-01", supported: [MODERN, "2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"] },
  });
});

test("a request of the newer era without what it must carry is refused", async () => {
  await using rig = await openDoorRig();
  for (const missing of ["protocolVersion", "clientCapabilities"]) {
    const ask = rig.modern("tools/list");
    const body = JSON.parse(String(ask.body)) as { params: { _meta: Record<string, unknown> } };
    delete body.params._meta[`io.modelcontextprotocol/${missing}`];
    expect(await errorOf(rig, { ...ask, body: JSON.stringify(body) })).toEqual({ status: 400, code: -32_602 });
  }
});

test("a method that does not exist is told in the way of its era", async () => {
  await using rig = await openDoorRig();
  expect(await errorOf(rig, rig.modern("approvals/approve"))).toEqual({ status: 404, code: -32_601 });
  expect(await errorOf(rig, rig.legacy("approvals/approve"))).toEqual({ status: 200, code: -32_601 });
});

test("no method of an agent decides, classifies or unlocks", async () => {
  proves("gate:no-self-approval");
  await using rig = await openDoorRig();
  rig.open(rig.modern("tools/call", { name: "notes__write", arguments: { path: "/a" } }));
  const { id, digest } = await rig.waiting();
  const methods = [
    "approvals.approve",
    "approvals/approve",
    "tools/classify",
    "session/signIn",
    "vault/unlock",
    "elicitation/create",
    "completion/complete",
    "prompts/get",
    "resources/read",
    "sampling/createMessage",
    "tasks/result",
  ];
  for (const method of methods) {
    for (const ask of [rig.modern(method, { callId: id, digest }), rig.legacy(method, { callId: id, digest })])
      expect([-32_601, -32_020]).toContain((await errorOf(rig, ask)).code); // Some would need a header with a name.
  }
  const listed = await rig.knock(rig.modern("tools/list"));
  const tools = listed.messages[0]?.result?.["tools"] as { readonly name: string }[];
  expect(tools.map(({ name }) => name)).toEqual(["notes__read", "notes__write", "gatehouse__await_call"]);
  expect(rig.desk.desk.waiting().map((call) => call.id)).toEqual([id]);
  expect(rig.desk.sent).toEqual([]);
});
