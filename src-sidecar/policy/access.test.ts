import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { PolicyBody } from "../../src-contract/access.ts";
import type { ConnectorId, KeyId, MemberId, PolicyId } from "../../src-contract/ids.ts";
import type { ManualClock } from "../../testkit/clock.ts";
import { proves } from "../../testkit/promises.ts";
import type { MemoryRecorder } from "../../testkit/recorder.ts";
import type { Actor } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import { deleteConnectorRow, keyRows, setSettingText, type AuditDraft, type OrgDb } from "../store/index.ts";
import type { Access } from "./access.ts";
import { openAccess } from "./open-access.ts";
import { PolicyError } from "./policy-error.ts";
import { DEFAULT_SETTINGS } from "./settings.ts";
import { AccessRig, ADA } from "./testdata/access-rig.ts";

const ada: Actor = { id: ADA.id, name: ADA.name };
let rig: AccessRig;
let files: ConnectorId;
let notes: ConnectorId;
let clock: ManualClock;
let db: OrgDb;
let recorder: MemoryRecorder<OrgDb, AuditDraft>;
let access: Access;

beforeEach(async () => {
  rig = await AccessRig.open();
  ({ clock, db, recorder, access } = rig);
  files = await rig.addConnector("files");
  notes = await rig.addConnector("notes");
});

afterEach(() => rig[Symbol.asyncDispose]());

const reopened = () => rig.reopen();
const body = (change: Partial<PolicyBody> = {}): PolicyBody => ({
  name: "Reader",
  trustLevel: "supervised",
  nameForm: "namespaced",
  grants: [{ connectorId: files, tools: "all" }],
  ...change,
});
const codeOf = async (attempt: Promise<unknown>) => {
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  );
  return error instanceof PolicyError ? error.code : error;
};
const actions = () => recorder.entries.map(({ action }) => action);
const aKey = async (memberId: MemberId | null = null) => {
  const policy = access.policies.list()[0] ?? (await access.policies.create(body(), ada));
  return access.keys.create({ name: "Laptop", policyId: policy.id, memberId }, ada);
};
const replaced = (key: string, at: number) => key.slice(0, at) + (key[at] === "A" ? "B" : "A") + key.slice(at + 1);

describe("a policy", () => {
  it("is created, recorded, and there again after a restart", async () => {
    const grants: PolicyBody["grants"] = [
      { connectorId: files, tools: ["read", "write"] },
      { connectorId: notes, tools: "all" },
    ];
    const created = await access.policies.create(body({ grants }), ada);
    expect(created).toMatchObject(body({ grants }));
    expect(recorder.entries).toEqual([
      { actor: "member:Ada", action: "policy.created", subject: created.id, body: body({ grants }) },
    ]);
    expect((await reopened()).policies.get(created.id)).toEqual({ ...created, revision: expect.any(Number) });
  });

  it("is refused with a taken name, a connector that is gone or twice there, or plain names of two connectors", async () => {
    await access.policies.create(body(), ada);
    const both: PolicyBody["grants"] = [
      { connectorId: files, tools: "all" },
      { connectorId: notes, tools: "all" },
    ];
    const attempts = [
      body({ name: "READER" }),
      body({ name: "B", grants: [{ connectorId: newId<ConnectorId>(), tools: "all" }] }),
      body({
        name: "C",
        grants: [
          { connectorId: files, tools: "all" },
          { connectorId: files, tools: [] },
        ],
      }),
      body({ name: "D", nameForm: "plain", grants: both }),
    ];
    const codes = await Promise.all(attempts.map((one) => codeOf(access.policies.create(one, ada))));
    expect(codes).toEqual(["name_taken", "not_found", "invalid_input", "invalid_input"]);
    expect((await reopened()).policies.list()).toHaveLength(1);
    expect(actions()).toEqual(["policy.created"]);
  });

  it("has a higher revision after a change, and keeps it through changes of others", async () => {
    const one = await access.policies.create(body(), ada);
    const other = await access.policies.create(body({ name: "Other" }), ada);
    const changed = await access.policies.update(one.id, body({ grants: [] }), ada);
    expect(changed.revision).toBeGreaterThan(one.revision);
    expect(changed.grants).toEqual([]);
    expect(access.policies.get(other.id)).toBe(other);
  });

  it("forgets a connector at once", async () => {
    const { id, revision } = await access.policies.create(body(), ada);
    await deleteConnectorRow(db, files);
    access.policies.forgetConnector(files);
    expect(access.policies.get(id).grants).toEqual([]);
    expect(access.policies.get(id).revision).toBeGreaterThan(revision);
    expect((await reopened()).policies.get(id).grants).toEqual([]);
  });

  it("goes with its keys, says how many stopped working, and leaves no session behind", async () => {
    const first = await aKey();
    const second = await aKey();
    await aKey().then(({ id }) => access.keys.revoke(id, ada));
    const { policyId } = access.keys.get(first.id);
    const session = await access.sessions.findOrOpen(first.id, {
      clientName: "c",
      clientVersion: "1",
      protocolVersion: "p",
    });
    expect(await access.policies.remove(policyId, ada)).toEqual({ keys: 2 });
    expect([first, second].map(({ key }) => access.keys.authenticate(key).kind)).toEqual(["unknown", "unknown"]);
    expect(session.state.kind).toBe("ended");
    expect(await access.sessions.list()).toEqual([]);
    expect(actions().slice(-3)).toEqual(["policy.removed", "key.revoked", "key.revoked"]);
    expect(await codeOf(access.policies.remove(policyId, ada))).toBe("not_found");
  });
});

