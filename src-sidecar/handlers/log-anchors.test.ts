import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { orgId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import type { Anchor, AuditLog } from "../audit/index.ts";
import { anchorNoteAt } from "../store/index.ts";
import { LogAnchors } from "./log-anchors.ts";

const ID = orgId.parse("01890000-0000-7000-8000-0000000000f0");

/** A log of so many entries, as anchors see it. */
function logOf(seq: number): Pick<AuditLog, "head" | "contains" | "status"> {
  const hashOf = (of: number): string => String(of).padStart(64, "0");
  const facts = { unsigned: 0, verifierKey: null, keySince: null, adminKeys: [], erasedBodies: 0 };
  return {
    head: () => ({ seq, hash: hashOf(seq) }),
    contains: async (anchor) => anchor.seq <= seq && anchor.hash === hashOf(anchor.seq),
    status: async () => ({ ...facts, entries: seq, checkpoint: { at: 1, size: seq, note: `note of ${seq}\n` } }),
  };
}

test("what the log does not contain is not forgotten, until a person takes the older copy for what counts", async () => {
  proves("audit:anchored");
  using home = createTempHome();
  const note = anchorNoteAt(home.path, ID);
  let known: Anchor | null = null;
  const fact = { read: async () => known, write: async (anchor: Anchor) => void (known = anchor) };
  const open = (seq: number) => LogAnchors.open({ audit: logOf(seq), sync: async () => {}, fact, note });

  const first = await open(40);
  await first.write();
  expect([known, note.read(), first.isContained]).toEqual([logOf(40).head(), "note of 40\n", true]);
  const grown = await open(50);
  await grown.write();
  expect([known, note.read()]).toEqual([logOf(50).head(), "note of 50\n"]);

  const cut = await open(30);
  await cut.write();
  expect([cut.isContained, known, note.read()]).toEqual([false, logOf(50).head(), "note of 50\n"]);
  expect((await cut.all()).map(({ kind }) => kind)).toEqual(["head", "checkpoint"]);

  cut.forget(77);
  await cut.write();
  expect([cut.isContained, known, note.read()]).toEqual([true, logOf(30).head(), "note of 30\n"]);
  expect(readFileSync(join(home.path, "anchors", `${ID}.77.note`), "utf8")).toBe("note of 50\n");
  expect(existsSync(`${note.path}.part`)).toBe(false);
});
