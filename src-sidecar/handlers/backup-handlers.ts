import { dirname } from "node:path";
import type { OrgId } from "../../src-contract/ids.ts";
import type { BackupFacts } from "../../src-contract/vault.ts";
import { logSourceOf, verifyLog } from "../audit/index.ts";
import {
  BackupError,
  inspectBackup,
  readBackupNote,
  stageBackup,
  writeBackup,
  type BackupChecks,
  type BackupNote,
} from "../backup/index.ts";
import { actorName } from "../base/actor.ts";
import { newId } from "../base/new-id.ts";
import { contractError } from "../rpc/index.ts";
import { lastAuditRow, orgDatabasePath } from "../store/index.ts";
import { openVault, type Primitives } from "../vault/index.ts";
import { actorOf, orgOf, type HandlerContext, type Implementer } from "./base.ts";
import { backupFolder, backupPlaces, rememberBackup } from "./backup-places.ts";
import { exportHandlers } from "./export-handlers.ts";
import type { Org, Studio } from "./org.ts";
import { isClosed, isEmpty } from "./studio-state.ts";
import { createKeyStore, createSecretStore } from "./vault-stores.ts";

const NOTE = "gatehouse/backup/1";

/** Backups, and the way back from one. */
export function backupHandlers(os: Implementer, studio: Studio) {
  const { backups } = os;
  return {
    create: backups.create.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const by = actorOf(context);
      const at = studio.clock.now();
      const folder = input.folder ?? backupFolder(studio);
      const checks = checksOf(studio);
      const sign = (note: BackupNote): Uint8Array => org.vault.signAsAdmin(NOTE, signed(note));
      const { path, bytes, note } = await writeBackup(
        { database: org.database, checks, sign },
        { folder, name: org.id, at },
      );
      await rememberBackup(org, { path, at }, actorName(by));
      org.events.changed(["vault"]);
      return factsOf(studio, { path, bytes, note, problem: null });
    }),
    list: backups.list.handler(async ({ context }) => {
      const org = orgOf(studio, context);
      const listed: BackupFacts[] = [];
      for (const { path } of await backupPlaces(studio, org)) {
        const found = await readBackupNote(path);
        if (found !== null && found.note.orgId === org.id)
          listed.push(factsOf(studio, { path, problem: null, ...found }));
      }
      return listed;
    }),
    inspect: backups.inspect.handler(async ({ input: { path } }) =>
      factsOf(studio, { path, ...(await inspectBackup(path, checksOf(studio))) }),
    ),
    restore: backups.restore.handler(async ({ input, context }) => {
      const orgId = await restore(studio, input, context);
      return { orgId };
    }),
    ...exportHandlers(os, studio),
  };
}

async function restore(
  studio: Studio,
  { path, replace }: { readonly path: string; readonly replace: boolean },
  context: HandlerContext,
): Promise<OrgId> {
  const folderOf = (id: OrgId): string => dirname(orgDatabasePath(studio.home, id));
  // Asked before anything of the file is used, and again of what was found in it.
  assertMayRestore(studio, context, null);
  const staged = await stageBackup(path, folderOf, checksOf(studio));
  try {
    const { orgId, orgName, createdAt, at, epoch } = staged.note;
    let actor = "";
    const mayTake = (): string => {
      actor = assertMayRestore(studio, context, orgId);
      if (!isHere(studio, orgId) || replace) return actor;
      const text = `${JSON.stringify(orgName)} is here already. Say that the backup is to replace it.`;
      throw contractError("conflict", text);
    };
    let aside: string | null = null;
    const org = await studio.replaceOrg({ id: orgId, name: orgName, createdAt }, mayTake, async () => {
      aside = staged.place(studio.clock.now());
    });
    // Here or on the machine that it comes from, tokens were renewed since, or will be.
    await org.oauth.accounts.distrust();
    await org.audit.write("durable", async () => [
      { actor, action: "org.restored", subject: orgId, body: { backupAt: at, epoch, movedAside: aside } },
    ]);
    for (const one of studio.orgs()) one.events.changed(["studio"]);
    studio.look(context.connection, org);
    return orgId;
  } finally {
    staged.discard();
  }
}

