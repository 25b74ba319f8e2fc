import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createTempHome } from "../testkit/temp-home.ts";
import { proves } from "../testkit/promises.ts";
import { connectInspector } from "./agents/inspector.ts";
import { connectLegacyClient } from "./agents/legacy-client.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { expect, test } from "./fixtures.ts";
import { enterSetUp } from "./harness/front.ts";
import type { SetUp } from "./harness/set-up.ts";
import { byNpx, echo, filesystem, hostile } from "./harness/upstreams.ts";
import { nextWaiting } from "./harness/waiting.ts";
import { makeKey, replaceKey, writePolicy } from "./person/access.ts";
import { readCall } from "./person/activity.ts";
import { actionsOf, approve, cardOf, deny, openCard } from "./person/approvals.ts";
import { addConnector, classifyOpenTool, openTool } from "./person/connectors.ts";
import { createOrganization, keepRecoveryKey } from "./person/first-run.ts";
import { expectSignedIn } from "./person/places.ts";

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

  await addConnector(page, "Everything", byNpx("everything"));
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
    const card = await openCard(page, asked);
    await expect(card.getByRole("heading", { level: 2 })).toHaveText("Write File");
    for (const shown of ["Moderate", "set by Dana", "Moderate under Supervised", "laptop", "Engineering", asked])
      await expect(card).toContainText(shown);
    expect(existsSync(asked)).toBe(false);
    await actionsOf(page).getByRole("button", { name: "Edit" }).click();
    await card.getByRole("textbox", { name: "path" }).fill(edited);
    await expect(card.getByRole("region", { name: "What you changed" })).toContainText(edited);
    await approve(page);
    expect(await result).toMatchObject({ isError: false });
    expect(readFileSync(edited, "utf8")).toBe("kept\n");
    expect(existsSync(asked)).toBe(false);
  });

  await test.step("a denial reaches the agent with its reason", async () => {
    const result = agent.callTool("filesystem__write_file", { path: asked, content: "no\n" });
    await openCard(page, asked);
    await deny(page, "Use the staging folder.");
    const { text, isError } = await result;
    expect(isError).toBe(true);
    expect(text).toContain("Use the staging folder.");
    expect(existsSync(asked)).toBe(false);
    await expect(cardOf(page)).toBeHidden();
  });

  await test.step("the activity explains each call", async () => {
    const approved = await readCall(page, "write_file", "Succeeded");
    for (const words of [
      "Moderate tools are asked for under the trust level Supervised",
      "Dana changed the arguments and approved that",
      edited,
    ])
      await expect(approved).toContainText(words);
    await approved.getByRole("tab", { name: "Asked for" }).click();
    await expect(approved).toContainText(asked);
    const denied = await readCall(page, "write_file", "Denied");
    await expect(denied).toContainText("Use the staging folder.");
    await expect(denied).toContainText("Nothing was sent.");
    await expect(await readCall(page, "list_directory", "Succeeded")).toContainText("Nobody had to be asked");
  });
});

