import {
  listKeyRows,
  nameOfRow,
  type AnswerRow,
  type KeyChange,
  type KeyRow,
  type KeyRowName,
  type KeyStore,
  type ManifestWrite,
  type SecretRow,
  type SecretStore,
  type VaultRows,
} from "../vault/index.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import {
  deleteSecretRow,
  deleteVaultRecord,
  insertVaultRecords,
  putSecretRow,
  putVaultRecord,
  secretRow,
  secretRows,
  shredVaultRecords,
  vaultRecord,
  vaultRecords,
  type AuditDraft,
  type OrgDb,
  type Recorder,
  type SecretName,
  type SecretRow as StoredSecret,
  type VaultRecordName,
  type VaultRecordRow,
} from "../store/index.ts";

const MANIFEST = "manifest";
const ANSWERS = "answers";

/** Where the vault keeps its key records: the organization's database, every change audited. */
export function createKeyStore(db: OrgDb, record: Recorder, orgId: string): KeyStore {
  const entry = (action: string, body: JsonObject): readonly AuditDraft[] => [vaultEntry(action, orgId, body)];
  return {
    load: async () => vaultRowsOf(await vaultRecords(db)),
    insert: (rows) =>
      record(async (tx) => {
        const isNew = await insertVaultRecords(tx, recordsOf(rows));
        return { value: isNew, entries: isNew ? entry("vault.created", { members: rows.members.length }) : [] };
      }),
    change: (change, write) =>
      record(async (tx) => {
        if (!(await putManifest(tx, write))) return { value: false, entries: [] };
        for (const name of change.remove) await deleteVaultRecord(tx, recordName(name));
        for (const row of change.put) await putVaultRecord(tx, recordOf(row));
        return { value: true, entries: entry("vault.keys-changed", { epoch: write.row.epoch, ...counts(change) }) };
      }),
    answer: (row) =>
      record(async (tx) => {
        const isTaken = await isAnswerable(tx, row);
        if (isTaken) await putVaultRecord(tx, { kind: ANSWERS, id: recordId([row.invitationId]), body: encode(row) });
        const body = { invitation: row.invitationId, member: row.memberId };
        return { value: isTaken, entries: isTaken ? entry("vault.invitation-answered", body) : [] };
      }),
    dropAnswer: (invitationId) =>
      record(async (tx) => {
        const isDropped = await deleteVaultRecord(tx, { kind: ANSWERS, id: recordId([invitationId]) });
        const entries = isDropped ? entry("vault.invitation-answer-dropped", { invitation: invitationId }) : [];
        return { value: undefined, entries };
      }),
    shred: () =>
      record(async (tx) => {
        const records = await shredVaultRecords(tx);
        return { value: undefined, entries: entry("vault.shredded", { records }) };
      }),
  };
}

/** Where the vault keeps sealed secrets. */
export function createSecretStore(db: OrgDb, record: Recorder, orgId: string): SecretStore {
  return {
    get: async (ref) => {
      const row = await secretRow(db, nameOf(ref));
      return row && secretOf(row, orgId);
    },
    list: async () => (await secretRows(db)).map((row) => secretOf(row, orgId)),
    put: (row, expectedRev, write) =>
      record(async (tx) => {
        const isPut = (await isAt(tx, write)) && (await putSecretRow(tx, storedOf(row), expectedRev));
        if (isPut) await putManifest(tx, write);
        const body = { scope: row.scope, field: row.field, rev: row.rev, keyVersion: row.keyVersion };
        return { value: isPut, entries: isPut ? [vaultEntry("vault.secret-sealed", row.ownerId, body)] : [] };
      }),
    remove: (ref, write) =>
      record(async (tx) => {
        const isRemoved = (await isAt(tx, write)) && (await deleteSecretRow(tx, nameOf(ref)));
        if (isRemoved) await putManifest(tx, write);
        const body = { scope: ref.scope, field: ref.field };
        return { value: isRemoved, entries: isRemoved ? [vaultEntry("vault.secret-removed", ref.ownerId, body)] : [] };
      }),
    reseal: (rows, write) =>
      record(async (tx) => {
        const isWhole = (await isAt(tx, write)) && (await areInTheirRevision(tx, rows));
        if (isWhole) {
          for (const row of rows) await putSecretRow(tx, storedOf(row), row.rev);
          await putManifest(tx, write);
        }
        const body = { records: rows.length, epoch: write.row.epoch };
        return { value: isWhole, entries: isWhole ? [vaultEntry("vault.secrets-resealed", orgId, body)] : [] };
      }),
  };
}

/**
 * Stores the manifest that a change leads to, within the change's transaction.
 *
 * @returns false, and nothing is stored, when the manifest there is not the one that the change comes from.
 */
export async function putManifest(tx: OrgDb, write: ManifestWrite): Promise<boolean> {
  if (!(await isAt(tx, write))) return false;
  await putVaultRecord(tx, { kind: MANIFEST, id: MANIFEST, body: encode(write.row) });
  return true;
}

