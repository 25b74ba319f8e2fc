import type {
  Asker,
  CallStateKind,
  CredentialRef,
  RedactionNote,
  ResultNotice,
  Verdict,
  Warning,
} from "../../src-contract/call.ts";
import type { Operation, Suggestion, ToolDefinition, ToolRisk } from "../../src-contract/connector.ts";
import type { ApprovalVote, ConnectorApproval, DataFlow, Requirements } from "../../src-contract/gate.ts";
import type { CallId, ConnectorId, Digest, MemberId, ToolId } from "../../src-contract/ids.ts";
import type { Decision, GatedCall } from "../approval/index.ts";
import type { Json, JsonObject } from "../base/canonical-json.ts";
import type { LogReader } from "./log-lines.ts";
import type { ScanFindings } from "./ports.ts";

/** A tool as the path of a call needs to know it. */
export interface CallableTool {
  readonly id: ToolId;
  readonly connectorId: ConnectorId;
  readonly connectorName: string;
  readonly connectorSlug: string;
  readonly connectorKind: "mcp-stdio" | "mcp-http";
  /** Goes up with each change of where the connector leads and what it carries. */
  readonly connectorRevision: number;
  /** The command line or address, for people. */
  readonly target: string;
  readonly operation: Operation;
  /** The name at its server. */
  readonly name: string;
  /** The name that agents see. */
  readonly exposedName: string;
  readonly definition: ToolDefinition;
  readonly definitionDigest: Digest;
  readonly isEnabled: boolean;
  readonly isOffered: boolean;
  readonly risk: ToolRisk;
  readonly suggestion: Suggestion;
  /** Where data may flow through it. */
  readonly flow: DataFlow;
  /** The approval policy of its connector. */
  readonly approval: ConnectorApproval;
}

/** What the card shows beside the arguments; stored with the call so that it can explain itself for ever. */
export interface ShownFacts {
  readonly operation: Operation;
  readonly asker: Asker;
  readonly risk: ToolRisk;
  readonly verdict: Verdict;
  readonly warnings: readonly Warning[];
  readonly credentials: readonly CredentialRef[];
  readonly connectorRevision: number;
  readonly flow: DataFlow;
  /** What had to be done to approve it when it was asked for; absent: nobody was asked. */
  readonly requirements?: Requirements;
}

/** What ends the wait for a person. */
export type WaitEnd =
  | { readonly kind: "decided"; readonly decision: Decision }
  | { readonly kind: "expired" }
  | { readonly kind: "cancelled"; readonly by: string };

/** What became of a result that waited for a person. `by` null: nobody looked at it in time, or the call was cancelled. */
export type Review =
  | { readonly kind: "released"; readonly by: { readonly id: MemberId; readonly name: string }; readonly at: number }
  | {
      readonly kind: "withheld";
      readonly by: { readonly id: MemberId; readonly name: string } | null;
      readonly at: number;
      readonly reason: string;
    };

/** An answer as its agent would get it: redacted and marked. */
export interface CleanResult {
  readonly resultText: string;
  readonly isError: boolean;
  readonly notes: readonly RedactionNote[];
  readonly notice: ResultNotice;
}

/** A result that waits for a person. */
export interface HeldResult extends CleanResult {
  readonly digest: Digest;
  readonly tookMs: number;
  readonly answeredAt: number;
}

/** How a call ended, for whoever waits for it. */
export type CallOutcome =
  /** The server answered. `resultText` is the redacted result of the operation as JSON text. */
  | { readonly kind: "answered"; readonly resultText: string; readonly isError: boolean }
  | { readonly kind: "failed"; readonly code: string; readonly message: string }
  | { readonly kind: "denied"; readonly by: string; readonly reason: string }
  | { readonly kind: "refused"; readonly verdict: Verdict }
  | { readonly kind: "expired" }
  /** `by`: as the log names them; empty where that is not kept. */
  | { readonly kind: "cancelled"; readonly by: string; readonly wasSent: boolean }
  /** It was carried out, and its result was kept from whoever asked. `by` null: nobody looked at it in time. */
  | { readonly kind: "withheld"; readonly by: string | null; readonly reason: string }
  /** It was sent, then Gatehouse stopped before the answer came. It is not sent again. */
  | { readonly kind: "interrupted" };

/** How a call ended, for the record. `text` is kept, sealed, as its result. */
export interface CallEnding {
  readonly state: CallStateKind;
  readonly actor: string;
  readonly text: string | null;
  readonly notes: readonly RedactionNote[];
  readonly notice: ResultNotice | null;
  readonly failure: { readonly code: string; readonly message: string } | null;
  /** Time at the connector; null when nothing was sent. */
  readonly tookMs: number | null;
}

/** Progress that a connector reports while it works. */
export interface Progress {
  readonly progress: number;
  readonly total?: number;
  readonly message?: string;
}

/** A call that has not ended. */
export interface LiveCall {
  readonly id: CallId;
  readonly tool: CallableTool;
  readonly actsAs: MemberId | null;
  shown: ShownFacts;
  digest: Digest;
  readonly receivedAt: number;
  /** Until when it may wait for a person; for a result that waits, until when that may. */
  expiresAt: number;
  state: CallStateKind;
  /** What was asked for; null while the vault is locked. */
  proposed: JsonObject | null;
  /** What a person made of it. */
  edited: JsonObject | null;
  /** Who has said yes so far, of the several who have to. */
  votes: readonly ApprovalVote[];
  /** The result that waits for a person; null: none does, or the vault is locked. */
  held: HeldResult | null;
  /** What was found in the arguments, for the card. */
  findings: ScanFindings["findings"];
  /** Open requests of the agent, and when the first of them ends. */
  watchers: number;
  heldUntil: number | null;
  /** How it ended, as long as that could not be written. */
  owed: CallEnding | null;
  /** Settles when the call is in the record, or ended without having come there. */
  readonly recorded: PromiseWithResolvers<void>;
  readonly waitEnd: PromiseWithResolvers<WaitEnd>;
  readonly reviewEnd: PromiseWithResolvers<Review>;
  readonly outcome: PromiseWithResolvers<CallOutcome>;
  readonly abort: AbortController;
  readonly progressListeners: Set<(progress: Progress) => void>;
  /** Who reads the connector's log while it runs; null: nobody. */
  logReader: LogReader | null;
  /** Counts its result, which is about to wait for a person; false: those of its asker that wait leave no room for it. */
  makeRoom: (bytes: number) => boolean;
  /** Whether the session was told that it read what strangers may have written. */
  hasTainted: boolean;
}

/** A cleaned result and what was removed from it. */
export interface CleanedResult {
  readonly value: Json;
  readonly notes: readonly RedactionNote[];
  /** Invisible characters and terminal escapes that were taken out. */
  readonly stripped: number;
  /** Phrases that look like instructions to a model. */
  readonly phrases: readonly string[];
}

/** The call as the gate sees it: with the arguments that would be sent. */
export function gatedCall(call: LiveCall): GatedCall {
  const sent = call.edited ?? call.proposed;
  if (sent === null) throw new Error("internal: a call without its arguments came to the gate");
  return {
    callId: call.id,
    connectorId: call.tool.connectorId,
    operation: call.tool.operation,
    toolName: call.tool.name,
    definitionDigest: call.tool.definitionDigest,
    arguments: sent,
    credentials: call.shown.credentials,
    actsAs: call.actsAs,
  };
}
