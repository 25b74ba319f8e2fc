import { describe, expect, test } from "vitest";
import { ECHO_SERVER, startEchoServer } from "../../testkit/mcp/echo-server.ts";
import type { Agent, ConnectAgent, Door } from "./agent.ts";
import { connectInspector } from "./inspector.ts";
import { connectLegacyClient } from "./legacy-client.ts";
import { connectModernClient } from "./modern-client.ts";

const AGENTS: readonly (readonly [string, Agent["era"], ConnectAgent])[] = [
  ["the current SDK", "modern", connectModernClient],
  ["the SDK of the maintenance line", "legacy", connectLegacyClient],
  ["the Inspector, legacy", "legacy", (door) => connectInspector(door)],
  ["the Inspector, modern", "modern", (door) => connectInspector(door, "modern")],
];

const atDoor = (url: string, key = "right"): Door => ({ kind: "http", url, key });

describe.each(AGENTS)("%s", (_name, era, connect) => {
  test("lists and calls tools with its key, in its era alone", async () => {
    await using server = await startEchoServer({ token: "right", eras: era });
    await using agent = await connect(atDoor(server.url));
    expect(agent.era).toBe(era);
    expect((await agent.listTools()).map(({ name }) => name)).toContain("write_note");
    expect(await agent.callTool("echo", { message: 'hé\n"' })).toMatchObject({ text: 'Echo: hé\n"', isError: false });
    expect(await agent.callTool("add", { a: 1, b: 2 })).toMatchObject({ structuredContent: { sum: 3 } });
  });

  test("is turned away with a wrong key", async () => {
    await using server = await startEchoServer({ token: "right" });
    const knock = async () => {
      await using agent = await connect(atDoor(server.url, "wrong"));
      return await agent.listTools();
    };
    await expect(knock()).rejects.toThrow();
  });

  test("speaks with a command over stdio", async () => {
    await using agent = await connect({ kind: "stdio", command: process.execPath, args: [ECHO_SERVER] });
    expect(await agent.callTool("echo", { message: "there" })).toMatchObject({ text: "Echo: there" });
  });
});

test.each([
  ["modern", connectModernClient],
  ["legacy", connectLegacyClient],
] as const)("the %s SDK hears progress, waits as long as it comes, and gives up when told", async (_era, connect) => {
  await using server = await startEchoServer({ token: "right" });
  await using agent = await connect(atDoor(server.url));
  const heard: number[] = [];
  const options = { timeoutMs: 2_000, onProgress: (progress: number) => heard.push(progress) };
  // Longer than the time limit as a whole, but never without progress for that long.
  expect(await agent.callTool("slow", { durationMs: 2_400, steps: 4 }, options)).toMatchObject({ isError: false });
  expect(heard).toEqual([1, 2, 3, 4]);
  await expect(agent.callTool("slow", { durationMs: 60_000 }, { signal: AbortSignal.timeout(100) })).rejects.toThrow();
  expect(await agent.callTool("failing", { message: "no" })).toMatchObject({ text: "no", isError: true });
  await expect(agent.callTool("refusing", { message: "never" })).rejects.toThrow("never");
});

test("the Inspector says by its exit code what went wrong", async () => {
  await using server = await startEchoServer({ token: "right" });
  await using refused = await connectInspector(atDoor(server.url, "wrong"));
  await expect(refused.listTools()).rejects.toMatchObject({ exitCode: 3 });
  await using agent = await connectInspector(atDoor(server.url));
  expect(await agent.callTool("failing", { message: "no" })).toMatchObject({ text: "no", isError: true });
  await expect(agent.callTool("unheard_of")).rejects.toMatchObject({ exitCode: 5 });
});
