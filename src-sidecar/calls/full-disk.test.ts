import { CompiledQuery } from "kysely";
import { expect, test } from "vitest";
import { digest, type CallId } from "../../src-contract/ids.ts";
import { AuditError } from "../audit/index.ts";
import { proves } from "../../testkit/promises.ts";
import { ADMIN, KEY, makeReader, openDeskRig, until, type DeskRig } from "./testdata/desk-rig.ts";

const BY = { ...ADMIN, at: 1_767_225_600_000 };
const OTHER = digest.parse("f".repeat(64));

const pragma = async (rig: DeskRig, text: string): Promise<number> => {
  const { rows } = await rig.database.db.executeQuery<Record<string, number>>(CompiledQuery.raw(`pragma ${text}`));
  return Number(Object.values(rows[0] ?? {})[0]);
};

/** Makes the database as full as a disk; what it has of free pages is used up first. */
async function fill(rig: DeskRig): Promise<void> {
  await pragma(rig, `max_page_count = ${await pragma(rig, "page_count")}`);
}
const relieve = (rig: DeskRig): Promise<number> => pragma(rig, "max_page_count = 1000000");

// Larger than what is left of the pages in use.
const ARGS = { path: "/tmp/a", text: "x".repeat(50_000) };
const stateOf = async (rig: DeskRig, id: CallId): Promise<string | undefined> =>
  (await rig.database.db.selectFrom("call").select("state").where("id", "=", id).executeTakeFirst())?.state;

test("on a full disk nothing is sent, the agent is told why, and it works again when there is room", async () => {
  proves("gate:intent-first");
  await using rig = await openDeskRig({ tool: makeReader() });
  await fill(rig);
  const refused = await rig.ask(ARGS);
  expect(await refused.outcome).toMatchObject({ kind: "failed", code: "disk_full" });
  expect(rig.sent).toEqual([]);
  expect(await stateOf(rig, refused.callId)).toBeUndefined();
  await relieve(rig);
  expect(await (await rig.ask(ARGS)).outcome).toMatchObject({ kind: "answered" });
  expect((await rig.audit.verify(rig.audit.head())).kind).toBe("intact");
});

test("on a full disk no one is asked and nothing can be decided; what waits goes on waiting", async () => {
  await using rig = await openDeskRig();
  const waiting = await rig.ask(ARGS);
  const id = await rig.waitingId();
  await fill(rig);
  expect(await (await rig.ask(ARGS)).outcome).toMatchObject({ kind: "failed", code: "disk_full" });
  const edited = { path: "/tmp/b", text: "y".repeat(60_000) };
  const refused = rig.desk.decisions.approveEdited(id, rig.desk.live(id)?.digest ?? OTHER, edited, BY);
  await expect(refused).rejects.toMatchObject({ code: "disk_full" });
  expect(rig.desk.waiting().map((call) => call.id)).toEqual([id]);
  expect(rig.sent).toEqual([]);
  await relieve(rig);
  await rig.desk.decisions.approve(id, rig.desk.live(id)?.digest ?? OTHER, BY);
  expect(await waiting.outcome).toMatchObject({ kind: "answered" });
});

test("an outcome that cannot be written is handed on and written as soon as there is room", async () => {
  proves("audit:no-gap");
  await using rig = await openDeskRig({ tool: makeReader() });
  rig.answer = async () => {
    await fill(rig);
    return { content: [{ type: "text", text: "z".repeat(50_000) }] };
  };
  const handle = await rig.ask();
  expect(await handle.outcome).toMatchObject({ kind: "answered" });
  expect(await stateOf(rig, handle.callId)).toBe("executing");
  await relieve(rig);
  rig.desk.expire();
  await until(async () => ((await stateOf(rig, handle.callId)) === "succeeded" ? true : undefined));
  expect(await rig.steps(handle.callId)).toEqual(["call.sent", "call.succeeded"]);
  expect(await (await rig.desk.attach(handle.callId, KEY))?.outcome).toMatchObject({ kind: "answered" });
});

test("an approved call whose intent cannot be written is told as failed, and is not sent later behind everybody's back", async () => {
  proves("gate:once");
  await using rig = await openDeskRig();
  const handle = await rig.ask();
  const id = await rig.waitingId();
  const { write } = rig.ports.audit;
  let isBroken = false;
  Object.assign(rig.ports.audit, {
    write: async (...all: Parameters<typeof write>) => {
      if (isBroken) throw AuditError.ofLog(Object.assign(new Error("full"), { code: "SQLITE_FULL" }));
      await write(...all);
      isBroken = true; // From the approval on.
    },
  });
  await rig.desk.decisions.approve(id, rig.desk.live(id)?.digest ?? OTHER, BY);
  expect(await handle.outcome).toMatchObject({ kind: "failed", code: "disk_full" });
  Object.assign(rig.ports.audit, { write });
  rig.desk.expire();
  await until(async () => ((await stateOf(rig, id)) === "failed" ? true : undefined));
  const later = await rig.reborn();
  await later.desk.recover();
  await later.desk.resume((row) => later.tools.get(row.tool_id) ?? null);
  expect(rig.sent).toEqual([]);
});
