import { expect, type Locator, type Page } from "playwright/test";
import { goTo } from "./places.ts";

/** The queue and the card, by roles alone: what a person without eyes has. */
export const queueOf = (page: Page): Locator =>
  page.getByRole("listbox", { name: "Waiting calls" }).getByRole("option");
export const cardOf = (page: Page): Locator => page.getByRole("article", { name: /, asked by / });
export const actionsOf = (page: Page): Locator => page.getByRole("group", { name: "Decide" });

/** Goes to the queue and opens the first waiting call that matches. */
export async function openCard(page: Page, tool: string | RegExp): Promise<Locator> {
  await goTo(page, "Approvals");
  const row = queueOf(page).filter({ hasText: tool }).first();
  await row.click();
  await expect(row).toHaveAttribute("aria-selected", "true");
  const card = cardOf(page);
  await expect(card).toBeVisible();
  return card;
}

/** Approves the open card: with a press where that is enough, else by holding. */
export async function approve(page: Page): Promise<void> {
  const waiting = await queueOf(page).count();
  const button = actionsOf(page).getByRole("button", { name: /^(Approve|Hold to approve)/ });
  await expect(button).toBeEnabled();
  const isHeld = (await button.textContent())?.startsWith("Hold") === true;
  if (isHeld) await hold(page, button, () => expectQueue(page, waiting - 1));
  else await pressUntil(button, () => expectQueue(page, waiting - 1));
}

/** Denies the open card with a reason. */
export async function deny(page: Page, reason: string): Promise<void> {
  const waiting = await queueOf(page).count();
  await actionsOf(page).getByRole("button", { name: "Deny" }).click();
  const form = page.getByRole("form", { name: "Deny" });
  await form.getByRole("textbox", { name: /^One line for / }).fill(reason);
  await form.getByRole("button", { name: "Deny" }).click();
  await expectQueue(page, waiting - 1);
}

/** Waits until as many calls wait. */
export async function expectQueue(page: Page, waiting: number): Promise<void> {
  await expect(queueOf(page)).toHaveCount(waiting, { timeout: 5_000 });
}

/**
 * Presses until the effect is there: a card that has just come takes no decision for a moment, so that a key meant for the last one
 * does not decide this one.
 */
async function pressUntil(button: Locator, effect: () => Promise<void>): Promise<void> {
  await expect(async () => {
    if (await button.isVisible()) await button.click({ timeout: 1_000 });
    await effect();
  }).toPass({ timeout: 20_000 });
}

async function hold(page: Page, button: Locator, effect: () => Promise<void>): Promise<void> {
  await button.hover();
  await page.mouse.down();
  await effect();
  await page.mouse.up();
}
