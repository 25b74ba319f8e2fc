import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import type { MemberId, OrgId, ProviderId } from "../src-contract/ids.ts";
import type { RiskClass } from "../src-contract/values.ts";
import { startAuthorizationServer, type AuthorizationServer } from "../testkit/oauth/authorization-server.ts";
import { startProtectedServer } from "../testkit/oauth/protected-server.ts";
import { WHOSE_TOKEN_SERVER } from "../testkit/oauth/whose-token.ts";
import { proves } from "../testkit/promises.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { axeFindings, expect, test } from "./fixtures.ts";
import { enterSetUp } from "./harness/front.ts";
import { providerFor } from "./harness/provider.ts";
import type { SetUp } from "./harness/set-up.ts";
import { connectWindow, type PeopleDoor } from "./harness/studio.ts";
import { followOffer, openAccount } from "./person/accounts.ts";
import { approve, openCard } from "./person/approvals.ts";
import { chooseMember } from "./person/people.ts";
import { goTo } from "./person/places.ts";
import { lock, signIn } from "./person/sign-in.ts";

const GONE =
  "Your Notes account is not connected any more. Ask the person you work for to open Gatehouse, Accounts, and connect it; then call again.";

/** Adds a remote server from nothing but its address, and connects an account on the way. */
async function addWithAccount(page: Page, name: string, url: string, answers: Parameters<typeof followOffer>[2]) {
  await goTo(page, "Connectors");
  await page.getByRole("button", { name: "Add connector" }).first().click();
  const form = page.getByRole("form", { name: "Add a connector" });
  await form.getByRole("radio", { name: /^Remote server/ }).click();
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("textbox", { name: "Address" }).fill(url);
  await form.getByRole("button", { name: "Test", exact: true }).click();
  const setUp = form.getByRole("button", { name: "Set up OAuth" });
  await setUp.click();
  await expect(form).toContainText(`One signs in at ${answers.host}.`);
  await setUp.click();
  await form.getByRole("button", { name: /^Connect/ }).click();
  await expect(form).toContainText(`You will sign in at ${answers.host}.`);
  expect(await axeFindings(page)).toEqual([]);
  await followOffer(page, form, answers);
  await expect(form).toContainText(`${name} is connected`);
  await form.getByRole("button", { name: "Add connector" }).click();
  await expect(page.getByRole("grid", { name: `Tools of ${name}` })).toBeVisible();
}

/** Gives the only policy all tools of all connectors, and classifies some. */
async function giveTools({ door, policy }: SetUp, classes: Readonly<Record<string, RiskClass>>): Promise<void> {
  const connectors = await door.connectors.list();
  const grants = connectors.map(({ id }) => ({ connectorId: id, tools: "all" as const }));
  const { name, trustLevel, nameForm } = policy;
  await door.policies.update({ id: policy.id, body: { name, trustLevel, nameForm, grants } });
  for (const { id, name: tool, definitionDigest } of await door.tools.list()) {
    const riskClass = classes[tool];
    if (riskClass) await door.tools.classify({ id, definitionDigest, riskClass });
  }
}

