import * as z from "zod";
import type { JsonObject } from "../base/canonical-json.ts";
import { openWithEntryKey, readClearBody } from "./body.ts";
import { bodyHash, entryHash, hex, isSame } from "./chain.ts";
import { isIntroduced, parseIntroduction, type Introduction } from "./introduction.ts";
import { rootFromProof } from "./merkle.ts";
import { adminNameOf, originOf, parseVerifierKey, readCheckpoint, verifierKeyText } from "./note.ts";
import { PROOF_FORMAT } from "./proof.ts";

const MAX_TEXT = 64 * 1024 * 1024;
const hash = z.string().regex(/^[0-9a-f]{64}$/);
const base64 = z
  .base64()
  .refine((text) => Buffer.from(text, "base64").toString("base64") === text, "must be written in the one way") // No bits to spare.
  .nullable();

const file = z.strictObject({
  gatehouse: z.literal(PROOF_FORMAT),
  orgId: z.uuid(),
  subject: z.string(),
  checkpoint: z.string(),
  keys: z.array(z.unknown()).min(1),
  entries: z
    .array(
      z.strictObject({
        seq: z.int().min(1),
        at: z.int(),
        actor: z.string(),
        action: z.string(),
        subject: z.string(),
        detail: z.record(z.string(), z.unknown()).nullable(),
        salt: base64,
        body: base64,
        key: base64,
        bodyHash: hash,
        prev: hash,
        hash,
        proof: z.array(hash).max(64),
      }),
    )
    .min(1),
});
type Proof = z.infer<typeof file>;
type ProofEntry = Proof["entries"][number];

/** An entry that a proof proves. `detail` is null where its body was erased or is not shown. */
export interface ProvenEntry {
  readonly seq: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly detail: JsonObject | null;
}

/** What a check of a proof found. */
export type ProofFinding =
  | {
      readonly kind: "proven";
      readonly orgId: string;
      readonly subject: string;
      readonly entries: readonly ProvenEntry[];
      /** The size of the log that the checkpoint covers. */
      readonly size: number;
      /** The admin key that everything leads back to; null: to the given key alone. */
      readonly adminKey: string | null;
      /** What that is worth, for people. */
      readonly trust: string;
    }
  | { readonly kind: "unproven"; readonly reason: string };

/**
 * Checks a proof with nothing but itself.
 *
 * @param key The verifier key that it has to lead back to: the organization's admin key or one that signed the log. Null: it is told
 * which admin key it leads back to, for people to compare.
 */
export function checkProof(text: string, key: string | null): ProofFinding {
  try {
    const proof = readProof(text);
    const { trust, adminKey, signer } = checkKeys(proof, key);
    const read = readCheckpoint(proof.checkpoint);
    if (read === null || read.checkpoint.origin !== originOf(proof.orgId))
      throw new Unproven("Its checkpoint cannot be read.");
    if (!read.isSignedBy(signer)) throw new Unproven("Its checkpoint is not signed by the key that it leads to.");
    const { size, root } = read.checkpoint;
    const entries = proof.entries.map((entry) => provenEntry(proof, entry, { size, root }));
    return { kind: "proven", orgId: proof.orgId, subject: proof.subject, entries, size, adminKey, trust };
  } catch (error) {
    if (error instanceof Unproven) return { kind: "unproven", reason: error.message };
    throw error;
  }
}

/** Why a proof does not hold. Never leaves this file. */
class Unproven extends Error {}

function readProof(text: string): Proof {
  let value: unknown;
  try {
    value = text.length > MAX_TEXT ? undefined : JSON.parse(text);
  } catch {
    value = undefined; // Refused by the schema, with one reason for both.
  }
  const parsed = file.safeParse(value);
  if (!parsed.success) throw new Unproven("The file is no proof of an audit log.");
  return parsed.data;
}

/** Follows the keys from the first, which an admin or the reader vouches for, to the one that signs. */
function checkKeys({ orgId, keys }: Proof, given: string | null) {
  const wanted = given === null ? null : parseVerifierKey(given);
  if (given !== null && wanted === null) throw new Unproven("The key that was given is no verifier key.");
  let before: Introduction | null = null;
  let isTrusted = false;
  let admin: Uint8Array | null = null;
  for (const value of keys) {
    const next = parseIntroduction(value, orgId);
    if (next === null) throw new Unproven("A key is not introduced in due form.");
    const isWanted = wanted !== null && isSame(wanted.publicKey, next.key.publicKey);
    const adminKeys = next.admin === null ? [] : [next.admin.publicKey];
    const isNext = before === null || next.number === before.number + 1;
    // Of the first one, what signed it is known only when that was an admin, or when the reader knows the key itself.
    const holds = isIntroduced(orgId, next, before?.key ?? null, adminKeys) || (before === null && isWanted);
    if (!isNext || !holds) throw new Unproven(`Key ${next.number} is not introduced by the one before it.`);
    if (next.admin !== null) admin = next.admin.publicKey;
    if (isWanted || (wanted !== null && next.admin && isSame(wanted.publicKey, next.admin.publicKey))) isTrusted = true;
    before = next;
  }
  if (before === null) throw new Unproven("The file is no proof of an audit log.");
  if (wanted !== null && !isTrusted) throw new Unproven("It does not lead back to the key that was given.");
  const adminKey = admin && verifierKeyText({ name: adminNameOf(orgId), publicKey: admin });
  const trust =
    wanted !== null
      ? "It leads back to the key that was given."
      : `It leads back to this admin key; compare it with what you know of the organization: ${adminKey}`;
  return { signer: before.key, adminKey, trust };
}

function provenEntry(
  { orgId, subject }: Proof,
  entry: ProofEntry,
  { size, root }: { readonly size: number; readonly root: Uint8Array },
): ProvenEntry {
  const fail = (reason: string) => new Unproven(`Entry ${entry.seq} ${reason}.`);
  if (entry.subject !== subject) throw fail("is about something else");
  const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));
  const { seq, at, actor, action } = entry;
  const head = { seq, at, actor, action, subject, body_hash: bytes(entry.bodyHash), prev: bytes(entry.prev) };
  const leaf = entryHash(head);
  if (hex(leaf) !== entry.hash) throw fail("is not what its hash covers");
  const found = rootFromProof(leaf, { index: seq - 1, size }, entry.proof.map(bytes));
  if (found === null || !isSame(found, root)) throw fail("is not in the log that was signed");
  const detail = detailOf(orgId, entry);
  if (JSON.stringify(sorted(detail)) !== JSON.stringify(sorted(entry.detail)))
    throw fail("does not say what its body says");
  return { seq, at, actor, action, detail };
}

function detailOf(orgId: string, { seq, salt, body, key, bodyHash: hashed }: ProofEntry): JsonObject | null {
  const fail = (reason: string) => new Unproven(`The body of entry ${seq} ${reason}.`);
  if (body === null || salt === null) return null;
  const stored = new Uint8Array(Buffer.from(body, "base64"));
  const salted = new Uint8Array(Buffer.from(salt, "base64"));
  if (hex(bodyHash(salted, stored)) !== hashed) throw fail("is not the one that was hashed");
  const clear = readClearBody(stored);
  if (clear !== null) return clear;
  if (key === null) return null;
  const opened = openWithEntryKey(new Uint8Array(Buffer.from(key, "base64")), { orgId, seq, salt: salted }, stored);
  if (opened === null) throw fail("does not open with the key beside it");
  return opened;
}

/** Members in one order, so that two objects are compared by what they hold. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]: [string, unknown]) => [name, sorted(member)]),
  );
}
