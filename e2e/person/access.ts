import { expect, type Page } from "playwright/test";
import { goTo } from "./places.ts";

/** Writes a policy that gives all tools of the named connectors. */
export async function writePolicy(page: Page, name: string, connectors: readonly string[]): Promise<void> {
  await goTo(page, "Policies");
  await page.getByRole("button", { name: "Write a policy" }).first().click();
  const form = page.getByRole("form", { name: "Write a policy" });
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await expect(form.getByRole("radio", { name: /^Supervised/ })).toBeChecked();
  for (const connector of connectors) {
    await form.getByRole("combobox", { name: `Tools of ${connector}` }).click();
    await page.getByRole("option", { name: /^All tools/ }).click();
  }
  await form.getByRole("button", { name: "Write it" }).click();
  await expect(page.getByRole("listbox", { name: "Policies" }).getByRole("option", { name })).toBeVisible();
}

/** Makes a key for an agent and returns it, from the one time it is shown. */
export async function makeKey(page: Page, name: string): Promise<string> {
  await goTo(page, "Agents");
  await page.getByRole("navigation", { name: "Parts of this page" }).getByRole("link", { name: "Keys" }).click();
  await page.getByRole("button", { name: "Give an agent a key" }).first().click();
  const form = page.getByRole("form", { name: "Give an agent a key" });
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("button", { name: "Make the key" }).click();
  return takeShownKey(page);
}

/** Replaces a key and returns the new one. */
export async function replaceKey(page: Page, name: string): Promise<string> {
  await goTo(page, "Agents");
  await page.getByRole("navigation", { name: "Parts of this page" }).getByRole("link", { name: "Keys" }).click();
  await page.getByRole("listbox", { name: "Keys" }).getByRole("option", { name }).click();
  await page.getByRole("article", { name }).getByRole("button", { name: "Replace" }).click();
  const dialog = page.getByRole("alertdialog", { name: `Replace ${name}?` });
  await dialog.getByRole("button", { name: "Replace" }).click();
  return takeShownKey(page);
}

/** Reads the key that is shown and says that it was kept; afterwards it is nowhere on the page. */
async function takeShownKey(page: Page): Promise<string> {
  const shown = page.getByRole("region", { name: "The key, shown this once" });
  const key = await shown.getByRole("code").first().innerText();
  expect(key).toMatch(/^tools\.[^.]+\.[^.]+$/);
  await shown.getByRole("button", { name: "I have it" }).click();
  await expect(shown).toBeHidden();
  await expect(page.getByRole("document")).not.toContainText(key.split(".")[2] ?? key);
  return key;
}
