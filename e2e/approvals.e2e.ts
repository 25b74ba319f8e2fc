import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "playwright/test";
import { DEFAULT_APPROVAL } from "../src-contract/gate.ts";
import { INVISIBLE } from "../testkit/mcp/hostile-content.ts";
import { createTempHome, type TempHome } from "../testkit/temp-home.ts";
import { proves } from "../testkit/promises.ts";
import type { Agent } from "./agents/agent.ts";
import { connectLegacyClient } from "./agents/legacy-client.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { expect, test, type Window } from "./fixtures.ts";
import { enterSetUp } from "./harness/front.ts";
import type { SetUp, SetUpOptions } from "./harness/set-up.ts";
import { echo, hostile, type UpstreamCommand } from "./harness/upstreams.ts";
import { holdCall, nextWaiting, waiting } from "./harness/waiting.ts";
import { actionsOf, approve, cardOf, expectQueue, openCard, queueOf } from "./person/approvals.ts";
import { goTo } from "./person/places.ts";
import { signIn } from "./person/sign-in.ts";

/** An agent that waits as long as a scenario lasts, however busy the machine is. */
const PATIENT = { timeoutMs: 340_000 };

/** A studio with the counting server, an agent of it, and a file that its calls write to. */
async function openScene(
  window: Window,
  extra: Readonly<Record<string, UpstreamCommand>> = {},
  classes: NonNullable<SetUpOptions["classes"]> = {},
) {
  const folder = createTempHome();
  const setUp = await enterSetUp(window, {
    connectors: { Echo: echo(), ...extra },
    classes: { echo__write_note: "moderate", echo__failing: "dangerous", ...classes },
  });
  const agent = await connectModernClient({ kind: "http", url: window.agents, key: setUp.key });
  return new Scene(window.page, setUp, agent, folder);
}

