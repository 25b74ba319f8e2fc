import { Trash2 } from "lucide-react";
import { useState } from "react";
import { useMember, type CredentialSummary } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { useNotify } from "../../ui/feedback/toasts.tsx";
import { KeyValues } from "../../ui/layout/key-values.tsx";
import { Panel } from "../../ui/layout/panel.tsx";
import { ConfirmDialog } from "../../ui/overlay/confirm-dialog.tsx";
import { RelativeTime } from "../../ui/time/relative-time.tsx";
import { t } from "./messages.ts";
import { SetSecretForm, titleOf } from "./set-secret-form.tsx";
import { useCredentialActions } from "./use-credentials.ts";
import { ValueBadge } from "./value-badge.tsx";

export type CredentialDetailProps = { readonly credential: CredentialSummary; readonly onRemoved: () => void };

/** One credential: everything about it but its value. */
export function CredentialDetail({ credential, onRemoved }: CredentialDetailProps) {
  const { may } = useMember();
  const notify = useNotify();
  const { setSecret } = useCredentialActions();
  const maySet = credential.scope === "user_secret" || may("admin");
  return (
    <article aria-label={credential.name} className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <div className="flex max-w-180 flex-col gap-5">
        <header className="flex flex-wrap items-center gap-3">
          <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">{credential.name}</h2>
          <ValueBadge credential={credential} />
          {may("admin") && (
            <div className="ml-auto">
              <RemoveButton credential={credential} onRemoved={onRemoved} />
            </div>
          )}
        </header>
        <Facts credential={credential} />
        <Panel title={titleOf(credential)}>
          {maySet ? (
            <SetSecretForm
              credential={credential}
              isBusy={setSecret.isBusy}
              problem={setSecret.problem}
              onSet={async (secret) => {
                const outcome = await setSecret.run(credential.id, secret);
                if (outcome.kind === "done") notify({ title: t("set.done", { name: credential.name }) });
                return outcome.kind === "done";
              }}
            />
          ) : (
            <p className="text-sm text-ink-soft">{t("set.forbidden")}</p>
          )}
        </Panel>
      </div>
    </article>
  );
}

function Facts({ credential }: { readonly credential: CredentialSummary }) {
  const when = (at: number | null) => (at === null ? t("detail.never") : <RelativeTime at={at} />);
  return (
    <KeyValues
      items={[
        {
          id: "scope",
          label: t(`scope.${credential.scope}`),
          value: <span className="text-ink-soft">{t(`scope.${credential.scope}.text`)}</span>,
        },
        {
          id: "value",
          label: t("detail.value"),
          value: credential.hasValue ? (
            <span>
              <code className="mr-2 font-mono text-xs">{t("detail.redacted")}</code>
              <span className="text-ink-soft">{t("detail.redactedText")}</span>
            </span>
          ) : (
            t("state.missing")
          ),
        },
        { id: "setAt", label: t("detail.setAt"), value: when(credential.setAt) },
        { id: "lastUsed", label: t("detail.lastUsed"), value: when(credential.lastUsedAt) },
        { id: "created", label: t("detail.created"), value: when(credential.createdAt) },
        { id: "usedBy", label: t("detail.usedBy"), value: <Uses credential={credential} /> },
      ]}
    />
  );
}

function Uses({ credential: { usedBy } }: { readonly credential: CredentialSummary }) {
  if (usedBy.length === 0) return t("detail.nobody");
  return (
    <ul className="flex flex-col gap-0.5">
      {usedBy.map(({ connectorId, connectorName, as }) => (
        <li key={`${connectorId} ${as}`}>
          <a href={`#/connectors/${connectorId}`} className="rounded-xs text-accent-ink hover:underline">
            {t("detail.use", { connector: connectorName, as })}
          </a>
        </li>
      ))}
    </ul>
  );
}

function RemoveButton({ credential, onRemoved }: CredentialDetailProps) {
  const notify = useNotify();
  const { remove } = useCredentialActions();
  const [isAsking, setAsking] = useState(false);
  const { name, usedBy, scope } = credential;
  const users = [...new Set(usedBy.map(({ connectorName }) => connectorName))];
  const reason =
    users.length === 0
      ? undefined
      : t("remove.inUse", { names: new Intl.ListFormat("en").format(users), count: users.length });
  const confirm = async (): Promise<void> => {
    const outcome = await remove.run(credential.id);
    setAsking(false);
    if (outcome.kind === "failed")
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
    else {
      notify({ title: t("remove.done", { name }) });
      onRemoved();
    }
  };
  return (
    <>
      <Button size="small" icon={Trash2} disabledReason={reason} onClick={() => setAsking(true)}>
        {t("remove")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("remove.title", { name })}
        consequence={scope === "org_secret" ? t("remove.text") : t("remove.textOwn")}
        confirmLabel={t("remove")}
        isBusy={remove.isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
