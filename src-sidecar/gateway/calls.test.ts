import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { ConnectorError } from "../connectors/index.ts";
import {
  ADMIN,
  bearer,
  MODERN,
  messagesOf,
  openDoorRig,
  said,
  stateOf,
  TOOLS,
  until,
  type Ask,
  type DoorRig,
  type Open,
} from "./testdata/door-rig.ts";

const BY = { ...ADMIN, at: 1 };
const read = (rig: DoorRig, path: string): Ask =>
  rig.modern("tools/call", { name: "notes__read", arguments: { path } });
const write = (rig: DoorRig, path: string, meta: JsonObject = {}): Ask =>
  rig.modern("tools/call", { name: "notes__write", arguments: { path }, _meta: meta });
const awaitCall = (rig: DoorRig, args: JsonObject, key = rig.key): Ask =>
  rig.modern("tools/call", { name: "gatehouse__await_call", arguments: args }, { key });

/** What stands on every result of this tool. */
const MARK = { "gatehouse/content": { untrusted: true, source: "notes/read", stripped: 0, phrases: 0 } };

test("answers both eras, with what each of them expects around a result", async () => {
  await using rig = await openDoorRig();
  const modern = await rig.knock(read(rig, "/a"));
  expect(modern.headers["content-type"]).toBe("application/json");
  expect(modern.messages).toEqual([
    {
      jsonrpc: "2.0",
      id: expect.any(Number),
      result: { resultType: "complete", content: [{ type: "text", text: "done" }], _meta: MARK },
    },
  ]);
  const discovered = await rig.knock(rig.modern("server/discover"));
  expect(discovered.messages[0]?.result).toMatchObject({ supportedVersions: expect.arrayContaining([MODERN]) });

  for (const version of ["2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"]) {
    const { sessionId, heard } = await rig.initialize(version);
    expect(heard.messages[0]?.result).toMatchObject({ protocolVersion: version, serverInfo: { name: "gatehouse" } });
    const headers = {
      "mcp-session-id": sessionId,
      ...(version === "2024-11-05" ? {} : { "mcp-protocol-version": version }),
    };
    expect(
      (
        await rig.knock({
          headers: { ...bearer(rig.key), ...headers },
          body: '{"jsonrpc":"2.0","method":"notifications/initialized"}',
        })
      ).status,
    ).toBe(202);
    const legacy = await rig.knock(
      rig.legacy("tools/call", { name: "notes__read", arguments: { path: "/b" } }, { headers }),
    );
    expect(legacy.messages[0]?.result).toEqual({ content: [{ type: "text", text: "done" }], _meta: MARK });
  }
  const { heard } = await rig.initialize("1999-01-01");
  expect(heard.messages[0]?.result).toMatchObject({ protocolVersion: "2025-11-25" });
});

test("a client that never speaks of its session is served by its key alone", async () => {
  await using rig = await openDoorRig();
  await rig.initialize();
  const heard = await rig.knock(rig.legacy("tools/call", { name: "notes__read", arguments: { path: "/a" } }));
  expect(heard.messages[0]?.result).toBeDefined();
});

test("lists exactly the tools of the key's policy, and one way to await a call", async () => {
  proves("door:policy");
  await using rig = await openDoorRig();
  const [connector] = rig.catalog.snapshot().connectors.values();
  if (!connector) throw new Error("no connector");
  const { key } = await rig.newKey([{ connectorId: connector.id, tools: ["read"] }]);
  const names = async (ask: Ask) => {
    const tools = (await rig.knock(ask)).messages[0]?.result?.["tools"] as { readonly name: string }[];
    return tools.map(({ name }) => name);
  };
  expect(await names(rig.modern("tools/list", {}, { key }))).toEqual(["notes__read", "gatehouse__await_call"]);
  expect(await names(rig.legacy("tools/list", {}, { key }))).toEqual(["notes__read", "gatehouse__await_call"]);
  expect(await names(rig.modern("tools/list"))).toEqual(["notes__read", "notes__write", "gatehouse__await_call"]);
  const other = await rig.knock(rig.modern("tools/call", { name: "notes__write", arguments: {} }, { key }));
  const none = await rig.knock(rig.modern("tools/call", { name: "no__such_tool", arguments: {} }, { key }));
  const told = (heard: typeof other) => heard.messages[0]?.error?.message.replace(/"[^"]*"/, "NAME");
  expect(other.messages[0]?.error?.code).toBe(-32_602);
  expect(told(other)).toBe(told(none));
  expect(rig.desk.sent).toEqual([]);
});

