import * as z from "zod";
import { approvalVote, type ApprovalVote } from "../../src-contract/gate.ts";
import { digest } from "../../src-contract/ids.ts";
import { openText, sealText } from "./bodies.ts";
import type { LiveCall } from "./live-call.ts";
import type { BodyVault } from "./ports.ts";

const sealed = z.object({ digest, votes: z.array(approvalVote) });

/** Votes as they are stored: sealed under the organization's key for this call alone, and bound to what was shown. */
export function writeVotes(
  vault: BodyVault,
  { id, digest: shown }: Pick<LiveCall, "id" | "digest">,
  votes: readonly ApprovalVote[],
): Uint8Array {
  return sealText(vault, id, "votes", JSON.stringify({ digest: shown, votes }));
}

/**
 * The votes of a call; null when they are about something else than what is shown now.
 *
 * @param envelope Null: nobody has voted.
 * @throws {VaultError} when they were not sealed here for this call.
 */
export function openVotes(
  vault: BodyVault,
  { id, digest: shown }: Pick<LiveCall, "id" | "digest">,
  envelope: Uint8Array | null,
): readonly ApprovalVote[] | null {
  const text = openText(vault, id, "votes", envelope);
  if (text === null) return [];
  const stored = sealed.parse(JSON.parse(text));
  return stored.digest === shown ? stored.votes : null;
}
