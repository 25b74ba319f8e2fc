import Database from "better-sqlite3";
import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { orgId } from "../../src-contract/ids.ts";
import { createManualClock } from "../../testkit/clock.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { auditRowsBefore, openHome, orgDatabasePath, type AuditDraft } from "../store/index.ts";
import { openAuditLog, type AuditLog } from "./log.ts";
import { checkProof } from "./proof-check.ts";
import { createMemoryVault } from "./testdata/memory-vault.ts";
import type { LogAnchor } from "./verify.ts";

const ID = orgId.parse("01890000-0000-7000-8000-0000000000f0");
const DAY_MS = 24 * 60 * 60 * 1000;
const CALL = "01890000-0000-7000-8000-00000000c0de";

async function openRig() {
  const home = createTempHome();
  const studio = openHome(home.path);
  let database = studio.openOrg(ID);
  const clock = createManualClock();
  const vault = createMemoryVault();
  const open = () => openAuditLog({ database, clock, randomBytes: drawn, keys: { orgId: ID, vault } });
  let log = await open();
  const rig = {
    clock,
    vault,
    get db() {
      return database.db;
    },
    get log(): AuditLog {
      return log;
    },
    note: (subject: string, change: Partial<AuditDraft> = {}) =>
      log.write("durable", async () => [
        { actor: "member:Dana", action: "policy.updated", subject, body: { said: `of ${subject}` }, ...change },
      ]),
    /** What every entry says, oldest first. */
    details: async () =>
      (await log.read(await auditRowsBefore(database.db, { limit: 1_000 }))).map(({ detail }) => detail).toReversed(),
    lock: (): void => {
      vault.isUnlocked = false;
      log.locked();
    },
    unlock: async (): Promise<string | null> => {
      vault.isUnlocked = true;
      return log.opened();
    },
    restart: async (change: (file: Database.Database) => void = () => {}): Promise<void> => {
      await database.close();
      const file = new Database(orgDatabasePath(home.path, ID));
      change(file);
      file.close();
      database = studio.openOrg(ID);
      log = await open();
    },
    raw: (): Buffer => {
      const file = new Database(orgDatabasePath(home.path, ID), { readonly: true });
      const copy = file.serialize();
      file.close();
      return copy;
    },
    [Symbol.asyncDispose]: async () => {
      await database.close();
      await studio.close();
      home[Symbol.dispose]();
    },
  };
  return rig;
}

function drawn(length: number): Uint8Array {
  const bytes = new Uint8Array(new ArrayBuffer(length));
  bytes.set(randomBytes(length));
  return bytes;
}

test("a log that is written while it is verified is not taken for one that lacks checkpoints", async () => {
  await using rig = await openRig();
  await rig.unlock();
  for (let round = 0; round < 20; round += 1) {
    const writing = Array.from({ length: 5 }, (_, at) => rig.note(`${round}.${at}`));
    expect(await rig.log.verify(rig.log.head())).toMatchObject({ kind: "intact" });
    await Promise.all(writing);
  }
});

test("bodies are sealed with the vault open and locked, open with its keys only, and every entry that matters is signed", async () => {
  proves("audit:sealed");
  await using rig = await openRig();
  await rig.note("founded");
  expect(await rig.log.opened()).toBeNull();
  await rig.note("open");
  rig.lock();
  await rig.note("locked");
  expect(await rig.details()).toEqual([{ said: "of founded" }, expect.objectContaining({ number: 1 }), null, null]);
  expect(await rig.log.status()).toMatchObject({ entries: 4, unsigned: 1, checkpoint: { size: 3 } });
  expect(await rig.unlock()).toBeNull();
  expect((await rig.details()).slice(2, 4)).toEqual([{ said: "of open" }, { said: "of locked" }]);
  expect(await rig.log.status()).toMatchObject({ entries: 5, unsigned: 0 });
  expect(await rig.log.verify(rig.log.head())).toMatchObject({ kind: "intact", entries: 5, signed: 5, keys: 2 });
  const bytes = rig.raw();
  expect(["of founded", "of open", "of locked"].map((text) => bytes.includes(text))).toEqual([true, false, false]);
});

test("a lock in the middle of a transaction leaves nothing under a key that was wiped", async () => {
  proves("audit:sealed");
  await using rig = await openRig();
  await rig.log.opened();
  await rig.log.write("durable", async () => {
    rig.lock();
    return [{ actor: "a", action: "test.done", subject: "s", body: { said: "late" } }];
  });
  await rig.unlock();
  expect((await rig.details()).at(1)).toEqual({ said: "late" });
  expect((await rig.log.verify([])).kind).toBe("intact");
});

