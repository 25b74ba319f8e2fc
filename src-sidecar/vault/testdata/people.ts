/** People who join a vault, for this room's own tests. */
import { Secret } from "../../base/secret.ts";
import type { Proof } from "../unlock.ts";
import type { Vault } from "../vault.ts";

/** A person's passphrase in tests. */
export const passphraseOf = (memberId: string): string => `the passphrase of ${memberId}`;

/** Invites a person, answers for them and confirms it; the vault must be open for an admin. Their recovery key needs no stretching. */
export async function join(vault: Vault, memberId: string): Promise<Proof & { readonly kind: "recovery-key" }> {
  const id = `invitation of ${memberId}`;
  const code = await vault.createInvitation(id, Number.MAX_SAFE_INTEGER);
  const passphrase = Secret.fromText(passphraseOf(memberId));
  const { fingerprint, recoveryKey } = await vault.answerInvitation({ code, memberId, passphrase });
  await vault.confirmInvitation(id, fingerprint);
  await vault.withdrawInvitation(id);
  return { kind: "recovery-key", recoveryKey };
}
