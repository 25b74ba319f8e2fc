import { newId } from "../../base/new-id.ts";
import { Secret } from "../../base/secret.ts";
import { deleteSecretRow, putSecretRow, secretRow, secretRows, type OrgDb } from "../../store/index.ts";
import { PROVIDER_OWNER, type GrantRef, type GrantVault } from "../parts.ts";

/** An error of a vault, by its code alone. */
export class VaultRefusal extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** A vault without keys, in the table where the real one keeps its envelopes: what is sealed lies there as it is. */
export interface RowVault extends GrantVault {
  isLocked: boolean;
  /** Members whose keys are not open. */
  readonly closed: Set<string>;
  /** Fields that cannot be read. */
  readonly damaged: Set<string>;
}

export function createRowVault(db: OrgDb): RowVault {
  const nameOf = ({ scope, scopeId, ownerKind, ownerId, field }: GrantRef) => ({
    scope,
    scope_id: scopeId,
    owner_kind: ownerKind,
    owner_id: ownerId,
    field,
  });
  const vault: RowVault = {
    isLocked: false,
    closed: new Set(),
    damaged: new Set(),
    use: async (ref) => {
      if (vault.isLocked) throw new VaultRefusal("vault_locked");
      const row = await secretRow(db, nameOf(ref));
      if (row && vault.closed.has(ref.scopeId)) throw new VaultRefusal("scope_locked");
      if (row && vault.damaged.has(ref.field)) throw new VaultRefusal("envelope_damaged");
      return row ? Secret.take(new Uint8Array(row.envelope)) : null;
    },
    put: async (ref, secret) => {
      if (vault.isLocked) throw new VaultRefusal("vault_locked");
      const present = await secretRow(db, nameOf(ref));
      const rev = present?.rev ?? 0;
      const envelope = new Uint8Array(secret.reveal());
      const isPut = await db.transaction().execute((tx) =>
        putSecretRow(
          tx,
          {
            ...nameOf(ref),
            id: present?.id ?? newId<string>(),
            schema: 2,
            rev: rev + 1,
            key_version: 1,
            envelope,
            created_at: 0,
            set_at: 0,
          },
          rev,
        ),
      );
      if (!isPut) throw new VaultRefusal("revision_conflict");
    },
    remove: (ref) => deleteSecretRow(db, nameOf(ref)),
    // As little sealed as everything else in here: which place it was made for is all that is checked.
    sealer: async (ref) => {
      if (vault.isLocked) throw new VaultRefusal("vault_locked");
      const place = Buffer.from(`${JSON.stringify(ref)}\n`);
      return (secret) => Buffer.concat([place, secret.reveal()]);
    },
    unseal: async (ref, box) => {
      if (vault.isLocked) throw new VaultRefusal("vault_locked");
      if (vault.closed.has(ref.scopeId)) throw new VaultRefusal("scope_locked");
      const place = Buffer.from(`${JSON.stringify(ref)}\n`);
      return place.equals(box.subarray(0, place.byteLength)) ? Secret.take(box.slice(place.byteLength)) : null;
    },
    list: async () =>
      (await secretRows(db)).flatMap((row) =>
        row.owner_kind === PROVIDER_OWNER
          ? [
              {
                scope: row.scope,
                scopeId: row.scope_id,
                ownerKind: row.owner_kind,
                ownerId: row.owner_id,
                field: row.field,
              } as GrantRef,
            ]
          : [],
      ),
  };
  return vault;
}
