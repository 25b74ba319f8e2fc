import type {
  ApprovalCard,
  ApprovalSummary,
  CallDetail,
  CallStep,
  CallSummary,
  RedactionNote,
  ResultCard,
  Verdict,
  Warning,
} from "../../src-contract/call.ts";
import type { MemberId } from "../../src-contract/ids.ts";
import { cannotApprove } from "../approval/index.ts";
import type { ReadEntry } from "../audit/index.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import { auditRowsOf, countCallsOfTool, lastApprovedCall, type CallFacts, type CallRow } from "../store/index.ts";
import { openArguments, openText } from "./bodies.ts";
import { isLater } from "./is-later.ts";
import { askerName } from "./journal.ts";
import type { LiveCall, ShownFacts } from "./live-call.ts";
import { lockedMeanwhile } from "./locked-meanwhile.ts";
import type { CallPorts } from "./ports.ts";
import { approverNow, mayRelease, requirementsOfCall, votesNow } from "./requirements.ts";
import { openNotice, parseReview, parseShown } from "./restore.ts";
import { readDecision } from "./sealed-decision.ts";
import { openVotes } from "./sealed-votes.ts";
import { accountTrouble } from "./warnings.ts";

type Ports = Pick<CallPorts, "db" | "audit" | "vault" | "cleaner" | "toolNow" | "memberNow" | "credentialsFor">;

/** Who looks. */
export interface Reader {
  readonly id: MemberId;
  /** Whether they may read the arguments and results of this call. */
  readonly mayReadPayload: boolean;
}

const GIST_CHARACTERS = 160;
const GIST_LOOKED_AT = 4096; // of the first argument; a queue of many large calls stays quick to read

/** A waiting call, or a result that waits, as the queue shows it. */
export async function approvalSummaryOf(ports: Ports, call: LiveCall): Promise<ApprovalSummary> {
  const { tool, shown, held } = call;
  const requirements = requirementsOfCall(ports, call);
  return {
    kind: held === null ? "call" : "result",
    callId: call.id,
    digest: held === null ? call.digest : held.digest,
    connectorName: tool.connectorName,
    toolName: tool.name,
    toolTitle: tool.definition.title ?? null,
    riskClass: shown.risk.riskClass,
    askerName: askerName(call),
    gist: await gistOf(ports, call.proposed),
    receivedAt: call.receivedAt,
    heldUntil: call.heldUntil,
    expiresAt: call.expiresAt,
    warnings: warningsNow(ports, call).length,
    requirements,
    votes: votesNow(ports, call, requirements).length,
  };
}

/** Everything that a person needs to decide. @throws {Error} `internal: …` while the vault is locked. */
export async function approvalCardOf(
  ports: Ports,
  call: LiveCall,
  { reader, identical }: { readonly reader: Reader; readonly identical: number },
): Promise<ApprovalCard> {
  const { tool, shown } = call;
  const requirements = requirementsOfCall(ports, call);
  const votes = votesNow(ports, call, requirements);
  if (call.proposed === null) throw new Error("internal: a card was asked for while the vault is locked");
  return {
    callId: call.id,
    digest: call.digest,
    state: call.state,
    connector: connectorOf(call),
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
    flow: shown.flow,
    suggestion: tool.suggestion,
    asker: shown.asker,
    verdict: shown.verdict,
    warnings: [...(await firstCallWarnings(ports, call)), ...warningsNow(ports, call)],
    requirements,
    votes: [...votes],
    cannotApprove: cannotApprove(requirements, votes, approverNow(ports, reader.id)),
    identical,
    lastApproved: reader.mayReadPayload ? await lastApprovedOf(ports, call) : null,
    receivedAt: call.receivedAt,
    heldUntil: call.heldUntil,
    expiresAt: call.expiresAt,
    isAgentConnected: call.watchers > 0,
    lockedMeanwhile: lockedMeanwhile(await ports.audit.read(await auditRowsOf(ports.db, call.id))),
  };
}

function connectorOf({ tool }: LiveCall): ApprovalCard["connector"] {
  const { connectorId: id, connectorName: name, connectorSlug: slug, connectorKind: kind, target } = tool;
  return { id, name, slug, kind, target };
}

/** A result that waits, with everything that a person needs to say what becomes of it; null: none waits. */
export async function resultCardOf(
  ports: Ports,
  call: LiveCall,
  reader: Pick<Reader, "id">,
): Promise<ResultCard | null> {
  const { tool, shown, held } = call;
  const executed = call.edited ?? call.proposed;
  if (held === null || executed === null || call.state !== "reviewing") return null;
  return {
    callId: call.id,
    digest: held.digest,
    connector: connectorOf(call),
    tool: { id: tool.id, exposedName: tool.exposedName, title: tool.definition.title ?? null },
    asker: shown.asker,
    risk: shown.risk,
    executedArguments: await concealed(ports, executed),
    result: JSON.parse(held.resultText) as Json, // Written by us from JSON.
    resultBytes: Buffer.byteLength(held.resultText),
    isError: held.isError,
    redactionNotes: [...held.notes],
    notice: held.notice,
    tookMs: held.tookMs,
    answeredAt: held.answeredAt,
    heldUntil: call.heldUntil,
    expiresAt: call.expiresAt,
    mayRelease: mayRelease(ports, call, reader.id),
  };
}

