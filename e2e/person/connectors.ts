import { expect, type Page } from "playwright/test";
import type { UpstreamCommand } from "../harness/upstreams.ts";
import { goTo } from "./places.ts";

export type ClassName = "Read-only" | "Moderate" | "Dangerous";

/** Adds a local process through the form, field by field, and waits until it offers tools. */
export async function addConnector(page: Page, name: string, upstream: UpstreamCommand): Promise<void> {
  const { command, args, cwd = "", variables = {} } = upstream;
  await goTo(page, "Connectors");
  await page.getByRole("button", { name: "Add connector" }).first().click();
  const form = page.getByRole("form", { name: "Add a connector" });
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("textbox", { name: "Command" }).fill(command);
  for (const [index, arg] of args.entries()) {
    await form.getByRole("button", { name: "Add argument" }).click();
    await form.getByRole("textbox", { name: `Argument ${index + 1}` }).fill(arg);
  }
  await form.getByRole("textbox", { name: "Working directory" }).fill(cwd);
  for (const [variable, value] of Object.entries(variables)) {
    await form.getByRole("button", { name: "Add variable" }).click();
    await form.getByRole("textbox", { name: "Variable" }).fill(variable);
    await form.getByRole("combobox", { name: "Value from" }).click();
    await page.getByRole("option", { name: /^Literal/ }).click();
    await form.getByRole("textbox", { name: "Value" }).fill(value);
  }
  await form.getByRole("button", { name: "Add connector" }).click();
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await expect(page.getByRole("grid", { name: `Tools of ${name}` })).toBeVisible({ timeout: 60_000 });
}

/** Opens a tool's page from the connector's table. */
export async function openTool(page: Page, connector: string, tool: string): Promise<void> {
  await goTo(page, "Connectors");
  await page.getByRole("listbox", { name: "Connectors" }).getByRole("option", { name: connector }).click();
  await page
    .getByRole("grid", { name: `Tools of ${connector}` })
    .getByRole("link", { name: tool, exact: true })
    .click();
  await expect(page.getByRole("article", { name: "Tool" })).toBeVisible();
}

/** Classifies the tool whose page is open. */
export async function classifyOpenTool(page: Page, className: ClassName): Promise<void> {
  const button = page.getByRole("group", { name: /^Classify / }).getByRole("button", { name: className });
  await button.click();
  await expect(button).toHaveAttribute("aria-pressed", "true");
}
