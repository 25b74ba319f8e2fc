import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Client, StreamableHTTPClientTransport, type Transport } from "@modelcontextprotocol/client";
import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { describe, expect, test } from "vitest";
import { createTempHome } from "../temp-home.ts";
import { ECHO_SERVER, startEchoServer } from "./echo-server.ts";

type Era = "modern" | "legacy";

async function connect(era: Era, transport: Transport): Promise<Client & AsyncDisposable> {
  const mode = era === "modern" ? { pin: "2026-07-28" } : "legacy";
  const client = new Client({ name: "test", version: "1" }, { versionNegotiation: { mode } });
  await client.connect(transport);
  return Object.assign(client, { [Symbol.asyncDispose]: () => client.close() });
}

const overStdio = (env: Record<string, string> = {}): Transport =>
  new StdioClientTransport({ command: process.execPath, args: [ECHO_SERVER], env });

const overHttp = (url: string, headers: Record<string, string> = {}): Transport =>
  new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } });

function textOf(result: Awaited<ReturnType<Client["callTool"]>>): string {
  const [first] = result.content;
  return first?.type === "text" ? first.text : "";
}

describe.each<Era>(["modern", "legacy"])("a %s client", (era) => {
  test("over stdio calls tools and reads the environment that it gave", async () => {
    await using client = await connect(era, overStdio({ SECRET_OF_THE_TEST: "s3cret" }));
    expect(client.getProtocolEra()).toBe(era);
    const added = await client.callTool({ name: "add", arguments: { a: 2, b: 3 } });
    expect(added.structuredContent).toEqual({ sum: 5 });
    const environment = JSON.parse(textOf(await client.callTool({ name: "environment" }))) as Record<string, string>;
    expect(environment["SECRET_OF_THE_TEST"]).toBe("s3cret");
  });

  test("over HTTP receives every kind of content, errors of both kinds, and the headers it sent", async () => {
    await using server = await startEchoServer();
    await using client = await connect(era, overHttp(server.url, { "X-Test": "seen" }));
    const call = (name: string, input = {}) => client.callTool({ name, arguments: input });
    expect(textOf(await call("echo", { message: "hé" }))).toBe("Echo: hé");
    const kinds = await Promise.all(["image", "audio", "resource"].map((name) => call(name)));
    expect(kinds.flatMap(({ content }) => content.map(({ type }) => type))).toEqual([
      "image",
      "audio",
      "resource",
      "resource_link",
    ]);
    expect(textOf(await call("big", { bytes: 3_000_000 }))).toHaveLength(3_000_000);
    expect(await call("failing")).toMatchObject({ isError: true });
    await expect(call("refusing", { message: "not today" })).rejects.toThrow("not today");
    await expect(call("unheard_of")).rejects.toMatchObject({ code: -32602 });
    expect(JSON.parse(textOf(await call("headers")))).toMatchObject({ "x-test": "seen" });
  });

  test("hears of progress, and can cancel", async () => {
    await using server = await startEchoServer();
    await using client = await connect(era, overHttp(server.url));
    const heard: number[] = [];
    const call = { name: "slow", arguments: { durationMs: 40, steps: 4 } };
    const done = await client.callTool(call, { onprogress: ({ progress }) => heard.push(progress) });
    expect([textOf(done), heard]).toEqual(["Done in 4 steps", [1, 2, 3, 4]]);
    const cancelled = client.callTool(
      { name: "slow", arguments: { durationMs: 60_000 } },
      { signal: AbortSignal.timeout(50) },
    );
    await expect(cancelled).rejects.toThrow();
  });
});

test("every execution of write_note leaves one line that says which", async () => {
  using home = createTempHome();
  await using client = await connect("modern", overStdio());
  const path = join(home.path, "notes");
  for (const text of ["first", "second"]) await client.callTool({ name: "write_note", arguments: { path, text } });
  expect(readFileSync(path, "utf8")).toMatch(/^(\d+)\.1 first\n\1\.2 second\n$/);
});

test("a server with a token answers nobody else", async () => {
  await using server = await startEchoServer({ token: "right" });
  await expect(connect("modern", overHttp(server.url, { Authorization: "Bearer wrong" }))).rejects.toThrow();
  await using client = await connect("modern", overHttp(server.url, { Authorization: "Bearer right" }));
  expect((await client.listTools()).tools).toHaveLength(12);
});

test("a server of one era refuses a client of the other", async () => {
  await using legacy = await startEchoServer({ eras: "legacy" });
  await expect(connect("modern", overHttp(legacy.url))).rejects.toThrow();
  await using modern = await startEchoServer({ eras: "modern" });
  await expect(connect("legacy", overHttp(modern.url))).rejects.toThrow();
});

test("foreign hosts and origins are refused", async () => {
  await using server = await startEchoServer();
  const response = await fetch(server.url, { method: "POST", headers: { Origin: "https://evil.example" }, body: "{}" });
  expect(response.status).toBe(403);
});
