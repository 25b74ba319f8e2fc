import { expect, type Page } from "playwright/test";
import { FIRST_RUN } from "../harness/studio.ts";

/** Creates the organization by hand. Ends where the recovery key is shown. */
export async function createOrganization(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { name: "Welcome to Gatehouse" })).toBeVisible();
  const form = page.getByRole("form", { name: "Create your organization" });
  await form.getByRole("textbox", { name: "Organization" }).fill(FIRST_RUN.orgName);
  await form.getByRole("textbox", { name: "Your name" }).fill(FIRST_RUN.memberName);
  await form.getByRole("textbox", { name: "Passphrase", exact: true }).fill(FIRST_RUN.passphrase);
  await form.getByRole("textbox", { name: "The same passphrase again" }).fill(FIRST_RUN.passphrase);
  await form.getByRole("button", { name: "Create the organization" }).click();
  await expect(page.getByRole("heading", { name: "Keep your recovery key" })).toBeVisible({ timeout: 60_000 });
}

/** Reads the recovery key, proves that it was stored, and returns it. Ends where samples are offered. */
export async function keepRecoveryKey(page: Page): Promise<string> {
  const form = page.getByRole("form", { name: "Keep your recovery key" });
  const key = await form.getByRole("code").innerText();
  await form.getByRole("textbox", { name: "Type its last four characters" }).fill(key.slice(-4).toLowerCase());
  await form.getByRole("checkbox", { name: "I have stored it" }).check();
  await form.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByRole("heading", { name: "Something to try" })).toBeVisible();
  return key;
}