test("each start introduces a new key with the one before, of which nothing is left; each day brings a new key for bodies", async () => {
  proves("audit:signed");
  await using rig = await openRig();
  await rig.log.opened();
  const first = (await rig.log.status()).verifierKey;
  const [signer] = await rig.db.selectFrom("audit_signer").selectAll().execute();
  await rig.restart();
  rig.vault.isAdmin = false; // Whoever opens it: the key before vouches.
  expect(await rig.log.opened()).toBeNull();
  const [next, ...more] = await rig.db.selectFrom("audit_signer").selectAll().execute();
  expect([signer?.number, next?.number, more.length]).toEqual([1, 2, 0]);
  expect((await rig.log.status()).verifierKey).not.toBe(first);
  expect(rig.raw().includes(Buffer.from(signer?.envelope ?? []))).toBe(false);
  rig.clock.advance(DAY_MS);
  await rig.log.tend();
  expect((await rig.db.selectFrom("audit_key").select("number").execute()).map(({ number }) => number)).toEqual([1, 2]);
  await rig.note("another day");
  expect(await rig.log.verify([])).toMatchObject({ kind: "intact", keys: 3, signed: 4 });
});

test("without the key before only an admin introduces another, and until then nothing is signed", async () => {
  await using rig = await openRig();
  rig.vault.isAdmin = false;
  expect(await rig.log.opened()).toContain("no admin");
  await rig.note("unsigned");
  expect(await rig.log.status()).toMatchObject({ unsigned: 1, checkpoint: null });
  rig.vault.isAdmin = true;
  expect(await rig.log.opened()).toBeNull();
  expect(await rig.log.verify([])).toMatchObject({ kind: "intact", signed: 2 });
});

test("what only reads is signed after 256 entries or a minute", async () => {
  await using rig = await openRig();
  await rig.log.opened();
  const read = (): Promise<void> => rig.note(CALL, { action: "call.sent", isRoutine: true });
  await read();
  expect((await rig.log.status()).unsigned).toBe(1);
  await rig.log.tend();
  expect((await rig.log.status()).unsigned).toBe(1);
  rig.clock.advance(60_000);
  await rig.log.tend();
  expect((await rig.log.status()).unsigned).toBe(0);
  for (let count = 0; count < 255; count += 1) await read();
  expect((await rig.log.status()).unsigned).toBe(255);
  await read();
  expect((await rig.log.status()).unsigned).toBe(0);
  await read();
  await rig.note(CALL, { action: "call.sent" }); // One that may change something.
  expect((await rig.log.status()).unsigned).toBe(0);
});

test("a log that was changed while the studio was away is not signed over", async () => {
  proves("audit:signed");
  const spoil = async (statement: string): Promise<string | null> => {
    await using rig = await openRig();
    await rig.log.opened();
    await rig.note("one");
    await rig.note(CALL, { action: "call.sent", isRoutine: true });
    rig.lock();
    await rig.note("locked");
    await rig.restart((file) => {
      file.exec("drop trigger audit_no_update; drop trigger audit_no_delete");
      file.exec(statement);
      file.exec(TRIGGERS);
    });
    return await rig.unlock();
  };
  expect(await spoil("update audit set actor = 'x' where seq = 4")).toContain("entry 4 was changed");
  expect(await spoil("update audit set hash = zeroblob(32) where seq = 1")).toContain("other entries");
  expect(await spoil("update audit set body = x'00' where seq = 3")).toContain("the body of entry 3");
  expect(await spoil("delete from audit_checkpoint")).toContain("checkpoints are gone");
  expect(await spoil("delete from audit where seq > 1; update audit_checkpoint set size = 1")).toContain("checkpoint");
  expect(await spoil("select 1")).toBeNull();
});

const TRIGGERS = `
  create trigger audit_no_update before update on audit
    when new.body is not null or new.salt is not null or new.seq is not old.seq or new.at is not old.at
      or new.actor is not old.actor or new.action is not old.action or new.subject is not old.subject
      or new.body_hash is not old.body_hash or new.prev is not old.prev or new.hash is not old.hash
    begin select raise(abort, 'the audit log is append-only'); end;
  create trigger audit_no_delete before delete on audit begin select raise(abort, 'the audit log is append-only'); end;`;

test("a log that lacks what is remembered of it outside is not signed over either", async () => {
  await using rig = await openRig();
  expect(await rig.log.opened(false)).toContain("remembered outside");
  expect(await rig.log.contains({ seq: 1, hash: "0".repeat(64) })).toBe(false);
});

