import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTempHome } from "../testkit/temp-home.ts";
import { proves } from "../testkit/promises.ts";
import { connectModernClient } from "./agents/modern-client.ts";
import { expect, test } from "./fixtures.ts";
import { enterSetUp } from "./harness/front.ts";
import { sidecarOf } from "./harness/processes.ts";
import { FIRST_RUN } from "./harness/studio.ts";
import { echo } from "./harness/upstreams.ts";
import { nextWaiting } from "./harness/waiting.ts";
import { approve, cardOf, openCard } from "./person/approvals.ts";
import { goToPart } from "./person/activity.ts";
import { signIn } from "./person/sign-in.ts";

test.use({ isPrepared: true });

test(
  "a call that waits outlives the sidecar, runs once, and its agent collects the result",
  { tag: "@browser" },
  async ({ window }) => {
    proves("restart:nothing-lost", "kill:no-double");
    test.skip(process.platform !== "linux", "finding the sidecar's process reads /proc");
    using folder = createTempHome();
    const path = join(folder.path, "notes");
    const before = await enterSetUp(window, {
      connectors: { Echo: echo() },
      classes: { echo__write_note: "moderate" },
    });
    const { page, home, studio } = window;
    const first = await connectModernClient({ kind: "http", url: window.agents, key: before.key });
    const broken = first.callTool("echo__write_note", { path, text: "kept" }).catch(() => "broken off");
    const { callId } = await nextWaiting(before.door);
    await openCard(page, "write_note");
    process.kill(await sidecarOf(studio?.host.pid ?? 0), "SIGKILL");

    await expect(page.getByText("The studio's engine is restarting")).toBeVisible();
    await expect(page.getByRole("heading", { name: `The vault of ${FIRST_RUN.orgName} is locked` })).toBeVisible();
    await signIn(page);
    await first.close();
    expect(await broken).toBe("broken off");

    // The door may have another port now; the file in the home says which.
    const { url } = JSON.parse(readFileSync(join(home, "agents.json"), "utf8")) as { url: string }; // Written by the sidecar.
    await using agent = await connectModernClient({ kind: "http", url, key: before.key });
    const recent = await agent.callTool("gatehouse__await_call", {});
    expect(recent.text).toContain(`${callId}  awaiting`);
    const outcome = agent.callTool("gatehouse__await_call", { call_id: callId });

    await openCard(page, "write_note");
    await expect(cardOf(page)).toContainText(path);
    await approve(page);
    const { text, isError } = await outcome;
    expect(isError).toBe(false);
    expect(text).toMatch(/kept$/);
    expect(await agent.callTool("gatehouse__await_call", { call_id: callId })).toMatchObject({ text });
    expect(readFileSync(path, "utf8").split("\n")).toHaveLength(2); // one line and its end

    await goToPart(page, "Log");
    await page.getByRole("button", { name: "Verify the log" }).click();
    await expect(page.getByText(/^The log is intact: \d+ entries checked/)).toBeVisible();
  },
);
