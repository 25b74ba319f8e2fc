import { setImmediate } from "node:timers/promises";
import type { OrgSettings } from "../../src-contract/studio.ts";
import type { AuditLog } from "../audit/index.ts";
import { GATEHOUSE_ACTOR } from "../base/actor.ts";
import type { Clock } from "../base/clock.ts";
import { eraseCallBodies } from "../store/index.ts";

const DAY_MS = 24 * 60 * 60 * 1000;
const CALLS_A_BATCH = 200;

export interface RetentionParts {
  readonly audit: Pick<AuditLog, "write" | "eraseBodies">;
  readonly clock: Clock;
  readonly settings: () => OrgSettings;
}

/**
 * Erases what is older than the organization keeps it: arguments and results of calls, and what entries of the log say beyond who did what
 * to what. A batch at a time, each with its entry; what proves the log stays.
 */
export async function eraseOldBodies({ audit, clock, settings }: RetentionParts): Promise<void> {
  const { retentionDays, auditRetentionDays } = settings();
  await eraseCalls(audit, clock.now() - retentionDays * DAY_MS);
  await audit.eraseBodies(clock.now() - auditRetentionDays * DAY_MS);
}

async function eraseCalls(audit: Pick<AuditLog, "write">, before: number): Promise<void> {
  for (;;) {
    let erased = 0;
    await audit.write("durable", async (tx) => {
      erased = await eraseCallBodies(tx, before, CALLS_A_BATCH);
      const entry = { actor: GATEHOUSE_ACTOR, action: "calls.bodies-erased", subject: "calls" };
      return erased === 0 ? [] : [{ ...entry, body: { erased, before } }];
    });
    if (erased < CALLS_A_BATCH) return;
    await setImmediate();
  }
}