test("a call that waits gets its stream at once, with a sign of life, and its result in it", async () => {
  await using rig = await openDoorRig();
  const open = rig.open(write(rig, "/a", { progressToken: "p1" }));
  const response = await open.started;
  expect(response.statusCode).toBe(200);
  expect(response.headers["content-type"]).toBe("text/event-stream");
  await until(() => (open.text().includes("notifications/progress") ? true : undefined));
  const { id } = await rig.waiting();
  const [progress] = messagesOf(open.text(), "text/event-stream");
  expect(progress).toMatchObject({ method: "notifications/progress", params: { progressToken: "p1", progress: 1 } });
  expect(JSON.stringify(progress)).toContain(id);
  await rig.approve();
  const heard = await open.heard;
  expect(heard.messages.at(-1)).toMatchObject({ result: { content: [{ text: "done" }] } });
  expect(rig.desk.sent).toHaveLength(1);
});

test("progress of the connector is passed on and only ever grows", async () => {
  await using rig = await openDoorRig();
  rig.desk.answer = async (_call, { onProgress }) => {
    for (const progress of [1, 5, 3, 7]) onProgress({ progress, total: 10, message: `at ${progress}` });
    return { content: [] };
  };
  const heard = await rig.knock(
    rig.modern("tools/call", { name: "notes__read", arguments: {}, _meta: { progressToken: 7 } }),
  );
  const steps = heard.messages
    .filter(({ method }) => method === "notifications/progress")
    .map(({ params }) => params?.["progress"]);
  expect(steps).toEqual([1, 5, 7]);
});

test("without a progress token nothing is reported", async () => {
  await using rig = await openDoorRig();
  rig.desk.answer = async (_call, { onProgress }) => {
    onProgress({ progress: 1 });
    return { content: [] };
  };
  const heard = await rig.knock(read(rig, "/a"));
  expect(heard.messages).toHaveLength(1);
});

test("past the hold the agent gets a pending result, awaits the call by its id, and nothing runs twice", async () => {
  proves("gate:once");
  await using rig = await openDoorRig();
  await rig.access.settings.set({ ...rig.access.settings.get(), holdMs: 1_000 }, ADMIN);
  const pending = await rig.knock(write(rig, "/a"));
  const { id } = await rig.waiting();
  expect(stateOf(pending)).toBe("pending");
  expect(pending.messages.at(-1)?.result?.["isError"]).toBe(false);
  expect(said(pending)).toContain(id);
  expect(said(pending)).toContain("has not run yet");
  expect(rig.desk.desk.waiting()).toHaveLength(1);

  const listed = await rig.knock(awaitCall(rig, {}));
  expect(said(listed)).toMatch(new RegExp(`${id}  awaiting  notes__write`));
  const again = await rig.knock(awaitCall(rig, { call_id: id }));
  expect(stateOf(again)).toBe("pending");

  const awaiting = rig.open(awaitCall(rig, { call_id: id }));
  await awaiting.started;
  await rig.approve();
  expect(said(await awaiting.heard)).toBe("done");
  expect(said(await rig.knock(awaitCall(rig, { call_id: id })))).toBe("done");
  expect(rig.desk.sent).toHaveLength(1);
  expect(said(await rig.knock(awaitCall(rig, {})))).toMatch(/succeeded/);
});

test("before a lock a held request gets its pending result at once, and the call waits on", async () => {
  proves("lock:waits");
  await using rig = await openDoorRig();
  const held = rig.open(write(rig, "/a"));
  const { id } = await rig.waiting();
  rig.letGo();
  const heard = await held.heard;
  expect(stateOf(heard)).toBe("pending");
  expect(said(heard)).toContain(id);
  expect(rig.desk.desk.waiting()).toHaveLength(1);
});

