import { createHash } from "node:crypto";
import type { AuditDraft, AuditRow } from "../store/index.ts";
import { canonicalJson } from "../base/canonical-json.ts";

const LEAF_PREFIX = Uint8Array.of(0); // RFC 6962 §2.1: a leaf's hash begins with 0x00.

/** The end of a chain: what the next entry builds on. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** Before the first entry. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: new Uint8Array(32) };

/**
 * Makes the next entry of a chain.
 *
 * `body_hash = SHA-256(salt || body)`, so that a body can be erased later without breaking the chain, and
 * `hash = SHA-256(0x00 || canonical head || prev)`.
 */
export function nextEntry(head: ChainHead, draft: AuditDraft, at: number, salt: Uint8Array): AuditRow {
  const body = canonicalJson(draft.body);
  const entry = {
    seq: head.seq + 1,
    at,
    actor: draft.actor,
    action: draft.action,
    subject: draft.subject,
    salt,
    body,
    body_hash: bodyHash(salt, body),
    prev: head.hash,
  };
  return { ...entry, hash: entryHash(entry) };
}

/** SHA-256 over the salt and the body as stored. */
export function bodyHash(salt: Uint8Array, body: string): Uint8Array {
  return createHash("sha256").update(salt).update(body).digest();
}

/** The hash that chains an entry to the one before. */
export function entryHash(entry: Omit<AuditRow, "hash" | "body" | "salt">): Uint8Array {
  const head = JSON.stringify([entry.seq, entry.at, entry.actor, entry.action, entry.subject, hex(entry.body_hash)]);
  return createHash("sha256").update(LEAF_PREFIX).update(head).update(entry.prev).digest();
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}
