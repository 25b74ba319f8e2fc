import { spawnSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ConnectorConfig } from "../src-contract/connector.ts";
import { startEchoServer } from "../testkit/mcp/echo-server.ts";
import { proves } from "../testkit/promises.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { connectLegacyClient } from "./agents/legacy-client.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { createToken, enterSecret } from "./harness/enter-secret.ts";
import { LEAKED, LEAKY_SERVER } from "./harness/leaky-server.ts";
import { allowLoopback } from "./harness/allow-loopback.ts";
import { connectWindow, FIRST_RUN, startStudio, type PeopleDoor } from "./harness/studio.ts";
import { nextWaiting } from "./harness/waiting.ts";

const CLI = join(import.meta.dirname, "../out/main/cli.js");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A secret with characters that change in every encoding. */
const makeSecret = (name: string): string => `${name}/${randomBytes(24).toString("base64")}+&=%ü-${name}`;

/** Byte sequences that would betray a secret, whatever it was written as. */
function tracesOf(secret: string): ReadonlyMap<string, Buffer> {
  const bytes = Buffer.from(secret);
  const text: Record<string, string> = {
    plain: secret,
    reversed: [...secret].toReversed().join(""),
    hex: bytes.toString("hex"),
    "hex in capitals": bytes.toString("hex").toUpperCase(),
    url: encodeURIComponent(secret),
    json: JSON.stringify(secret)
      .slice(1, -1)
      .replaceAll(/[^ -~]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`),
    middle: secret.slice(8, 28),
  };
  // Base64 looks different at each of three offsets; its first and last digits depend on what stands beside it.
  for (const offset of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(offset, 0x78), bytes]).toString("base64");
    text[`base64 at ${offset}`] = encoded.slice(4, -4);
    text[`base64url at ${offset}`] = encoded.slice(4, -4).replaceAll("+", "-").replaceAll("/", "_");
  }
  const traces = new Map(Object.entries(text).map(([name, value]) => [name, Buffer.from(value)]));
  traces.set("utf-16", Buffer.from(secret, "utf16le"));
  return traces;
}

/** Where any of the secrets left a trace. */
function findTraces(secrets: readonly string[], places: ReadonlyMap<string, Buffer>): readonly string[] {
  const found: string[] = [];
  for (const [place, bytes] of places) {
    for (const secret of secrets) {
      for (const [form, trace] of tracesOf(secret)) if (bytes.includes(trace)) found.push(`${place}: ${form}`);
    }
  }
  return found;
}

function filesOf(home: string, when: string): ReadonlyMap<string, Buffer> {
  const files = globSync("**/*", { cwd: home, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(files.map(({ parentPath, name }) => [`${when}: ${name}`, readFileSync(join(parentPath, name))]));
}

const bound = (name: string, kind: "org_secret" | "user_secret", credentialId: string) =>
  ({ name, source: { kind, credentialId: credentialId as never } }) as const; // An id that the door itself gave.

/** Everything that a window can ask for. */
async function askEverything(door: PeopleDoor): Promise<number> {
  const connectors = await door.connectors.list();
  const { calls } = await door.calls.list({ limit: 200 });
  const { entries } = await door.audit.list({ limit: 200, kind: "all" });
  for (const { id } of connectors) {
    const { toolList } = await door.connectors.get({ id });
    for (const tool of toolList) await door.tools.get({ id: tool.id });
    await door.connectors.test({ id });
    await door.connectors.refresh({ id });
    await door.connectors.removalPreview({ id });
  }
  for (const { id } of calls) await door.calls.get({ id });
  for (const { callId } of await door.approvals.list()) await door.approvals.card({ callId });
  await door.credentials.list();
  await door.policies.list();
  await door.keys.list();
  await door.sessions.list();
  await door.studio.settings();
  await door.studio.about();
  await door.studio.state();
  expect((await door.audit.verify()).kind).toBe("intact");
  return calls.length + entries.length;
}

test("a secret of the vault reaches what it is for and leaves no trace anywhere else", async () => {
  proves("secret:nowhere", "vault:write-only", "vault:at-rest", "redact:vault-values");
  using home = createTempHome();
  await using upstream = await startEchoServer();
  const [first, second, own] = ["first", "second", "own"].map(makeSecret) as [string, string, string]; // Three names, three secrets.
  const secrets = [first, second, own];
  const places = new Map<string, Buffer>();

  const studio = await startStudio(home.path, ["--agents-port", "0"]);
  const { door, close, frames } = await connectWindow(studio.window);
  const { memberId } = await door.studio.setUp(FIRST_RUN);
  await allowLoopback(door);
  const shared = await createToken(door, { name: "deploy-token", scope: "org_secret" }, first);
  const mine = await createToken(door, { name: "my-token", scope: "user_secret" }, own);
  const env = [bound("TOKEN", "org_secret", shared.id), bound("MINE", "user_secret", mine.id)];
  const configs: Readonly<Record<string, ConnectorConfig>> = {
    Leaky: { kind: "mcp-stdio", command: process.execPath, args: [LEAKY_SERVER], env },
    Remote: { kind: "mcp-http", url: upstream.url, headers: [bound("X-Token", "org_secret", shared.id)] },
  };
  for (const [name, config] of Object.entries(configs)) {
    const { id } = await door.connectors.create({ name, config });
    const { toolList } = await door.connectors.refresh({ id });
    for (const tool of toolList) {
      if (tool.name === "complain" || tool.name === "write_note") continue; // These wait for a person.
      await door.tools.classify({ id: tool.id, definitionDigest: tool.definitionDigest, riskClass: "read-only" });
    }
  }
  const connectors = await door.connectors.list();
  const grants = connectors.map(({ id }) => ({ connectorId: id, tools: "all" as const }));
  const policy = await door.policies.create({ name: "All", trustLevel: "supervised", nameForm: "namespaced", grants });
  const { key } = await door.keys.create({ name: "laptop", policyId: policy.id, memberId });

  const results: string[] = [];
  for (const connect of [connectModernClient, connectLegacyClient]) {
    await using agent = await connect({ kind: "http", url: studio.agents, key });
    const call = async (name: string, input: Record<string, unknown> = {}) => {
      const { raw, text } = await agent.callTool(name, input);
      results.push(JSON.stringify(raw));
      return text;
    };
    expect(await call("leaky__prove")).toBe([first, own].map(sha256).join(" "));
    const leaked = await call("leaky__leak");
    for (const name of ["deploy-token", "my-token"]) expect(leaked).toContain(`[REDACTED:vault:${name}]`);
    expect(await call("leaky__fail")).toContain("(upstream_error)");
    expect(await call("remote__headers")).toContain("[REDACTED:vault:deploy-token]");
    expect(await call("remote__echo", { message: first })).toContain("deploy-token");
    const asked = call("leaky__complain");
    const { callId, digest } = await nextWaiting(door);
    await askEverything(door);
    await door.approvals.approve({ callId, digest });
    expect(await asked).toContain("[REDACTED:vault:deploy-token]");
    const edited = call("remote__write_note", { path: "/dev/null", text: "x" });
    const waits = await nextWaiting(door);
    const withSecret = { path: "/dev/null", text: `x${own}` };
    await expect(door.approvals.approveEdited({ ...waits, arguments: withSecret })).rejects.toMatchObject({
      code: "arguments_invalid",
    });
    await door.approvals.deny({ callId: waits.callId, digest: waits.digest, reason: "It holds a secret." });
    await edited;
  }

  await enterSecret(door, { credentialId: shared.id, values: { secret: second } });
  await using agent = await connectModernClient({ kind: "http", url: studio.agents, key });
  const { text, raw } = await agent.callTool("leaky__prove");
  results.push(JSON.stringify(raw));
  expect(text).toBe([second, own].map(sha256).join(" "));
  await agent.close();
  expect(await askEverything(door)).toBeGreaterThan(30);
  for (const { id } of connectors) await door.connectors.test({ id });

  for (const [name, bytes] of filesOf(home.path, "while it runs")) places.set(name, bytes);
  expect([...places.keys()].filter((name) => name.endsWith("-wal")).length).toBeGreaterThan(0);
  expect([...places.keys()].some((name) => name.includes("agents.json"))).toBe(true);
  await door.session.lock();
  close();
  await studio.stop();
  for (const [name, bytes] of filesOf(home.path, "afterwards")) places.set(name, bytes);
  for (const command of ["verify", "export"]) {
    const { status, stdout, stderr } = spawnSync(process.execPath, [CLI, "audit", command, "--home", home.path]);
    expect([command, status]).toEqual([command, 0]);
    places.set(`audit ${command}`, Buffer.concat([stdout, stderr]));
  }
  expect(places.get("audit export")?.includes("credential.value-set")).toBe(true);
  places.set("results", Buffer.from(results.join("\n")));
  places.set("replies to the window", Buffer.from(frames.join("\n")));
  places.set("log", Buffer.from(studio.log()));
  expect(frames.length).toBeGreaterThan(100);
  expect(LEAKED.length).toBe(2);

  expect(findTraces([...secrets, FIRST_RUN.passphrase], places)).toEqual([]);
  // The search itself can find something: what the person typed into plain places is there.
  const betrayed = Buffer.from(`x${first}`);
  for (const form of [betrayed, Buffer.from(betrayed.toString("base64")), Buffer.from(betrayed.toString("hex"))])
    expect(findTraces(secrets, new Map([["a place", form]]))).not.toEqual([]);
  expect(places.get("replies to the window")?.includes("deploy-token")).toBe(true);
});
