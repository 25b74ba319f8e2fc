import type { Asker } from "../../src-contract/call.ts";
import type { CallId, MemberId } from "../../src-contract/ids.ts";
import type { TrustLevel } from "../../src-contract/values.ts";
import { digestCall } from "../approval/index.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { CallError } from "./call-error.ts";
import type { ArgumentChecker } from "./check-arguments.ts";
import { isLater } from "./is-later.ts";
import type { CallableTool, LiveCall, ShownFacts } from "./live-call.ts";
import type { CallPorts, ScanFindings } from "./ports.ts";
import { requirementsNow } from "./requirements.ts";
import { warningsOf } from "./warnings.ts";

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
 * Looks at a call before the gate does: its arguments against the tool's schema, and for secrets. Costs no turn of the loop where the
 * arguments are small.
 *
 * @throws {CallError} `vault_locked`, `arguments_invalid` (with fields), `too_large`. Nothing is stored then.
 */
export async function examine(ports: CallPorts, check: ArgumentChecker, request: CallRequest): Promise<Examined> {
  assertOpen(ports);
  assertArguments(check, request.tool, request.arguments);
  const scanning = scanInTime(ports, request.arguments);
  const scan = isLater(scanning) ? await scanning : scanning;
  // Of a call that is refused for a value of the vault not even the sealed arguments, nor a digest of them, keep that value.
  const safe = scan.vaultNames.length === 0 ? request.arguments : await withoutSecrets(ports, request.arguments);
  return { request, scan, safe };
}

/** A call that was looked at. */
export interface Examined {
  readonly request: CallRequest;
  readonly scan: ScanFindings;
  /** Its arguments without values of the vault. */
  readonly safe: JsonObject;
}

/**
 * Takes a call in: asks for the verdict. It waits for nothing, so that no kill switch and no pause falls between the verdict and the
 * moment that the call can be found to be stopped.
 *
 * @throws {CallError} `vault_locked`.
 */
export function receive(ports: CallPorts, id: CallId, { request, scan, safe }: Examined): LiveCall {
  assertOpen(ports);
  const { tool, asker } = request;
  const credentials = ports.credentialsFor(tool, request.actsAs);
  const verdict = ports.decide({
    tool,
    asker,
    arguments: request.arguments,
    trustLevel: request.trustLevel,
    isInPolicy: request.isInPolicy,
    pausedBy: request.pausedBy,
    vaultNames: scan.vaultNames,
  });
  const shown: ShownFacts = {
    operation: tool.operation,
    asker,
    risk: tool.risk,
    verdict,
    warnings: [],
    credentials: credentials.refs,
    connectorRevision: tool.connectorRevision,
    flow: tool.flow,
    ...(verdict.kind === "ask" && { requirements: requirementsNow(ports, tool) }),
  };
  const isTold = verdict.kind === "deny" && scan.vaultNames.length > 0;
  return newLiveCall(ports, id, { ...request, arguments: isTold ? safe : request.arguments }, shown, scan.findings);
}

function assertOpen({ vault }: Pick<CallPorts, "vault">): void {
  if (vault.isOpen()) return;
  throw new CallError(
    "vault_locked",
    "The vault is locked. Nothing was sent. Ask the operator to unlock Gatehouse, then call again.",
  );
}

async function withoutSecrets({ cleaner }: Pick<CallPorts, "cleaner">, args: JsonObject): Promise<JsonObject> {
  const { value } = await cleaner.clean(args);
  return value as JsonObject; // Redaction replaces texts within an object and leaves it an object.
}

/** Arguments that cannot be checked are not taken in. @throws {CallError} `too_large`. */
export function scanInTime(
  { cleaner }: Pick<CallPorts, "cleaner">,
  args: JsonObject,
): ScanFindings | Promise<ScanFindings> {
  try {
    const scan = cleaner.scan(args);
    return isLater(scan) ? scan.catch(unchecked) : scan;
  } catch {
    return unchecked();
  }
}

function unchecked(): never {
  throw new CallError("too_large", "The arguments could not be checked for secrets in time. Nothing was sent.");
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

/** What a card says beside the arguments. Only a person reads warnings: a call that runs or is refused by rule does not pay for them. */
export async function withWarnings(ports: CallPorts, call: LiveCall): Promise<ShownFacts> {
  const { tool, actsAs, shown } = call;
  const { missing, accounts } = ports.credentialsFor(tool, actsAs);
  const facts = { tool, asker: shown.asker, arguments: call.proposed ?? {} };
  const trouble = await ports.connectorTrouble(tool);
  return { ...shown, warnings: warningsOf(ports, facts, { findings: call.findings, missing, accounts, trouble }) };
}

function newLiveCall(
  ports: CallPorts,
  id: CallId,
  request: CallRequest,
  shown: ShownFacts,
  findings: LiveCall["findings"],
): LiveCall {
  const { tool } = request;
  const receivedAt = ports.clock.now();
  return {
    ...emptyLiveCall(id),
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
    findings,
  };
}

type AtRest =
  | "id"
  | "state"
  | "edited"
  | "votes"
  | "held"
  | "findings"
  | "owed"
  | "watchers"
  | "heldUntil"
  | "recorded"
  | "waitEnd"
  | "reviewEnd"
  | "outcome"
  | "abort"
  | "progressListeners"
  | "logReader"
  | "makeRoom"
  | "hasTainted";

/** The moving parts of a call, all at rest. */
export function emptyLiveCall(id: CallId): Pick<LiveCall, AtRest> {
  const outcome: LiveCall["outcome"] = Promise.withResolvers();
  // Whoever waits sees the failure; nobody waiting must not end the process.
  outcome.promise.catch(() => {});
  return {
    id,
    state: "received",
    edited: null,
    votes: [],
    held: null,
    findings: [],
    owed: null,
    watchers: 0,
    heldUntil: null,
    recorded: Promise.withResolvers(),
    waitEnd: Promise.withResolvers(),
    reviewEnd: Promise.withResolvers(),
    outcome,
    abort: new AbortController(),
    progressListeners: new Set(),
    logReader: null,
    makeRoom: () => true,
    hasTainted: false,
  };
}
