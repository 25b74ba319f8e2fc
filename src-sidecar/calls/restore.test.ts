import { expect, test } from "vitest";
import { digest, type CallId, type Digest } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import type { CallRow } from "../store/index.ts";
import type { CallableTool } from "./live-call.ts";
import { approvalCardOf } from "./read.ts";
import {
  ADMIN,
  KEY,
  makeReader,
  openDeskRig,
  ORG,
  READER,
  unlock,
  until,
  type Death,
  type DeskRig,
} from "./testdata/desk-rig.ts";

const BY = { ...ADMIN, at: 1_767_225_600_000 };
const OTHER: Digest = digest.parse("f".repeat(64));
const text = (value: string): JsonObject => ({ content: [{ type: "text", text: value }] });
const turn = (ms = 20): Promise<void> => new Promise((resolve) => void setTimeout(resolve, ms));

const toolOf =
  (rig: DeskRig) =>
  (row: CallRow): CallableTool | null =>
    rig.tools.get(row.tool_id) ?? null;

const stateOf = async (rig: DeskRig, id: CallId): Promise<string> =>
  (await rig.database.db.selectFrom("call").select("state").where("id", "=", id).executeTakeFirstOrThrow()).state;

const isIntact = async ({ audit }: DeskRig): Promise<boolean> => (await audit.verify(audit.head())).kind === "intact";

/** Everything that a new process does with an open vault. */
async function afterDeath(dead: DeskRig): Promise<DeskRig> {
  const rig = await dead.reborn();
  await rig.desk.recover();
  await rig.desk.resume(toolOf(rig));
  return rig;
}

type Decide = (rig: DeskRig, id: CallId, seen: Digest) => Promise<unknown>;
const approve: Decide = (rig, id, seen) => rig.desk.decisions.approve(id, seen, BY);
const edit: Decide = (rig, id, seen) => rig.desk.decisions.approveEdited(id, seen, { path: "/tmp/edited" }, BY);
const deny: Decide = (rig, id, seen) => rig.desk.decisions.deny(id, seen, "no", BY);

// The writes of a call that is asked for: 1 asked, 2 decided, 3 sent, 4 ended.
const DEATHS: readonly (readonly [string, Death, Decide, string, number])[] = [
  ["after it was asked", { atWrite: 1, when: "after" }, approve, "awaiting", 0],
  ["before the approval was kept", { atWrite: 2, when: "before" }, approve, "awaiting", 0],
  ["after the approval was kept", { atWrite: 2, when: "after" }, approve, "succeeded", 1],
  ["after an edit was kept", { atWrite: 2, when: "after" }, edit, "succeeded", 1],
  ["after a denial was kept", { atWrite: 2, when: "after" }, deny, "denied", 0],
  ["before the intent was kept", { atWrite: 3, when: "before" }, approve, "succeeded", 1],
  ["after the intent, before it was sent", { atWrite: 3, when: "after" }, approve, "interrupted", 0],
  ["after it was sent, before the outcome was kept", { atWrite: 4, when: "before" }, approve, "interrupted", 1],
  ["after the outcome was kept", { atWrite: 4, when: "after" }, approve, "succeeded", 1],
];

test.each(DEATHS)(
  "killed %s, an asked call is neither lost nor sent twice",
  async (_when, death, made, state, sends) => {
    proves("kill:no-double", "restart:nothing-lost", "audit:no-gap", "gate:once");
    await using dead = await openDeskRig({ death });
    const { callId } = await dead.ask();
    if (death.atWrite > 1) {
      const id = await dead.waitingId();
      void made(dead, id, dead.desk.live(id)?.digest ?? OTHER);
    }
    await until(() => (dead.writes() >= death.atWrite ? true : undefined));
    await turn();
    const rig = await afterDeath(dead);
    await until(async () => ((await stateOf(rig, callId)) === state ? true : undefined));
    await turn();
    expect(await stateOf(rig, callId)).toBe(state);
    expect(dead.sent).toHaveLength(sends);
    if (made === edit) expect(dead.sent[0]?.arguments).toEqual({ path: "/tmp/edited" });
    const steps = await rig.steps(callId);
    expect(steps.filter((step) => step === "call.sent").length).toBe(state === "interrupted" ? 1 : sends);
    expect(await isIntact(rig)).toBe(true);
  },
);