describe("a key", () => {
  it("is known by its text, of which only a hash is kept", async () => {
    proves("door:key");
    const { id, key } = await aKey(ada.id);
    expect(key).toMatch(/^tools\.[0-9a-f-]{36}\.[A-Za-z0-9_-]{43}$/);
    expect(access.keys.authenticate(key)).toEqual({
      kind: "ok",
      key: expect.objectContaining({ id, name: "Laptop", member: ada }),
      policy: access.policies.list()[0],
    });

    const secret = key.split(".")[2] ?? "";
    const [row] = await keyRows(db, id);
    expect(
      Buffer.from(row?.secret_hash ?? []).equals(
        createHash("sha256").update(Buffer.from(secret, "base64url")).digest(),
      ),
    ).toBe(true);
    expect(JSON.stringify([recorder.entries, access.keys.list(), row])).not.toContain(secret);
    expect((await reopened()).keys.authenticate(key).kind).toBe("ok");
  });

  it("is unknown with any other secret or id, and malformed when it is no key at all", async () => {
    proves("door:key");
    const { id, key } = await aKey();
    const secretAt = "tools.".length + id.length + 1;
    // The last character is left out: a change there is another spelling, which is malformed.
    for (let at = secretAt; at < key.length - 1; at++)
      expect(access.keys.authenticate(replaced(key, at))).toEqual({ kind: "unknown" });
    expect(access.keys.authenticate(key.replace(id, newId<KeyId>()))).toEqual({ kind: "unknown" });
    expect(
      ["", "tools", `Bearer ${key}`, `${key} `, key.toUpperCase()].map((text) => access.keys.authenticate(text).kind),
    ).toEqual(Array(5).fill("malformed"));
  });

  it("stops working at once when it is regenerated, on open sessions too", async () => {
    proves("door:key-regenerated");
    const { id, key } = await aKey();
    const session = await access.sessions.findOrOpen(id, { clientName: "c", clientVersion: "1", protocolVersion: "p" });
    const again = await access.keys.regenerate(id, ada);
    expect(again.key).not.toBe(key);
    expect([access.keys.authenticate(key).kind, access.keys.authenticate(again.key).kind]).toEqual(["unknown", "ok"]);
    expect([session.state.kind, access.sessions.get(session.id)]).toEqual(["ended", undefined]);
    expect((await access.sessions.list()).map(({ state }) => state)).toEqual(["ended"]);
    const restarted = await reopened();
    expect([restarted.keys.authenticate(key).kind, restarted.keys.authenticate(again.key).kind]).toEqual([
      "unknown",
      "ok",
    ]);
    expect(access.keys.get(id).regeneratedAt).toBe(clock.now());
  });

  it("stays revoked", async () => {
    const { id, key } = await aKey();
    await access.keys.revoke(id, ada);
    expect(access.keys.authenticate(key)).toEqual({ kind: "revoked" });
    expect(access.keys.authenticate(replaced(key, key.length - 5))).toEqual({ kind: "unknown" });
    expect(await codeOf(access.keys.regenerate(id, ada))).toBe("conflict");
    expect(
      await codeOf(
        Promise.resolve(access.sessions.findOrOpen(id, { clientName: "c", clientVersion: "1", protocolVersion: "p" })),
      ),
    ).toBe("not_found");
  });

  it("needs a policy and a member that exist", async () => {
    const { id: policyId } = await access.policies.create(body(), ada);
    expect(await codeOf(access.keys.create({ name: "x", policyId: newId<PolicyId>(), memberId: null }, ada))).toBe(
      "not_found",
    );
    expect(await codeOf(access.keys.create({ name: "x", policyId, memberId: newId<MemberId>() }, ada))).toBe(
      "not_found",
    );
    expect(access.keys.list()).toEqual([]);
  });

  it("remembers its last use, written when it is flushed", async () => {
    const { id, key } = await aKey();
    clock.advance(1_000);
    access.keys.authenticate(key);
    const usedAt = clock.now();
    expect(access.keys.get(id).lastUsedAt).toBe(usedAt);
    expect((await reopened()).keys.get(id).lastUsedAt).toBeNull();
    await access.flush();
    expect((await reopened()).keys.get(id).lastUsedAt).toBe(usedAt);
  });
});

