import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  DEFAULT_APPROVAL,
  type ConnectorApproval,
  type CreateStandingInput,
  type ToolApproval,
} from "../../src-contract/gate.ts";
import type { CallId, KeyId, SessionId, StandingId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { newId } from "../base/new-id.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { countStandingUse } from "../store/index.ts";
import type { NamedTool, SessionEntry, Standing } from "./access.ts";
import { openAccess } from "./open-access.ts";
import { PolicyError } from "./policy-error.ts";
import { AccessRig, ADA, anyCallOf, digestOf, drifted, OLE, reviewed } from "./testdata/access-rig.ts";

const HOUR_MS = 3_600_000;
let rig: AccessRig;
let standing: Standing;
let keyId: KeyId;
let session: SessionEntry;
let tool: NamedTool;

beforeEach(async () => {
  rig = await AccessRig.open();
  ({ standing } = rig.access);
  keyId = await rig.key();
  session = await rig.session(keyId);
  tool = rig.tool(reviewed("moderate"));
});

afterEach(() => rig[Symbol.asyncDispose]());

const wish = (change: Partial<CreateStandingInput> = {}): CreateStandingInput => ({
  shape: anyCallOf(tool),
  subject: { kind: "key", keyId },
  expiresAt: rig.clock.now() + HOUR_MS,
  maxUses: null,
  fromCallId: null,
  ...change,
});
const match = (args: JsonObject = {}, change: { now?: NamedTool; key?: KeyId; sessionId?: SessionId } = {}) => {
  const { now = rig.tools.get(tool.id) ?? tool, key = keyId, sessionId = session.id } = change;
  return standing.match({ tool: now, arguments: args, keyId: key, sessionId });
};
const why = () => match().misfits.map((one) => one.why);
const use = async (id: StandingId) => {
  standing.reserve(id);
  await standing.used(rig.db, id);
  standing.noteUsed(id);
};
const codeOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error: unknown) => (error instanceof PolicyError ? error.code : error),
  );