test("a call that outlives its request while it runs is told as running, not as waiting for a person", async () => {
  await using rig = await openDoorRig();
  await rig.access.settings.set({ ...rig.access.settings.get(), holdMs: 1_000 }, ADMIN);
  const go = Promise.withResolvers<JsonObject>();
  rig.desk.answer = () => go.promise;
  const pending = await rig.knock(read(rig, "/a"));
  expect(stateOf(pending)).toBe("running");
  expect(said(pending)).not.toContain("has not run yet");
  const [id] = /[0-9a-f-]{36}/.exec(said(pending)) ?? [];
  const awaiting = rig.open(awaitCall(rig, { call_id: id ?? "" }));
  go.resolve({ content: [{ type: "text", text: "late" }] });
  expect(said(await awaiting.heard)).toBe("late");
  expect(rig.desk.sent).toHaveLength(1);
});

test("another key cannot await a call, nor learn that it exists", async () => {
  proves("door:policy");
  await using rig = await openDoorRig();
  const { key } = await rig.newKey();
  rig.open(write(rig, "/a"));
  const { id } = await rig.waiting();
  const foreign = await rig.knock(awaitCall(rig, { call_id: id }, key));
  const unknown = await rig.knock(awaitCall(rig, { call_id: "01890000-0000-7000-8000-00000000dead" }, key));
  expect(stateOf(foreign)).toBe("not_found");
  expect(said(foreign)).toBe(said(unknown));
  expect(said(await rig.knock(awaitCall(rig, {}, key)))).toBe("You have no recent calls.");
  for (const bad of [1, null, "", "x", { a: 1 }] as const)
    expect(stateOf(await rig.knock(awaitCall(rig, { call_id: bad })))).toBe("not_found");
  expect(rig.desk.desk.waiting()).toHaveLength(1);
});

test.each(["modern", "legacy"])(
  "an agent of the %s era that hangs up while it waits takes its call back",
  async (era) => {
    await using rig = await openDoorRig();
    const open = rig.open(
      era === "modern"
        ? write(rig, "/a")
        : rig.legacy("tools/call", { name: "notes__write", arguments: { path: "/a" } }),
    );
    await open.started;
    const { id } = await rig.waiting();
    open.hangUp();
    await until(() => (rig.desk.desk.live(id) ? undefined : true));
    expect(await rig.desk.steps(id)).toEqual(["call.asked", "call.cancelled"]);
    expect(rig.desk.sent).toEqual([]);
  },
);

test("an agent of the handshake era takes its call back by saying so, and only its own", async () => {
  await using rig = await openDoorRig();
  const one = await rig.initialize();
  const two = await rig.initialize();
  const start = (sessionId: string, path: string): Open =>
    rig.open(
      rig.legacy(
        "tools/call",
        { name: "notes__write", arguments: { path } },
        { headers: { "mcp-session-id": sessionId }, id: 77 },
      ),
    );
  start(one.sessionId, "/one");
  const mine = await rig.waiting();
  start(two.sessionId, "/two");
  await until(() => (rig.desk.desk.waiting().length === 2 ? true : undefined));
  const cancel = (sessionId: string | undefined, requestId: unknown) =>
    rig.knock({
      headers: { ...bearer(rig.key), ...(sessionId === undefined ? {} : { "mcp-session-id": sessionId }) },
      body: JSON.stringify({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } }),
    });
  expect((await cancel(undefined, 77)).status).toBe(202);
  await cancel(one.sessionId, 78);
  await cancel(one.sessionId, "77");
  await cancel(one.sessionId, {});
  expect(rig.desk.desk.waiting()).toHaveLength(2);
  await cancel(one.sessionId, 77);
  await until(() => (rig.desk.desk.live(mine.id) ? undefined : true));
  expect(rig.desk.desk.waiting()).toHaveLength(1);
  expect(await rig.desk.steps(mine.id)).toEqual(["call.asked", "call.cancelled"]);
});

