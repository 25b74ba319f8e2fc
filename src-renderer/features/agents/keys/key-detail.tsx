import { Ban, RefreshCw } from "lucide-react";
import { useState } from "react";
import { problemNotice, useMember, useRead, useStudio, type KeySummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { StateBadge } from "../../../ui/risk/state-badge.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { ShownKey } from "./shown-key.tsx";
import { useKeyActions } from "./use-keys.ts";

/** One key: whose it is, what it gives, and how to replace or revoke it. */
export function KeyDetail({ agentKey }: { readonly agentKey: KeySummary }) {
  const { may } = useMember();
  const { regenerate } = useKeyActions();
  // The new secret lives in this component alone and is gone with it.
  const [made, setMade] = useState<string | null>(null);
  const close = (): void => {
    setMade(null);
    // The button that had the focus is gone with the key.
    document.getElementById("main")?.focus();
  };
  if (made !== null) return <ShownKey keyText={made} onDone={close} />;
  const replace = async (): Promise<void> => {
    const outcome = await regenerate.run(agentKey.id);
    if (outcome.kind === "done") setMade(outcome.value.key);
  };
  const isActive = agentKey.state === "active";
  return (
    <article aria-label={agentKey.name} className="flex max-w-180 flex-col gap-5">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">{agentKey.name}</h2>
        <KeyBadge agentKey={agentKey} />
        {may("admin") && isActive && (
          <div className="ml-auto flex items-center gap-2">
            <ReplaceButton agentKey={agentKey} isBusy={regenerate.isBusy} onReplace={replace} />
            <RevokeButton agentKey={agentKey} />
          </div>
        )}
      </header>
      {regenerate.problem !== null && <Banner kind="ours" {...problemNotice(regenerate.problem)} />}
      <Facts agentKey={agentKey} />
    </article>
  );
}

/** Whether a key still opens anything. */
export function KeyBadge({ agentKey }: { readonly agentKey: KeySummary }) {
  const isActive = agentKey.state === "active";
  return (
    <StateBadge
      label={t(`key.${agentKey.state}`)}
      tone={isActive ? "good" : "neutral"}
      dot={isActive ? "filled" : "ring"}
      className="text-xs"
    />
  );
}

function Facts({ agentKey }: { readonly agentKey: KeySummary }) {
  const when = (at: number | null) => (at === null ? t("key.never") : <RelativeTime at={at} />);
  return (
    <KeyValues
      items={[
        {
          id: "id",
          label: t("key.id"),
          value: (
            <>
              <code className="font-mono text-xs">{`tools.${agentKey.id}.…`}</code>
              <span className="block text-xs text-ink-faint">{t("key.idHint")}</span>
            </>
          ),
        },
        {
          id: "policy",
          label: t("key.policy"),
          value: (
            <a href={`#/policies/${agentKey.policyId}`} className="rounded-xs text-accent-ink hover:underline">
              {agentKey.policyName}
            </a>
          ),
        },
        { id: "acts", label: t("key.acts"), value: agentKey.member?.name ?? t("key.actsShared") },
        { id: "created", label: t("key.created"), value: when(agentKey.createdAt) },
        { id: "regenerated", label: t("key.regenerated"), value: when(agentKey.regeneratedAt) },
        { id: "lastUsed", label: t("key.lastUsed"), value: when(agentKey.lastUsedAt) },
      ]}
    />
  );
}

type ReplaceButtonProps = {
  readonly agentKey: KeySummary;
  readonly isBusy: boolean;
  readonly onReplace: () => Promise<void>;
};

function ReplaceButton({ agentKey, isBusy, onReplace }: ReplaceButtonProps) {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <Button size="small" icon={RefreshCw} onClick={() => setAsking(true)}>
        {t("key.regenerate")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("key.regenerateTitle", { name: agentKey.name })}
        consequence={t("key.regenerateText")}
        confirmLabel={t("key.regenerate")}
        isBusy={isBusy}
        onConfirm={() => void onReplace().then(() => setAsking(false))}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}

function RevokeButton({ agentKey }: { readonly agentKey: KeySummary }) {
  const { rpc } = useStudio();
  const notify = useNotify();
  const { revoke } = useKeyActions();
  const [isAsking, setAsking] = useState(false);
  const sessions = useRead({ ...rpc.sessions.list.queryOptions(), enabled: isAsking });
  const open =
    sessions.kind === "ready"
      ? sessions.data.filter(({ keyId, state }) => keyId === agentKey.id && state !== "ended")
      : [];
  const confirm = async (): Promise<void> => {
    const outcome = await revoke.run(agentKey.id);
    setAsking(false);
    if (outcome.kind === "done") notify({ title: t("key.revokeDone", { name: agentKey.name }) });
    else notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
  };
  return (
    <>
      <Button size="small" icon={Ban} onClick={() => setAsking(true)}>
        {t("key.revoke")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("key.revokeTitle", { name: agentKey.name })}
        consequence={t("key.revokeText", { sessions: open.length })}
        confirmLabel={t("key.revoke")}
        isBusy={revoke.isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
