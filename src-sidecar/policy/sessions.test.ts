import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { CallStateKind } from "../../src-contract/call.ts";
import type { CallId, ConnectorId, Digest, KeyId, PolicyId, SessionId, ToolId } from "../../src-contract/ids.ts";
import type { PlainTrustLevel } from "../../src-contract/values.ts";
import type { ManualClock } from "../../testkit/clock.ts";
import { proves } from "../../testkit/promises.ts";
import type { MemoryRecorder } from "../../testkit/recorder.ts";
import type { Actor } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import { insertCall, type AuditDraft, type OrgDb } from "../store/index.ts";
import type { Access, SessionEntry } from "./access.ts";
import { PolicyError } from "./policy-error.ts";
import { AccessRig, ADA } from "./testdata/access-rig.ts";

const ada: Actor = ADA;
const MINUTE_MS = 60_000;
let rig: AccessRig;
let clock: ManualClock;
let db: OrgDb;
let recorder: MemoryRecorder<OrgDb, AuditDraft>;
let access: Access;
let policyId: PolicyId;
let keyId: KeyId;

beforeEach(async () => {
  rig = await AccessRig.open();
  ({ clock, db, recorder, access } = rig);
  policyId = (await access.policies.create(policy("supervised"), ada)).id;
  keyId = (await access.keys.create({ name: "Laptop", policyId, memberId: null }, ada)).id;
});

afterEach(() => rig[Symbol.asyncDispose]());

const reopened = () => rig.reopen();
const policy = (trustLevel: PlainTrustLevel) => ({
  name: "P",
  trustLevel,
  nameForm: "namespaced" as const,
  grants: [],
});
const open = (clientName = "claude-code", key = keyId): SessionEntry | Promise<SessionEntry> =>
  access.sessions.findOrOpen(key, { clientName, clientVersion: "2.1", protocolVersion: "2026-07-28" });

describe("a session", () => {
  it("is opened once for a key and a client, recorded, and found again without waiting", async () => {
    const [first, same] = await Promise.all([open(), open()]);
    expect(same).toBe(first);
    expect(open()).toBe(first);
    expect(await open("cursor")).not.toBe(first);
    expect(recorder.entries.at(-2)).toEqual({
      actor: "agent:Laptop",
      action: "session.opened",
      subject: first.id,
      body: {
        key: "Laptop",
        clientName: "claude-code",
        clientVersion: "2.1",
        protocolVersion: "2026-07-28",
        trustLevel: "supervised",
        state: "active",
      },
    });
  });

  it("ends after half an hour of silence; the next call opens another", async () => {
    const first = await open();
    clock.advance(30 * MINUTE_MS);
    expect(open()).toBe(first);
    clock.advance(30 * MINUTE_MS + 1);
    const second = await open();
    expect([first.state.kind, second.state.kind]).toEqual(["ended", "active"]);
    expect((await access.sessions.list()).map(({ id, state }) => [id, state])).toEqual([
      [second.id, "active"],
      [first.id, "ended"],
    ]);
  });

  it("ends in the list too when nobody comes back", async () => {
    const { id } = await open();
    clock.advance(31 * MINUTE_MS);
    await access.flush();
    expect(access.sessions.get(id)).toBeUndefined();
    expect((await access.sessions.list())[0]?.state).toBe("ended");
  });

  it("goes on after a restart, with the time it was last seen as of the last flush", async () => {
    const first = await open();
    clock.advance(20 * MINUTE_MS);
    void open();
    await access.flush();
    clock.advance(20 * MINUTE_MS);
    access = await reopened();
    expect((await open()).id).toBe(first.id);
    clock.advance(31 * MINUTE_MS);
    access = await reopened();
    expect((await open()).id).not.toBe(first.id);
  });

  it("keeps no more of what an agent says of itself than can be shown", async () => {
    const { clientName } = await open("x".repeat(5_000));
    expect(clientName).toBe("x".repeat(120));
    expect((await open("x".repeat(5_000))).clientName).toBe(clientName);
  });

  it("is shared by clients of a key that names too many of them, and makes room for another once it is idle", async () => {
    const opened = new Set<string>();
    for (let index = 0; index < 200; index += 1) opened.add((await open(`client ${index}`)).id);
    expect(opened.size).toBe(64);
    const stored = async () =>
      (await db.selectFrom("agent_session").select("state").execute()).map(({ state }) => state);
    expect(await stored()).toHaveLength(64);
    clock.advance(2 * MINUTE_MS);
    expect(opened.has((await open("another")).id)).toBe(false);
    expect((await stored()).filter((state) => state === "active")).toHaveLength(64);
    const other = await access.keys.create({ name: "Other", policyId, memberId: null }, ada);
    expect((await open("claude-code", other.id)).keyId).toBe(other.id);
  });

  it("that is paused makes no room: too many names are no way out", async () => {
    const { id } = await open();
    await access.sessions.pause(id, "stop", ada);
    for (let index = 0; index < 200; index += 1) {
      clock.advance(MINUTE_MS);
      expect((await open(`client ${index}`)).state.kind).toBe("paused");
    }
  });

  it("counts its calls", async () => {
    const { id } = await open();
    await open("cursor");
    const states: CallStateKind[] = [
      "awaiting",
      "succeeded",
      "succeeded",
      "failed",
      "interrupted",
      "denied",
      "refused",
      "expired",
    ];
    for (const state of states) insertCall(db, callRow(id, state));
    const [, counted] = (await access.sessions.list()).toSorted((one) => (one.id === id ? 1 : -1));
    expect(counted).toMatchObject({
      id,
      keyName: "Laptop",
      policyName: "P",
      calls: { total: 8, waiting: 1, failed: 2, denied: 2 },
    });
  });
});

