import type {
  ApprovalCard,
  ApprovalSummary,
  CallDetail,
  CallStep,
  CallSummary,
  RedactionNote,
  Warning,
} from "../../src-contract/call.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import {
  auditRowsOf,
  countCallsOfTool,
  lastApprovedCall,
  type AuditRow,
  type CallFacts,
  type CallRow,
} from "../store/index.ts";
import { openArguments, openText } from "./bodies.ts";
import { askerName } from "./journal.ts";
import type { LiveCall } from "./live-call.ts";
import { lockedMeanwhile } from "./locked-meanwhile.ts";
import type { CallPorts } from "./ports.ts";
import { parseShown } from "./restore.ts";
import { readDecision } from "./sealed-decision.ts";

type Ports = Pick<CallPorts, "db" | "vault" | "cleaner">;

const GIST_CHARACTERS = 160;

/** A waiting call as the queue shows it. */
export function approvalSummaryOf(ports: Pick<Ports, "cleaner">, call: LiveCall): ApprovalSummary {
  return {
    callId: call.id,
    digest: call.digest,
    connectorName: call.tool.connectorName,
    toolName: call.tool.name,
    toolTitle: call.tool.definition.title ?? null,
    riskClass: call.shown.risk.riskClass,
    askerName: askerName(call),
    gist: gistOf(concealed(ports, call.proposed)),
    receivedAt: call.receivedAt,
    heldUntil: call.heldUntil,
    expiresAt: call.expiresAt,
    warnings: call.shown.warnings.length,
  };
}

/** Everything that a person needs to decide. @throws {Error} `internal: …` while the vault is locked. */
export async function approvalCardOf(ports: Ports, call: LiveCall): Promise<ApprovalCard> {
  const { tool, shown } = call;
  if (call.proposed === null) throw new Error("internal: a card was asked for while the vault is locked");
  return {
    callId: call.id,
    digest: call.digest,
    state: call.state,
    connector: {
      id: tool.connectorId,
      name: tool.connectorName,
      slug: tool.connectorSlug,
      kind: tool.connectorKind,
      target: tool.target,
    },
    tool: {
      id: tool.id,
      ...(tool.operation === "tools/call" ? {} : { operation: tool.operation }),
      exposedName: tool.exposedName,
      definitionDigest: tool.definitionDigest,
      definition: tool.definition,
    },
    arguments: call.proposed,
    argumentsBytes: Buffer.byteLength(JSON.stringify(call.proposed)),
    credentials: [...shown.credentials],
    risk: shown.risk,
    suggestion: tool.suggestion,
    asker: shown.asker,
    verdict: shown.verdict,
    warnings: [...(await firstCallWarnings(ports, call)), ...shown.warnings],
    lastApproved: await lastApprovedOf(ports, call),
    receivedAt: call.receivedAt,
    heldUntil: call.heldUntil,
    expiresAt: call.expiresAt,
    isAgentConnected: call.watchers > 0,
    lockedMeanwhile: lockedMeanwhile(await auditRowsOf(ports.db, call.id)),
  };
}

async function firstCallWarnings(ports: Ports, call: LiveCall): Promise<readonly Warning[]> {
  const { asker } = call.shown;
  const { all, byKey } = await countCallsOfTool(ports.db, call.tool.id, asker.kind === "agent" ? asker.keyId : null);
  if (all === 0) return [{ kind: "first-call" }];
  return byKey === 0 && asker.kind === "agent" ? [{ kind: "first-call-by-agent" }] : [];
}

async function lastApprovedOf(ports: Ports, call: LiveCall): Promise<ApprovalCard["lastApproved"]> {
  const row = await lastApprovedCall(ports.db, call.tool.id, call.id);
  if (!row || row.decision === null || row.proposed === null) return null;
  const made = readDecision(row.decision);
  const sent =
    openArguments(ports.vault, row.id, "executed", row.executed) ??
    openArguments(ports.vault, row.id, "proposed", row.proposed);
  return sent === null ? null : { callId: row.id, at: made.at, by: made.by, arguments: concealed(ports, sent) };
}

/** A call as the activity list shows it. */
export function callSummaryOf(row: CallFacts): CallSummary {
  const { asker } = parseShown(row.shown);
  return {
    id: row.id,
    state: row.state,
    connectorName: row.connector_name,
    toolName: row.tool_name,
    riskClass: row.risk_class,
    verdict: row.verdict,
    askerName: row.asker_name,
    askerKind: asker.kind,
    decidedBy: row.decided_by,
    receivedAt: row.received_at,
    endedAt: row.ended_at,
    tookMs: row.sent_at === null || row.ended_at === null ? null : row.ended_at - row.sent_at,
    redactions: row.redaction_count,
  };
}

/** A call with everything it can say of itself. */
export async function callDetailOf(ports: Ports, row: CallRow): Promise<CallDetail> {
  const shown = parseShown(row.shown);
  const executed = concealed(ports, openArguments(ports.vault, row.id, "executed", row.executed));
  const proposed = concealed(ports, openArguments(ports.vault, row.id, "proposed", row.proposed));
  const resultText = openText(ports.vault, row.id, "result", row.result);
  return {
    ...callSummaryOf(row),
    connectorId: row.connector_id,
    toolId: row.tool_id,
    exposedName: row.exposed_name,
    digest: row.digest,
    definitionDigest: row.definition_digest,
    credentials: [...shown.credentials],
    asker: shown.asker,
    risk: shown.risk,
    verdictReason: shown.verdict.reason,
    warnings: [...shown.warnings],
    decision: row.decision === null ? null : readDecision(row.decision),
    proposedArguments: proposed,
    executedArguments: row.sent_at === null ? null : (executed ?? proposed),
    result: resultText === null ? null : concealed(ports, JSON.parse(resultText) as Json), // Sealed by us from JSON, and the envelope is authenticated.
    resultBytes: row.result_bytes,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as NonNullable<CallDetail["failure"]>), // Written by us, see journal.ts.
    redactionNotes: JSON.parse(row.redactions) as RedactionNote[], // Written by us, see journal.ts.
    steps: (await auditRowsOf(ports.db, row.id)).map(stepOf),
  };
}

/** What was no secret when the call was made may have become one since: a value of the vault is not shown again, wherever it stands. */
function concealed<T extends Json>({ cleaner }: Pick<Ports, "cleaner">, value: T): T {
  if (value === null || cleaner.scan(value).vaultNames.length === 0) return value;
  return cleaner.clean(value).value as T; // Redaction replaces texts within a value and leaves its kind as it is.
}

function stepOf(row: AuditRow): CallStep {
  return { at: row.at, action: row.action, actor: row.actor, seq: row.seq, detail: JSON.parse(row.body) as JsonObject }; // Written by us from a JSON object.
}

function gistOf(args: JsonObject | null): string {
  if (args === null) return "";
  const first = Object.entries(args)[0];
  if (!first) return "";
  const [name, value] = first;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return `${name}: ${text.replaceAll(/\s+/g, " ").slice(0, GIST_CHARACTERS)}`;
}
