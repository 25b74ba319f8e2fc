import { LOCKED_EXIT_CODE } from "../src-contract/host.ts";
import { GATEHOUSE_ACTOR } from "./base/actor.ts";
import type { RunningStudio } from "./build-studio.ts";
import type { Host } from "./host-link.ts";

/** How long closing may take once it was decided. */
const END_WITHIN_MS = 4_000;

/** How this process comes to its end: by a lock, after which the host starts the next one, or for good. */
export interface Lifetime {
  /** Locks every vault; the process ends once that is done. */
  lock(reason: string): Promise<void>;
  /** Locks, finishes what is being done, and ends for good. */
  quit(): Promise<void>;
}

/**
 * @param locked Resolves when every vault that was open has been locked, whoever asked for it.
 * @param stopListening Closes what would let anyone in.
 */
export function createLifetime(
  host: Host,
  { studio, close, answered }: RunningStudio,
  locked: Promise<void>,
  stopListening: () => void,
): Lifetime {
  let isEnding = false;
  let isQuitting = false;
  const end = async (exitCode: number): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    stopListening();
    await answered(); // The keys are gone; a refresh token that a provider has changed just now must not go as well.
    setTimeout(() => process.exit(exitCode), END_WITHIN_MS); // However it hangs: what was in memory goes.
    await close().catch((error: unknown) => studio.log("the studio did not close well", { error: String(error) }));
    await host.flushed();
    process.exit(exitCode);
  };
  // Keys, passphrases and secrets were in strings and in pages that nothing can wipe: they end with the process, and the next one is locked.
  void locked.then(() => (isQuitting ? undefined : end(LOCKED_EXIT_CODE)));
  // The vault is locked all the same when the log could not take it down.
  const lock = (reason: string): Promise<void> =>
    studio
      .lock(GATEHOUSE_ACTOR, reason)
      .catch((error: unknown) => studio.log("the lock could not be recorded", { error: String(error) }));
  return {
    lock,
    quit: async () => {
      if (isQuitting) return;
      isQuitting = true;
      await lock("the studio was closed");
      await end(0);
    },
  };
}