/** An account may have broken, or been mended, while the call waited: nobody is to approve in vain. */
function warningsNow(ports: Ports, { tool, actsAs, shown }: LiveCall): readonly Warning[] {
  const others = shown.warnings.filter(({ kind }) => kind !== "account-trouble");
  return [...others, ...accountTrouble(ports.credentialsFor(tool, actsAs).accounts)];
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
  return sent === null ? null : { callId: row.id, at: made.at, by: made.by, arguments: await concealed(ports, sent) };
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
    tookMs: tookMsOf(row),
    redactions: row.redaction_count,
  };
}

function tookMsOf({ sent_at: sentAt, answered_at: answeredAt, ended_at: endedAt }: CallFacts): number | null {
  const at = answeredAt ?? endedAt;
  return sentAt === null || at === null ? null : at - sentAt;
}

/** A call with everything it can say of itself to whoever looks. */
export async function callDetailOf(ports: Ports, row: CallRow, { mayReadPayload }: Reader): Promise<CallDetail> {
  const shown = parseShown(row.shown);
  const isErased = row.proposed === null;
  const mayRead = mayReadPayload && !isErased;
  const verdict = mayReadPayload ? shown.verdict : withoutPhrases(shown.verdict);
  const notice = row.result_bytes === null ? null : openNotice(ports, row);
  const steps = (await ports.audit.read(await auditRowsOf(ports.db, row.id))).map(stepOf);
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
    flow: shown.flow,
    verdict,
    verdictReason: verdict.reason,
    warnings: mayReadPayload ? [...shown.warnings] : shown.warnings.map(withoutQuotes),
    requirements: requirementsShown(shown, row),
    votes: [...(openVotes(ports.vault, row, row.votes) ?? [])],
    decision: row.decision === null ? null : readDecision(row.decision),
    review: parseReview(row.review),
    notice: notice === null || mayRead ? notice : { ...notice, phrases: [] },
    payload: isErased ? "erased" : mayReadPayload ? "shown" : "hidden",
    ...(mayRead ? await payloadOf(ports, row) : NO_PAYLOAD),
    resultBytes: row.result_bytes,
    failure: row.failure === null ? null : (JSON.parse(row.failure) as NonNullable<CallDetail["failure"]>), // Written by us, see journal.ts.
    redactionNotes: JSON.parse(row.redactions) as RedactionNote[], // Written by us, see journal.ts.
    steps: mayReadPayload ? steps : steps.map((step) => ({ ...step, detail: null })),
  };
}

const NO_PAYLOAD = { proposedArguments: null, executedArguments: null, result: null };

/** Arguments and result, for those who may read them. */
async function payloadOf(
  ports: Ports,
  row: CallRow,
): Promise<Pick<CallDetail, "proposedArguments" | "executedArguments" | "result">> {
  const executed = await concealed(ports, openArguments(ports.vault, row.id, "executed", row.executed));
  const proposedArguments = await concealed(ports, openArguments(ports.vault, row.id, "proposed", row.proposed));
  // What was withheld is still there for people; its state says that no agent got it.
  const text = openText(ports.vault, row.id, "result", row.result) ?? openText(ports.vault, row.id, "held", row.held);
  return {
    proposedArguments,
    executedArguments: row.sent_at === null ? null : (executed ?? proposedArguments),
    result: text === null ? null : await concealed(ports, JSON.parse(text) as Json), // Sealed by us from JSON, and the envelope is authenticated.
  };
}

/** What nobody was asked about needed no more than the verdict. */
function requirementsShown({ requirements }: ShownFacts, row: CallRow): CallDetail["requirements"] {
  const reviewsResult = row.review !== null || row.state === "reviewing";
  return requirements ?? { gesture: "press", needsReason: false, needed: 1, from: [], reviewsResult };
}

/** A verdict as those see it who may not read what it quotes of a server. */
function withoutPhrases(verdict: Verdict): Verdict {
  const { reason } = verdict;
  if (reason.kind !== "tainted") return verdict;
  return { ...verdict, reason: { ...reason, source: { ...reason.source, phrases: [] } } };
}

/** A warning as those see it who may not read what it quotes. */
function withoutQuotes(warning: Warning): Warning {
  switch (warning.kind) {
    case "injection-like":
      return { ...warning, phrases: [] };
    case "tainted":
      return { ...warning, source: { ...warning.source, phrases: [] } };
    case "unexpected-arguments":
      return { ...warning, paths: [] };
    case "first-call":
    case "first-call-by-agent":
    case "definition-changed":
    case "invisible-characters":
    case "secret-like":
    case "credential-missing":
    case "connector-down":
    case "account-trouble":
    case "arguments-edited":
    case "mentions-other-tools":
      return warning;
  }
}

/** What was no secret when the call was made may have become one since: a value of the vault is not shown again, wherever it stands. */
async function concealed<T extends Json>({ cleaner }: Pick<Ports, "cleaner">, value: T): Promise<T> {
  if (value === null) return value;
  const scanning = cleaner.scan(value);
  const { vaultNames } = isLater(scanning) ? await scanning : scanning;
  if (vaultNames.length === 0) return value;
  return (await cleaner.clean(value)).value as T; // Redaction replaces texts within a value and leaves its kind as it is.
}

function stepOf({ at, action, actor, seq, detail }: ReadEntry): CallStep {
  return { at, action, actor, seq, detail };
}

async function gistOf(ports: Pick<Ports, "cleaner">, args: JsonObject | null): Promise<string> {
  const first = Object.entries(args ?? {})[0];
  if (!first) return "";
  const [name, value] = first;
  const text = (typeof value === "string" ? value : JSON.stringify(value)).slice(0, GIST_LOOKED_AT);
  const [seen] = await concealed<readonly [string]>(ports, [text]);
  return `${name}: ${seen.replaceAll(/\s+/g, " ").slice(0, GIST_CHARACTERS)}`;
}
