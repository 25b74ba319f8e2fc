import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTempHome } from "../testkit/temp-home.ts";
import { proves } from "../testkit/promises.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { expect, test } from "./fixtures.ts";
import { everything, filesystem } from "./harness/upstreams.ts";
import { makeKey, writePolicy } from "./person/access.ts";
import { approve, cardOf, deny, edit, openCard } from "./person/approvals.ts";
import { addConnector, classifyOpenTool, openTool } from "./person/connectors.ts";
import { createOrganization, keepRecoveryKey } from "./person/first-run.ts";
import { expectSignedIn, goTo } from "./person/places.ts";

test("from an empty studio to a file that was written where a person said", async ({ window: { page, agents } }) => {
  proves("people:csp", "gate:edit-validated");
  using folder = createTempHome();
  await createOrganization(page);

  await test.step("the recovery key is shown once and must be kept", async () => {
    const form = page.getByRole("form", { name: "Keep your recovery key" });
    await expect(form.getByRole("code")).toHaveText(/^([0-9A-Z]{4}-){13}[0-9A-Z]{4}$/);
    await expect(form.getByRole("button", { name: "Continue" })).toBeDisabled();
    await form.getByRole("checkbox", { name: "I have stored it" }).check();
    await form.getByRole("textbox", { name: "Type its last four characters" }).fill("????");
    await form.getByRole("button", { name: "Continue" }).click();
    await expect(form).toContainText("Those are not its last four characters.");
    await form.getByRole("checkbox", { name: "I have stored it" }).uncheck();
    const key = await keepRecoveryKey(page);
    await expect(page.getByRole("document")).not.toContainText(key);
  });

  await test.step("a sample needs a folder that exists", async () => {
    const form = page.getByRole("form", { name: "Something to try" });
    for (const name of ["Everything", "Memory"]) await form.getByRole("checkbox", { name }).uncheck();
    await form.getByRole("checkbox", { name: "Filesystem" }).check();
    await form.getByRole("textbox", { name: "Folder" }).fill(join(folder.path, "nowhere"));
    await form.getByRole("button", { name: "Add 1 server" }).click();
    await expect(form).toContainText("existing folder");
    await form.getByRole("button", { name: "Skip" }).click();
    await page.getByRole("button", { name: /^Add a connector/ }).click();
    await expectSignedIn(page);
    await page.getByRole("form", { name: "Add a connector" }).getByRole("button", { name: "Cancel" }).click();
  });

  await addConnector(page, "Everything", everything());
  await addConnector(page, "Filesystem", filesystem(folder.path));
  await openTool(page, "Filesystem", "list_directory");
  await classifyOpenTool(page, "Read-only");
  await openTool(page, "Filesystem", "write_file");
  await classifyOpenTool(page, "Moderate");
  await writePolicy(page, "Engineering", ["Everything", "Filesystem"]);
  const key = await makeKey(page, "laptop");

  await using agent = await connectModernClient({ kind: "http", url: agents, key });
  const asked = join(folder.path, "asked.txt");
  const edited = join(folder.path, "edited.txt");

  await test.step("Read-only runs without asking", async () => {
    const listed = await agent.callTool("filesystem__list_directory", { path: folder.path });
    expect(listed).toMatchObject({ isError: false });
  });

  await test.step("a write waits, its path is edited, and it lands where the edit said", async () => {
    const result = agent.callTool("filesystem__write_file", { path: asked, content: "kept\n" });
    const card = await openCard(page, /write.file/i);
    await expect(card).toContainText("Moderate");
    await expect(card).toContainText("laptop");
    await expect(card).toContainText("Engineering");
    await expect(card).toContainText(asked);
    expect(existsSync(asked)).toBe(false);
    await edit(page);
    await card.getByRole("textbox", { name: "path" }).fill(edited);
    await approve(page);
    await expect(result).resolves.toMatchObject({ isError: false });
    expect(readFileSync(edited, "utf8")).toBe("kept\n");
    expect(existsSync(asked)).toBe(false);
  });

  await test.step("a denial reaches the agent with its reason", async () => {
    const result = agent.callTool("filesystem__write_file", { path: asked, content: "no\n" });
    await openCard(page, /write.file/i);
    await deny(page, "Use the staging folder.");
    const { text, isError } = await result;
    expect(isError).toBe(true);
    expect(text).toContain("Use the staging folder.");
    expect(existsSync(asked)).toBe(false);
    await expect(cardOf(page)).toBeHidden();
  });

  await test.step("the activity explains each call", async () => {
    await goTo(page, "Activity");
    const calls = page.getByRole("grid", { name: "Calls" });
    await expect(calls.getByRole("row", { name: /write_file.*Succeeded/ })).toBeVisible();
    await expect(calls.getByRole("row", { name: /write_file.*Denied/ })).toBeVisible();
    await calls.getByRole("row", { name: /write_file.*Succeeded/ }).dblclick();
    const call = page.getByRole("article");
    await expect(call).toContainText("Moderate under Supervised");
    await expect(call).toContainText("Dana");
    await expect(call).toContainText(asked);
    await expect(call).toContainText(edited);
  });
});
