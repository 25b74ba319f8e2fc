import type { Page } from "playwright/test";
import { proves } from "../testkit/promises.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { axeFindings, expect, test } from "./fixtures.ts";
import { createToken } from "./harness/enter-secret.ts";
import { enterSetUp } from "./harness/front.ts";
import { proofOf, PROVING_SERVER } from "./harness/proving-server.ts";
import type { SetUp } from "./harness/set-up.ts";
import { FIRST_RUN } from "./harness/studio.ts";
import { addSecretConnector, expectNowhere, openCredential, sealValue, storeCredential } from "./person/credentials.ts";
import { expectSignedIn, goTo } from "./person/places.ts";
import { lock, signIn, typePassphrase } from "./person/sign-in.ts";

const SECRETS = {
  PROVE_DEPLOY: "deploy-token-4711-of-acme",
  PROVE_USER: "warehouse-reader",
  PROVE_GATE: "warehouse-pass-0815",
  PROVE_PAGER: "pager-token-of-platform",
  PROVE_OWN: "danas-own-linear-token",
  PROVE_FRESH: "typed-in-the-connectors-form",
};
const UPSTREAM = { command: process.execPath, args: [PROVING_SERVER] };
const FILE_PASSPHRASE = "a passphrase of the file alone";
const NEXT_PASSPHRASE = "another passphrase altogether";
/** Deriving a key takes 256 MiB and a second, of a busy machine many. */
const DERIVING_MS = 60_000;
/** So many that a rotation takes more than one batch. */
const MORE_CREDENTIALS = 60;

test.use({ isPrepared: true });

test(
  "secrets of every scope reach a call, outlive a rotation, and come back from a backup",
  { tag: "@browser" },
  async ({ window }) => {
    proves("vault:write-only", "secret:sealed-entry", "backup:checked");
    const { page, agents } = window;
    using setUp = await enterSetUp(window, { connectors: {} });
    const { door } = setUp;
    await door.teams.create({ name: "Platform", memberIds: [setUp.memberId] });

    await test.step("each scope and type is stored, and nothing of it is shown again", () => storeAll(page));
    await addSecretConnector(page, "Prover", UPSTREAM, {
      PROVE_DEPLOY: { from: "Organization's secret", credential: "Deploy" },
      PROVE_USER: { from: "Organization's secret", credential: "Warehouse" },
      PROVE_GATE: { from: "Organization's secret", credential: "Warehouse" },
      PROVE_PAGER: { from: "Each team's secret", credential: "Pager" },
      PROVE_OWN: { from: "Each member's own", credential: "Linear" },
      PROVE_FRESH: {
        from: "Organization's secret",
        type: "Token or API key",
        fields: { Secret: SECRETS.PROVE_FRESH },
      },
    });
    await expectNowhere(page, SECRETS);
    await grantProve(setUp);
    const prove = async (): Promise<string> => {
      await using agent = await connectModernClient({ kind: "http", url: agents, key: setUp.key });
      return (await agent.callTool("prover__prove", {})).text;
    };
    expect(await prove()).toBe(proofOf(SECRETS));

    const replaced = { ...SECRETS, PROVE_GATE: "warehouse-pass-0816" };
    await test.step("an edit of one field keeps the others", async () => {
      const warehouse = await openCredential(page, "Warehouse");
      await expect(warehouse).toContainText("[REDACTED]");
      const name = warehouse.getByRole("textbox", { name: "User name" });
      await expect(name).toHaveAttribute("placeholder", "[REDACTED]");
      await sealValue(page, "Replace the value", { Password: replaced.PROVE_GATE });
      expect(await prove()).toBe(proofOf(replaced));
    });

    await test.step("the key is rotated, in numbers, and the same secrets are sent", async () => {
      for (let index = 0; index < MORE_CREDENTIALS; index += 1)
        await createToken(door, { name: `Spare ${index}`, scope: "org_secret" }, `spare-value-${index}`);
      await rotate(page);
      expect(await prove()).toBe(proofOf(replaced));
    });

    const backup = await test.step("it is backed up", () => backUp(page));
    await test.step("the organization is deleted", () => deleteOrganization(page));

    await test.step("the backup is looked into and restored", async () => {
      await page.getByRole("button", { name: /^Restore from a backup/ }).click();
      await page.getByRole("textbox", { name: "Backup file" }).fill(backup);
      await page.getByRole("button", { name: "Look at the file" }).click();
      await page.getByRole("button", { name: `Restore ${FIRST_RUN.orgName}` }).click();
      await typePassphrase(page, FIRST_RUN.passphrase);
      await expectSignedIn(page);
    });
    expect(await prove()).toBe(proofOf(replaced));
    await expectNowhere(page, replaced);
  },
);

