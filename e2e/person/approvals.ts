import { expect, type Locator, type Page } from "playwright/test";
import { goTo } from "./places.ts";

/** The queue and the card, by roles alone: what a person without eyes has. */
export const queueOf = (page: Page): Locator => page.getByRole("listbox", { name: "Waiting calls" });
export const cardOf = (page: Page): Locator => page.getByRole("region", { name: "Call" }).getByRole("article");

/** Goes to the queue and opens the one waiting call that matches. */
export async function openCard(page: Page, tool: string | RegExp): Promise<Locator> {
  await goTo(page, "Approvals");
  const row = queueOf(page).getByRole("option", { name: tool });
  await row.click();
  await expect(row).toHaveAttribute("aria-selected", "true");
  const card = cardOf(page);
  await expect(card).toBeVisible();
  return card;
}

const actionsOf = (page: Page): Locator => page.getByRole("group", { name: "Decide" });

/**
 * Presses a button of the card until its effect is there. A card that has just come takes no decision for a moment, so that a key meant
 * for the last one does not decide this one.
 */
async function pressUntil(button: Locator, effect: () => Promise<void>): Promise<void> {
  await expect(async () => {
    if (await button.isVisible()) await button.click({ timeout: 1_000 });
    await effect();
  }).toPass({ timeout: 10_000 });
}

/** Approves the open card. */
export async function approve(page: Page): Promise<void> {
  const before = await queueOf(page).getByRole("option").count();
  await pressUntil(actionsOf(page).getByRole("button", { name: /^Approve/ }), () => expectQueue(page, before - 1));
}

/** Denies the open card with a reason. */
export async function deny(page: Page, reason: string): Promise<void> {
  const before = await queueOf(page).getByRole("option").count();
  const form = page.getByRole("form", { name: "Deny" });
  await pressUntil(actionsOf(page).getByRole("button", { name: /^Deny/ }), () =>
    expect(form).toBeVisible({ timeout: 1_000 }),
  );
  await form.getByRole("textbox").fill(reason);
  await form.getByRole("button", { name: "Deny", exact: true }).click();
  await expectQueue(page, before - 1);
}

/** Opens the editor of the open card. */
export async function edit(page: Page): Promise<void> {
  const discard = actionsOf(page).getByRole("button", { name: "Discard" });
  await pressUntil(actionsOf(page).getByRole("button", { name: "Edit" }), () =>
    expect(discard).toBeVisible({ timeout: 1_000 }),
  );
}

/** Waits until as many calls wait. */
export async function expectQueue(page: Page, waiting: number): Promise<void> {
  await expect(queueOf(page).getByRole("option")).toHaveCount(waiting, { timeout: 2_000 });
}
