import type { GrantVault } from "../oauth/index.ts";
import { PROVIDER_OWNER } from "../oauth/index.ts";
import { VaultError, type SecretRef, type Vault } from "../vault/index.ts";
import type { SecretIndex } from "./secret-index.ts";

export interface GrantVaultParts {
  readonly vault: Pick<Vault, "useSecret" | "putSecret" | "removeSecret" | "listSecrets">;
  readonly secrets: Pick<SecretIndex, "refresh">;
}

/** The vault, as the room of connected accounts needs it. */
export function createGrantVault({ vault, secrets }: GrantVaultParts): GrantVault {
  return {
    use: async (ref) => {
      try {
        return await vault.useSecret(ref);
      } catch (error) {
        if (error instanceof VaultError && error.code === "secret_missing") return null;
        throw error;
      }
    },
    put: async (ref, secret) => {
      await vault.putSecret(ref, secret);
      await secrets.refresh();
    },
    remove: async (ref) => {
      const wasThere = await vault.removeSecret(ref);
      await secrets.refresh();
      return wasThere;
    },
    list: async () => (await vault.listSecrets()).filter(isOfProvider),
  };
}

/** Whether a secret of the vault belongs to a provider: its fields are the room's own, and no credential's. */
export function isOfProvider<Ref extends SecretRef>(
  ref: Ref,
): ref is Ref & Awaited<ReturnType<GrantVault["list"]>>[number] {
  return ref.ownerKind === PROVIDER_OWNER && ref.scope !== "team";
}