test.describe("in a studio that was set up before", () => {
  test.use({ isPrepared: true });

  test("every other client meets the same card", { tag: "@browser" }, async ({ window }) => {
    using folder = createTempHome();
    using setUp = await enterSetUp(window, {
      connectors: { Filesystem: filesystem(folder.path) },
      classes: { filesystem__write_file: "moderate" },
    });
    const { page, agents } = window;
    const clients = { legacy: connectLegacyClient, inspector: connectInspector };
    for (const [name, connect] of Object.entries(clients)) {
      await using agent = await connect({ kind: "http", url: agents, key: setUp.key });
      const path = join(folder.path, `${name}.txt`);
      const result = agent.callTool("filesystem__write_file", { path, content: name });
      const card = await openCard(page, path);
      await expect(card).toContainText("laptop");
      expect(existsSync(path)).toBe(false);
      await approve(page);
      expect(await result).toMatchObject({ isError: false });
      expect(readFileSync(path, "utf8")).toBe(name);
    }
  });

  test(
    "a tool that changes after it was classified asks again, and shows what changed",
    { tag: "@browser" },
    async ({ window }) => {
      proves("gate:drift");
      using setUp = await enterSetUp(window, {
        connectors: { Words: hostile("rug-pull") },
        classes: { words__lookup: "read-only" },
      });
      const { page, agents } = window;
      await using agent = await connectModernClient({ kind: "http", url: agents, key: setUp.key });
      expect(await agent.callTool("words__lookup", { word: "gate" })).toMatchObject({ text: "call 1" });
      await expect.poll(() => driftIn(setUp)).toBe(1); // The server announced it; the studio asks for the tools again.
      const result = agent.callTool("words__lookup", { word: "gate" });
      const card = await openCard(page, "gate");
      await expect(card).toContainText("was Read-only, set by Dana");
      await expect(card.getByRole("region", { name: "What is unusual" })).toContainText(
        "The tool's definition changed since it was reviewed.",
      );
      await approve(page);
      expect(await result).toMatchObject({ text: "call 2" });

      await openTool(page, "Words", "lookup");
      const drift = page.getByRole("region", { name: "The definition is not the one that was classified" });
      await expect(drift).toContainText("Looks a word up, then deletes it everywhere.");
      await classifyOpenTool(page, "Dangerous");
      await expect(drift).toBeHidden();
    },
  );

  test("a call that a person tries takes the same gate", { tag: "@browser" }, async ({ window }) => {
    proves("gate:every-call");
    using _setUp = await enterSetUp(window, { connectors: { Echo: echo() } });
    const { page } = window;
    await openTool(page, "Echo", "echo");
    const form = page.getByRole("region", { name: "Try it" });
    await expect(form.getByRole("button", { name: "Call" })).toHaveAttribute("aria-disabled", "true");
    await form.getByRole("textbox", { name: "message" }).fill("by hand");
    await form.getByRole("button", { name: "Call" }).click();
    const call = form.getByRole("region", { name: "The call" });
    await expect(call.getByRole("status")).toHaveText("Waiting for a decision");
    await call.getByRole("link", { name: "Decide it in Approvals" }).click();
    await expect(cardOf(page)).toContainText("Dana, from the tool's page, wants to");
    await approve(page);
    const tried = await readCall(page, "echo", "Succeeded");
    await expect(tried).toContainText("Dana tried echo on Echo from the tool's page");
    await expect(tried).toContainText("Echo: by hand");

    await openTool(page, "Echo", "echo");
    await classifyOpenTool(page, "Read-only");
    await form.getByRole("textbox", { name: "message" }).fill("at once");
    await form.getByRole("button", { name: "Call" }).click();
    await expect(call.getByRole("status")).toHaveText("Succeeded");
    await expect(call).toContainText("Echo: at once");
  });

  test("everything stops, and goes on when the stop is lifted", { tag: "@browser" }, async ({ window }) => {
    using setUp = await enterSetUp(window, { connectors: { Echo: echo() }, classes: { echo__echo: "read-only" } });
    const { page, agents } = window;
    await using agent = await connectModernClient({ kind: "http", url: agents, key: setUp.key });
    const waiting = agent.callTool("echo__add", { a: 1, b: 2 });
    await nextWaiting(setUp.door);
    await page.getByRole("button", { name: "Stop all" }).click();
    const dialog = page.getByRole("dialog", { name: "Stop all calls?" });
    await expect(dialog).toContainText("1 waiting call is cancelled.");
    await dialog.getByRole("textbox", { name: "Reason" }).fill("Something looks wrong.");
    await dialog.getByRole("button", { name: "Stop all calls" }).click();
    await expect(dialog).toBeHidden();
    expect(await waiting).toMatchObject({ isError: true });
    const refused = await agent.callTool("echo__echo", { message: "hello" });
    expect(refused.isError).toBe(true);
    expect(refused.text).toContain("Dana stopped all calls");
    await expect(page.getByText("All calls are stopped by Dana")).toBeVisible();
    await expect(page.getByText("Something looks wrong.")).toBeVisible();
    await page.getByRole("button", { name: "Lift the stop" }).click();
    await expect(page.getByText("All calls are stopped by Dana")).toBeHidden();
    expect(await agent.callTool("echo__echo", { message: "hello" })).toMatchObject({ text: "Echo: hello" });
  });

  test("a key that is replaced stops working at once", { tag: "@browser" }, async ({ window }) => {
    proves("door:key-regenerated");
    using setUp = await enterSetUp(window, { connectors: { Echo: echo() }, classes: { echo__echo: "read-only" } });
    const { page, agents } = window;
    await using agent = await connectLegacyClient({ kind: "http", url: agents, key: setUp.key });
    await agent.callTool("echo__echo", { message: "before" });
    const key = await replaceKey(page, "laptop");
    await expect(agent.callTool("echo__echo", { message: "after" })).rejects.toThrow();
    await using next = await connectLegacyClient({ kind: "http", url: agents, key });
    expect(await next.callTool("echo__echo", { message: "new" })).toMatchObject({ text: "Echo: new" });
  });

  async function driftIn({ door }: SetUp): Promise<number> {
    const connectors = await door.connectors.list();
    return connectors.reduce((sum, { tools }) => sum + tools.drifted, 0);
  }
});
