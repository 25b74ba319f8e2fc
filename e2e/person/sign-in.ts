import { expect, type Page } from "playwright/test";
import { FIRST_RUN } from "../harness/studio.ts";
import { expectSignedIn } from "./places.ts";

/** Deriving the key takes 256 MiB and a second, of a busy machine many. */
const DERIVING_MS = 60_000;

/** Types a passphrase at the way in, whichever of the two it is. */
export async function typePassphrase(page: Page, passphrase: string): Promise<void> {
  const form = page.getByRole("form", { name: "Sign in" });
  await form.getByRole("textbox", { name: "Passphrase" }).fill(passphrase);
  await form.getByRole("button", { name: /^(Open the vault|Sign in)$/ }).click();
}

/** Waits until the passphrase that was typed is refused. */
export async function expectWrong(page: Page): Promise<void> {
  const form = page.getByRole("form", { name: "Sign in" });
  await expect(form).toContainText("The passphrase is wrong.", { timeout: DERIVING_MS });
}

export async function signIn(page: Page): Promise<void> {
  await typePassphrase(page, FIRST_RUN.passphrase);
  await expectSignedIn(page);
}

/** Locks the vault with the padlock of the top bar. */
export async function lock(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Lock the (studio|vault)$/ }).click();
  await expect(page.getByRole("heading", { name: `The vault of ${FIRST_RUN.orgName} is locked` })).toBeVisible();
}
