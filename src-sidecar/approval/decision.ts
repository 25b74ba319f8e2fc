import * as z from "zod";
import { digest, memberId } from "../../src-contract/ids.ts";
import { moment } from "../../src-contract/values.ts";

const decidedBy = z.object({ id: memberId, name: z.string() });

/**
 * What a person decided about a waiting call, as it is stored and audited.
 *
 * `digest` is that of the card that was shown; `executedDigest` that of what may be sent.
 */
export const decision = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("approved"), by: decidedBy, at: moment, digest, reason: z.string().optional() }),
  z.object({
    kind: z.literal("approved-edited"),
    by: decidedBy,
    at: moment,
    digest,
    executedDigest: digest,
    reason: z.string().optional(),
  }),
  z.object({ kind: z.literal("denied"), by: decidedBy, at: moment, digest, reason: z.string() }),
]);

/** A decision. @see decision */
export type Decision = z.infer<typeof decision>;

/** The digest of what a decision lets through; null when it lets nothing through. */
export function digestLetThrough(made: Decision): string | null {
  switch (made.kind) {
    case "approved":
      return made.digest;
    case "approved-edited":
      return made.executedDigest;
    case "denied":
      return null;
  }
}