describe("a standing approval", () => {
  beforeEach(() => proves("gate:standing"));

  it("is recorded with all that it allows, and there again after a restart", async () => {
    const conditions = [{ path: "/repo", test: { kind: "prefix" as const, prefix: "acme/" } }];
    const fromCallId = newId<CallId>();
    const made = await standing.create(
      wish({ shape: anyCallOf(tool, { conditions, others: "none" }), fromCallId }),
      ADA,
    );
    expect(made).toMatchObject({
      tool: { id: tool.id, connectorName: "Files", name: "write", riskClass: "moderate" },
      subject: { kind: "key", keyId, keyName: "Laptop" },
      createdBy: { id: ADA.id, name: "Ada" },
      conditions,
      others: "none",
      isNamedByAdmin: true,
      uses: 0,
      lastUsedAt: null,
      fromCallId,
      state: "active",
    });
    expect(rig.recorder.entries.at(-1)).toMatchObject({
      actor: "member:Ada",
      action: "standing.created",
      subject: made.id,
      body: { tools: [{ connector: "Files", tool: "write", riskClass: "moderate", conditions, others: "none" }] },
    });
    ({ standing } = await rig.reopen());
    expect(standing.list()).toEqual([made]);
    expect(match({ repo: "acme/site" }).standing?.id).toBe(made.id);
  });

  it("is made once from a call, however often its card is answered", async () => {
    const shape = anyCallOf(tool, { conditions: [{ path: "/a", test: { kind: "equals", value: 1 } }], others: "any" });
    const fromCallId = newId<CallId>();
    const first = await standing.create(wish({ shape, fromCallId }), ADA);
    rig.clock.advance(5);
    expect((await standing.create(wish({ shape, fromCallId }), ADA)).id).toBe(first.id);
    expect((await standing.create(wish({ shape, fromCallId, maxUses: 3 }), ADA)).id).not.toBe(first.id);
    expect((await standing.create(wish({ shape, fromCallId: newId<CallId>() }), ADA)).id).not.toBe(first.id);
    await standing.revoke(first.id, ADA);
    expect((await standing.create(wish({ shape, fromCallId }), ADA)).id).not.toBe(first.id);
  });

  it("serves its key or its session, and the arguments that it was made for", async () => {
    const shape = anyCallOf(tool, { conditions: [{ path: "/repo", test: { kind: "equals", value: "site" } }] });
    const made = await standing.create(wish({ shape, subject: { kind: "session", sessionId: session.id } }), ADA);
    expect(match({ repo: "site" }).standing).toEqual({
      id: made.id,
      by: { id: ADA.id, name: "Ada" },
      isNamedByAdmin: true,
    });
    expect(match({ repo: "other" })).toEqual({
      standing: null,
      scope: null,
      misfits: [{ kind: "standing", id: made.id, why: "arguments", path: "/repo" }],
    });
    const other = await rig.session(keyId, "another");
    expect(match({ repo: "site" }, { sessionId: other.id })).toEqual({ standing: null, scope: null, misfits: [] });
    expect(match({ repo: "site" }, { now: rig.tool(reviewed("moderate")) }).standing).toBeNull();
    const forKey = await standing.create(wish({ shape }), ADA);
    expect(match({ repo: "site" }, { sessionId: other.id }).standing?.id).toBe(forKey.id);
    expect(match({ repo: "site" }, { key: await rig.key(), sessionId: newId<SessionId>() }).standing).toBeNull();
  });

  it.each([
    ["another definition", () => ({ definitionDigest: digestOf("b") })],
    ["a change since its review", () => ({ risk: drifted("moderate") })],
    ["another server", () => ({ risk: drifted("moderate", "server") })],
    ["another class", () => ({ risk: reviewed("dangerous") })],
    [
      "a class that was taken back",
      () => ({ risk: { riskClass: "unknown" as const, source: { kind: "default" as const } } }),
    ],
  ])("pauses for %s, and serves again when that is undone", async (_, change) => {
    const { id } = await standing.create(wish(), ADA);
    rig.tools.set(tool.id, { ...tool, ...change() });
    expect([match().standing, why(), standing.list()[0]?.state, standing.stillHolds(id)]).toEqual([
      null,
      ["paused"],
      "paused",
      false,
    ]);
    rig.tools.set(tool.id, tool);
    expect([match().standing?.id, standing.list()[0]?.state, standing.stillHolds(id)]).toEqual([id, "active", true]);
  });

  it("pauses for a change of a tool whose class is the same before and after: Unknown", async () => {
    tool = rig.tool(reviewed("unknown"));
    await standing.create(wish(), ADA);
    expect(match().standing?.isNamedByAdmin).toBe(true);
    rig.tools.set(tool.id, { ...tool, risk: drifted("unknown", "server") });
    expect([match().standing, why()]).toEqual([null, ["paused"]]);
  });

  it("ends at its time, without anybody writing that", async () => {
    const { id } = await standing.create(wish(), ADA);
    rig.clock.advance(HOUR_MS - 1);
    expect(match().standing?.id).toBe(id);
    rig.clock.advance(1);
    expect([match().standing, why(), standing.stillHolds(id), standing.list()[0]?.state]).toEqual([
      null,
      ["expired"],
      false,
      "expired",
    ]);
    expect(rig.actions()).not.toContain("standing.expired");
    rig.isOpen = false;
    await rig.access.flush();
    expect(rig.actions()).not.toContain("standing.expired");
    rig.isOpen = true;
    await rig.access.flush();
    await rig.access.flush();
    expect(rig.actions().filter((action) => action === "standing.expired")).toHaveLength(1);
    ({ standing } = await rig.reopen());
    rig.clock.jumpTo(rig.clock.now() - HOUR_MS); // An end that was written is not undone by a clock that is set back.
    expect([match().standing, standing.list()[0]?.state]).toEqual([null, "expired"]);
  });

  it("ends at its count: what is promised to one call no other gets, and what was not sent is given back", async () => {
    const { id } = await standing.create(wish({ maxUses: 2, expiresAt: null }), ADA);
    standing.reserve(id);
    standing.reserve(id);
    expect([match().standing, why()]).toEqual([null, ["used-up"]]);
    standing.release(id);
    expect(match().standing?.id).toBe(id);
    await use(id);
    await standing.used(rig.db, id); // The one that was promised first.
    standing.noteUsed(id);
    expect(standing.list()[0]).toMatchObject({ uses: 2, state: "used-up", lastUsedAt: rig.clock.now() });
    ({ standing } = await rig.reopen());
    expect([match().standing, why()]).toEqual([null, ["used-up"]]);
  });

  it("is revoked at once, by anyone who may, and stays so", async () => {
    const { id } = await standing.create(wish(), ADA);
    const revoking = standing.revoke(id, OLE);
    expect([match().standing, standing.stillHolds(id)]).toEqual([null, false]);
    expect(await revoking).toMatchObject({ id, state: "revoked" });
    expect(rig.recorder.entries.at(-1)).toMatchObject({ actor: "member:Ole", action: "standing.revoked", subject: id });
    expect((await standing.revoke(id, OLE)).state).toBe("revoked");
    expect(rig.actions().filter((action) => action === "standing.revoked")).toHaveLength(1);
    ({ standing } = await rig.reopen());
    expect([match().standing, why()]).toEqual([null, []]);
    expect(await codeOf(standing.revoke(newId<StandingId>(), OLE))).toBe("not_found");
  });

  it("that could not be revoked is said to stand", async () => {
    const { id } = await standing.create(wish(), ADA);
    const { record } = rig.recorder;
    Object.assign(rig.recorder, { record: () => Promise.reject(new Error("the disk is full")) });
    ({ standing } = await rig.reopen());
    await expect(standing.revoke(id, OLE)).rejects.toThrow("disk");
    expect(match().standing?.id).toBe(id);
    Object.assign(rig.recorder, { record });
  });

  it("ends with its session", async () => {
    const { id } = await standing.create(
      wish({ subject: { kind: "session", sessionId: session.id }, expiresAt: null, maxUses: 9 }),
      ADA,
    );
    rig.clock.advance(HOUR_MS);
    await rig.access.flush();
    expect([standing.stillHolds(id), standing.list()[0]?.state]).toEqual([false, "expired"]);
    expect(rig.recorder.entries.at(-1)).toMatchObject({
      action: "standing.expired",
      subject: id,
      body: { why: "session" },
    });
  });

  it("lets nothing run once who made it may not make one", async () => {
    const { id } = await standing.create(wish(), OLE);
    expect(match().standing?.id).toBe(id);
    for (const role of ["member", undefined] as const) {
      if (role) rig.members.set(OLE.id, role);
      else rig.members.delete(OLE.id);
      expect([match().standing, why(), standing.stillHolds(id), standing.list()[0]?.state]).toEqual([
        null,
        ["paused"],
        false,
        "paused",
      ]);
    }
    const { id: named } = await standing.create(wish(), ADA);
    rig.members.set(ADA.id, "operator");
    expect(standing.stillHolds(named)).toBe(false);
  });

  it("is forgotten a month after its end, but what an admin made only by an admin", async () => {
    const { id: admins } = await standing.create(wish(), ADA);
    const { id: operators } = await standing.create(wish(), OLE);
    await standing.revoke(admins, OLE);
    await standing.revoke(operators, OLE);
    rig.clock.advance(31 * 24 * HOUR_MS);
    session = await rig.session(keyId);
    await standing.create(wish(), OLE);
    ({ standing } = await rig.reopen());
    const ids = () => standing.list().map(({ id }) => id);
    expect([ids().includes(admins), ids().includes(operators)]).toEqual([true, false]);
    await standing.create(wish(), ADA);
    ({ standing } = await rig.reopen());
    expect(ids()).not.toContain(admins);
  });
});

