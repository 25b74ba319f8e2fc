import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTempHome, type TempHome } from "../testkit/temp-home.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { commandsOn, type CommandResult } from "./harness/command.ts";
import { prepareHome } from "./harness/prepared-home.ts";
import { setUpStudio, type SetUp } from "./harness/set-up.ts";
import { FIRST_RUN, startStudio, type RunningStudio } from "./harness/studio.ts";
import { echo } from "./harness/upstreams.ts";

const SLOW = 300_000; // Every command stretches a passphrase, and the machine may be busy.

let home: TempHome;
let studio: RunningStudio;
let setUp: SetUp;
let run: (...args: readonly string[]) => Promise<CommandResult>;

beforeAll(async () => {
  home = createTempHome();
  prepareHome(home.path);
  studio = await startStudio(home.path, ["--agents-port", "0"]);
  setUp = await setUpStudio(studio.window, {
    connectors: { Echo: echo() },
    classes: { echo__add: "moderate", echo__echo: "read-only" },
  });
  const passphrase = join(home.path, "passphrase");
  writeFileSync(passphrase, FIRST_RUN.passphrase);
  const onHome = commandsOn(home.path);
  run = (...args) => onHome([...args, "--passphrase-file", passphrase]);
}, SLOW);

afterAll(async () => {
  setUp?.[Symbol.dispose]();
  await studio?.stop();
  home?.[Symbol.dispose]();
});

const done = async (...args: readonly string[]): Promise<Record<string, unknown>> => {
  const { exitCode, json, err, out } = await run(...args);
  expect([exitCode, exitCode === 0 ? "" : out + err]).toEqual([0, ""]);
  return json;
};
const list = async (...args: readonly string[]) => Object.values(await done(...args)) as Record<string, unknown>[]; // A JSON list.
const refused = async (...args: readonly string[]) => {
  const { exitCode, json } = await run(...args);
  return [exitCode, (json["error"] as { code?: string } | undefined)?.code]; // The documented form of a refusal.
};

test(
  "tools are listed with who vouches for them, and classified as they were looked at",
  async () => {
    const all = await list("tools", "list", "echo");
    expect(all.find(({ exposedName }) => exposedName === "echo__add")).toMatchObject({
      connectorName: "Echo",
      risk: { riskClass: "moderate", source: { kind: "admin" } },
      review: { by: { name: FIRST_RUN.memberName } },
      calls: 0,
    });
    const unknown = await list("tools", "list", "--unknown");
    expect(unknown.length).toBe(all.length - 2);
    expect(await list("tools", "list", "--drifted")).toEqual([]);
    const tool = all.find(({ exposedName }) => exposedName === "echo__slow");
    const digest = String(tool?.["definitionDigest"]);
    const wrong = await refused("tools", "classify", "echo__slow", "read-only", "--digest", "0".repeat(64));
    expect(wrong).toEqual([3, "conflict"]);
    const classified = await done(
      "tools",
      "classify",
      "echo__slow",
      "read-only",
      "--digest",
      digest,
      "--no-reads-outside",
    );
    expect(classified).toMatchObject({ riskClass: "read-only", flow: { readsOutside: false } });
    const [again] = (await list("tool", "list", "echo")).filter(({ exposedName }) => exposedName === "echo__slow");
    expect(again).toMatchObject({ risk: { riskClass: "read-only" }, flow: { readsOutside: false } });
    expect(await refused("tools", "classify", "echo__nothing", "read-only")).toEqual([2, "not_found"]);
    expect(await refused("tools", "classify", "echo__echo", "harmless")).toEqual([2, "usage"]);
  },
  SLOW,
);

test(
  "what a person approved in advance is listed and revoked, and a scope is ended",
  async () => {
    await using agent = await connectModernClient({ kind: "http", url: studio.agents, key: setUp.key });
    await agent.callTool("echo__echo", { message: "hello" });
    const [session] = await list("sessions", "list");
    const [add] = (await setUp.door.tools.list()).filter(({ exposedName }) => exposedName === "echo__add");
    const [live] = await setUp.door.sessions.list();
    if (!add || !live || live.keyId === null) throw new Error("the agent has a session, and the server a tool");
    expect(session).toMatchObject({ id: live.id, trustLevel: "supervised", scope: null });
    const shape = { toolId: add.id, definitionDigest: add.definitionDigest, conditions: [], others: "any" as const };

    const standing = await setUp.door.standing.create({
      shape,
      subject: { kind: "key", keyId: live.keyId },
      expiresAt: null,
      maxUses: 3,
      fromCallId: null,
    });
    await agent.callTool("echo__add", { a: 1, b: 2 });
    expect(await list("standing", "list")).toMatchObject([{ id: standing.id, state: "active", uses: 1 }]);
    expect(await done("standing", "revoke", standing.id)).toMatchObject({ id: standing.id, state: "revoked" });
    expect(await refused("standing", "revoke", live.id)).toEqual([2, "not_found"]);

    await setUp.door.sessions.grantScope({ sessionId: live.id, tools: [shape], maxCalls: 5, forMs: 600_000 });
    expect((await list("sessions", "list"))[0]).toMatchObject({ trustLevel: "autonomous", scope: { callsLeft: 5 } });
    expect(await done("sessions", "end-scope", live.id)).toMatchObject({ trustLevel: "supervised", scope: null });
    expect(await refused("sessions", "end-scope", standing.id)).toEqual([2, "not_found"]);
  },
  SLOW,
);

test(
  "all calls are stopped until the stop is lifted",
  async () => {
    await using agent = await connectModernClient({ kind: "http", url: studio.agents, key: setUp.key });
    expect(await done("stop", "--reason", "a drill")).toMatchObject({ kind: "stopped", reason: "a drill" });
    expect(JSON.stringify(await agent.callTool("echo__echo", { message: "hello" }))).toContain(
      "Dana stopped all calls",
    );
    expect(await done("status")).toMatchObject({ isStopped: true, pausedAgents: 0 });
    expect(await done("lift")).toEqual({ kind: "running" });
    expect(JSON.stringify(await agent.callTool("echo__echo", { message: "hello" }))).toContain("hello");
  },
  SLOW,
);

test(
  "policies and keys are listed, and a connector goes only when it is confirmed",
  async () => {
    const [key] = await list("key", "list");
    expect(key).toMatchObject({ state: "active", policyName: expect.any(String) });
    expect(JSON.stringify(key)).not.toContain(setUp.key);
    expect(await list("policies", "list")).toMatchObject([
      { name: key?.["policyName"], keys: [{ name: key?.["name"] }] },
    ]);
    expect(await refused("connector", "remove", "echo")).toEqual([2, "not_confirmed"]);
    expect(await list("connector", "list")).toMatchObject([{ slug: "echo" }]);
    expect(await done("connector", "remove", "echo", "--yes")).toMatchObject({ tools: expect.any(Number) });
  },
  SLOW,
);
