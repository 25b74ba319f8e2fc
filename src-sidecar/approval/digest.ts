import type { CallId, ConnectorId, Digest } from "../../src-contract/ids.ts";
import type { CredentialRef, RedactionNote } from "../../src-contract/call.ts";
import type { Operation } from "../../src-contract/connector.ts";
import { digestJson, type Json, type JsonObject } from "../base/canonical-json.ts";

/** What a person is shown and a decision is bound to. */
export interface DigestedCall {
  readonly connectorId: ConnectorId;
  /** A tool that calls itself like an operation is another thing than the operation. */
  readonly operation: Operation;
  /** The tool's name at its server. */
  readonly toolName: string;
  readonly definitionDigest: Digest;
  readonly arguments: JsonObject;
  /** References only: which credentials the call goes out with. */
  readonly credentials: readonly CredentialRef[];
}

/**
 * The digest of a call: SHA-256 over the canonical JSON of connector, operation, tool, definition, arguments and credential
 * references.
 *
 * Two calls with the same digest do the same thing with the same account.
 *
 * @see RFC 8785 for the canonical form.
 */
export function digestCall(call: DigestedCall): Digest {
  return digestJson({
    arguments: call.arguments,
    connector: call.connectorId,
    credentials: credentialFacts(call.credentials),
    definition: call.definitionDigest,
    operation: call.operation,
    tool: call.toolName,
  }) as Digest; // digestJson gives 64 lower-case hex digits, which is what a Digest is.
}

/** The digest of credential references: it is another one when a call would go out with another value, or as another account. */
export function digestCredentials(credentials: readonly CredentialRef[]): string {
  return digestJson(credentialFacts(credentials));
}

function credentialFacts(credentials: readonly CredentialRef[]): Json {
  return credentials.map(({ name, scope, as, owner, account, since }) => ({
    name,
    scope,
    as,
    owner,
    ...(account !== undefined && { account }),
    ...(since !== undefined && { since }),
  }));
}

/** What a person is shown of a result that waits for them. */
export interface DigestedResult {
  readonly callId: CallId;
  /** As its agent would get it. */
  readonly result: Json;
  /** What redaction took out of it. */
  readonly notes: readonly RedactionNote[];
}

/**
 * The digest of a result that waits for a person: SHA-256 over the canonical JSON of call, result and what was removed from it.
 *
 * @see RFC 8785 for the canonical form.
 */
export function digestResult({ callId, result, notes }: DigestedResult): Digest {
  const removed = notes.map(({ kind, placeholder, path, length }) => ({ kind, placeholder, path, length }));
  return digestJson({ callId, result, notes: removed }) as Digest; // 64 lower-case hex digits, see above.
}
