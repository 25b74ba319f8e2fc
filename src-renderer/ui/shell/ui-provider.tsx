import { CSPProvider } from "@base-ui/react/csp-provider";
import { Tooltip } from "@base-ui/react/tooltip";
import type { ReactNode } from "react";
import { HotkeyProvider } from "../actions/hotkeys.tsx";
import { cspNonce } from "../csp-nonce.ts";
import { LiveRegionProvider } from "../feedback/live-region.tsx";
import { ToastProvider } from "../feedback/toasts.tsx";
import { ThemeProvider, type ThemeProviderProps } from "./theme.tsx";

/** Everything the components expect around them. Once, at the root. */
export function UiProvider({ children, ...theme }: ThemeProviderProps & { readonly children: ReactNode }) {
  const nonce = cspNonce();
  return (
    <CSPProvider {...(nonce === undefined ? {} : { nonce })} disableStyleElements>
      <ThemeProvider {...theme}>
        <Tooltip.Provider delay={350}>
          <HotkeyProvider>
            <LiveRegionProvider>
              <ToastProvider>{children}</ToastProvider>
            </LiveRegionProvider>
          </HotkeyProvider>
        </Tooltip.Provider>
      </ThemeProvider>
    </CSPProvider>
  );
}
