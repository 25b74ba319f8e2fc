import { setTimeout as sleep } from "node:timers/promises";
import type { SeededRandom } from "../../testkit/seeded-random.ts";
import type { PeopleDoor } from "../harness/studio.ts";

const LOOK_EVERY_MS = 15;
const WAYS = ["approved", "approved", "approved", "edited", "denied"] as const;
type Way = (typeof WAYS)[number];

/** What an operator saw and what became of it, over all the deaths of a studio. */
export interface Desk {
  /** Calls that were seen to wait and whose decision nobody has confirmed. */
  readonly open: Set<string>;
  readonly decided: Map<string, Way>;
}

/** Decides whatever waits, one way or the other, until `signal` aborts. */
export async function decideAll(
  door: PeopleDoor,
  desk: Desk,
  random: SeededRandom,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const waiting = await door.approvals.list();
    for (const { callId } of waiting) desk.open.add(callId);
    for (const { callId, digest } of waiting) {
      const way = random.pick<Way>(WAYS);
      try {
        if (way === "approved") await door.approvals.approve({ callId, digest });
        else if (way === "denied") await door.approvals.deny({ callId, digest, reason: "Not this time." });
        else {
          const { arguments: asked } = await door.approvals.card({ callId });
          const text = `${JSON.stringify(asked["text"])} edited`;
          await door.approvals.approveEdited({ callId, digest, arguments: { ...asked, text } });
        }
      } catch (error) {
        if (signal.aborted) return;
        if (codeOf(error) === undefined) throw error; // The line broke.
        if (!["not_waiting", "already_decided"].includes(codeOf(error) ?? "")) throw error;
        continue; // Its agent took it back.
      }
      desk.open.delete(callId);
      desk.decided.set(callId, way);
    }
    await sleep(LOOK_EVERY_MS);
  }
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}
