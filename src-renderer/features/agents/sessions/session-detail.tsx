import { ArrowRight, Bot, CirclePause, Play } from "lucide-react";
import { useRef, useState } from "react";
import { useMember, type AgentSession, type TrustLevel } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { useRegainedFocus } from "../../../ui/actions/use-regained-focus.ts";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { Field } from "../../../ui/fields/field.tsx";
import { Select } from "../../../ui/fields/select.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { RevealedText } from "../../../ui/text/verbatim.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { AutonomyPanel } from "../autonomy/autonomy-panel.tsx";
import { ScopeForm } from "../autonomy/scope-form.tsx";
import { TaintPanel } from "../autonomy/taint-panel.tsx";
import { t } from "../messages.ts";
import { useTellFailure } from "../words/use-tell-failure.ts";
import { PauseDialog } from "./pause-dialog.tsx";
import { SessionBadge } from "./session-badge.tsx";
import { useSessionActions } from "./use-sessions.ts";

const TRUST = ["supervised", "manual"] as const;

/** One agent's session: who it says it is, what it did, and how much of it runs without a person. */
export function SessionDetail({ session }: { readonly session: AgentSession }) {
  const isPaused = session.state === "paused";
  return (
    <article aria-label={session.clientName} className="flex min-h-0 max-w-180 flex-col gap-5">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">
          <RevealedText text={session.clientName} flow="inline" />
        </h2>
        <SessionBadge session={session} />
        <PauseButton session={session} />
      </header>
      {isPaused && (
        <Banner kind="warn" title={t("session.pausedBanner")} isAnnounced={false}>
          {session.pausedReason === null || session.pausedReason === ""
            ? t("session.pausedNoReason")
            : session.pausedReason}
        </Banner>
      )}
      {session.state === "ended" && <Banner kind="info" title={t("session.ended")} isAnnounced={false} />}
      <Power session={session} />
      <Panel
        title={t("session.callsTitle")}
        actions={
          <a
            href={`#/activity?session=${session.id}`}
            className="inline-flex items-center gap-1 rounded-xs text-sm font-medium text-accent-ink hover:underline"
          >
            {t("session.activity")}
            <ArrowRight size={14} aria-hidden />
          </a>
        }
      >
        <Counts session={session} />
      </Panel>
      <Facts session={session} />
    </article>
  );
}

function Counts({ session: { calls } }: { readonly session: AgentSession }) {
  const counts = [
    ["session.total", calls.total],
    ["session.waitingTitle", calls.waiting],
    ["session.failed", calls.failed],
    ["session.denied", calls.denied],
  ] as const;
  return (
    <dl className="grid grid-cols-4 gap-4">
      {counts.map(([key, count]) => (
        <div key={key} className="flex flex-col-reverse">
          <dt className="text-xs text-ink-faint">{t(key)}</dt>
          <dd className="text-lg font-semibold">{count.toLocaleString("en")}</dd>
        </div>
      ))}
    </dl>
  );
}

function Facts({ session }: { readonly session: AgentSession }) {
  return (
    <KeyValues
      items={[
        {
          id: "name",
          label: t("session.name"),
          value: (
            <>
              <RevealedText
                text={t("session.client", { name: session.clientName, version: session.clientVersion })}
                flow="inline"
              />
              <span className="block text-xs text-ink-faint">{t("session.says")}</span>
            </>
          ),
        },
        {
          id: "key",
          label: t("session.key"),
          value:
            session.keyId === null ? (
              session.keyName
            ) : (
              <a href={`#/agents/keys/${session.keyId}`} className="rounded-xs text-accent-ink hover:underline">
                {session.keyName}
              </a>
            ),
        },
        { id: "policy", label: t("session.policy"), value: session.policyName },
        { id: "protocol", label: t("session.protocol"), value: session.protocolVersion },
        { id: "started", label: t("session.started"), value: <RelativeTime at={session.startedAt} /> },
        { id: "seen", label: t("session.seen"), value: <RelativeTime at={session.lastSeenAt} /> },
      ]}
    />
  );
}

