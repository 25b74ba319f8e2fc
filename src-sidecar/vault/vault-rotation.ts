import { bringDek } from "./admins.ts";
import { VaultError } from "./errors.ts";
import type { KeyHolder } from "./key-holder.ts";
import { wipe, type OwnBytes } from "./key-bytes.ts";
import { storeKeyChange } from "./ledger.ts";
import type { RotationFacts } from "./rotation-facts.ts";
import { isOutdated, planFinish, rotationFacts, SETTLING_MS } from "./rotation.ts";
import { openBody, sealBody, type RecordContext, type Scope } from "./seal.ts";
import type { SecretRow } from "./stores.ts";
import type { UnlockedOrg } from "./unlocked-org.ts";
import { changeAsAdmin, type VaultHands } from "./vault-hands.ts";

/**
 * Brings a new version of the DEK. Until all is sealed anew both versions open, and what is written uses the new one.
 *
 * @throws {VaultError} `not_admin`, `rotation_running` (this member can seal some of it anew already), `vault_locked`, `rolled_back`.
 */
export function beginRotation(holder: KeyHolder, hands: VaultHands): Promise<void> {
  return holder.inTurn(async () => {
    const org = holder.keys();
    const { secrets: listed } = await holder.provenRows();
    const isOurs = ({ scope, scopeId, keyVersion }: SecretRow): boolean =>
      keyVersion !== org.activeVersion && holdsScope(org, scope, scopeId);
    if (listed.some(isOurs)) throw new VaultError("rotation_running");
    await changeAsAdmin(hands, bringDek);
  });
}

/** A body under the newest keys; null when it is under them already. */
export function resealBody(holder: KeyHolder, context: RecordContext, envelope: Uint8Array): OwnBytes | null {
  const { primitives } = holder.parts;
  const org = holder.keys();
  if (!isOutdated(org, { ...context, envelope })) return null;
  const body = openBody(primitives, org, context, envelope);
  try {
    return sealBody(primitives, org, context, body);
  } finally {
    wipe(body);
  }
}

/**
 * Retires the older keys that seal nothing any more and deletes their wraps. Of a key that still seals what belongs to a few, only
 * their wraps stay. To be called when no body is under an older key.
 *
 * @returns Whether every older key is retired. False also in the first three seconds of a new key: something may still be on its way.
 * @throws {VaultError} `vault_locked`, `rolled_back`.
 */
export function finishRotation(holder: KeyHolder): Promise<boolean> {
  return holder.inTurn(async () => {
    const { rows, secrets: listed } = await holder.provenRows();
    const org = holder.keys();
    const retiring = rows.orgKeys.filter(({ state }) => state === "retiring").length;
    const newest = Math.max(...rows.orgKeys.map(({ createdAt }) => createdAt));
    if (holder.parts.clock.now() - newest < SETTLING_MS) return retiring === 0;
    const change = planFinish(rows, listed);
    if (change.put.length + change.remove.length > 0) await holder.storeKeys(change);
    const retired = change.put.flatMap(({ table, row }) => (table === "orgKeys" ? [row.version] : []));
    for (const version of retired) org.forgetDek(version);
    return retired.length === retiring;
  });
}

/** What is sealed under which version, by the stored rows alone. */
export async function rotationOf(holder: KeyHolder): Promise<RotationFacts> {
  const [rows, listed] = [await holder.rows(), await holder.parts.secretStore.list()];
  const { state } = holder;
  const isHeld = (scope: Scope, scopeId: string): boolean =>
    state.kind === "unlocked" ? holdsScope(state.org, scope, scopeId) : scope === "org";
  return rotationFacts(rows, listed, isHeld);
}

/**
 * Lets an older copy count from now on: its epoch goes beyond the one that was known, and a new version of the DEK comes in the same
 * step, since whoever has the copy may have its key. `resealSecrets` goes on from there.
 *
 * Does nothing when the vault is no older copy. The caller has asked an admin for the passphrase and dropped what gives power.
 *
 * @throws {VaultError} `not_admin`, `vault_locked`, `manifest_mismatch`, `revision_conflict`, and as `verifyKeyRows`.
 */
export function acceptRollback(holder: KeyHolder, hands: VaultHands): Promise<void> {
  return holder.inTurn(async () => {
    const open = holder.open();
    const { state } = holder;
    if (!open.org.isAdmin) throw new VaultError("not_admin");
    if (state.kind !== "rolled-back") return;
    const epoch = state.known.epoch + 1;
    const { keyStore } = holder.parts;
    const looking: VaultHands = {
      ...hands,
      keys: () => holder.open().org, // For this one step the older copy is more than for looking.
      store: (change, extras) => storeKeyChange(keyStore, holder.open().ledger, change, { ...extras, epoch }),
    };
    await changeAsAdmin(looking, bringDek);
    holder.accept(state);
  });
}

function holdsScope(org: UnlockedOrg, scope: Scope, scopeId: string): boolean {
  return scope === "org" || org.scopeVersions(scope, scopeId).length > 0;
}
