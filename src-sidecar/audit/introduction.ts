import * as z from "zod";
import type { JsonObject } from "../base/canonical-json.ts";
import type { PublicBodyKey } from "./body.ts";
import { isSame } from "./chain.ts";
import { isSignature, originOf, parseVerifierKey, verifierKeyText, type VerifierKey } from "./note.ts";
import type { AdminSignature } from "./vault-port.ts";

/** The subject and the action of entries that introduce a key. Their bodies are in the clear and never erased. */
export const KEY_SUBJECT = "audit-key";
export const KEY_INTRODUCED = "audit.key-introduced";

const LABEL = "gatehouse/audit-key/1";

const bytes = (length: number) =>
  z.base64().transform((text, context) => {
    const found = Buffer.from(text, "base64");
    if (found.byteLength === length && found.toString("base64") === text) return new Uint8Array(found);
    context.addIssue({ code: "custom", message: `must be ${length} bytes` });
    return z.NEVER;
  });

const body = z.strictObject({
  number: z.int().min(1),
  key: z.string(),
  bodyKey: z.strictObject({ number: z.int().min(1), publicKey: bytes(32) }),
  size: z.int().min(0),
  root: bytes(32),
  signature: bytes(64).nullable(),
  admin: z.strictObject({ publicKey: bytes(32), signature: bytes(64) }).nullable(),
});

/** What an entry says that introduces a key: the next signing key, and what bodies are sealed to. */
export interface Introduction {
  /** Counts the keys from 1. */
  readonly number: number;
  readonly key: VerifierKey;
  readonly bodyKey: PublicBodyKey;
  /** The log up to the entry: how many entries, and their root. */
  readonly size: number;
  readonly root: Uint8Array;
  /** By the key before; null: there was none, or it is lost. */
  readonly signature: Uint8Array | null;
  /** By the organization's admin key, whenever an admin's keys were open. */
  readonly admin: AdminSignature | null;
}

/** Reads the body of such an entry; null for anything else. */
export function parseIntroduction(value: unknown, orgId: string): Introduction | null {
  const parsed = body.safeParse(value);
  const key = parsed.success ? parseVerifierKey(parsed.data.key) : null;
  if (!parsed.success || key === null || key.name !== originOf(orgId)) return null;
  return { ...parsed.data, key };
}

/** The body of an entry that introduces a key. */
export function introductionBody({ number, key, bodyKey, size, root, signature, admin }: Introduction): JsonObject {
  const text = (value: Uint8Array): string => Buffer.from(value).toString("base64");
  return {
    number,
    key: verifierKeyText(key),
    bodyKey: { number: bodyKey.number, publicKey: text(bodyKey.publicKey) },
    size,
    root: text(root),
    signature: signature && text(signature),
    admin: admin && { publicKey: text(admin.publicKey), signature: text(admin.signature) },
  };
}

/** What is signed: that this key goes on where such a log ends. */
export function introductionText(
  orgId: string,
  { number, key, bodyKey, size, root }: Pick<Introduction, "number" | "key" | "bodyKey" | "size" | "root">,
): string {
  const text = (value: Uint8Array): string => Buffer.from(value).toString("base64");
  const lines = [number, verifierKeyText(key), bodyKey.number, text(bodyKey.publicKey), size, text(root)];
  return `${LABEL}\n${orgId}\n${lines.join("\n")}\n`;
}

/** The label of the admin key's statement; its only item is the text. */
export const ADMIN_LABEL = LABEL;

/**
 * Whether a key may follow another.
 *
 * @param before The key before; null: this is the first that is looked at.
 * @param adminKeys Every admin key that the organization had.
 */
export function isIntroduced(
  orgId: string,
  introduction: Introduction,
  before: VerifierKey | null,
  adminKeys: readonly Uint8Array[],
): boolean {
  const { signature, admin } = introduction;
  const text = introductionText(orgId, introduction);
  const isByBefore =
    before !== null && signature !== null && isSignature(before.publicKey, Buffer.from(text), signature);
  const isByAdmin =
    admin !== null &&
    adminKeys.some((key) => isSame(key, admin.publicKey)) &&
    isSignature(admin.publicKey, adminStatement(text), admin.signature);
  // A signature that is there and does not hold is never made up for by the other one.
  if (admin !== null && !isByAdmin) return false;
  if (signature !== null && before !== null && !isByBefore) return false;
  return isByBefore || isByAdmin;
}

/** The bytes that the vault signs for its admin: a context list of the label and one text. @see ../vault/FORMAT.md §2 */
function adminStatement(text: string): Uint8Array {
  const item = (value: string): Uint8Array => {
    const encoded = Buffer.from(value);
    const head = Buffer.alloc(5);
    head.writeUInt8(1, 0);
    head.writeUInt32BE(encoded.byteLength, 1);
    return Buffer.concat([head, encoded]);
  };
  return Buffer.concat([Uint8Array.of(0, 0, 0, 2), item(LABEL), item(text)]);
}
