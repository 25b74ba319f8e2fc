import type { ApprovedCall } from "../base/approved-call.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import { assertDecidable, assertReviewable, type Decision } from "../approval/index.ts";
import type { ApprovalVote } from "../../src-contract/gate.ts";
import {
  callById,
  endCall,
  insertCall,
  moveCall,
  type AuditDraft,
  type NewCallRow,
  type OrgDb,
} from "../store/index.ts";
import { sealText } from "./bodies.ts";
import { writeDecision } from "./sealed-decision.ts";
import { CallError } from "./call-error.ts";
import type { CallEnding, LiveCall } from "./live-call.ts";
import type { CallPorts } from "./ports.ts";
import { writeVotes } from "./sealed-votes.ts";

type Ports = Pick<CallPorts, "audit" | "vault" | "clock">;

/** What is kept of an answer that is an error. */
export const TOOL_ERROR = { code: "tool_error", message: "The tool reported an error." } as const;

/** Writes that a call waits for a person: on the disk before anyone is told. */
export async function journalAsked(ports: Ports, call: LiveCall): Promise<void> {
  const row = newRow(ports, call, { state: "awaiting" });
  await ports.audit.write("durable", async (tx) => {
    insertCall(tx, row);
    return [entry(call, askerOf(call), "call.asked", { ...verdictBody(call), digest: call.digest })];
  });
  call.state = "awaiting";
  call.recorded.resolve();
}

/** Writes that a call was refused by a rule. */
export async function journalRefused(ports: Ports, call: LiveCall): Promise<void> {
  const row = newRow(ports, call, { state: "refused", ended_at: ports.clock.now() });
  await ports.audit.write("ordered", async (tx) => {
    insertCall(tx, row);
    return [entry(call, askerOf(call), "call.refused", { ...verdictBody(call), digest: call.digest })];
  });
  call.state = "refused";
  call.recorded.resolve();
}

/** Writes one yes to a call that needs several. @throws {ApprovalError} when the call ended or was decided in the meantime. */
export async function journalVote(
  ports: Ports,
  call: LiveCall,
  votes: readonly ApprovalVote[],
  needed: number,
): Promise<void> {
  const vote = votes.at(-1);
  if (!vote) throw new Error("internal: no vote to write");
  await ports.audit.write("durable", async (tx) => {
    const isMoved = await moveCall(tx, call.id, "awaiting", { votes: writeVotes(ports.vault, call, votes) });
    if (!isMoved) throw await tooLate(tx, call);
    const body = {
      digest: call.digest,
      votes: votes.length,
      needed,
      ...(vote.reason !== null && { reason: vote.reason }),
    };
    return [entry(call, `member:${vote.by.name}`, "call.vote", body)];
  });
  call.votes = votes;
}

/** What goes with a decision. */
export interface DecisionParts {
  /** The edited arguments; null: as they were asked for. */
  readonly edited: JsonObject | null;
  /** Everyone who said yes; empty where one person is enough. */
  readonly votes: readonly ApprovalVote[];
}

/** Writes what a person decided. @throws {ApprovalError} when somebody else decided, or the call ended, in the meantime. */
export async function journalDecision(
  ports: Ports,
  call: LiveCall,
  made: Decision,
  { edited, votes }: DecisionParts,
): Promise<void> {
  const isDenied = made.kind === "denied";
  const executed = edited === null ? null : sealText(ports.vault, call.id, "executed", JSON.stringify(edited));
  await ports.audit.write("durable", async (tx) => {
    const isMoved = await moveCall(tx, call.id, "awaiting", {
      state: isDenied ? "denied" : "approved",
      decision: writeDecision(ports.vault, call.id, made),
      decided_by: made.by.name,
      executed,
      executed_digest: made.kind === "approved-edited" ? made.executedDigest : null,
      ended_at: isDenied ? made.at : null,
      ...(votes.length > 0 && { votes: writeVotes(ports.vault, call, votes) }),
    });
    if (!isMoved) throw await tooLate(tx, call);
    return [entry(call, `member:${made.by.name}`, `call.${made.kind}`, decisionBody(made, votes))];
  });
  call.votes = votes.length > 0 ? votes : call.votes;
  call.state = isDenied ? "denied" : "approved";
}

