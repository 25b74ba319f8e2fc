import { Building2, UserRound } from "lucide-react";
import type { AccountEntry, ProviderId } from "../../client/index.ts";
import { ListRow } from "../../ui/data/list-row.tsx";
import { RowList } from "../../ui/data/row-list.tsx";
import { RevealedText } from "../../ui/text/verbatim.tsx";
import { AccountBadge } from "./account-badge.tsx";
import { t } from "./messages.ts";
import { usersOf } from "./use-accounts.ts";

export type AccountListProps = {
  readonly entries: readonly AccountEntry[];
  readonly selectedId: ProviderId | null;
  readonly onSelect: (id: ProviderId) => void;
};

/** Every provider with how the account there is doing. */
export function AccountList({ entries, selectedId, onSelect }: AccountListProps) {
  return (
    <RowList
      label={t("list.label")}
      items={entries}
      idOf={({ provider }) => provider.id}
      selectedId={selectedId}
      rowHeight={56}
      onSelect={(id) => {
        const chosen = entries.find(({ provider }) => provider.id === id);
        if (chosen !== undefined) onSelect(chosen.provider.id);
      }}
      renderRow={(entry) => <AccountRow entry={entry} />}
    />
  );
}

function AccountRow({ entry }: { readonly entry: AccountEntry }) {
  const { provider, account } = entry;
  const Icon = provider.owner === "org" ? Building2 : UserRound;
  const users = usersOf(entry).length;
  return (
    <ListRow
      leading={<Icon size={15} strokeWidth={1.75} aria-hidden className="text-ink-faint" />}
      title={provider.name}
      trailing={<AccountBadge entry={entry} />}
      detail={<RevealedText text={account?.accountName ?? provider.host} flow="inline" />}
      detailTrailing={users > 0 ? t("list.usedBy", { count: users }) : undefined}
    />
  );
}