test("a batch is answered on one stream, each request for itself", async () => {
  await using rig = await openDoorRig();
  const call = (id: number, name: string) => ({
    jsonrpc: "2.0",
    id,
    method: "tools/call",
    params: { name, arguments: { path: `/${id}` } },
  });
  const body = [
    { jsonrpc: "2.0", method: "notifications/initialized" },
    { jsonrpc: "2.0", id: 1, method: "ping" },
    call(2, "notes__read"),
    call(3, "no__such"),
    call(4, "notes__write"),
  ];
  const open = rig.open({ headers: bearer(rig.key), body: JSON.stringify(body) });
  await rig.approve();
  const { messages, headers } = await open.heard;
  expect(headers["content-type"]).toBe("text/event-stream");
  const byId = new Map(messages.map((message) => [message.id, message]));
  expect(new Set(byId.keys())).toEqual(new Set([1, 2, 3, 4]));
  expect(byId.get(3)?.error?.code).toBe(-32_602);
  expect(byId.get(4)?.result).toMatchObject({ content: [{ text: "done" }] });
  const silent = await rig.knock({ headers: bearer(rig.key), body: JSON.stringify([{ jsonrpc: "2.0", method: "x" }]) });
  expect([silent.status, silent.text]).toEqual([202, ""]);
});

test("answers never cross: two agents, the same ids, two hundred calls at once", async () => {
  await using rig = await openDoorRig();
  const { key } = await rig.newKey();
  rig.desk.answer = async ({ arguments: args }) => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 20));
    return { content: [{ type: "text", text: args["path"] ?? "" }] };
  };
  const keys = { one: rig.key, two: key };
  const ask = (as: keyof typeof keys, index: number) =>
    rig.knock(
      rig.legacy(
        "tools/call",
        { name: "notes__read", arguments: { path: `${as}/${index}` } },
        { key: keys[as], id: index },
      ),
    );
  const asked = (["one", "two"] as const).flatMap((as) =>
    Array.from({ length: 100 }, async (_none, index) => ({ as, index, heard: await ask(as, index) })),
  );
  for (const { as, index, heard } of await Promise.all(asked)) {
    expect(said(heard)).toBe(`${as}/${index}`);
    expect(heard.messages[0]?.id).toBe(index);
  }
});

test("a session listens, hears of changed tools, ends, and is then no session", async () => {
  await using rig = await openDoorRig();
  const { sessionId } = await rig.initialize();
  const headers = { ...bearer(rig.key), "mcp-session-id": sessionId };
  const first = rig.open({ method: "GET", headers });
  expect((await first.started).headers["content-type"]).toBe("text/event-stream");
  await until(() => (first.text().includes(": open") ? true : undefined));
  const second = rig.open({ method: "GET", headers });
  await second.started;
  await first.heard; // The newer stream takes the place of the older one.
  rig.door.listsChanged();
  await until(() => (second.text().includes("tools/list_changed") ? true : undefined));
  expect((await rig.knock({ method: "DELETE", headers })).status).toBe(204);
  await second.heard;
  for (const method of ["GET", "DELETE"]) expect((await rig.knock({ method, headers })).status).toBe(404);
  const late = await rig.knock(rig.legacy("tools/list", {}, { headers: { "mcp-session-id": sessionId } }));
  expect(late.status).toBe(404);
  for (const method of ["GET", "DELETE"]) {
    expect((await rig.knock({ method, headers: bearer(rig.key) })).status).toBe(405);
    expect((await rig.knock({ method, headers: { ...headers, "mcp-session-id": "nonsense" } })).status).toBe(404);
  }
});

test("a session belongs to its key: another one can neither listen to it nor end it", async () => {
  await using rig = await openDoorRig();
  const { key } = await rig.newKey();
  const { sessionId } = await rig.initialize();
  for (const method of ["GET", "DELETE"])
    expect((await rig.knock({ method, headers: { ...bearer(key), "mcp-session-id": sessionId } })).status).toBe(404);
  const own = await rig.knock(rig.legacy("tools/list", {}, { headers: { "mcp-session-id": sessionId } }));
  expect(own.status).toBe(200);
});

