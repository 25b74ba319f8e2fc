import type { Secret } from "../base/secret.ts";
import { createOrgKeys } from "./create-org.ts";
import { VaultError } from "./errors.ts";
import type { KeyHolder } from "./key-holder.ts";
import { firstManifest } from "./manifest-rows.ts";
import { openByProof, unlockOrg, type Proof } from "./unlock.ts";

/**
 * Draws the keys of a new organization and leaves it open (locked, if it was locked while this ran).
 *
 * @returns The recovery key as text: show it once, then wipe it.
 * @throws {VaultError} `vault_exists`, `vault_unreadable`, `passphrase_policy`.
 */
export function createVault(holder: KeyHolder, memberId: string, passphrase: Secret): Promise<Secret> {
  return holder.oneAtATime(async () => {
    if (holder.state.kind === "unreadable") throw new VaultError("vault_unreadable");
    if (holder.state.kind !== "absent") throw new VaultError("vault_exists");
    const { orgId, primitives, keyStore, clock, newId, cost, newOrgSuite: suite } = holder.parts;
    const { locks } = holder;
    const options = { ...(cost && { cost }), ...(suite && { recordSuite: suite }) };
    const wish = { orgId, memberId, passphrase, now: clock.now(), newId, ...options };
    const created = await createOrgKeys(primitives, wish);
    const { recoveryKey, unlocked } = created;
    const rows = { ...created.rows, answers: [], manifest: firstManifest(unlocked, created.rows) };
    let isKept = false;
    try {
      isKept = await keyStore.insert(rows);
    } finally {
      if (!isKept) [unlocked, recoveryKey].forEach((made) => made.wipe());
    }
    if (!isKept) throw new VaultError("vault_exists");
    await holder.enter(unlocked, rows);
    // The recovery key is handed out even then: it is shown only once in the life of a vault.
    if (locks !== holder.locks) holder.lock();
    return recoveryKey;
  });
}

/**
 * Opens the keys by a member's proof and goes on with them once every row is proven; who was there before is there no more.
 *
 * Attempts wait for one another: each takes 256 MiB.
 *
 * @throws {VaultError} `vault_absent`, `vault_unreadable`, `vault_locked` (it was locked while this ran), and as `unlockOrg`.
 */
export function unlockVault(holder: KeyHolder, memberId: string, proof: Proof): Promise<void> {
  return holder.oneAtATime(async () => {
    const { locks } = holder;
    // In a turn of its own as a whole, so that no change comes between the rows that are read and the manifest that proves them.
    return holder.inTurn(async () => {
      const rows = await holder.rows();
      const opened = await openByProof(holder.parts.primitives, { rows, memberId, proof }, () => undefined);
      await holder.enter(opened.org, rows);
      if (locks === holder.locks) return holder.repin(opened.repinned);
      holder.lock();
      throw new VaultError("vault_locked");
    });
  });
}

/** Opens the keys by a member's proof and wipes them at once. */
export function verifyMemberProof(holder: KeyHolder, memberId: string, proof: Proof): Promise<void> {
  return holder.oneAtATime(async () => {
    // While it is open, an old row of the member's own, which opens with an old passphrase, is one that the manifest does not know.
    const { kind } = holder.state;
    const isOpen = kind === "unlocked" || kind === "rolled-back";
    const rows = isOpen ? await holder.inTurn(async () => (await holder.provenRows()).rows) : await holder.rows();
    (await unlockOrg(holder.parts.primitives, rows, memberId, proof)).wipe();
  });
}
