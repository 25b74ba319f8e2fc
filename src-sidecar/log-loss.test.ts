import { readdirSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { codeOf, PASSPHRASE } from "./handlers/testdata/people-rig.ts";
import { openAgentRig } from "./testdata/agent-rig.ts";

const SLOW = 240_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.
const CUT_OFF = 3;

/** What a program of the same person does that cuts entries off; the checkpoints may stay. Returns the length of what is left. */
function cutOff(home: string, { withCheckpoints }: { readonly withCheckpoints: boolean }): number {
  const [org = ""] = readdirSync(join(home, "orgs"));
  const file = new Database(join(home, "orgs", org, "org.db"));
  const sql = file.prepare("select sql from sqlite_schema where name = 'audit_no_delete'").pluck().get();
  const last = Number(file.prepare("select max(seq) from audit").pluck().get()) - CUT_OFF;
  file.exec("drop trigger audit_no_delete");
  file.prepare("delete from audit where seq > ?").run(last);
  if (withCheckpoints) file.prepare("delete from audit_checkpoint where size > ?").run(last);
  file.exec(String(sql));
  file.close();
  return last;
}

test.each([true, false])(
  "a log that lost its end is signed again only after an admin has accepted it, and says so (checkpoints cut too: %s)",
  { timeout: SLOW },
  async (withCheckpoints) => {
    proves("audit:anchored");
    await using rig = await openAgentRig();
    const first = await rig.people.restart();
    await first[Symbol.asyncDispose]();
    const left = cutOff(first.home, { withCheckpoints });

    const next = await rig.people.restart();
    const { door } = next.visit();
    await door.session.signIn(rig.signIn);
    const { loss, entries, unsigned } = await door.audit.status();
    expect(loss?.remembered.every((one) => one.entries > left)).toBe(true);
    expect(loss?.remembered).toHaveLength(2);
    expect(loss?.proven).toBeLessThanOrEqual(left);
    expect(unsigned > 0 || entries <= left + CUT_OFF).toBe(true);
    expect((await door.audit.verify()).kind).toBe("broken");

    const wish = { passphrase: PASSPHRASE, reason: "The disk was replaced." };
    expect(await codeOf(door.audit.acceptLoss({ ...wish, passphrase: "not the passphrase" }))).toBe("wrong_passphrase");
    expect(await codeOf(door.audit.acceptLoss({ ...wish, reason: " " }))).toBe("invalid_input");
    expect((await door.audit.verify()).kind).toBe("broken");
    await door.audit.acceptLoss(wish);

    expect(await door.audit.verify()).toMatchObject({ kind: "intact" });
    const after = await door.audit.status();
    expect(after).toMatchObject({ loss: null, unsigned: 0 });
    const [entry] = (await door.audit.list({ limit: 100, kind: "vault" })).entries.filter(
      ({ action }) => action === "audit.loss-accepted",
    );
    expect(entry).toMatchObject({ actor: expect.stringContaining("Dana"), detail: { reason: wish.reason } });
    expect(entry?.detail?.["remembered"]).toMatchObject([
      { entries: left + CUT_OFF, hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(await codeOf(door.audit.acceptLoss(wish))).toBe("conflict");

    // It goes on as any other log: signed, remembered, and whole at the next start.
    await door.policies.create({ name: "Later", trustLevel: "manual", nameForm: "namespaced", grants: [] });
    const last = await rig.people.restart();
    const again = last.visit().door;
    await again.session.signIn(rig.signIn);
    expect(await again.audit.verify()).toMatchObject({ kind: "intact" });
    expect((await again.audit.status()).loss).toBe(null);
  },
);
