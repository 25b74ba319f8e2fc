import Database from "better-sqlite3";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type * as z from "zod";
import type { auditExportPiece } from "../src-contract/audit.ts";
import { callId } from "../src-contract/ids.ts";
import type { Role } from "../src-contract/values.ts";
import { proves } from "../testkit/promises.ts";
import { checkProof } from "./audit/index.ts";
import {
  FIRST_RUN,
  openPeopleRig,
  PASSPHRASE,
  type PeopleDoor,
  type PeopleRig,
} from "./handlers/testdata/people-rig.ts";
import { openCredentialRig } from "./testdata/credential-rig.ts";
import { enter } from "./testdata/enter.ts";

const SLOW = 240_000; // Stretching a passphrase takes 256 MiB and a second, on a busy machine several.
const SIDECAR = join(import.meta.dirname, "sidecar.ts");

/** Runs the standalone command as the command line does. */
function command(home: string, ...parameters: readonly string[]) {
  const env = { ...process.env, GATEHOUSE_HOME: home };
  const { status, stdout, stderr } = spawnSync(process.execPath, [SIDECAR, ...parameters], { env, encoding: "utf8" });
  return { status, stdout, stderr };
}

function verify(home: string, ...parameters: readonly string[]): unknown {
  const { status, stdout } = command(home, "audit-verify", "--json", ...parameters);
  return { status, ...(JSON.parse(stdout) as object) }; // One line of JSON.
}

type Piece = z.infer<typeof auditExportPiece>;

async function exported(pieces: AsyncIterable<Piece>): Promise<{ text: string; last: Piece | undefined }> {
  let text = "";
  let last: Piece | undefined;
  for await (const piece of pieces) {
    text += piece.text;
    last = piece;
  }
  return { text, last };
}

async function joinAs(
  rig: PeopleRig,
  admin: PeopleDoor,
  orgId: Parameters<PeopleDoor["session"]["signIn"]>[0]["orgId"],
  role: Role,
) {
  const { invitation, code } = await admin.people.invite({ name: "Robin", role, teamIds: [], days: 7 });
  const answer = await rig.visit().door.people.accept({ orgId, code, passphrase: PASSPHRASE });
  await admin.people.confirm({ id: invitation.id, fingerprint: answer.fingerprint });
  return { orgId, memberId: answer.memberId, passphrase: PASSPHRASE };
}

