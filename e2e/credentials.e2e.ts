import type { Page } from "playwright/test";
import { proves } from "../testkit/promises.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { axeFindings, expect, test } from "./fixtures.ts";
import { createToken } from "./harness/enter-secret.ts";
import { enterSetUp } from "./harness/front.ts";
import { proofOf, PROVING_SERVER } from "./harness/proving-server.ts";
import { FIRST_RUN, type PeopleDoor } from "./harness/studio.ts";
import { makeKey, writePolicy } from "./person/access.ts";
import { addSecretConnector, expectNowhere, openCredential, sealValue, storeCredential } from "./person/credentials.ts";
import { expectSignedIn, goTo } from "./person/places.ts";
import { typePassphrase } from "./person/sign-in.ts";

const SECRETS = {
  PROVE_DEPLOY: "deploy-token-4711-of-acme",
  PROVE_USER: "warehouse-reader",
  PROVE_PASSWORD: "warehouse-pass-0815",
  PROVE_PAGER: "pager-token-of-platform",
  PROVE_OWN: "danas-own-linear-token",
  PROVE_FRESH: "typed-in-the-connectors-form",
};
const UPSTREAM = { command: process.execPath, args: [PROVING_SERVER] };
/** So many that a rotation takes more than one batch. */
const MORE_CREDENTIALS = 60;

test(
  "secrets of every scope reach a call, outlive a rotation, and come back from a backup",
  { tag: "@browser" },
  async ({ window }) => {
    proves("vault:write-only", "secret:sealed-entry", "backup:checked");
    test.setTimeout(300_000);
    const { page, agents } = window;
    using setUp = await enterSetUp(window, { connectors: {} });
    const { door } = setUp;
    await door.teams.create({ name: "Platform", memberIds: [setUp.memberId] });

    await test.step("each scope and type is stored, and nothing of it is shown again", () => storeAll(page));
    await addSecretConnector(page, "Prover", UPSTREAM, {
      PROVE_DEPLOY: { from: "Organization's secret", credential: "Deploy" },
      PROVE_USER: { from: "Organization's secret", credential: "Warehouse" },
      PROVE_PASSWORD: { from: "Organization's secret", credential: "Warehouse" },
      PROVE_PAGER: { from: "Each team's secret", credential: "Pager" },
      PROVE_OWN: { from: "Each member's own", credential: "Linear" },
      PROVE_FRESH: {
        from: "Organization's secret",
        type: "Token or API key",
        fields: { Secret: SECRETS.PROVE_FRESH },
      },
    });
    await expectNowhere(page, SECRETS);
    await classifyProve(door);
    await writePolicy(page, "Provers", ["Prover"]);
    const key = await makeKey(page, "prover");
    const prove = async (): Promise<string> => {
      await using agent = await connectModernClient({ kind: "http", url: agents, key });
      return (await agent.callTool("prover__prove", {})).text;
    };
    expect(await prove()).toBe(proofOf(SECRETS));

    const replaced = { ...SECRETS, PROVE_PASSWORD: "warehouse-pass-0816" };
    await test.step("an edit of one field keeps the others", async () => {
      const warehouse = await openCredential(page, "Warehouse");
      await expect(warehouse).toContainText("[REDACTED]");
      const name = warehouse.getByRole("textbox", { name: "User name" });
      await expect(name).toHaveAttribute("placeholder", "[REDACTED]");
      await sealValue(page, "Replace the value", { Password: replaced.PROVE_PASSWORD });
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

async function storeAll(page: Page): Promise<void> {
  await storeCredential(page, "Deploy", {
    scope: "Organization's",
    type: "Token or API key",
    fields: { Token: SECRETS.PROVE_DEPLOY },
  });
  await storeCredential(page, "Warehouse", {
    scope: "Organization's",
    type: "User name and password",
    fields: { "User name": SECRETS.PROVE_USER, Password: SECRETS.PROVE_PASSWORD },
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

async function classifyProve(door: PeopleDoor): Promise<void> {
  const [prover] = await door.connectors.list();
  if (!prover) throw new Error("the connector is gone");
  const { toolList } = await door.connectors.get({ id: prover.id });
  for (const { id, definitionDigest } of toolList)
    await door.tools.classify({ id, definitionDigest, riskClass: "read-only" });
}

/** Rotates the key in the window, and checks that its progress was told in numbers. */
async function rotate(page: Page): Promise<void> {
  await goTo(page, "Vault");
  const panel = page.getByRole("region", { name: "The key of the data" });
  await expect(panel).toContainText("Version 1");
  const seen = page.getByRole("progressbar", { name: "Sealing records under the new version" });
  await Promise.all([
    expect(seen).toHaveAttribute("aria-valuetext", /^\d+ of \d+$/),
    panel.getByRole("button", { name: "Rotate the key" }).click(),
  ]);
  await expect(panel).toContainText(/Version 2.*In use.*Version 1.*Destroyed.*opens nothing any more/s, {
    timeout: 30_000,
  });
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
  await expect(page.getByRole("heading", { name: "Welcome to Gatehouse" })).toBeVisible({ timeout: 30_000 });
}