test("agents of the newer era hear of changed tools where they asked for it, and of the end", async () => {
  await using rig = await openDoorRig();
  const listen = (wanted: JsonObject) => rig.open(rig.modern("subscriptions/listen", { notifications: wanted }));
  const tools = listen({ toolsListChanged: true });
  const nothing = listen({});
  for (const open of [tools, nothing]) await until(() => (open.text().includes("acknowledged") ? true : undefined));
  rig.door.listsChanged();
  await until(() => (tools.text().includes("tools/list_changed") ? true : undefined));
  rig.door.keyEnded(rig.keyId);
  const heard = await tools.heard;
  expect(heard.messages.map(({ method, result }) => method ?? Object.keys(result ?? {})[0])).toEqual([
    "notifications/subscriptions/acknowledged",
    "notifications/tools/list_changed",
    "resultType",
  ]);
  expect((await nothing.heard).text).not.toContain("list_changed");
});

test("there is a limit to what one agent can hold open", async () => {
  proves("door:limits");
  await using rig = await openDoorRig();
  const opens = Array.from({ length: 256 }, () => rig.open(rig.modern("subscriptions/listen", { notifications: {} })));
  await Promise.all(opens.map((open) => open.started));
  const refused = await rig.knock(rig.modern("subscriptions/listen", { notifications: {} }));
  expect([refused.status, refused.messages[0]?.error?.code]).toEqual([429, -31_004]);
  opens[0]?.hangUp();
  await until(async () => {
    const open = rig.open(rig.modern("subscriptions/listen", { notifications: {} }));
    const { statusCode } = await open.started;
    return statusCode === 200 ? true : undefined;
  });
  for (const open of opens) open.hangUp();
});

const OUTCOMES: readonly (readonly [string, (rig: DoorRig) => Promise<void>, string, RegExp])[] = [
  [
    "a denial with its reason",
    async (rig) => {
      const { id, digest } = await rig.waiting();
      await rig.desk.desk.decisions.deny(id, digest, "Not on a Friday.", BY);
    },
    "denied",
    /Dana denied this call in Gatehouse: Not on a Friday\. Nothing was sent/,
  ],
  [
    "an expiry",
    async (rig) => {
      await rig.waiting();
      rig.desk.clock.advance(rig.desk.settings.current.waitMs);
      rig.desk.desk.expire();
    },
    "expired",
    /Nobody decided .* Nothing was sent/,
  ],
  [
    "a cancellation",
    async (rig) => {
      const { id } = await rig.waiting();
      await rig.desk.desk.cancel(id, "member:Dana");
    },
    "cancelled",
    /Dana cancelled this call in Gatehouse\. Nothing was sent/,
  ],
  [
    "a failure of the connector",
    async (rig) => {
      rig.desk.answer = async () => {
        throw new ConnectorError("connector_unreachable", "The connector could not be reached.", { hint: "Start it." });
      };
      await rig.approve();
    },
    "failed",
    /could not be reached\. Start it\. \(connector_unreachable\)/,
  ],
];

test.each(OUTCOMES)(
  "tells %s in a sentence that says what happened, as an error of the tool",
  async (_what, end, state, words) => {
    await using rig = await openDoorRig();
    const open = rig.open(write(rig, "/a"));
    await end(rig);
    const heard = await open.heard;
    expect(said(heard)).toMatch(words);
    expect(stateOf(heard)).toBe(state);
    expect(heard.messages.at(-1)?.result?.["isError"]).toBe(true);
  },
);

test.each([["arguments that do not fit", { path: 7 }, "arguments_invalid", /do not fit the schema/]])(
  "tells %s as an error of the tool, with what is wrong",
  async (_what, args, state, words) => {
    await using rig = await openDoorRig();
    const heard = await rig.knock(rig.modern("tools/call", { name: "notes__read", arguments: args }));
    expect(said(heard)).toMatch(words);
    expect(stateOf(heard)).toBe(state);
  },
);

test("tells a locked vault, and what to do about it", async () => {
  await using rig = await openDoorRig();
  const first = await rig.knock(read(rig, "/a"));
  rig.desk.vault.lock();
  const heard = await rig.knock(read(rig, "/a"));
  expect(stateOf(heard)).toBe("vault_locked");
  expect(said(heard)).toMatch(/Ask the operator to unlock Gatehouse/);
  expect(said(first)).toBe("done");
  expect(rig.faults).toEqual([]);
});

