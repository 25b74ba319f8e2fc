import type { OrgId } from "../../src-contract/ids.ts";
import { bodyKeyName, signerName, type AuditLog } from "../audit/index.ts";
import { auditKeyRows, auditSignerRow, putAuditKeyRow, putAuditSignerRow } from "../store/index.ts";
import { VaultError, type Vault } from "../vault/index.ts";
import { auditKeyContext } from "./audit-keys.ts";

/**
 * Seals the audit log's own keys anew that are under an older key of the vault. What they sealed and signed stays as it is.
 *
 * @returns How many could not be opened: they stay as they are.
 * @throws {VaultError} `vault_locked`, `rolled_back`.
 */
export async function resealAuditKeys({
  orgId,
  audit,
  vault,
}: {
  readonly orgId: OrgId;
  readonly audit: Pick<AuditLog, "write">;
  readonly vault: Pick<Vault, "resealBody">;
}): Promise<number> {
  let closed = 0;
  const anew = (name: string, envelope: Uint8Array): Uint8Array | null => {
    try {
      return vault.resealBody(auditKeyContext(orgId, name), envelope);
    } catch (error) {
      // What was damaged or put there from outside opens for nobody; it must not stop the rest.
      if (!(error instanceof VaultError) || error.code === "vault_locked" || error.code === "rolled_back") throw error;
      closed += 1;
      return null;
    }
  };
  await audit.write("ordered", async (tx) => {
    closed = 0;
    for (const { number, envelope } of await auditKeyRows(tx)) {
      const next = anew(bodyKeyName(number), envelope);
      if (next !== null) await putAuditKeyRow(tx, { number, envelope: next });
    }
    const signer = await auditSignerRow(tx);
    const next = signer && anew(signerName(signer.number), signer.envelope);
    if (signer && next) await putAuditSignerRow(tx, { number: signer.number, envelope: next });
    return [];
  });
  return closed;
}
