import type { OrgId } from "../../src-contract/ids.ts";
import type { AuditVault } from "../audit/index.ts";
import { VaultError, type RecordContext, type Vault } from "../vault/index.ts";

/** The place that a key of the audit log is sealed for. */
export function auditKeyContext(orgId: OrgId, name: string): RecordContext {
  const owner = { ownerKind: "audit", ownerId: orgId, recordId: name, field: "key" };
  return { orgId, scope: "org", scopeId: orgId, ...owner, schema: 1, rev: 1 };
}

/** The vault as the audit log knows it. */
export function createAuditVault(orgId: OrgId, vault: () => Vault): AuditVault {
  return {
    isOpen: () => vault().state.kind === "unlocked",
    seal: (name, bytes) => vault().sealBody(auditKeyContext(orgId, name), bytes),
    open: (name, envelope) => vault().openBody(auditKeyContext(orgId, name), envelope),
    signAsAdmin: (label, text) =>
      vault().isAdmin ? { publicKey: vault().adminPublicKey, signature: vault().signAsAdmin(label, [text]) } : null,
    adminKeys: async () => {
      try {
        return await vault().adminKeys();
      } catch (error) {
        // An organization that was founded a moment ago. What cannot be read vouches for nothing.
        if (error instanceof VaultError) return [];
        throw error;
      }
    },
  };
}