test("erases bodies in batches, says so, drops the keys that seal nothing any more, and still verifies", async () => {
  proves("audit:erasable");
  await using rig = await openRig();
  await rig.log.opened();
  for (let count = 0; count < 1_200; count += 100)
    await Promise.all(Array.from({ length: 100 }, (_none, index) => rig.note(`old ${count + index}`)));
  rig.clock.advance(2 * DAY_MS);
  await rig.log.tend();
  await rig.note("young");
  expect(await rig.log.eraseBodies(rig.clock.now() - DAY_MS)).toBe(1_200);
  expect(await rig.log.eraseBodies(rig.clock.now() - DAY_MS)).toBe(0);
  const entries = await rig.log.read(await auditRowsBefore(rig.db, { limit: 5 }));
  expect(entries.map(({ action, detail }) => [action, detail])).toEqual([
    ["audit.bodies-erased", expect.objectContaining({ erased: 200 })],
    ["audit.bodies-erased", expect.objectContaining({ erased: 500 })],
    ["audit.bodies-erased", expect.objectContaining({ erased: 500 })],
    ["policy.updated", { said: "of young" }],
    ["audit.key-introduced", expect.objectContaining({ number: 2 })],
  ]);
  expect((await rig.db.selectFrom("audit_key").select("number").execute()).map(({ number }) => number)).toEqual([2]);
  expect(await rig.log.status()).toMatchObject({ erasedBodies: 1_200, unsigned: 0 });
  expect(await rig.log.verify([])).toMatchObject({ kind: "intact", erased: 1_200, signed: 1_206 });
});

test("a proof holds by itself, shows what was decided, and leads back to the admin's key or to one that is known", async () => {
  proves("audit:proof");
  await using rig = await openRig();
  await rig.log.opened();
  for (let count = 0; count < 50; count += 1) await rig.note(`other ${count}`);
  await rig.note(CALL, { action: "call.asked", body: { digest: "abc" } });
  await rig.note(CALL, { action: "call.approved", body: { digest: "abc", reason: "fine" } });
  await rig.restart();
  rig.vault.isAdmin = false;
  await rig.log.opened();
  const { verifierKey } = await rig.log.status();
  const text = (await rig.log.proof(CALL)) ?? "";
  const found = checkProof(text, null);
  expect(found).toMatchObject({
    kind: "proven",
    subject: CALL,
    size: 54,
    entries: [
      { action: "call.asked", detail: { digest: "abc" } },
      { action: "call.approved", detail: { digest: "abc", reason: "fine" } },
    ],
  });
  const admin = found.kind === "proven" ? found.adminKey : null;
  expect([checkProof(text, admin).kind, checkProof(text, verifierKey).kind]).toEqual(["proven", "proven"]);
  await using other = await openRig();
  await other.log.opened();
  expect(checkProof(text, (await other.log.status()).verifierKey).kind).toBe("unproven");
  expect(text.includes("other 1")).toBe(false);
  expect(await rig.log.proof("01890000-0000-7000-8000-00000000dead")).toBeNull();
});

test("every change of a proof is found", async () => {
  proves("audit:proof");
  await using rig = await openRig();
  await rig.log.opened();
  for (let count = 0; count < 5; count += 1) await rig.note(`other ${count}`);
  await rig.note(CALL, { action: "call.approved", body: { digest: "abc", reason: "fine" } });
  const text = (await rig.log.proof(CALL)) ?? "";
  const whole: unknown = JSON.parse(text);
  let changes = 0;
  for (let at = 0; at < text.length; at += 1) {
    const other = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
    if (isSameJson(other, whole)) continue;
    changes += 1;
    if (checkProof(other, null).kind === "proven")
      throw new Error(`not found at ${at}: ${other.slice(at - 40, at + 40)}`);
  }
  expect(changes).toBeGreaterThan(1_500);
});

function isSameJson(text: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(text)) === JSON.stringify(value);
  } catch {
    return false;
  }
}

test("anchors: a note of any time is one of the log, and of an older or another log is found out", async () => {
  proves("audit:anchored");
  await using rig = await openRig();
  await rig.log.opened();
  await rig.note("one");
  const note = (await rig.log.status()).checkpoint?.note ?? "";
  await rig.note("two");
  const anchor: LogAnchor = { kind: "checkpoint", from: "a note", note };
  expect(note).toMatch(
    /^gatehouse\/01890000-0000-7000-8000-0000000000f0\n2\n[A-Za-z0-9+/]{43}=\n\n— gatehouse\/\S+ \S+\n$/,
  );
  expect((await rig.log.verify([anchor])).kind).toBe("intact");
  await using other = await openRig();
  await other.log.opened();
  await other.note("one");
  expect((await other.log.verify([anchor])).kind).toBe("broken");
  expect((await rig.log.verify([{ ...anchor, note: "no note" }])).kind).toBe("broken");
});
