import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTempHome, type TempHome } from "../../testkit/temp-home.ts";
import { setUpStudio, type SetUp } from "../harness/set-up.ts";
import { BRIDGE, startStudio, type RunningStudio } from "../harness/studio.ts";
import { filesystem } from "../harness/upstreams.ts";
import { nextWaiting } from "../harness/waiting.ts";
import type { Agent, ConnectAgent, Door } from "./agent.ts";
import { connectInspector } from "./inspector.ts";
import { connectLegacyClient } from "./legacy-client.ts";
import { connectModernClient } from "./modern-client.ts";

const INSPECTOR_MS = 60_000; // it starts a process of some size for every request

let home: TempHome;
let folder: TempHome;
let studio: RunningStudio;
let setUp: SetUp;

beforeAll(async () => {
  home = createTempHome();
  folder = createTempHome();
  studio = await startStudio(home.path, ["--agents-port", "0"]);
  const classes = { filesystem__list_directory: "read-only", filesystem__write_file: "moderate" } as const;
  setUp = await setUpStudio(studio.window, { connectors: { Filesystem: filesystem(folder.path) }, classes });
});

afterAll(async () => {
  setUp?.[Symbol.dispose]();
  await studio?.stop();
  home?.[Symbol.dispose]();
  folder?.[Symbol.dispose]();
});

const doors: Readonly<Record<Door["kind"], () => Door>> = {
  http: () => ({ kind: "http", url: studio.agents, key: setUp.key }),
  stdio: () => ({
    kind: "stdio",
    ...BRIDGE,
    args: [...BRIDGE.args, "--home", home.path],
    env: { GATEHOUSE_KEY: setUp.key },
  }),
};

const AGENTS: readonly (readonly [string, Door["kind"], Agent["era"], ConnectAgent])[] = [
  ["the current SDK over HTTP", "http", "modern", connectModernClient],
  ["the SDK of the maintenance line over HTTP", "http", "legacy", connectLegacyClient],
  ["the Inspector over HTTP, legacy", "http", "legacy", (door) => connectInspector(door)],
  ["the Inspector over HTTP, modern", "http", "modern", (door) => connectInspector(door, "modern")],
  ["the current SDK through the bridge", "stdio", "modern", connectModernClient],
  ["the SDK of the maintenance line through the bridge", "stdio", "legacy", connectLegacyClient],
  ["the Inspector through the bridge, legacy", "stdio", "legacy", (door) => connectInspector(door)],
];

describe.each(AGENTS)("%s", (name, kind, _era, connect) => {
  const path = () => join(folder.path, `${name}.txt`);

  test(
    "runs what is Read-only, waits at the gate with the rest, and hears a denial with its reason",
    { timeout: INSPECTOR_MS },
    async () => {
      await using agent = await connect(doors[kind]());
      expect((await agent.listTools()).map((tool) => tool.name)).toContain("filesystem__write_file");
      expect(await agent.callTool("filesystem__list_directory", { path: folder.path })).toMatchObject({
        isError: false,
      });

      const approved = agent.callTool("filesystem__write_file", { path: path(), content: name });
      const first = await nextWaiting(setUp.door);
      expect(existsSync(path())).toBe(false);
      await setUp.door.approvals.approve({ callId: first.callId, digest: first.digest });
      expect(await approved).toMatchObject({ isError: false });
      expect(readFileSync(path(), "utf8")).toBe(name);

      const denied = agent.callTool("filesystem__write_file", { path: path(), content: "denied" });
      const { callId, digest } = await nextWaiting(setUp.door);
      await setUp.door.approvals.deny({ callId, digest, reason: "Not in this folder." });
      const { isError, text } = await denied;
      expect(isError).toBe(true);
      expect(text).toContain("Not in this folder.");
      expect(readFileSync(path(), "utf8")).toBe(name);
    },
  );
});

test.each([
  ["over HTTP", "http"],
  ["through the bridge", "stdio"],
] as const)("an agent with a wrong key is turned away %s", async (_how, kind) => {
  const door = doors[kind]();
  const wrong: Door =
    door.kind === "http" ? { ...door, key: "tools.x.y" } : { ...door, env: { GATEHOUSE_KEY: "tools.x.y" } };
  const knock = async () => {
    await using agent = await connectLegacyClient(wrong);
    return await agent.listTools();
  };
  await expect(knock()).rejects.toThrow();
});
