import {
  useAction,
  useMember,
  useRead,
  useStudio,
  type InvitationId,
  type MemberDetail,
  type MemberId,
  type Role,
  type TeamDetail,
  type TeamId,
} from "../../client/index.ts";

const NO_MEMBERS: readonly MemberDetail[] = [];
const NO_TEAMS: readonly TeamDetail[] = [];

/** Everyone in the organization. */
export function useMembers() {
  const { rpc } = useStudio();
  return useRead(rpc.people.list.queryOptions());
}

/** The same where only their names are needed. */
export function useMemberList(): readonly MemberDetail[] {
  const members = useMembers();
  return members.kind === "ready" ? members.data : NO_MEMBERS;
}

export function useTeams() {
  const { rpc } = useStudio();
  return useRead(rpc.teams.list.queryOptions());
}

export function useTeamList(): readonly TeamDetail[] {
  const teams = useTeams();
  return teams.kind === "ready" ? teams.data : NO_TEAMS;
}

export function useInvitations() {
  const { rpc } = useStudio();
  const { may } = useMember();
  return useRead({ ...rpc.people.invitations.queryOptions(), enabled: may("admin") });
}

/** How many answers wait for an admin to compare them. */
export function useAnsweredCount(): number {
  const invitations = useInvitations();
  return invitations.kind === "ready" ? invitations.data.filter(({ state }) => state.kind === "answered").length : 0;
}

export function useMemberActions() {
  const { api } = useStudio();
  return {
    setRole: useAction((id: MemberId, role: Role) => api.people.setRole({ id, role })),
    remove: useAction((id: MemberId) => api.people.remove({ id })),
  };
}

export function useTeamActions() {
  const { api } = useStudio();
  return {
    create: useAction((name: string, memberIds: readonly MemberId[]) =>
      api.teams.create({ name, memberIds: [...memberIds] }),
    ),
    rename: useAction((id: TeamId, name: string) => api.teams.rename({ id, name })),
    setMembers: useAction((id: TeamId, memberIds: readonly MemberId[]) =>
      api.teams.setMembers({ id, memberIds: [...memberIds] }),
    ),
    remove: useAction((id: TeamId) => api.teams.remove({ id })),
  };
}

export type NewInvitation = {
  readonly name: string;
  readonly role: Role;
  readonly teamIds: readonly TeamId[];
  readonly days: number;
};

/** A made invitation's code goes to whoever asked and is remembered by nobody else. */
export function useInvitationActions() {
  const { api } = useStudio();
  return {
    invite: useAction(({ teamIds, ...input }: NewInvitation) => api.people.invite({ ...input, teamIds: [...teamIds] })),
    withdraw: useAction((id: InvitationId) => api.people.withdraw({ id })),
    confirm: useAction((id: InvitationId, fingerprint: string) => api.people.confirm({ id, fingerprint })),
  };
}
