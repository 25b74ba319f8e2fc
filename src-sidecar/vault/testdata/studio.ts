/** A vault over stores in memory, with real primitives, for this room's own tests. */
import { createManualClock } from "../../../testkit/clock.ts";
import { MemoryEpochAnchor, MemoryKeyStore, MemorySecretStore } from "../../../testkit/secret-store.ts";
import { Secret } from "../../base/secret.ts";
import { VaultError } from "../errors.ts";
import type { ManifestRow } from "../manifest.ts";
import { openPrimitives, type Primitives } from "../primitives.ts";
import { nameOfRow, type AnswerRow, type KeyRow, type VaultRows } from "../rows.ts";
import { readSecret } from "../seal.ts";
import type { SecretRef, SecretRow } from "../stores.ts";
import type { Proof } from "../unlock.ts";
import { ADA, ADA_PASSPHRASE, BO, BO_PASSPHRASE, FLOOR_COST, ORG_ID } from "../vectors/fixed-org.ts";
import { openVault, type VaultParts } from "../vault.ts";

/** One set of primitives for all: loading libsodium takes 50 ms. */
export const primitives: Primitives = await openPrimitives();

/** What a vault stores, as it stands. */
export interface Kept {
  readonly rows: VaultRows | undefined;
  readonly secrets: ReadonlyMap<string, SecretRow>;
}

/** A vault over what was kept, or over nothing. */
export async function studio(from?: Kept, change: Partial<VaultParts> = {}) {
  const keyStore = new MemoryKeyStore<VaultRows, KeyRow, AnswerRow>(nameOfRow);
  keyStore.rows = from?.rows;
  const secretStore = new MemorySecretStore<SecretRow, ManifestRow>(keyStore);
  for (const [key, row] of from?.secrets ?? []) secretStore.rows.set(key, row);
  const clock = createManualClock();
  const anchor = new MemoryEpochAnchor();
  let ids = 0;
  const newId = (): string => `id-${(ids += 1)}`;
  const parts = { orgId: ORG_ID, primitives, keyStore, secretStore, anchor, clock, newId, cost: FLOOR_COST, ...change };
  const vault = await openVault(parts);
  const kept = (): Kept => ({ rows: keyStore.rows, secrets: new Map(secretStore.rows) });
  return { vault, keyStore, secretStore, anchor, clock, parts, kept };
}

const first = await studio();
const recoveryKey = await first.vault.create(ADA, Secret.fromText(ADA_PASSPHRASE));
first.vault.lock();

/** A vault that Ada has made and opened. Her recovery key opens it too, and needs no stretching: a passphrase takes a quarter of a second. */
export async function created(change: Partial<VaultParts> = {}) {
  const made = await studio(first.kept(), change);
  const proof: Proof = { kind: "recovery-key", recoveryKey };
  await made.vault.unlock(ADA, proof);
  return { ...made, proof };
}

/** Takes Bo in by an invitation, as the member who is open: an admin. His recovery key opens the vault for him. */
export async function withBo({ vault, clock }: Pick<Awaited<ReturnType<typeof created>>, "vault" | "clock">): Promise<Proof> {
  const code = await vault.createInvitation("invitation-bo", clock.now() + 1000);
  const wish = { code, memberId: BO, passphrase: Secret.fromText(BO_PASSPHRASE) };
  const { fingerprint, recoveryKey: bosKey } = await vault.answerInvitation(wish);
  await vault.confirmInvitation("invitation-bo", fingerprint);
  return { kind: "recovery-key", recoveryKey: bosKey };
}

/** The organization's token of a connector. */
export const token = (ownerId = "c1"): SecretRef => ({
  scope: "org",
  scopeId: ORG_ID,
  ownerKind: "connector",
  ownerId,
  field: "token",
});

/** A member's own token. */
export const mine = (memberId: string, ownerId = "c1"): SecretRef => ({
  ...token(ownerId),
  scope: "user",
  scopeId: memberId,
});

/** What is in a secret, which is wiped. */
export function textOf(secret: Secret): string {
  using value = secret;
  return readSecret(value, (bytes) => Buffer.from(bytes).toString("utf8"));
}

/** The code that the vault refused with; anything that is not its own error is thrown on. */
export async function refusal(work: () => unknown): Promise<string> {
  try {
    await work();
    return "nothing was refused";
  } catch (error) {
    if (error instanceof VaultError) return error.code;
    throw error;
  }
}
