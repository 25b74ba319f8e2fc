import type { CallStateKind } from "../../src-contract/call.ts";
import {
  approvalCardOf,
  approvalSummaryOf,
  callDetailOf,
  callSummaryOf,
  resultCardOf,
  type Approver,
  type Reader,
} from "../calls/index.ts";
import { callById, callsBefore } from "../store/index.ts";
import type { Decider } from "../approval/index.ts";
import { contractError } from "../rpc/index.ts";
import { Secret } from "../base/secret.ts";
import { actorOf, orgOf, type HandlerContext, type Implementer } from "./base.ts";
import { proveAgain } from "./opening.ts";
import type { Org, Studio } from "./org.ts";

/** Approvals and activity. */
export function callHandlers(os: Implementer, studio: Studio) {
  return {
    approvals: approvalHandlers(os, studio),
    calls: activityHandlers(os, studio),
  };
}

function approvalHandlers(os: Implementer, studio: Studio) {
  const { approvals } = os;
  const decider = (context: HandlerContext): Decider => {
    studio.touch();
    return { ...actorOf(context), at: studio.clock.now() };
  };
  return {
    ...readHandlers(os, studio),
    check: approvals.check.handler(({ input, context }) =>
      orgOf(studio, context).desk.decisions.check(input.callId, input.arguments),
    ),
    approve: approvals.approve.handler(({ input, context }) =>
      orgOf(studio, context).desk.decisions.approve(input.callId, input.digest, approver(studio, context, input)),
    ),
    approveEdited: approvals.approveEdited.handler(({ input, context }) => {
      const { callId, digest, arguments: edited } = input;
      const by = approver(studio, context, input);
      return orgOf(studio, context).desk.decisions.approveEdited(callId, digest, edited, by);
    }),
    approveMany: approvals.approveMany.handler(({ input, context }) =>
      orgOf(studio, context).desk.decisions.approveMany(input.calls, approver(studio, context, input)),
    ),
    deny: approvals.deny.handler(({ input, context }) =>
      orgOf(studio, context).desk.decisions.deny(input.callId, input.digest, input.reason, decider(context)),
    ),
    denyMany: approvals.denyMany.handler(({ input, context }) =>
      orgOf(studio, context).desk.decisions.denyMany(input.calls, input.reason, decider(context)),
    ),
    release: approvals.release.handler(({ input, context }) =>
      orgOf(studio, context).desk.reviews.release(input.callId, input.digest, decider(context)),
    ),
    withhold: approvals.withhold.handler(({ input, context }) =>
      orgOf(studio, context).desk.reviews.withhold(input.callId, input.digest, input.reason, decider(context)),
    ),
  };
}

function readHandlers(os: Implementer, studio: Studio) {
  const { approvals } = os;
  return {
    list: approvals.list.handler(({ context }) => {
      const org = orgOf(studio, context);
      const calls = [...org.desk.waiting(), ...org.desk.reviewing()];
      return Promise.all(calls.map((call) => approvalSummaryOf(org.callPorts, call)));
    }),
    card: approvals.card.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const call = org.desk.live(input.callId);
      if (!call || call.proposed === null) throw contractError("not_waiting");
      const reader = readerOf(org, context, null);
      return approvalCardOf(org.callPorts, call, { reader, identical: org.desk.identicalTo(call) });
    }),
    result: approvals.result.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      const call = org.desk.live(input.callId);
      const card = call && (await resultCardOf(org.callPorts, call, actorOf(context)));
      if (!card) throw contractError("not_waiting", "No result of this call waits any more.");
      return card;
    }),
  };
}

/** Who says yes, with the passphrase to check only where a policy asks for it: within the limits of sign-ins, and written to the log. */
function approver(
  studio: Studio,
  context: HandlerContext,
  { reason, passphrase }: { readonly reason?: string | undefined; readonly passphrase?: string | undefined },
): Approver {
  studio.touch();
  const org = orgOf(studio, context);
  const by = actorOf(context);
  const who = { ...by, at: studio.clock.now(), reason };
  if (passphrase === undefined) return who;
  const provePassphrase = (): Promise<void> =>
    proveAgain(studio, org, { memberId: by.id, action: "member.proved-for-approval" }, () =>
      org.vault.verify(by.id, { kind: "passphrase", passphrase: Secret.fromText(passphrase) }),
    );
  return { ...who, provePassphrase };
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
      return callDetailOf(org.callPorts, row, readerOf(org, context, row));
    }),
    cancel: calls.cancel.handler(({ input, context }) =>
      orgOf(studio, context).desk.cancel(input.id, `member:${actorOf(context).name}`),
    ),
  };
}

/**
 * Who looks at a call. Members read what acted as them, unless it was kept from their agent; admins read all, and operators where the
 * organization says so.
 *
 * @param row Null: a call that waits.
 */
function readerOf(
  org: Org,
  { seat }: HandlerContext,
  row: { readonly member_id: string | null; readonly state: CallStateKind } | null,
): Reader {
  if (seat.signedIn === null) throw contractError("not_signed_in");
  const { id, role } = seat.signedIn.member;
  const isKept = row?.state === "withheld" || row?.state === "reviewing";
  const isOwn = row?.member_id === id && !(isKept && role === "member");
  const isAllowed = role === "admin" || (role === "operator" && org.access.settings.get().payloadsFor === "operators");
  return { id, mayReadPayload: isOwn || isAllowed };
}
