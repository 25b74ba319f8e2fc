import { setTimeout as sleep } from "node:timers/promises";
import type { ApprovalSummary } from "../../src-contract/call.ts";
import type { PeopleDoor } from "./studio.ts";

const POLL_MS = 25;
const PATIENCE_MS = 60_000;

/** Waits until as many calls wait for a person, and returns them, oldest first. */
export async function waiting(door: PeopleDoor, count: number): Promise<readonly ApprovalSummary[]> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const calls = await door.approvals.list();
    if (calls.length === count) return calls;
    if (Date.now() > until) throw new Error(`${calls.length} calls wait, not ${count}`);
    await sleep(POLL_MS);
  }
}

/** Waits until exactly one call waits for a person. */
export async function nextWaiting(door: PeopleDoor): Promise<ApprovalSummary> {
  const [call] = await waiting(door, 1);
  if (!call) throw new Error("internal: one call was counted");
  return call;
}

/** A call that waits at the gate until its agent hangs up. */
export interface HeldCall extends ApprovalSummary {
  hangUp(): Promise<void>;
}

/** Has an agent ask for a call that nobody will decide. */
export async function holdCall(door: PeopleDoor, ask: (signal: AbortSignal) => Promise<unknown>): Promise<HeldCall> {
  const hangUp = new AbortController();
  const ended = ask(hangUp.signal).then(
    () => "answered",
    () => "hung up",
  );
  const call = await nextWaiting(door);
  return {
    ...call,
    async hangUp() {
      hangUp.abort();
      if ((await ended) !== "hung up") throw new Error("the call was answered");
      await waiting(door, 0);
    },
  };
}
