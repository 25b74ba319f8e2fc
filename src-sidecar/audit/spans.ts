import type { JsonObject } from "../base/canonical-json.ts";
import type { AuditDraft } from "../store/index.ts";

/** One execution of a tool, as tracing may know it: no arguments, no result, no name of a credential. */
export interface ToolSpan {
  readonly callId: string;
  readonly connector: string;
  readonly tool: string;
  readonly riskClass: string;
  /** `allow` or `ask`. */
  readonly verdict: string;
  /** How it ended: `succeeded`, `failed`, `cancelled`, `interrupted`. */
  readonly outcome: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** How long the connector took; from sending to the end where that is not known. */
  readonly durationMs: number;
}

const SENT = "call.sent";
const ENDS: ReadonlySet<string> = new Set([
  "call.succeeded",
  "call.failed",
  "call.cancelled",
  "call.interrupted",
  "call.reviewing",
]);
const MAX_OPEN = 10_000; // Calls that are never seen to end, as after a lock, must not add up.

type Begun = Pick<ToolSpan, "callId" | "connector" | "tool" | "riskClass" | "verdict" | "startedAt">;

/** Turns what the log is told of calls into spans. */
export class SpanWatch {
  readonly #emit: (span: ToolSpan) => void;
  readonly #begun = new Map<string, Begun>();

  constructor(emit: (span: ToolSpan) => void) {
    this.#emit = emit;
  }

  written({ action, subject, body }: Pick<AuditDraft, "action" | "subject" | "body">, at: number): void {
    if (action === SENT) this.#begin(subject, body, at);
    else if (ENDS.has(action)) this.#end(subject, { action, body, at });
  }

  #begin(callId: string, body: JsonObject, startedAt: number): void {
    const [oldest] = this.#begun.keys();
    if (this.#begun.size >= MAX_OPEN && oldest !== undefined) this.#begun.delete(oldest);
    const tool = textOf(body["tool"] ?? body["operation"]);
    const facts = { connector: textOf(body["connector"]), tool, riskClass: textOf(body["riskClass"]) };
    this.#begun.set(callId, { callId, ...facts, verdict: textOf(body["verdict"]), startedAt });
  }

  #end(
    callId: string,
    { action, body, at }: { readonly action: string; readonly body: JsonObject; readonly at: number },
  ): void {
    const begun = this.#begun.get(callId);
    if (begun === undefined) return;
    this.#begun.delete(callId);
    const { tookMs, failure } = body;
    const durationMs = typeof tookMs === "number" ? tookMs : at - begun.startedAt;
    // A result that waits for a person was got: what becomes of it is not the tool's doing.
    const outcome =
      action === "call.reviewing" ? (failure === null ? "succeeded" : "failed") : action.slice("call.".length);
    this.#emit({ ...begun, outcome, endedAt: begun.startedAt + durationMs, durationMs });
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