test(
  "an account is connected, renewed in silence, lost at its provider and connected again",
  { tag: "@browser" },
  async ({ window }) => {
    await using server = await startAuthorizationServer({ accessTokenTtl: 2 });
    await using notes = await startProtectedServer({ authorizationServers: [server] });
    using setUp = await enterSetUp(window, { connectors: {} });
    const { page } = window;
    const ada = { host: new URL(server.issuer).host, login: "ada" };
    const refreshes = (): number =>
      server.tokenRequests.filter(({ grantType }) => grantType === "refresh_token").length;

    await addWithAccount(page, "Notes", notes.url, ada);
    await giveTools(setUp, { whoami: "read-only", write_note: "moderate" });
    await using agent = await connectModernClient({ kind: "http", url: window.agents, key: setUp.key });

    await test.step("its calls act as the person, and renew the token that has run out", async () => {
      await expect
        .poll(async () => {
          await agent.callTool("notes__whoami");
          return refreshes();
        })
        .toBeGreaterThan(0);
      server.manners.accessTokenTtl = 3600;
      expect(await agent.callTool("notes__whoami")).toMatchObject({ text: "ada" });
      expect(notes.visits.filter(({ status, scheme }) => status === 401 && scheme !== null)).toEqual([]);
      const account = await openAccount(page, "Notes");
      await expect(account).toContainText("Connected");
      await expect(account).toContainText("Good until");
      expect(await axeFindings(page)).toEqual([]);
    });

    await test.step("once the provider ends it, everything says so before anyone approves in vain", async () => {
      server.revoke("ada");
      expect((await agent.callTool("notes__whoami")).text).toContain(GONE);
      await goTo(page, "Connectors");
      const row = page.getByRole("listbox", { name: "Connectors" }).getByRole("option", { name: "Notes" });
      await expect(row).toContainText("needs to be reconnected");
      await row.click();
      await expect(page.getByText("The account at Notes needs to be reconnected")).toBeVisible();
      const asked = agent.callTool("notes__write_note", { text: "hello" }, { timeoutMs: 60_000 });
      const card = await openCard(page, "write_note");
      await expect(card).toContainText("The account at Notes that it would go out with needs to be reconnected.");
      await expect(page.getByText("Your account at Notes needs to be reconnected")).toBeVisible();
      expect(await axeFindings(page)).toEqual([]);

      await page.getByRole("link", { name: "Reconnect" }).first().click();
      const account = page.getByRole("article", { name: "Notes" });
      await account.getByRole("button", { name: /^Reconnect/ }).click();
      await followOffer(page, account, ada);
      await expect(account).toContainText("Connected");
      expect(await agent.callTool("notes__whoami")).toMatchObject({ text: "ada" });

      await openCard(page, "write_note");
      // The account has no name here, so the card cannot tell it from the one before: it is shown anew.
      await card.getByRole("button", { name: "Show what it is now" }).click();
      await expect(card).not.toContainText("needs to be reconnected");
      await approve(page);
      // The server wants more for this tool than it said at first.
      expect((await asked).text).toContain(
        "Your Notes account lacks a permission that the server asks for. Ask the person",
      );
    });

    await test.step("what a server asks for beyond that is asked of the person, never taken", async () => {
      const account = await openAccount(page, "Notes");
      await expect(account).toContainText("A server asked for more than you have allowed: notes:write.");
      await account.getByRole("button", { name: /^Reconnect/ }).click();
      await expect(account.getByRole("list", { name: "It asks for" })).toContainText("notes:write");
      await followOffer(page, account, ada);
      await expect(account).not.toContainText("A server asked for more");
      const asked = agent.callTool("notes__write_note", { text: "hello" }, { timeoutMs: 60_000 });
      await openCard(page, "write_note");
      await approve(page);
      expect(await asked).toMatchObject({ text: "ada has 1 notes" });
    });

    await test.step("disconnecting revokes at the provider", async () => {
      const account = await openAccount(page, "Notes");
      await account.getByRole("button", { name: "Disconnect" }).click();
      await page.getByRole("alertdialog").getByRole("button", { name: "Disconnect" }).click();
      await expect(account).toContainText("Disconnected: the tokens were revoked and deleted");
      expect(server.requests).toContain("POST /token/revocation");
      const visits = notes.visits.length;
      expect((await agent.callTool("notes__whoami")).text).toContain("Your Notes account is not connected.");
      expect(notes.visits).toHaveLength(visits);
    });
    expect(server.tokenRequests.filter(({ outcome }) => outcome !== "ok")).toEqual([
      expect.objectContaining({ grantType: "refresh_token", outcome: "invalid_grant" }),
    ]);
  },
);

const BEN = "ben has a passphrase of his own";
const accountHeader = (name: string, providerId: ProviderId) => ({
  name,
  source: { kind: "oauth" as const, providerId },
});

/** A remote server and a subprocess, each called with an account of its caller. */
async function addConnectors(door: PeopleDoor, notesUrl: string, { issuer, apiUrl }: AuthorizationServer) {
  const mcp = await door.providers.create({
    name: "Notes",
    config: providerFor({ kind: "resource", resource: notesUrl }),
  });
  const api = await door.providers.create({
    name: "Forge",
    config: providerFor(
      { kind: "issuer", issuer },
      { scopes: ["notes:read"], accountName: { kind: "url", url: apiUrl, path: "login" } },
    ),
  });
  const notes = { kind: "mcp-http" as const, url: notesUrl, headers: [accountHeader("Authorization", mcp.id)] };
  const forge = {
    kind: "mcp-stdio" as const,
    command: process.execPath,
    args: [WHOSE_TOKEN_SERVER],
    env: [
      { name: "WHOSE_API", source: { kind: "static" as const, value: apiUrl } },
      accountHeader("WHOSE_TOKEN", api.id),
    ],
  };
  const connectors = [
    await door.connectors.create({ name: "Notes", config: notes }),
    await door.connectors.create({ name: "Forge", config: forge }),
  ];
  return { refresh: () => Promise.all(connectors.map(({ id }) => door.connectors.refresh({ id }))) };
}

