import { expect, type Page } from "playwright/test";
import { FIRST_RUN } from "../harness/studio.ts";
import { expectSignedIn } from "./places.ts";

/** Deriving the key takes 256 MiB and a second, of a busy machine many. */
const DERIVING_MS = 60_000;
/** The line broke while the engine started anew. */
const LOST = /The connection was lost|has no connection|Try again\./;
const AGAIN_OR_WRONG = /The passphrase is wrong\.|The connection was lost|has no connection|Try again\./;

/** Types a passphrase at the way in, whichever of the two it is. */
export async function typePassphrase(page: Page, passphrase: string): Promise<void> {
  const form = page.getByRole("form", { name: "Sign in" });
  await form.getByRole("textbox", { name: "Passphrase" }).fill(passphrase, { timeout: DERIVING_MS });
  await form.getByRole("button", { name: /^(Open the vault|Sign in)$/ }).click({ timeout: DERIVING_MS });
}

/** Types a passphrase that is refused as a wrong one; tries again as `signIn` does. */
export async function typeWrong(page: Page, passphrase: string): Promise<void> {
  const form = page.getByRole("form", { name: "Sign in" });
  await expect(async () => {
    await typePassphrase(page, passphrase);
    await expect(form).toContainText(AGAIN_OR_WRONG, { timeout: DERIVING_MS });
    await expect(form).toContainText("The passphrase is wrong.", { timeout: 1 });
  }).toPass({ timeout: 2 * DERIVING_MS });
}

/** Signs in. A vault that was locked a moment ago, in this window or another, has an engine that starts anew and asks to try again. */
export async function signIn(page: Page, passphrase: string = FIRST_RUN.passphrase): Promise<void> {
  const places = page.getByRole("navigation", { name: "Places" });
  const again = page.getByRole("form", { name: "Sign in" }).getByText(LOST);
  await expect(async () => {
    if (!(await places.isVisible())) await typePassphrase(page, passphrase);
    await expect(places.or(again)).toBeVisible({ timeout: DERIVING_MS });
    await expect(again).toBeHidden({ timeout: 1 });
  }).toPass({ timeout: 2 * DERIVING_MS });
  await expectSignedIn(page);
}

/** Locks the vault with the padlock of the top bar. */
export async function lock(page: Page): Promise<void> {
  await page.getByRole("button", { name: /^Lock the (studio|vault)$/ }).click();
  await expect(page.getByRole("heading", { name: `The vault of ${FIRST_RUN.orgName} is locked` })).toBeVisible();
}