describe("settings", () => {
  it("begin with defaults and are there again after a restart", async () => {
    expect(access.settings.get()).toEqual({
      holdMs: 270_000,
      waitMs: 86_400_000,
      callTimeoutMs: 120_000,
      idleLockMs: 900_000,
      retentionDays: 90,
      auditRetentionDays: 730,
      payloadsFor: "operators",
      rotateEveryDays: 30,
      remindAfterDays: 90,
      allowedHosts: [],
      clientMetadataUrl: null,
    });
    const next = { ...DEFAULT_SETTINGS, holdMs: 5_000 };
    await access.settings.set(next, ada);
    expect((await reopened()).settings.get()).toEqual(next);
    expect(recorder.entries.at(-1)).toMatchObject({
      action: "settings.updated",
      body: { was: DEFAULT_SETTINGS, is: next },
    });
  });

  it("are not replaced by defaults when they cannot be read", async () => {
    await setSettingText(db, "org-settings", '{"retentionDays":0}');
    await expect(reopened()).rejects.toThrow("internal: stored settings cannot be read");
  });
});

describe("the kill switch", () => {
  it("holds through a restart until someone lifts it", async () => {
    expect(access.settings.stopState()).toEqual({ kind: "running" });
    const stopped = await access.settings.stop("enough", ada);
    expect(stopped).toEqual({ kind: "stopped", by: "Ada", at: clock.now(), reason: "enough" });
    const restarted = await reopened();
    expect(restarted.settings.stopState()).toEqual(stopped);
    await restarted.settings.lift(ada);
    await restarted.settings.lift(ada);
    expect((await reopened()).settings.stopState()).toEqual({ kind: "running" });
    expect(actions()).toEqual(["calls.stopped", "calls.lifted"]);
  });

  it("stops calls from the moment that it is pressed, also where that cannot be written", async () => {
    proves("gate:stop");
    const full = async () => {
      throw new Error("the disk is full");
    };
    const { settings } = await openAccess({ ...rig.options(), record: full });
    await expect(settings.stop("enough", ada)).rejects.toThrow("the disk is full");
    expect(settings.stopState()).toMatchObject({ kind: "stopped", by: "Ada", reason: "enough" });
    await expect(settings.lift(ada)).rejects.toThrow("the disk is full");
    expect(settings.stopState().kind).toBe("stopped");
  });

  it("does not come back lifted when its state cannot be read", async () => {
    await setSettingText(db, "stop-state", "{}");
    await expect(reopened()).rejects.toThrow("internal: stored settings cannot be read");
  });
});