async function isAt(tx: OrgDb, { expectedEpoch }: ManifestWrite): Promise<boolean> {
  const stored = await vaultRecord(tx, { kind: MANIFEST, id: MANIFEST });
  const row = stored && decode(stored.body);
  return typeof row === "object" && row !== null && "epoch" in row && row.epoch === expectedEpoch;
}

async function isAnswerable(tx: OrgDb, { invitationId }: AnswerRow): Promise<boolean> {
  const id = recordId([invitationId]);
  const invitation = await vaultRecord(tx, { kind: "invitations", id });
  return invitation !== undefined && (await vaultRecord(tx, { kind: ANSWERS, id })) === undefined;
}

async function areInTheirRevision(tx: OrgDb, rows: readonly SecretRow[]): Promise<boolean> {
  for (const row of rows) {
    const stored = await secretRow(tx, nameOf(row));
    if (stored?.rev !== row.rev || stored.id !== row.id) return false;
  }
  return true;
}

function vaultEntry(action: string, subject: string, body: JsonObject): AuditDraft {
  return { actor: "gatehouse", action, subject, body };
}

/** How many rows of which table were stored and removed: what an auditor may see of a change of keys. */
function counts({ put, remove }: KeyChange): JsonObject {
  const count = (tables: readonly string[]): Json =>
    Object.fromEntries(
      [...new Set(tables)].sort().map((table) => [table, tables.filter((one) => one === table).length]),
    );
  return { put: count(put.map(({ table }) => table)), removed: count(remove.map(({ table }) => table)) };
}

function recordName({ table, key }: KeyRowName): VaultRecordName {
  return { kind: table, id: recordId(key) };
}

function recordOf(row: KeyRow): VaultRecordRow {
  return { ...recordName(nameOfRow(row)), body: encode(row.row) };
}

/** Two keys never give one id: no part of them holds a slash any more. */
function recordId(key: readonly (string | number)[]): string {
  return key.map((part) => encodeURIComponent(part)).join("/");
}

function recordsOf(rows: VaultRows): VaultRecordRow[] {
  return [
    { kind: MANIFEST, id: MANIFEST, body: encode(rows.manifest) },
    ...rows.answers.map((row) => ({ kind: ANSWERS, id: recordId([row.invitationId]), body: encode(row) })),
    ...listKeyRows(rows).map(recordOf),
  ];
}

function vaultRowsOf(records: readonly VaultRecordRow[]): VaultRows | undefined {
  if (records.length === 0) return undefined;
  const all = (kind: string): unknown[] => records.filter((one) => one.kind === kind).map((one) => decode(one.body));
  // What a record says is proven by its signatures, which the vault checks before it uses any of it.
  return {
    root: all("root")[0],
    members: all("members"),
    unlockers: all("unlockers"),
    orgKeys: all("orgKeys"),
    dekWraps: all("dekWraps"),
    scopeWraps: all("scopeWraps"),
    adminWraps: all("adminWraps"),
    successions: all("successions"),
    teams: all("teams"),
    invitations: all("invitations"),
    answers: all(ANSWERS),
    manifest: all(MANIFEST)[0],
  } as VaultRows;
}

function encode(row: object): string {
  return JSON.stringify(written(row));
}

// Looked at before JSON does: of a Buffer it would only see what its `toJSON` says.
function written(value: unknown): unknown {
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString("base64") };
  if (Array.isArray(value)) return value.map(written);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]: [string, unknown]) => [name, written(one)]));
}

function decode(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== "object" || value === null || !("$bytes" in value) || typeof value.$bytes !== "string")
      return value;
    return new Uint8Array(Buffer.from(value.$bytes, "base64"));
  });
}

function nameOf(ref: Pick<SecretRow, "scope" | "scopeId" | "ownerKind" | "ownerId" | "field">): SecretName {
  return {
    scope: ref.scope,
    scope_id: ref.scopeId,
    owner_kind: ref.ownerKind,
    owner_id: ref.ownerId,
    field: ref.field,
  };
}

function storedOf(row: SecretRow): StoredSecret {
  const { id, schema, rev, keyVersion, envelope, createdAt, updatedAt } = row;
  return {
    id,
    ...nameOf(row),
    schema,
    rev,
    key_version: keyVersion,
    envelope,
    created_at: createdAt,
    set_at: updatedAt,
  };
}

function secretOf(row: StoredSecret, orgId: string): SecretRow {
  return {
    id: row.id,
    orgId,
    scope: row.scope,
    scopeId: row.scope_id,
    ownerKind: row.owner_kind,
    ownerId: row.owner_id,
    field: row.field,
    schema: row.schema,
    rev: row.rev,
    keyVersion: row.key_version,
    envelope: row.envelope,
    createdAt: row.created_at,
    updatedAt: row.set_at,
  };
}
