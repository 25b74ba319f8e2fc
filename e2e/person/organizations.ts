import { expect, type Page } from "playwright/test";
import { expectSignedIn } from "./places.ts";

/** Deriving keys takes 256 MiB and a second, of a busy machine many. */
const DERIVING_MS = 60_000;

/** The button at the top of the rail, which names the organization that is shown. */
export function orgButton(page: Page, name: string) {
  return page.getByRole("button", { name: new RegExp(`${name} signed in as`) });
}

/** Creates a further organization from the menu of the one that is shown, and ends signed in to it. */
export async function createAnotherOrganization(
  page: Page,
  shown: string,
  next: { readonly orgName: string; readonly memberName: string; readonly passphrase: string },
): Promise<void> {
  await orgButton(page, shown).click();
  await page.getByRole("menuitem", { name: "New organization" }).click();
  const form = page.getByRole("form", { name: "Create another organization" });
  await form.getByRole("textbox", { name: "Organization" }).fill(next.orgName);
  await form.getByRole("textbox", { name: "Your name" }).fill(next.memberName);
  await form.getByRole("textbox", { name: "Passphrase", exact: true }).fill(next.passphrase);
  await form.getByRole("textbox", { name: "The same passphrase again" }).fill(next.passphrase);
  await form.getByRole("button", { name: "Create the organization" }).click();
  await storeRecoveryKey(page);
  await page.getByRole("button", { name: "Skip" }).click();
  await page.getByRole("button", { name: /^Connect an agent/ }).click();
  await expectSignedIn(page);
  await expect(orgButton(page, next.orgName)).toBeVisible();
}

/** Shows another organization by the menu of the one that is shown. Where one signed in before, one still is. */
export async function switchOrganization(page: Page, from: string, to: string): Promise<void> {
  await orgButton(page, from).click();
  await page.getByRole("menuitem", { name: new RegExp(`^${to} (open|locked)`) }).click();
}

/** Proves that the recovery key on the page was stored, and goes on. */
export async function storeRecoveryKey(page: Page): Promise<void> {
  const form = page.getByRole("form", { name: "Keep your recovery key" });
  const key = await form.getByRole("code").innerText({ timeout: DERIVING_MS });
  await form.getByRole("textbox", { name: "Type its last four characters" }).fill(key.slice(-4));
  await form.getByRole("checkbox", { name: "I have stored it" }).check();
  await form.getByRole("button", { name: "Continue" }).click();
}
