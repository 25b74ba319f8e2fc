import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { orgId } from "../../src-contract/ids.ts";
import { createManualClock } from "../../testkit/clock.ts";
import { proves } from "../../testkit/promises.ts";
import { createTempHome } from "../../testkit/temp-home.ts";
import { openHome, setSettingText, settingText, type AuditDraft, type OrgDb } from "../store/index.ts";
import { AuditError } from "./audit-error.ts";
import { openAuditLog, type AuditLog } from "./log.ts";

const ID = orgId.parse("01890000-0000-7000-8000-0000000000f0");
const draft = (subject: string): AuditDraft => ({
  actor: "gatehouse",
  action: "test.done",
  subject,
  body: { subject },
});

async function openLog() {
  const home = createTempHome();
  const studio = openHome(home.path);
  const database = studio.openOrg(ID);
  const clock = createManualClock();
  const open = () => openAuditLog({ database, clock, randomBytes: (length) => randomBytes(length) });
  return {
    database,
    clock,
    open,
    log: await open(),
    [Symbol.asyncDispose]: async () => {
      await database.close();
      await studio.close();
      home[Symbol.dispose]();
    },
  };
}

/** Makes the database as full as a disk: not one page more. */
async function fill(db: OrgDb): Promise<{ readonly relieve: () => Promise<void> }> {
  const pages = await pragma(db, "page_count");
  await pragma(db, `max_page_count = ${pages}`);
  return { relieve: async () => void (await pragma(db, "max_page_count = 1000000")) };
}

async function pragma(db: OrgDb, text: string): Promise<number> {
  const { rows } = await db.executeQuery<Record<string, number>>({
    sql: `pragma ${text}`,
    parameters: [],
    query: { kind: "RawNode", sqlFragments: [`pragma ${text}`], parameters: [] },
    queryId: { queryId: text },
  });
  return Number(Object.values(rows[0] ?? {})[0]);
}

const big = (name: string) => async (tx: OrgDb) => {
  await setSettingText(tx, name, JSON.stringify("x".repeat(100_000)));
  return [draft(name)];
};

const isIntact = async (log: AuditLog): Promise<boolean> => (await log.verify(log.head())).kind === "intact";

test("changes and entries that arrive together share a commit and keep their order", async () => {
  await using rig = await openLog();
  const names = Array.from({ length: 50 }, (_none, index) => `change-${index}`);
  await Promise.all(
    names.map((name) =>
      rig.log.write("ordered", async (tx) => {
        await setSettingText(tx, name, "1");
        return [draft(name)];
      }),
    ),
  );
  const rows = await rig.database.db.selectFrom("audit").select(["seq", "subject"]).orderBy("seq").execute();
  expect(rows.map(({ subject }) => subject)).toEqual(names);
  expect(rows.map(({ seq }) => seq)).toEqual(names.map((_name, index) => index + 1));
  expect(await isIntact(rig.log)).toBe(true);
});

test("one change that fails takes no other of its batch with it, and leaves no entry", async () => {
  proves("audit:chain");
  await using rig = await openLog();
  const failure = new Error("the third one fails");
  const outcomes = await Promise.allSettled(
    ["a", "b", "c", "d"].map((name) =>
      rig.log.write("durable", async (tx) => {
        await setSettingText(tx, name, "1");
        if (name === "c") throw failure;
        return [draft(name)];
      }),
    ),
  );
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "fulfilled", "rejected", "fulfilled"]);
  expect(outcomes[2]).toEqual({ status: "rejected", reason: failure });
  const rows = await rig.database.db.selectFrom("audit").select("subject").orderBy("seq").execute();
  expect(rows.map(({ subject }) => subject)).toEqual(["a", "b", "d"]);
  expect(await settingText(rig.database.db, "c")).toBeUndefined();
  expect(await isIntact(rig.log)).toBe(true);
});

test("a change recorded again after its batch was split gives the value of the run that was committed", async () => {
  await using rig = await openLog();
  let runs = 0;
  const [value] = await Promise.allSettled([
    rig.log.record(async () => ({ value: (runs += 1), entries: [draft("counted")] })),
    rig.log.record(async () => {
      throw new Error("splits the batch");
    }),
  ]);
  expect(value).toEqual({ status: "fulfilled", value: 2 });
  const rows = await rig.database.db.selectFrom("audit").select("subject").execute();
  expect(rows).toEqual([{ subject: "counted" }]);
});

test("goes on where the log ended when it is opened again", async () => {
  await using rig = await openLog();
  await rig.log.write("durable", async () => [draft("one")]);
  const again = await rig.open();
  expect(again.head()).toEqual(rig.log.head());
  await again.write("durable", async () => [draft("two")]);
  expect(await isIntact(again)).toBe(true);
  expect(again.head().seq).toBe(2);
});

test("the database itself refuses to change or delete an entry", async () => {
  proves("audit:chain");
  await using rig = await openLog();
  await rig.log.write("durable", async () => [draft("one")]);
  const { db } = rig.database;
  await expect(db.updateTable("audit").set({ actor: "x" }).execute()).rejects.toThrow(/append-only/);
  const half = [{ body: null }, { salt: null }, { body: null, salt: null, at: 7 }, { body: Uint8Array.of(1) }];
  for (const change of half) await expect(db.updateTable("audit").set(change).execute()).rejects.toThrow(/append-only/);
  await expect(db.deleteFrom("audit").execute()).rejects.toThrow(/append-only/);
});

test("on a full disk nothing is changed and nothing recorded, the reason is told, and it goes on when there is room", async () => {
  await using rig = await openLog();
  await rig.log.write("durable", async () => [draft("before")]);
  const { relieve } = await fill(rig.database.db);
  const refused = await rig.log.write("durable", big("full")).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(AuditError);
  expect(refused).toMatchObject({ code: "disk_full" });
  expect(await settingText(rig.database.db, "full")).toBeUndefined();
  expect(await isIntact(rig.log)).toBe(true);
  await relieve();
  await rig.log.write("durable", big("after"));
  const rows = await rig.database.db.selectFrom("audit").select("subject").orderBy("seq").execute();
  expect(rows.map(({ subject }) => subject)).toEqual(["before", "after"]);
  expect(await isIntact(rig.log)).toBe(true);
});

test("an entry that does not fit any more takes its change back", async () => {
  await using rig = await openLog();
  await rig.log.write("durable", async (tx) => {
    await setSettingText(tx, "name", "1");
    return [draft("before")];
  });
  await fill(rig.database.db);
  const body = { text: "x".repeat(100_000) };
  const change = rig.log.write("durable", async (tx) => {
    await setSettingText(tx, "name", "2");
    return [{ ...draft("full"), body }];
  });
  await expect(change).rejects.toMatchObject({ name: "AuditError", code: "disk_full" });
  expect(await settingText(rig.database.db, "name")).toBe("1");
});

test("a closed database refuses as a log that cannot be written", async () => {
  const rig = await openLog();
  await rig[Symbol.asyncDispose]();
  await expect(rig.log.write("durable", async () => [draft("late")])).rejects.toMatchObject({
    code: "audit_unwritable",
  });
});
