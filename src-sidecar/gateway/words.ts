import type { CallId } from "../../src-contract/ids.ts";
import type { Verdict } from "../../src-contract/call.ts";
import type { CallOutcome, CallStage } from "../calls/index.ts";

/** What agents are told. Plain sentences that say what happened, what is safe and what to do; a model will act on them. */

export const AWAIT_TOOL_NAME = "gatehouse__await_call";

/** The tool that collects the outcome of a call which waited longer than a request can. */
export const AWAIT_TOOL = {
  name: AWAIT_TOOL_NAME,
  title: "Await a call that waits for approval",
  description:
    "Waits for the outcome of an earlier tool call that a person has to approve in Gatehouse. Call it with the call_id that the pending result named. Without call_id it lists your recent calls and where they stand. It never runs anything itself and cannot approve anything.",
  inputSchema: {
    type: "object",
    properties: { call_id: { type: "string", description: "The id that the pending result named." } },
    additionalProperties: false,
  },
  annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
} as const;

/** A result that is one sentence. `state` tells a program what the sentence tells a model. */
export function sentence(text: string, state: string, isError: boolean, callId?: CallId): string {
  return JSON.stringify({
    content: [{ type: "text", text }],
    isError,
    _meta: { "gatehouse/state": state, ...(callId === undefined ? {} : { "gatehouse/callId": callId }) },
  });
}

/** The `tools/call` result for an outcome, as JSON text. */
export function resultTextOf(callId: CallId, outcome: CallOutcome): string {
  return outcome.kind === "answered" ? outcome.resultText : sentence(sentenceOf(outcome), outcome.kind, true, callId);
}

/** What became of a call that brought no answer. */
export function sentenceOf(outcome: Exclude<CallOutcome, { readonly kind: "answered" }>): string {
  switch (outcome.kind) {
    case "failed":
      return `The call failed: ${outcome.message} (${outcome.code})`;
    case "denied":
      return `${outcome.by} denied this call in Gatehouse: ${outcome.reason} Nothing was sent. Do not repeat the same call; follow the reason or ask the user.`;
    case "refused":
      return refusal(outcome.verdict);
    case "expired":
      return "Nobody decided about this call in time, so it expired. Nothing was sent.";
    case "cancelled":
      return cancelled(outcome);
    case "withheld":
      return withheld(outcome);
    case "interrupted":
      return "Gatehouse stopped after the call was sent and before the answer came. What it did is not known, and it was not sent again. Check before you repeat it.";
  }
}

function cancelled({ by, wasSent }: { readonly by: string; readonly wasSent: boolean }): string {
  const who = by.startsWith(PERSON)
    ? `${by.slice(PERSON.length)} cancelled this call in Gatehouse.`
    : "The call was cancelled in Gatehouse.";
  return wasSent
    ? `${who} It had been sent, and what it did until then is not known. Check before you repeat it.`
    : `${who} Nothing was sent. Do not repeat it unless the user wants you to.`;
}

/** How the log names a person. */
const PERSON = "member:";

function withheld({ by, reason }: { readonly by: string | null; readonly reason: string }): string {
  const who =
    by === null ? "Gatehouse kept the result of this call from you" : `${by} kept the result of this call from you`;
  return `${who}: ${reason} The call was carried out, and what it did is not undone. Do not repeat it; follow the reason or ask the user.`;
}

/** What a call that outlives its request gets. */
export function pendingText(callId: CallId, stage: CallStage): string {
  return sentence(pendingSentence(callId, stage), stateOf(stage), false, callId);
}

/** Where a call stands, for a program. */
export function stateOf(stage: CallStage): string {
  return stage === "waiting" ? "pending" : stage;
}

export function pendingSentence(callId: CallId, stage: CallStage): string {
  const howToWait = `Call ${AWAIT_TOOL_NAME} with {"call_id": "${callId}"} to wait for its outcome.`;
  switch (stage) {
    case "waiting":
      return `This call waits for a person's approval in Gatehouse and has not run yet. ${howToWait} Do not call the tool again: that would ask for a second approval.`;
    case "running":
      return `This call was sent and still runs. ${howToWait} Do not call the tool again: that would run it a second time.`;
    case "reviewing":
      return `This call was carried out, and a person in Gatehouse looks at its result before you get it. ${howToWait} Do not call the tool again: that would run it a second time.`;
  }
}

function refusal({ reason }: Verdict): string {
  switch (reason.kind) {
    case "vault-value-in-arguments":
      return `Gatehouse refused this call: its arguments hold the value of a credential from the vault (${reason.names.join(", ")}). Nothing was sent. Leave the value out; Gatehouse adds credentials by itself.`;
    case "stopped":
      return `Gatehouse refused this call: ${reason.by} stopped all calls. Nothing was sent. Wait until the user says that calls may go on.`;
    case "session-paused":
      return `Gatehouse refused this call: ${reason.by} paused this session. Nothing was sent. Wait until the user says that it may go on.`;
    case "tool-off":
      return "Gatehouse refused this call: the tool is switched off. Nothing was sent.";
    case "not-in-policy":
      return "Gatehouse refused this call: the tool is not in this key's policy. Nothing was sent.";
    case "connector-rule":
      return "Gatehouse refused this call: the connector's policy refuses calls of this class, whoever asks. Nothing was sent. Do not repeat it; ask the user.";
    case "class-under-trust":
    case "definition-changed":
    case "standing-approval":
    case "in-scope":
    case "tainted":
      return "Gatehouse refused this call by rule. Nothing was sent.";
  }
}