describe("a connector's policy that asks for more than one yes", () => {
  const own = (change: Partial<ToolApproval>): ConnectorApproval => ({
    ...DEFAULT_APPROVAL,
    tools: [
      {
        toolId: tool.id,
        approvers: { needed: 1, from: [] },
        needsReason: false,
        needsPassphrase: false,
        reviewsResult: false,
        ...change,
      },
    ],
  });
  const policies: readonly (readonly [string, () => ConnectorApproval])[] = [
    ["of two people", () => own({ approvers: { needed: 2, from: [] } })],
    ["of somebody else", () => own({ approvers: { needed: 1, from: [OLE.id] } })],
    ["with a passphrase", () => own({ needsPassphrase: true })],
  ];

  it.each(policies)("%s leaves nothing to one in advance", async (_, policy) => {
    proves("gate:standing", "gate:tighten");
    const { id } = await standing.create(wish(), ADA);
    await rig.access.sessions.grantScope(
      { sessionId: session.id, tools: [anyCallOf(tool)], maxCalls: 9, forMs: HOUR_MS },
      ADA,
    );
    rig.tools.set(tool.id, { ...tool, approval: policy() });
    const { scope, misfits } = match();
    expect([match().standing, scope, misfits.map((one) => one.why)]).toEqual([
      null,
      null,
      ["connector-rule", "connector-rule"],
    ]);
    expect([standing.stillHolds(id), standing.list()[0]?.state]).toEqual([false, "paused"]);
    expect((await rig.access.sessions.list())[0]?.scope?.tools[0]?.isPaused).toBe(true);
    expect(await codeOf(standing.create(wish(), ADA))).toBe("conflict");
    rig.tools.set(tool.id, { ...tool, approval: own({ approvers: { needed: 1, from: [ADA.id] } }) });
    expect([match().standing?.id, standing.stillHolds(id)]).toEqual([id, true]);
  });

  it("with a passphrase for grave calls leaves none of them to one in advance", async () => {
    const approval = { ...DEFAULT_APPROVAL, dangerousNeeds: "passphrase" as const };
    rig.tools.set(tool.id, { ...tool, approval });
    expect(await codeOf(standing.create(wish(), ADA))).toBe("done");
    tool = rig.tool(reviewed("dangerous"), { approval });
    expect(await codeOf(standing.create(wish(), ADA))).toBe("conflict");
  });
});