test.each([
  ["after the intent", { atWrite: 1, when: "after" }, 0],
  ["before the outcome was kept", { atWrite: 2, when: "before" }, 1],
] satisfies (readonly [string, Death, number])[])(
  "killed %s, a call that no one was asked about is interrupted and not sent again",
  async (_when, death, sends) => {
    proves("kill:no-double", "audit:no-gap");
    await using dead = await openDeskRig({ tool: makeReader(), death });
    const { callId } = await dead.ask();
    await until(() => (dead.writes() >= death.atWrite ? true : undefined));
    await turn();
    const rig = await afterDeath(dead);
    expect(await stateOf(rig, callId)).toBe("interrupted");
    expect(await rig.steps(callId)).toEqual(["call.sent", "call.interrupted"]);
    expect(await (await rig.desk.attach(callId, KEY))?.outcome).toEqual({ kind: "interrupted" });
    await turn();
    expect(dead.sent).toHaveLength(sends);
    expect(await isIntact(rig)).toBe(true);
  },
);

test("after a restart a waiting call is there as it was shown, and can be approved with the same digest", async () => {
  proves("restart:nothing-lost");
  await using before = await openDeskRig();
  await before.ask({ path: "/tmp/a", text: "hé" });
  const id = await before.waitingId();
  const seen = before.desk.live(id);
  const rig = await afterDeath(before);
  expect(rig.desk.live(id)).toMatchObject({
    digest: seen?.digest,
    proposed: { path: "/tmp/a", text: "hé" },
    shown: seen?.shown,
    expiresAt: seen?.expiresAt,
  });
  const handle = await rig.desk.attach(id, KEY);
  await rig.desk.decisions.approve(id, seen?.digest ?? OTHER, BY);
  expect(await handle?.outcome).toMatchObject({ kind: "answered" });
  expect(rig.sent).toHaveLength(1);
});

test("a call whose time ran out while we were away expires, decided or not", async () => {
  await using dead = await openDeskRig({ death: { atWrite: 3, when: "after" } });
  await dead.ask({ path: "/waits" });
  const waits = await dead.waitingId();
  await dead.ask({ path: "/approved" });
  const approved = await until(() => dead.desk.waiting().find((call) => call.id !== waits)?.id);
  void dead.desk.decisions.approve(approved, dead.desk.live(approved)?.digest ?? OTHER, BY);
  await until(async () => ((await stateOf(dead, approved)) === "approved" ? true : undefined));
  dead.clock.advance(dead.settings.current.waitMs + 1);
  const rig = await afterDeath(dead);
  rig.desk.expire();
  await until(async () => ((await stateOf(rig, waits)) === "expired" ? true : undefined));
  await until(async () => ((await stateOf(rig, approved)) === "expired" ? true : undefined));
  expect(rig.sent).toEqual([]);
});

test.each([
  ["is gone", null, "no longer offered"],
  ["changed its definition", { definitionDigest: OTHER }, "definition changed"],
  ["belongs to a connector that now leads elsewhere", { connectorRevision: 2, target: "evil" }, "connector"],
])("after a restart a waiting call whose tool %s ends, and says why", async (_what, change, words) => {
  proves("gate:drift", "restart:nothing-lost");
  await using before = await openDeskRig();
  await before.ask();
  const id = await before.waitingId();
  for (const [key, tool] of before.tools) {
    if (change === null) before.tools.delete(key);
    else before.tools.set(key, { ...tool, ...change });
  }
  const rig = await afterDeath(before);
  await until(async () => ((await stateOf(rig, id)) === "failed" ? true : undefined));
  expect(rig.desk.waiting()).toEqual([]);
  const outcome = await (await rig.desk.attach(id, KEY))?.outcome;
  expect(outcome).toMatchObject({ kind: "failed", code: "tool_unavailable" });
  expect(JSON.stringify(outcome)).toContain(words);
  expect(await rig.steps(id)).toEqual(["call.asked", "call.failed"]);
  expect(rig.sent).toEqual([]);
});

