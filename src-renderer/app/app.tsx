import { RouterProvider } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";
import { StudioProvider, useConnection, useStudioState, type Studio } from "../client/index.ts";
import { FirstRun, type NextStep } from "../features/first-run/index.tsx";
import { SignIn } from "../features/sign-in/index.tsx";
import { ErrorState } from "../ui/feedback/error-state.tsx";
import { Skeleton } from "../ui/feedback/skeleton.tsx";
import { UiProvider } from "../ui/shell/ui-provider.tsx";
import { addresses } from "./addresses.ts";
import { ConnectionBanner } from "./connection-banner.tsx";
import { FrontDoor } from "./front/front-door.tsx";
import { Refused } from "./front/refused.tsx";
import { Unreadable } from "./front/unreadable.tsx";
import { t } from "./messages/t.ts";
import type { AppRouter } from "./router.tsx";
import { useThemeChoice } from "./theme-choice.ts";

export type AppProps = { readonly studio: Studio; readonly router: AppRouter };

/** The window: whatever the studio needs from a person next. */
export function App({ studio, router }: AppProps) {
  const [theme, chooseTheme] = useThemeChoice();
  return (
    <UiProvider choice={theme} onChoose={chooseTheme}>
      <StudioProvider studio={studio}>
        <Next router={router} />
      </StudioProvider>
    </UiProvider>
  );
}

const AFTER_FIRST_RUN: Readonly<Record<NextStep, string>> = {
  connectors: addresses.connectors(),
  "add-connector": addresses.newConnector(),
  "connect-agent": addresses.connectAgent(),
};

function Next({ router }: { readonly router: AppRouter }) {
  const connection = useConnection();
  const state = useStudioState();
  const kind = state.kind === "ready" ? state.data.kind : null;
  // Setting up signs in at once, but the first run ends only when the person has their recovery key.
  const [isFirstRun, setFirstRun] = useState(false);
  if (kind === "new" && !isFirstRun) setFirstRun(true);
  if ((kind === "locked" || kind === "signed-out") && isFirstRun) setFirstRun(false);

  if (connection.kind === "refused") return front(<Refused reason={connection.reason} />);
  if (state.kind === "loading") return front(<Connecting />);
  if (state.kind === "failed") return front(<ErrorState {...state.failure} />);
  if (isFirstRun || state.data.kind === "new") {
    return front(
      <FirstRun
        onDone={(next) => {
          router.history.replace(AFTER_FIRST_RUN[next]);
          setFirstRun(false);
        }}
      />,
    );
  }
  switch (state.data.kind) {
    case "locked":
      return front(<SignIn org={state.data.org} isLocked />);
    case "signed-out":
      return front(<SignIn org={state.data.org} isLocked={false} />);
    case "unreadable":
      return front(<Unreadable orgName={state.data.org.name} reason={state.data.reason} />);
    case "signed-in":
      return <RouterProvider router={router} />;
  }
}

function front(content: ReactNode): ReactNode {
  return <FrontDoor banner={<ConnectionBanner />}>{content}</FrontDoor>;
}

function Connecting() {
  return (
    <div aria-label={t("connecting")}>
      <Skeleton rows={3} />
    </div>
  );
}
