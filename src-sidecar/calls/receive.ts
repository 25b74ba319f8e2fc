import type { Asker, Warning } from "../../src-contract/call.ts";
import type { CallId, MemberId } from "../../src-contract/ids.ts";
import type { TrustLevel } from "../../src-contract/values.ts";
import { digestCall } from "../approval/index.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { isOverTime } from "./bounded-run.ts";
import { CallError } from "./call-error.ts";
import type { ArgumentChecker } from "./check-arguments.ts";
import type { CallableTool, LiveCall, ShownFacts } from "./live-call.ts";
import { textWarnings } from "./notices.ts";
import type { CallPorts } from "./ports.ts";

/** A call as the gateway or a person's page hands it in. */
export interface CallRequest {
  readonly tool: CallableTool;
  readonly arguments: JsonObject;
  readonly asker: Asker;
  /** Whose `user_secret` values it would go out with. */
  readonly actsAs: MemberId | null;
  readonly trustLevel: TrustLevel;
  readonly isInPolicy: boolean;
  readonly pausedBy: string | null;
}

const MAX_ARGUMENT_BYTES = 4 * 1024 * 1024;

/**
 * Takes a call in: checks its arguments against the tool's schema, looks for what is unusual, and asks for the verdict.
 *
 * @throws {CallError} `vault_locked`, `arguments_invalid` (with fields), `too_large`. Nothing is stored then.
 */
export function receive(ports: CallPorts, check: ArgumentChecker, request: CallRequest): LiveCall {
  if (!ports.vault.isOpen())
    throw new CallError(
      "vault_locked",
      "The vault is locked. Nothing was sent. Ask the operator to unlock Gatehouse, then call again.",
    );
  assertArguments(check, request.tool, request.arguments);
  const scan = scanInTime(ports, request.arguments);
  const verdict = ports.decide({
    tool: request.tool,
    trustLevel: request.trustLevel,
    isInPolicy: request.isInPolicy,
    pausedBy: request.pausedBy,
    vaultNames: scan.vaultNames,
  });
  const credentials = ports.credentialsFor(request.tool, request.actsAs);
  // Only a person reads warnings: a call that runs or is refused by rule does not pay for them.
  const warnings = verdict.kind === "ask" ? warningsOf(ports, request, scan.findings, credentials.missing) : [];
  const shown: ShownFacts = {
    operation: request.tool.operation,
    asker: request.asker,
    risk: request.tool.risk,
    verdict,
    warnings,
    credentials: credentials.refs,
    connectorRevision: request.tool.connectorRevision,
  };
  // Of a call that is refused for a value of the vault not even the sealed arguments, nor a digest of them, keep that value.
  const isTainted = verdict.kind === "deny" && scan.vaultNames.length > 0;
  return newLiveCall(ports, isTainted ? { ...request, arguments: withoutSecrets(ports, request) } : request, shown);
}

function withoutSecrets({ cleaner }: Pick<CallPorts, "cleaner">, { arguments: args }: CallRequest): JsonObject {
  return cleaner.clean(args).value as JsonObject; // Redaction replaces texts within an object and leaves it an object.
}

/** @throws {CallError} `too_large` when it took too long. */
function scanInTime(
  { cleaner }: Pick<CallPorts, "cleaner">,
  args: JsonObject,
): ReturnType<CallPorts["cleaner"]["scan"]> {
  try {
    return cleaner.scan(args);
  } catch (error) {
    if (!isOverTime(error)) throw error;
    throw new CallError("too_large", "The arguments could not be checked for secrets in time. Nothing was sent.");
  }
}

/** @throws {CallError} `arguments_invalid`, `too_large`. */
export function assertArguments(check: ArgumentChecker, tool: CallableTool, args: JsonObject): void {
  const problems = check(tool.definition, tool.definitionDigest, args);
  if (problems.length > 0) {
    const list = problems.map(({ path, message }) => `${path === "" ? "arguments" : path}: ${message}`).join(" ");
    throw new CallError("arguments_invalid", `The arguments do not fit the schema of ${tool.exposedName}. ${list}`, [
      ...problems,
    ]);
  }
  if (JSON.stringify(args).length > MAX_ARGUMENT_BYTES)
    throw new CallError("too_large", "The arguments are larger than 4 MiB.");
}

/** What is unusual about a call, from its own text and from what is known of its connector. */
export function warningsOf(
  ports: Pick<CallPorts, "connectorTrouble">,
  request: Pick<CallRequest, "tool" | "arguments">,
  findings: readonly { readonly kind: string; readonly path: string }[],
  missing: readonly string[],
): readonly Warning[] {
  const { tool } = request;
  const warnings: Warning[] = [];
  if (tool.risk.source.kind === "drifted") warnings.push({ kind: "definition-changed" });
  if (findings.length > 0)
    warnings.push({ kind: "secret-like", findings: findings.map(({ kind, path }) => ({ kind, path })) });
  const description = {
    title: tool.definition.title ?? "",
    description: tool.definition.description ?? "",
    inputSchema: tool.definition.inputSchema,
  };
  warnings.push(...textWarnings(request.arguments, description));
  if (missing.length > 0) warnings.push({ kind: "credential-missing", names: [...missing] });
  const trouble = ports.connectorTrouble(tool);
  if (trouble !== null) warnings.push({ kind: "connector-down", message: trouble });
  return warnings;
}

function newLiveCall(ports: CallPorts, request: CallRequest, shown: ShownFacts): LiveCall {
  const { tool } = request;
  const receivedAt = ports.clock.now();
  return {
    ...emptyLiveCall(ports.newCallId()),
    tool,
    actsAs: request.actsAs,
    shown,
    digest: digestCall({
      connectorId: tool.connectorId,
      operation: tool.operation,
      toolName: tool.name,
      definitionDigest: tool.definitionDigest,
      arguments: request.arguments,
      credentials: shown.credentials,
    }),
    receivedAt,
    expiresAt: receivedAt + ports.settings().waitMs,
    proposed: request.arguments,
  };
}

/** The moving parts of a call, all at rest. */
export function emptyLiveCall(
  id: CallId,
): Pick<
  LiveCall,
  | "id"
  | "state"
  | "edited"
  | "owed"
  | "watchers"
  | "heldUntil"
  | "waitEnd"
  | "outcome"
  | "abort"
  | "progressListeners"
  | "logReader"
> {
  const outcome: LiveCall["outcome"] = Promise.withResolvers();
  // Whoever waits sees the failure; nobody waiting must not end the process.
  outcome.promise.catch(() => {});
  return {
    id,
    state: "received",
    edited: null,
    owed: null,
    watchers: 0,
    heldUntil: null,
    waitEnd: Promise.withResolvers(),
    outcome,
    abort: new AbortController(),
    progressListeners: new Set(),
    logReader: null,
  };
}
