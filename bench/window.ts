import { chromium, type Page } from "playwright";
import { connectModernClient } from "../e2e/agents/modern-client.ts";
import { setUpStudio } from "../e2e/harness/set-up.ts";
import { startStudio } from "../e2e/harness/studio.ts";
import { echo } from "../e2e/harness/upstreams.ts";
import { waiting } from "../e2e/harness/waiting.ts";
import { openCard } from "../e2e/person/approvals.ts";
import { signIn } from "../e2e/person/sign-in.ts";
import { findChromium } from "../scripts/chromium.js";
import { createTempHome } from "../testkit/temp-home.ts";
import { percentile } from "./mcp-load.ts";
import type { Row } from "./row.ts";

const CALLS = 6;
const CLICKS = 40;

/** How long after a click on a waiting call its card stands on the screen. Nothing where there is no Chromium. */
export async function run(): Promise<Row[]> {
  const executablePath = findChromium();
  if (!executablePath) return [];
  await using stack = new AsyncDisposableStack();
  const home = stack.use(createTempHome());
  const studio = stack.use(await startStudio(home.path, ["--agents-port", "0"]));
  const setUp = stack.use(await setUpStudio(studio.window, { connectors: { Echo: echo() } }));
  const agent = stack.use(await connectModernClient({ kind: "http", url: studio.agents, key: setUp.key }));
  const hangUp = new AbortController();
  const asked = Array.from({ length: CALLS }, async (_, index) => {
    await agent.callTool("echo__echo", { message: `call ${index}` }, { signal: hangUp.signal }).catch(() => {}); // Never decided.
  });
  stack.defer(async () => {
    hangUp.abort();
    await Promise.all(asked);
  });
  await waiting(setUp.door, CALLS);
  const browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  stack.defer(() => browser.close());
  const page = await browser.newPage();
  await page.goto(await studio.newWindow());
  await signIn(page);
  await openCard(page, "echo");
  const times: number[] = [];
  for (let click = 0; click < CLICKS; click += 1) times.push(await cardMs(page, click % CALLS));
  const row = (metric: string, value: number): Row => ({
    suite: "window",
    target: "gatehouse",
    metric,
    value,
    unit: "ms",
  });
  // The first round fetches each card; later ones have them.
  return [
    row("a card from the click to its frame, first time, p50", percentile(times.slice(1, CALLS), 0.5)),
    row("a card from the click to its frame, again, p50", percentile(times.slice(CALLS), 0.5)),
    row("a card from the click to its frame, again, p95", percentile(times.slice(CALLS), 0.95)),
  ];
}

/** Measured within the page: from the click until the frame after the card's arguments are those of the call. */
function cardMs(page: Page, index: number): Promise<number> {
  return page.evaluate(async (wanted) => {
    const rows = document.querySelectorAll<HTMLElement>('[role="listbox"][aria-label="Waiting calls"] [role="option"]');
    const isShown = (): boolean =>
      document.querySelector("main article")?.textContent?.includes(`call ${wanted}`) === true;
    const startedAt = performance.now();
    rows[wanted]?.click();
    const giveUpAt = startedAt + 5_000;
    while (!isShown() && performance.now() < giveUpAt) await new Promise(requestAnimationFrame);
    if (!isShown()) throw new Error(`the card of call ${wanted} was not shown`);
    await new Promise(requestAnimationFrame);
    return performance.now() - startedAt;
  }, index);
}
