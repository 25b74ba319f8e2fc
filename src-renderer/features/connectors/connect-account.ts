import { createContext, type ReactNode } from "react";
import type { ProviderId } from "../../client/index.ts";

export type RenderAccount = (providerId: ProviderId) => ReactNode;

/** Connecting an account, as another place of the window does it; handed in, because places do not know each other. */
export const AccountContext = createContext<RenderAccount>(() => null);
