import type { AuditEntry, AuditVerification } from "../../src-contract/call.ts";
import type { Digest } from "../../src-contract/ids.ts";
import { approvalCardOf, approvalSummaryOf, callDetailOf, callSummaryOf } from "../calls/index.ts";
import { auditRowsBefore, callById, callsBefore, type AuditRow } from "../store/index.ts";
import type { Decider } from "../approval/index.ts";
import type { JsonObject } from "../base/canonical-json.ts";
import { contractError } from "../rpc/index.ts";
import { actorOf, orgOf, type HandlerContext, type Implementer } from "./base.ts";
import type { Studio } from "./org.ts";

/** Approvals, activity and the audit log. */
export function callHandlers(os: Implementer, studio: Studio) {
  return {
    approvals: approvalHandlers(os, studio),
    calls: activityHandlers(os, studio),
    audit: auditHandlers(os, studio),
  };
}

function approvalHandlers(os: Implementer, studio: Studio) {
  const { approvals } = os;
  const decider = (context: HandlerContext): Decider => {
    studio.touch();
    return { ...actorOf(context), at: studio.clock.now() };
  };
  return {
    list: approvals.list.handler(({ context }) => {
      const org = orgOf(studio, context);
      return org.desk.waiting().map((call) => approvalSummaryOf(org.callPorts, call));
    }),
    card: approvals.card.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const call = org.desk.live(input.callId);
      if (!call) throw contractError("not_waiting");
      return approvalCardOf(org.callPorts, call);
    }),
    check: approvals.check.handler(({ input, context }) =>
      orgOf(studio, context).desk.check(input.callId, input.arguments),
    ),
    approve: approvals.approve.handler(({ input, context }) =>
      orgOf(studio, context).desk.approve(input.callId, input.digest, decider(context)),
    ),
    approveEdited: approvals.approveEdited.handler(({ input, context }) =>
      orgOf(studio, context).desk.approveEdited(input.callId, input.digest, input.arguments, decider(context)),
    ),
    deny: approvals.deny.handler(({ input, context }) =>
      orgOf(studio, context).desk.deny(input.callId, input.digest, input.reason, decider(context)),
    ),
  };
}

function activityHandlers(os: Implementer, studio: Studio) {
  const { calls } = os;
  return {
    list: calls.list.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const rows = await callsBefore(org.db, { ...input, limit: input.limit + 1 });
      return { calls: rows.slice(0, input.limit).map(callSummaryOf), hasMore: rows.length > input.limit };
    }),
    get: calls.get.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const row = await callById(org.db, input.id);
      if (!row) throw contractError("not_found");
      const detail = await callDetailOf(org.callPorts, row);
      return mayReadPayload(context, row.member_id)
        ? detail
        : { ...detail, proposedArguments: null, executedArguments: null, result: null };
    }),
    cancel: calls.cancel.handler(({ input, context }) =>
      orgOf(studio, context).desk.cancel(input.id, `member:${actorOf(context).name}`),
    ),
  };
}

/** Members read the payloads of calls that acted as them; operators and admins read all. */
function mayReadPayload({ seat }: HandlerContext, actedAs: string | null): boolean {
  const member = seat.signedIn?.member;
  return member !== undefined && (member.role !== "member" || member.id === actedAs);
}

function auditHandlers(os: Implementer, studio: Studio) {
  const { audit } = os;
  return {
    list: audit.list.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const filter = {
        before: input.before,
        limit: input.limit + 1,
        ...(input.kind === "admin" ? { actionsNotLike: "call.%" } : {}),
      };
      const rows = await auditRowsBefore(org.db, filter);
      return { entries: rows.slice(0, input.limit).map(auditEntryOf), hasMore: rows.length > input.limit };
    }),
    verify: audit.verify.handler(async ({ context }): Promise<AuditVerification> => {
      const startedAt = studio.clock.now();
      const verification = await orgOf(studio, context).verifyAudit();
      if (verification.kind === "broken") return verification;
      return { ...verification, head: verification.head as Digest, tookMs: studio.clock.now() - startedAt }; // A SHA-256 in lower-case hex.
    }),
  };
}

function auditEntryOf(row: AuditRow): AuditEntry {
  const { seq, at, actor, action, subject } = row;
  const hash = Buffer.from(row.hash).toString("hex") as Digest; // A SHA-256 in lower-case hex.
  return { seq, at, actor, action, subject, detail: JSON.parse(row.body) as JsonObject, hash }; // Written by us from a JSON object.
}
