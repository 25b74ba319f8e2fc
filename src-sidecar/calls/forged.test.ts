import { expect, test } from "vitest";
import { digest, type CallId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import type { CallRow } from "../store/index.ts";
import { ADMIN, openDeskRig, unlock, until, type DeskRig } from "./testdata/desk-rig.ts";

const BY = { ...ADMIN, at: 1_767_225_600_000 };
const turn = (ms = 20): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));
const rowOf = (rig: DeskRig, id: CallId): Promise<CallRow> =>
  rig.database.db.selectFrom("call").selectAll().where("id", "=", id).executeTakeFirstOrThrow();

/** What a program of the same person does to a row: it can write the database, but it has no key of the vault. */
async function write(rig: DeskRig, id: CallId, change: Partial<CallRow>): Promise<void> {
  await rig.database.db.updateTable("call").set(change).where("id", "=", id).execute();
}

/** How the call stands after another process took it up with an open vault. */
async function afterRestart(before: DeskRig, id: CallId): Promise<CallRow> {
  const rig = await before.reborn();
  await rig.desk.recover();
  await rig.desk.resume((row) => rig.tools.get(row.tool_id) ?? null);
  await until(async () => ((await rowOf(rig, id)).ended_at === null ? undefined : true));
  await turn();
  return rowOf(rig, id);
}

async function ask(rig: DeskRig, path: string): Promise<CallId> {
  const { callId } = await rig.ask({ path });
  return until(() => rig.desk.waiting().find(({ id }) => id === callId)?.id);
}

const seenOf = (rig: DeskRig, id: CallId) => rig.desk.live(id)?.digest ?? digest.parse("0".repeat(64));

/** A decision as a person's would read, for this call and what it showed. */
const approvalOf = ({ digest: seen }: CallRow, more: object = {}): string =>
  JSON.stringify({ kind: "approved", by: ADMIN, at: BY.at, digest: seen, ...more });

test("a waiting call that another program marks as approved is not sent", async () => {
  proves("gate:no-self-approval", "people:passphrase");
  await using rig = await openDeskRig();
  const id = await ask(rig, "/a");
  await write(rig, id, { state: "approved", decided_by: ADMIN.name, decision: approvalOf(await rowOf(rig, id)) });
  expect(await afterRestart(rig, id)).toMatchObject({ state: "failed", sent_at: null });
  expect((await rowOf(rig, id)).failure).toContain("decision_unproven");
  expect(rig.sent).toEqual([]);
});

test("the seal of a decision proves that decision about that call, and no other", async () => {
  proves("gate:no-self-approval", "gate:digest", "vault:bound");
  await using rig = await openDeskRig({ death: { atWrite: 3, when: "after" } });
  const forged = await ask(rig, "/forged");
  const honest = await ask(rig, "/honest");
  void rig.desk.decisions.approve(honest, seenOf(rig, honest), BY);
  await until(async () => ((await rowOf(rig, honest)).decision === null ? undefined : true));
  const { seal } = JSON.parse((await rowOf(rig, honest)).decision ?? "") as { readonly seal: string };
  await write(rig, forged, { state: "approved", decision: approvalOf(await rowOf(rig, forged), { seal }) });
  expect(await afterRestart(rig, forged)).toMatchObject({ state: "failed", sent_at: null });
  expect(rig.sent.map(({ arguments: args }) => args["path"])).not.toContain("/forged");
});

test("a denied call that is set back is not sent, nor is one that ran sent again", async () => {
  proves("gate:no-self-approval", "gate:once", "people:passphrase");
  await using rig = await openDeskRig();
  const denied = await ask(rig, "/denied");
  await rig.desk.decisions.deny(denied, seenOf(rig, denied), "no", BY);
  const ran = await ask(rig, "/ran");
  await rig.desk.decisions.approve(ran, seenOf(rig, ran), BY);
  await until(async () => ((await rowOf(rig, ran)).state === "succeeded" ? true : undefined));
  expect(rig.sent).toHaveLength(1);
  const { decision } = await rowOf(rig, ran); // Its seal is real.
  const back = { state: "approved", ended_at: null, sent_at: null, failure: null } as const;
  await write(rig, denied, { ...back, decision: approvalOf(await rowOf(rig, denied)) });
  await write(rig, ran, { ...back, decision });
  expect((await afterRestart(rig, denied)).failure).toContain("already_ended");
  expect((await rowOf(rig, ran)).failure).toContain("already_ended");
  await write(rig, denied, { ...back, state: "awaiting", decision: null });
  expect((await afterRestart(rig, denied)).failure).toContain("already_ended");
  expect(rig.sent).toHaveLength(1);
});

test("a row that is changed while the studio runs decides nothing over a lock either", async () => {
  proves("gate:no-self-approval", "people:passphrase");
  await using rig = await openDeskRig();
  const denied = await ask(rig, "/denied");
  await rig.desk.decisions.deny(denied, seenOf(rig, denied), "no", BY);
  const waits = await ask(rig, "/waits");
  await write(rig, denied, { state: "approved", ended_at: null, decision: approvalOf(await rowOf(rig, denied)) });
  await write(rig, waits, { state: "approved", decision: approvalOf(await rowOf(rig, waits)) });
  await rig.desk.suspend();
  rig.vault.lock();
  await unlock(rig.vault);
  await rig.desk.resume((row) => rig.tools.get(row.tool_id) ?? null);
  await turn();
  expect(rig.sent).toEqual([]);
  expect((await rowOf(rig, denied)).failure).toContain("already_ended");
});

test("a verdict that is written into a row asks nobody less", async () => {
  proves("gate:no-self-approval", "people:passphrase");
  await using rig = await openDeskRig();
  const id = await ask(rig, "/a");
  const { shown } = await rowOf(rig, id);
  const facts = JSON.parse(shown) as object;
  const verdict = {
    kind: "allow",
    reason: { kind: "class-under-trust", riskClass: "read-only", trustLevel: "supervised" },
  };
  await write(rig, id, { verdict: "allow", shown: JSON.stringify({ ...facts, verdict }) });
  expect(await afterRestart(rig, id)).toMatchObject({ state: "failed", sent_at: null });
  expect((await rowOf(rig, id)).failure).toContain("decision_unproven");
  expect(rig.sent).toEqual([]);
});
