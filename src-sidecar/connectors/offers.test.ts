import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import type { LogLine } from "./mcp/pending-request.ts";
import { call, createRig, improvised, script, textOf } from "./testdata/rig.ts";

// Every test starts processes or waits for them, on machines that have other work, too.
const EVERYTHING = createRequire(import.meta.url).resolve("@modelcontextprotocol/server-everything/dist/index.js");
const signal = new AbortController().signal;
const ALL = `{ tools: {}, resources: {}, prompts: {}, completions: {}, logging: {} }`;
const EMPTY = `if (request.method === "resources/list") return reply({ resources: [] });
  if (request.method === "resources/templates/list") return reply({ resourceTemplates: [] });
  if (request.method === "prompts/list") return reply({ prompts: [] });`;

async function discover(body: string, capabilities = ALL) {
  await using it = createRig();
  return await it.connections.discover(improvised(`${body}\n${EMPTY}`, capabilities), { signal });
}

const resources = (list: string) => `if (request.method === "resources/list") return reply({ resources: ${list} });`;

test("what a real server lists is found with what it offers", async () => {
  await using it = createRig();
  const { offering, offers, skipped } = await it.connections.discover(script(EVERYTHING, "stdio"), { signal });
  expect(offering).toEqual({ tools: true, resources: true, prompts: true, completions: true });
  expect([offers.resources.length, offers.prompts.length, skipped]).toEqual([7, 4, []]);
  expect(offers.templates.map(({ uriTemplate }) => uriTemplate)).toContain("demo://resource/dynamic/text/{resourceId}");
});

test("operations are carried out by their own methods", async () => {
  await using it = createRig();
  const to = script(EVERYTHING, "stdio");
  const send = (operation: ReturnType<typeof call>["operation"], input: Parameters<typeof call>[1]) =>
    it.connections.send({ ...call(operation, input), operation }, to, { signal, timeoutMs: 60_000 });
  const uri = "demo://resource/dynamic/text/7";
  expect(await send("resources/read", { uri })).toMatchObject({
    contents: [{ uri, text: expect.stringContaining("7") }],
  });
  const filled = await send("prompts/get", { name: "args-prompt", arguments: { city: "Ghent" } });
  expect(JSON.stringify(filled["messages"])).toContain("Ghent");
  const ref = { type: "ref/prompt", name: "completable-prompt" };
  expect(await send("completion/complete", { ref, argument: { name: "department", value: "Eng" } })).toMatchObject({
    completion: { values: ["Engineering"] },
  });
  await expect(send("prompts/get", { name: "unheard-of" })).rejects.toMatchObject({ code: "upstream_error" });
});

test("a tool that is called like an operation is called as a tool", async () => {
  await using it = createRig();
  const to = improvised(`if (request.id !== undefined && request.method.includes("/"))
    return reply({ content: [{ type: "text", text: request.method + " " + request.params.name }] });`);
  expect(textOf(await it.ask(to, "resources/read"))).toBe("tools/call resources/read");
});

describe("a hostile list", () => {
  test("of 100,000 resources is read as far as 5,000, and the tools are still there", async () => {
    const entries = `Array.from({ length: 100000 }, (_, i) => ({ uri: "x://" + i, name: "n" + i }))`;
    const { tools, offers, skipped } = await discover(resources(entries));
    expect([tools.length, offers.resources.length]).toEqual([1, 5_000]);
    expect(skipped).toEqual([{ name: "resources/list", reason: "there are more resources than are read" }]);
  });

  test("loses the entries that are none, and those that come twice", async () => {
    const { offers } = await discover(
      resources(`[null, 7, {}, { uri: "x://a" }, { uri: "no scheme", name: "n" }, { uri: "x://" + "y".repeat(3000), name: "n" },
        { uri: "x://long", name: "n".repeat(300) }, { uri: "x://large", name: "n", description: "d".repeat(20000) },
        { uri: "x://deep", name: "n", annotations: JSON.parse('{"a":'.repeat(50) + "1" + "}".repeat(50)) },
        { uri: "x://good", name: "good", title: null, icons: [{ src: "https://evil.example" }], _meta: { a: 1 } },
        { uri: "x://good", name: "again" }]`),
    );
    expect(offers.resources).toEqual([{ uri: "x://good", name: "good" }]);
  });

  test.each([
    ["is refused", `return send({ id: request.id, error: { code: -32601, message: "no" } });`],
    ["is no list", `return reply({ resources: 7 });`],
    ["has no end", `return reply({ resources: [], nextCursor: String(Math.random()) });`],
    ["is too large", `return reply({ resources: "x".repeat(17 * 1024 * 1024) });`],
  ])("that %s is empty, and the tools are still there", async (_, answer) => {
    const { tools, offers, skipped } = await discover(`if (request.method === "resources/list") { ${answer} }`);
    expect([tools.length, offers.resources.length, skipped.length]).toEqual([1, 0, 1]);
  });

  test("that ends its server leaves the tools that were listed before", async () => {
    const { tools, offers } = await discover(`if (request.method === "resources/list") process.exit(1);`);
    expect([tools.length, offers.resources.length]).toEqual([1, 0]);
  });
});

test("a server without tools is asked for none", async () => {
  const { tools, offering, offers } = await discover(
    `if (request.method === "tools/list") return send({ id: request.id, error: { code: -32601, message: "no" } });
     ${resources(`[{ uri: "x://a", name: "a" }]`)}`,
    `{ resources: {} }`,
  );
  expect([tools, offering.tools, offers.resources.length]).toEqual([[], false, 1]);
});

test("a server is asked for nothing that it does not say it has", async () => {
  const { offering, offers, skipped } = await discover(resources(`[{ uri: "x://a", name: "a" }]`), `{ tools: {} }`);
  expect(offering).toEqual({ tools: true, resources: false, prompts: false, completions: false });
  expect([offers.resources, skipped]).toEqual([[], []]);
});

test.each(["prompts", "resources"])("news of another list of %s are told", async (what) => {
  await using it = createRig();
  const body = `if (request.method === "tools/call") send({ method: "notifications/${what}/list_changed" });`;
  const to = improvised(`${body}\n${EMPTY}`, ALL);
  await it.connections.discover(to, { signal });
  await it.ask(to, "t");
  await expect.poll(() => it.changed.length).toBe(1);
});

describe("a line of the server's log", () => {
  const logs = improvised(
    `if (request.method === "tools/call") {
       send({ method: "notifications/message", params: { level: "info", logger: "l", data: request.params.name } });
       return setTimeout(() => reply({ content: [] }), 300);
     }`,
  );
  const reader = (heard: LogLine[]) => ({ log: { level: "debug", onLine: (line: LogLine) => void heard.push(line) } });

  test("belongs to the only call that is under way", async () => {
    await using it = createRig();
    const heard: LogLine[] = [];
    await it.ask(logs, "alone", {}, reader(heard));
    expect(heard).toEqual([{ level: "info", logger: "l", data: "alone" }]);
  });

  test("is nobody's when two calls are under way, so that one agent does not read another's", async () => {
    await using it = createRig();
    await it.ask(logs, "open");
    const heard: LogLine[] = [];
    await Promise.all([it.ask(logs, "one", {}, reader(heard)), it.ask(logs, "two")]);
    // The first line may come before the second call leaves.
    expect(heard.map(({ data }) => data)).not.toContain("two");
  });

  test("is not kept for a call that wants none", async () => {
    await using it = createRig();
    expect(await it.ask(logs, "quiet")).toEqual({ content: [] });
  });
});
