import type { RedactionNote, ResultNotice } from "../../src-contract/call.ts";
import { DEFAULT_APPROVAL } from "../../src-contract/gate.ts";
import { digestCall } from "../approval/index.ts";
import { auditRowsOf, openCalls, moveCall, type CallRow } from "../store/index.ts";
import { VaultError } from "../vault/index.ts";
import { openArguments, openText } from "./bodies.ts";
import {
  gatedCall,
  type CallableTool,
  type CallOutcome,
  type CleanResult,
  type LiveCall,
  type Review,
  type ShownFacts,
} from "./live-call.ts";
import type { CallPorts } from "./ports.ts";
import { heldResult, NOT_KEPT } from "./review.ts";
import { openVotes } from "./sealed-votes.ts";
import { openDecision, readDecision } from "./sealed-decision.ts";
import { emptyLiveCall } from "./receive.ts";
import { withdrawnSince } from "./withdrawn.ts";

/**
 * Closes what a death left open: a call that was sent and never answered is `interrupted`, and is not sent again. Calls that wait
 * or were approved stay as they are, and so do results that wait.
 */
export async function closeInterrupted(ports: Pick<CallPorts, "db" | "audit" | "clock">): Promise<number> {
  const cut = (await openCalls(ports.db)).filter((row) => row.state === "executing" || row.state === "received");
  const message = "Gatehouse stopped before the answer came. What the call did is not known; it was not sent again.";
  for (const row of cut)
    await closeRow(ports, row, { state: "interrupted", failure: { code: "interrupted", message } });
  return cut.length;
}

/** How a call that is only a row ends. */
export interface RowEnding {
  readonly state: "interrupted" | "failed" | "expired";
  readonly failure: { readonly code: string; readonly message: string } | null;
}

/** Ends a call that nobody carries. One that has ended in the meantime stays as it is. */
export async function closeRow(
  ports: Pick<CallPorts, "audit" | "clock">,
  row: CallRow,
  { state, failure }: RowEnding,
): Promise<void> {
  await ports.audit.write("durable", async (tx) => {
    const patch = { state, ended_at: ports.clock.now(), failure: failure && JSON.stringify(failure) };
    if (!(await moveCall(tx, row.id, row.state, patch))) return [];
    const body = { connector: row.connector_name, tool: row.tool_name, failure: failure?.code ?? null };
    return [{ actor: "gatehouse", action: `call.${state}`, subject: row.id, body }];
  });
}

/** A call taken up again, or how it has to end instead. */
export type Restored =
  | { readonly kind: "call"; readonly call: LiveCall }
  | { readonly kind: "over"; readonly ending: RowEnding };

/** What the log says of a call that was settled: its row may claim otherwise, but the log is chained. */
const SETTLED: ReadonlySet<string> = new Set([
  "call.refused",
  "call.denied",
  "call.cancelled",
  "call.expired",
  "call.interrupted",
  "call.failed",
  "call.succeeded",
  "call.released",
  "call.withheld",
]);

/** True when the log knows that a call was sent or settled: it is not taken up again. One whose result waits was sent, of course. */
export async function hasEndedInLog(
  db: CallPorts["db"],
  { id, state }: Pick<CallRow, "id" | "state">,
): Promise<boolean> {
  const isOver = (action: string): boolean => SETTLED.has(action) || (action === "call.sent" && state !== "reviewing");
  return (await auditRowsOf(db, id)).some(({ action }) => isOver(action));
}

/** How a call ends whose row was set back. */
export const ALREADY_ENDED: Restored = failed(
  "already_ended",
  "The log says that this call was sent or settled before. It was not sent again.",
);

/**
 * Takes up a call that waits or was approved, or whose result waits. It ends instead when what would run is no longer what was shown, when
 * its time ran out while nobody carried it, or when its bodies cannot be opened.
 *
 * @param tool The tool as it is now; null: gone.
 * @throws {VaultError} `vault_locked`.
 */
