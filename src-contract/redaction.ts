/** Redaction as people set it up and try it. */
import * as z from "zod";
import { moment } from "./values.ts";

/** Personal data that can be removed. */
export const personalKind = z.enum(["email", "phone", "card", "iban", "national-id"]);
export type PersonalKind = z.infer<typeof personalKind>;

/**
 * An organization's own pattern: a JavaScript regular expression without flags but `i`. A group named `secret` is what is removed; without
 * one it is the whole match. Patterns that can take more than linear time are refused.
 */
export const ownPattern = z.object({
  /** Lower-case letters, digits and dashes; placeholders carry it as `own-<name>`. */
  name: z.string().regex(/^[a-z][a-z0-9-]{1,38}$/, "2 to 39 lower-case letters, digits and dashes, a letter first"),
  pattern: z.string().min(3).max(500),
  isCaseSensitive: z.boolean(),
});
export type OwnPattern = z.infer<typeof ownPattern>;

/** What an organization sets for redaction. Secrets are always removed; nothing here switches a rule off. */
export const redactionSettings = z.object({
  personal: z.array(personalKind).max(5),
  patterns: z
    .array(ownPattern)
    .max(50)
    .refine((all) => new Set(all.map((one) => one.name)).size === all.length, "each name may appear once"),
});
export type RedactionSettings = z.infer<typeof redactionSettings>;

/** Whether a pattern may be used. */
export const patternCheck = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ok") }),
  /** `example`: a text on which it takes too long, where one was found. */
  z.object({ kind: z.literal("refused"), reason: z.string(), example: z.string().nullable() }),
]);
export type PatternCheck = z.infer<typeof patternCheck>;

/** Something that was found in a text. Offsets count UTF-16 code units of the text as given; `end` is exclusive. */
export const redactionFinding = z.object({
  kind: z.string(),
  start: z.int(),
  end: z.int(),
  placeholder: z.string(),
});
export type RedactionFinding = z.infer<typeof redactionFinding>;

/** A text to try the rules on. It is kept nowhere. */
export const tryRedactionInput = z.object({ text: z.string().max(1_048_576) });
/** What the rules make of a text. `stripped`: invisible characters and terminal escapes that would be taken out as well. */
export const triedRedaction = z.object({
  text: z.string(),
  findings: z.array(redactionFinding),
  stripped: z.int(),
  /** Phrases that look like instructions to a model. A label, no protection. */
  phrases: z.array(z.string()),
  tookMs: z.number(),
});
export type TriedRedaction = z.infer<typeof triedRedaction>;

/** Everything that redaction looks for, for people. */
export const redactionRule = z.object({
  kind: z.string(),
  group: z.enum(["vault", "vendor", "structure", "network", "personal", "own"]),
});
export type RedactionRule = z.infer<typeof redactionRule>;

/** What redaction did in the last 30 days: how often each kind was removed. */
export const redactionCount = z.object({ kind: z.string(), count: z.int(), lastAt: moment });
export type RedactionCount = z.infer<typeof redactionCount>;
