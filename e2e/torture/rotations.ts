import { setTimeout as sleep } from "node:timers/promises";
import type { PeopleDoor } from "../harness/studio.ts";

const LOOK_EVERY_MS = 20;

/** What rotation was seen to do, over all the deaths of a studio. */
export interface Rotations {
  begun: number;
  finished: number;
  /** Whether one was running when it was last looked at. */
  isRunning: boolean;
}

/** Begins a rotation whenever none is running, until `signal` aborts. */
export async function rotateAgainAndAgain(door: PeopleDoor, rotations: Rotations, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { rotation } = await door.vault.status();
    const wasRunning = rotations.isRunning;
    rotations.isRunning = rotation.kind === "running";
    if (wasRunning && !rotations.isRunning) rotations.finished += 1;
    if (!rotations.isRunning) {
      await door.vault.rotate();
      rotations.begun += 1;
      rotations.isRunning = true;
    }
    await sleep(LOOK_EVERY_MS);
  }
}
