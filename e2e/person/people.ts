import { readFileSync } from "node:fs";
import { expect, type Page } from "playwright/test";
import { storeRecoveryKey } from "./organizations.ts";
import { goTo } from "./places.ts";

/** Deriving keys takes 256 MiB and a second, of a busy machine many. */
const DERIVING_MS = 60_000;

/** Goes to a part of the people's page. */
export async function goToPeople(page: Page, part: "Members" | "Teams" | "Invitations"): Promise<void> {
  await goTo(page, "People");
  const parts = page.getByRole("navigation", { name: "Parts of this page" });
  await parts.getByRole("link", { name: new RegExp(`^${part}`) }).click();
}

/** Opens a member's own view. */
export async function openMember(page: Page, name: string) {
  await goToPeople(page, "Members");
  await page.getByRole("listbox", { name: "Members" }).getByRole("option", { name }).click();
  return page.getByRole("article", { name });
}

export async function makeTeam(page: Page, name: string): Promise<void> {
  await goToPeople(page, "Teams");
  await page.getByRole("button", { name: "Make a team" }).first().click();
  const form = page.getByRole("form", { name: "Make a team" });
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("button", { name: "Make the team" }).click();
  await expect(page.getByRole("article", { name })).toBeVisible();
}

/** Invites a person and returns the file that is saved, from the one time it is offered. */
export async function invite(
  page: Page,
  person: { readonly name: string; readonly role: "Admin" | "Operator" | "Member"; readonly team?: string },
): Promise<{ readonly path: string; readonly code: string }> {
  await goToPeople(page, "Invitations");
  await page.getByRole("button", { name: "Invite a person" }).first().click();
  const form = page.getByRole("form", { name: "Invite a person" });
  await form.getByRole("textbox", { name: "Name" }).fill(person.name);
  await form.getByRole("radio", { name: person.role }).click();
  if (person.team !== undefined) await form.getByRole("checkbox", { name: person.team }).check();
  await form.getByRole("button", { name: "Make the invitation" }).click();
  const shown = page.getByRole("region", { name: "The invitation, shown this once" });
  const code = await shown.getByRole("code").innerText();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    shown.getByRole("button", { name: "Save the file" }).click(),
  ]);
  const path = await download.path();
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({ gatehouse: "invitation/1", name: person.name, code });
  await shown.getByRole("button", { name: "I have passed it on" }).click();
  await expect(page.getByRole("document")).not.toContainText(code);
  return { path, code };
}

/** Answers an invitation at the door of its organization, and returns the fingerprint to read out. */
export async function answerInvitation(page: Page, file: string, passphrase: string): Promise<string> {
  await page.getByRole("button", { name: "Answer an invitation" }).click();
  const form = page.getByRole("form", { name: "Answer an invitation" });
  await form.locator("input[type=file]").setInputFiles({
    name: "invitation.json",
    mimeType: "application/json",
    buffer: readFileSync(file),
  });
  await form.getByRole("textbox", { name: "Your passphrase" }).fill(passphrase);
  await form.getByRole("textbox", { name: "The same passphrase again" }).fill(passphrase);
  await form.getByRole("button", { name: "Answer", exact: true }).click();
  await storeRecoveryKey(page);
  const groups = page.getByRole("group", { name: "Fingerprint of your keys" });
  await expect(groups).toBeVisible({ timeout: DERIVING_MS });
  const fingerprint = await groups.innerText();
  await page.getByRole("button", { name: "I have read it out" }).click();
  return fingerprint.replaceAll(/\s+/g, " ").trim();
}

/** Compares the number of an answer with the one that was read out, and lets the person in. */
export async function confirmInvitation(page: Page, name: string, readOut: string): Promise<void> {
  await goToPeople(page, "Invitations");
  await page.getByRole("listbox", { name: "Invitations" }).getByRole("option", { name }).click();
  const view = page.getByRole("article", { name });
  const groups = view.getByRole("group", { name: "Fingerprint of the answer" });
  expect((await groups.innerText()).replaceAll(/\s+/g, " ").trim()).toBe(readOut);
  await view.getByRole("button", { name: "It is the same" }).click();
  await view.getByRole("button", { name: `Confirm ${name}` }).click();
  await expect(page.getByRole("listbox", { name: "Members" }).getByRole("option", { name })).toBeVisible();
}

/** Chooses a member at the way in. */
export async function chooseMember(page: Page, name: string): Promise<void> {
  await page.getByRole("combobox", { name: "Member" }).click();
  await page.getByRole("option", { name }).click();
}
