import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { openAgentRig, TOKEN } from "./testdata/agent-rig.ts";

const SLOW = 180_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.

test("a server that tells its secret in its own words tells it nobody", { timeout: SLOW }, async () => {
  proves("redact:vault-values", "secret:nowhere", "vault:write-only", "peer:text");
  await using rig = await openAgentRig();
  const { people, door, connector } = rig;
  const { id } = connector;
  // A definition that holds the secret is not taken in: it could be neither pinned nor shown.
  expect(connector.toolList.map(({ name }) => name)).toEqual(["do"]);
  const [tool] = connector.toolList;
  if (!tool) throw new Error("no tool");
  await door.tools.classify({ id: tool.id, definitionDigest: tool.definitionDigest, riskClass: "read-only" });

  const listed = await rig.ask(people, "tools/list");
  expect(listed.text).toContain("telling__do");
  const called = await rig.ask(people, "tools/call", {
    name: "telling__do",
    arguments: { path: "/a" },
    _meta: { progressToken: "p" },
  });
  expect(called.text).toContain("step with ");
  expect(called.text).toContain("REDACTED");
  expect(called.text).not.toContain("\\u001b");
  expect(called.text).toContain("done");
  const replies = [
    await door.connectors.list(),
    await door.connectors.get({ id }),
    await door.connectors.test({ id }),
    await door.tools.get({ id: tool.id }),
    await door.calls.list({ limit: 50 }),
  ];
  expect(JSON.stringify(replies)).toContain("server of ");
  for (const text of [listed.text, called.text, JSON.stringify(replies)]) expect(text).not.toContain(TOKEN);
  for (const entry of readdirSync(people.home, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    expect([entry.name, bytes.includes(TOKEN)]).toEqual([entry.name, false]);
  }
});
