import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { Secret } from "../base/secret.ts";
import { drawSigner, signMember, signRoot } from "./member-keys.ts";
import { openOrg, verifiedOwner } from "./open-org.ts";
import { parseRecoveryKey } from "./recovery-key.ts";
import type { VaultRows } from "./rows.ts";
import { openRecord } from "./seal.ts";
import type { SecretRef } from "./stores.ts";
import { signSuccession } from "./succession.ts";
import { failing } from "./testdata/failing-stores.ts";
import { join } from "./testdata/people.ts";
import { created, mine, primitives, refusal, studio, textOf, token } from "./testdata/studio.ts";
import { unlockOrg, type Proof } from "./unlock.ts";
import { openUnlocker } from "./unlocker.ts";
import { ADA, BO, ORG_ID } from "./vectors/fixed-org.ts";
import type { Vault } from "./vault.ts";

const CY = "cy";
const TEAM = "a team";
const teams = (teamId = TEAM): SecretRef => ({ ...token(), scope: "team", scopeId: teamId });

const first = await created();
const bo: Proof = await join(first.vault, BO);
const cy: Proof = await join(first.vault, CY);

/** A vault with Ada, its admin, and Bo and Cy, who are none. */
async function three() {
  const made = await studio(first.kept());
  const { proof } = first;
  await made.vault.unlock(ADA, proof);
  const rows = (): VaultRows => {
    if (made.keyStore.rows === undefined) throw new Error("no rows");
    return made.keyStore.rows;
  };
  return { ...made, proof, rows };
}
type Three = Awaited<ReturnType<typeof three>>;

const read = async (vault: Vault, ref: SecretRef): Promise<string> => {
  let value = "";
  const code = await refusal(async () => {
    value = textOf(await vault.useSecret(ref));
  });
  return code === "nothing was refused" ? value : code;
};
const versionsOf = ({ rows }: Three, memberId: string): readonly number[] =>
  rows()
    .scopeWraps.filter((row) => row.scope === "team" && row.memberId === memberId)
    .map(({ version }) => version)
    .sort((a, b) => a - b);
const facts = async (vault: Vault, memberId: string) =>
  (await vault.memberFacts()).find((member) => member.memberId === memberId);

