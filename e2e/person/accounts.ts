import { expect, type Locator, type Page } from "playwright/test";
import { goTo } from "./places.ts";

/** Opens the page of the account at a provider. */
export async function openAccount(page: Page, provider: string): Promise<Locator> {
  await goTo(page, "Accounts");
  await page.getByRole("listbox", { name: "Accounts" }).getByRole("option", { name: provider }).click();
  const account = page.getByRole("article", { name: provider });
  await expect(account).toBeVisible();
  return account;
}

/** Goes where the offer leads, after having read where that is, and signs in and decides there. */
export async function followOffer(
  page: Page,
  place: Locator,
  answers: { readonly host: string; readonly login: string; readonly decision?: "Allow" | "Deny" },
): Promise<void> {
  const { host, login, decision = "Allow" } = answers;
  await expect(place).toContainText(`You will sign in at ${host}.`);
  const opened = page.context().waitForEvent("page");
  await place.getByRole("button", { name: `Open ${host}` }).click();
  const tab = await opened;
  await signInThere(tab, login, decision);
  await tab.close();
}

/** Signs in at the provider's pages, unless the browser still is, and decides. Ends on the page to which the browser came back. */
async function signInThere(tab: Page, login: string, decision: string): Promise<void> {
  const heading = tab.getByRole("heading", { level: 1 });
  await expect(heading).toHaveText(/^(Sign in|Authorize)$/);
  if ((await heading.textContent()) === "Sign in") {
    await tab.getByRole("textbox", { name: "Login" }).fill(login);
    await tab.getByRole("button", { name: "Sign in" }).click();
  }
  await expect(tab.getByText(`wants to act as ${login}`)).toBeVisible();
  await tab.getByRole("button", { name: decision }).click();
  await expect(tab.getByText("You can close this page and go back to Gatehouse.")).toBeVisible();
}
