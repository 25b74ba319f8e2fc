import type { CallId, OrgId } from "../../src-contract/ids.ts";
import type { BodyField } from "../calls/index.ts";
import type { RecordContext } from "../vault/index.ts";

/** The place that a body of a call is sealed for. */
export function bodyContext(orgId: OrgId, callId: CallId, field: BodyField): RecordContext {
  const owner = { ownerKind: "call", ownerId: callId, recordId: callId, field };
  return { orgId, scope: "org", scopeId: orgId, ...owner, schema: 1, rev: 1 };
}