test("what the members' keys show of them is there while the vault is locked", async () => {
  const { vault } = await three();
  await vault.setTeam(TEAM, [BO]);
  vault.lock();
  const all = await vault.memberFacts();
  expect(all.map(({ memberId, isAdmin, teams: of }) => [memberId, isAdmin, of])).toEqual([
    [ADA, true, []],
    [BO, false, [TEAM]],
    [CY, false, []],
  ]);
  expect(new Set(all.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  expect(all[1]?.unlockers.map(({ kind }) => kind).sort()).toEqual(["passphrase", "recovery-key"]);
});

test("members and teams are listed only with the signatures that make them so", async () => {
  const { vault, keyStore, rows } = await three();
  await vault.setTeam(TEAM, [BO]);
  const before = rows();
  const codeWith = (change: Partial<VaultRows>): Promise<string> => {
    keyStore.rows = { ...before, ...change };
    return refusal(() => vault.memberFacts());
  };
  const members = before.members.map((row) => ({ ...row, memberId: `${row.memberId}x` }));
  expect(await codeWith({ members })).toBe("member_signature");
  for (const change of [{ members: `["${CY}"]` }, { version: 9 }, { teamId: "x" }, { createdAt: 9 }, { orgId: "x" }]) {
    const changed = before.teams.map((row) => ({ ...row, ...change }));
    expect(await codeWith({ teams: changed })).toBe("team_signature");
  }
  expect(await codeWith({ root: { ...before.root, createdAt: 1 } })).toBe("root_signature");
  expect(await codeWith({})).toBe("nothing was refused");
});

test("a team's secret opens for its members and for the admins, who add people, and for nobody else", async () => {
  proves("vault:scopes");
  const { vault, proof } = await three();
  await vault.setTeam(TEAM, [BO]);
  await vault.unlock(BO, bo);
  await vault.putSecret(teams(), Secret.fromText("the team's"));
  expect(await read(vault, teams())).toBe("the team's");
  await vault.unlock(CY, cy);
  expect(await read(vault, teams())).toBe("scope_locked");
  expect(await refusal(() => vault.putSecret(teams(), Secret.fromText("planted")))).toBe("scope_locked");
  await vault.unlock(ADA, proof);
  expect(await read(vault, teams())).toBe("the team's");
});

test("who joins a team opens what was sealed before; who leaves it opens nothing any more, and the rest go on under a new key", async () => {
  const made = await three();
  const { vault, proof, rows, secretStore } = made;
  await vault.setTeam(TEAM, [BO]);
  await vault.putSecret(teams(), Secret.fromText("the team's"));
  await vault.setTeam(TEAM, [CY, BO]);
  expect([versionsOf(made, BO), versionsOf(made, CY), versionsOf(made, ADA)]).toEqual([[1], [1], [1]]);
  await vault.unlock(CY, cy);
  expect(await read(vault, teams())).toBe("the team's");

  await vault.unlock(ADA, proof);
  const [sealed] = [...secretStore.rows.values()].map(({ envelope }) => envelope);
  await vault.setTeam(TEAM, [CY]);
  expect(rows().teams).toMatchObject([{ version: 2 }]);
  expect([versionsOf(made, BO), versionsOf(made, CY)]).toEqual([[], [1, 2]]);
  expect([...secretStore.rows.values()].map(({ envelope }) => envelope)).not.toEqual([sealed]);
  await vault.unlock(BO, bo);
  expect(await read(vault, teams())).toBe("scope_locked");
  await vault.unlock(CY, cy);
  expect(await read(vault, teams())).toBe("the team's");

  await vault.unlock(ADA, proof);
  const { epoch } = rows().manifest;
  await vault.setTeam(TEAM, [CY]);
  expect(rows().manifest.epoch).toBe(epoch);
  expect(await refusal(() => vault.setTeam(TEAM, ["nobody"]))).toBe("member_unknown");
});

test("a version of a team's key whose wraps are gone is given to nobody any more", async () => {
  const made = await three();
  const { vault, clock } = made;
  await vault.setTeam(TEAM, [BO, CY]);
  await vault.setTeam(TEAM, [CY]);
  await vault.beginRotation();
  while ((await vault.resealSecrets(50)) > 0);
  clock.advance(3000);
  expect([await vault.finishRotation(), versionsOf(made, CY)]).toEqual([true, [2]]);
  await vault.setTeam(TEAM, [CY, BO]);
  expect([versionsOf(made, BO), versionsOf(made, CY), versionsOf(made, ADA)]).toEqual([[2], [2], [2]]);
});

test("a team that goes takes its secrets and keys along", async () => {
  const { vault, rows } = await three();
  await vault.setTeam(TEAM, [BO]);
  await vault.setTeam("another", [BO]);
  await vault.putSecret(teams(), Secret.fromText("one"));
  await vault.putSecret({ ...teams(), field: "two" }, Secret.fromText("two"));
  await vault.putSecret(teams("another"), Secret.fromText("kept"));
  expect(await vault.removeTeam(TEAM)).toBe(2);
  expect(await vault.removeTeam(TEAM)).toBe(0);
  expect(rows().teams.map(({ teamId }) => teamId)).toEqual(["another"]);
  expect(rows().scopeWraps.some(({ scopeId }) => scopeId === TEAM)).toBe(false);
  expect(await refusal(() => vault.putSecret(teams(), Secret.fromText("late")))).toBe("scope_locked");
  await vault.unlock(BO, bo);
  expect(await read(vault, teams("another"))).toBe("kept");
});

test("only an admin whose vault is open changes members, teams and admins", async () => {
  const { vault } = await three();
  const works = [
    () => vault.setTeam(TEAM, [BO]),
    () => vault.removeTeam(TEAM),
    () => vault.setAdmin(BO, true),
    () => vault.removeMember(CY),
    () => vault.beginRotation(),
    async () => vault.signAsAdmin("gatehouse/note/1", []),
  ];
  await vault.unlock(BO, bo);
  for (const work of works) expect(await refusal(work)).toBe("not_admin");
  vault.lock();
  for (const work of works) expect(await refusal(work)).toBe("vault_locked");
});

test("a new admin holds the admin key and every team's, and may do what an admin may", async () => {
  const made = await three();
  const { vault, rows } = made;
  await vault.setTeam(TEAM, [CY]);
  await vault.putSecret(teams(), Secret.fromText("the team's"));
  for (let times = 0; times < 2; times += 1) await vault.setAdmin(BO, true);
  expect([(await facts(vault, BO))?.isAdmin, rows().successions.length]).toEqual([true, 0]);
  await vault.unlock(BO, bo);
  expect([vault.isAdmin, await read(vault, teams())]).toEqual([true, "the team's"]);
  await vault.setTeam(TEAM, [CY, ADA]);
  expect(await refusal(() => vault.setAdmin("nobody", true))).toBe("member_unknown");
});

test("an admin who is one no longer can sign nothing that counts, and the teams that they were not in have new keys", async () => {
  const made = await three();
  const { vault, proof, rows } = made;
  await vault.setTeam(TEAM, [CY]);
  await vault.setTeam("bo's", [BO]);
  await vault.putSecret(teams(), Secret.fromText("the team's"));
  await vault.setAdmin(BO, true);
  const before = rows();
  for (let times = 0; times < 2; times += 1) await vault.setAdmin(BO, false);
  const after = rows();
  expect(after.root.adminPublicKey).not.toEqual(before.root.adminPublicKey);
  expect(after.successions).toMatchObject([
    { number: 1, oldPublicKey: before.root.adminPublicKey, newPublicKey: after.root.adminPublicKey },
  ]);
  expect(Object.fromEntries(after.teams.map(({ teamId, version }) => [teamId, version]))).toEqual({
    [TEAM]: 2,
    "bo's": 1,
  });
  expect(vault.isAdmin).toBe(true);
  await vault.setTeam(TEAM, [CY, ADA]); // with the new key, without a new sign-in

  await vault.unlock(BO, bo);
  expect([vault.isAdmin, await read(vault, teams())]).toEqual([false, "scope_locked"]);
  await vault.unlock(CY, cy);
  expect(await read(vault, teams())).toBe("the team's");
  await vault.unlock(ADA, proof);
  expect([vault.isAdmin, await read(vault, teams())]).toEqual([true, "the team's"]);
});

test("an admin may step down while another one is there, never the last one", async () => {
  const { vault, proof } = await three();
  expect(await refusal(() => vault.setAdmin(ADA, false))).toBe("last_admin");
  await vault.setAdmin(BO, true);
  await vault.setAdmin(ADA, false);
  expect(vault.isAdmin).toBe(false);
  expect(await refusal(() => vault.setTeam(TEAM, [ADA]))).toBe("not_admin");
  await vault.putSecret(token(), Secret.fromText("still"));
  await vault.unlock(ADA, proof);
  expect(vault.isAdmin).toBe(false);
  await vault.unlock(BO, bo);
  expect([vault.isAdmin, await read(vault, token())]).toEqual([true, "still"]);
  expect(await refusal(() => vault.setAdmin(BO, false))).toBe("last_admin");
});

test("whoever signs in after a succession has a way in that was made under the new admin key, and no admin of old gets in between", async () => {
  const made = await three();
  const { vault, proof, rows } = made;
  const old = rows();
  await vault.setAdmin(BO, true);
  const stolen = (await unlockOrg(primitives, rows(), BO, bo)).admin;
  await vault.setAdmin(BO, false);
  const pinOf = (): Uint8Array | undefined =>
    rows().unlockers.find(({ memberId, kind }) => memberId === ADA && kind === "recovery-key")?.adminPublicKey;
  expect(pinOf()).toEqual(old.root.adminPublicKey);
  await vault.unlock(ADA, proof);
  expect(pinOf()).toEqual(rows().root.adminPublicKey);
  await vault.unlock(ADA, proof);

  // Bo still has the seed, and the database: he hands the key over to one of his own, as if Ada never had.
  const his = drawSigner(primitives);
  const forged = {
    ...rows(),
    root: signRoot(primitives, his, rows().root),
    members: rows().members.map((row) => signMember(primitives, his, row)),
    successions: [signSuccession(primitives, stolen, his, { orgId: ORG_ID, number: 1, createdAt: 1 })],
  };
  expect(await refusal(() => unlockOrg(primitives, forged, ADA, proof))).toBe("admin_succession");
});

test("a removed member has no key row left, their own secrets are gone, and what they kept opens nothing that is sealed afterwards", async () => {
  proves("people:removed");
  const made = await three();
  const { vault, proof, rows, secretStore } = made;
  await vault.setTeam(TEAM, [BO, CY]);
  await vault.setAdmin(BO, true);
  await vault.unlock(BO, bo);
  await vault.putSecret(mine(BO), Secret.fromText("bo's own"));
  await vault.putSecret(teams(), Secret.fromText("the team's"));
  await vault.putSecret(token(), Secret.fromText("everyone's"));
  await vault.unlock(ADA, proof);
  const kept = await unlockOrg(primitives, rows(), BO, bo);
  const before = rows();

  await vault.removeMember(BO);
  expect(JSON.stringify([rows().members, rows().unlockers, rows().dekWraps])).not.toContain(BO);
  const tables = [rows().scopeWraps, rows().adminWraps, rows().teams];
  expect(JSON.stringify(tables)).not.toContain(BO);
  expect([...secretStore.rows.values()].some(({ scope }) => scope === "user")).toBe(false);
  expect(await refusal(() => vault.unlock(BO, bo))).toBe("member_unknown");
  expect(rows().root.adminPublicKey).not.toEqual(before.root.adminPublicKey);
  expect(await vault.rotation()).toMatchObject({ active: 2 });
  while ((await vault.resealSecrets(50)) > 0);
  expect(await read(vault, token())).toBe("everyone's");
  expect(await read(vault, teams())).toBe("the team's");

  for (const row of secretStore.rows.values()) {
    const context = { ...row, recordId: row.id };
    expect(await refusal(() => openRecord(primitives, kept, context, row.envelope))).toBe("key_unavailable");
  }
  const { epoch } = rows().manifest;
  await vault.removeMember(BO);
  expect(rows().manifest.epoch).toBe(epoch);
});

test("the member whose keys are open and the last admin stay", async () => {
  const { vault } = await three();
  expect(await refusal(() => vault.removeMember(ADA))).toBe("member_is_open");
  await vault.setAdmin(BO, true);
  await vault.unlock(BO, bo);
  await vault.removeMember(ADA);
  expect(await refusal(() => vault.removeMember(BO))).toBe("member_is_open");
  await vault.removeMember(CY);
  expect((await vault.memberFacts()).map(({ memberId }) => memberId)).toEqual([BO]);
});

/** Each step with what must hold when it has been done, however often it was begun. */
const STEPS: readonly (readonly [string, (vault: Vault) => Promise<unknown>, (made: Three) => Promise<unknown>])[] = [
  [
    "taking the admin key from Bo",
    (vault) => vault.setAdmin(BO, false),
    async ({ vault }) => {
      await vault.unlock(BO, bo);
      return [vault.isAdmin, await read(vault, teams()), await read(vault, token())];
    },
  ],
  [
    "removing Bo",
    (vault) => vault.removeMember(BO),
    async ({ vault }) => {
      const gone = await refusal(() => vault.unlock(BO, bo));
      await vault.unlock(CY, cy);
      return [gone, await read(vault, teams()), await read(vault, token())];
    },
  ],
  [
    "taking Cy out of the team",
    (vault) => vault.setTeam(TEAM, [ADA]),
    async ({ vault }) => {
      await vault.unlock(CY, cy);
      return [await read(vault, teams()), await read(vault, token())];
    },
  ],
  [
    "removing the team",
    (vault) => vault.removeTeam(TEAM),
    async ({ vault }) => {
      await vault.unlock(CY, cy);
      return [await read(vault, teams()), await read(vault, token())];
    },
  ],
];

test.each(STEPS)("%s, killed at any write, is done when it is called again", async (_, step, look) => {
  const made = await three();
  const { vault, proof } = made;
  await vault.setTeam(TEAM, [CY]);
  await vault.setAdmin(BO, true);
  await vault.putSecret(teams(), Secret.fromText("the team's"));
  await vault.putSecret(token(), Secret.fromText("everyone's"));
  await vault.unlock(BO, bo);
  await vault.putSecret(mine(BO), Secret.fromText("bo's own"));
  const before = made.kept();
  const again = async (kept = before) => {
    const next = await studio(kept);
    await next.vault.unlock(ADA, proof);
    return next;
  };
  const whole = await again();
  await step(whole.vault);
  const expected = await look({ ...made, ...whole });

  let kills = 0;
  for (const when of ["before", "after"] as const) {
    for (let at = 1; ; at += 1) {
      const from = await studio(before);
      const broken = failing(from, at, when);
      const dying = await studio(undefined, { keyStore: broken.keyStore, secretStore: broken.secretStore });
      await dying.vault.unlock(ADA, proof);
      const ended = await step(dying.vault).then(
        () => "done",
        (error: unknown) => String(error),
      );
      if (ended === "done") break;
      kills += 1;
      expect(ended).toBe("Error: killed");
      // The process that failed goes on; if it does not know what was stored, it is locked, and what is stored opens.
      if (dying.vault.state.kind === "locked") await dying.vault.unlock(ADA, proof);
      if (dying.vault.isAdmin) await dying.vault.putSecret(token("c2"), Secret.fromText("later"));
      const next = await again(from.kept());
      await step(next.vault);
      expect(await look({ ...made, ...next })).toEqual(expected);
    }
  }
  expect(kills).toBeGreaterThan(2);
});

test("rows of an open vault that somebody changed are the ground of no admin's step", async () => {
  const made = await three();
  const { vault, keyStore, rows } = made;
  const before = rows();
  const spoiled: readonly Partial<VaultRows>[] = [
    { members: before.members.slice(1) },
    { members: [...before.members, { ...before.members[0], memberId: "mallory" } as VaultRows["members"][number]] },
    { unlockers: before.unlockers.slice(1) },
    { dekWraps: before.dekWraps.slice(1) },
    { orgKeys: before.orgKeys.map((row) => ({ ...row, createdAt: 1 })) },
  ];
  for (const change of spoiled) {
    keyStore.rows = { ...before, ...change };
    expect(await refusal(() => vault.setTeam(TEAM, [BO]))).toBe("manifest_mismatch");
    expect(await refusal(() => vault.setAdmin(BO, true))).toBe("manifest_mismatch");
  }
  keyStore.rows = before;
  await vault.setTeam(TEAM, [BO]);
});

test("a team's key that the admin did not sign for as the newest is none", async () => {
  const made = await three();
  const { vault, rows } = made;
  await vault.setTeam(TEAM, [BO, CY]);
  const old = rows();
  await vault.setTeam(TEAM, [BO]);
  const owner = verifiedOwner(primitives, rows(), BO);
  const unlocker = rows().unlockers.find(({ memberId, kind }) => memberId === BO && kind === "recovery-key");
  if (unlocker === undefined || bo.kind !== "recovery-key") throw new Error("no unlocker");
  const keys = openUnlocker(primitives, owner, unlocker, parseRecoveryKey(bo.recoveryKey));
  const open = (change: Partial<VaultRows>) =>
    refusal(async () => openOrg(primitives, { ...rows(), ...change }, { ...owner, keys }).wipe());
  expect(await open({})).toBe("nothing was refused");
  expect(await open({ teams: old.teams })).toBe("key_unavailable");
  expect(await open({ scopeWraps: old.scopeWraps })).toBe("key_unavailable");
  expect(
    await open({ scopeWraps: rows().scopeWraps.filter(({ memberId, scope }) => memberId !== BO || scope === "user") }),
  ).toBe("key_unavailable");
  expect(await open({ teams: [] })).toBe("team_signature");
  expect(await open({ teams: rows().teams.map((row) => ({ ...row, members: "[]" })) })).toBe("team_signature");
});

test("a statement of the admin is nobody else's, of no other words, and never a row of the vault", async () => {
  const { vault } = await three();
  const signature = vault.signAsAdmin("gatehouse/backup-note/1", ["a", 7]);
  expect(await vault.verifyAdmin("gatehouse/backup-note/1", ["a", 7], signature)).toBe(true);
  expect(await vault.verifyAdmin("gatehouse/backup-note/1", ["a", 8], signature)).toBe(false);
  expect(await vault.verifyAdmin("gatehouse/export/1", ["a", 7], signature)).toBe(false);
  const labels = [
    "note/1",
    "gatehouse/org-root/1",
    "gatehouse/member-key/1",
    "gatehouse/unlocker/1",
    "gatehouse/key-wrap/1",
    "gatehouse/team/1",
    "gatehouse/invitation-row/1",
    "gatehouse/admin-succession/1",
    "gatehouse/manifest/1",
  ];
  for (const label of labels) {
    expect(await refusal(() => vault.signAsAdmin(label, []))).toBe("envelope_context");
    expect(await refusal(() => vault.verifyAdmin(label, [], signature))).toBe("envelope_context");
  }
  await vault.setAdmin(BO, true);
  await vault.setAdmin(ADA, false);
  expect(await vault.verifyAdmin("gatehouse/backup-note/1", ["a", 7], signature)).toBe(false);
  await vault.unlock(BO, bo);
});

test("shredded, a vault is absent, whatever state it was in, and its rows open nothing", async () => {
  const { vault, keyStore, proof, kept } = await three();
  const before = kept();
  await vault.shred();
  expect([vault.state, keyStore.rows]).toEqual([{ kind: "absent" }, undefined]);
  expect(await refusal(() => vault.unlock(ADA, proof))).toBe("vault_absent");
  expect(
    await refusal(() =>
      vault.sealBody({ ...token(), orgId: ORG_ID, recordId: "r", schema: 1, rev: 1 }, new Uint8Array()),
    ),
  ).toBe("vault_absent");
  if (before.rows === undefined) throw new Error("no rows");
  const broken = await studio({ rows: { ...before.rows, dekWraps: [] }, secrets: new Map() });
  await broken.vault.shred();
  expect(broken.vault.state).toEqual({ kind: "absent" });
});

test("an organization that is made for a machine seals with AES-256-GCM", async () => {
  const { vault, keyStore, secretStore } = await studio(undefined, { newOrgSuite: 2 });
  (await vault.create(ADA, Secret.fromText("a passphrase"))).wipe();
  expect(keyStore.rows?.root.recordSuite).toBe(2);
  await vault.putSecret(token(), Secret.fromText("value"));
  expect([...secretStore.rows.values()][0]?.envelope[4]).toBe(2);
  const proof: Proof = { kind: "passphrase", passphrase: Secret.fromText("a passphrase") };
  vault.lock();
  await vault.unlock(ADA, proof);
  expect(await read(vault, token())).toBe("value");
});
