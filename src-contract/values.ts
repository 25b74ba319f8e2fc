/** Values that several parts of the contract share. */
import * as z from "zod";

/** A moment, in milliseconds since the Unix epoch. */
export const moment = z.int().nonnegative();

/** A name that a person gives: 1 to 80 characters, no control characters, no space at its ends. */
export const displayName = z
  .string()
  .min(1)
  .max(80)
  .regex(/^[^\u0000-\u001f\u007f-\u009f]+$/, "must have no control characters")
  .refine((text) => text === text.trim(), "must not start or end with a space");

/**
 * A secret on its way in: 1 to 65,536 characters. It becomes a `Secret` at the sidecar's door and appears in no reply.
 */
export const secretInput = z.string().min(1).max(65_536);

/** A passphrase on its way in: 8 to 1,024 characters. */
export const passphraseInput = z
  .string()
  .min(8, "must have at least 8 characters")
  .max(1024, "must have at most 1,024 characters");

/**
 * A secret that Gatehouse made and shows exactly once. The only kind of secret that a reply may carry; the test of the contract's
 * outputs knows it by this mark.
 */
export const shownOnce = z.string().meta({ gatehouse: "shown-once" });

/** A value that JSON can carry. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** An object that JSON can carry. */
export type JsonObject = { readonly [key: string]: Json };

/** Any JSON value. */
export const json: z.ZodType<Json> = z.json();

/** A JSON object, as tool arguments are. */
export const jsonObject: z.ZodType<JsonObject> = z.record(z.string(), z.json());

/** How far a call can reach, from PRODUCT's risk classes; `unknown` is the default of everything new. */
export const riskClass = z.enum(["read-only", "moderate", "dangerous", "unknown"]);
export type RiskClass = z.infer<typeof riskClass>;

/** How much of an agent's session runs without a person. `autonomous` holds only together with a scope. */
export const trustLevel = z.enum(["manual", "supervised", "autonomous"]);
export type TrustLevel = z.infer<typeof trustLevel>;

/** A trust level that needs no scope: what a policy starts with, and what an operator sets. */
export const plainTrustLevel = trustLevel.exclude(["autonomous"]);
export type PlainTrustLevel = z.infer<typeof plainTrustLevel>;

/** What a member may do: admins curate, operators decide, members connect their own accounts. */
export const role = z.enum(["admin", "operator", "member"]);
export type Role = z.infer<typeof role>;

/** A member as others see them. */
export const memberRef = z.object({ id: z.uuid(), name: z.string() });
export type MemberRef = z.infer<typeof memberRef>;
