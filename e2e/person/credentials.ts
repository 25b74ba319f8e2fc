import { expect, type Locator, type Page } from "playwright/test";
import type { UpstreamCommand } from "../harness/upstreams.ts";
import { goTo } from "./places.ts";

export type ScopeName = "Organization's" | "Each team's" | "Each member's own";
export type TypeName = "Token or API key" | "User name and password" | "Header with a template";

/** What a person types into the fields of a value, by their labels. */
export type Fields = Readonly<Record<string, string>>;

/** Stores a credential through its form, with the value of whoever stores it; none where `fields` is empty. */
export async function storeCredential(
  page: Page,
  name: string,
  { scope, type, fields }: { readonly scope: ScopeName; readonly type: TypeName; readonly fields: Fields },
): Promise<void> {
  await goTo(page, "Credentials");
  await page.getByRole("button", { name: "Store a credential" }).first().click();
  const form = page.getByRole("form", { name: "Store a credential" });
  await form.getByRole("textbox", { name: "Name", exact: true }).fill(name);
  await form.getByRole("radio", { name: scope }).click();
  await choose(page, form.getByRole("combobox", { name: "Type" }), type);
  await fill(form, fields);
  await form.getByRole("button", { name: "Store it" }).click();
  await expect(page.getByRole("article", { name })).toBeVisible();
  await expectNowhere(page, fields);
}

/** Opens a credential's page. */
export async function openCredential(page: Page, name: string): Promise<Locator> {
  await goTo(page, "Credentials");
  await page.getByRole("listbox", { name: "Credentials" }).getByRole("option", { name }).click();
  const article = page.getByRole("article", { name });
  await expect(article).toBeVisible();
  return article;
}

/** Types into some fields of the open credential and seals them; afterwards they are empty and nowhere on the page. */
export async function sealValue(page: Page, formName: string, fields: Fields): Promise<void> {
  const form = page.getByRole("form", { name: formName });
  await fill(form, fields);
  await form.getByRole("button", { name: "Seal it" }).click();
  await expect(page.getByText(/ was sealed$/).last()).toBeVisible();
  await expectNowhere(page, fields);
}

/** Where a variable of a connector takes its value from. */
export type BindingChoice =
  | { readonly from: "Organization's secret" | "Each team's secret" | "Each member's own"; readonly credential: string }
  /** A new credential of the organization, made with the connector. */
  | { readonly from: "Organization's secret"; readonly type: TypeName; readonly fields: Fields };

/** Adds a local process whose variables come from credentials, and waits until it offers tools. */
export async function addSecretConnector(
  page: Page,
  name: string,
  { command, args }: UpstreamCommand,
  bindings: Readonly<Record<string, BindingChoice>>,
): Promise<void> {
  await goTo(page, "Connectors");
  await page.getByRole("button", { name: "Add connector" }).first().click();
  const form = page.getByRole("form", { name: "Add a connector" });
  await form.getByRole("textbox", { name: "Name" }).fill(name);
  await form.getByRole("textbox", { name: "Command" }).fill(command);
  for (const [index, arg] of args.entries()) {
    await form.getByRole("button", { name: "Add argument" }).click();
    await form.getByRole("textbox", { name: `Argument ${index + 1}` }).fill(arg);
  }
  for (const [variable, choice] of Object.entries(bindings)) await bind(page, form, variable, choice);
  await form.getByRole("button", { name: "Add connector" }).click();
  // New credentials are made and sealed before the connector is.
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("grid", { name: `Tools of ${name}` })).toBeVisible({ timeout: 60_000 });
}

async function bind(page: Page, form: Locator, variable: string, choice: BindingChoice): Promise<void> {
  await form.getByRole("button", { name: "Add variable" }).click();
  const row = form
    .getByRole("listitem")
    .filter({ has: page.getByRole("textbox", { name: "Variable" }) })
    .last();
  await row.getByRole("textbox", { name: "Variable" }).fill(variable);
  await choose(page, row.getByRole("combobox", { name: "Value from" }), choice.from);
  if ("credential" in choice) return choose(page, row.getByRole("combobox", { name: "Credential" }), choice.credential);
  await choose(page, row.getByRole("combobox", { name: "Type" }), choice.type);
  await fill(row, choice.fields);
}

async function fill(form: Locator, fields: Fields): Promise<void> {
  for (const [label, value] of Object.entries(fields))
    await form.getByRole("textbox", { name: label, exact: true }).fill(value);
}

async function choose(page: Page, select: Locator, name: string): Promise<void> {
  await select.click();
  await page.getByRole("listbox").getByRole("option", { name }).last().click();
}

/** Nothing that was typed stands anywhere on the page, in text or in a field. */
export async function expectNowhere(page: Page, fields: Fields): Promise<void> {
  for (const value of Object.values(fields)) {
    await expect(page.getByRole("document")).not.toContainText(value);
    const kept = page
      .locator("input, textarea")
      .evaluateAll((all: readonly (HTMLInputElement | HTMLTextAreaElement)[]) => all.map((field) => field.value));
    expect(await kept).not.toContain(value);
  }
}
