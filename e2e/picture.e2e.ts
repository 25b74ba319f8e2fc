import { mkdirSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connectModernClient } from "./agents/modern-client.ts";
import { expect, test } from "./fixtures.ts";
import { enterSetUp } from "./harness/front.ts";
import { byNpx } from "./harness/upstreams.ts";
import { waiting } from "./harness/waiting.ts";
import { actionsOf, approve, openCard } from "./person/approvals.ts";

const IMAGES = join(import.meta.dirname, "../docs/images");
/** A path that a reader would have; nothing is written to it. */
const SITE = join(tmpdir(), "site");

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <title>Gardens of the valley</title>
    <link rel="stylesheet" href="site.css" />
  </head>
  <body>
    <h1>Opening hours\u200B</h1>
    <p>From 9 to 17, every day but Monday.</p>
    <p>Groups of more than twelve are asked to write ahead.</p>
  </body>
</html>
`;

// The picture of the README is taken on demand: it changes with every moment of the clock.
if (process.env["GATEHOUSE_WRITE_SHOTS"] === "1") {
  test("the picture of the README", { tag: "@browser" }, async ({ window }) => {
    mkdirSync(SITE, { recursive: true });
    const { page, agents } = window;
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    using setUp = await enterSetUp(window, {
      connectors: { Filesystem: byNpx("filesystem", SITE), Everything: byNpx("everything") },
      classes: {
        filesystem__write_file: "moderate",
        filesystem__move_file: "dangerous",
        filesystem__edit_file: "moderate",
      },
    });
    const door = { kind: "http", url: agents, key: setUp.key } as const;
    await using agent = await connectModernClient(door, { name: "Claude Code", version: "2.1.329" });
    const index = join(SITE, "index.html");
    // An earlier call, so that there is something to compare with. It fails at the server: the folder it names is not there.
    const earlier = agent.callTool("filesystem__write_file", { path: join(SITE, "none", "index.html"), content: PAGE });
    await openCard(page, "index.html");
    await approve(page);
    await earlier;

    const hangUp = new AbortController();
    const ask = (name: string, input: Record<string, unknown>) =>
      agent.callTool(name, input, { signal: hangUp.signal }).catch(() => {}); // They are never decided.
    const asked = [ask("filesystem__write_file", { path: index, content: PAGE })];
    await waiting(setUp.door, 1);
    asked.push(ask("filesystem__move_file", { source: index, destination: join(SITE, "old.html") }));
    await waiting(setUp.door, 2);
    asked.push(ask("everything__get-sum", { a: 20, b: 22 }));
    await waiting(setUp.door, 3);

    await openCard(page, "Write File");
    await expect(actionsOf(page).getByRole("button", { name: "Approve" })).toBeEnabled();
    await page.mouse.move(0, 0);
    await page.screenshot({ path: join(IMAGES, "approval-card.png"), animations: "disabled" });
    hangUp.abort();
    await Promise.all(asked);
    rmdirSync(SITE);
  });
}