describe("a pause", () => {
  it("holds through silence and restarts until someone resumes", async () => {
    const { id } = await open();
    expect(await access.sessions.pause(id, "odd calls", ada)).toMatchObject({
      state: "paused",
      pausedReason: "odd calls",
    });
    clock.advance(300 * MINUTE_MS);
    await access.flush();
    access = await reopened();
    const session = await open();
    expect([session.id, session.state]).toEqual([id, { kind: "paused", by: "Ada", reason: "odd calls" }]);
    expect(await access.sessions.resume(id, ada)).toMatchObject({ state: "active", pausedReason: null });
    expect(open()).toBe(session);
    expect(recorder.entries.map(({ action }) => action).slice(-2)).toEqual(["session.paused", "session.resumed"]);
  });

  it("is not escaped by a client that calls itself something else", async () => {
    const { id } = await open();
    await access.sessions.pause(id, "stop", ada);
    expect((await open("someone-else")).state).toEqual({ kind: "paused", by: "Ada", reason: "stop" });
  });

  it("holds for every session that its key had open before, through a restart, until someone resumes one", async () => {
    const [one, two, nameless] = await Promise.all([open("one"), open("two"), open("")]);
    await access.sessions.pause(one.id, "stop", ada);
    for (const session of [one, two, nameless])
      expect(session.state).toEqual({ kind: "paused", by: "Ada", reason: "stop" });
    access = await reopened();
    expect((await open("two")).state).toEqual({ kind: "paused", by: "Ada", reason: "stop" });
    await access.sessions.resume(two.id, ada);
    for (const name of ["one", "two", ""]) expect((await open(name)).state.kind).toBe("active");
    const subjects = recorder.entries.filter(({ action }) => action === "session.paused").map(({ subject }) => subject);
    expect(subjects.toSorted()).toEqual([one.id, two.id, nameless.id].toSorted());
  });

  it("holds for a session that opens at the same moment", async () => {
    const { id } = await open();
    const [, late] = await Promise.all([access.sessions.pause(id, "stop", ada), open("late")]);
    expect(late.state.kind).toBe("paused");
    const [later] = await Promise.all([open("later"), access.sessions.pause(id, "stop", ada)]);
    expect(later.state.kind).toBe("paused");
  });

  it("does not touch the sessions of another key", async () => {
    const other = await access.keys.create({ name: "Other", policyId, memberId: null }, ada);
    const { id } = await open();
    await access.sessions.pause(id, "stop", ada);
    expect((await open("claude-code", other.id)).state.kind).toBe("active");
  });

  it("of a session that ended is refused", async () => {
    const attempt = access.sessions.pause(newId<SessionId>(), "x", ada);
    await expect(attempt).rejects.toSatisfy((error) => error instanceof PolicyError && error.code === "not_found");
  });
});