test("refuses arguments that are no object, and a call without a name", async () => {
  await using rig = await openDoorRig();
  for (const params of [
    {},
    { name: 1 },
    { name: "notes__read", arguments: [] },
    { name: "notes__read", arguments: "x" },
  ] as const)
    expect((await rig.knock(rig.legacy("tools/call", params))).messages[0]?.error?.code).toBe(-32_602);
});

test("what a server hides in its definitions does not reach the model", async () => {
  proves("peer:text");
  await using rig = await openDoorRig();
  const [connector] = rig.catalog.snapshot().connectors.values();
  if (!connector) throw new Error("no connector");
  const hidden = "\u200b\u202e\u{e0041}\u001b[31m";
  const definition = {
    name: "read",
    title: `Re${hidden}ad`,
    description: `Reads${hidden} a note.`,
    inputSchema: {
      type: "object",
      properties: { path: { type: "string", description: `Where${hidden}.`, title: `P${hidden}` } },
    },
    annotations: { title: `T${hidden}` },
  };
  await rig.catalog.tools.reconcile(connector.id, [definition, ...TOOLS.slice(1)]);
  const { text } = await rig.knock(rig.modern("tools/list"));
  expect(text).toContain("Where.");
  // JSON writes a control character as an escape.
  for (const sign of ["\u200b", "\u202e", "\u{e0041}", "\\u001b", "\u001b"]) expect(text).not.toContain(sign);
});

test("closing answers nobody twice and leaves what waits", async () => {
  proves("restart:nothing-lost");
  const rig = await openDoorRig();
  const open = rig.open(write(rig, "/a"));
  await open.started;
  const { id } = await rig.waiting();
  await rig.desk.desk.close();
  await rig.door.close();
  await expect(open.heard).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(rig.desk.desk.live(id)?.state).toBe("awaiting");
  expect(await rig.desk.steps(id)).toEqual(["call.asked"]);
  await rig[Symbol.asyncDispose]();
});

test("hundreds of calls of every kind leave no timer, no open call and no growing memory behind", async () => {
  await using rig = await openDoorRig();
  const { sessionId } = await rig.initialize();
  const headers = { "mcp-session-id": sessionId };
  const round = async (index: number): Promise<void> => {
    await rig.knock(read(rig, `/${index}`));
    await rig.knock(rig.legacy("tools/call", { name: "notes__read", arguments: { path: "/" } }, { headers }));
    const asked = rig.open(write(rig, `/${index}`, { progressToken: index }));
    await rig.approve();
    await asked.heard;
    const left = rig.open(write(rig, `/${index}`));
    const { id } = await rig.waiting();
    left.hangUp();
    await until(() => (rig.desk.desk.live(id) ? undefined : true));
    await rig.knock(rig.legacy("tools/call", { name: "no__such" }, { headers }));
  };
  const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === "Timeout").length;
  for (let index = 0; index < 20; index += 1) await round(index);
  const before = timers();
  for (let index = 0; index < 80; index += 1) await round(index);
  expect(timers()).toBeLessThanOrEqual(before + 2); // Connections that are about to close have one each.
  expect(rig.desk.desk.waiting()).toEqual([]);
  expect(rig.faults).toEqual([]);
});

test("a call whose tool leaves the key's policy while its arguments are looked at is refused", async () => {
  proves("gate:roles");
  await using rig = await openDoorRig();
  const { ports, sent } = rig.desk;
  const begun = Promise.withResolvers<void>();
  const looking = Promise.withResolvers<void>();
  const { cleaner } = ports;
  const scan: typeof cleaner.scan = async (value) => {
    begun.resolve();
    await looking.promise;
    return cleaner.scan(value);
  };
  Object.assign(ports, { cleaner: { ...cleaner, scan } });
  const knocking = rig.knock(read(rig, "/a"));
  await begun.promise;
  const [policy] = rig.access.policies.list();
  if (!policy) throw new Error("no policy");
  const { name, trustLevel, nameForm } = policy;
  await rig.access.policies.update(policy.id, { name, trustLevel, nameForm, grants: [] }, ADMIN);
  looking.resolve();
  expect(said(await knocking)).toContain("not in this key's policy");
  expect(sent).toEqual([]);
});
