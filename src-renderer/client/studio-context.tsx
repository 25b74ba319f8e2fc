import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { createContext, use, useEffect, useSyncExternalStore, type ReactNode } from "react";
import type { ConnectionState } from "./connection.ts";
import type { MemberSummary, OrgSummary, Role, StudioState } from "./contract-types.ts";
import { followEvents } from "./events.ts";
import type { Studio } from "./studio.ts";
import { usePresence } from "./use-presence.ts";
import { readOf, type Read } from "./use-read.ts";

const StudioContext = createContext<Studio | null>(null);

export type StudioProviderProps = { readonly studio: Studio; readonly children: ReactNode };

/** Gives the window's studio to everything inside, keeps what is shown fresh, and says when a person is there. */
export function StudioProvider({ studio, children }: StudioProviderProps) {
  return (
    <StudioContext value={studio}>
      <QueryClientProvider client={studio.queries}>
        <Watch />
        {children}
      </QueryClientProvider>
    </StudioContext>
  );
}

/** The window's studio: connection, typed client, sign-in and lock. */
export function useStudio(): Studio {
  const studio = use(StudioContext);
  if (studio === null) throw new Error("internal: no studio around this component");
  return studio;
}

/** How the line to the sidecar is doing. */
export function useConnection(): ConnectionState {
  const { connection } = useStudio();
  return useSyncExternalStore(connection.subscribe, connection.state);
}

const ASK_AGAIN_MS = 5_000;

/** What the studio needs from a person next. */
export function useStudioState(): Read<StudioState> {
  return readOf(useStateQuery());
}

function useStateQuery() {
  const { rpc } = useStudio();
  const connection = useConnection();
  return useQuery({
    ...rpc.studio.state.queryOptions(),
    enabled: connection.kind === "connected",
    // Nobody sends events before sign-in, so another window's doing is asked for.
    refetchInterval: ({ state }) => (state.data?.kind === "signed-in" ? false : ASK_AGAIN_MS),
  });
}

/** Who is signed in, and what they may do. Only inside the signed-in part of the window. */
export function useMember(): {
  readonly member: MemberSummary;
  readonly org: OrgSummary;
  readonly may: (role: Role) => boolean;
} {
  const { data } = useStateQuery();
  if (data?.kind !== "signed-in") throw new Error("internal: nobody is signed in here");
  const { member, org } = data;
  return { member, org, may: (role) => RANK[member.role] >= RANK[role] };
}

const RANK: Readonly<Record<Role, number>> = { member: 0, operator: 1, admin: 2 };

function Watch() {
  const { api, queries, refreshState } = useStudio();
  const connection = useConnection();
  const epoch = connection.kind === "connected" ? connection.epoch : null;
  const { data } = useStateQuery();
  const memberId = data?.kind === "signed-in" ? data.member.id : null;

  useEffect(() => {
    if (epoch !== null) refreshState();
  }, [epoch, refreshState]);

  useEffect(() => {
    if (epoch === null || memberId === null) return undefined;
    const stop = new AbortController();
    void followEvents({ api, queries, onSessionChange: refreshState }, stop.signal);
    return () => stop.abort();
  }, [api, queries, refreshState, epoch, memberId]);

  useEffect(() => {
    // What one person was shown is not kept for the next.
    if (memberId === null) queries.removeQueries({ predicate: ({ queryKey }) => !isStudioState(queryKey) });
  }, [queries, memberId]);

  usePresence(epoch !== null && memberId !== null);
  return null;
}

function isStudioState(queryKey: readonly unknown[]): boolean {
  const [path] = queryKey;
  return Array.isArray(path) && path[0] === "studio";
}
