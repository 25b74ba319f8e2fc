import type { Operation } from "../../src-contract/connector.ts";
import type { CallId, ConnectorId, Digest, MemberId } from "../../src-contract/ids.ts";
import type { JsonObject } from "./canonical-json.ts";

declare const approved: unique symbol;

/**
 * A call that the gate let through. Connectors accept nothing else, and only `approval/gate.ts` may make one (lint rule `makers`).
 *
 * `arguments` are those that were decided on: as asked for, or as a person edited them. `digest` covers them.
 */
export interface ApprovedCall {
  readonly [approved]: true;
  readonly callId: CallId;
  readonly connectorId: ConnectorId;
  readonly operation: Operation;
  /** The tool's name at its server; for any other operation than `tools/call`, the operation's own. */
  readonly toolName: string;
  readonly arguments: JsonObject;
  readonly digest: Digest;
  /** Whose `user_secret` values the call goes out with; null: nobody's. */
  readonly actsAs: MemberId | null;
}

/** Makes an `ApprovedCall`. Calling this anywhere but in the gate is a way round the gate. */
export function approvedCall(fields: Omit<ApprovedCall, typeof approved>): ApprovedCall {
  return Object.freeze({ ...fields }) as ApprovedCall; // The brand exists in types only.
}
