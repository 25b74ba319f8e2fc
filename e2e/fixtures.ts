import { readFileSync } from "node:fs";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { _electron, expect, test as base, type Page } from "playwright/test";
import { electronBinary } from "../scripts/electron.js";
import { createTempHome } from "../testkit/temp-home.ts";
import { prepareHome } from "./harness/prepared-home.ts";
import { startStudio, type RunningStudio } from "./harness/studio.ts";

const ROOT = join(import.meta.dirname, "..");

/** A studio that a scenario sits in front of. */
export interface Window {
  readonly page: Page;
  readonly home: string;
  /** Address of the agents' door. */
  readonly agents: string;
  /** The running studio; null in Electron, where the window is the host. */
  readonly studio: RunningStudio | null;
}

/**
 * `window`: a fresh studio with nothing set up, in Chromium or in Electron by project. A breach of the content security policy fails the
 * scenario at its end. `isPrepared`: the studio has its organization already, and the page is empty until `enterSetUp`.
 */
export const test = base.extend<{ readonly window: Window; readonly isPrepared: boolean }>({
  isPrepared: [false, { option: true }],
  window: async ({ browser, isPrepared }, use, testInfo) => {
    await using stack = new AsyncDisposableStack();
    const home = stack.use(createTempHome());
    if (testInfo.project.name === "electron") {
      const app = await _electron.launch({
        executablePath: electronBinary() ?? "",
        args: [ROOT, "--home", home.path, "--password-store=basic"],
      });
      stack.defer(() => app.close());
      const page = await app.firstWindow();
      const { url } = JSON.parse(readFileSync(join(home.path, "agents.json"), "utf8")) as { url: string }; // Written by the sidecar.
      await use({ page, home: home.path, agents: url, studio: null });
      return;
    }
    if (isPrepared) prepareHome(home.path);
    const studio = stack.use(await startStudio(home.path, ["--agents-port", "0"]));
    const context = await browser.newContext(); // axe needs a context of its own
    stack.defer(() => context.close());
    const page = await context.newPage();
    const breaches: string[] = [];
    page.on("console", (message) => {
      if (/Content Security Policy|TrustedHTML|Trusted Type/i.test(message.text())) breaches.push(message.text());
    });
    page.on("pageerror", (error) => breaches.push(`uncaught: ${error.message}`));
    if (!isPrepared) await page.goto(studio.window);
    await use({ page, home: home.path, agents: studio.agents, studio });
    expect(breaches).toEqual([]);
  },
});

/** What axe finds on the page as it is, in the theme that is set. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // As there are no frames within, one look at the page itself is enough; else each is finished on a page of its own.
  const { violations } = await new AxeBuilder({ page })
    .setLegacyMode()
    .options({ resultTypes: ["violations"] })
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

export { expect } from "playwright/test";
