import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Taint } from "../../src-contract/gate.ts";
import type { CallId, KeyId, ScopeId } from "../../src-contract/ids.ts";
import { proves } from "../../testkit/promises.ts";
import { newId } from "../base/new-id.ts";
import type { Access, NamedTool, SessionEntry } from "./access.ts";
import { AccessRig, ADA, anyCallOf, drifted, OLE, reviewed } from "./testdata/access-rig.ts";

const MINUTE_MS = 60_000;
let rig: AccessRig;
let access: Access;
let keyId: KeyId;
let session: SessionEntry;
let tool: NamedTool;

beforeEach(async () => {
  rig = await AccessRig.open();
  ({ access } = rig);
  keyId = await rig.key();
  session = await rig.session(keyId);
  tool = rig.tool(reviewed("moderate"));
});

afterEach(() => rig[Symbol.asyncDispose]());

const grant = (change = {}) =>
  access.sessions.grantScope(
    { sessionId: session.id, tools: [anyCallOf(tool)], maxCalls: 2, forMs: 10 * MINUTE_MS, ...change },
    ADA,
  );
const match = () => access.standing.match({ tool, arguments: {}, keyId, sessionId: session.id });
const use = async (id: ScopeId) => {
  access.standing.reserve(id);
  await access.standing.used(rig.db, id);
  access.standing.noteUsed(id);
};
const scopeEnded = () => rig.recorder.entries.find(({ action }) => action === "scope.ended")?.body;

