import { expect, type Page } from "playwright/test";

export type PlaceName =
  | "Approvals"
  | "Activity"
  | "Agents"
  | "Connectors"
  | "Tools"
  | "Policies"
  | "Accounts"
  | "Credentials"
  | "People"
  | "Vault"
  | "Backups"
  | "Settings";

/** Follows a link of the rail. */
export async function goTo(page: Page, place: PlaceName): Promise<void> {
  // A badge adds to the name how many wait.
  const link = page.getByRole("navigation", { name: "Places" }).getByRole("link", { name: new RegExp(`^${place}`) });
  await link.click();
  await expect(link).toHaveAttribute("aria-current", "page");
}

/** Waits until the window is that of someone signed in. */
export async function expectSignedIn(page: Page): Promise<void> {
  // Deriving the key takes 256 MiB and a second or more of a busy machine.
  await expect(page.getByRole("navigation", { name: "Places" })).toBeVisible({ timeout: 60_000 });
}