test("a call that cannot be opened any more ends, and keeps no other from being taken up", async () => {
  proves("vault:tamper");
  await using before = await openDeskRig();
  await before.ask({ path: "/damaged" });
  const damaged = await before.waitingId();
  await before.ask({ path: "/whole" });
  const whole = await until(() => before.desk.waiting().find((call) => call.id !== damaged)?.id);
  const { proposed } = await before.database.db
    .selectFrom("call")
    .select("proposed")
    .where("id", "=", damaged)
    .executeTakeFirstOrThrow();
  const other = Uint8Array.from(proposed ?? []);
  other[other.length - 1] = (other.at(-1) ?? 0) ^ 1;
  await before.database.db.updateTable("call").set({ proposed: other }).where("id", "=", damaged).execute();
  const rig = await afterDeath(before);
  expect(rig.desk.waiting().map(({ id }) => id)).toEqual([whole]);
  await until(async () => ((await stateOf(rig, damaged)) === "failed" ? true : undefined));
  expect(await rig.steps(damaged)).toEqual(["call.asked", "call.failed"]);
});

test("over a lock of the vault a waiting call keeps its agent, forgets its arguments and comes back as it was", async () => {
  proves("restart:nothing-lost");
  await using rig = await openDeskRig();
  const handle = await rig.ask();
  const id = await rig.waitingId();
  const seen = rig.desk.live(id)?.digest ?? OTHER;
  await rig.desk.suspend();
  rig.vault.lock();
  expect(rig.desk.live(id)).toMatchObject({ state: "awaiting", proposed: null, edited: null });
  await expect(rig.desk.decisions.approve(id, seen, BY)).rejects.toMatchObject({ code: "not_waiting" });
  await expect(rig.desk.decisions.check(id, { path: "/tmp/b" })).rejects.toThrow();
  await unlock(rig.vault);
  await rig.desk.resume(toolOf(rig));
  expect(rig.desk.waiting().map((call) => call.id)).toEqual([id]);
  await rig.desk.decisions.approve(id, seen, BY);
  expect(await handle.outcome).toMatchObject({ kind: "answered" });
  expect(rig.sent).toHaveLength(1);
  expect(rig.sent[0]?.arguments).toEqual({ path: "/tmp/a" });
});

/** What the log says of locks that a call waited through, and what its card says. */
async function locksOf(rig: DeskRig, id: CallId) {
  const call = rig.desk.live(id);
  const rows = await rig.database.db.selectFrom("audit").selectAll().where("subject", "=", id).orderBy("seq").execute();
  const logged = (await rig.audit.read(rows))
    .filter(({ action }) => action === "call.waited-locked")
    .map(({ detail }) => detail);
  return {
    logged,
    shown: call && (await approvalCardOf(rig.ports, call, { reader: READER, identical: 0 })).lockedMeanwhile,
  };
}

async function lockAll(rig: DeskRig): Promise<void> {
  await rig.desk.suspend();
  rig.vault.lock();
  await rig.audit.write("durable", async () => [{ actor: "a", action: "vault.locked", subject: ORG, body: {} }]);
}

test("the card and the log of a call say from when to when it waited through a lock, in this process and in the next", async () => {
  proves("lock:waits");
  await using rig = await openDeskRig();
  await rig.ask();
  const id = await rig.waitingId();
  expect(await locksOf(rig, id)).toEqual({ logged: [], shown: null });
  rig.clock.advance(1_000);
  const from = rig.clock.now();
  await lockAll(rig);
  rig.clock.advance(60_000);
  await unlock(rig.vault);
  await rig.desk.resume(toolOf(rig));
  const first = { from, to: from + 60_000 };
  expect(await locksOf(rig, id)).toEqual({ logged: [first], shown: first });

  rig.clock.advance(1_000);
  const again = rig.clock.now();
  await lockAll(rig);
  rig.clock.advance(5_000);
  await unlock(rig.vault);
  const next = await afterDeath(rig);
  const second = { from: again, to: again + 5_000 };
  expect(await locksOf(next, id)).toEqual({ logged: [first, second], shown: second });
  expect(await isIntact(next)).toBe(true);
});

