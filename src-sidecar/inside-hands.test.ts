import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { proves } from "../testkit/promises.ts";
import { Secret } from "./base/secret.ts";
import { codeOf, FIRST_RUN, openPeopleRig, PASSPHRASE } from "./handlers/testdata/people-rig.ts";
import { createKeyStore, createSecretStore, putManifest } from "./handlers/vault-stores.ts";
import { authorityDigests } from "./store/authority-rows.ts";
import { openDatabase } from "./store/open-database.ts";
import { ORG_SCHEMA } from "./store/schema.ts";
import type { OrgDb } from "./store/recorder.ts";
import type { OrgTables } from "./store/tables.ts";
import { manifestItems } from "./vault/manifest-rows.ts";
import { verifiedManifest } from "./vault/manifest.ts";
import { openPrimitives } from "./vault/primitives.ts";
import { unlockOrg } from "./vault/unlock.ts";

const ROBIN = "robin has a passphrase";
const SLOW = 240_000;

/** An organization with an admin, Dana, and a plain member, Robin. */
async function openWithRobin() {
  const rig = await openPeopleRig();
  const { door } = rig.visit();
  const { orgId, memberId } = await door.studio.setUp(FIRST_RUN);
  const { invitation, code } = await door.people.invite({ name: "Robin", role: "member", teamIds: [], days: 7 });
  const answer = await rig.visit().door.people.accept({ orgId, code, passphrase: ROBIN });
  await door.people.confirm({ id: invitation.id, fingerprint: answer.fingerprint });
  const team = await door.teams.create({ name: "Platform", memberIds: [memberId] });
  const dana = { orgId, memberId, passphrase: PASSPHRASE };
  return { rig, dana, robin: { orgId, memberId: answer.memberId, passphrase: ROBIN }, team };
}

/** Writes the database with a program of Robin's own, who has the organization's key and so makes a manifest that fits. */
async function writeAs(
  home: string,
  { orgId, memberId, passphrase }: { orgId: string; memberId: string; passphrase: string },
  write: (tx: OrgDb) => Promise<unknown>,
): Promise<void> {
  const [org = ""] = readdirSync(join(home, "orgs"));
  const file = join(home, "orgs", org, "org.db");
  const database = openDatabase<OrgTables>(file, ORG_SCHEMA, "at-commit");
  const readOnly = (): Promise<never> => Promise.reject(new Error("only read here"));
  const rows = await createKeyStore(database.db, readOnly, orgId).load();
  if (!rows) throw new Error("no vault");
  const secrets = await createSecretStore(database.db, readOnly, orgId).list();
  const proof = { kind: "passphrase", passphrase: Secret.fromText(passphrase) } as const;
  const keys = await unlockOrg(await openPrimitives(), rows, memberId, proof);
  const manifest = verifiedManifest(keys, rows.manifest, manifestItems(rows, secrets));
  await database.db.transaction().execute(async (tx) => {
    await write(tx);
    const step = manifest.step(keys, { authority: (await authorityDigests(tx)).all });
    expect(await putManifest(tx, step)).toBe(true);
  });
  await database.close();
}

test.each(["a role", "a team", "a connector key's owner"] as const)(
  "a member who writes %s into the database, and seals it with the organization's key, gets nothing",
  { timeout: SLOW },
  async (what) => {
    proves("vault:scopes", "people:roles");
    const { rig, dana, robin, team } = await openWithRobin();
    await using stack = new AsyncDisposableStack();
    stack.use(rig);
    const { door: admin } = rig.visit();
    await admin.session.signIn(dana);
    const policy = await admin.policies.create({
      name: "P",
      trustLevel: "supervised",
      nameForm: "namespaced",
      grants: [],
    });
    await admin.keys.create({ name: "dana's", policyId: policy.id, memberId: dana.memberId });
    await (await rig.restart())[Symbol.asyncDispose]();
    await writeAs(rig.home, robin, async (tx) => {
      const { memberId: member_id } = robin;
      if (what === "a role")
        return tx.updateTable("member").set({ role: "admin" }).where("id", "=", member_id).execute();
      if (what === "a team") return tx.insertInto("team_member").values({ team_id: team.id, member_id }).execute();
      return tx.updateTable("connector_key").set({ member_id }).execute();
    });

    const next = await rig.restart();
    const { door } = next.visit();
    expect(await codeOf(door.session.signIn(robin))).toBe("conflict");
    expect(await door.studio.state()).toMatchObject({ kind: "locked" });
    expect(await codeOf(door.session.signIn(dana))).toBe("conflict"); // Told once, with everything taken back.
    await door.session.signIn(dana);
    expect(await door.people.list()).toMatchObject([
      { name: "Dana", role: "admin" },
      { name: "Robin", role: "member", teams: [] },
    ]);
    expect((await door.keys.list()).map(({ state }) => state)).toEqual(["revoked"]);
    await door.session.lock();
    await door.session.signIn(robin);
    expect(await door.studio.state()).toMatchObject({ kind: "signed-in", member: { name: "Robin", role: "member" } });
  },
);
