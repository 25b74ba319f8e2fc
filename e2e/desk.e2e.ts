import { readFileSync } from "node:fs";
import type { Page } from "playwright/test";
import { axeFindings, expect, test } from "./fixtures.ts";
import { enterSetUp } from "./harness/front.ts";
import { FIRST_RUN } from "./harness/studio.ts";
import { echo } from "./harness/upstreams.ts";
import { goToPart } from "./person/activity.ts";
import { goTo } from "./person/places.ts";

test.use({ isPrepared: true });

test(
  "an admin reviews a connector's tools by keyboard, and the log says so, entry by entry, and can be taken along",
  { tag: "@browser" },
  async ({ window }) => {
    const { page } = window;
    using setUp = await enterSetUp(window, { connectors: { Echo: echo() } });
    const total = setUp.connectors.get("Echo")?.toolList.length ?? 0;

    await test.step("all tools are Unknown; one is read and classified with a key", async () => {
      await goTo(page, "Tools");
      await expect(page.getByText(`${total} Unknown left of ${total} tools`)).toBeVisible();
      await toolRow(page, "write_note").click();
      const tool = page.getByRole("article", { name: "Tool", exact: true });
      await expect(tool.getByRole("heading", { level: 2, name: "write_note" })).toBeVisible();
      await tool.getByRole("checkbox", { name: "Reads from outside" }).uncheck();
      await page.keyboard.press("2");
      await expect(tool.getByRole("button", { name: "Moderate" })).toHaveAttribute("aria-pressed", "true");
      await expect(tool.getByRole("checkbox", { name: "Reads from outside" })).not.toBeChecked();
      await expect(page.getByText(`${total - 1} Unknown left of ${total} tools`)).toBeVisible();
      expect(await axeFindings(page)).toEqual([]);
      await page.keyboard.press("Escape");
    });

    await test.step("the rest is chosen and reviewed at once, after a look at the numbers", async () => {
      await page.getByRole("button", { name: /^Not reviewed/ }).click();
      await expect(page).toHaveURL(/#\/desk\?need=unreviewed$/);
      await page.getByRole("button", { name: `Choose all ${total - 1} shown` }).click();
      await page.getByRole("toolbar", { name: "Chosen tools" }).getByRole("button", { name: "Dangerous" }).click();
      const dialog = page.getByRole("alertdialog");
      await expect(dialog).toContainText(`${total - 1} were Unknown and get a class.`);
      await dialog.getByRole("button", { name: `Review ${total - 1} tools` }).click();
      await expect(page.getByText("Every tool has a class")).toBeVisible();
      const tools = await setUp.door.tools.list();
      expect(tools.map(({ name, risk }) => `${name} ${risk.riskClass}`)).toEqual(
        expect.arrayContaining(["write_note moderate"]),
      );
      expect(tools.filter(({ risk }) => risk.riskClass === "dangerous")).toHaveLength(total - 1);
    });

    await test.step("the log has each review; an entry leads to its tool; the log holds and is saved", async () => {
      await goToPart(page, "Log");
      const reviews = page.getByRole("grid", { name: "The log" }).getByRole("row", { name: /Classified a tool/ });
      await expect(reviews).toHaveCount(total);
      await reviews.last().click();
      const entry = page.getByRole("article", { name: "Entry", exact: true });
      await expect(entry).toContainText(FIRST_RUN.memberName);
      await entry.getByRole("link", { name: "Open it" }).click();
      await expect(page.getByRole("heading", { level: 2, name: "write_note" })).toBeVisible();
      await goToPart(page, "Log");
      await page.getByRole("button", { name: "Verify the log" }).click();
      await expect(page.getByText(/^The log is intact: \d+ entries checked/)).toBeVisible();
      await saveLog(page);
    });
  },
);

function toolRow(page: Page, name: string) {
  return page.getByRole("grid", { name: "Tools of every connector" }).getByRole("row").filter({ hasText: name });
}

/** Exports the log, and looks into what was saved. */
async function saveLog(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Export" }).click();
  const panel = page.getByRole("region", { name: "Save the log as a file" });
  await panel.getByRole("radio", { name: /^CSV/ }).click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    panel.getByRole("button", { name: "Save", exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^audit-acme-\d{4}-\d\d-\d\d\.csv$/);
  const lines = readFileSync(await download.path(), "utf8")
    .trim()
    .split("\n");
  expect(lines.filter((line) => line.includes("tool.classified")).length).toBeGreaterThan(0);
}
