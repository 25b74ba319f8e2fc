import type { AuditStatus } from "../../src-contract/audit.ts";
import { actorName } from "../base/actor.ts";
import { Secret } from "../base/secret.ts";
import { contractError } from "../rpc/index.ts";
import { actorOf, orgOf, type HandlerContext } from "./base.ts";
import { proveAgain } from "./opening.ts";
import type { Org, Studio } from "./org.ts";

/** What is missing at the end of the log, as people see it. */
export async function lossOf(org: Pick<Org, "logLoss" | "audit">): Promise<AuditStatus["loss"]> {
  const lost = await org.logLoss();
  if (lost === null) return null;
  return { remembered: lost.map(({ from, entries }) => ({ from, entries })), proven: await org.audit.provenEnd() };
}

/**
 * Lets a log that lost its end go on from where it ends now. The entry that says so names what was remembered, so that what is lost stays
 * known for as long as the log is. What was approved in advance so many times ends first: its uses are counted from the log.
 */
export async function acceptLoss(
  studio: Studio,
  context: HandlerContext,
  { passphrase: text, reason }: { readonly passphrase: string; readonly reason: string },
): Promise<void> {
  const org = orgOf(studio, context);
  const by = actorOf(context);
  const remembered = await org.logLoss();
  if (remembered === null) throw contractError("conflict", "The log contains all that is remembered of it.");
  using passphrase = Secret.fromText(text);
  const proof = { kind: "passphrase", passphrase } as const;
  await proveAgain(studio, org, { memberId: by.id, action: "audit.loss-confirmed" }, () =>
    org.vault.verify(by.id, proof),
  );
  const ended = await org.access.standing.endCounted(by);
  const { seq, hash } = org.audit.head();
  const here = { entries: seq, hash, proven: await org.audit.provenEnd() };
  const body = { reason, here, remembered: remembered.map((one) => ({ ...one })), ended };
  const entry = { actor: actorName(by), action: "audit.loss-accepted", subject: org.id, body };
  const fault = await org.acceptLogEnd(entry);
  if (fault !== null)
    throw contractError("conflict", `What is left of the log is not whole, so it is not signed: ${fault}.`);
  org.events.changed(["audit", "standing", "sessions"]);
}