/**
 * Writes that a call is about to be sent. Nothing may be sent before this has resolved.
 *
 * @returns `onDisk` resolves when the intent is proof against a power cut, and nobody is answered before that. It has resolved already
 * unless the call only reads: then the disk works while the connector does.
 */
export async function journalIntent(
  ports: Ports & Pick<CallPorts, "standingUsed">,
  call: LiveCall,
  approved: ApprovedCall,
): Promise<{ readonly onDisk: Promise<void> }> {
  const sentAt = ports.clock.now();
  const { verdict, risk, credentials } = call.shown;
  const intent = entry(call, askerOf(call), "call.sent", {
    digest: approved.digest,
    riskClass: risk.riskClass,
    verdict: verdict.kind,
    ...verdictBody(call),
    credentials: credentials.map(({ name, as }) => ({ name, as })),
  });
  const onlyReads = verdict.kind === "allow" && risk.riskClass === "read-only";
  if (verdict.kind === "allow") {
    const row = newRow(ports, call, { state: "executing", sent_at: sentAt });
    await ports.audit.write(onlyReads ? "ordered" : "durable", async (tx) => {
      insertCall(tx, row);
      if (isInAdvance(verdict)) await ports.standingUsed(tx, verdict, call.id);
      return [intent];
    });
  } else {
    await ports.audit.write("durable", async (tx) => {
      const isMoved = await moveCall(tx, call.id, "approved", { state: "executing", sent_at: sentAt });
      if (!isMoved) throw new CallError("not_waiting", "This call is not waiting to be sent.");
      return [intent];
    });
  }
  call.state = "executing";
  call.recorded.resolve();
  return { onDisk: onlyReads ? ports.audit.onDisk() : Promise.resolve() };
}

/** Writes the outcome. It survives our death; the next intent makes it proof against a power cut. */
export async function journalEnding(ports: Ports, call: LiveCall, ending: CallEnding): Promise<void> {
  // A locked vault cannot seal a result: then the outcome is kept and the body is not.
  const result =
    ending.text === null || !ports.vault.isOpen() ? null : sealText(ports.vault, call.id, "result", ending.text);
  const bytes = ending.text === null ? null : Buffer.byteLength(ending.text);
  await ports.audit.write("ordered", async (tx) => {
    const isEnded = endCall(tx, call.id, {
      state: ending.state,
      failure: ending.failure === null ? null : JSON.stringify(ending.failure),
      redactions: JSON.stringify(ending.notes),
      redaction_count: ending.notes.length,
      result,
      result_bytes: bytes,
      notice: sealedNotice(ports, call, ending.notice),
      ended_at: ports.clock.now(),
    });
    if (!isEnded) return [];
    return [entry(call, ending.actor, `call.${ending.state}`, endingBody(ending, bytes))];
  });
  call.state = ending.state;
}

/** Phrases are a server's text, so they are sealed; nothing noticed is nothing kept. */
export function sealedNotice({ vault }: Ports, { id }: LiveCall, notice: CallEnding["notice"]): Uint8Array | null {
  if (notice === null || (notice.stripped === 0 && notice.phrases.length === 0) || !vault.isOpen()) return null;
  return sealText(vault, id, "notice", JSON.stringify(notice));
}

