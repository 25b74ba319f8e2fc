import { Bot, Globe } from "lucide-react";
import type { AgentSession, AutonomousScope, SessionId } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { ListRow } from "../../../ui/data/list-row.tsx";
import { RowList } from "../../../ui/data/row-list.tsx";
import { EmptyState } from "../../../ui/feedback/empty-state.tsx";
import { ErrorState } from "../../../ui/feedback/error-state.tsx";
import { NothingChosen } from "../../../ui/feedback/nothing-chosen.tsx";
import { Skeleton } from "../../../ui/feedback/skeleton.tsx";
import { SplitView } from "../../../ui/layout/split-view.tsx";
import { formatDuration } from "../../../ui/time/format-time.ts";
import { useNow } from "../../../ui/time/use-now.ts";
import { t } from "../messages.ts";
import type { Go } from "../place.ts";
import { SessionBadge } from "./session-badge.tsx";
import { SessionDetail } from "./session-detail.tsx";
import { useSessions } from "./use-sessions.ts";

export type SessionsPartProps = { readonly id: SessionId | null; readonly onGo: Go };

/** The agents that are or were connected. */
export function SessionsPart({ id, onGo }: SessionsPartProps) {
  const sessions = useSessions();
  if (sessions.kind === "loading") return <Skeleton />;
  if (sessions.kind === "failed") return <ErrorState {...sessions.failure} />;
  if (sessions.data.length === 0) {
    return (
      <EmptyState
        icon={Bot}
        title={t("sessions.empty")}
        action={
          <Button variant="primary" onClick={() => onGo({ kind: "connect" })}>
            {t("sessions.emptyAction")}
          </Button>
        }
      >
        {t("sessions.emptyText")}
      </EmptyState>
    );
  }
  const chosen = sessions.data.find((one) => one.id === id);
  return (
    <SplitView
      listLabel={t("sessions.label")}
      detailLabel={t("sessions.detail")}
      isDetailOpen={id !== null}
      onBack={() => onGo({ kind: "sessions", id: null })}
      backLabel={t("sessions.label")}
      list={
        <RowList
          label={t("sessions.label")}
          items={sessions.data}
          idOf={(one) => one.id}
          selectedId={id}
          onSelect={(selected) =>
            onGo({ kind: "sessions", id: sessions.data.find((one) => one.id === selected)?.id ?? null })
          }
          renderRow={(one) => <SessionRow session={one} />}
        />
      }
      detail={
        chosen === undefined ? (
          <NothingChosen icon={Bot} title={t("sessions.choose")} missingId={id}>
            {t("sessions.chooseText")}
          </NothingChosen>
        ) : (
          <div className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
            <SessionDetail key={chosen.id} session={chosen} />
          </div>
        )
      }
    />
  );
}

function SessionRow({ session }: { readonly session: AgentSession }) {
  const { calls } = session;
  return (
    <ListRow
      title={t("session.client", { name: session.clientName, version: session.clientVersion })}
      isDim={session.state === "ended"}
      trailing={<SessionBadge session={session} />}
      detail={t("session.row", { key: session.keyName, policy: session.policyName })}
      detailTrailing={
        <span className="flex items-center gap-1.5">
          {session.taint !== null && (
            <>
              <Globe size={12} aria-hidden className="text-amber" />
              <span className="sr-only">{t("taint.mark")}</span>
            </>
          )}
          {session.scope === null ? (
            t(calls.waiting > 0 ? "session.waiting" : "session.calls", { count: calls.waiting || calls.total })
          ) : (
            <ScopeLeft scope={session.scope} />
          )}
        </span>
      }
    />
  );
}

function ScopeLeft({ scope }: { readonly scope: AutonomousScope }) {
  const now = useNow(1000);
  return (
    <span className="font-medium text-accent-ink tabular-nums">
      {t("session.autonomous", { time: formatDuration(scope.expiresAt - now), count: scope.callsLeft })}
    </span>
  );
}
