import { readFileSync } from "node:fs";
import { join } from "node:path";
import { proves } from "../testkit/promises.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { expect, test } from "./fixtures.ts";
import { enterSetUp } from "./harness/front.ts";
import { FIRST_RUN } from "./harness/studio.ts";
import { echo } from "./harness/upstreams.ts";
import { nextWaiting } from "./harness/waiting.ts";
import { approve, cardOf, openCard } from "./person/approvals.ts";
import { createOrganization, keepRecoveryKey } from "./person/first-run.ts";
import { expectSignedIn } from "./person/places.ts";
import { lock, signIn, typeWrong } from "./person/sign-in.ts";

test.describe("in a studio that was set up before", () => {
  test.use({ isPrepared: true });

  test(
    "a call that waits survives the lock, and runs once a person is back",
    { tag: "@browser" },
    async ({ window }) => {
      proves("lock:waits");
      using setUp = await enterSetUp(window, { connectors: { Echo: echo() }, classes: { echo__echo: "read-only" } });
      const { page, home } = window;
      const before = await connectModernClient({ kind: "http", url: doorOf(home), key: setUp.key });
      const held = before.callTool("echo__add", { a: 20, b: 22 });
      const { callId } = await nextWaiting(setUp.door);
      await openCard(page, "add");
      await lock(page);
      await expect(page.getByRole("main")).not.toContainText("add");
      await expect(page.getByRole("main")).toContainText("1 call waits for a person, and waits on.");
      expect((await held).text).toContain(callId);
      await before.close();

      // The sidecar starts anew; until its door is open again nobody answers at all.
      await expect(async () => {
        await using other = await connectModernClient({ kind: "http", url: doorOf(home), key: setUp.key });
        const refused = await other.callTool("echo__echo", { message: "while locked" });
        expect([refused.isError, refused.text]).toEqual([true, expect.stringContaining("locked")]);
      }).toPass({ timeout: 30_000 });

      await test.step("a wrong passphrase says so, and the field is ready for another", async () => {
        await typeWrong(page, "not the passphrase");
        const form = page.getByRole("form", { name: "Sign in" });
        await expect(form.getByRole("textbox", { name: "Passphrase" })).toBeFocused();
        await expect(form.getByRole("textbox", { name: "Passphrase" })).toHaveValue("");
      });

      await signIn(page);
      await using agent = await connectModernClient({ kind: "http", url: doorOf(home), key: setUp.key });
      const outcome = agent.callTool("gatehouse__await_call", { call_id: callId });
      await openCard(page, "add");
      await expect(cardOf(page)).toContainText("The vault was locked while this call waited");
      await approve(page);
      expect((await outcome).text).toContain("42");
    },
  );

  test("a window that is loaded again asks for the passphrase", { tag: "@browser" }, async ({ window }) => {
    proves("people:passphrase");
    using setUp = await enterSetUp(window, { connectors: { Echo: echo() } });
    const { page, agents } = window;
    await using agent = await connectModernClient({ kind: "http", url: agents, key: setUp.key });
    const waiting = agent.callTool("echo__add", { a: 1, b: 2 });
    const { callId } = await nextWaiting(setUp.door);
    await page.goto(`${new URL(page.url()).origin}/#/approvals/${callId}`);
    await page.reload();
    await expect(page.getByRole("heading", { name: `Sign in to ${FIRST_RUN.orgName}` })).toBeVisible();
    await expect(cardOf(page)).toBeHidden();
    await signIn(page);
    await expect(cardOf(page)).toContainText("add");
    await approve(page);
    expect(await waiting).toMatchObject({ isError: false });
  });
});

test("a lost passphrase is replaced with the recovery key", async ({ window: { page } }) => {
  const next = "another passphrase altogether";
  await createOrganization(page);
  const recoveryKey = await keepRecoveryKey(page);
  await page.getByRole("button", { name: "Skip" }).click();
  await page.getByRole("button", { name: /^Connect an agent/ }).click();
  await expectSignedIn(page);
  await lock(page);

  await page.getByRole("button", { name: "Use the recovery key instead" }).click();
  const form = page.getByRole("form", { name: "Open the vault with the recovery key" });
  const recover = async (key: string): Promise<void> => {
    await form.getByRole("textbox", { name: "Recovery key" }).fill(key);
    await form.getByRole("textbox", { name: "New passphrase" }).fill(next);
    await form.getByRole("textbox", { name: "The same passphrase again" }).fill(next);
    await form.getByRole("button", { name: "Open and set the passphrase" }).click();
  };
  const mistyped = `${recoveryKey.slice(0, -1)}${recoveryKey.endsWith("0") ? "1" : "0"}`;
  // Right after the lock the studio's engine starts anew, and the window says that it is not connected.
  await expect(async () => {
    await recover(mistyped);
    await expect(form).toContainText("The recovery key has a typing error.", { timeout: 3_000 });
  }).toPass();
  await recover(recoveryKey.toLowerCase().replaceAll("-", " "));
  await expectSignedIn(page);

  await lock(page);
  await typeWrong(page, FIRST_RUN.passphrase);
  await signIn(page, next);
});

/** The agents' door; a sidecar that starts anew may have it elsewhere, and the file in the home says where. */
function doorOf(home: string): string {
  const { url } = JSON.parse(readFileSync(join(home, "agents.json"), "utf8")) as { url: string }; // Written by the sidecar.
  return url;
}
