import { copyFileSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { codeOf, PASSPHRASE } from "./handlers/testdata/people-rig.ts";
import { openAgentRig } from "./testdata/agent-rig.ts";

const SLOW = 180_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.

function orgFile(home: string): string {
  const [org = ""] = readdirSync(join(home, "orgs"));
  return join(home, "orgs", org, "org.db");
}

/** What a program of the same person does while the studio is stopped. */
function copyDatabase(from: string, to: string): void {
  for (const suffix of ["-wal", "-shm"]) rmSync(`${to}${suffix}`, { force: true });
  copyFileSync(from, to);
}

test(
  "an older copy of the vault is for looking only until an admin accepts it, and gives no power then",
  { timeout: SLOW },
  async () => {
    proves("vault:rollback");
    await using rig = await openAgentRig();
    const first = await rig.people.restart(); // An orderly end: everything is in the one file.
    const file = orgFile(first.home);
    const older = join(first.home, "older.db");
    const { door } = first.visit();
    await door.session.signIn(rig.signIn);
    const reader = new Database(file);
    reader.exec(`vacuum into '${older}'`);
    reader.close();
    // What happened since: the key was revoked, and a credential got another value.
    const [key] = await door.keys.list();
    if (!key) throw new Error("no key");
    await door.keys.revoke({ id: key.id });
    await first[Symbol.asyncDispose]();
    copyDatabase(older, file);
    const back = await rig.people.restart();

    const admin = back.visit().door;
    expect((await admin.studio.state()).kind).toBe("locked");
    await admin.session.signIn(rig.signIn);
    const state = await admin.studio.state();
    expect(state).toMatchObject({ kind: "rolled-back", member: { name: "Dana" } });
    if (state.kind !== "rolled-back") throw new Error(state.kind);
    expect(state.rollback.epoch).toBeLessThan(state.rollback.knownEpoch);
    // Looking is allowed, and nothing else: neither for people nor for the key that was revoked and is back.
    expect((await admin.keys.list()).map((one) => one.state)).toEqual(["active"]);
    expect(await codeOf(admin.keys.create({ name: "x", policyId: key.policyId, memberId: null }))).toBe("rolled_back");
    expect(await codeOf(admin.connectors.refresh({ id: rig.connector.id }))).toBe("rolled_back");
    expect(await codeOf(admin.vault.rotate())).toBe("rolled_back");
    const asked = await rig.ask(back, "tools/call", { name: "telling__do", arguments: { path: "/a" } });
    expect(asked.text).toContain("The vault is locked");
    expect(rig.calls()).toBe("");

    expect(await codeOf(admin.vault.acceptRollback({ passphrase: "not the passphrase" }))).toBe("wrong_passphrase");
    await admin.vault.acceptRollback({ passphrase: PASSPHRASE });
    expect((await admin.studio.state()).kind).toBe("locked");
    await admin.session.signIn(rig.signIn);
    expect((await admin.studio.state()).kind).toBe("signed-in");
    expect((await admin.keys.list()).map((one) => one.state)).toEqual(["revoked"]);
    const actions = (await admin.audit.list({ limit: 100, kind: "all" })).entries.map(({ action }) => action);
    for (const action of ["authority.dropped", "vault.rollback-accepted"]) expect(actions).toContain(action);
    const status = await admin.vault.status();
    expect(status.keyVersions.length).toBeGreaterThan(1); // Its key is replaced: the old copies open with the old one.
  },
);