test("after a death nobody claims to know since when the vault was locked", async () => {
  await using rig = await openDeskRig();
  await lockAll(rig); // before the call, so none of its
  await unlock(rig.vault);
  await rig.desk.resume(toolOf(rig));
  await rig.ask();
  const id = await rig.waitingId();
  rig.clock.advance(7_000);
  const next = await afterDeath(rig);
  expect((await locksOf(next, id)).shown).toEqual({ from: null, to: rig.clock.now() });
  await lockAll(next);
  await unlock(next.vault);
  await next.desk.resume(toolOf(next));
  rig.clock.advance(7_000);
  const last = await afterDeath(next); // the lock was told of already
  expect((await locksOf(last, id)).shown).toEqual({ from: null, to: rig.clock.now() });
});

test("another member's keys in the place of those that were open are no lock", async () => {
  await using rig = await openDeskRig();
  await rig.ask();
  const id = await rig.waitingId();
  await rig.desk.resume(toolOf(rig));
  expect(await locksOf(rig, id)).toEqual({ logged: [], shown: null });
});

test("a waiting call that expires or is cancelled while the vault is locked ends all the same", async () => {
  await using rig = await openDeskRig();
  const one = await rig.ask({ path: "/one" });
  const two = await rig.ask({ path: "/two" });
  await until(() => (rig.desk.waiting().length === 2 ? true : undefined));
  await rig.desk.suspend();
  rig.vault.lock();
  await rig.desk.cancel(one.callId, "agent");
  rig.clock.advance(rig.settings.current.waitMs);
  rig.desk.expire();
  expect(await one.outcome).toMatchObject({ kind: "cancelled" });
  expect(await two.outcome).toMatchObject({ kind: "expired" });
});

test("what runs is cancelled before the vault locks", async () => {
  await using rig = await openDeskRig({ tool: makeReader() });
  rig.answer = (_call, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  const handle = await rig.ask();
  await until(() => rig.sent[0]);
  await rig.desk.suspend();
  rig.vault.lock();
  expect(await handle.outcome).toEqual({ kind: "cancelled", by: "gatehouse", wasSent: true });
});

test("a call on its way to its intent when the vault locks is not sent afterwards", async () => {
  await using rig = await openDeskRig({ tool: makeReader() });
  const handle = await rig.ask();
  await rig.desk.suspend();
  rig.vault.lock();
  expect(await handle.outcome).toMatchObject({ kind: "cancelled" });
  expect(rig.sent).toEqual([]);
});

test("nothing is taken in from the moment that the vault is about to lock until it is open again", async () => {
  await using rig = await openDeskRig({ tool: makeReader() });
  rig.answer = () => new Promise(() => {});
  await rig.ask();
  await until(() => rig.sent[0]);
  const suspended = rig.desk.suspend();
  await expect(rig.ask()).rejects.toThrow(expect.objectContaining({ code: "vault_locked" }));
  await suspended;
  await expect(rig.ask()).rejects.toThrow(expect.objectContaining({ code: "vault_locked" }));
  rig.vault.lock();
  await unlock(rig.vault);
  await rig.desk.resume(toolOf(rig));
  await expect(rig.ask()).resolves.toBeDefined();
});

test("an answer that comes when the vault is locked already reaches nobody, because nothing knows what to take out", async () => {
  proves("redact:vault-values");
  await using rig = await openDeskRig({ tool: makeReader() });
  rig.known.learn("deploy-token", Buffer.from("hunter2-hunter2-hunter2"));
  const late = Promise.withResolvers<JsonObject>();
  rig.answer = () => late.promise;
  const handle = await rig.ask();
  await until(() => rig.sent[0]);
  await rig.desk.suspend();
  rig.vault.lock();
  rig.known.clear();
  late.resolve(text("hunter2-hunter2-hunter2"));
  const outcome = await handle.outcome;
  expect(JSON.stringify(outcome)).not.toContain("hunter2");
  expect(outcome).toMatchObject({ kind: "cancelled" });
});

test("closing ends what runs and leaves what waits", async () => {
  await using rig = await openDeskRig({ tool: makeReader() });
  rig.answer = (_call, { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));
  const runs = await rig.ask();
  await until(() => rig.sent[0]);
  rig.verdict = { kind: "ask", reason: { kind: "tool-off" } };
  const waits = await rig.ask();
  await rig.waitingId();
  await rig.desk.close();
  expect(await stateOf(rig, runs.callId)).toBe("cancelled");
  expect(await stateOf(rig, waits.callId)).toBe("awaiting");
  await expect(rig.ask()).rejects.toThrow(/closing/);
});