describe("nobody makes one", () => {
  it.each([
    [
      "for a tool that is gone",
      () => wish({ shape: { ...anyCallOf(tool), toolId: rig.tool(reviewed("moderate")).id } }),
      "not_found",
    ],
    [
      "for another definition than is there",
      () => wish({ shape: anyCallOf(tool, { definitionDigest: digestOf("b") }) }),
      "conflict",
    ],
    ["for a key that is gone", () => wish({ subject: { kind: "key", keyId: newId<KeyId>() } }), "not_found"],
    [
      "for a session that ended",
      () => wish({ subject: { kind: "session", sessionId: newId<SessionId>() } }),
      "not_found",
    ],
    ["that is over already", () => wish({ expiresAt: rig.clock.now() }), "invalid_input"],
    [
      "that names a value of the vault",
      () =>
        wish({ shape: anyCallOf(tool, { conditions: [{ path: "/x", test: { kind: "equals", value: "hunter2" } }] }) }),
      "invalid_input",
    ],
  ] as const)("%s", async (_, input, code) => {
    rig.leak = "hunter2";
    const asked = input();
    if (code === "not_found" && asked.shape.toolId !== tool.id) rig.tools.delete(asked.shape.toolId);
    expect(await codeOf(standing.create(asked, ADA))).toBe(code);
    expect([rig.actions().includes("standing.created"), standing.list()]).toEqual([false, []]);
  });

  it("for a tool that changed since its review", async () => {
    rig.tools.set(tool.id, { ...tool, risk: drifted("moderate") });
    expect(await codeOf(standing.create(wish(), ADA))).toBe("conflict");
  });

  it.each(["dangerous", "unknown"] as const)("for a %s tool but an admin", async (riskClass) => {
    proves("gate:named");
    tool = rig.tool(reviewed(riskClass));
    expect(await codeOf(standing.create(wish(), OLE))).toBe("admin_needed");
    expect((await standing.create(wish(), ADA)).isNamedByAdmin).toBe(true);
    const grant = { sessionId: session.id, tools: [anyCallOf(tool)], maxCalls: 1, forMs: HOUR_MS };
    expect(await codeOf(rig.access.sessions.grantScope(grant, OLE))).toBe("admin_needed");
    expect((await rig.access.sessions.grantScope(grant, ADA)).trustLevel).toBe("autonomous");
  });
});

