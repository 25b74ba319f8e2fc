import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { followEvents } from "./events.ts";
import type { Studio } from "./studio.ts";
import { usePresence } from "./use-presence.ts";
import { useStateQuery } from "./use-studio-state.ts";
import { StudioContext, useConnection, useStudio } from "./use-studio.ts";

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
    if (memberId === null) queries.removeQueries({ predicate: ({ queryKey }) => !isAboutStudio(queryKey) });
  }, [queries, memberId]);

  usePresence(epoch !== null && memberId !== null);
  return null;
}

function isAboutStudio(queryKey: readonly unknown[]): boolean {
  const [path] = queryKey;
  return Array.isArray(path) && path[0] === "studio";
}
