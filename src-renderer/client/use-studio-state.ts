import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useState } from "react";
import type { MemberSummary, OrgEntry, OrgSummary, Role, StudioState } from "./contract-types.ts";
import { readOf, type Read } from "./use-read.ts";
import { useConnection, useStudio } from "./use-studio.ts";

const ASK_AGAIN_MS = 5_000;

/** What the studio needs from a person next. */
export function useStudioState(): Read<StudioState> {
  return readOf(useStateQuery());
}

/** The query behind it, for this room. */
export function useStateQuery(): UseQueryResult<StudioState> {
  const { rpc, windowQueries } = useStudio();
  const connection = useConnection();
  const options = {
    ...rpc.studio.state.queryOptions(),
    enabled: connection.kind === "connected",
    // Nobody sends events before sign-in, so another window's doing is asked for.
    refetchInterval: ({ state }: { readonly state: { readonly data: StudioState | undefined } }) =>
      state.data?.kind === "signed-in" ? false : ASK_AGAIN_MS,
  };
  return useQuery<StudioState>(options, windowQueries);
}

/** Who is signed in, and what they may do. Only inside the signed-in part of the window. */
export function useMember(): {
  readonly member: MemberSummary;
  readonly org: OrgSummary;
  /** Every organization of the studio, this one among them. */
  readonly orgs: readonly OrgEntry[];
  readonly may: (role: Role) => boolean;
} {
  const { data } = useStateQuery();
  const [kept, setKept] = useState(data);
  // Between signing out and leaving the page, the page is still someone's.
  if (data?.kind === "signed-in" && data !== kept) setKept(data);
  const current = data?.kind === "signed-in" ? data : kept;
  if (current?.kind !== "signed-in") throw new Error("internal: nobody is signed in here");
  const { member, org, orgs } = current;
  return { member, org, orgs, may: (role) => RANK[member.role] >= RANK[role] };
}

const RANK: Readonly<Record<Role, number>> = { member: 0, operator: 1, admin: 2 };
