import { encodeContext, type ContextValue } from "./context.ts";
import { VaultError } from "./errors.ts";
import type { Signer } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";

/** Something that an admin says beside the vault's rows, as a note in a backup. */
export interface AdminStatement {
  /** Begins with `gatehouse/` and is none of the vault's own. */
  readonly label: string;
  readonly items: readonly ContextValue[];
}

/** Signs a statement with the organization's admin key. @throws {VaultError} `envelope_context`. */
export function signStatement(
  { sodium }: Pick<Primitives, "sodium">,
  admin: Signer,
  { label, items }: AdminStatement,
): Uint8Array {
  requireFreeLabel(label);
  return sodium.sign(admin.seed, encodeContext(label, items));
}

/** Whether the holder of an admin key signed this very statement. @throws {VaultError} `envelope_context`. */
export function isStatementOf(
  { sodium }: Pick<Primitives, "sodium">,
  adminPublicKey: Uint8Array,
  { label, items }: AdminStatement,
  signature: Uint8Array,
): boolean {
  requireFreeLabel(label);
  return sodium.verify(adminPublicKey, encodeContext(label, items), signature);
}

/** Fails when a label is one that the vault's own rows are signed under, or none of Gatehouse's. @throws {VaultError} `envelope_context`. */
function requireFreeLabel(label: string): void {
  if (!label.startsWith("gatehouse/") || OWN_LABELS.some((own) => label.startsWith(own)))
    throw new VaultError("envelope_context");
}

/** A signature under one of these would be a row of the vault. */
const OWN_LABELS = [
  "gatehouse/org-root/",
  "gatehouse/member-key/",
  "gatehouse/unlocker/",
  "gatehouse/key-wrap/",
  "gatehouse/team/",
  "gatehouse/invitation",
  "gatehouse/admin-succession/",
  "gatehouse/manifest",
];
