import type { AuditRow } from "../store/index.ts";
import { sha256 } from "./merkle.ts";

const LEAF_PREFIX = Uint8Array.of(0); // RFC 6962 §2.1: a leaf's hash begins with 0x00.

/** The end of a chain: what the next entry builds on. */
export interface ChainHead {
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** Before the first entry. */
export const EMPTY_CHAIN: ChainHead = { seq: 0, hash: new Uint8Array(32) };

/** What an entry says in the clear. */
export type EntryHead = Pick<AuditRow, "at" | "actor" | "action" | "subject">;

/**
 * Makes the next entry of a chain.
 *
 * `body_hash = SHA-256(salt || body)`, so that a body can be erased later without breaking the chain, and
 * `hash = SHA-256(0x00 || canonical head || prev)`, which is the entry's leaf in the RFC 6962 tree too.
 *
 * @param body The bytes as they are stored.
 */
export function nextEntry(head: ChainHead, facts: EntryHead, salt: Uint8Array, body: Uint8Array): AuditRow {
  const entry = {
    seq: head.seq + 1,
    at: facts.at,
    // What SQLite cannot keep as it is would read back as something else, and look like an edit.
    actor: facts.actor.toWellFormed(),
    action: facts.action.toWellFormed(),
    subject: facts.subject.toWellFormed(),
    body_hash: bodyHash(salt, body),
    prev: head.hash,
  };
  return { ...entry, salt, body, hash: entryHash(entry) };
}

/** SHA-256 over the salt and the body as stored. */
export function bodyHash(salt: Uint8Array, body: Uint8Array): Uint8Array {
  return sha256(salt, body);
}

/** The hash that chains an entry to the one before. */
export function entryHash(entry: Omit<AuditRow, "hash" | "body" | "salt">): Uint8Array {
  const head = JSON.stringify([entry.seq, entry.at, entry.actor, entry.action, entry.subject, hex(entry.body_hash)]);
  return sha256(LEAF_PREFIX, Buffer.from(head), entry.prev);
}

export function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("hex");
}

/** Whether two byte strings are the same. Nothing that this room compares is secret, so it need not be constant-time. */
export function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