async function letBenIn(door: PeopleDoor, orgId: OrgId, address: string): Promise<MemberId> {
  const { invitation, code } = await door.people.invite({ name: "Ben", role: "member", teamIds: [], days: 1 });
  const guest = await connectWindow(address);
  const { memberId, fingerprint } = await guest.door.people.accept({ orgId, code, passphrase: BEN });
  guest.close();
  await door.people.confirm({ id: invitation.id, fingerprint });
  return memberId;
}

/** What an agent with this key is told; the door may have another port after a lock. */
async function ask(home: string, key: string, tool: string): Promise<string> {
  const { url } = JSON.parse(readFileSync(join(home, "agents.json"), "utf8")) as { url: string }; // Written by the sidecar.
  await using agent = await connectModernClient({ kind: "http", url, key });
  return (await agent.callTool(tool, {})).text;
}

/** Connects the accounts at both providers from their pages. */
async function connectBoth(page: Page, answers: Parameters<typeof followOffer>[2]): Promise<void> {
  for (const provider of ["Notes", "Forge"]) {
    const account = await openAccount(page, provider);
    await account.getByRole("button", { name: /^Connect/ }).click();
    await followOffer(page, account, answers);
    await expect(account.getByRole("button", { name: "Disconnect" })).toBeVisible();
  }
}

test(
  "two people on one connector act as themselves, over HTTP and in a subprocess",
  { tag: "@browser" },
  async ({ window, browser }) => {
    proves("oauth:per-member");
    await using server = await startAuthorizationServer();
    await using notes = await startProtectedServer({ authorizationServers: [server] });
    using setUp = await enterSetUp(window, { connectors: {} });
    const { page, studio, home } = window;
    const host = new URL(server.issuer).host;
    const connectors = await addConnectors(setUp.door, notes.url, server);
    const benId = await letBenIn(setUp.door, setUp.orgId, (await studio?.newWindow()) ?? "");
    const ben = (await setUp.door.keys.create({ name: "ben", policyId: setUp.policy.id, memberId: benId })).key;
    const dana = setUp.key;

    await connectBoth(page, { host, login: "ada" });
    await expect(page.getByRole("article", { name: "Forge" })).toContainText("ada");
    await connectors.refresh();
    await giveTools(setUp, { whoami: "read-only", whose_token: "read-only", leak_token: "read-only" });

    await test.step("calls of the one act as her; the subprocess follows her token, and its token never comes back", async () => {
      expect(await ask(home, dana, "notes__whoami")).toBe("ada");
      const own = await ask(home, dana, "forge__whose_token");
      expect(own).toContain('"login":"ada"');
      expect(await ask(home, dana, "forge__leak_token")).toMatch(/^The token is \S*REDACTED/);
      const account = page.getByRole("article", { name: "Forge" });
      await account.getByRole("button", { name: /^Renew now/ }).click();
      await expect(page.getByText("The token of Forge was renewed")).toBeVisible();
      const renewed = await ask(home, dana, "forge__whose_token");
      expect(renewed).toContain('"login":"ada"');
      expect(renewed.split("pid")[1]).not.toBe(own.split("pid")[1]);
    });

    await test.step("the other has no part in that, and connects his own", async () => {
      const visits = notes.visits.length;
      await lock(page);
      await using context = await browser.newContext();
      const other = await context.newPage();
      await other.goto((await studio?.newWindow()) ?? "");
      await chooseMember(other, "Ben");
      await signIn(other, BEN);
      expect(await ask(home, ben, "notes__whoami")).toContain("Your Notes account is not connected. Ask the person");
      expect(await ask(home, dana, "notes__whoami")).not.toBe("ada");
      expect(notes.visits).toHaveLength(visits);
      await connectBoth(other, { host, login: "bob" });
      expect(await ask(home, ben, "notes__whoami")).toBe("bob");
      expect(await ask(home, ben, "forge__whose_token")).toContain('"login":"bob"');
      expect(await ask(home, dana, "notes__whoami")).not.toMatch(/^(ada|bob)$/);
    });
  },
);