test(
  "an export brings back what is missing, and an older backup in the place of a newer vault is noticed",
  { tag: "@browser" },
  async ({ window }) => {
    proves("backup:export", "vault:rollback");
    const { page } = window;
    using setUp = await enterSetUp(window, { connectors: {} });
    const { door } = setUp;
    const { id } = await createToken(door, { name: "Deploy", scope: "org_secret" }, SECRETS.PROVE_DEPLOY);
    await createToken(door, { name: "Linear", scope: "user_secret" }, SECRETS.PROVE_OWN);
    await backUp(page);
    const path = await exportCredentials(page);
    await door.credentials.remove({ id });
    await importCredentials(page, path);
    const credentials = await door.credentials.list();
    expect(Object.fromEntries(credentials.map(({ name, hasValue }) => [name, hasValue]))).toEqual({
      Deploy: true,
      Linear: true,
    });

    await goTo(page, "Backups");
    await page.getByRole("button", { name: /^Look into it: / }).click();
    const found = page.getByRole("region", { name: "What the backup holds" });
    await expect(found).toContainText(/changes of keys and secrets since this backup are undone/);
    await found.getByRole("button", { name: `Replace ${FIRST_RUN.orgName} with this backup` }).click();
    const dialog = page.getByRole("alertdialog", { name: `Replace ${FIRST_RUN.orgName} with this backup?` });
    await dialog.getByRole("button", { name: "Restore" }).click();
    await typePassphrase(page, FIRST_RUN.passphrase);
    await expect(
      page.getByRole("heading", { name: `The vault of ${FIRST_RUN.orgName} is an older copy of itself` }),
    ).toBeVisible();
  },
);

test("one's ways in are changed, made and taken away", { tag: "@browser" }, async ({ window }) => {
  const { page } = window;
  using _setUp = await enterSetUp(window, { connectors: {} });
  await goTo(page, "Vault");
  const way = (name: string) => page.getByRole("listitem", { name });
  const prove = async (name: string, submit: string, passphrase = FIRST_RUN.passphrase): Promise<void> => {
    await way(name).getByRole("textbox", { name: "Your passphrase" }).fill(passphrase);
    await way(name).getByRole("form").getByRole("button", { name: submit, exact: true }).click();
  };
  await expect(way("This computer's keychain")).toContainText(/browser|desktop|keychain/i);
  await expect(way("This computer's keychain").getByRole("button")).toBeDisabled();

  await test.step("a wrong passphrase is said at its field", async () => {
    await way("Recovery key").getByRole("button", { name: "Make a new one" }).click();
    await expect(way("Recovery key").getByRole("textbox", { name: "Your passphrase" })).toBeFocused();
    await prove("Recovery key", "Make it", "not the passphrase");
    await expect(way("Recovery key")).toContainText("passphrase is wrong", { timeout: DERIVING_MS, ignoreCase: true });
    await expect(way("Recovery key").getByRole("textbox", { name: "Your passphrase" })).toBeFocused();
  });

  await test.step("a new recovery key is shown once", async () => {
    await prove("Recovery key", "Make it");
    const key = await shownOnce(page, "Your new recovery key, shown this once");
    expect(key).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{1,4})+$/);
  });

  await test.step("a key for a studio without a window is shown once, and taken away", async () => {
    const headless = "Key for a studio without a window";
    await way(headless).getByRole("button", { name: "Make one" }).click();
    await prove(headless, "Make the key");
    const key = await shownOnce(page, "The key, shown this once");
    expect(Buffer.from(key, "base64url")).toHaveLength(32);
    await way(headless).getByRole("button", { name: "Take away" }).click();
    await prove(headless, "Take away");
    await expect(way(headless)).toContainText("Not set", { timeout: DERIVING_MS });
  });

  await test.step("the passphrase is another one from now on", async () => {
    await way("Passphrase").getByRole("button", { name: "Change" }).click();
    const form = page.getByRole("form", { name: "Change your passphrase" });
    await form.getByRole("textbox", { name: "Current passphrase" }).fill(FIRST_RUN.passphrase);
    await form.getByRole("textbox", { name: "New passphrase" }).fill(NEXT_PASSPHRASE);
    await form.getByRole("textbox", { name: "The new one again" }).fill(NEXT_PASSPHRASE);
    await form.getByRole("button", { name: "Change it" }).click();
    await expect(form).toBeHidden({ timeout: DERIVING_MS });
    expect(await axeFindings(page)).toEqual([]);
    await lock(page);
    await signIn(page, NEXT_PASSPHRASE);
  });
});