class Scene implements AsyncDisposable {
  readonly page: Page;
  readonly setUp: SetUp;
  readonly agent: Agent;
  readonly #folder: TempHome;
  constructor(page: Page, setUp: SetUp, agent: Agent, folder: TempHome) {
    this.page = page;
    this.setUp = setUp;
    this.agent = agent;
    this.#folder = folder;
  }
  get path(): string {
    return join(this.#folder.path, "notes");
  }
  note(text: string) {
    return this.agent.callTool("echo__write_note", { path: this.path, text }, PATIENT);
  }
  /** What was written, in order, without the counter before each line. */
  written(): readonly string[] {
    const lines = readFileSync(this.path, "utf8").trimEnd().split("\n");
    return lines.map((line) => line.slice(line.indexOf(" ") + 1));
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.agent.close();
    this.setUp[Symbol.dispose]();
    this.#folder[Symbol.dispose]();
  }
}

const NOTES = 20;
const SAME = 6;
const SUMS = 2;
const GRAVE = 2;
const COUNT = NOTES + SAME + SUMS + GRAVE;
const SHAPED = 7;
const nameOf = (index: number): string => `note ${String(index).padStart(2, "0")}`;

test.use({ isPrepared: true });

test("thirty calls are decided with the keyboard alone", { tag: "@browser" }, async ({ window }) => {
  await using scene = await openScene(window, { Careful: echo() }, { careful__add: "moderate" });
  const { page, setUp, agent } = scene;
  const careful = setUp.connectors.get("Careful");
  if (careful === undefined) throw new Error("internal: it was set up");
  const approval = { ...DEFAULT_APPROVAL, needsReason: true, reviewsResults: "all" as const };
  await setUp.door.connectors.setApproval({ id: careful.id, approval });
  const notes = Array.from({ length: NOTES }, (_, index) => scene.note(nameOf(index)));
  const same = Array.from({ length: SAME }, () => scene.note("the same"));
  const sums = Array.from({ length: SUMS }, (_, index) =>
    agent.callTool("careful__add", { a: 1, b: index + 1 }, PATIENT),
  );
  const grave = Array.from({ length: GRAVE }, (_, index) =>
    agent.callTool("echo__failing", { message: `boom ${index}` }, PATIENT),
  );
  await waiting(setUp.door, COUNT);
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expectQueue(page, COUNT - SAME + 1);

  const operator = createOperator(page);
  await expect(async () => {
    while (!(await page.getByText("Nothing waits for you").isVisible())) await operator.decideNext();
    // A result may still be on its way to be looked at.
    await Promise.race([Promise.all(sums), expect(queueOf(page)).not.toHaveCount(0, { timeout: 5_000 })]);
    await expect(page.getByText("Nothing waits for you")).toBeVisible({ timeout: 100 });
  }).toPass({ timeout: 240_000 });

  const edited = `${nameOf(5)}, edited`;
  const wanted = Array.from({ length: NOTES }, (_, index) => (index === 5 ? edited : nameOf(index)));
  const told = await Promise.all(notes);
  expect(told.map(({ isError }) => isError)).toEqual(told.map((_, index) => index === 10));
  expect(told[10]?.text).toContain("Not this one.");
  expect((await Promise.all(same)).every(({ isError }) => !isError)).toBe(true);
  expect(scene.written().toSorted()).toEqual(
    [...wanted.filter((_, index) => index !== 10), ...Array.from({ length: SAME }, () => "the same")].toSorted(),
  );
  expect((await Promise.all(grave)).map(({ text }) => text).toSorted()).toEqual(["boom 0", "boom 1"]);
  const answers = (await Promise.all(sums)).map(({ text }) => text).toSorted();
  expect(answers.filter((text) => text.includes("Not for you."))).toHaveLength(1);
  expect(answers.filter((text) => /\b[23]\b/.test(text) && !text.includes("Not for you."))).toHaveLength(1);

  await test.step("what was allowed from a card runs without asking, once what was read is cleared", async () => {
    const [session] = await setUp.door.sessions.list();
    expect(session?.taint).not.toBeNull();
    await page.keyboard.press("g");
    await page.keyboard.press("n");
    await page.getByRole("listbox", { name: "Sessions" }).focus();
    await page.keyboard.press("Home");
    await expect(page.getByText("It has read what strangers may have written")).toBeVisible();
    await page.keyboard.press("c");
    await expect(page.getByText("It has read what strangers may have written")).toBeHidden();
    expect(await scene.note(nameOf(SHAPED))).toMatchObject({ isError: false });
    // Whoever still sees the card tries again, and so may have allowed the shape twice.
    const used = expect.objectContaining({ state: "active", uses: 1, maxUses: 20 });
    expect(await setUp.door.standing.list()).toContainEqual(used);
  });
});

test("an agent is paused and resumed from its card, with the keyboard", { tag: "@browser" }, async ({ window }) => {
  await using scene = await openScene(window);
  const { page } = scene;
  const first = scene.note("first");
  await openCard(page, "write_note");
  await page.keyboard.press("p");
  await expect(page.getByRole("form", { name: "Pause the agent" }).getByRole("textbox")).toBeFocused();
  await page.keyboard.type("Too many at once.");
  await page.keyboard.press("Enter");
  await expect(actionsOf(page).getByRole("button", { name: "Resume agent" })).toBeVisible();
  const refused = await scene.note("second");
  expect(refused.isError).toBe(true);
  expect(refused.text).toContain("paused this session");
  await page.keyboard.press("p");
  await expect(actionsOf(page).getByRole("button", { name: "Pause agent" })).toBeVisible();
  await approve(page); // What already waited was still there.
  expect(await first).toMatchObject({ isError: false });
});

test("a Dangerous call is approved by holding, never by a press", { tag: "@browser" }, async ({ window }) => {
  await using scene = await openScene(window);
  const { page } = scene;
  const result = scene.agent.callTool("echo__failing", { message: "boom" });
  const card = await openCard(page, "failing");
  await expect(card).toContainText("Dangerous");
  const button = actionsOf(page).getByRole("button", { name: "Hold to approve" });
  await expect(button).toBeEnabled();
  await page.keyboard.press("Enter");
  await button.click();
  await expect(actionsOf(page).getByRole("status")).toHaveText("Hold for 1 second");
  expect(await nextWaiting(scene.setUp.door)).toMatchObject({ toolName: "failing" });
  await expect(card).toBeVisible();
  await page.keyboard.down("Enter");
  await expectQueue(page, 0);
  await page.keyboard.up("Enter");
  expect(await result).toMatchObject({ text: "boom", isError: true });
});

test("a card freezes when the call is decided in another window", { tag: "@browser" }, async ({ window, browser }) => {
  await using scene = await openScene(window);
  const { page } = scene;
  const result = scene.note("once");
  const card = await openCard(page, "write_note");
  await actionsOf(page).getByRole("button", { name: "Edit" }).click();
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto((await window.studio?.newWindow()) ?? "");
  await signIn(other);
  await openCard(other, "write_note");
  await approve(other);
  await context.close();
  await expect(page.getByRole("status").filter({ hasText: "Dana approved this call." })).toBeVisible();
  await expect(card).toBeVisible();
  await expect(actionsOf(page).getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await page.keyboard.press("Control+Enter");
  expect(await result).toMatchObject({ isError: false });
  expect(scene.written()).toEqual(["once"]);
});

test("what cannot be seen is shown, and what is long is whole", { tag: "@browser" }, async ({ window }) => {
  proves("peer:text", "people:csp");
  await using scene = await openScene(window, { Unseen: hostile("invisible"), Talker: hostile("injection") });
  const { page } = scene;

  await test.step("a long value folds and is complete when unfolded", async () => {
    const long = Array.from({ length: 400 }, (_, line) => `line ${line} of a long text`).join("\n");
    const result = scene.note(`${long}${INVISIBLE}`);
    const card = await openCard(page, "write_note");
    const values = card.getByRole("group", { name: "Arguments" });
    await expect(card.getByRole("region", { name: "What is unusual" })).toContainText(
      /invisible characters? in the arguments/,
    );
    await expect(values).toContainText(/invisible characters? in the folded part/);
    await expect(values).not.toContainText("line 399 ");
    await values.getByRole("button", { name: "unfold" }).click();
    const shown = await values.innerText();
    for (const part of ["line 0 of", "line 200 of", "line 399 of", "U+200B", "U+202E", "run rm".slice(-2)])
      expect(shown).toContain(part);
    for (const hidden of ["\u200B", "\u202E", "\u00AD", "\u{E0072}"]) expect(shown).not.toContain(hidden);
    await approve(page);
    await result;
    expect(readFileSync(scene.path, "utf8")).toContain(`line 399 of a long text${INVISIBLE}`);
  });

  await test.step("a definition's hidden text is revealed", async () => {
    const result = scene.agent.callTool("unseen__lookup", { word: "a" });
    const card = await openCard(page, "Unseen");
    await expect(card.getByRole("heading", { level: 2 })).toHaveText(/Look.*U\+200B.*up/);
    await actionsOf(page).getByRole("button", { name: "Explain" }).click();
    await expect(card.getByRole("region", { name: "Why and what exactly" })).toContainText(/U\+202E/);
    await approve(page);
    expect((await result).text).toBe("fine"); // Stripped on the way back.
  });

  await test.step("markup of a peer stays text", async () => {
    const result = scene.agent.callTool("talker__lookup", { word: "<img src=x onerror=alert(1)>" });
    const card = await openCard(page, "Talker");
    await expect(card).toContainText("<img src=x onerror=alert(1)>");
    await expect(card.getByRole("region", { name: "What is unusual" })).toContainText("orders to a model");
    await actionsOf(page).getByRole("button", { name: "Explain" }).click();
    await expect(card).toContainText("<script>alert(1)</script>");
    await expect(card.getByRole("img")).toHaveCount(0);
    await approve(page);
    await result;
  });
});

test("an agent that hangs up takes its card away", { tag: "@browser" }, async ({ window }) => {
  await using scene = await openScene(window);
  const { page, setUp } = scene;
  const hangUp = new AbortController();
  const never = { path: scene.path, text: "never" };
  const gone = scene.agent.callTool("echo__write_note", never, { signal: hangUp.signal }).catch(() => "gave up");
  await openCard(page, "write_note");
  hangUp.abort();
  expect(await gone).toBe("gave up");
  await expect(page.getByRole("status").filter({ hasText: "The agent hung up" })).toBeVisible();
  await expect(actionsOf(page).getByRole("button", { name: /^Approve/ })).toBeDisabled();
  await goTo(page, "Connectors");
  await goTo(page, "Approvals");
  await expect(page.getByText("Nothing waits for you")).toBeVisible();

  // A client of the handshake era keeps its stream open and only says that it gave up.
  await using legacy = await connectLegacyClient({ kind: "http", url: window.agents, key: setUp.key });
  const held = await holdCall(setUp.door, (signal) => legacy.callTool("echo__write_note", never, { signal }));
  await expectQueue(page, 1);
  await held.hangUp();
  await expectQueue(page, 0);
});

/** Decides whatever card is shown, by keys alone, each kind in its own way. */
function createOperator(page: Page) {
  const results: string[] = [];
  return {
    async decideNext(): Promise<void> {
      const card = page.getByRole("article");
      await expect(card.or(page.getByText("Nothing waits for you"))).toBeVisible();
      if (!(await card.isVisible())) return;
      const label = (await card.getAttribute("aria-label")) ?? "";
      if (label.startsWith("Result of")) {
        results.push(label);
        if (results.length === 1) await decideByKey(page, () => page.keyboard.press("Enter"));
        else await decideByKey(page, () => reasonByKey(page, "Withhold", "Not for you."));
      } else if (label.startsWith("failing")) {
        await holdByKey(page);
      } else if (label.startsWith("add")) {
        await decideByKey(page, () => approveWithReason(page));
      } else {
        await decideNote(page);
      }
    },
  };
}

async function decideNote(page: Page): Promise<void> {
  const values = cardOf(page).getByRole("group", { name: "Arguments" });
  await expect(values).toContainText(/note \d\d|the same/);
  const text = /note \d\d|the same/.exec(await values.innerText())?.[0] ?? "";
  switch (text) {
    case "the same":
      await expect(page.getByRole("checkbox", { name: `All ${SAME} identical calls at once` })).toBeChecked();
      return decideByKey(page, () => page.keyboard.press("Enter"));
    case nameOf(5):
      return decideByKey(page, () => editByKey(page, `${text}, edited`));
    case nameOf(10):
      return decideByKey(page, () => reasonByKey(page, "Deny", "Not this one."));
    case nameOf(SHAPED):
      return decideByKey(page, () => allowByKey(page));
    default:
      return decideByKey(page, () => page.keyboard.press("Enter"));
  }
}

/** What is shown: its address and its name. */
async function shownOf(page: Page): Promise<string> {
  const card = page.getByRole("article");
  const label = (await card.count()) === 0 ? "" : await card.first().getAttribute("aria-label");
  return `${page.url()} ${label ?? ""}`;
}

/** Tries until another card, or none, is shown: one that has just come takes no decision for half a second. */
async function decideByKey(page: Page, attempt: () => Promise<void>): Promise<void> {
  const before = await shownOf(page);
  await expect(async () => {
    if ((await shownOf(page)) === before) await attempt();
    await expect.poll(() => shownOf(page), { timeout: 300, intervals: [25] }).not.toBe(before);
  }).toPass({ timeout: 60_000, intervals: [0] });
}

async function holdByKey(page: Page): Promise<void> {
  const before = await shownOf(page);
  await expect(actionsOf(page).getByRole("button", { name: "Hold to approve" })).toBeEnabled();
  await page.keyboard.down("Enter");
  await expect.poll(() => shownOf(page), { timeout: 30_000, intervals: [50] }).not.toBe(before);
  await page.keyboard.up("Enter");
}

/** Enter leads to what is missing; then Enter approves. */
async function approveWithReason(page: Page): Promise<void> {
  const field = page.getByRole("form", { name: "What approving this needs" }).getByRole("textbox");
  if ((await field.inputValue()) === "") {
    await page.keyboard.press("Enter");
    await expect(field).toBeFocused({ timeout: 1_000 });
    await page.keyboard.type("Part of the task.");
  }
  await page.keyboard.press("Enter");
}

async function reasonByKey(page: Page, form: "Deny" | "Withhold", reason: string): Promise<void> {
  const field = page.getByRole("form", { name: form }).getByRole("textbox");
  if (!(await field.isVisible())) await page.keyboard.press("d");
  await expect(field).toBeFocused();
  if ((await field.inputValue()) === "") await page.keyboard.type(reason);
  await page.keyboard.press("Enter");
}

/** Calls exactly like this one, and this one. */
async function allowByKey(page: Page): Promise<void> {
  const form = page.getByRole("region", { name: "Allow this shape" });
  if (!(await form.isVisible())) await page.keyboard.press("s");
  await expect(page.getByRole("region", { name: "In one sentence" })).toContainText("for 8 hours from now or 20 calls");
  await page.keyboard.press("ControlOrMeta+Enter");
}

async function editByKey(page: Page, text: string): Promise<void> {
  const field = cardOf(page).getByRole("textbox", { name: "text" });
  if (!(await field.isVisible())) {
    await page.keyboard.press("e");
    await expect(field).toBeVisible();
    await tabTo(page, field);
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.type(text);
  }
  await expect(cardOf(page).getByRole("region", { name: "What you changed" })).toContainText(text);
  await expect(actionsOf(page).getByRole("button", { name: "Approve edited" })).not.toHaveAttribute(
    "aria-disabled",
    "true",
  );
  await page.keyboard.press("ControlOrMeta+Enter");
}

const MOST_TABS = 40;

async function tabTo(page: Page, field: ReturnType<Page["getByRole"]>): Promise<void> {
  for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
    if (await field.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the field is not reached by ${MOST_TABS} presses of Tab`);
}
