import { request } from "node:http";
import { expect, test } from "vitest";
import type { ToolDefinition } from "../../src-contract/connector.ts";
import { proves } from "../../testkit/promises.ts";
import { ADMIN, bearer, openDoorRig, type Ask, type DoorRig } from "./testdata/door-rig.ts";

const READ = '{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"notes__read","arguments":{"path":"/a"}}}';

/** A request of which one half is sent before `meanwhile`, and the other after it. */
async function inTwoHalves(rig: DoorRig, body: string, meanwhile: () => Promise<unknown>) {
  const answered = Promise.withResolvers<{ readonly status: number; readonly text: string }>();
  const headers = { ...bearer(rig.key), "content-length": body.length };
  const sent = request({ host: "127.0.0.1", port: rig.port, method: "POST", path: "/mcp", headers }, (response) => {
    let text = "";
    response.setEncoding("utf8");
    response.on("data", (chunk: string) => (text += chunk));
    response.on("end", () => answered.resolve({ status: response.statusCode ?? 0, text }));
  });
  sent.on("error", answered.reject);
  sent.write(body.slice(0, 20));
  await rig.knock(rig.legacy("ping")); // By now the door has read the headers of the first.
  await meanwhile();
  sent.end(body.slice(20));
  return answered.promise;
}

test("a key that is regenerated or revoked while a request still comes in no longer carries it", async () => {
  proves("door:key-regenerated");
  await using rig = await openDoorRig();
  expect((await inTwoHalves(rig, READ, () => Promise.resolve())).status).toBe(200);
  expect(rig.desk.sent).toHaveLength(1);
  const regenerated = await inTwoHalves(rig, READ, () => rig.access.keys.regenerate(rig.keyId, ADMIN));
  expect(regenerated.status).toBe(401);
  expect(rig.desk.sent).toHaveLength(1);
  expect(rig.faults).toEqual([]);
});

test("a key that is revoked while a request still comes in does not list a tool with it", async () => {
  proves("door:key");
  await using rig = await openDoorRig();
  const list = '{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}';
  const { status, text } = await inTwoHalves(rig, list, () => rig.access.keys.revoke(rig.keyId, ADMIN));
  expect(status).toBe(401);
  expect(text).not.toContain("notes__read");
});

test("a policy that is narrowed while a request still comes in holds for it", async () => {
  proves("door:policy");
  await using rig = await openDoorRig();
  const [policy] = rig.access.policies.list();
  if (!policy) throw new Error("no policy");
  const { name, trustLevel, nameForm } = policy;
  const narrow = () => rig.access.policies.update(policy.id, { name, trustLevel, nameForm, grants: [] }, ADMIN);
  expect((await inTwoHalves(rig, READ, narrow)).text).toContain("-32602");
  expect(rig.desk.sent).toEqual([]);
});

const call = (args: string): string =>
  `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"notes__write","arguments":${args}}}`;

test.each([
  ["a member called __proto__", '{"path":"a","__proto__":{"hidden":"x"}}'],
  ["one that is written with an escape", '{"path":"a","\\u005f_proto__":{"hidden":"x"}}'],
  ["one deeper down", '{"path":"a","x":{"y":{"__proto__":1}}}'],
  ["one in a list", '{"path":"a","x":[1,[{"__proto__":null}]]}'],
  ["a number that no double holds", '{"path":"a","x":[1e400]}'],
  ["a negative one", '{"path":"a","x":-1e400}'],
  ["nesting that is too deep to show", `{"path":"a","x":${"[".repeat(3_000)}${"]".repeat(3_000)}}`],
  ["nesting that is just too deep", `{"path":"a","x":${'{"x":'.repeat(130)}1${"}".repeat(130)}}`],
])("arguments with %s are refused, because they would not be shown as they are sent", async (_what, args) => {
  proves("gate:digest", "door:limits");
  await using rig = await openDoorRig();
  const bodies: readonly Ask[] = [call(args), `[${call(args)}]`].map((body) => ({ headers: bearer(rig.key), body }));
  for (const ask of bodies) {
    const { status, messages } = await rig.knock(ask);
    expect([status, messages[0]?.error?.code]).toEqual([400, -32_600]);
  }
  expect(rig.desk.desk.waiting()).toEqual([]);
  expect(rig.desk.sent).toEqual([]);
  expect(rig.faults).toEqual([]);
  expect((await rig.knock(rig.legacy("ping"))).status).toBe(200);
});

test("nothing that an eye does not see reaches a model from a tool's definition", async () => {
  proves("peer:text");
  await using rig = await openDoorRig();
  const unseen = "\u202e\u200b\u001b[31m";
  const tool: ToolDefinition = {
    name: "odd",
    title: `Odd${unseen}`,
    description: `Says${unseen}`,
    inputSchema: {
      type: "object",
      description: `of all${unseen}`,
      properties: {
        path: { type: "string", description: `of one${unseen}`, enum: [`a${unseen}`], default: `a${unseen}` },
      },
    },
    annotations: { title: `Noted${unseen}` },
  };
  const [connector] = rig.catalog.snapshot().connectors.values();
  if (!connector) throw new Error("no connector");
  await rig.catalog.tools.reconcile(connector.id, [tool]);
  const { text } = await rig.knock(rig.modern("tools/list"));
  expect(text).toContain("notes__odd");
  expect(text).toContain("of one");
  expect(text).not.toMatch(/\u202e|\u200b|\u001b|\\u202e|\\u200b|\\u001b/i);
});