test("people search, filter, count and export the log", { timeout: SLOW }, async () => {
  await using rig = await openCredentialRig();
  const { door } = rig;
  const { id } = await rig.create("=cmd|calc");
  await enter(door, id, { secret: "token-secret-22" });
  const call = await rig.connect([{ name: "GIVEN_TOKEN", source: { kind: "org_secret", credentialId: id } }]);
  await call();
  const list = async (filter: Partial<Parameters<PeopleDoor["audit"]["list"]>[0]>) =>
    (await door.audit.list({ kind: "all", limit: 200, ...filter })).entries;
  const all = await list({});
  const kinds = await Promise.all((["calls", "admin", "vault"] as const).map((kind) => list({ kind })));
  expect(
    kinds
      .flat()
      .map(({ seq }) => seq)
      .toSorted((a, b) => b - a),
  ).toEqual(all.map(({ seq }) => seq));
  expect((await list({ kind: "calls", text: "call. sent" })).map(({ action }) => action)).toEqual(["call.sent"]);
  expect((await list({ actor: "member:Dana", text: "credential" })).every(({ actor }) => actor === "member:Dana")).toBe(
    true,
  );
  expect(await list({ text: "100%" })).toEqual([]);
  const [sent] = await list({ kind: "calls", text: "sent" });
  expect(sent?.detail).toMatchObject({ connector: "Server 1", tool: "tell", riskClass: "read-only" });
  expect((await list({ subject: sent?.subject ?? "" })).map(({ action }) => action)).toEqual([
    "call.succeeded",
    "call.sent",
  ]);
  const from = all.at(-1)?.at ?? 0;
  const to = all[0]?.at ?? 0;
  expect(await list({ from, to: from - 1 })).toEqual([]);
  const { counts } = await door.audit.timeline({ kind: "all", from, to, buckets: 10 });
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(all.length);
  const wide = await door.audit.timeline({ kind: "all", from: from - 5_000, to: to + 5_000, buckets: 3 });
  expect(wide.counts.reduce((sum, count) => sum + count, 0)).toBe(all.length);

  const lines = await exported(await door.audit.export({ kind: "all", format: "jsonl" }));
  expect(lines.last).toMatchObject({ done: all.length, total: all.length });
  const read = lines.text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as { seq: number; detail: unknown; hash: string });
  expect(read.map(({ seq, detail, hash }) => ({ seq, detail, hash })).toReversed()).toEqual(
    all.map(({ seq, detail, hash }) => ({ seq, detail, hash })),
  );
  const table = (await exported(await door.audit.export({ kind: "vault", format: "csv" }))).text;
  expect(table.split("\r\n")[0]).toBe("Number,Time (UTC),Actor,Action,Subject,Detail,Hash");
  expect(table.split("\r\n").filter((line) => /,"?[=+@-]/.test(line))).toEqual([]);
  expect(lines.text.includes("token-secret-22") || table.includes("token-secret-22")).toBe(false);
  expect(await door.audit.status()).toMatchObject({
    entries: all.length,
    verifierKey: expect.stringContaining("gatehouse/"),
  });
});

test(
  "the standalone command verifies a home, an anchor and a proof, and finds what was changed",
  { timeout: SLOW },
  async () => {
    proves("audit:chain", "audit:anchored", "audit:proof");
    await using rig = await openCredentialRig();
    const { door, people, dana } = rig;
    const { id } = await rig.create("Token");
    await enter(door, id, { secret: "token-secret-22" });
    const call = await rig.connect([{ name: "GIVEN_TOKEN", source: { kind: "org_secret", credentialId: id } }]);
    await call();
    const [made] = (await door.calls.list({ limit: 1 })).calls;
    const { text, fileName } = await door.audit.proof({ callId: callId.parse(made?.id) });
    const { checkpoint, adminKeys } = await door.audit.status();
    const [proof, anchor] = [join(people.home, fileName), join(people.home, "kept.note")];
    writeFileSync(proof, text);
    writeFileSync(anchor, checkpoint?.note ?? "");
    const { home } = people;
    await people.restart(); // So that all of it is remembered outside.
    const whole = { org: "Acme", kind: "intact", anchors: 3, erased: 0 };
    expect(verify(home, "--anchor", anchor)).toMatchObject({ status: 0, kind: "intact", orgs: [whole] });
    // What the window and the guide tell an auditor to compare is what the proof leads back to.
    const [adminKey = ""] = adminKeys;
    expect(checkProof(text, null)).toMatchObject({ kind: "proven", adminKey });
    expect(verify(home, "--proof", proof, "--key", adminKey)).toMatchObject({ status: 0, kind: "proven" });
    // What is no checkpoint, or another organization's, says nothing about this log: neither that it holds nor that it is broken.
    const another = (checkpoint?.note ?? "").replace(dana.orgId, dana.memberId);
    for (const [note, told] of [
      ["no note\n", "is no checkpoint"],
      [another, "is not in this home"],
    ] as const) {
      writeFileSync(anchor, note);
      const reason = expect.stringContaining(told);
      expect(verify(home, "--anchor", anchor)).toMatchObject({ status: 66, kind: "unreadable", reason });
    }
    const table = command(home, "audit-export", "--format", "csv");
    expect([table.status, table.stdout.includes("call.sent"), table.stdout.includes("riskClass")]).toEqual([
      0,
      true,
      false,
    ]);
    spoil(join(home, "orgs", dana.orgId, "org.db"), "update audit set actor = 'nobody' where seq = 5");
    expect(verify(home)).toMatchObject({ status: 1, orgs: [{ kind: "broken", atSeq: 5 }] });
  },
);

/** Changes a log as whoever can write the file: the triggers are gone meanwhile, and look untouched afterwards. */
function spoil(path: string, statement: string): void {
  const file = new Database(path);
  const triggers = file
    .prepare("select name, sql from sqlite_schema where type = 'trigger' and tbl_name = 'audit'")
    .all();
  const known = triggers as readonly { readonly name: string; readonly sql: string }[]; // The columns that were asked for.
  for (const { name } of known) file.exec(`drop trigger ${name}`);
  file.exec(statement);
  for (const { sql } of known) file.exec(sql);
  file.close();
}

test(
  "operators read what entries say only where the organization lets them, and members read nothing of the log",
  { timeout: SLOW },
  async () => {
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    const { orgId, memberId } = await door.studio.setUp(FIRST_RUN);
    const robin = await joinAs(rig, door, orgId, "operator");
    const settings = await door.studio.settings();
    const look = async (payloadsFor: "operators" | "admins") => {
      await door.session.signIn({ orgId, memberId, passphrase: PASSPHRASE }).catch(() => {});
      await door.studio.setSettings({ ...settings, payloadsFor });
      await door.session.lock();
      const visitor = rig.visit().door;
      await visitor.session.signIn(robin);
      const { entries } = await visitor.audit.list({ kind: "all", limit: 200 });
      const proof = await visitor.audit.proof({ callId: callId.parse("01890000-0000-7000-8000-00000000c0de") }).then(
        () => "made",
        (error: { readonly code?: string }) => error.code,
      );
      await visitor.session.lock();
      return [entries.some(({ detail }) => detail !== null), proof];
    };
    expect(await look("operators")).toEqual([true, "not_found"]);
    expect(await look("admins")).toEqual([false, "forbidden"]);
  },
);

test(
  "a restored backup is held against what is remembered of itself, not of the log that was there",
  { timeout: SLOW },
  async () => {
    proves("audit:anchored");
    await using rig = await openPeopleRig();
    const { door } = rig.visit();
    const { orgId, memberId } = await door.studio.setUp(FIRST_RUN);
    const signIn = { orgId, memberId, passphrase: PASSPHRASE };
    const { path } = await door.backups.create({});
    await door.session.lock();
    const next = await rig.restart();
    const again = next.visit().door;
    await again.session.signIn(signIn);
    const note = join(rig.home, "anchors", `${orgId}.note`);
    expect(readFileSync(note, "utf8")).toContain(`gatehouse/${orgId}\n`);
    await again.backups.restore({ path, replace: true });
    expect(verify(rig.home)).toMatchObject({ status: 0, orgs: [{ kind: "intact" }] });
    expect(existsSync(note)).toBe(false);
  },
);
