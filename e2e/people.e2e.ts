import { proves } from "../testkit/promises.ts";
import { axeFindings, expect, test } from "./fixtures.ts";
import { FIRST_RUN } from "./harness/studio.ts";
import { createOrganization, keepRecoveryKey } from "./person/first-run.ts";
import { createAnotherOrganization, orgButton, switchOrganization } from "./person/organizations.ts";
import {
  answerInvitation,
  chooseMember,
  confirmInvitation,
  goToPeople,
  invite,
  makeTeam,
  openMember,
} from "./person/people.ts";
import { expectSignedIn, goTo } from "./person/places.ts";
import { lock, signIn } from "./person/sign-in.ts";

const GLOBEX = { orgName: "Globex", memberName: "Dana", passphrase: "another battery staple horse" };
const BEN = "ben has a passphrase of his own";

test("two organizations stand side by side, and one of them is deleted", async ({ window: { page } }) => {
  proves("org:isolation", "org:shredded");
  await createOrganization(page);
  await keepRecoveryKey(page);
  await page.getByRole("button", { name: "Skip" }).click();
  await page.getByRole("button", { name: /^Connect an agent/ }).click();
  await expectSignedIn(page);
  await goToPeople(page, "Teams");
  await makeTeam(page, "Platform");
  await createAnotherOrganization(page, FIRST_RUN.orgName, GLOBEX);

  await test.step("nothing of the one is seen in the other", async () => {
    await goToPeople(page, "Teams");
    await expect(page.getByText("No team yet")).toBeVisible();
    await expect(page.getByRole("document")).not.toContainText("Platform");
  });

  await test.step("a sign-in is kept, and the palette switches too", async () => {
    await switchOrganization(page, GLOBEX.orgName, FIRST_RUN.orgName);
    await expect(orgButton(page, FIRST_RUN.orgName)).toBeVisible();
    await goToPeople(page, "Teams");
    await expect(page.getByRole("option", { name: "Platform" })).toBeVisible();
    await page.keyboard.press("ControlOrMeta+k");
    await page.getByRole("combobox", { name: "Commands" }).fill(`Switch to ${GLOBEX.orgName}`);
    await page.keyboard.press("Enter");
    await expect(orgButton(page, GLOBEX.orgName)).toBeVisible();
    await goToPeople(page, "Teams");
    await expect(page.getByText("No team yet")).toBeVisible();
  });

  await test.step("deleting asks for the name and the passphrase, and leaves the other organization", async () => {
    await goTo(page, "Settings");
    await page.getByRole("button", { name: "Delete the organization…" }).click();
    const form = page.getByRole("form", { name: "Delete this organization" });
    await expect(page.getByRole("region", { name: "What is deleted" })).toContainText("Members");
    await form.getByRole("textbox", { name: `Type its name: ${GLOBEX.orgName}` }).fill("Globe");
    await form.getByRole("textbox", { name: "Your passphrase" }).fill(GLOBEX.passphrase);
    await form.getByRole("button", { name: `Delete ${GLOBEX.orgName}` }).click();
    await expect(form).toContainText("That is not its name.");
    await expect(form.getByRole("textbox", { name: /^Type its name/ })).toBeFocused();
    await form.getByRole("textbox", { name: /^Type its name/ }).fill(GLOBEX.orgName);
    await form.getByRole("button", { name: `Delete ${GLOBEX.orgName}` }).click();
    await expect(orgButton(page, FIRST_RUN.orgName)).toBeVisible();
    await orgButton(page, FIRST_RUN.orgName).click();
    await expect(page.getByRole("menuitem", { name: GLOBEX.orgName })).toHaveCount(0);
  });
});

