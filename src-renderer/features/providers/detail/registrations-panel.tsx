import { useState } from "react";
import type { ProviderSummary } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { useNotify } from "../../../ui/feedback/toasts.tsx";
import { Panel } from "../../../ui/layout/panel.tsx";
import { ConfirmDialog } from "../../../ui/overlay/confirm-dialog.tsx";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { hostOf } from "../callback.ts";
import { t } from "../messages.ts";
import { useProviderActions } from "../use-providers.ts";

/** As what Gatehouse is known at each authorization server, and the way to begin anew. */
export function RegistrationsPanel({ provider }: { readonly provider: ProviderSummary }) {
  const { registrations } = provider;
  const isDynamic = registrations.some(({ by }) => by === "dynamic");
  return (
    <Panel title={t("registrations.title")} actions={isDynamic && <Forget provider={provider} />}>
      {registrations.length === 0 ? (
        <p className="text-sm text-ink-soft">{t("registrations.none")}</p>
      ) : (
        <ul className="flex flex-col divide-y divide-line">
          {registrations.map(({ issuer, clientId, by, at }) => (
            <li key={issuer} className="flex flex-col gap-0.5 py-2 text-sm first:pt-0 last:pb-0">
              <span className="flex flex-wrap items-baseline gap-x-3">
                <GivenName text={hostOf(issuer)} isMono />
                <span className="text-ink-soft">{t(`registrations.by.${by}`)}</span>
                <RelativeTime at={at} className="ml-auto text-xs text-ink-faint" />
              </span>
              <GivenName text={clientId} isMono className="text-xs text-ink-soft" />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Forget({ provider: { id, name } }: { readonly provider: ProviderSummary }) {
  const { forget } = useProviderActions();
  const notify = useNotify();
  const [isAsking, setAsking] = useState(false);
  const confirm = async (): Promise<void> => {
    const outcome = await forget.run(id);
    setAsking(false);
    if (outcome.kind === "failed")
      notify({ kind: "ours", title: outcome.problem.message, description: outcome.problem.hint });
    else notify({ title: t("registrations.forgotten", { name }) });
  };
  return (
    <>
      <Button size="small" variant="ghost" onClick={() => setAsking(true)}>
        {t("registrations.forget")}
      </Button>
      <ConfirmDialog
        isOpen={isAsking}
        title={t("registrations.forget.title", { name })}
        consequence={t("registrations.forget.text")}
        confirmLabel={t("registrations.forget")}
        isBusy={forget.isBusy}
        onConfirm={() => void confirm()}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
