import { expect, type Locator, type Page } from "playwright/test";
import { goTo } from "./places.ts";

/** Goes to a part of the activity. */
export async function goToPart(page: Page, part: "Calls" | "Log" | "Proof"): Promise<void> {
  await goTo(page, "Activity");
  const parts = page.getByRole("navigation", { name: "Parts of the activity" });
  await parts.getByRole("link", { name: part }).click();
}

/** Opens the newest call of a tool that ended so, and returns its page. */
export async function readCall(page: Page, tool: string, state: string): Promise<Locator> {
  await goTo(page, "Activity");
  const cell = (name: string): Locator => page.getByRole("gridcell", { name, exact: true });
  const rows = page.getByRole("grid", { name: "Calls" }).getByRole("row");
  await rows
    .filter({ has: cell(tool) })
    .filter({ has: cell(state) })
    .first()
    .dblclick();
  const call = page.getByRole("article", { name: "Call", exact: true });
  await expect(call.getByRole("heading", { level: 2, name: tool })).toBeVisible();
  return call;
}
