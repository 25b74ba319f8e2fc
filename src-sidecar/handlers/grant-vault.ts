import type { GrantVault } from "../oauth/index.ts";
import { PROVIDER_OWNER } from "../oauth/index.ts";
import {
  drawSealingKey,
  openSealedTo,
  sealerTo,
  VaultError,
  type Primitives,
  type SecretRef,
  type Vault,
} from "../vault/index.ts";
import type { SecretIndex } from "./secret-index.ts";

/** Beside a secret that may be replaced while the vault is locked: what its successor is sealed to. */
const SEALING_KEY = "/sealing-key";

export interface GrantVaultParts {
  readonly vault: Pick<Vault, "useSecret" | "putSecret" | "removeSecret" | "listSecrets">;
  readonly secrets: Pick<SecretIndex, "refresh">;
  readonly primitives: Pick<Primitives, "sodium" | "fillRandom">;
}

/** The vault, as the room of connected accounts needs it. */
export function createGrantVault({ vault, secrets, primitives }: GrantVaultParts): GrantVault {
  const use: GrantVault["use"] = async (ref) => {
    try {
      return await vault.useSecret(ref);
    } catch (error) {
      if (error instanceof VaultError && error.code === "secret_missing") return null;
      throw error;
    }
  };
  const drawn = async (ref: SecretRef) => {
    const key = drawSealingKey(primitives);
    try {
      await vault.putSecret(ref, key);
    } catch (error) {
      key.wipe();
      throw error;
    }
    return key;
  };
  return {
    use,
    put: async (ref, secret) => {
      await vault.putSecret(ref, secret);
      await secrets.refresh();
    },
    remove: async (ref) => {
      const wasThere = await vault.removeSecret(ref);
      await vault.removeSecret(keyOf(ref));
      await secrets.refresh();
      return wasThere;
    },
    list: async () =>
      (await vault.listSecrets()).filter(isOfProvider).filter(({ field }) => !field.endsWith(SEALING_KEY)),
    sealer: async (ref) => {
      using key = (await use(keyOf(ref))) ?? (await drawn(keyOf(ref)));
      return sealerTo(primitives, key);
    },
    unseal: async (ref, box) => {
      using key = await use(keyOf(ref));
      return key && openSealedTo(primitives, key, box);
    },
  };
}

function keyOf<Ref extends SecretRef>(ref: Ref): Ref {
  return { ...ref, field: `${ref.field}${SEALING_KEY}` };
}

/** Whether a secret of the vault belongs to a provider: its fields are the room's own, and no credential's. */
export function isOfProvider<Ref extends SecretRef>(
  ref: Ref,
): ref is Ref & Awaited<ReturnType<GrantVault["list"]>>[number] {
  return ref.ownerKind === PROVIDER_OWNER && ref.scope !== "team";
}