/**
 * A studio without an organization restores for anyone, one with others for whoever is signed in, an organization that is here for its
 * admin. Nobody can sign in where the vault cannot be read: there a backup helps whoever stands before it, and gives no power by itself,
 * since its own passphrases open it and the anchor tells an older one.
 *
 * @returns who that is, for the log.
 */
function assertMayRestore(studio: Studio, { connection }: HandlerContext, orgId: OrgId | null): string {
  const lost = lostOrgs(studio);
  if (isEmpty(studio) || (orgId === null ? lost.size > 0 : lost.has(orgId))) return "gatehouse";
  const [someone] = connection.signIns.values();
  if (!someone) throw contractError("not_signed_in");
  if (orgId === null || !isHere(studio, orgId)) return `member:${someone.member.name}`;
  const there = connection.signIns.get(orgId);
  if (there?.member.role !== "admin")
    throw contractError(
      "forbidden",
      "Only an admin of the organization puts a backup in its place. Sign in there first.",
    );
  return `member:${there.member.name}`;
}

/**
 * Organizations that only a backup brings back: nobody signs in where the vault cannot be read, or where the file is damaged or gone. One
 * that is of a later version, or that a full disk keeps closed, is whole and nobody's to replace.
 */
function lostOrgs(studio: Studio): ReadonlySet<OrgId> {
  const unreadable = studio.orgs().filter(({ vault }) => vault.state.kind === "unreadable");
  const damaged = studio.closedOrgs().filter(({ fault }) => fault === "damaged" || fault === "missing");
  return new Set([...unreadable, ...damaged].map(({ id }) => id));
}

function isHere(studio: Studio, orgId: OrgId): boolean {
  return studio.org(orgId) !== null || isClosed(studio, orgId);
}

/** What other rooms say of the copy of an organization's database. Its vault stays locked: signatures need no key. */
function checksOf({ primitives, clock }: Pick<Studio, "primitives" | "clock">): BackupChecks {
  const readOnly = (): Promise<never> => Promise.reject(new Error("internal: a backup is not written to"));
  return {
    facts: async (db, orgId) => {
      const rows = await createKeyStore(db, readOnly, orgId).load();
      const head = await lastAuditRow(db);
      if (!rows) throw new BackupError("backup_damaged");
      return {
        epoch: rows.manifest.epoch,
        auditEntries: head?.seq ?? 0,
        auditHead: Buffer.from(head?.hash ?? []).toString("hex"),
      };
    },
    isSigned: async (db, note, signature) => {
      const vault = await vaultOf({ primitives, clock }, db, note.orgId);
      return vault.verifyAdmin(NOTE, signed(note), signature);
    },
    isLogWhole: async (db, { orgId, auditEntries: seq, auditHead: hash }) => {
      const vault = await vaultOf({ primitives, clock }, db, orgId);
      const source = await logSourceOf(db, orgId, await vault.adminKeys());
      const { kind } = await verifyLog(source, { anchors: [{ kind: "head", from: "its note", seq, hash }] });
      return kind === "intact";
    },
  };

  function vaultOf(
    parts: { readonly primitives: Primitives; readonly clock: Studio["clock"] },
    db: Org["db"],
    orgId: OrgId,
  ) {
    return openVault({
      ...parts,
      orgId,
      keyStore: createKeyStore(db, readOnly, orgId),
      secretStore: createSecretStore(db, readOnly, orgId),
      newId: () => newId<string>(),
      anchor: { read: async () => null, write: async () => {} },
    });
  }
}

function signed({ orgId, orgName, createdAt, at, epoch, auditEntries, auditHead, contents }: BackupNote) {
  return [orgId, orgName, createdAt, at, epoch, auditEntries, auditHead, contents] as const;
}

function factsOf(
  studio: Studio,
  { path, bytes, note, problem }: { path: string; bytes: number; note: BackupNote; problem: string | null },
): BackupFacts {
  const { orgId, orgName, at, epoch, auditEntries } = note;
  return { path, bytes, at, orgId, orgName, epoch, auditEntries, isHere: isHere(studio, orgId), problem };
}
