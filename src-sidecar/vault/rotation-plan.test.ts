import { expect, test } from "vitest";
import { encodeHeader } from "./envelope.ts";
import { drawMemberKeys, drawSigner, signMember, signRoot, type MemberPrivateKeys } from "./member-keys.ts";
import { planFinish, planRotation } from "./rotation.ts";
import { nameOfRow, type KeyRows, type MemberKeyRow, type ScopeWrapRow } from "./rows.ts";
import type { Scope } from "./seal.ts";
import type { SecretRow } from "./stores.ts";
import { primitives, refusal, token } from "./testdata/studio.ts";
import { openDekWrap } from "./wraps.ts";

const { sodium } = primitives;
const admin = drawSigner(primitives);
const root = signRoot(primitives, admin, { format: 1, orgId: "org-1", recordSuite: 1, createdAt: 1 });
const drawn = new Map<string, MemberPrivateKeys>();

function member(memberId: string, by = admin): MemberKeyRow {
  const keys = drawMemberKeys(primitives);
  drawn.set(memberId, keys);
  const boxPublicKey = sodium.boxPublicKey(keys.boxPrivateKey);
  const signPublicKey = sodium.signPublicKey(keys.signSeed);
  return signMember(primitives, by, { orgId: "org-1", memberId, boxPublicKey, signPublicKey, createdAt: 1 });
}

const SEALED = { sealed: new Uint8Array(112), signature: new Uint8Array(64) };
const wrap = (version: number, memberId: string) => ({ orgId: "org-1", version, memberId, ...SEALED });
const scopeWrap = (scope: "team" | "user", scopeId: string, version: number, memberId: string): ScopeWrapRow => ({
  ...wrap(version, memberId),
  scope,
  scopeId,
});
const base: KeyRows = {
  root,
  members: [member("ada"), member("bo"), member("cy")],
  unlockers: [],
  orgKeys: [
    { orgId: "org-1", version: 1, state: "retiring", createdAt: 1 },
    { orgId: "org-1", version: 2, state: "active", createdAt: 2 },
  ],
  dekWraps: ["ada", "bo", "cy"].flatMap((memberId) => [wrap(1, memberId), wrap(2, memberId)]),
  scopeWraps: [
    scopeWrap("user", "ada", 1, "ada"),
    scopeWrap("user", "bo", 1, "bo"),
    scopeWrap("team", "t", 1, "ada"),
    scopeWrap("team", "t", 1, "cy"),
    scopeWrap("team", "t", 2, "ada"),
    scopeWrap("team", "t", 2, "cy"),
  ],
  adminWraps: [],
  successions: [],
  teams: [],
  invitations: [],
};

function secret(scope: Scope, scopeId: string, keyVersion: number, scopeKeyVersion: number): SecretRow {
  const header = encodeHeader({ suite: 1, schema: 1, keyVersion, scopeKeyVersion, rev: 1 });
  const envelope = Buffer.concat([header, Buffer.alloc(144)]);
  const times = { createdAt: 1, updatedAt: 1 };
  return { ...token(), ...times, scope, scopeId, id: "s", orgId: "org-1", schema: 1, rev: 1, keyVersion, envelope };
}

/** What a plan removes, as `version member` and `scope version member`, and the versions that it retires. */
function finished(rows: KeyRows, ...secrets: readonly SecretRow[]): readonly string[] {
  const { put, remove } = planFinish(rows, secrets);
  const retired = put.map(({ row, table }) => (table === "orgKeys" ? `${row.version} ${row.state}` : table));
  return [...retired, ...remove.map(({ table, key }) => `${table} ${key.join(" ")}`)].sort();
}
const OLD_TEAM_KEYS = ["scopeWraps team t 1 ada", "scopeWraps team t 1 cy"];

test("a version that seals nothing is retired with all of its wraps, the active one never", () => {
  const gone = ["1 retired", "dekWraps 1 ada", "dekWraps 1 bo", "dekWraps 1 cy", ...OLD_TEAM_KEYS];
  expect(finished(base)).toEqual(gone);
  expect(finished(base, secret("org", "org-1", 2, 0), secret("user", "bo", 2, 1))).toEqual(gone);
});

test("of a version that seals what is a member's or a team's, the wraps of exactly those stay", () => {
  expect(finished(base, secret("user", "bo", 1, 1))).toEqual(["dekWraps 1 ada", "dekWraps 1 cy", ...OLD_TEAM_KEYS]);
  expect(finished(base, secret("team", "t", 1, 2))).toEqual(["dekWraps 1 bo", ...OLD_TEAM_KEYS]);
  expect(finished(base, secret("team", "t", 1, 2), secret("user", "bo", 1, 1))).toEqual(OLD_TEAM_KEYS);
});

test("nothing goes of a version that seals what is the organization's, or what nobody could open any more", () => {
  expect(finished(base, secret("org", "org-1", 1, 0))).toEqual(OLD_TEAM_KEYS);
  expect(finished(base, secret("org", "org-1", 1, 0), secret("user", "bo", 1, 1))).toEqual(OLD_TEAM_KEYS);
  expect(finished(base, secret("user", "gone", 1, 1))).toEqual(OLD_TEAM_KEYS);
});

test("an older key of a team stays while it seals something, and the newest one always", () => {
  const dekGone = ["1 retired", "dekWraps 1 ada", "dekWraps 1 bo", "dekWraps 1 cy"];
  expect(finished(base, secret("team", "t", 2, 1))).toEqual(dekGone);
  expect(finished(base, secret("team", "other", 2, 1))).toEqual([...dekGone, ...OLD_TEAM_KEYS]);
  const newest = { ...base, scopeWraps: base.scopeWraps.filter(({ version }) => version === 1) };
  expect(finished(newest)).toEqual(dekGone);
});

test("a rotation seals the next version to every member that the admin signed, and says so of the one before", () => {
  const { version, dek, change } = planRotation(primitives, base, admin, 9);
  expect(version).toBe(3);
  const names = change.put.map((row) => [row.table, ...nameOfRow(row).key].join(" ")).sort();
  expect(names).toEqual(["dekWraps 3 ada", "dekWraps 3 bo", "dekWraps 3 cy", "orgKeys 2", "orgKeys 3"]);
  const states = change.put.flatMap(({ table, row }) => (table === "orgKeys" ? [[row.version, row.state]] : []));
  expect(states).toEqual([
    [3, "active"],
    [2, "retiring"],
  ]);
  for (const { table, row } of change.put) {
    if (table !== "dekWraps") continue;
    const own = base.members.find(({ memberId }) => memberId === row.memberId);
    const keys = drawn.get(row.memberId);
    if (own === undefined || keys === undefined) throw new Error("no such member");
    expect(openDekWrap(primitives, { root, member: own, keys }, row)).toEqual(dek);
  }
});

test("a rotation gives no key to whom no admin signed, and none under a root that does not hold", async () => {
  const stranger = drawSigner(primitives);
  const plan = (rows: Partial<KeyRows>) => refusal(() => planRotation(primitives, { ...base, ...rows }, admin, 9));
  expect(await plan({ members: [...base.members, member("eve", stranger)] })).toBe("member_signature");
  const moved = base.members.map((row) => (row.memberId === "bo" ? { ...row, boxPublicKey: stranger.publicKey } : row));
  expect(await plan({ members: moved })).toBe("member_signature");
  expect(await plan({ root: { ...root, createdAt: 2 } })).toBe("root_signature");
});