describe("a session with a scope", () => {
  beforeEach(() => proves("gate:scope"));

  it("is Autonomous, and shows what it may do", async () => {
    const described = await grant();
    expect(described).toMatchObject({
      trustLevel: "autonomous",
      scope: {
        tools: [
          {
            tool: { id: tool.id, riskClass: "moderate" },
            conditions: [],
            others: "any",
            isNamedByAdmin: true,
            isPaused: false,
          },
        ],
        maxCalls: 2,
        callsLeft: 2,
        grantedBy: { id: ADA.id, name: "Ada" },
        expiresAt: rig.clock.now() + 10 * MINUTE_MS,
      },
    });
    expect(session.trustLevel).toBe("autonomous");
    expect(match().scope?.id).toBe(described.scope?.id);
    expect(rig.recorder.entries.at(-1)).toMatchObject({ actor: "member:Ada", action: "scope.granted" });
    access = await rig.reopen();
    session = await rig.session(keyId);
    expect([session.trustLevel, (await access.sessions.list())[0]?.scope]).toEqual(["autonomous", described.scope]);
  });

  it("is Supervised again after its time", async () => {
    await grant();
    rig.clock.advance(10 * MINUTE_MS);
    expect([session.trustLevel, match().scope, match().misfits]).toEqual([
      "supervised",
      null,
      [{ kind: "scope", id: expect.any(String), why: "expired" }],
    ]);
    expect((await access.sessions.list())[0]).toMatchObject({ trustLevel: "supervised", scope: null });
    await access.flush();
    expect(scopeEnded()).toMatchObject({ why: "time", uses: 0 });
  });

  it("is Supervised again after its count", async () => {
    const { scope } = await grant();
    if (!scope) throw new Error("no scope");
    await use(scope.id);
    expect((await access.sessions.list())[0]?.scope?.callsLeft).toBe(1);
    access.standing.reserve(scope.id);
    expect([match().scope, session.trustLevel]).toEqual([null, "autonomous"]); // The last call may still be given back.
    access.standing.release(scope.id);
    await use(scope.id);
    expect([session.trustLevel, match().scope]).toEqual(["supervised", null]);
    await access.flush();
    expect(scopeEnded()).toMatchObject({ why: "count", uses: 2 });
  });

  it("is Supervised again when a person ends it, and when its level is set", async () => {
    await grant();
    expect(await access.sessions.endScope(session.id, OLE)).toMatchObject({ trustLevel: "supervised", scope: null });
    expect(await access.sessions.endScope(session.id, OLE)).toMatchObject({ trustLevel: "supervised" });
    expect(rig.actions().filter((action) => action === "scope.ended")).toHaveLength(1);
    await grant();
    expect(await access.sessions.setTrust(session.id, "supervised", OLE)).toMatchObject({ trustLevel: "supervised" });
    await grant();
    expect(await access.sessions.setTrust(session.id, "manual", OLE)).toMatchObject({
      trustLevel: "manual",
      scope: null,
    });
    expect(match().scope).toBeNull();
  });

  it("is Manual as before once who granted it may no longer grant it", async () => {
    await access.sessions.setTrust(session.id, "manual", ADA);
    await grant();
    expect(session.trustLevel).toBe("autonomous");
    rig.members.set(ADA.id, "member");
    expect(session.trustLevel).toBe("manual");
  });

  it("has the level again that it had before: an end never loosens", async () => {
    await access.sessions.setTrust(session.id, "manual", ADA);
    expect((await grant()).trustLevel).toBe("autonomous");
    expect((await access.sessions.endScope(session.id, OLE)).trustLevel).toBe("manual");
  });

  it("loses it when a sibling is tightened, and keeps what was stricter still", async () => {
    const other = await rig.session(keyId, "other");
    await access.sessions.setTrust(session.id, "manual", ADA);
    await access.sessions.setTrust(other.id, "supervised", ADA);
    await grant();
    await grant({ sessionId: other.id });
    await access.sessions.setTrust(other.id, "supervised", OLE);
    expect([session.trustLevel, other.trustLevel]).toEqual(["manual", "supervised"]);
  });

  it("loses it when its policy is made stricter", async () => {
    await grant();
    const [policy] = access.policies.list();
    if (!policy) throw new Error("no policy");
    await access.policies.update(policy.id, { ...policy, trustLevel: "manual" }, ADA);
    expect(session.trustLevel).toBe("manual");
  });

  it("has no more than one, and none that its ended session had", async () => {
    const first = (await grant()).scope?.id;
    const second = (await grant({ maxCalls: 7 })).scope;
    expect([second?.id === first, second?.maxCalls, scopeEnded()?.["why"]]).toEqual([false, 7, "person"]);
    rig.clock.advance(9 * MINUTE_MS);
    await access.keys.regenerate(keyId, ADA);
    await access.flush();
    expect(rig.recorder.entries.at(-1)).toMatchObject({
      action: "scope.ended",
      subject: second?.id,
      body: { why: "session" },
    });
    session = await rig.session(keyId);
    expect([session.trustLevel, match().scope]).toEqual(["supervised", null]);
  });

  it("shows which of its tools changed since, and is let do nothing with it", async () => {
    await grant();
    tool = { ...tool, risk: drifted("moderate") };
    rig.tools.set(tool.id, tool);
    expect((await access.sessions.list())[0]?.scope?.tools[0]?.isPaused).toBe(true);
    expect(match()).toMatchObject({ scope: null, misfits: [{ kind: "scope", why: "paused" }] });
  });
});

