import { Pencil } from "lucide-react";
import type { ProviderSummary } from "../../../client/index.ts";
import { Button, buttonClass } from "../../../ui/actions/button.tsx";
import { useHotkeys } from "../../../ui/actions/hotkeys.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { t } from "../messages.ts";
import { useSecretMissing } from "../use-secret-missing.ts";
import { ProviderFacts } from "./provider-facts.tsx";
import { RegistrationsPanel } from "./registrations-panel.tsx";
import { RemoveButton } from "./remove-button.tsx";
import { SecretPanel } from "./secret-panel.tsx";

export type ProviderDetailProps = {
  readonly provider: ProviderSummary;
  readonly onEdit: () => void;
  readonly onRemoved: () => void;
};

/** One provider: how people sign in there, with which app, for what, and who has connected. */
export function ProviderDetail({ provider, onEdit, onRemoved }: ProviderDetailProps) {
  const isRegistered = provider.config.client.kind === "registered";
  useHotkeys(t("page.keys"), [{ keys: "e", label: t("edit"), run: onEdit }]);
  return (
    <article aria-label={provider.name} className="min-h-0 flex-1 overflow-y-auto px-6 py-5">
      <div className="flex max-w-180 flex-col gap-5">
        <header className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">{provider.name}</h2>
          <div className="ml-auto flex gap-2">
            <Button size="small" icon={Pencil} shortcut="e" onClick={onEdit}>
              {t("edit")}
            </Button>
            <RemoveButton provider={provider} onRemoved={onRemoved} />
          </div>
        </header>
        <Note provider={provider} />
        <ProviderFacts provider={provider} />
        {isRegistered && <SecretPanel provider={provider} />}
        {!isRegistered && <RegistrationsPanel provider={provider} />}
      </div>
    </article>
  );
}

/** What has to be done next, and what has gone wrong. */
function Note({ provider }: { readonly provider: ProviderSummary }) {
  const { accounts, config } = provider;
  const isSecretMissing = useSecretMissing();
  if (isSecretMissing(provider)) {
    return (
      <Banner kind="warn" isAnnounced={false} title={t("note.secret")}>
        {t("note.secret.text")}
      </Banner>
    );
  }
  if (accounts.broken > 0) {
    return (
      <Banner kind="warn" isAnnounced={false} title={t("note.broken", { count: accounts.broken })}>
        {t("note.broken.text", { count: accounts.broken })}
      </Banner>
    );
  }
  if (accounts.connected > 0) return null;
  return (
    <Banner
      kind="info"
      isAnnounced={false}
      title={t(config.owner === "org" ? "note.connect.org" : "note.connect")}
      actions={
        <a href={`#/accounts/${provider.id}`} className={buttonClass("secondary", "small")}>
          {t("note.connect.way")}
        </a>
      }
    />
  );
}
