import {
  useAction,
  useMember,
  useRead,
  useStudio,
  type AccountEntry,
  type AgentSession,
  type ApprovalSummary,
  type InvitationDetail,
} from "../../client/index.ts";

const NO_ACCOUNTS: readonly AccountEntry[] = [];
const NO_APPROVALS: readonly ApprovalSummary[] = [];
const NO_INVITATIONS: readonly InvitationDetail[] = [];
const NO_SESSIONS: readonly AgentSession[] = [];

/** Joins the shell to the studio: what waits, who is connected, whether calls are stopped. */
export function useShell() {
  const { api, rpc, lock, signOut } = useStudio();
  const { member, org, orgs, may } = useMember();
  const approvals = useRead({ ...rpc.approvals.list.queryOptions(), enabled: may("operator") });
  const invitations = useRead({ ...rpc.people.invitations.queryOptions(), enabled: may("admin") });
  const accounts = useRead(rpc.accounts.list.queryOptions());
  const sessions = useRead(rpc.sessions.list.queryOptions());
  const stopState = useRead(rpc.studio.stopState.queryOptions());
  return {
    member,
    org,
    orgs,
    may,
    waiting: approvals.kind === "ready" ? approvals.data : NO_APPROVALS,
    /** Invitations that were answered: a person waits for an admin to compare and confirm. */
    answered: (invitations.kind === "ready" ? invitations.data : NO_INVITATIONS).filter(
      ({ state }) => state.kind === "answered",
    ),
    /** Accounts that need to be connected again, by this very person. */
    broken: (accounts.kind === "ready" ? accounts.data : NO_ACCOUNTS).filter(
      ({ account, mayConnect }) => mayConnect && account?.state.kind === "needs-reconnect",
    ),
    /** Whether the queue was read at least once, so that what is already there is told from what is new. */
    isQueueKnown: approvals.kind === "ready",
    agents: (sessions.kind === "ready" ? sessions.data : NO_SESSIONS).filter(({ state }) => state !== "ended"),
    stopState: stopState.kind === "ready" ? stopState.data : ({ kind: "running" } as const),
    stop: useAction((reason: string) => api.studio.stop({ reason })),
    lift: useAction(() => api.studio.lift()),
    lock: useAction(lock),
    signOut: useAction(signOut),
  };
}
