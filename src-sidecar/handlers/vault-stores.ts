import type { KeyStore, SecretRow, SecretStore, UnlockerRow, VaultRows } from "../vault/index.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import {
  deleteSecretRow,
  insertVaultRecords,
  putSecretRow,
  replaceVaultRecord,
  secretRow,
  secretRows,
  vaultRecords,
  type AuditDraft,
  type OrgDb,
  type Recorder,
  type SecretName,
  type SecretRow as StoredSecret,
  type VaultRecordRow,
} from "../store/index.ts";

/** Where the vault keeps its key records: the organization's database, every change audited. */
export function createKeyStore(db: OrgDb, record: Recorder, orgId: string): KeyStore {
  return {
    load: async () => vaultRowsOf(await vaultRecords(db)),
    insert: (rows) =>
      record(async (tx) => {
        const isNew = await insertVaultRecords(tx, recordsOf(rows));
        return {
          value: isNew,
          entries: isNew ? [vaultEntry("vault.created", orgId, { members: rows.members.length })] : [],
        };
      }),
    replaceUnlocker: (row) =>
      record(async (tx) => {
        await replaceVaultRecord(tx, unlockerRecord(row));
        return { value: undefined, entries: [vaultEntry("vault.unlocker-replaced", row.memberId, { kind: row.kind })] };
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
    put: (row, expectedRev) =>
      record(async (tx) => {
        const isPut = await putSecretRow(tx, storedOf(row), expectedRev);
        const body = { scope: row.scope, field: row.field, rev: row.rev, keyVersion: row.keyVersion };
        return { value: isPut, entries: isPut ? [vaultEntry("vault.secret-sealed", row.ownerId, body)] : [] };
      }),
    remove: (ref) =>
      record(async (tx) => {
        const isRemoved = await deleteSecretRow(tx, nameOf(ref));
        return {
          value: isRemoved,
          entries: isRemoved
            ? [vaultEntry("vault.secret-removed", ref.ownerId, { scope: ref.scope, field: ref.field })]
            : [],
        };
      }),
  };
}

function vaultEntry(action: string, subject: string, body: JsonObject): AuditDraft {
  return { actor: "gatehouse", action, subject, body };
}

/** Lists of `VaultRows` with what tells their rows apart. */
const LISTS = {
  members: (row: VaultRows["members"][number]) => row.memberId,
  unlockers: (row: UnlockerRow) => `${row.memberId}/${row.kind}`,
  orgKeys: (row: VaultRows["orgKeys"][number]) => String(row.version),
  dekWraps: (row: VaultRows["dekWraps"][number]) => `${row.version}/${row.memberId}`,
  scopeWraps: (row: VaultRows["scopeWraps"][number]) => `${row.scope}/${row.scopeId}/${row.version}/${row.memberId}`,
  adminKeys: (row: VaultRows["adminKeys"][number]) => row.memberId,
} as const;

function recordsOf(rows: VaultRows): VaultRecordRow[] {
  return [
    { kind: "root", id: rows.root.orgId, body: encode(rows.root) },
    ...rows.members.map((row) => ({ kind: "members", id: LISTS.members(row), body: encode(row) })),
    ...rows.unlockers.map(unlockerRecord),
    ...rows.orgKeys.map((row) => ({ kind: "orgKeys", id: LISTS.orgKeys(row), body: encode(row) })),
    ...rows.dekWraps.map((row) => ({ kind: "dekWraps", id: LISTS.dekWraps(row), body: encode(row) })),
    ...rows.scopeWraps.map((row) => ({ kind: "scopeWraps", id: LISTS.scopeWraps(row), body: encode(row) })),
    ...rows.adminKeys.map((row) => ({ kind: "adminKeys", id: LISTS.adminKeys(row), body: encode(row) })),
  ];
}

function unlockerRecord(row: UnlockerRow): VaultRecordRow {
  return { kind: "unlockers", id: LISTS.unlockers(row), body: encode(row) };
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
    adminKeys: all("adminKeys"),
  } as VaultRows;
}

function encode(row: object): string {
  return JSON.stringify(row, (_key, value: unknown) =>
    value instanceof Uint8Array ? { $bytes: Buffer.from(value).toString("base64") } : value,
  );
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
