import { encodeContext } from "./context.ts";
import { VaultError } from "./errors.ts";
import { verifyRoot, type Signer } from "./member-keys.ts";
import type { Primitives } from "./primitives.ts";
import type { KeyRows, OrgRootRow, SuccessionRow } from "./rows.ts";

/** The admin key of an organization and how it came from hand to hand. */
export interface AdminLine {
  readonly root: Pick<OrgRootRow, "orgId" | "adminPublicKey">;
  readonly successions: readonly SuccessionRow[];
}

/** The statement with which an admin key hands over to the next one. Both sign: the old one gives, the new one takes. */
export function signSuccession(
  { sodium }: Pick<Primitives, "sodium">,
  from: Signer,
  to: Signer,
  facts: Pick<SuccessionRow, "orgId" | "number" | "createdAt">,
): SuccessionRow {
  const unsigned = { ...facts, oldPublicKey: from.publicKey, newPublicKey: to.publicKey };
  const bytes = statement(unsigned);
  return { ...unsigned, oldSignature: sodium.sign(from.seed, bytes), newSignature: sodium.sign(to.seed, bytes) };
}

/**
 * Checks that `pinned` is the admin key, or that the key was handed over from it, from one to the next, up to the root's.
 *
 * All of the line is checked, also what lies before `pinned`: one statement that does not hold fails the whole.
 *
 * @throws {VaultError} `admin_succession`.
 */
export function requireAdminLine(primitives: Pick<Primitives, "sodium">, line: AdminLine, pinned: Uint8Array): void {
  const keys = verifiedAdminKeys(primitives, line);
  if (!keys.some((key) => isSame(key, pinned))) throw new VaultError("admin_succession");
}

/**
 * Every admin key there was, the root's last, of rows that are only read: their root is checked too.
 *
 * @throws {VaultError} `root_signature`, `admin_succession`.
 */
export function provenAdminKeys(primitives: Primitives, rows: KeyRows): readonly Uint8Array[] {
  verifyRoot(primitives, rows.root);
  return verifiedAdminKeys(primitives, rows);
}

/** Every admin key there was, the root's last. @throws {VaultError} `admin_succession`. */
export function verifiedAdminKeys({ sodium }: Pick<Primitives, "sodium">, line: AdminLine): readonly Uint8Array[] {
  const { root, successions } = line;
  const keys: Uint8Array[] = [];
  for (const [index, row] of successions.toSorted((a, b) => a.number - b.number).entries()) {
    const bytes = statement(row);
    const before = keys.at(-1);
    const isNext = row.orgId === root.orgId && row.number === index + 1;
    const isJoined = before === undefined || isSame(before, row.oldPublicKey);
    const isGiven = sodium.verify(row.oldPublicKey, bytes, row.oldSignature);
    const isTaken = sodium.verify(row.newPublicKey, bytes, row.newSignature);
    if (!isNext || !isJoined || !isGiven || !isTaken) throw new VaultError("admin_succession");
    if (before === undefined) keys.push(row.oldPublicKey);
    keys.push(row.newPublicKey);
  }
  const last = keys.at(-1);
  if (last === undefined) return [root.adminPublicKey];
  if (!isSame(last, root.adminPublicKey)) throw new VaultError("admin_succession");
  return keys;
}

function statement(row: Omit<SuccessionRow, "oldSignature" | "newSignature">): Uint8Array {
  const { orgId, number, oldPublicKey, newPublicKey, createdAt } = row;
  return encodeContext("gatehouse/admin-succession/1", [orgId, number, oldPublicKey, newPublicKey, createdAt]);
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}
