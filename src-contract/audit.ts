/** The audit log as people read, prove and export it. */
import * as z from "zod";
import { callId, digest } from "./ids.ts";
import { jsonObject, moment, secretInput } from "./values.ts";

/** An entry of the audit log. */
export const auditEntry = z.object({
  seq: z.int(),
  at: moment,
  actor: z.string(),
  action: z.string(),
  subject: z.string(),
  /** Null: erased by retention, or kept from the role of who asks. */
  detail: jsonObject.nullable(),
  isErased: z.boolean(),
  hash: digest,
});
export type AuditEntry = z.infer<typeof auditEntry>;

/** Which entries, newest first; all that are given must hold. */
export const auditFilter = z.object({
  before: z.int().optional(),
  limit: z.int().min(1).max(200),
  /** `calls`: what agents and operators did with calls. `admin`: changes of what is allowed. `vault`: keys, sign-ins, secrets. */
  kind: z.enum(["all", "calls", "admin", "vault"]),
  /** Words looked for in actor, action and subject. */
  text: z.string().max(200).optional(),
  actor: z.string().max(200).optional(),
  subject: z.string().max(200).optional(),
  from: moment.optional(),
  to: moment.optional(),
});
export type AuditFilter = z.infer<typeof auditFilter>;
/** A page of the audit log, newest first. */
export const auditPage = z.object({ entries: z.array(auditEntry), hasMore: z.boolean() });

/** How many entries fell into each stretch of time, for the timeline. */
export const auditTimelineInput = auditFilter
  .omit({ before: true, limit: true })
  .extend({ from: moment, to: moment, buckets: z.int().min(1).max(200) });
/** `counts[i]` entries fell into the stretch that begins at `from + i * bucketMs`. */
export const auditTimeline = z.object({ from: moment, bucketMs: z.int(), counts: z.array(z.int()) });
export type AuditTimeline = z.infer<typeof auditTimeline>;

/** What a check of the whole log found. */
export const auditVerification = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("intact"),
    entries: z.int(),
    head: digest,
    /** The RFC 6962 root over all entries. */
    root: digest,
    /** How many of the first entries the newest signed checkpoint covers. */
    signed: z.int(),
    checkpoints: z.int(),
    tookMs: z.int(),
  }),
  z.object({ kind: z.literal("broken"), entries: z.int(), atSeq: z.int(), reason: z.string() }),
]);
export type AuditVerification = z.infer<typeof auditVerification>;

/** How the log stands. `checkpoint`: the newest signed one as a C2SP signed note, to be kept somewhere else. */
export const auditStatus = z.object({
  entries: z.int(),
  unsigned: z.int(),
  checkpoint: z.object({ at: moment, size: z.int(), note: z.string() }).nullable(),
  /** The verifier key (C2SP `<name>+<id>+<key>`) that signs today, and since when. */
  verifierKey: z.string().nullable(),
  keySince: moment.nullable(),
  /** The organization's admin keys in the same form, the present one first: what a proof has to lead back to. */
  adminKeys: z.array(z.string()),
  erasedBodies: z.int(),
  /** The log does not contain what is remembered of it outside its database: its end is lost, and nothing is signed. Null: it does. */
  loss: z
    .object({
      /** Who remembers how many entries. */
      remembered: z.array(z.object({ from: z.string(), entries: z.int() })),
      /** How many of the first entries are proven by a checkpoint that is still here. */
      proven: z.int(),
    })
    .nullable(),
});
export type AuditStatus = z.infer<typeof auditStatus>;

/** Takes the log as it ends here for what counts. `reason` is written into it, with what was remembered. */
export const acceptLossInput = z.object({ passphrase: secretInput, reason: z.string().trim().min(1).max(500) });

/** Which entries to export and how. `jsonl` carries what proves each entry; `csv` is for reading. */
export const auditExportInput = auditFilter
  .omit({ before: true, limit: true })
  .extend({ format: z.enum(["jsonl", "csv"]) });
export type AuditExportInput = z.infer<typeof auditExportInput>;
/** A piece of an export: text to append, and how far it is. */
export const auditExportPiece = z.object({ text: z.string(), done: z.int(), total: z.int() });

/** Which call's decision to prove. */
export const auditProofInput = z.object({ callId });
/** A file that proves one call's decision without the log or the studio; see `gatehouse audit verify --proof`. */
export const auditProof = z.object({ fileName: z.string(), text: z.string() });