describe("taint", () => {
  const of = ({ id, keyId: ofKey }: SessionEntry) => ({ sessionId: id, keyId: ofKey });
  const seen = (change: Partial<Taint> = {}): Taint => ({
    callId: newId<CallId>(),
    connectorName: "Web",
    toolName: "fetch",
    at: rig.clock.now(),
    phrases: ["ignore previous instructions"],
    ...change,
  });

  beforeEach(() => proves("gate:taint"));

  it("is shared by the sessions of a key, those that come later too, and by no other key's", async () => {
    const other = await rig.session(keyId, "other");
    const stranger = await rig.session(await rig.key());
    const taint = seen();
    const noting = access.sessions.setTaint(of(session), taint);
    expect(access.sessions.taint(of(other))).toEqual(taint); // At once: the disk comes after.
    await noting;
    const late = await rig.session(keyId, "late");
    expect([session, other, late, stranger].map((one) => access.sessions.taint(of(one)))).toEqual([
      taint,
      taint,
      taint,
      null,
    ]);
    expect(rig.recorder.entries.filter(({ action }) => action === "session.tainted")).toEqual([
      { actor: "agent:Laptop", action: "session.tainted", subject: session.id, body: taint },
    ]);
  });

  it("stays what was read first, across restarts and the end of the session", async () => {
    const first = seen();
    await access.sessions.setTaint(of(session), first);
    await access.sessions.setTaint(of(session), seen({ toolName: "search" }));
    rig.clock.advance(40 * MINUTE_MS);
    access = await rig.reopen();
    session = await rig.session(keyId);
    expect(access.sessions.taint(of(session))).toEqual(first);
    expect((await access.sessions.list()).map(({ taint }) => taint)).toEqual([first, first]);
    expect(rig.actions().filter((action) => action === "session.tainted")).toHaveLength(1);
  });

  it("is noted of a session that has ended since it asked", async () => {
    rig.clock.advance(31 * MINUTE_MS);
    await access.flush();
    const taint = seen();
    await access.sessions.setTaint(of(session), taint);
    access = await rig.reopen();
    expect(access.sessions.taint(of(await rig.session(keyId)))).toEqual(taint);
  });

  it("that could not be written counts, and is written with the next", async () => {
    const { record } = rig.recorder;
    Object.assign(rig.recorder, { record: () => Promise.reject(new Error("the disk is full")) });
    access = await rig.reopen();
    const [first, second] = [seen(), seen({ toolName: "search" })];
    await expect(access.sessions.setTaint(of(session), first)).rejects.toThrow("disk");
    expect(access.sessions.taint(of(session))).toEqual(first);
    await expect(access.sessions.setTaint(of(session), second)).rejects.toThrow("disk");
    Object.assign(rig.recorder, { record });
    access = await rig.reopen();
    await access.sessions.setTaint(of(session), second);
    expect(rig.actions().at(-1)).toBe("session.tainted");
  });

  it("that comes in while a person clears what was there stays", async () => {
    await access.sessions.setTaint(of(session), seen());
    const meanwhile = seen({ toolName: "search" });
    const clearing = access.sessions.clearTaint(session.id, OLE);
    await Promise.all([clearing, access.sessions.setTaint(of(session), meanwhile)]);
    expect(access.sessions.taint(of(session))).toEqual(meanwhile);
    access = await rig.reopen();
    expect(access.sessions.taint(of(session))).toEqual(meanwhile);
  });

  it("that comes in while a person clears it at a session that has ended stays", async () => {
    await access.sessions.setTaint(of(session), seen());
    rig.clock.advance(31 * MINUTE_MS);
    await access.flush();
    const late = await rig.session(keyId, "late");
    const meanwhile = seen({ toolName: "search" });
    const { record } = rig.recorder;
    let noting: Promise<void> | undefined;
    Object.assign(rig.recorder, {
      record: (...change: Parameters<typeof record>) => {
        noting ??= Promise.resolve().then(() => access.sessions.setTaint(of(late), meanwhile));
        return record(...change);
      },
    });
    access = await rig.reopen();
    await access.sessions.clearTaint(session.id, OLE);
    await noting;
    expect(access.sessions.taint(of(late))).toEqual(meanwhile);
  });

  it("is cleared by a person, for every session of the key", async () => {
    const other = await rig.session(keyId, "other");
    await access.sessions.setTaint(of(session), seen());
    expect((await access.sessions.clearTaint(other.id, OLE)).taint).toBeNull();
    expect(access.sessions.taint(of(session))).toBeNull();
    expect(rig.recorder.entries.at(-1)).toMatchObject({ actor: "member:Ole", action: "session.taint-cleared" });
    access = await rig.reopen();
    expect(access.sessions.taint(of(session))).toBeNull();
    const again = seen({ toolName: "search" });
    await access.sessions.setTaint(of(session), again);
    expect(access.sessions.taint(of(other))).toEqual(again);
  });
});