/** Why a decision came too late: what is stored says more than what is in memory. */
export async function tooLate(tx: OrgDb, { id, digest, state }: LiveCall): Promise<Error> {
  const row = await callById(tx, id);
  try {
    if (row && state === "reviewing") assertReviewable({ state: row.state, digest }, digest);
    else if (row) assertDecidable({ state: row.state, digest }, digest);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return new CallError("not_waiting", "This call is not waiting any more.");
}

function newRow(
  ports: Ports,
  call: LiveCall,
  step: Pick<NewCallRow, "state"> & Partial<Pick<NewCallRow, "sent_at" | "ended_at">>,
): NewCallRow {
  const { tool, shown } = call;
  const { asker } = shown;
  return {
    id: call.id,
    session_id: asker.kind === "agent" ? asker.sessionId : null,
    key_id: asker.kind === "agent" ? asker.keyId : null,
    member_id: call.actsAs,
    connector_id: tool.connectorId,
    tool_id: tool.id,
    connector_name: tool.connectorName,
    tool_name: tool.name,
    exposed_name: tool.exposedName,
    asker_name: askerName(call),
    risk_class: shown.risk.riskClass,
    verdict: shown.verdict.kind,
    digest: call.digest,
    executed_digest: null,
    definition_digest: tool.definitionDigest,
    shown: JSON.stringify(shown),
    decision: null,
    decided_by: null,
    failure: null,
    redactions: "[]",
    redaction_count: 0,
    proposed: sealText(ports.vault, call.id, "proposed", JSON.stringify(call.proposed)),
    executed: null,
    result: null,
    result_bytes: null,
    received_at: call.receivedAt,
    expires_at: call.expiresAt,
    sent_at: null,
    ended_at: null,
    ...step,
  };
}

export function entry(call: LiveCall, actor: string, action: string, body: JsonObject): AuditDraft {
  const { connectorName, operation, name } = call.tool;
  const what = operation === "tools/call" ? { tool: name } : { operation };
  const isRoutine = call.shown.risk.riskClass === "read-only";
  return { actor, action, subject: call.id, body: { connector: connectorName, ...what, ...body }, isRoutine };
}

/** Why it runs, asks or is refused, with what was considered and did not apply. */
function verdictBody({ shown: { verdict } }: LiveCall): { readonly reason: Json; readonly notApplied?: Json } {
  const { reason, notApplied = [] } = verdict;
  if (notApplied.length === 0) return { reason };
  return {
    reason,
    notApplied: notApplied.map(({ path, ...rest }) => ({ ...rest, ...(path !== undefined && { path }) })),
  };
}

function isInAdvance({ reason }: LiveCall["shown"]["verdict"]): boolean {
  return reason.kind === "standing-approval" || reason.kind === "in-scope";
}

function decisionBody(made: Decision, votes: readonly ApprovalVote[]): JsonObject {
  const approvers = votes.length === 0 ? {} : { approvers: votes.map(({ by }) => by.name) };
  const reason = made.reason === undefined ? {} : { reason: made.reason };
  switch (made.kind) {
    case "approved":
      return { digest: made.digest, ...approvers, ...reason };
    case "approved-edited":
      return { digest: made.digest, executedDigest: made.executedDigest, ...reason };
    case "denied":
      return { digest: made.digest, ...reason };
  }
}

function endingBody(ending: CallEnding, bytes: number | null): JsonObject {
  const { tookMs, failure, notes } = ending;
  return { tookMs, bytes, removed: removedOf(notes), failure: failure?.code ?? null };
}

/** How many of each kind. */
export function removedOf(notes: CallEnding["notes"]): Readonly<Record<string, number>> {
  const removed: Record<string, number> = {};
  for (const { kind } of notes) removed[kind] = (removed[kind] ?? 0) + 1;
  return removed;
}

/** Who asked, as lists show it. */
export function askerName(call: Pick<LiveCall, "shown">): string {
  const { asker } = call.shown;
  return asker.kind === "agent" ? asker.keyName : asker.member.name;
}

/** Who asked, as the audit log names them. */
export function askerOf(call: Pick<LiveCall, "shown">): string {
  return `${call.shown.asker.kind}:${askerName(call)}`;
}
