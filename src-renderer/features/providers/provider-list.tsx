import { Building2, Users } from "lucide-react";
import type { ProviderId, ProviderSummary } from "../../client/index.ts";
import { ListRow } from "../../ui/data/list-row.tsx";
import { RowList } from "../../ui/data/row-list.tsx";
import { t } from "./messages.ts";
import { useSecretMissing } from "./use-secret-missing.ts";

export type ProviderListProps = {
  readonly providers: readonly ProviderSummary[];
  readonly selectedId: ProviderId | null;
  readonly onSelect: (id: ProviderId) => void;
};

/** Every provider with how many have connected there. */
export function ProviderList({ providers, selectedId, onSelect }: ProviderListProps) {
  const isSecretMissing = useSecretMissing();
  return (
    <RowList
      label={t("list.label")}
      items={providers}
      idOf={({ id }) => id}
      selectedId={selectedId}
      rowHeight={56}
      onSelect={(id) => {
        const chosen = providers.find((provider) => provider.id === id);
        if (chosen !== undefined) onSelect(chosen.id);
      }}
      renderRow={(provider) => <ProviderRow provider={provider} hasNoSecret={isSecretMissing(provider)} />}
    />
  );
}

type ProviderRowProps = { readonly provider: ProviderSummary; readonly hasNoSecret: boolean };

function ProviderRow({ provider, hasNoSecret }: ProviderRowProps) {
  const { name, host, config, accounts } = provider;
  const Icon = config.owner === "org" ? Building2 : Users;
  return (
    <ListRow
      leading={<Icon size={15} strokeWidth={1.75} aria-hidden className="text-ink-faint" />}
      title={name}
      trailing={accountWords(provider)}
      detail={host}
      detailTrailing={
        accounts.broken > 0 ? (
          <span className="text-amber">{t("list.broken", { count: accounts.broken })}</span>
        ) : hasNoSecret ? (
          <span className="text-amber">{t("list.noSecret")}</span>
        ) : undefined
      }
    />
  );
}

function accountWords({ config, accounts }: ProviderSummary): string {
  if (config.owner === "member") return t("list.accounts", accounts);
  return t(accounts.connected > 0 ? "list.org.connected" : "list.org.none");
}