test(
  "a person is invited, let in, sees what their role allows, and is removed",
  { tag: "@browser" },
  async ({ window: { page, studio }, browser }) => {
    proves("people:invitation", "people:removed", "people:roles");
    await createOrganization(page);
    await keepRecoveryKey(page);
    await page.getByRole("button", { name: "Skip" }).click();
    await page.getByRole("button", { name: /^Connect an agent/ }).click();
    await expectSignedIn(page);
    await makeTeam(page, "Platform");
    const invitation = await invite(page, { name: "Ben", role: "Operator", team: "Platform" });
    await using context = await browser.newContext();
    const other = await context.newPage();
    await other.goto((await studio?.newWindow()) ?? "");
    const fingerprint = await answerInvitation(other, invitation.path, BEN);
    expect(fingerprint).toMatch(/^\d{5}( \d{5}){3}$/);

    await test.step("before the confirmation nobody of that name can sign in", async () => {
      await expect(other.getByRole("heading", { name: `Sign in to ${FIRST_RUN.orgName}` })).toBeVisible();
      await expect(other.getByRole("combobox", { name: "Member" })).toHaveCount(0);
    });

    await confirmInvitation(page, "Ben", fingerprint);
    const ben = await openMember(page, "Ben");
    await expect(ben).toContainText("Operator");
    await expect(ben).toContainText("Platform");
    await expect(ben).toContainText(fingerprint.split(" ")[0] ?? "");
    expect(await axeFindings(page)).toEqual([]);

    await test.step("another member signs in only after the vault was locked", async () => {
      await chooseMember(other, "Ben");
      await expect(other.getByRole("region", { name: "The vault is open for Dana" })).toBeVisible();
      expect(await axeFindings(other)).toEqual([]);
      await other.getByRole("button", { name: "Lock the vault and switch to Ben" }).click();
      await expect(page.getByRole("heading", { name: `The vault of ${FIRST_RUN.orgName} is locked` })).toBeVisible();
      await signIn(other, BEN);
    });

    await test.step("an operator decides and stops, and curates nothing", async () => {
      const rail = other.getByRole("navigation", { name: "Places" });
      await expect(rail.getByRole("link", { name: /^Approvals/ })).toBeVisible();
      await expect(rail.getByRole("link", { name: "Backups" })).toHaveCount(0);
      await expect(other.getByRole("button", { name: "Stop all" })).toBeVisible();
      await goToPeople(other, "Teams");
      await expect(other.getByRole("button", { name: "Make a team" })).toHaveCount(0);
      await expect(other.getByRole("link", { name: "Invitations" })).toHaveCount(0);
      const dana = await openMember(other, "Dana");
      await expect(dana.getByRole("button", { name: "Remove…" })).toHaveCount(0);
      await other.evaluate(() => location.assign("#/backups"));
      await expect(other.getByText("Your role does not reach this page")).toBeVisible();
    });

    await test.step("a member has no queue and no stop", async () => {
      await lock(other);
      await chooseMember(page, "Dana");
      await signIn(page);
      const view = await openMember(page, "Ben");
      await view.getByRole("radio", { name: "Member" }).click();
      await view.getByRole("button", { name: "Save the role" }).click();
      await expect(page.getByText("Ben is Member now")).toBeVisible();
      await lock(page);
      await chooseMember(other, "Ben");
      await signIn(other, BEN);
      await expect(other.getByRole("link", { name: /^Approvals/ })).toHaveCount(0);
      await expect(other.getByRole("button", { name: "Stop all" })).toHaveCount(0);
      await lock(other);
    });

    await test.step("a removal says what it ends, and ends it", async () => {
      await signIn(page);
      const view = await openMember(page, "Ben");
      await view.getByRole("button", { name: "Remove…" }).click();
      const removal = page.getByRole("region", { name: "Remove Ben", exact: true });
      await expect(removal.getByRole("region", { name: "What ends" })).toContainText("Platform");
      expect(await axeFindings(page)).toEqual([]);
      await removal.getByRole("button", { name: "Remove Ben" }).click();
      await expect(page.getByRole("region", { name: "Ben was removed" })).toBeVisible();
      await page.getByRole("button", { name: "Done" }).click();
      await expect(page.getByRole("option", { name: "Ben" })).toHaveCount(0);
      await expect(other.getByRole("combobox", { name: "Member" })).toHaveCount(0);
    });
  },
);