describe("the trust level of a session", () => {
  const update = (trustLevel: PlainTrustLevel) => access.policies.update(policyId, policy(trustLevel), ada);

  it("is its policy's, at once, until an operator sets it", async () => {
    const session = await open();
    await update("manual");
    expect(session.trustLevel).toBe("manual");
    await update("supervised");
    expect(session.trustLevel).toBe("supervised");
    expect(await access.sessions.setTrust(session.id, "manual", ada)).toMatchObject({ trustLevel: "manual" });
    await update("supervised");
    expect(session.trustLevel).toBe("manual");
    access = await reopened();
    expect((await open()).trustLevel).toBe("manual");
  });

  it("stays as an operator set it through a change of the policy that is none of the level", async () => {
    await update("manual");
    const session = await open();
    await access.sessions.setTrust(session.id, "supervised", ada);
    await update("manual");
    expect(session.trustLevel).toBe("supervised");
    await update("supervised");
    await update("manual");
    expect(session.trustLevel).toBe("manual"); // It had come to agree with its policy, and follows it again.
    access = await reopened();
    expect((await open()).trustLevel).toBe("manual");
  });

  it("that an operator tightened is not escaped by a client that calls itself something else", async () => {
    const session = await open();
    await access.sessions.setTrust(session.id, "manual", ada);
    expect((await open("someone-else")).trustLevel).toBe("manual");
  });

  it("that an operator tightened holds for the sessions that its key had open before", async () => {
    const [one, two] = await Promise.all([open("one"), open("two")]);
    await access.sessions.setTrust(one.id, "manual", ada);
    expect([one.trustLevel, two.trustLevel]).toEqual(["manual", "manual"]);
    access = await reopened();
    expect((await open("two")).trustLevel).toBe("manual");
  });

  it("that an operator tightened is not escaped by waiting", async () => {
    proves("gate:tighten");
    const session = await open();
    await access.sessions.setTrust(session.id, "manual", ada);
    clock.advance(31 * 60_000);
    await access.flush();
    expect((await open()).trustLevel).toBe("manual");
    access = await reopened();
    expect((await open("someone-else")).trustLevel).toBe("manual");
  });

  it("that an operator loosened is this session's alone", async () => {
    await update("manual");
    const session = await open();
    await access.sessions.setTrust(session.id, "supervised", ada);
    expect((await open("someone-else")).trustLevel).toBe("manual");
  });
});

function callRow(session_id: SessionId, state: CallStateKind): Parameters<typeof insertCall>[1] {
  const nothing = {
    member_id: null,
    executed_digest: null,
    decision: null,
    decided_by: null,
    failure: null,
    proposed: null,
    executed: null,
    result: null,
    result_bytes: null,
    sent_at: null,
    ended_at: null,
  };
  return {
    ...nothing,
    id: newId<CallId>(),
    session_id,
    key_id: keyId,
    connector_id: newId<ConnectorId>(),
    tool_id: newId<ToolId>(),
    connector_name: "c",
    tool_name: "t",
    exposed_name: "c__t",
    asker_name: "Laptop",
    state,
    risk_class: "unknown",
    verdict: "ask",
    digest: "0".repeat(64) as Digest,
    definition_digest: "0".repeat(64) as Digest,
    shown: "{}",
    redactions: "[]",
    redaction_count: 0,
    received_at: 1,
    expires_at: 2,
  };
}
