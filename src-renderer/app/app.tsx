import { RouterProvider } from "@tanstack/react-router";
import type { ReactNode } from "react";
import {
  MemberProvider,
  StudioProvider,
  useConnection,
  useStudioState,
  type Studio,
  type StudioState,
} from "../client/index.ts";
import { ConnectingProvider } from "../features/accounts/index.tsx";
import { NoticesProvider } from "../features/notices/index.tsx";
import { RolledBack } from "../features/rolled-back/index.tsx";
import { SignIn } from "../features/sign-in/index.tsx";
import { ErrorState } from "../ui/feedback/error-state.tsx";
import { Skeleton } from "../ui/feedback/skeleton.tsx";
import { UiProvider } from "../ui/shell/ui-provider.tsx";
import { ConnectionBanner } from "./connection-banner.tsx";
import { FrontDoor } from "./front/front-door.tsx";
import { OrgSwitch } from "./front/org-switch.tsx";
import { Refused } from "./front/refused.tsx";
import { TaskView } from "./front/task-view.tsx";
import { Unreadable } from "./front/unreadable.tsx";
import { t } from "./messages/t.ts";
import type { AppRouter } from "./router.tsx";
import { useThemeChoice } from "./theme-choice.ts";
import { useSwitch } from "./use-switch.ts";
import { useWindowTask } from "./use-window-task.ts";
import { useWindowActions, WindowActionsContext } from "./window-actions.ts";

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

function Next({ router }: { readonly router: AppRouter }) {
  const connection = useConnection();
  const state = useStudioState();
  const { task, begin, end } = useWindowTask(state.kind === "ready" ? state.data.kind : null);
  const switchTo = useSwitch(router);

  if (connection.kind === "refused") return <Front content={<Refused reason={connection.reason} />} />;
  if (state.kind === "loading") return <Front content={<Connecting />} />;
  if (state.kind === "failed") return <Front content={<ErrorState {...state.failure} />} />;
  const view = <TaskView task={task} state={state.data} router={router} onEnd={end} />;
  return (
    <WindowActionsContext value={{ begin, switchTo }}>
      {task === null ? <Place state={state.data} router={router} /> : <Front content={view} />}
    </WindowActionsContext>
  );
}

/** Where the window stands in the organization that it shows. */
function Place({ state, router }: { readonly state: StudioState; readonly router: AppRouter }) {
  const { begin } = useWindowActions();
  switch (state.kind) {
    case "new":
      return null; // A studio without an organization always has a task.
    case "locked":
    case "signed-out": {
      // The choice of a member outlives the lock that "switch user" asks for.
      const signIn = <SignIn key={state.org.id} org={state.org} onInvitation={() => begin("invitation")} />;
      return <Front state={state} content={signIn} />;
    }
    case "unreadable": {
      const { org, reason, fault } = state;
      const page = <Unreadable orgName={org.name} reason={reason} fault={fault} onRestore={() => begin("restore")} />;
      return <Front state={state} content={page} />;
    }
    case "rolled-back": {
      const { org, member, rollback } = state;
      const page = <RolledBack org={org} member={member} rollback={rollback} onRestore={() => begin("restore")} />;
      return <Front state={state} content={page} />;
    }
    case "signed-in":
      return (
        <MemberProvider key={`${state.org.id} ${state.member.id}`}>
          <NoticesProvider>
            <ConnectingProvider>
              <RouterProvider router={router} />
            </ConnectingProvider>
          </NoticesProvider>
        </MemberProvider>
      );
  }
}

type FrontProps = { readonly content: ReactNode; readonly state?: Exclude<StudioState, { readonly kind: "new" }> };

function Front({ content, state }: FrontProps) {
  return (
    <FrontDoor
      banner={<ConnectionBanner />}
      aside={state !== undefined && <OrgSwitch org={state.org} orgs={state.orgs} />}
    >
      {content}
    </FrontDoor>
  );
}

function Connecting() {
  return (
    <div aria-label={t("connecting")}>
      <Skeleton rows={3} />
    </div>
  );
}
