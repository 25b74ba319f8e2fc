import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { ConnectorConfig } from "../src-contract/connector.ts";
import type { MemberId, OrgId, PolicyId, ProviderId } from "../src-contract/ids.ts";
import { startAuthorizationServer } from "../testkit/oauth/authorization-server.ts";
import { startProtectedServer } from "../testkit/oauth/protected-server.ts";
import { WHOSE_TOKEN_SERVER } from "../testkit/oauth/whose-token.ts";
import { createTempHome } from "../testkit/temp-home.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { allowLoopback } from "./harness/allow-loopback.ts";
import { connectAccount } from "./harness/connect-account.ts";
import { providerFor } from "./harness/provider.ts";
import { connectWindow, FIRST_RUN, startStudio, type PeopleDoor, type RunningStudio } from "./harness/studio.ts";

const BEN = "ben has a passphrase of his own";
const SLOW = 120_000; // Three passphrases are stretched and the sidecar starts twice.

const header = (providerId: ProviderId) => ({ name: "Authorization", source: { kind: "oauth" as const, providerId } });
const literal = (name: string, value: string) => ({ name, source: { kind: "static" as const, value } });

async function addConnector(door: PeopleDoor, name: string, config: ConnectorConfig) {
  const { id } = await door.connectors.create({ name, config });
  const { toolList } = await door.connectors.refresh({ id });
  const items = toolList.map((tool) => ({ ...tool, riskClass: "read-only" as const }));
  await door.tools.classifyMany({
    items: items.map(({ id: tool, definitionDigest, riskClass }) => ({ id: tool, definitionDigest, riskClass })),
  });
  return id;
}

async function letIn(door: PeopleDoor, studio: RunningStudio, orgId: OrgId): Promise<MemberId> {
  const { invitation, code } = await door.people.invite({ name: "Ben", role: "member", teamIds: [], days: 1 });
  const guest = await connectWindow(await studio.newWindow());
  const { memberId, fingerprint } = await guest.door.people.accept({ orgId, code, passphrase: BEN });
  guest.close();
  await door.people.confirm({ id: invitation.id, fingerprint });
  return memberId;
}

/** What an agent with this key is told; the door has another port after each lock. */
async function ask(studio: RunningStudio, key: string, tool: string): Promise<string> {
  const { url } = JSON.parse(readFileSync(join(studio.home, "agents.json"), "utf8")) as { url: string }; // Written by the sidecar.
  await using agent = await connectModernClient({ kind: "http", url, key });
  return (await agent.callTool(tool, {})).text;
}

async function nextMember(
  studio: RunningStudio,
  before: PeopleDoor,
  as: Parameters<PeopleDoor["session"]["signIn"]>[0],
) {
  await before.session.lock().catch(() => undefined); // Its answer may be lost with the sidecar that gave it.
  const window = await connectWindow(await studio.newWindow());
  await expect.poll(async () => (await window.door.studio.state()).kind, { timeout: 30_000 }).toBe("locked");
  await window.door.session.signIn(as);
  return window;
}

const giveKey = async (door: PeopleDoor, name: string, policyId: PolicyId, memberId: MemberId): Promise<string> =>
  (await door.keys.create({ name, policyId, memberId })).key;

test("two people on one connector act as themselves, over HTTP and in a subprocess", { timeout: SLOW }, async () => {
  using home = createTempHome();
  await using server = await startAuthorizationServer();
  await using notes = await startProtectedServer({ authorizationServers: [server] });
  await using studio = await startStudio(home.path, ["--agents-port", "0"]);
  const first = await connectWindow(studio.window);
  const { door } = first;
  const { orgId, memberId } = await door.studio.setUp(FIRST_RUN);
  await allowLoopback(door);

  const mcp = await door.providers.create({ name: "Notes", config: providerFor(notes.resource) });
  const api = await door.providers.create({
    name: "Forge",
    config: providerFor("", {
      server: { kind: "issuer", issuer: server.issuer },
      scopes: ["notes:read"],
      accountName: { kind: "url", url: server.apiUrl, path: "login" },
    }),
  });
  for (const { id } of [mcp, api])
    expect(await connectAccount(door, id, { login: "ada" })).toMatchObject({ kind: "done" });
  const connectors = [
    await addConnector(door, "Notes", { kind: "mcp-http", url: notes.url, headers: [header(mcp.id)] }),
    await addConnector(door, "Forge", {
      kind: "mcp-stdio",
      command: process.execPath,
      args: [WHOSE_TOKEN_SERVER],
      env: [literal("WHOSE_API", server.apiUrl), { ...header(api.id), name: "WHOSE_TOKEN" }],
    }),
  ];
  const policy = await door.policies.create({
    name: "Engineering",
    trustLevel: "supervised",
    nameForm: "namespaced",
    grants: connectors.map((connectorId) => ({ connectorId, tools: "all" as const })),
  });
  const benId = await letIn(door, studio, orgId);
  const danas = await giveKey(door, "dana's", policy.id, memberId);
  const bens = await giveKey(door, "ben's", policy.id, benId);

  expect(await ask(studio, danas, "notes__whoami")).toBe("ada");
  const own = await ask(studio, danas, "forge__whose_token");
  expect(own).toContain('"login":"ada"');
  expect(await ask(studio, danas, "forge__leak_token")).toMatch(/^The token is \S*REDACTED/);

  // Another generation of the token is another subprocess.
  const [account] = (await door.accounts.list()).flatMap((entry) =>
    entry.provider.id === api.id ? [entry.account] : [],
  );
  if (!account) throw new Error("no account");
  expect(account).toMatchObject({ accountName: "ada", state: { kind: "connected" }, isRefreshable: true });
  await door.accounts.refresh({ id: account.id });
  server.expireAccessTokens();
  await door.accounts.refresh({ id: account.id });
  const renewed = await ask(studio, danas, "forge__whose_token");
  expect(renewed).toContain('"login":"ada"');
  expect(renewed.split("pid")[1]).not.toBe(own.split("pid")[1]);

  const before = notes.visits.length;
  expect(await ask(studio, bens, "notes__whoami")).not.toContain("ada");
  const second = await nextMember(studio, door, { orgId, memberId: benId, passphrase: BEN });
  first.close();
  expect(await ask(studio, bens, "notes__whoami")).toContain(
    "Your Notes account is not connected. Ask the person you work for to open Gatehouse, Accounts, and connect it; then call again. Nothing was sent.",
  );
  expect(notes.visits).toHaveLength(before);
  for (const { id } of [mcp, api]) await connectAccount(second.door, id, { login: "bob" });
  expect(await ask(studio, bens, "notes__whoami")).toBe("bob");
  expect(await ask(studio, bens, "forge__whose_token")).toContain('"login":"bob"');
  expect(await ask(studio, danas, "notes__whoami")).not.toMatch(/^(ada|bob)$/);
  second.close();
});
