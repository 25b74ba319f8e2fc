import { Secret } from "../base/secret.ts";
import { AdminWork } from "./admin-work.ts";
import { VaultError } from "./errors.ts";
import type { KeyChangeExtras, Ledger } from "./ledger.ts";
import { storeKeyChange } from "./ledger.ts";
import type { Primitives } from "./primitives.ts";
import type { OpenMember } from "./protect.ts";
import type { KeyRow, UnlockerKind, VaultRows } from "./rows.ts";
import type { KeyChange, KeyStore } from "./stores.ts";
import { openByProof, type Proof } from "./unlock.ts";
import type { UnlockedOrg } from "./unlocked-org.ts";

/** What changes of keys and people need of a vault. */
export interface VaultHands {
  readonly primitives: Primitives;
  readonly keyStore: KeyStore;
  readonly now: () => number;
  readonly newId: () => string;
  /** The open keys. Throws when there are none, or when they are for looking only. */
  readonly keys: () => UnlockedOrg;
  /** The stored rows. */
  readonly rows: () => Promise<VaultRows>;
  /** The stored rows, each of them the one that the manifest knows. Only within a turn, and while it is open. */
  readonly provenRows: () => Promise<VaultRows>;
  /** The ledger that knows these rows: the open one, or one that `org` opens for as long as the vault is locked. */
  readonly ledgerFor: (org: UnlockedOrg, rows: VaultRows) => Promise<Ledger>;
  readonly lock: () => void;
  /** Stores rows with the manifest that knows them. Only within a turn. */
  readonly store: (change: KeyChange, extras?: KeyChangeExtras) => Promise<void>;
  readonly inTurn: <T>(work: () => Promise<T>) => Promise<T>;
  readonly oneAtATime: <T>(work: () => Promise<T>) => Promise<T>;
  /** Seals up to so many secrets anew that are under an older key; how many. */
  readonly reseal: (limit: number) => Promise<number>;
}

const BATCH = 50;

/**
 * Changes key rows as an admin, all in one step.
 *
 * @throws {VaultError} `not_admin`, `vault_locked`, `rolled_back`, `manifest_mismatch`, `revision_conflict`, and as `verifyKeyRows`.
 */
export function asAdmin<T>(hands: VaultHands, change: AdminChange<T>): Promise<T> {
  return hands.inTurn(() => changeAsAdmin(hands, change));
}

/** As `asAdmin`, within a turn. */
export async function changeAsAdmin<T>(hands: VaultHands, change: AdminChange<T>): Promise<T> {
  if (!hands.keys().isAdmin) throw new VaultError("not_admin");
  const rows = await hands.provenRows();
  const org = hands.keys(); // asked again: the vault may have been locked meanwhile
  const work = new AdminWork(hands.primitives, org, rows, hands.now());
  let value: T | undefined;
  try {
    value = change(work, rows);
    await storeWork(hands, work);
    return value;
  } catch (error) {
    work.wipe();
    if (value instanceof Secret) value.wipe();
    throw error;
  }
}

/** Changes the draft of a step; `rows` are those that are stored. */
type AdminChange<T> = (work: AdminWork, rows: VaultRows) => T;

/** After somebody lost a part in a team, its secrets are sealed under its new key, and with them what else is outdated. */
export async function resealAll(hands: VaultHands): Promise<void> {
  let sealed = BATCH;
  while (sealed > 0) sealed = await hands.reseal(BATCH);
}

/** What a member changes of their own ways in, and what comes out of it. */
export interface OwnChange<T> {
  readonly put: readonly KeyRow[];
  /** Kinds of the member's unlockers that go. */
  readonly remove: readonly UnlockerKind[];
  readonly value: T;
}

/**
 * Changes a member's own unlockers with a proof of theirs; works while the vault is locked.
 *
 * @throws {VaultError} as `unlockOrg`, and `manifest_mismatch`, `rolled_back`, `revision_conflict`.
 */
export function asMember<T>(
  hands: VaultHands,
  who: { readonly memberId: string; readonly proof: Proof },
  change: (member: OpenMember) => OwnChange<T> | Promise<OwnChange<T>>,
): Promise<T> {
  return hands.oneAtATime(async () => {
    const before = await hands.rows();
    const { org, value: own } = await openByProof(hands.primitives, { rows: before, ...who }, change);
    try {
      // The passphrase was stretched outside of the turn, so that nothing else waits for it.
      await hands.inTurn(async () => storeOwn(hands, { org, before, ...who }, own));
      return own.value;
    } catch (error) {
      if (own.value instanceof Secret) own.value.wipe();
      throw error;
    } finally {
      org.wipe();
    }
  });
}

async function storeWork(hands: VaultHands, work: AdminWork): Promise<void> {
  const { draft, dek, org } = work;
  if (draft.isEmpty) return;
  const keys = dek && { orgId: org.orgId, activeVersion: dek.version, dek: () => dek.key };
  try {
    await hands.store(draft.change, keys === null ? {} : { keys });
  } catch (error) {
    // It may have been stored: then the open keys are not the organization's any more. The next unlock finds what there is.
    if (work.hasNewKeys && !isConflict(error)) hands.lock();
    throw error;
  }
  work.keep();
}

/** Whether surely nothing was stored. */
function isConflict(error: unknown): boolean {
  return error instanceof VaultError && error.code === "revision_conflict";
}

interface Own {
  readonly org: UnlockedOrg;
  readonly before: VaultRows;
  readonly memberId: string;
  readonly proof: Proof;
}

async function storeOwn(hands: VaultHands, own: Own, change: OwnChange<unknown>): Promise<void> {
  const { org, before, memberId, proof } = own;
  const rows = await hands.rows();
  const signaturesOf = ({ root, unlockers }: VaultRows): string => {
    const used = unlockers.find((row) => row.memberId === memberId && row.kind === proof.kind);
    return [root, ...(used ? [used] : [])].map(({ signature }) => Buffer.from(signature).toString("hex")).join();
  };
  // What the proof opened must still be what is stored, and what the manifest knows.
  if (signaturesOf(rows) !== signaturesOf(before)) throw new VaultError("revision_conflict");
  const ledger = await hands.ledgerFor(org, rows);
  const remove = change.remove.map((kind) => ({ table: "unlockers", key: [memberId, kind] }) as const);
  await storeKeyChange(hands.keyStore, ledger, { put: change.put, remove });
}