describe("at an unlock", () => {
  it("and no earlier anything is approved in advance", async () => {
    const { id } = await standing.create(wish(), ADA);
    const { standing: unread } = await openAccess(rig.options());
    const facts = { tool, arguments: {}, keyId, sessionId: session.id };
    expect([unread.match(facts), unread.stillHolds(id), unread.list()]).toEqual([
      { standing: null, scope: null, misfits: [] },
      false,
      [],
    ]);
    await unread.takeUp();
    expect([unread.match(facts).standing?.id, unread.stillHolds(id)]).toEqual([id, true]);
  });

  it("one that is revoked, and one that is made, while all are read again is and stays so", async () => {
    const old = await standing.create(wish({ maxUses: 5 }), ADA);
    const begun = Promise.withResolvers<void>();
    const reading = Promise.withResolvers<ReadonlyMap<string, number>>();
    let usesLogged = (): Promise<ReadonlyMap<string, number>> => Promise.resolve(rig.logged);
    ({ standing } = await openAccess({ ...rig.options(), usesLogged: () => usesLogged() }));
    await standing.takeUp();
    usesLogged = () => {
      begun.resolve();
      return reading.promise;
    };
    const again = standing.takeUp();
    await begun.promise;
    await Promise.all([standing.revoke(old.id, ADA), standing.create(wish({ maxUses: 1 }), ADA)]);
    reading.resolve(rig.logged);
    await again;
    expect(standing.list().map(({ state }) => state)).toEqual(["active", "revoked"]);
    expect(standing.stillHolds(old.id)).toBe(false);
  });

  it("uses are those of the row, of the log or of memory, whichever are most", async () => {
    const { id } = await standing.create(wish({ maxUses: 5, expiresAt: null }), ADA);
    const usesAfter = async () => {
      await standing.takeUp();
      return standing.list()[0]?.uses;
    };
    await use(id);
    await rig.db.updateTable("standing_approval").set({ uses: 0 }).execute();
    expect(await usesAfter()).toBe(1);
    rig.logged.set(id, 4);
    expect(await usesAfter()).toBe(4);
    await rig.db.updateTable("standing_approval").set({ uses: 5 }).execute();
    expect([await usesAfter(), match().standing]).toEqual([5, null]);
  });

  it("one that the log says has ended serves nothing, whatever its row says", async () => {
    const { id } = await standing.create(wish(), ADA);
    await standing.revoke(id, ADA);
    await rig.db.updateTable("standing_approval").set({ ended_at: null, ended_why: null }).execute();
    const draft = { seq: 1, at: 1, actor: "member:Ada", action: "standing.revoked", subject: id };
    const hash = new Uint8Array(32);
    await rig.db
      .insertInto("audit")
      .values({ ...draft, salt: hash, body: hash, body_hash: hash, prev: hash, hash })
      .execute();
    ({ standing } = await rig.reopen());
    await standing.takeUp();
    expect([match().standing, standing.stillHolds(id)]).toEqual([null, false]);
  });

  it("rows are read again", async () => {
    const { id } = await standing.create(wish({ maxUses: 5 }), ADA);
    await countStandingUse(rig.db, id, 7);
    await standing.takeUp();
    expect(standing.list()[0]).toMatchObject({ uses: 1, lastUsedAt: 7 });
  });
});