export function takeUp(ports: CallPorts, row: CallRow, tool: CallableTool | null): Restored {
  try {
    return row.state === "reviewing" ? takeUpResult(ports, row, tool) : takeUpCall(ports, row, tool);
  } catch (error) {
    if (!(error instanceof VaultError) || error.code === "vault_locked") throw error;
    return failed(error.code, "What was kept of the call can no longer be opened. Nothing was sent again.");
  }
}

function takeUpCall(ports: CallPorts, row: CallRow, tool: CallableTool | null): Restored {
  if (row.state === "approved" && row.expires_at <= ports.clock.now())
    return { kind: "over", ending: { state: "expired", failure: null } };
  const shown = parseShown(row.shown);
  const { tool_id: id, definition_digest: definitionDigest, member_id: actsAs } = row;
  const { connectorRevision } = shown;
  const withdrawn = withdrawnSince(ports, { tool: { id, definitionDigest, connectorRevision }, actsAs, shown });
  if (withdrawn !== null) return { kind: "over", ending: { state: "failed", failure: withdrawn } };
  if (tool === null) return failed("tool_unavailable", "The tool is gone. Nothing was sent.");
  // What needed nobody was sent at once and never waited: a row that says otherwise was not written here.
  if (shown.verdict.kind !== "ask")
    return failed("decision_unproven", "The stored verdict was not given in this studio. Nothing was sent.");
  if (row.decision !== null && openDecision(ports.vault, row.id, row.decision) === null)
    return failed("decision_unproven", "The stored decision was not made in this studio. Nothing was sent.");
  if (openVotes(ports.vault, row, row.votes) === null)
    return failed("decision_unproven", "The stored votes are about another call. Nothing was sent.");
  const call = restoreCall(ports, row, tool);
  return isWhatWasShown(call, row)
    ? { kind: "call", call }
    : failed("digest_mismatch", "The stored call is not the one that was shown. Nothing was sent.");
}

/** The call was carried out: what is taken up is its result, and whether the tool is still there does not matter for that. */
function takeUpResult(ports: CallPorts, row: CallRow, tool: CallableTool | null): Restored {
  const call = restoreCall(ports, row, tool ?? goneTool(row));
  return call.held === null || !isWhatWasShown(call, row)
    ? failed("result_gone", "The call ran, but the result that waited is not the one that was kept.")
    : { kind: "call", call };
}

function isWhatWasShown(call: LiveCall, row: CallRow): boolean {
  const tool = { ...call.tool, definitionDigest: row.definition_digest };
  return digestCall({ ...gatedCall({ ...call, tool }), arguments: call.proposed ?? {} }) === row.digest;
}

function failed(code: string, message: string): Restored {
  return { kind: "over", ending: { state: "failed", failure: { code, message } } };
}

/** A call from its row, as it was before the restart. Its arguments are opened, so the vault must be. */
function restoreCall(ports: Pick<CallPorts, "vault">, row: CallRow, tool: CallableTool): LiveCall {
  const call: LiveCall = {
    ...emptyLiveCall(row.id),
    tool,
    actsAs: row.member_id,
    shown: parseShown(row.shown),
    digest: row.digest,
    receivedAt: row.received_at,
    expiresAt: row.expires_at,
    state: row.state,
    proposed: openArguments(ports.vault, row.id, "proposed", row.proposed),
    edited: openArguments(ports.vault, row.id, "executed", row.executed),
    votes: openVotes(ports.vault, row, row.votes) ?? [],
    held: openHeld(ports, row),
  };
  if (row.decision !== null) call.waitEnd.resolve({ kind: "decided", decision: readDecision(row.decision) });
  return call;
}