/** Reads what is shown once and says that it was stored; afterwards it is nowhere on the page. */
async function shownOnce(page: Page, title: string): Promise<string> {
  const form = page.getByRole("form", { name: title });
  const secret = await form.getByRole("code").innerText({ timeout: DERIVING_MS });
  await form.getByRole("checkbox", { name: "I have stored it" }).check();
  await form.getByRole("button", { name: "Done" }).click();
  await expect(form).toBeHidden();
  await expectNowhere(page, { secret });
  return secret;
}

/** Writes an export that a passphrase opens, and returns its path. */
async function exportCredentials(page: Page): Promise<string> {
  await goTo(page, "Backups");
  const panel = page.getByRole("region", { name: "Export credentials" });
  await expect(panel).toContainText("1 value of the organization, 0 values of teams, 1 value of your own");
  const form = page.getByRole("form", { name: "Export credentials" });
  await form.getByRole("textbox", { name: "Passphrase of the file" }).fill(FILE_PASSPHRASE);
  await form.getByRole("textbox", { name: "The same again" }).fill(FILE_PASSPHRASE);
  await form.getByRole("textbox", { name: "Your passphrase" }).fill(FIRST_RUN.passphrase);
  await form.getByRole("button", { name: "Write the file" }).click();
  await expect(panel).toContainText("2 values were written", { timeout: DERIVING_MS });
  await expectNowhere(page, { FILE_PASSPHRASE, own: FIRST_RUN.passphrase });
  expect(await axeFindings(page)).toEqual([]);
  const path = await panel.getByRole("code").innerText();
  await panel.getByRole("button", { name: "Done" }).click();
  return path;
}

async function importCredentials(page: Page, path: string): Promise<void> {
  const panel = page.getByRole("region", { name: "Import credentials" });
  const form = page.getByRole("form", { name: "Import credentials" });
  await form.getByRole("textbox", { name: "Export file" }).fill(path);
  await form.getByRole("textbox", { name: "Passphrase of the file" }).fill("not that passphrase");
  await form.getByRole("button", { name: "Import" }).click();
  await expect(form).toContainText("export_damaged", { timeout: DERIVING_MS });
  await form.getByRole("textbox", { name: "Passphrase of the file" }).fill(FILE_PASSPHRASE);
  await form.getByRole("button", { name: "Import" }).click();
  await expect(panel).toContainText("1 credential was made", { timeout: DERIVING_MS });
  await expect(panel).toContainText("1 was left out");
  await expectNowhere(page, { FILE_PASSPHRASE });
}