/** How much of it runs without a person: what was granted, or the trust level and a way to grant more. */
function Power({ session }: { readonly session: AgentSession }) {
  const { may } = useMember();
  const [isGranting, setGranting] = useState(false);
  const { scope, taint } = session;
  const place = useRef<HTMLDivElement>(null);
  // What was pressed goes with what it did: the focus goes to what runs on its own now, or to the way to grant it again.
  useRegainedFocus(`${String(scope !== null)} ${String(isGranting)} ${String(taint !== null)}`, () =>
    place.current?.querySelector<HTMLElement>("[data-autonomy]"),
  );
  const mayGrant = may("operator") && session.state !== "ended";
  const isOffered = mayGrant && scope === null && !isGranting;
  useHotkeys(t("page.keys"), [
    { keys: "a", label: t("autonomy.grant"), run: () => setGranting(true), disabled: !isOffered },
  ]);
  return (
    <div ref={place} className="flex flex-col gap-5">
      {taint !== null && <TaintPanel session={session} taint={taint} mayClear={mayGrant} />}
      {scope !== null && <AutonomyPanel session={session} scope={scope} mayEnd={mayGrant} />}
      <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
        <Trust session={session} />
        {isOffered && (
          <Button icon={Bot} shortcut="a" data-autonomy onClick={() => setGranting(true)} className="mb-5">
            {t("autonomy.grant")}
          </Button>
        )}
      </div>
      {isGranting && scope === null && mayGrant && <ScopeForm session={session} onDone={() => setGranting(false)} />}
    </div>
  );
}

function Trust({ session }: { readonly session: AgentSession }) {
  const { may } = useMember();
  const { setTrust } = useSessionActions(session.id);
  const tell = useTellFailure();
  return (
    <Field
      label={t("session.trust")}
      hint={t(session.scope === null ? "session.trustHint" : "session.trustScoped")}
      isComposite
      className="w-90"
    >
      <Select<TrustLevel>
        value={session.trustLevel}
        disabled={!may("operator") || session.state === "ended" || setTrust.isBusy}
        onChange={(level) => {
          // It stands in the list as what is; granted it is with a scope alone.
          if (level !== "autonomous") void setTrust.run(level).then(tell);
        }}
        choices={levelsOf(session).map((value) => ({
          value,
          label: t(`trust.${value}`),
          description: t(`trust.${value}.text`),
        }))}
      />
    </Field>
  );
}

function levelsOf({ trustLevel }: AgentSession): readonly TrustLevel[] {
  return trustLevel === "autonomous" ? [...TRUST, trustLevel] : TRUST;
}

function PauseButton({ session }: { readonly session: AgentSession }) {
  const { may } = useMember();
  const { pause, resume } = useSessionActions(session.id);
  const tell = useTellFailure();
  const [isAsking, setAsking] = useState(false);
  const isPaused = session.state === "paused";
  const isOff = !may("operator") || session.state === "ended";
  const toggle = (): void => {
    if (isPaused) void resume.run().then(tell);
    else setAsking(true);
  };
  useHotkeys(t("page.keys"), [
    { keys: "p", label: isPaused ? t("session.resume") : t("session.pause"), run: toggle, disabled: isOff },
  ]);
  if (session.state === "ended") return null;
  return (
    <div className="ml-auto">
      <Button
        size="small"
        shortcut="p"
        icon={isPaused ? Play : CirclePause}
        isBusy={resume.isBusy}
        disabledReason={may("operator") ? undefined : t("session.operatorOnly")}
        onClick={toggle}
      >
        {isPaused ? t("session.resume") : t("session.pause")}
      </Button>
      <PauseDialog
        key={String(isAsking)}
        isOpen={isAsking}
        waiting={session.calls.waiting}
        isBusy={pause.isBusy}
        onCancel={() => setAsking(false)}
        onPause={(reason) =>
          void pause.run(reason).then((outcome) => {
            setAsking(false);
            tell(outcome);
          })
        }
      />
    </div>
  );
}
