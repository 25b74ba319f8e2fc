import { join } from "node:path";
import { Client } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { Client as OldClient } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as OldTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startEchoServer } from "../../../testkit/mcp/echo-server.ts";
import { allowForProcesses } from "../../base/testdata/eventually.ts";

allowForProcesses();

const KEY = "tools.test.key";
const CLI = join(import.meta.dirname, "../../cli.ts");
const about = { name: "test", version: "1" };

let door: Awaited<ReturnType<typeof startEchoServer>>;
const closing: (() => Promise<void>)[] = [];

beforeEach(async () => {
  door = await startEchoServer({ token: KEY });
});
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await door.close();
});

/** How an agent's settings name the bridge. */
function settings(): { command: string; args: string[]; env: Record<string, string>; stderr: "ignore" } {
  const env = { GATEHOUSE_KEY: KEY, PATH: process.env["PATH"] ?? "" };
  return { command: process.execPath, args: [CLI, "mcp", "--url", door.url], env, stderr: "ignore" };
}

async function connectNew(mode: "auto" | "legacy"): Promise<Client> {
  const client = new Client(about, { versionNegotiation: { mode } });
  await client.connect(new StdioClientTransport(settings()));
  closing.push(() => client.close());
  return client;
}

describe("the official client", () => {
  test("of 2026-07-28 speaks it through the bridge", async () => {
    const client = await connectNew("auto");
    expect(client.getProtocolEra()).toBe("modern");
    expect((await client.listTools()).tools.map(({ name }) => name)).toContain("echo");
    const result = await client.callTool({ name: "echo", arguments: { message: "grüße" } });
    expect(JSON.stringify(result.content)).toContain("grüße");
  });

  test("of 2026-07-28 shakes hands with a server that knows nothing else", async () => {
    await door.close();
    door = await startEchoServer({ token: KEY, eras: "legacy" });
    const client = await connectNew("auto");
    expect(client.getProtocolEra()).toBe("legacy");
    expect((await client.listTools()).tools.length).toBeGreaterThan(3);
  });

  test("cancels a call that waits, in both eras", async () => {
    for (const mode of ["auto", "legacy"] as const) {
      const client = await connectNew(mode);
      const abort = new AbortController();
      setTimeout(() => abort.abort(), 100);
      const call = client.callTool({ name: "slow", arguments: { durationMs: 60_000 } }, { signal: abort.signal });
      await expect(call).rejects.toThrow();
      expect((await client.listTools()).tools.length).toBeGreaterThan(3); // the bridge is still there
    }
  });

  test("of version 1 shakes hands through the bridge", async () => {
    const client = new OldClient(about);
    await client.connect(new OldTransport(settings()));
    closing.push(() => client.close());
    const result = await client.callTool({ name: "echo", arguments: { message: "a" } });
    expect(result["isError"]).toBeFalsy();
  });

  test("keeps its tools when the server is started again on its port", async () => {
    const client = await connectNew("legacy");
    await client.listTools();
    const { port } = new URL(door.url);
    await door.close();
    await expect(client.listTools()).rejects.toMatchObject({ code: -31_001 });
    door = await startEchoServer({ token: KEY, port: Number(port) });
    expect((await client.listTools()).tools.length).toBeGreaterThan(3);
  });

  test("hears that its key is refused", async () => {
    await door.close();
    door = await startEchoServer({ token: "another" });
    const client = new Client(about, { versionNegotiation: { mode: "legacy" } });
    await expect(client.connect(new StdioClientTransport(settings()))).rejects.toMatchObject({ code: -31_002 });
  });
});
