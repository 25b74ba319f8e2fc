import type { Page } from "playwright/test";
import type { RiskClass } from "../src-contract/values.ts";
import { startAuthorizationServer } from "../testkit/oauth/authorization-server.ts";
import { startProtectedServer } from "../testkit/oauth/protected-server.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { axeFindings, expect, test } from "./fixtures.ts";
import { enterSetUp } from "./harness/front.ts";
import type { SetUp } from "./harness/set-up.ts";
import { followOffer, openAccount } from "./person/accounts.ts";
import { approve, openCard } from "./person/approvals.ts";
import { goTo } from "./person/places.ts";

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
  await expect(page.getByRole("grid", { name: `Tools of ${name}` })).toBeVisible({ timeout: 20_000 });
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
    test.setTimeout(180_000);
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
      await expect(card).not.toContainText("needs to be reconnected");
      await approve(page);
      // The server wants more for this tool than it said at first.
      expect((await asked).text).toContain(GONE);
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
