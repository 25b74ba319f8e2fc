import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { ECHO_SERVER } from "../../testkit/mcp/echo-server.ts";
import { HOSTILE_SERVER, type HostileModeName } from "../../testkit/mcp/hostile-server.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import type { ConnectorTarget, Discovery } from "./index.ts";
import { createRig, improvised, script, textOf } from "./testdata/rig.ts";

// Every test starts processes or waits for them, on machines that have other work, too.
const signal = new AbortController().signal;
const hostile = (mode: HostileModeName) => script(HOSTILE_SERVER, mode);
const resolve = createRequire(import.meta.url).resolve;

async function discover(target: ConnectorTarget): Promise<Discovery> {
  await using it = createRig();
  return await it.connections.discover(target, { signal });
}

describe("real servers", () => {
  test("everything", async () => {
    await using it = createRig();
    const everything = script(resolve("@modelcontextprotocol/server-everything/dist/index.js"), "stdio");
    const found = await it.connections.discover(everything, { signal });
    expect(found.serverName).toBe("mcp-servers/everything");
    expect(found.skipped).toEqual([]);
    expect(found.tools.map(({ name }) => name)).toContain("get-sum");
    expect(found.tools).toHaveLength(13);
    expect(textOf(await it.ask(everything, "echo", { message: "hé" }))).toBe("Echo: hé");
    expect(textOf(await it.ask(everything, "get-sum", { a: 2, b: 3 }))).toContain("5");
    const seen: number[] = [];
    const onProgress = ({ progress }: { progress: number }) => seen.push(progress);
    await it.ask(everything, "trigger-long-running-operation", { duration: 0.2, steps: 4 }, { onProgress });
    expect(seen).toEqual([1, 2, 3, 4]);
  });

  test("filesystem and memory", async () => {
    using home = createTempHome();
    const files = await discover(script(resolve("@modelcontextprotocol/server-filesystem/dist/index.js"), home.path));
    expect(files.tools.find(({ name }) => name === "write_file")).toMatchObject({ outputSchema: { type: "object" } });
    const memory = await discover(script(resolve("@modelcontextprotocol/server-memory/dist/index.js")));
    expect(memory.tools).toHaveLength(9);
  });
});

test("a server's tools are found as it defines them", async () => {
  const found = await discover(script(ECHO_SERVER));
  expect(found).toMatchObject({ serverName: "gatehouse-echo", serverVersion: "1.0.0", skipped: [] });
  expect(found.instructions).toBe("Echoes what it is told. For tests.");
  expect(found.tools.find(({ name }) => name === "add")).toEqual({
    name: "add",
    description: "Adds two numbers and returns the sum as structured content.",
    inputSchema: { type: "object", properties: { a: { type: "number" }, b: { type: "number" } }, required: ["a", "b"] },
    outputSchema: {
      type: "object",
      properties: { sum: { type: "number" } },
      required: ["sum"],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  });
});

describe("a list that is not as it should be", () => {
  test("loses the tools that cannot be read and keeps the others", async () => {
    const { tools, skipped } = await discover(hostile("bad-schemas"));
    expect(tools.map(({ name }) => name)).toContain("lookup");
    expect(skipped.length).toBeGreaterThan(0);
    for (const { reason } of skipped) expect(reason).not.toBe("");
  });

  test("keeps the first of two tools with one name", async () => {
    const { tools, skipped } = await discover(hostile("duplicates"));
    expect(new Set(tools.map(({ name }) => name)).size).toBe(tools.length);
    expect(skipped).toMatchObject([{ reason: "another tool of the server has the same name" }]);
  });

  test("is read as far as 2,000 tools", async () => {
    const { tools, skipped } = await discover(hostile("many-tools"));
    expect([tools.length, skipped.length]).toEqual([2000, 200]);
  });

  const listing = (page: string) => improvised(`if (request.method === "tools/list") return reply(${page});`);
  const tool = (name: string, more = "") => `{ name: ${name}, inputSchema: { type: "object" } ${more} }`;

  test("may come in pages", async () => {
    const at = `Number(request.params.cursor ?? 0)`;
    const { tools } = await discover(
      listing(`{ tools: [${tool(`"t" + ${at}`)}], nextCursor: ${at} < 4 ? String(${at} + 1) : undefined }`),
    );
    expect(tools.map(({ name }) => name)).toEqual(["t0", "t1", "t2", "t3", "t4"]);
  });

  test.each([
    ["runs in a circle", `{ tools: [], nextCursor: "again" }`],
    ["has no end", `{ tools: [], nextCursor: String(Math.random()) }`],
    ["is no list", `{ tools: { length: 1 } }`],
  ])("and %s is refused", async (_, page) => {
    await expect(discover(listing(page))).rejects.toMatchObject({ code: "connector_misbehaved" });
  });

  test("may hold nulls for what is left out, and unknown members", async () => {
    const { tools } = await discover(
      listing(`{ tools: [${tool(`"t"`, `, title: null, annotations: null, icons: 1`)}] }`),
    );
    expect(tools).toEqual([{ name: "t", inputSchema: { type: "object" } }]);
  });

  test("loses definitions that are too large or too deep", async () => {
    const deep = `JSON.parse('{"a":'.repeat(300) + "1" + "}".repeat(300))`;
    const page = `{ tools: [${tool(`"large"`, `, description: "x".repeat(300000)`)},
      { name: "deep", inputSchema: ${deep} }, { name: "", inputSchema: {} }, { name: 7 }, null, ${tool(`"good"`)}] }`;
    const { tools, skipped } = await discover(listing(page));
    expect(tools.map(({ name }) => name)).toEqual(["good"]);
    expect(skipped).toEqual([
      { name: "large", reason: "its definition is larger than 262144 bytes" },
      { name: "deep", reason: "its definition is nested too deep" },
      { name: "", reason: "it has no usable name" },
      { name: "", reason: "it has no usable name" },
      { name: "", reason: "it is no object" },
    ]);
  });

  test("and a server that has no tools at all says so", async () => {
    await expect(
      discover(
        improvised(
          `if (request.method === "tools/list") return send({ id: request.id, error: { code: -32601, message: "no" } });`,
        ),
      ),
    ).rejects.toMatchObject({ code: "upstream_error", rpcError: { code: -32601 } });
  });
});

test("a discovery whose time is over is a timeout, not a cancellation", async () => {
  await using it = createRig();
  const late = it.connections.discover(hostile("silent"), { signal: AbortSignal.timeout(300) });
  await expect(late).rejects.toMatchObject({ code: "connector_timeout" });
});
