import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState, type ReactNode } from "react";
import { followEvents } from "./events.ts";
import { isAboutStudio, type Studio } from "./studio.ts";
import { usePresence } from "./use-presence.ts";
import { useStateQuery } from "./use-studio-state.ts";
import { StudioContext, useConnection, useStudio } from "./use-studio.ts";

export type StudioProviderProps = { readonly studio: Studio; readonly children: ReactNode };

/** Gives the window's studio to everything inside, and keeps its state fresh. */
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
  const { windowQueries, refreshState } = useStudio();
  const epoch = useEpoch();
  const { data } = useStateQuery();
  const isSignedIn = data?.kind === "signed-in";

  useEffect(() => {
    if (epoch !== null) refreshState();
  }, [epoch, refreshState]);

  useEffect(() => {
    // What one person was shown is not kept for the next.
    if (!isSignedIn) windowQueries.removeQueries({ predicate: ({ queryKey }) => !isAboutStudio(queryKey) });
  }, [windowQueries, isSignedIn]);
  return null;
}

/**
 * The part of the window that belongs to one member in one organization: what they read is kept for them alone and kept fresh, and the
 * studio is told that a person is there. Give it a `key` of both ids.
 */
export function MemberProvider({ children }: { readonly children: ReactNode }) {
  const studio = useStudio();
  const [own] = useState(() => ({ ...studio, queries: studio.createQueries() }));
  return (
    <StudioContext value={own}>
      <QueryClientProvider client={own.queries}>
        <Follow />
        {children}
      </QueryClientProvider>
    </StudioContext>
  );
}

function Follow() {
  const { api, windowQueries, queries, refreshState, showLocked } = useStudio();
  const epoch = useEpoch();
  useEffect(() => {
    if (epoch === null) return undefined;
    const stop = new AbortController();
    const source = {
      api,
      queries: [windowQueries, queries],
      onSessionChange: refreshState,
      onLocked: showLocked,
    };
    void followEvents(source, stop.signal);
    return () => stop.abort();
  }, [api, windowQueries, queries, refreshState, showLocked, epoch]);
  usePresence(epoch !== null);
  return null;
}

function useEpoch(): number | null {
  const connection = useConnection();
  return connection.kind === "connected" ? connection.epoch : null;
}
