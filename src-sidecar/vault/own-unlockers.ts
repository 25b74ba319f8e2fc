import type { Secret } from "../base/secret.ts";
import { VaultError } from "./errors.ts";
import { requireGoodPassphrase } from "./passphrase.ts";
import { protectByMachineKey, protectByPassphrase, protectByRecoveryKey, type MachineKind } from "./protect.ts";
import type { KeyRow, UnlockerKind, UnlockerRow } from "./rows.ts";
import type { StretchCost } from "./stretch.ts";
import type { Proof } from "./unlock.ts";
import { asMember, type VaultHands } from "./vault-hands.ts";

/** A member and what shows that it is them. */
export interface Who {
  readonly memberId: string;
  readonly proof: Proof;
}

/** Replaces the passphrase. No key changes: an old copy of the database still opens with the old one. */
export async function changePassphrase(
  hands: VaultHands,
  who: Who,
  passphrase: Secret,
  cost: StretchCost | undefined,
): Promise<void> {
  requireGoodPassphrase(passphrase);
  return asMember(hands, who, async (member) => {
    const row = await protectByPassphrase(hands.primitives, member, { ...mark(hands), passphrase, cost });
    return { put: [unlocker(row)], remove: [], value: undefined };
  });
}

/** Replaces the recovery key; the old one opens nothing any more. Returns the new one as text. */
export function renewRecoveryKey(hands: VaultHands, who: Who): Promise<Secret> {
  return asMember(hands, who, (member) => {
    const { row, text } = protectByRecoveryKey(hands.primitives, member, mark(hands));
    return { put: [unlocker(row)], remove: [], value: text };
  });
}

/** Adds, or replaces, a key that a machine keeps. Returns its 32 bytes. */
export function addMachineKey(
  hands: VaultHands,
  who: Who,
  { kind, backend }: { readonly kind: MachineKind; readonly backend?: string | undefined },
): Promise<Secret> {
  return asMember(hands, who, (member) => {
    const { row, secret } = protectByMachineKey(hands.primitives, member, { ...mark(hands), kind, backend });
    return { put: [unlocker(row)], remove: [], value: secret };
  });
}

/** Takes a way of opening the vault away; not the passphrase, without which a person could not come in. @throws {VaultError} `unlocker_missing`. */
export function removeUnlocker(hands: VaultHands, who: Who, kind: UnlockerKind): Promise<void> {
  return asMember(hands, who, () => {
    if (kind === "passphrase") throw new VaultError("unlocker_missing");
    return { put: [], remove: [kind], value: undefined };
  });
}

function mark({ newId, now }: VaultHands) {
  return { id: newId(), now: now() };
}

function unlocker(row: UnlockerRow): KeyRow {
  return { table: "unlockers", row };
}
