import { createContext, use, useSyncExternalStore } from "react";
import type { ConnectionState } from "./connection.ts";
import type { Studio } from "./studio.ts";

/** Filled by StudioProvider. */
export const StudioContext = createContext<Studio | null>(null);

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
