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
  if (isHeld) await holdUntil(page, button, waiting - 1);
  else await decide(page, () => button.click({ timeout: 5_000 }));
}

/**
 * Does what decides the open card until it is decided: a card that has just come takes no decision for half a second, so that a key meant
 * for the last one does not decide this one. Looks before each try, so that a try never meets the next card.
 */
async function decide(page: Page, attempt: () => Promise<void>): Promise<void> {
  const waiting = await queueOf(page).count();
  await expect(async () => {
    if ((await queueOf(page).count()) === waiting) await attempt();
    await expect(queueOf(page)).toHaveCount(waiting - 1, { timeout: 600 });
  }).toPass({ timeout: 60_000, intervals: [0] });
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
  await expect(queueOf(page)).toHaveCount(waiting);
}

async function holdUntil(page: Page, button: Locator, waiting: number): Promise<void> {
  await button.hover();
  await page.mouse.down();
  await expectQueue(page, waiting);
  await page.mouse.up();
}