async function storeAll(page: Page): Promise<void> {
  await storeCredential(page, "Deploy", {
    scope: "Organization's",
    type: "Token or API key",
    fields: { Token: SECRETS.PROVE_DEPLOY },
  });
  await storeCredential(page, "Warehouse", {
    scope: "Organization's",
    type: "User name and password",
    fields: { "User name": SECRETS.PROVE_USER, Password: SECRETS.PROVE_GATE },
  });
  await storeCredential(page, "Linear", {
    scope: "Each member's own",
    type: "Token or API key",
    fields: { Token: SECRETS.PROVE_OWN },
  });
  await storeCredential(page, "Pager", { scope: "Each team's", type: "Token or API key", fields: {} });
  const pager = page.getByRole("article", { name: "Pager" });
  await expect(pager).toContainText("No team of yours has set a value.");
  await pager.getByRole("button", { name: "Set the value of Platform" }).click();
  await sealValue(page, "Set the value of Platform", { Token: SECRETS.PROVE_PAGER });
  await expect(pager.getByRole("listitem", { name: "Platform" })).toContainText("Set");
  expect(await axeFindings(page)).toEqual([]);
}

/** Classifies what the connector offers, and gives it to the agent. */
async function grantProve({ door, policy: { id, name, trustLevel, nameForm } }: SetUp): Promise<void> {
  const [prover] = await door.connectors.list();
  if (!prover) throw new Error("the connector is gone");
  const { toolList } = await door.connectors.get({ id: prover.id });
  for (const { id: toolId, definitionDigest } of toolList)
    await door.tools.classify({ id: toolId, definitionDigest, riskClass: "read-only" });
  const grants = [{ connectorId: prover.id, tools: "all" as const }];
  await door.policies.update({ id, body: { name, trustLevel, nameForm, grants } });
}

/** Rotates the key in the window, and checks that its progress was told in numbers. */
async function rotate(page: Page): Promise<void> {
  await goTo(page, "Vault");
  const panel = page.getByRole("region", { name: "The key of the data" });
  await expect(panel).toContainText("Version 1");
  const told = progressTold(page);
  await panel.getByRole("button", { name: "Rotate the key" }).click();
  expect(await told).toMatch(/^Sealing records under the new version.*: \d+ of \d+$/);
  await expect(panel).toContainText(/Version 2.*In use.*Version 1.*Destroyed.*opens nothing any more/s);
}

/** Resolves with what the first progress bar says that appears, however short it is there. */
function progressTold(page: Page): Promise<string> {
  return page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const look = (): void => {
          const bar = document.querySelector("[role=progressbar][aria-valuetext]");
          if (bar) resolve(`${bar.textContent}: ${bar.getAttribute("aria-valuetext")}`);
        };
        new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
      }),
  );
}

/** Backs up, looks into the backup, and returns its path. */
async function backUp(page: Page): Promise<string> {
  await goTo(page, "Backups");
  await page.getByRole("button", { name: "Back up now" }).click();
  const row = page.getByRole("list", { name: "Backups in the studio's home" }).getByRole("listitem");
  await expect(row).toHaveCount(1);
  const path = await row.getByRole("code").innerText();
  await row.getByRole("button", { name: /^Look into it/ }).click();
  const found = page.getByRole("region", { name: "What the backup holds" });
  await expect(found).toContainText(FIRST_RUN.orgName);
  await expect(found.getByRole("button", { name: `Replace ${FIRST_RUN.orgName} with this backup` })).toBeVisible();
  expect(await axeFindings(page)).toEqual([]);
  return path;
}

async function deleteOrganization(page: Page): Promise<void> {
  await goTo(page, "Settings");
  await page.getByRole("button", { name: "Delete the organization…" }).click();
  const form = page.getByRole("form", { name: "Delete this organization" });
  await form.getByRole("textbox", { name: /^Type its name/ }).fill(FIRST_RUN.orgName);
  await form.getByRole("textbox", { name: "Your passphrase" }).fill(FIRST_RUN.passphrase);
  await form.getByRole("button", { name: `Delete ${FIRST_RUN.orgName}` }).click();
  await expect(page.getByRole("heading", { name: "Welcome to Gatehouse" })).toBeVisible();
}