/** What is left of a tool that is gone: enough to show the result of its last call. */
function goneTool(row: CallRow): CallableTool {
  const { risk, flow, operation, connectorRevision } = parseShown(row.shown);
  return {
    id: row.tool_id,
    connectorId: row.connector_id,
    connectorName: row.connector_name,
    connectorSlug: row.exposed_name.split("__")[0] ?? "",
    connectorKind: "mcp-stdio",
    connectorRevision,
    target: "",
    operation,
    name: row.tool_name,
    exposedName: row.exposed_name,
    definition: { name: row.tool_name, inputSchema: {} },
    definitionDigest: row.definition_digest,
    isEnabled: false,
    isOffered: false,
    risk,
    suggestion: { riskClass: risk.riskClass, flow, evidence: [] },
    flow,
    approval: DEFAULT_APPROVAL,
  };
}

/** The result of a call that waits for a person; null: none does. @throws {VaultError} */
export function openHeld(ports: Pick<CallPorts, "vault">, row: CallRow): LiveCall["held"] {
  if (row.state !== "reviewing") return null;
  const resultText = openText(ports.vault, row.id, "held", row.held);
  if (resultText === null) return null;
  const result: CleanResult = {
    resultText,
    isError: row.failure !== null,
    notes: JSON.parse(row.redactions) as RedactionNote[], // Written by us, see journal.ts.
    notice: openNotice(ports, row),
  };
  const answeredAt = row.answered_at ?? row.received_at;
  return heldResult(row, result, { answeredAt, tookMs: answeredAt - (row.sent_at ?? answeredAt) });
}

/** What was noticed about a result. @throws {VaultError} */
export function openNotice(ports: Pick<CallPorts, "vault">, row: Pick<CallRow, "id" | "notice">): ResultNotice {
  const text = openText(ports.vault, row.id, "notice", row.notice);
  return text === null ? { stripped: 0, phrases: [] } : (JSON.parse(text) as ResultNotice); // Sealed by us from one.
}

/** What became of a result, from its row; null: nobody looked at it. */
export function parseReview(text: string | null): Review | null {
  return text === null ? null : (JSON.parse(text) as Review); // Written by us from a Review in the same database.
}

/** What the card showed, from its row. */
export function parseShown(text: string): ShownFacts {
  return JSON.parse(text) as ShownFacts; // Written by us from a ShownFacts in the same database.
}

/** The outcome of a call that has ended; null while it has not. @throws {VaultError} when its result cannot be opened. */
export function storedOutcome(ports: Pick<CallPorts, "vault">, row: CallRow): CallOutcome | null {
  const made = row.decision === null ? null : readDecision(row.decision);
  switch (row.state) {
    case "received":
    case "awaiting":
    case "approved":
    case "executing":
    case "reviewing":
      return null;
    case "succeeded":
    case "failed":
      return answeredOrFailed(ports, row);
    case "denied":
      return { kind: "denied", by: made?.by.name ?? "", reason: made?.kind === "denied" ? made.reason : "" };
    case "refused":
      return { kind: "refused", verdict: parseShown(row.shown).verdict };
    case "expired":
      return { kind: "expired" };
    case "cancelled":
      return { kind: "cancelled", by: "", wasSent: row.sent_at !== null };
    case "interrupted":
      return { kind: "interrupted" };
    case "withheld":
      return withheldOutcome(row);
  }
}

function withheldOutcome(row: CallRow): CallOutcome {
  const review = parseReview(row.review);
  if (review?.kind !== "withheld") return { kind: "withheld", by: null, reason: NOT_KEPT };
  return { kind: "withheld", by: review.by?.name ?? null, reason: review.reason };
}

function answeredOrFailed(ports: Pick<CallPorts, "vault">, row: CallRow): CallOutcome {
  const failure = row.failure === null ? null : (JSON.parse(row.failure) as { code: string; message: string }); // Written by us, see journal.ts.
  if (failure !== null && failure.code !== "tool_error") return { kind: "failed", ...failure };
  const resultText = openText(ports.vault, row.id, "result", row.result);
  if (resultText === null)
    return { kind: "failed", code: "result_gone", message: "The call ran, but its result is no longer kept." };
  return { kind: "answered", resultText, isError: row.state === "failed" };
}
